//! What becomes of all the data: export, import, backup, restore, doctor, seed, completions.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use docket_store::{Database, OpenOptions};
use serde_json::json;

use super::{Said, Shell, json_lines, run};

fn filled() -> Shell {
    let shell = Shell::new();
    let lines = "Pay rent every month on the 1st 9am #Home @bills p1\nGym mon 7am for 1 hour !30m\nBuy milk\n买菜 tomorrow @out\n";
    assert_eq!(shell.say_with(&["add", "-"], lines).status, 0);
    shell.ok(&["list", "all"]);
    shell.ok(&["done", "1"]);
    shell.ok(&["delete", "3"]);
    shell
}

#[test]
fn what_is_no_export_is_not_imported() {
    let shell = Shell::new();
    let file = |name: &str, text: &str| {
        let path = shell.data.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    for (name, text) in [
        ("empty.json", ""),
        ("other.json", "{}"),
        ("half.json", "{\"format\":\"docket\",\"version\":1,\"tasks\":[{\"id\":"),
        ("later.json", "{\"format\":\"docket\",\"version\":99,\"tasks\":[]}"),
        ("task.json", "{\"format\":\"docket\",\"version\":1,\"lists\":[],\"labels\":[],\"tasks\":[{\"title\":\"x\"}]}"),
    ] {
        let path = file(name, text);
        for arguments in [&["import", &path][..], &["import", &path, "--preview"]] {
            let said = shell.refused(arguments, 1);
            assert!(said.starts_with("This file cannot be imported: ") && said.lines().count() == 1, "{name}: {said}");
        }
    }
    assert!(
        shell.refused(&["import", "/nonexistent/list.json"], 1).contains("`/nonexistent/list.json` cannot be read")
    );
    shell.refused(&["import"], 2);
    let said = shell.refused(&["export", "/nonexistent/list.json"], 1);
    assert!(said.starts_with("`/nonexistent/list.json` cannot be written: "), "{said}");
    assert_eq!(shell.titles(), [""; 0]);
}

#[test]
fn an_export_imported_elsewhere_exports_the_same_again() {
    let (here, there) = (filled(), Shell::new());
    let first = here.ok(&["export"]);
    let said = there.say_with(&["import", "-", "--preview"], &first);
    assert_eq!((said.status, there.titles().len()), (0, 0), "{said:?}");
    assert!(said.out.starts_with("Would add 5 tasks.\n"), "{said:?}");
    let Said { status, out, err } = there.say_with(&["import", "-"], &first);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.starts_with("Added 5 tasks.\nNew list: Home\nNew labels: "), "{out}");

    // At another time: only the stamp on the first line differs.
    let mut later = there.command(&["export"]);
    later.env("DOCKET_NOW", "2027-03-01T08:00[Europe/Berlin]");
    let second = run(later, "").out;
    assert_ne!(second, first);
    let body = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap();
    assert_eq!(body(&second), body(&first));

    let again = there.say_with(&["import", "-"], &first);
    assert_eq!(again.out, "Nothing new; 5 there already.\n");
    there.ok(&["list", "all"]);
    there.ok(&["edit", "1", "p2"]);
    assert_eq!(
        there.say_with(&["import", "-"], &first).out,
        "Nothing new; 4 there already; 1 there in another state, kept as they are.\n"
    );

    // Taken back by its id, as it says; `undo` alone leaves imports alone.
    there.ok(&["undo"]);
    let way_out = out.lines().last().unwrap();
    let id = way_out.strip_prefix("`docket undo ").and_then(|rest| rest.strip_suffix("` takes it back.")).unwrap();
    assert!(there.ok(&["undo", id]).starts_with("Undone: "));
    assert_eq!(there.titles(), [""; 0]);
    assert_eq!(there.refused(&["undo", "x"], 2).lines().next().map(|line| line.contains("CHANGE_SET")), Some(true));
}

