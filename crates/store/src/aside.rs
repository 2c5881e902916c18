//! Files that gave way to others: moved whole into a folder of their own, with word of when and why. Nothing is ever deleted.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::migrations::{self, Migration};
use crate::open::{DATA_FILE, OpenError, io_while, unmark_damaged};
use crate::{backup, files};

/// Folders of damaged files begin so.
const DAMAGED: &str = "corrupt-";
/// Folders of files that a backup has replaced, because somebody wanted that, begin so.
pub(crate) const REPLACED: &str = "replaced-";
const ABOUT: &str = "about.json";

/// A damaged file that was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// What it goes by: the name of its folder.
    pub id: String,
    /// The folder that it lies in now, whole, with its side files.
    pub folder: PathBuf,
    /// When.
    pub at: Timestamp,
    /// What was found, in words.
    pub reason: String,
    /// The backup that took its place; an empty file did where there is none.
    pub restored_from: Option<PathBuf>,
}

/// What is written down beside the file.
#[derive(Serialize, Deserialize)]
struct About {
    at: Timestamp,
    reason: String,
    /// Name of the backup.
    restored_from: Option<String>,
}

/// The damaged files that were put aside in `folder`, newest first.
pub(crate) fn all(folder: &Path) -> Vec<SetAside> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = entries.flatten().filter_map(|entry| read(folder, &entry.path())).collect();
    found.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| other.id.cmp(&one.id)));
    found
}

/// When a file was last put aside in `folder`, damaged or replaced by a backup; `None` where none lies there any more.
pub(crate) fn newest(folder: &Path) -> Option<Timestamp> {
    let of_ours = |name: &str| name.starts_with(DAMAGED) || name.starts_with(REPLACED);
    let entries = fs::read_dir(folder).ok()?.flatten().filter(|entry| entry.file_name().to_str().is_some_and(of_ours));
    let about = |path: PathBuf| serde_json::from_slice::<About>(&fs::read(path.join(ABOUT)).ok()?).ok();
    entries.filter_map(|entry| about(entry.path())).map(|about| about.at).max()
}

fn read(folder: &Path, aside: &Path) -> Option<SetAside> {
    let id = aside.file_name()?.to_str()?.to_owned();
    let about: About = serde_json::from_slice(&fs::read(aside.join(ABOUT)).ok()?).ok()?;
    let About { at, reason, restored_from } = about;
    let restored_from = restored_from.map(|name| folder.join(backup::FOLDER).join(name));
    id.starts_with(DAMAGED).then(|| SetAside { id, folder: aside.to_owned(), at, reason, restored_from })
}

/// Where the file lies that takes another one's place, until it gets its name.
pub(crate) fn replacement(folder: &Path) -> PathBuf {
    folder.join(format!("{DATA_FILE}.restoring"))
}

/// Puts the damaged file aside and the newest good backup in its place. The caller is alone.
///
/// # Errors
/// Those of the file system.
pub(crate) fn set_aside(folder: &Path, reason: String, migrations: &[Migration]) -> Result<SetAside, OpenError> {
    let known = migrations::newest(migrations);
    let restored_from = backup::all(&folder.join(backup::FOLDER))
        .into_iter()
        .find(|backup| backup::verify(backup).is_ok_and(|version| version <= known));
    // Copied first: from the moment that the file is gone, a crash leaves all that is needed to finish.
    match &restored_from {
        Some(backup) => copy_to_replacement(folder, backup).map_err(io_while("copying the backup"))?,
        None => drop(fs::remove_file(replacement(folder))),
    }
    let name = restored_from.as_ref().and_then(|path| path.file_name()).and_then(|name| name.to_str());
    let about = About { at: Timestamp::now(), reason: reason.clone(), restored_from: name.map(str::to_owned) };
    let aside = move_away(folder, DAMAGED, &about).map_err(io_while("putting the damaged file aside"))?;
    if restored_from.is_some() {
        put_in_place(folder).map_err(io_while("putting the backup in place"))?;
    }
    unmark_damaged(folder);
    tracing::error!(reason, restored = restored_from.is_some(), "the data file was damaged and is put aside");
    let id = aside.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    Ok(SetAside { id, folder: aside, at: about.at, reason, restored_from })
}

/// Puts `backup`, which was verified, in the place of the file; answers where that lies now. The caller is alone.
///
/// # Errors
/// Those of the file system; the file is where it was then, or [`finish`] finds what is left to do.
pub(crate) fn replace(folder: &Path, backup: &Path) -> io::Result<PathBuf> {
    copy_to_replacement(folder, backup)?;
    let about = About {
        at: Timestamp::now(),
        reason: "somebody wanted the backup instead".to_owned(),
        restored_from: backup.file_name().and_then(|name| name.to_str()).map(str::to_owned),
    };
    let aside = move_away(folder, REPLACED, &about)?;
    put_in_place(folder)?;
    unmark_damaged(folder);
    Ok(aside)
}

/// Goes on where [`set_aside`] or [`replace`] was broken off between its last two steps. The caller is alone.
///
/// # Errors
/// Those of the file system.
pub(crate) fn finish(folder: &Path) -> Result<(), OpenError> {
    let about =
        About { at: Timestamp::now(), reason: "what was left of a broken-off restore".into(), restored_from: None };
    move_away(folder, REPLACED, &about).map_err(io_while("putting a file aside"))?;
    let copy = replacement(folder);
    if backup::verify(&copy).is_ok() {
        return put_in_place(folder).map_err(io_while("putting the backup in place"));
    }
    // Half a copy; the backup itself is where it was.
    fs::remove_file(&copy).map_err(io_while("removing half a copy"))
}

fn copy_to_replacement(folder: &Path, backup: &Path) -> io::Result<()> {
    let copy = replacement(folder);
    let copied = files::open_private(&copy).and_then(|mut to| {
        to.set_len(0)?;
        io::copy(&mut fs::File::open(backup)?, &mut to)?;
        to.sync_all()
    });
    if copied.is_err() {
        let _ = fs::remove_file(&copy);
    }
    copied?;
    files::sync_folder(folder)
}

fn put_in_place(folder: &Path) -> io::Result<()> {
    fs::rename(replacement(folder), folder.join(DATA_FILE))?;
    files::sync_folder(folder)
}

/// Moves the file and its side files; a folder without a file of ours stays empty but for `about`.
fn move_away(folder: &Path, prefix: &str, about: &About) -> io::Result<PathBuf> {
    let aside = free_folder(folder, prefix)?;
    let file = files::open_private(&aside.join(ABOUT))?;
    serde_json::to_writer(&file, about)?;
    file.sync_all()?;
    let path = folder.join(DATA_FILE);
    // The file first: after a crash in between, the next start finds a log without its file and goes on from here.
    for suffix in ["", "-wal", "-journal", "-shm"] {
        let from = files::beside(&path, suffix);
        if let (true, Some(name)) = (from.exists(), from.file_name()) {
            fs::rename(&from, aside.join(name))?;
        }
    }
    files::sync_folder(&aside)?;
    files::sync_folder(folder)?;
    Ok(aside)
}

fn free_folder(folder: &Path, prefix: &str) -> io::Result<PathBuf> {
    let stamp = files::stamp(Timestamp::now());
    for count in 0_u32..10_000 {
        let name = if count == 0 { format!("{prefix}{stamp}") } else { format!("{prefix}{stamp}~{count}") };
        let path = folder.join(name);
        if !path.exists() {
            files::make_folder(&path)?;
            return Ok(path);
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}
