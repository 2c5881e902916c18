//! From whatever lies in a data directory to one that can be used.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use docket_store::{Database, Error, Health, OpenError, Opened, Role};
use docket_tasks::{Command, View};

use crate::support::{USER, add, apply, new, open, quick, titles};

const FILE: &str = "docket.sqlite3";

/// A data directory with tasks in it, closed.
async fn filled(tasks: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    assert_eq!(database.opened(), &Opened { created: true, ..Opened::default() });
    fill(&database, tasks).await;
    database.close();
    folder
}

async fn fill(database: &Database, tasks: usize) {
    let store = database.store(USER);
    for number in 0..tasks {
        add(&store, new(&format!("task {number}"))).await;
    }
}

fn write_at(path: &Path, at: u64, bytes: &[u8]) {
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

#[tokio::test]
async fn every_connection_answers_that_it_took_every_setting() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let expected = [
        ("busy_timeout", "5000"),
        ("cell_size_check", "1"),
        ("checkpoint_fullfsync", "1"),
        ("defensive", "true"),
        ("foreign_keys", "1"),
        ("fullfsync", "1"),
        ("journal_mode", "wal"),
        ("limit_attached", "1"),
        ("mmap_size", "0"),
        ("secure_delete", "2"),
        ("synchronous", "2"),
        ("temp_store", "2"),
        ("trusted_schema", "0"),
    ];
    assert!(database.connections().len() >= 3, "one writer and some readers");
    for (number, report) in database.connections().iter().enumerate() {
        let role = if number == 0 { Role::Writer } else { Role::Reader };
        assert_eq!(report.role, role);
        let mut settings: Vec<_> = report.settings.iter().map(|(name, answer)| (*name, answer.as_str())).collect();
        let query_only = settings.extract_if(.., |(name, _)| *name == "query_only").next();
        assert_eq!(query_only, Some(("query_only", if role == Role::Reader { "1" } else { "0" })));
        assert_eq!(settings, expected);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_look_into_what_is_made() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("new").join("data");
    let database = open(&folder);
    fill(&database, 1).await;
    database.back_up_now().await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let mut files = 0;
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let expected = if entry.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(&entry), expected, "{}", entry.display());
            files += 1;
            if entry.is_dir() {
                folders.push(entry);
            }
        }
    }
    assert!(files >= 6, "data file, its two side files, lock, holder, backup: {files}");
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_untouched() {
    let folder = filled(3).await;
    let path = folder.path().join(FILE);
    write_at(&path, 60, &999_u32.to_be_bytes());
    let before = fs::read(&path).unwrap();

    let refused = Database::open(folder.path(), quick()).err().unwrap();

    assert!(matches!(refused, OpenError::Newer { found: 999, known } if known < 999), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(!folder.path().join("docket.sqlite3-wal").exists());
    assert!(!folder.path().join("backups").exists());
}

#[tokio::test]
async fn a_file_of_another_program_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    for application_id in [0, 0x1234_5678] {
        let _ = fs::remove_file(&path);
        let other = rusqlite::Connection::open_with_flags(&path, rusqlite::OpenFlags::default()).unwrap();
        other.execute_batch(&format!("PRAGMA application_id = {application_id}; CREATE TABLE theirs (a);")).unwrap();
        drop(other);
        let before = fs::read(&path).unwrap();

        let refused = Database::open(folder.path(), quick()).err().unwrap();

        assert!(matches!(refused, OpenError::NotDocket), "{refused:?}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

/// Kinds of damage that opening meets at once.
#[tokio::test]
async fn a_damaged_file_is_put_aside_whole_and_the_newest_backup_takes_its_place() {
    type Spoil = fn(&Path);
    let kinds: [(&str, Spoil); 5] = [
        ("garbage in the header", |path| write_at(path, 0, b"no database at all")),
        ("cut in the middle", |path| {
            let length = fs::metadata(path).unwrap().len();
            fs::OpenOptions::new().write(true).open(path).unwrap().set_len(length / 2).unwrap();
        }),
        ("cut to some bytes", |path| fs::OpenOptions::new().write(true).open(path).unwrap().set_len(37).unwrap()),
        ("another kind of file", |path| fs::write(path, "Dear diary,\n").unwrap()),
        ("a zeroed first page behind a good header", |path| write_at(path, 100, &[0; 3996])),
    ];
    for (kind, spoil) in kinds {
        let folder = filled(30).await;
        let database = open(folder.path());
        let backup = database.back_up_now().await.unwrap();
        assert_eq!(backup.rows[0], 30);
        fill(&database, 1).await;
        database.close();
        let path = folder.path().join(FILE);
        spoil(&path);
        let damaged = fs::read(&path).unwrap();

        let database = open(folder.path());

        let aside = database.opened().set_aside.clone().unwrap_or_else(|| panic!("{kind}: nothing was put aside"));
        assert_eq!(aside.restored_from.as_ref(), Some(&backup.info.path), "{kind}");
        assert!(fs::read(aside.folder.join(FILE)).unwrap() == damaged, "{kind}: the copy differs");
        assert!(backup.info.path.exists(), "{kind}");
        assert_eq!(titles(&database.store(USER), View::All).await.len(), 30, "{kind}");
        add(&database.store(USER), new("goes on")).await;
    }
}

#[tokio::test]
async fn without_a_good_backup_it_opens_empty() {
    let folder = filled(3).await;
    let database = open(folder.path());
    let backup = database.back_up_now().await.unwrap().info.path;
    database.close();
    // The backup is damaged too, where only a check of every page finds it.
    let length = fs::metadata(&backup).unwrap().len();
    write_at(&backup, length - 4096, &[0xA5; 4096]);
    fs::write(folder.path().join(FILE), "not a database").unwrap();

    let database = open(folder.path());

    let opened = database.opened();
    assert_eq!(opened.set_aside.as_ref().unwrap().restored_from, None);
    assert!(!opened.created, "it was not a first start");
    assert_eq!(titles(&database.store(USER), View::All).await, [""; 0]);
}

#[tokio::test]
async fn a_log_without_its_file_is_put_aside_not_played_into_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    fill(&database, 3).await;
    let wal = fs::read(folder.path().join("docket.sqlite3-wal")).unwrap();
    database.close();
    fs::remove_file(folder.path().join(FILE)).unwrap();
    fs::write(folder.path().join("docket.sqlite3-wal"), &wal).unwrap();

    let database = open(folder.path());

    let aside = database.opened().set_aside.clone().unwrap();
    assert_eq!(fs::read(aside.folder.join("docket.sqlite3-wal")).unwrap(), wal);
    assert_eq!(titles(&database.store(USER), View::All).await, [""; 0]);
}

/// As a power cut leaves it while the log is emptied into the file; found by tests/faults.
#[tokio::test]
async fn a_torn_first_page_is_repaired_from_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    // Enough for the file to grow: then its first page is in the log.
    fill(&database, 60).await;
    let copy = tempfile::tempdir().unwrap();
    for suffix in ["", "-wal"] {
        let name = format!("{FILE}{suffix}");
        fs::copy(folder.path().join(&name), copy.path().join(&name)).unwrap();
    }
    write_at(&copy.path().join(FILE), 0, &[0xA5; 512]);

    let after = open(copy.path());

    assert_eq!(after.opened(), &Opened::default());
    assert_eq!(titles(&after.store(USER), View::All).await.len(), 60);
}

#[tokio::test]
async fn a_file_whose_making_was_cut_short_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), "").unwrap();
    fs::write(folder.path().join("docket.sqlite3-journal"), [0; 512]).unwrap();
    let database = open(folder.path());
    assert!(database.opened().set_aside.is_none(), "{:?}", database.opened());
    add(&database.store(USER), new("goes on")).await;
}

