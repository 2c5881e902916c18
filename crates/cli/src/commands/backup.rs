//! `docket backup`, and `docket restore` of a backup.

use std::io::{self, IsTerminal, Write};

use docket_store::{Backup, BackupInfo, RestoreError, Restored};
use jiff::Zoned;
use serde_json::json;

use super::export::counted;
use super::{Desk, state, with_fields};
use crate::arguments::Restore;
use crate::failure::{Failure, sentence};
use crate::output::{Style, note};
use crate::progress;

/// The newest backup, by name.
const LATEST: &str = "latest";

pub(super) async fn backup(desk: &Desk) -> Result<(), Failure> {
    let made = progress::told("Backing up", desk.database.back_up_now()).await?;
    let Backup { info, rows: [tasks, threads, items, changes] } = &made;
    if desk.output.is_json {
        let rows = json!({ "tasks": tasks, "threads": threads, "items": items, "changes": changes });
        return desk.output.json(&with_fields(info, &[("rows", rows), ("path", json!(info.path))]));
    }
    let holds = [counted(*tasks, "task"), counted(*threads, "conversation")].join(" and ");
    desk.output.line(&format!("Backed up {holds}, opened and checked: {}", info.path.display()))
}

/// Tasks out of the trash, or a backup in the place of everything: no name of the one can be one of the other.
pub(super) async fn restore(desk: &Desk, restore: Restore) -> Result<(), Failure> {
    let Restore { references, yes } = restore;
    match &references[..] {
        [] => list(desk),
        [name] if names_backup(name) => in_place(desk, name, yes).await,
        names if names.iter().any(|name| names_backup(name)) => {
            Err(Failure::Usage("A backup is restored alone: name one, and no tasks beside it.".to_owned()))
        }
        tasks => state::restore(desk, tasks).await,
    }
}

/// `latest`, or a time such as `20261121T101500Z`: neither is a number or the end of an id.
fn names_backup(name: &str) -> bool {
    let is_time = || {
        name.split_once('T').is_some_and(|(day, _)| day.len() == 8 && day.bytes().all(|digit| digit.is_ascii_digit()))
    };
    name == LATEST || is_time()
}

fn list(desk: &Desk) -> Result<(), Failure> {
    let backups = desk.database.backups();
    if desk.output.is_json {
        return backups.iter().try_for_each(|backup| desk.output.json(backup));
    }
    desk.output.line(&desk.output.styled(Style::Bold, "Backups"))?;
    if backups.is_empty() {
        return desk
            .output
            .line("None yet. One is made every hour while something changes; `docket backup` makes one now.");
    }
    let now = desk.clock.now();
    for backup in &backups {
        let size = size(backup.bytes);
        desk.output.line(&format!(
            " {:<22}  {}  {size:>9}",
            backup.id,
            desk.output.styled(Style::Dim, &made(backup, &now))
        ))?;
    }
    let way =
        "`docket restore latest`, or one by its name, puts it in the place of everything; what is there now is kept.";
    desk.output.line(&desk.output.styled(Style::Dim, way))
}

async fn in_place(desk: &Desk, name: &str, yes: bool) -> Result<(), Failure> {
    let backups = desk.database.backups();
    let wanted = if name == LATEST { backups.first() } else { backups.iter().find(|backup| backup.id == name) };
    let Some(wanted) = wanted else { return Err(no_backup(name)) };
    let now = desk.clock.now();
    if !yes && !confirmed(wanted, &now)? {
        return Err(Failure::Cannot("Nothing was changed.".to_owned()));
    }
    let restored = progress::told("Restoring", desk.database.restore(&wanted.id)).await;
    let Restored { backup, replaced } = restored.map_err(|error| failed(&wanted.id, error))?;
    if desk.output.is_json {
        return desk.output.json(&json!({ "restored": backup, "replaced": replaced }));
    }
    desk.output.line(&format!("Restored the backup of {}.", made(&backup, &now).trim_end()))?;
    let kept = format!("What was there until now lies whole in {}.", replaced.display());
    desk.output.line(&desk.output.styled(Style::Dim, &kept))
}

/// Asks a person; who cannot be asked says `--yes`.
fn confirmed(backup: &BackupInfo, now: &Zoned) -> Result<bool, Failure> {
    let id = &backup.id;
    if !io::stdin().is_terminal() {
        let asked =
            format!("Restoring `{id}` replaces the tasks and conversations of now. Add --yes if that is meant.");
        return Err(Failure::Usage(asked));
    }
    let made = made(backup, now);
    note(&format!("This puts the backup of {} in the place of all tasks and conversations.", made.trim_end()));
    let mut error = io::stderr();
    write!(error, "Restore it? [y/N] ").and_then(|()| error.flush())?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn failed(id: &str, error: RestoreError) -> Failure {
    match error {
        RestoreError::NotFound(_) => no_backup(id),
        RestoreError::Open(error) => error.into(),
        RestoreError::Store(error) => error.into(),
        error => Failure::Cannot(sentence(&error.to_string())),
    }
}

fn no_backup(id: &str) -> Failure {
    Failure::Cannot(format!("There is no backup `{id}`. `docket restore` lists them."))
}

/// `Sat 21 Nov 2026, 10:15:00`, as wide for every day.
fn made(backup: &BackupInfo, now: &Zoned) -> String {
    let at = backup.made_at.to_zoned(now.time_zone().clone());
    format!("{:<25}", at.strftime("%a %-d %b %Y, %-H:%M:%S").to_string())
}

/// `812 KiB`, `3.1 MiB`.
pub(super) fn size(bytes: u64) -> String {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    if bytes < MIB {
        format!("{} KiB", bytes.div_ceil(KIB))
    } else {
        format!("{}.{} MiB", bytes / MIB, bytes % MIB * 10 / MIB)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_backup_is_one_of_a_task() {
        for name in ["latest", "20261121T101500Z", "20261121T101500Z~0001"] {
            assert!(names_backup(name), "{name}");
        }
        for name in ["1", "7f3a", "20261121", "0193a5e2-7c41-7b6e-9f00-4d2f8f1b7f3a", "Tlatest", ""] {
            assert!(!names_backup(name), "{name}");
        }
    }

    #[test]
    fn sizes_are_said_in_units_people_know() {
        for (bytes, said) in
            [(0, "0 KiB"), (1, "1 KiB"), (831_488, "812 KiB"), (3_250_000, "3.0 MiB"), (1 << 20, "1.0 MiB")]
        {
            assert_eq!(size(bytes), said);
        }
    }
}
