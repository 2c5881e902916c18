//! Other processes, played by this test program started once more.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use docket_store::{Database, OpenError, RestoreError};
use docket_tasks::View;

use crate::support::{USER, add, block_on, new, open, quick, titles};

const FOLDER: &str = "DOCKET_TEST_FOLDER";

/// Not a test of its own: holds the data open until its standard input ends, when [`other_process`] asks for it.
#[test]
fn other_process_main() {
    #[expect(clippy::disallowed_methods, reason = "how the parent test speaks to this process")]
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let database = open(Path::new(&folder));
    block_on(add(&database.store(USER), new("theirs")));
    println!("\nholding");
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

struct OtherProcess {
    child: Child,
    // Held, or its last words would break its pipe.
    _output: BufReader<ChildStdout>,
}

/// Another process that has the data in `folder` open by now.
fn other_process(folder: &Path) -> OtherProcess {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "locking::other_process_main", "--nocapture"])
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut lines = output.by_ref().lines().map_while(Result::ok);
    assert!(lines.any(|line| line == "holding"), "the other process ended early");
    OtherProcess { child, _output: output }
}

#[tokio::test]
async fn two_processes_use_the_data_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let mut other = other_process(folder.path());
    let database = open(folder.path());
    add(&database.store(USER), new("ours")).await;
    drop(other.child.stdin.take());
    assert!(other.child.wait().unwrap().success());
    assert_eq!(titles(&database.store(USER), View::All).await, ["theirs", "ours"]);
}

#[tokio::test]
async fn what_must_be_done_alone_waits_for_the_other_process_and_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut other = other_process(folder.path());
    std::fs::write(folder.path().join("docket.sqlite3"), "damaged while they have it open").unwrap();

    let refused = Database::open(folder.path(), quick()).err().unwrap();

    let pid = other.child.id();
    assert!(matches!(refused, OpenError::Locked { pid: Some(named) } if named == pid), "{refused:?}");
    assert!(refused.to_string().contains(&format!("process {pid}")), "{refused}");

    other.child.kill().unwrap();
    other.child.wait().unwrap();
    // Killed, it leaves its word behind; nobody believes it.
    assert!(open(folder.path()).opened().set_aside.is_some());
}

#[tokio::test]
async fn a_backup_is_not_restored_while_another_process_has_the_data_open() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    add(&database.store(USER), new("ours")).await;
    let backup = database.back_up_now().await.unwrap().info;
    let mut other = other_process(folder.path());

    let refused = database.restore(&backup.id).await.unwrap_err();

    let pid = other.child.id();
    let named = matches!(&refused, RestoreError::Open(OpenError::Locked { pid: Some(named) }) if *named == pid);
    assert!(named, "{refused:?}");
    assert_eq!(titles(&database.store(USER), View::All).await, ["ours", "theirs"], "and everything goes on as before");
    drop(other.child.stdin.take());
    assert!(other.child.wait().unwrap().success());
    database.restore(&backup.id).await.unwrap();
    assert_eq!(titles(&database.store(USER), View::All).await, ["ours"]);
}