/// Damage deep in the file is found by the check in the background: no more writes, and the next start puts it aside.
#[tokio::test]
async fn damage_found_in_the_background_stops_writing_and_is_put_aside_at_the_next_start() {
    let folder = filled(300).await;
    let path = folder.path().join(FILE);
    let page = leaf_page_of_tasks(&path);
    write_at(&path, (page - 1) * 4096, &[0; 4096]);
    let damaged = fs::read(&path).unwrap();

    let database = open(folder.path());
    let mut health = database.health();
    let found = health.wait_for(|health| *health != Health::Checking).await.unwrap();
    assert_eq!(*found, Health::Damaged);
    drop(found);
    let refused = apply(&database.store(USER), Command::AddTask(new("more"))).await;
    assert_eq!(refused, Err(Error::Corrupt));
    database.close();

    let database = open(folder.path());
    let aside = database.opened().set_aside.clone().expect("put aside");
    let copy = fs::read(aside.folder.join(FILE)).unwrap();
    assert_eq!(copy.len(), damaged.len());
    drop(database);
    assert_eq!(open(folder.path()).opened(), &Opened::default(), "the next start finds all well");
}

pub(crate) fn leaf_page_of_tasks(path: &Path) -> u64 {
    let connection = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::default()).unwrap();
    let sql = "SELECT pageno FROM dbstat WHERE name = 'tasks' AND pagetype = 'leaf' ORDER BY pageno DESC LIMIT 1";
    let page = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    drop(connection);
    page
}

#[tokio::test]
async fn a_sound_file_is_found_good() {
    let folder = filled(3).await;
    let database = open(folder.path());
    let mut health = database.health();
    assert_eq!(*health.wait_for(|health| *health != Health::Checking).await.unwrap(), Health::Good);
}

#[tokio::test]
async fn a_backup_is_one_file_with_everything_in_it_and_nothing_unfinished_stays() {
    let folder = filled(5).await;
    let database = open(folder.path());
    let first = database.back_up_now().await.unwrap();
    fill(&database, 2).await;
    let second = database.back_up_now().await.unwrap();
    assert_eq!((first.rows[0], second.rows[0]), (5, 7));
    assert!(first.info.path < second.info.path, "names sort by time");
    let names: Vec<_> =
        fs::read_dir(folder.path().join("backups")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let copy = tempfile::tempdir().unwrap();
    fs::copy(&first.info.path, copy.path().join(FILE)).unwrap();
    assert_eq!(titles(&open(copy.path()).store(USER), View::All).await.len(), 5);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let refused = Database::open(&file.join("data"), quick()).err().unwrap();
    assert!(matches!(refused, OpenError::Io { doing: "making the folder", .. }), "{refused:?}");
}