#[test]
fn an_exported_file_is_whole_and_private() {
    let shell = filled();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.json");
    fs::write(&path, "older").unwrap();
    let file = path.to_str().unwrap();
    assert_eq!(shell.ok(&["export", file]), format!("Exported 5 tasks, 1 list, 2 labels to {file}.\n"));
    assert_eq!(fs::read_to_string(&path).unwrap(), shell.ok(&["export"]));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
    let exported = shell.json(&["export", file, "--json"]);
    assert_eq!(exported, [json!({ "file": file, "tasks": 5, "lists": 1, "labels": 2 })]);
    // A reader that goes away is no fault.
    let mut export = shell.command(&["export"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(export.stdout.take());
    let output = export.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn a_backup_is_restored_only_when_that_is_meant() {
    let shell = Shell::new();
    assert!(shell.ok(&["restore"]).contains("None yet."));
    assert_eq!(shell.refused(&["restore", "latest"], 1), "There is no backup `latest`. `docket restore` lists them.\n");
    shell.ok(&["add", "Buy milk"]);
    let made = shell.json(&["backup", "--json"]).remove(0);
    assert_eq!(made["rows"]["tasks"], 1);
    let id = made["id"].as_str().unwrap();
    shell.ok(&["add", "Buy bread"]);
    assert!(shell.json(&["restore", "--json"]).iter().any(|backup| backup["id"] == id));

    assert!(shell.refused(&["restore", id], 2).ends_with("Add --yes if that is meant.\n"));
    shell.refused(&["restore", id, "1"], 2);
    let none = shell.refused(&["restore", "19990101T000000Z", "--yes"], 1);
    assert_eq!(none, "There is no backup `19990101T000000Z`. `docket restore` lists them.\n");
    assert_eq!(shell.titles(), ["Buy milk", "Buy bread"]);

    // Another program has the data open: nothing is replaced under it.
    let database = Database::open(shell.data.path(), OpenOptions::default()).unwrap();
    let held = shell.refused(&["restore", id, "--yes"], 3);
    assert!(held.contains(&format!("(process {})", std::process::id())), "{held}");
    database.close();
    assert_eq!(shell.titles(), ["Buy milk", "Buy bread"]);

    let said = shell.ok(&["restore", id, "--yes"]);
    assert!(said.starts_with("Restored the backup of "), "{said}");
    assert_eq!(shell.titles(), ["Buy milk"]);
    let kept = said.lines().last().unwrap().strip_prefix("What was there until now lies whole in ").unwrap();
    assert!(std::path::Path::new(kept.trim_end_matches('.')).join("docket.sqlite3").is_file());

    // A damaged one is not.
    let path = made["path"].as_str().unwrap();
    fs::write(path, "no list").unwrap();
    let said = shell.refused(&["restore", id, "--yes"], 1);
    assert_eq!(said, format!("Backup `{id}` is damaged; choose another one.\n"));
    assert_eq!(shell.titles(), ["Buy milk"]);
}

#[test]
fn a_doctor_says_how_the_data_is() {
    let shell = filled();
    let said = shell.ok(&["doctor"]);
    for line in
        ["     file  good\n", "    tasks  3 open, 1 done, 1 in the trash\n", "assistant  The built-in assistant"]
    {
        assert!(said.contains(line), "{line:?} in {said}");
    }
    let report = shell.json(&["doctor", "--json"]).remove(0);
    assert_eq!((&report["ok"], &report["health"]), (&json!(true), &json!("good")));
    assert_eq!(report["data_dir"], json!(shell.data.path()));
    assert_eq!(report["counts"]["all"], 3);
    assert_eq!(report["connections"][0]["role"], "writer");
    assert_eq!(report["set_aside"], json!([]));
    assert!(
        shell.refused(&["doctor", "--bring-back", "corrupt-x"], 1).contains("There is no damaged file `corrupt-x`.")
    );
}

#[test]
fn what_can_be_read_of_a_damaged_file_is_brought_back() {
    let shell = filled();
    let path = shell.data.path().join("docket.sqlite3");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..100].fill(0xff);
    fs::write(&path, bytes).unwrap();
    let said = shell.say(&["list", "all"]);
    assert!(said.err.contains("`docket doctor` says what can be had back"), "{said:?}");
    // The backup that the first command made knows all but what came by completing.
    let report = shell.json(&["doctor", "--json"]).remove(0);
    let aside = &report["set_aside"][0];
    assert_eq!((&aside["readable_tasks"], &aside["missing_tasks"]), (&json!(5), &json!(1)), "{aside}");
    let id = aside["id"].as_str().unwrap();
    let said = shell.ok(&["doctor"]);
    assert!(said.contains(&format!("`docket doctor --bring-back {id}` adds them.")), "{said}");
    assert!(shell.ok(&["doctor", "--bring-back", id]).starts_with("Brought back 1 task."));
    assert_eq!(shell.titles().len(), 5);
    assert_eq!(shell.ok(&["doctor", "--bring-back", id]), "Nothing of it is missing here.\n");
}

#[test]
fn seeding_says_which_conversation_is_the_long_one() {
    let shell = Shell::new();
    assert!(shell.refused(&["seed"], 2).starts_with("Say how much: "));
    shell.refused(&["seed", "--tasks", "x"], 2);
    let made = json_lines(&shell.ok(&["seed", "--threads", "3", "--items", "5", "--tasks", "40"]));
    assert_eq!(made.len(), 1);
    assert!(made[0]["big_thread_id"].is_string());
    assert_eq!(shell.titles().len(), 40);
    assert_eq!(shell.json(&["seed", "--tasks", "1"]), [json!({ "big_thread_id": null })]);
}

#[test]
fn completions_know_every_command_and_need_no_data() {
    let shell = Shell::new();
    shell.refused(&["completions"], 2);
    shell.refused(&["completions", "klingon"], 2);
    for name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = shell.ok(&["completions", name]);
        for command in ["list", "restore", "completions", "part-of"] {
            assert!(script.contains(command), "{command} in the script for {name}");
        }
    }
    assert_eq!(fs::read_dir(shell.data.path()).unwrap().count(), 0);
    // The shell itself reads it.
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("docket.bash");
    fs::write(&script, shell.ok(&["completions", "bash"])).unwrap();
    let line = format!(
        "source {}; COMP_WORDS=(docket comp); COMP_CWORD=1; _docket docket comp docket; echo \"${{COMPREPLY[@]}}\"",
        script.display()
    );
    let output = std::process::Command::new("bash").args(["--norc", "-c", &line]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "completions\n");
}

#[test]
fn data_that_cannot_be_used_is_3_for_every_command_that_needs_it() {
    let shell = Shell::new();
    let file = shell.data.path().join("file");
    fs::write(&file, "").unwrap();
    let folder = file.to_str().unwrap();
    for arguments in [
        &["show", "1"][..],
        &["done", "1"],
        &["reopen", "1"],
        &["delete", "1"],
        &["restore"],
        &["edit", "1", "friday"],
        &["undo"],
        &["redo"],
        &["export"],
        &["import", "/dev/null"],
        &["backup"],
        &["doctor"],
        &["seed", "--tasks", "1"],
    ] {
        let said = shell.refused(&[arguments, &["--data-dir", folder]].concat(), 3);
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    }
}
