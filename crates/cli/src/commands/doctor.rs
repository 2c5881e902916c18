//! `docket doctor`: how the data is, and what can be had back of damaged files.

use std::path::PathBuf;

use docket_assistant::Connection;
use docket_assistant::secrets::Keys;
use docket_store::{BackupInfo, Health, Salvage, SetAside};
use jiff::{Timestamp, Zoned};
use serde::Serialize;
use serde_json::json;

use super::Desk;
use super::backup::size;
use super::export::counted;
use crate::arguments::Doctor;
use crate::failure::{Failure, sentence};
use crate::output::Style;
use crate::progress;

/// A damaged file that was put aside, and what can be had back of it.
#[derive(Serialize)]
struct Aside {
    id: String,
    at: Timestamp,
    reason: String,
    folder: PathBuf,
    /// Whether a backup took its place.
    from_backup: bool,
    readable_tasks: usize,
    missing_tasks: usize,
}

/// What was found.
struct Findings {
    folder: PathBuf,
    health: Health,
    backups: Vec<BackupInfo>,
    asides: Vec<Aside>,
}

pub(super) async fn doctor(desk: &Desk, doctor: Doctor, keys: &Keys, folder: PathBuf) -> Result<(), Failure> {
    if let Some(id) = doctor.bring_back {
        return bring_back(desk, &id).await;
    }
    let health = progress::told("Checking the data file", checked(desk)).await?;
    let mut asides = Vec::new();
    for aside in desk.database.set_asides() {
        asides.push(progress::told("Reading a damaged file", look_into(desk, aside)).await?);
    }
    let found = Findings { folder, health, backups: desk.database.backups(), asides };
    if desk.output.is_json {
        report(desk, &found, keys).await?;
    } else {
        tell(desk, &found, keys).await?;
    }
    match health {
        Health::Checking | Health::Good => Ok(()),
        Health::Damaged => Err(Failure::Cannot(
            "The data file is damaged. The next command keeps it aside whole and opens the newest good backup."
                .to_owned(),
        )),
    }
}

/// What the check of the file that began with this program finds.
async fn checked(desk: &Desk) -> Result<Health, Failure> {
    let mut health = desk.database.health();
    let found = health.wait_for(|health| *health != Health::Checking).await;
    found.map(|health| *health).map_err(|_| Failure::Cannot("The check of the data file ended early.".to_owned()))
}

async fn look_into(desk: &Desk, aside: SetAside) -> Result<Aside, Failure> {
    let Salvage { id: _, at: _, readable_tasks, missing_tasks } = desk.store.salvage(&aside.id).await?;
    let SetAside { id, folder, at, reason, restored_from } = aside;
    Ok(Aside { id, at, reason, folder, from_backup: restored_from.is_some(), readable_tasks, missing_tasks })
}

async fn bring_back(desk: &Desk, id: &str) -> Result<(), Failure> {
    let reading = async {
        // What is applied names what was there already, too.
        let added = desk.store.salvage(id).await?.missing_tasks;
        Ok((added, desk.store.bring_back(id, &desk.clock.now()).await?.change_set))
    };
    let back = progress::told("Reading a damaged file", reading).await;
    let (added, change_set) = back.map_err(|error| match error {
        docket_store::Error::NoSetAside(_) => {
            Failure::Cannot(format!("There is no damaged file `{id}`. `docket doctor` lists them."))
        }
        error => error.into(),
    })?;
    if desk.output.is_json {
        return desk.output.json(&json!({ "added": added, "change_set": change_set }));
    }
    match change_set {
        None => desk.output.line("Nothing of it is missing here."),
        Some(change_set) => {
            let count = counted(added as u64, "task");
            desk.output.line(&format!("Brought back {count}. `docket undo {change_set}` takes them away again."))
        }
    }
}

async fn report(desk: &Desk, found: &Findings, keys: &Keys) -> Result<(), Failure> {
    let Findings { folder, health, backups, asides } = found;
    let connections = desk
        .database
        .connections()
        .iter()
        .map(|report| json!({ "role": format!("{:?}", report.role).to_lowercase(), "settings": report.settings }));
    let counts = desk.store.counts(&desk.clock.now()).await?;
    desk.output.json(&json!({
        "ok": *health != Health::Damaged,
        "version": env!("CARGO_PKG_VERSION"),
        "data_dir": folder,
        "health": name(*health),
        "counts": counts,
        "connections": connections.collect::<Vec<_>>(),
        "backups": {
            "count": backups.len(),
            "bytes": backups.iter().map(|backup| backup.bytes).sum::<u64>(),
            "newest": backups.first().map(|backup| backup.made_at),
        },
        "set_aside": asides,
        "key": keys.state().await,
    }))
}

fn name(health: Health) -> &'static str {
    match health {
        Health::Checking => "checking",
        Health::Good => "good",
        Health::Damaged => "damaged",
    }
}

async fn tell(desk: &Desk, found: &Findings, keys: &Keys) -> Result<(), Failure> {
    let Findings { folder, health, backups, asides } = found;
    let now = desk.clock.now();
    let counts = desk.store.counts(&now).await?;
    let (word, style) = match health {
        Health::Checking => ("not checked", Style::Yellow),
        Health::Good => ("good", Style::Green),
        Health::Damaged => ("damaged", Style::Red),
    };
    let settings = desk.store.settings().await?;
    let assistant = match Connection::from_settings(&settings) {
        Ok(connection) => super::ask::introduction(&connection.describe()),
        Err(error) => error.message(),
    };
    let lines = [
        ("docket", env!("CARGO_PKG_VERSION").to_owned()),
        ("data", folder.display().to_string()),
        ("file", desk.output.styled(style, word)),
        ("tasks", format!("{} open, {} done, {} in the trash", counts.all, counts.done, counts.trash)),
        ("backups", backups_in_words(backups, &now)),
        ("assistant", assistant),
        ("key", super::key::said(&keys.state().await)),
    ];
    for (name, value) in lines {
        desk.output.line(&format!("{}  {value}", desk.output.styled(Style::Dim, &format!("{name:>9}"))))?;
    }
    asides.iter().try_for_each(|aside| tell_aside(desk, aside, &now))
}

fn tell_aside(desk: &Desk, aside: &Aside, now: &Zoned) -> Result<(), Failure> {
    let Aside { id, at, reason, folder, from_backup, readable_tasks, missing_tasks } = aside;
    let instead = if *from_backup { "the newest good backup" } else { "an empty list" };
    desk.output.line("")?;
    let head = format!("A damaged file was put aside on {}; {instead} took its place.", day(*at, now));
    desk.output.line(&desk.output.styled(Style::Yellow, &head))?;
    desk.output.line(&sentence(&format!("found: {reason}")))?;
    desk.output.line(&format!("It lies whole in {}.", folder.display()))?;
    let readable = counted(*readable_tasks as u64, "task");
    desk.output.line(&match missing_tasks {
        0 => format!("{readable} can be read of it; none of them is missing here."),
        missing => format!(
            "{readable} can be read of it, {missing} missing here: `docket doctor --bring-back {id}` adds them."
        ),
    })
}

fn backups_in_words(backups: &[BackupInfo], now: &Zoned) -> String {
    let Some(newest) = backups.first() else { return "none yet; `docket backup` makes one".to_owned() };
    let bytes = backups.iter().map(|backup| backup.bytes).sum();
    format!("{}, {}; the newest of {}", backups.len(), size(bytes), day(newest.made_at, now))
}

fn day(at: Timestamp, now: &Zoned) -> String {
    at.to_zoned(now.time_zone().clone()).strftime("%a %-d %b %Y, %-H:%M").to_string()
}
