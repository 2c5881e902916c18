//! Reminders, from the data to the screen: what has come is shown, and what is pressed on it is done.

use docket_server::Added;
use docket_store::{Actor, ChangeSetId, DueReminder, Store};
use docket_tasks::{Command, ReminderId, TaskId};
use jiff::civil::time;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use tauri::{AppHandle, Manager};

use crate::app::Shell;
use crate::notify::Notifier;
use crate::windows;
use crate::words::Language;

/// A reminder that is shown so long after its time was missed: the computer was off or asleep, or reminders were paused.
const LATE: SignedDuration = SignedDuration::from_mins(2);
/// More at the same time come as one.
const MOST_AT_ONCE: usize = 3;
/// So many titles are named in a notice of several.
const MOST_NAMED: usize = 5;
/// How long until a reminder that could not be shown is tried again.
const TRY_AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// What is shown at once, as one notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) summary: String,
    /// Plain text, a line each.
    pub(crate) lines: Vec<String>,
    pub(crate) about: About,
    pub(crate) language: Language,
}

/// What a notice is about, and with that what can be done where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// One task.
    Reminder(TaskId, ReminderId),
    /// Several, which are only shown.
    Reminders(Vec<(TaskId, ReminderId)>),
    /// What quick add has added; what takes it back, in the order in which it was done.
    Added(Vec<ChangeSetId>),
}

impl About {
    /// Which reminders these are.
    fn reminders(&self) -> Vec<(TaskId, ReminderId)> {
        match self {
            Self::Reminder(task, reminder) => vec![(*task, *reminder)],
            Self::Reminders(all) => all.clone(),
            Self::Added(_) => Vec::new(),
        }
    }

    /// The tasks that it reminds of.
    pub(crate) fn tasks(&self) -> Vec<TaskId> {
        self.reminders().into_iter().map(|(task, _)| task).collect()
    }
}

/// What a person does with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A click on it.
    Open,
    Done,
    Snooze(Snooze),
    Undo,
}

/// For how long a reminder is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Snooze {
    TenMinutes,
    OneHour,
    TomorrowMorning,
}

impl Snooze {
    /// When a reminder that is put off at `now` comes again.
    fn until(self, now: &Zoned) -> Option<Timestamp> {
        let until = match self {
            Self::TenMinutes => now.checked_add(10.minutes()),
            Self::OneHour => now.checked_add(1.hour()),
            Self::TomorrowMorning => now
                .date()
                .tomorrow()
                .and_then(|day| day.to_datetime(time(9, 0, 0, 0)).to_zoned(now.time_zone().clone())),
        };
        until.ok().map(|until| until.timestamp())
    }
}

/// How reminders that have come at `now` are shown: those that come in time one by one, those that were missed together, oldest first.
fn notices(due: Vec<DueReminder>, now: &Zoned, language: Language) -> Vec<Notice> {
    // Two reminders of a task that come together are one.
    let mut once: Vec<DueReminder> = Vec::new();
    for one in due {
        match once.iter_mut().find(|other| other.task.id == one.task.id) {
            Some(other) => *other = one,
            None => once.push(one),
        }
    }
    let is_late = |due: &DueReminder| now.timestamp().duration_since(due.at) > LATE;
    let (late, fresh): (Vec<_>, Vec<_>) = once.into_iter().partition(is_late);
    let mut notices = Vec::new();
    for (mut group, most) in [(late, 1), (fresh, MOST_AT_ONCE)] {
        if group.len() > most {
            notices.push(together(&group, language));
        } else {
            notices.extend(group.drain(..).map(|due| alone(&due, is_late(&due), now, language)));
        }
    }
    notices
}

fn alone(due: &DueReminder, is_late: bool, now: &Zoned, language: Language) -> Notice {
    let mut lines = Vec::new();
    if let Some(at) = &due.task.due {
        lines.push(language.due(at, now));
    }
    if is_late {
        lines.push(language.missed(&due.at.to_zoned(now.time_zone().clone()), now));
    }
    Notice { summary: due.task.title.clone(), lines, about: About::Reminder(due.task.id, due.reminder), language }
}

fn together(group: &[DueReminder], language: Language) -> Notice {
    let mut lines: Vec<String> = group.iter().take(MOST_NAMED).map(|due| due.task.title.clone()).collect();
    if let Some(more) = group.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        lines.push(language.and_more(more));
    }
    let about = group.iter().map(|due| (due.task.id, due.reminder)).collect();
    Notice { summary: language.several(group.len()), lines, about: About::Reminders(about), language }
}

