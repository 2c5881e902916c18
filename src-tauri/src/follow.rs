//! What follows the list while no window needs to be there: the tray's menu and the reminders.

use std::time::Duration;

use docket_store::{ChangeNote, NoteKind, Store};
use jiff::{SignedDuration, Timestamp, Zoned};
use tauri::{AppHandle, Manager};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::alarm::Alarm;
use crate::app::Shell;
use crate::notify::Notifier;
use crate::{reminders, tray};

/// Changes that come one after the other are followed once.
const GATHER: Duration = Duration::from_millis(60);
/// A reminder of the near future is looked at again so often: the computer may have come into another zone.
const ZONE_CHECK: SignedDuration = SignedDuration::from_mins(15);
/// No change of zone brings a reminder closer than this.
const ZONES_APART: SignedDuration = SignedDuration::from_hours(27);

/// Follows until the store is closed.
pub(crate) async fn run(app: AppHandle, alarm: Alarm) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    let store = shell.store().clone();
    let notifier = shell.notifier();
    let mut changes = match store.subscribe().await {
        Ok(changes) => changes,
        Err(error) => return tracing::error!(%error, "tray and reminders cannot follow the list"),
    };
    loop {
        let now = shell.clock().now();
        let wake = match look(&app, &shell, &store, notifier, &now).await {
            Ok(next) => wake_at(next, &now),
            Err(docket_store::Error::Closed) => return,
            Err(error) => {
                tracing::warn!(%error, "tray and reminders could not be brought up to date");
                now.timestamp() + SignedDuration::from_secs(60)
            }
        };
        tokio::select! {
            is_open = changed(&mut changes) => if !is_open { return },
            () = shell.looking_again() => {}
            () = alarm.wait_until(wake) => {}
        }
    }
}

/// Brings everything up to date. Answers when the next reminder comes.
async fn look(
    app: &AppHandle,
    shell: &Shell,
    store: &Store,
    notifier: &Notifier,
    now: &Zoned,
) -> Result<Option<Timestamp>, docket_store::Error> {
    let language = shell.language().await;
    tray::follow(app, tray::Says::read(shell, store, now, language).await?);
    take_away(store, notifier).await?;
    reminders::show_due(store, notifier, shell.preferences().reminders_paused_until(), now, language).await
}

/// Notices of tasks that are done or gone leave the screen.
async fn take_away(store: &Store, notifier: &Notifier) -> Result<(), docket_store::Error> {
    let mut over = Vec::new();
    for task in notifier.shown() {
        match store.task(task).await {
            Ok(found) if found.is_open() => {}
            Ok(_) | Err(docket_store::Error::Task(_)) => over.push(task),
            Err(error) => return Err(error),
        }
    }
    if !over.is_empty() {
        notifier.take_away(|task| over.contains(&task)).await;
    }
    Ok(())
}

/// When to look again without a change: for the next reminder, and when the day ends, which changes what is due today.
fn wake_at(next: Option<Timestamp>, now: &Zoned) -> Timestamp {
    let midnight = now.date().tomorrow().and_then(|day| day.to_zoned(now.time_zone().clone()));
    let midnight = midnight.map_or(now.timestamp() + SignedDuration::from_hours(1), |midnight| midnight.timestamp());
    let Some(next) = next else { return midnight };
    let is_near = next.duration_since(now.timestamp()) < ZONES_APART;
    let check = if is_near { now.timestamp() + ZONE_CHECK } else { midnight };
    next.min(check).min(midnight)
}

/// Waits for a change of tasks or settings, and for those that come with it. False when the store is closed.
async fn changed(changes: &mut broadcast::Receiver<ChangeNote>) -> bool {
    loop {
        match changes.recv().await {
            Ok(ChangeNote { kind: NoteKind::Tasks | NoteKind::Settings, .. }) | Err(RecvError::Lagged(_)) => break,
            Ok(ChangeNote { kind: NoteKind::Lists | NoteKind::Labels | NoteKind::Threads, .. }) => {}
            Err(RecvError::Closed) => return false,
        }
    }
    tokio::time::sleep(GATHER).await;
    // What came meanwhile is read with the rest.
    while !matches!(
        changes.try_recv(),
        Err(broadcast::error::TryRecvError::Empty | broadcast::error::TryRecvError::Closed)
    ) {}
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Zoned {
        format!("2026-11-{text}[Europe/Berlin]").parse().unwrap()
    }

    #[test]
    fn nothing_wakes_but_what_is_to_come_and_the_end_of_the_day() {
        let wake = |next: Option<&str>, now: &str| wake_at(next.map(|next| at(next).timestamp()), &at(now));
        let cases = [
            (None, "21T10:00", "22T00:00"),
            (Some("21T10:05"), "21T10:00", "21T10:05"),
            (Some("21T17:00"), "21T10:00", "21T10:15"),
            (Some("28T17:00"), "21T10:00", "22T00:00"),
            (Some("22T00:10"), "21T23:58", "22T00:00"),
        ];
        for (next, now, expected) in cases {
            assert_eq!(wake(next, now), at(expected).timestamp(), "{next:?} at {now}");
        }
    }
}
