//! The `docket` binary: what it prints, what it returns, what it leaves in the data.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use docket_store::{Database, OpenOptions, ProviderChoice, SettingsPatch};
use serde_json::Value;
use tempfile::TempDir;

mod ask;
mod data;
mod edit;

/// Saturday, ten in the morning.
const NOW: &str = "2026-11-21T10:00[Europe/Berlin]";

/// A data directory, and a terminal that is none.
struct Shell {
    data: TempDir,
}

/// What a command printed, and its exit status.
#[derive(Debug, PartialEq)]
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Shell {
    fn new() -> Self {
        Self { data: TempDir::new().unwrap() }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(support::docket());
        command
            .args(arguments)
            .env("DOCKET_DATA_DIR", self.data.path())
            .env("DOCKET_NOW", NOW)
            .env_remove("DOCKET_LOG");
        // No keyring of the person who runs the tests.
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").env_remove("OPENAI_API_KEY");
        command
    }

    fn say(&self, arguments: &[&str]) -> Said {
        self.say_with(arguments, "")
    }

    /// With `input` on standard input.
    fn say_with(&self, arguments: &[&str], input: &str) -> Said {
        run(self.command(arguments), input)
    }

    /// Standard output of a command that must succeed and say nothing beside.
    fn ok(&self, arguments: &[&str]) -> String {
        let Said { status, out, err } = self.say(arguments);
        assert_eq!((status, err.as_str()), (0, ""), "{arguments:?} printed {out}");
        out
    }

    /// Its lines, each a JSON document.
    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        json_lines(&self.ok(arguments))
    }

    /// Standard error of a command that must fail with `status` and print nothing else.
    fn refused(&self, arguments: &[&str], status: i32) -> String {
        let said = self.say(arguments);
        assert_eq!((said.status, said.out.as_str()), (status, ""), "{arguments:?}: {}", said.err);
        assert!(!said.err.trim().is_empty());
        said.err
    }

    /// Titles of the open tasks.
    fn titles(&self) -> Vec<String> {
        self.json(&["list", "all", "--json"]).iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
    }

    /// The SQLite file, opened behind Docket's back.
    fn file(&self) -> rusqlite::Connection {
        let path = self.data.path().join("docket.sqlite3");
        rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
    }

    /// What the SQLite file holds of each task: title, due, zone.
    fn stored(&self) -> Vec<(String, Option<String>, Option<String>)> {
        let file = self.file();
        let mut rows = file.prepare("SELECT title, due, due_zone FROM tasks ORDER BY position").unwrap();
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect()
    }
}