/// Shows what has come. Answers when to look again, where there is anything to come.
pub(crate) async fn show_due(
    store: &Store,
    notifier: &Notifier,
    paused_until: Option<Timestamp>,
    now: &Zoned,
    language: Language,
) -> Result<Option<Timestamp>, docket_store::Error> {
    let Some(next) = store.next_reminder(now).await? else { return Ok(None) };
    if let Some(paused_until) = paused_until.filter(|until| *until > now.timestamp()) {
        return Ok(Some(next.max(paused_until)));
    }
    if next > now.timestamp() {
        return Ok(Some(next));
    }
    // They are taken for good: not before there is somebody to show them.
    if !notifier.is_there().await {
        return Ok(Some(now.timestamp() + TRY_AGAIN));
    }
    let mut is_all_shown = true;
    for notice in notices(store.take_reminders(now).await?, now, language) {
        tracing::info!(tasks = notice.about.tasks().len(), "showing a reminder");
        if let Err(error) = notifier.show(&notice).await {
            tracing::warn!(%error, "a reminder could not be shown and is put back");
            is_all_shown = false;
            for (task, reminder) in notice.about.reminders() {
                store.snooze_reminder(task, reminder, now.timestamp()).await?;
            }
        }
    }
    if is_all_shown { store.next_reminder(now).await } else { Ok(Some(now.timestamp() + TRY_AGAIN)) }
}

/// Does what was pressed on a notice; callable from every thread.
pub(crate) fn answered(app: &AppHandle, about: &About, answer: Answer) {
    tracing::info!(?answer, "a notification was answered");
    match (answer, about) {
        (Answer::Open, About::Reminder(task, _)) => {
            let place = format!("task={task}");
            windows::on_main_thread(app, move |app| windows::show_main_at(app, &place));
        }
        (Answer::Done, About::Reminder(task, _)) => complete(app, *task),
        (Answer::Snooze(snooze), About::Reminder(task, reminder)) => put_off(app, *task, *reminder, snooze),
        (Answer::Undo, About::Added(change_sets)) => take_back(app, change_sets.clone()),
        (Answer::Open | Answer::Done | Answer::Snooze(_) | Answer::Undo, _) => windows::show_main_soon(app),
    }
}

/// Says what quick add has added, for some seconds, with *Undo*.
pub(crate) async fn say_added(app: &AppHandle, Added { title, text, change_sets }: Added) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    let notifier = shell.notifier();
    // Where nothing shows it, the task is in the list all the same.
    if !notifier.is_there().await {
        return;
    }
    let lines = if text.is_empty() { Vec::new() } else { vec![text] };
    let notice = Notice { summary: title, lines, about: About::Added(change_sets), language: shell.language().await };
    if let Err(error) = notifier.show(&notice).await {
        tracing::warn!(%error, "what was added could not be said");
    }
}

fn take_back(app: &AppHandle, change_sets: Vec<ChangeSetId>) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    let (store, now) = (shell.store().clone(), shell.clock().now());
    tauri::async_runtime::spawn(async move {
        for change_set in change_sets.into_iter().rev() {
            match store.undo(Some(change_set), Actor::Ui, &now).await {
                Ok(_) => tracing::info!("took back what quick add had added"),
                // It was changed or taken back meanwhile: that stands.
                Err(error) => tracing::warn!(%error, "what was added could not be taken back"),
            }
        }
    });
}

/// Completes a task from a notification or the tray.
pub(crate) fn complete(app: &AppHandle, task: TaskId) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    let (store, now) = (shell.store().clone(), shell.clock().now());
    tauri::async_runtime::spawn(async move {
        match store.apply(Command::CompleteTask(task), Actor::Ui, &now).await {
            Ok(_) => tracing::info!(task.id = %task, "completed task {task}"),
            // Done or gone meanwhile: there is nothing left to do.
            Err(error) => tracing::warn!(%error, task.id = %task, "a task could not be completed"),
        }
    });
}

fn put_off(app: &AppHandle, task: TaskId, reminder: ReminderId, snooze: Snooze) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    let (store, now) = (shell.store().clone(), shell.clock().now());
    let Some(until) = snooze.until(&now) else { return };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        match store.snooze_reminder(task, reminder, until).await {
            Ok(true) => tracing::info!(task.id = %task, %until, "snoozed a reminder"),
            Ok(false) => tracing::info!(task.id = %task, "there is nothing left to remind of"),
            Err(error) => tracing::warn!(%error, task.id = %task, "a reminder could not be snoozed"),
        }
        if let Some(shell) = app.try_state::<Shell>() {
            shell.look_again();
        }
    });
}