fn run(mut command: Command, input: &str) -> Said {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    Said {
        status: status.code().expect("ended by itself"),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[test]
fn the_assistant_adds_the_task_that_a_person_asks_for() {
    let shell = Shell::new();
    let answer = shell.ok(&["ask", "Add a task to buy groceries tomorrow 5pm"]);
    assert!(answer.to_lowercase().contains("buy groceries") && answer.contains("22 November"), "{answer}");
    let due = Some("2026-11-22T17:00".to_owned());
    assert_eq!(shell.stored(), [("Buy groceries".to_owned(), due, Some("Europe/Berlin".to_owned()))]);
}

#[test]
fn a_task_goes_through_its_life() {
    let shell = Shell::new();
    assert_eq!(
        shell.ok(&["add", "Pay", "rent", "today", "9am", "#Home", "@bills", "p1"]),
        "Added Pay rent  Sat 21 Nov, 9:00 · Home · @bills · P1\nNew list: Home\n"
    );
    assert_eq!(shell.ok(&["add", "Water the plants today #home"]), "Added Water the plants  Sat 21 Nov · Home\n");
    let today = "\
Today, Sat 21 Nov  2 tasks

Overdue
 1  P1  Pay rent  @bills  Home  9:00

Today
 2      Water the plants  Home
";
    assert_eq!(shell.ok(&["list"]), today);
    assert_eq!(shell.ok(&["done", "1", "2", "1"]), "Done: Pay rent\nDone: Water the plants\n");
    assert_eq!(
        shell.refused(&["done", "2"], 1),
        "“Water the plants” is already done. `docket reopen` opens it again.\n"
    );
    assert!(shell.ok(&["list"]).starts_with("Today, Sat 21 Nov\nNothing due today."));
    assert_eq!(shell.ok(&["undo"]), "Undone: Pay rent, Water the plants\n");
    assert_eq!(shell.ok(&["redo"]), "Done again: Pay rent, Water the plants\n");
    // Completed at the same instant, they may stand in either order.
    let done = shell.ok(&["list", "done"]);
    let water = if done.contains("1      Water") { "1" } else { "2" };
    assert_eq!(shell.ok(&["reopen", water]), "Open again: Water the plants\n");
    assert_eq!(shell.ok(&["delete", water]), "Moved to the trash: Water the plants\n");
    assert!(shell.refused(&["delete", water], 1).contains("`docket restore` takes it out."));
    assert!(shell.ok(&["list", "trash"]).contains("Water the plants"));
    assert_eq!(shell.ok(&["restore", "1"]), "Out of the trash: Water the plants\n");
    assert_eq!(shell.titles(), ["Water the plants"]);
    let shown = shell.ok(&["show", "1"]);
    assert!(
        shown.starts_with("Water the plants\n    state  open\n      due  Sat 21 Nov\n     list  Home\n"),
        "{shown}"
    );
}

#[test]
fn an_undone_addition_is_off_the_list_and_comes_back() {
    let shell = Shell::new();
    assert_eq!(shell.refused(&["undo"], 1), "There is nothing to undo.\n");
    shell.ok(&["add", "Buy milk"]);
    assert_eq!(shell.ok(&["undo"]), "Undone: 1 task taken off the list\n");
    assert_eq!(shell.stored(), []);
    assert_eq!(shell.ok(&["redo"]), "Done again: Buy milk\n");
    assert_eq!(shell.refused(&["redo"], 1), "There is nothing to redo.\n");
}

#[test]
fn lines_become_tasks_all_or_none() {
    let shell = Shell::new();
    let too_long = format!("Buy milk\n\n{}\n", "x".repeat(501));
    let Said { status, out, err } = shell.say_with(&["add", "-"], &too_long);
    assert_eq!((status, out.as_str()), (1, ""));
    assert_eq!(err, "Line 2: `title` has 501 characters, the most is 500.\n");
    assert_eq!(shell.titles(), [""; 0]);
    assert_eq!(shell.say_with(&["add", "-"], "\n  \n").status, 1);

    let Said { status, out, err } = shell.say_with(&["add", "-"], "Buy milk tomorrow\r\nBuy bread #Shop\n买菜");
    assert_eq!((status, err.as_str()), (0, ""));
    let said = "Added Buy milk  Sun 22 Nov\nAdded Buy bread  Shop\nAdded 买菜\nNew list: Shop\n3 tasks added. `docket undo` takes them back.\n";
    assert_eq!(out, said);
    assert_eq!(shell.ok(&["undo"]), "Undone: 3 tasks taken off the list\n");
}

#[test]
fn a_line_may_begin_with_a_hyphen() {
    let shell = Shell::new();
    assert_eq!(shell.ok(&["add", "- milk"]), "Added - milk\n");
    assert_eq!(shell.ok(&["add", "-5", "degrees"]), "Added -5 degrees\n");
    assert_eq!(shell.ok(&["add", "- a = b tomorrow", "--preview"]), "Would add - a = b  Sun 22 Nov\n");
    shell.refused(&["add", "--previw", "Buy milk"], 2);
    assert!(shell.json(&["add", "--json", "Buy milk"])[0]["id"].is_string());
    shell.ok(&["ask", "- a"]);
    assert_eq!(shell.titles(), ["- milk", "-5 degrees", "Buy milk"]);
}

#[test]
fn a_preview_says_what_a_line_means_and_writes_nothing() {
    let shell = Shell::new();
    shell.ok(&["add", "Sweep #Home"]);
    let lines = "Pay rent friday 9am #HOME @bills p1\nRead a book\n";
    let said = shell.say_with(&["add", "-", "--preview", "--json", "--now", "2027-01-01T08:00[Asia/Tokyo]"], lines);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let previews = json_lines(&said.out);
    let draft = serde_json::json!({
        "title": "Pay rent", "due": "2027-01-08T09:00", "due_zone": "Asia/Tokyo", "rrule": null, "repeat_from": null,
        "priority": 1, "labels": ["bills"], "list": "Home", "duration_min": null, "reminders": [],
    });
    assert_eq!(previews[0]["draft"], draft);
    for (name, value) in draft.as_object().unwrap() {
        assert_eq!(&previews[0][name], value);
    }
    assert_eq!(previews[0]["spans"][0], serde_json::json!({ "start": 9, "end": 15, "kind": "due", "text": "friday" }));
    assert_eq!((previews.len(), &previews[1]["title"]), (2, &Value::from("Read a book")));
    assert_eq!(shell.ok(&["add", "--preview", "Read tomorrow"]), "Would add Read  Sun 22 Nov\n");
    assert_eq!(shell.titles(), ["Sweep"]);
    let hostile = "Read\u{1b}]0;title\u{7}\u{1b}[31m #a\u{1b}[2J";
    assert!(!shell.ok(&["add", "--preview", hostile]).contains(['\u{1b}', '\u{7}']));
    assert!(!shell.ok(&["add", hostile]).contains(['\u{1b}', '\u{7}']));
}

#[test]
fn a_task_is_named_by_number_by_id_and_by_the_end_of_its_id() {
    let shell = Shell::new();
    assert!(shell.refused(&["done", "1"], 1).contains("`docket list` gives the tasks numbers"));
    let added = shell.json(&["add", "--json", "Buy milk"]);
    let id = added[0]["id"].as_str().unwrap();
    shell.ok(&["add", "Buy bread"]);
    shell.ok(&["list", "all"]);
    for reference in ["1", id, &id[id.len() - 4..], &id[id.len() - 12..], &id.to_uppercase()] {
        assert_eq!(shell.ok(&["done", reference]), "Done: Buy milk\n", "{reference}");
        shell.ok(&["undo"]);
    }
    let everything_ends_so = &id[id.len() - 3..];
    assert!(
        shell
            .refused(&["done", everything_ends_so], if everything_ends_so.parse::<u16>().is_ok() { 1 } else { 2 })
            .ends_with(".\n")
    );
    assert_eq!(
        shell.refused(&["done", "3"], 1),
        "The last listing ended at number 2, so there is no 3. `docket list` shows it again.\n"
    );
    assert_eq!(
        shell.refused(&["done", "zz"], 2),
        "`zz` is neither a number of the last `docket list` nor the last 4 characters of an id.\n"
    );
    assert!(shell.refused(&["done", "00000000-0000-7000-8000-000000000000"], 1).starts_with("There is no task `0000"));
    // One wrong reference, and nothing is done.
    shell.refused(&["done", "1", "3"], 1);
    assert_eq!(shell.titles(), ["Buy milk", "Buy bread"]);
    // A search gives numbers of its own.
    shell.ok(&["list", "bread"]);
    assert_eq!(shell.ok(&["done", "1"]), "Done: Buy bread\n");
}

#[test]
fn views_lists_labels_and_words_narrow_the_listing() {
    let shell = Shell::new();
    shell.say_with(
        &["add", "-"],
        "Buy milk tomorrow #Shop @out\nBuy bread #Shop\nCall mum nov 20 2026 @out\nSort papers\n",
    );
    let titles = |arguments: &[&str]| -> Vec<String> {
        let all = [&["list", "--json"], arguments].concat();
        shell.json(&all).iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(&[]), ["Call mum"]);
    assert_eq!(titles(&["today"]), ["Call mum"]);
    assert_eq!(titles(&["overdue"]), ["Call mum"]);
    assert_eq!(titles(&["upcoming"]), ["Buy milk"]);
    assert_eq!(titles(&["inbox"]), ["Call mum", "Sort papers"]);
    assert_eq!(titles(&["--list", "inbox"]), ["Call mum", "Sort papers"]);
    // The Inbox of a view is what of it is in no list.
    assert_eq!(titles(&["today", "--list", "Inbox"]), ["Call mum"]);
    assert_eq!(titles(&["upcoming", "--list", "Inbox"]), [""; 0]);
    assert_eq!(titles(&["buy", "--list", "Inbox"]), [""; 0]);
    assert_eq!(titles(&["all"]).len(), 4);
    assert_eq!(titles(&["--list", "shop"]), ["Buy milk", "Buy bread"]);
    assert_eq!(titles(&["upcoming", "--list", "#Shop"]), ["Buy milk"]);
    assert_eq!(titles(&["--label", "OUT"]), ["Buy milk", "Call mum"]);
    assert_eq!(titles(&["buy", "bre"]), ["Buy bread"]);
    assert!(shell.ok(&["list", "leese"]).contains("Nothing found."));
    assert_eq!(shell.refused(&["list", "--list", "Garden"], 1), "There is no list `Garden`. There are Shop.\n");
    assert_eq!(shell.refused(&["list", "--label", "x"], 1), "There is no label `x`. There are out.\n");
}

#[test]
fn json_is_one_document_a_line() {
    let shell = Shell::new();
    let added = shell.json(&["--json", "add", "Rake tomorrow #Garden"]);
    assert_eq!(added[0]["understood"], "Sun 22 Nov · Garden");
    assert_eq!(added[0]["created_lists"][0], "Garden");
    let id = added[0]["id"].as_str().unwrap();
    let done = shell.json(&["done", id, "--json"]);
    assert_eq!((&done[0]["status"], &done[0]["revision"]), (&Value::from("done"), &Value::from(2)));
    let undone = shell.json(&["undo", "--json"]);
    assert_eq!(undone[0]["undone"], done[0]["change_set"]);
    assert_eq!(undone[0]["tasks"][0]["status"], "open");
    assert_eq!(shell.json(&["show", id, "--json"])[0]["title"], "Rake");
    assert_eq!(shell.json(&["list", "done", "--json"]), [Value::Null; 0]);
}

#[test]
fn wrong_usage_is_2_and_a_useless_data_directory_is_3() {
    let shell = Shell::new();
    for arguments in [
        &["no-such-command"][..],
        &["add"],
        &["done"],
        &["list", "--no-such-flag"],
        &["serve", "--port", "x"],
        &["serve", "--max-streams", "0"],
        &[],
    ] {
        shell.refused(arguments, 2);
    }
    let file = shell.data.path().join("file");
    std::fs::write(&file, "").unwrap();
    for arguments in [&["list"][..], &["add", "Buy milk"], &["serve", "--port", "0"], &["ask", "hello"]] {
        let mut command = shell.command(arguments);
        command.arg("--data-dir").arg(&file);
        let Said { status, out, err } = run(command, "");
        assert_eq!((status, out.as_str(), err.lines().count()), (3, "", 1), "{arguments:?}: {err}");
    }
    let mut command = shell.command(&["list"]);
    command.env("DOCKET_NOW", "tomorrow");
    let said = run(command, "");
    assert_eq!(said.status, 2);
    assert!(said.err.starts_with("DOCKET_NOW is `tomorrow`, not a moment such as"), "{}", said.err);
}

#[test]
fn a_file_of_a_newer_docket_is_left_as_it_is() {
    let shell = Shell::new();
    shell.ok(&["add", "Buy milk"]);
    let path = shell.data.path().join("docket.sqlite3");
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let file = rusqlite::Connection::open_with_flags(&path, flags).unwrap();
    file.pragma_update(None, "user_version", 9_999).unwrap();
    drop(file);
    let before = std::fs::read(&path).unwrap();
    assert!(shell.refused(&["list"], 3).contains("newer"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn only_commands_that_exist_are_offered() {
    let shell = Shell::new();
    let help = shell.ok(&["--help"]);
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(
        commands,
        [
            "serve",
            "add",
            "list",
            "show",
            "done",
            "reopen",
            "delete",
            "restore",
            "edit",
            "undo",
            "redo",
            "ask",
            "mcp",
            "key",
            "export",
            "import",
            "backup",
            "doctor",
            "completions",
            "seed",
            "help"
        ]
    );
    for command in commands.into_iter().filter(|command| *command != "help") {
        assert!(shell.ok(&[command, "--help"]).contains("Usage: docket"));
    }
}

#[test]
fn output_that_is_no_terminal_has_no_colours_and_may_be_cut_off() {
    let shell = Shell::new();
    shell.ok(&["add", "Pay rent today 9am p1"]);
    assert!(!shell.ok(&["list"]).contains('\x1b'));
    let mut list = shell.command(&["list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(list.stdout.take());
    let Output { status, stderr, .. } = list.wait_with_output().unwrap();
    assert_eq!((status.code(), String::from_utf8(stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn a_conversation_goes_on_line_by_line_in_one_thread() {
    let shell = Shell::new();
    let said = shell.say_with(&["ask", "--json"], "add buy milk tomorrow\n\ncomplete it\n");
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let turns = json_lines(&said.out);
    assert_eq!(turns.len(), 2);
    assert_eq!(turns[0]["thread_id"], turns[1]["thread_id"]);
    assert_eq!(turns[0]["tool_calls"][0]["name"], "add_task");
    assert_eq!(turns[1]["tool_calls"].as_array().unwrap().last().unwrap()["name"], "complete_task");
    assert!(turns[0]["message_id"].is_string() && !turns[0]["response"].as_str().unwrap().is_empty());
    assert_eq!(shell.json(&["list", "done", "--json"])[0]["source"], "assistant");
    // What a turn has done is undone as any change is.
    shell.ok(&["undo"]);
    assert_eq!(shell.titles().len(), 1);
}

#[test]
fn a_model_without_a_key_is_said_with_the_way_out() {
    let shell = Shell::new();
    let database = Database::open(shell.data.path(), OpenOptions::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let patch = SettingsPatch { provider: Some(ProviderChoice::OpenAi), ..SettingsPatch::default() };
    runtime.block_on(database.store("local").patch_settings(patch)).unwrap();
    database.close();
    let said = shell.refused(&["ask", "hello"], 1);
    assert!(said.starts_with("No API key yet."), "{said}");
}

#[test]
fn a_key_is_never_said_and_never_lost_in_memory() {
    let shell = Shell::new();
    assert!(shell.ok(&["key", "status"]).starts_with("There is no key"));
    let mut command = shell.command(&["key", "status"]);
    command.env("OPENAI_API_KEY", "sk-test-0123456789abcdef");
    assert_eq!(run(command, "").out, "A key ending in cdef comes from OPENAI_API_KEY.\n");
    assert_eq!(shell.refused(&["key", "clear"], 1).lines().count(), 1);
    assert!(!shell.data.path().join("docket.sqlite3").exists(), "looking for the key has nothing to do with the data");
    let said = shell.say_with(&["key", "set"], "sk-test-0123456789abcdef\n");
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(said.err.starts_with("The system's keyring cannot be reached, so the key is not kept."), "{}", said.err);
    let said = shell.say_with(&["key", "set"], "not a key\n");
    assert_eq!(said.status, 1);
    assert!(!said.err.contains("not a key"), "{}", said.err);
    let data = std::fs::read(shell.data.path().join("docket.sqlite3")).unwrap();
    assert!(!data.windows(7).any(|part| part == b"sk-test"), "the key is in the keyring or nowhere");
}

#[test]
fn a_damaged_file_is_kept_and_said() {
    let shell = Shell::new();
    shell.ok(&["add", "Buy milk"]);
    let path = shell.data.path().join("docket.sqlite3");
    std::fs::write(&path, "this was a list").unwrap();
    let said = shell.say(&["list", "all"]);
    assert_eq!(said.status, 0);
    assert!(said.err.starts_with("The list file was damaged. It is kept whole in "), "{}", said.err);
    let aside = said.err.split(" in ").nth(1).and_then(|rest| rest.split(';').next()).unwrap();
    assert_eq!(std::fs::read_to_string(Path::new(aside).join("docket.sqlite3")).unwrap(), "this was a list");
}