#[cfg(test)]
mod tests {
    use docket_store::Database;
    use docket_tasks::{Due, NewReminder, NewTask, ReminderWhen};

    use super::*;

    fn at(text: &str) -> Zoned {
        format!("2026-11-{text}[Europe/Berlin]").parse().unwrap()
    }

    /// What comes at the times given, each of a task of that title, which is due half an hour later.
    async fn due(reminders: &[(&str, &str)], now: &Zoned) -> Vec<DueReminder> {
        let store = Database::in_memory().unwrap().store("local");
        for (title, time) in reminders {
            let due = at(time).checked_add(30.minutes()).unwrap().datetime().strftime("%Y-%m-%dT%H:%M").to_string();
            let task = NewTask {
                title: (*title).to_owned(),
                due: Some(Due::parse(&due, None, "Europe/Berlin").unwrap()),
                reminders: vec![NewReminder::new(ReminderWhen::BeforeDue { min: 30 })],
                ..NewTask::default()
            };
            store.apply(Command::AddTask(task), Actor::Ui, &at("01T00:00")).await.unwrap();
        }
        store.take_reminders(now).await.unwrap()
    }

    async fn shown(reminders: &[(&str, &str)], now: &str) -> Vec<(String, Vec<String>)> {
        let now = at(now);
        let notices = notices(due(reminders, &now).await, &now, Language::English);
        notices.into_iter().map(|notice| (notice.summary, notice.lines)).collect()
    }

    fn text(summary: &str, lines: &[&str]) -> (String, Vec<String>) {
        (summary.to_owned(), lines.iter().map(|line| (*line).to_owned()).collect())
    }

    #[tokio::test]
    async fn in_time_each_comes_alone_and_too_many_come_together() {
        let both = [("Call Ann", "21T11:00"), ("Feed the cat", "21T11:01")];
        let alone = [text("Call Ann", &["Due 11:30"]), text("Feed the cat", &["Due 11:31"])];
        assert_eq!(shown(&both, "21T11:01:30").await, alone);
        let many = ["a", "b", "c", "d", "e", "f", "g"].map(|title| (title, "21T11:00"));
        assert_eq!(shown(&many, "21T11:00").await, [text("7 reminders", &["a", "b", "c", "d", "e", "and 2 more"])]);
    }

    #[tokio::test]
    async fn what_was_missed_comes_as_one_and_says_when_it_was() {
        let missed = [("Call Ann", "20T11:00"), ("Feed the cat", "20T12:00")];
        assert_eq!(
            shown(&missed[..1], "21T09:00").await,
            [text("Call Ann", &["Due yesterday, 11:30", "Reminder from yesterday, 11:00"])]
        );
        assert_eq!(shown(&missed, "21T09:00").await, [text("2 reminders", &["Call Ann", "Feed the cat"])]);
        let and_now = [missed[0], missed[1], ("Stand up", "21T09:00")];
        let expected = [text("2 reminders", &["Call Ann", "Feed the cat"]), text("Stand up", &["Due 9:30"])];
        assert_eq!(shown(&and_now, "21T09:00").await, expected);
    }

    #[tokio::test]
    async fn two_of_a_task_at_once_are_one_notice() {
        let now = at("21T11:00");
        let mut twice = due(&[("Call Ann", "21T11:00")], &now).await;
        twice.push(DueReminder { at: now.timestamp(), ..twice[0].clone() });
        assert_eq!(notices(twice, &now, Language::English).len(), 1);
    }

    #[test]
    fn snoozing_until_tomorrow_is_nine_in_the_morning_whatever_the_clocks_do() {
        let until = |snooze: Snooze, now: &str| {
            let now: Zoned = now.parse().unwrap();
            snooze.until(&now).unwrap().to_zoned(now.time_zone().clone()).datetime().to_string()
        };
        let saturday = "2026-10-24T23:50[Europe/Berlin]";
        assert_eq!(until(Snooze::TenMinutes, saturday), "2026-10-25T00:00:00");
        assert_eq!(until(Snooze::OneHour, saturday), "2026-10-25T00:50:00");
        assert_eq!(until(Snooze::TomorrowMorning, saturday), "2026-10-25T09:00:00");
        assert_eq!(until(Snooze::TomorrowMorning, "2026-10-25T00:10[Europe/Berlin]"), "2026-10-26T09:00:00");
    }
}
