//! `docket edit`, `show`, and what belongs to a task.

use serde_json::{Value, json};

use super::{Said, Shell};

#[test]
fn what_cannot_be_edited_is_refused_and_nothing_changes() {
    let shell = Shell::new();
    shell.ok(&["add", "Pay rent"]);
    shell.ok(&["list", "all"]);
    assert!(shell.refused(&["edit"], 2).contains("<REF>"));
    assert!(shell.refused(&["edit", "1"], 2).contains("required"));
    assert!(shell.refused(&["edit", "1", "--clear", "title"], 2).contains("possible values"));
    assert!(shell.refused(&["edit", "7", "friday"], 1).starts_with("The last listing ended at number 1"));
    assert!(shell.refused(&["edit", "zz", "friday"], 2).starts_with("`zz` is neither a number"));
    assert_eq!(shell.refused(&["edit", "1", &"x".repeat(501)], 1), "`title` has 501 characters, the most is 500.\n");
    shell.ok(&["delete", "1"]);
    assert!(shell.refused(&["edit", "1", "friday"], 1).contains("in the trash"));
    assert_eq!(shell.stored(), [("Pay rent".to_owned(), None, None)]);
}

#[test]
fn an_edit_says_before_and_after_and_can_be_undone() {
    let shell = Shell::new();
    shell.ok(&["add", "Pay rent dec 1 9am @bills"]);
    shell.ok(&["list", "all"]);
    let changed = "\
Changed Pay the rent
    title  Pay rent → Pay the rent
      due  Tue 1 Dec, 9:00 → Fri 27 Nov, 9:00
     list  Inbox → Home
   labels  @bills → @bills @money
 priority  none → 1
New list: Home
";
    assert_eq!(shell.ok(&["edit", "1", "Pay", "the", "rent", "friday", "#Home", "@money", "p1"]), changed);
    assert_eq!(shell.ok(&["edit", "1", "p1"]), "Pay the rent is so already.\n");
    assert_eq!(shell.ok(&["undo"]), "Undone: Pay rent\n");
    let due = Some("2026-12-01T09:00".to_owned());
    assert_eq!(shell.stored(), [("Pay rent".to_owned(), due, Some("Europe/Berlin".to_owned()))]);
}

#[test]
fn fields_are_taken_away_before_others_are_said() {
    let shell = Shell::new();
    shell.ok(&["add", "Gym every mon 7am for 1 hour !30m #Sport @body p2"]);
    shell.ok(&["list", "all"]);
    let shown = shell.ok(&["show", "1"]);
    for line in ["  repeats  every Monday\n", "    takes  1 h\n", "   remind  30 min before\n", " priority  2\n"] {
        assert!(shown.contains(line), "{line:?} in {shown}");
    }
    let edited = shell.json(&[
        "edit",
        "1",
        "@mind",
        "--json",
        "--clear",
        "labels",
        "--clear",
        "repeat",
        "--clear",
        "reminders",
        "--clear",
        "list",
        "--clear",
        "duration",
        "--clear",
        "priority",
        "--notes",
        "- bring a towel",
    ]);
    let fields: Vec<&Value> =
        ["labels", "repeat", "reminders", "list", "duration_min", "priority", "notes", "due", "title"]
            .iter()
            .map(|name| &edited[0][*name])
            .collect();
    let expected = json!([["mind"], null, [], null, null, 4, "- bring a towel", "2026-11-23T07:00", "Gym"]);
    assert_eq!(json!(fields), expected);
    assert_eq!(edited[0]["before"]["labels"], json!(["body"]));
    assert!(edited[0]["change_set"].is_string());
    assert_eq!(shell.ok(&["edit", "1", "no date"]), "Changed Gym\n      due  Mon 23 Nov, 7:00 → none\n");
    assert_eq!(shell.ok(&["edit", "1", "--clear", "notes"]), "Changed Gym\n    notes  taken away\n");
}

#[test]
fn a_repeating_task_says_how_and_hands_on_its_repeat() {
    let shell = Shell::new();
    shell.ok(&["add", "Pay rent every month on the 1st #Home @bills"]);
    let listed = shell.ok(&["list", "all"]);
    assert!(listed.contains("Pay rent  ↻ every month on the 1st  @bills  Home"), "{listed}");
    let said = shell.ok(&["done", "1"]);
    assert_eq!(said, "Done: Pay rent\nNext: Fri 1 Jan 2027\n");
    assert_eq!(shell.titles(), ["Pay rent"]);
    let Said { out, .. } = shell.say(&["undo"]);
    assert!(out.starts_with("Undone: Pay rent"), "{out}");
    assert_eq!(shell.json(&["list", "all", "--json"])[0]["due"], "2026-12-01");
}

#[test]
fn parts_stand_under_their_task() {
    let shell = Shell::new();
    shell.ok(&["add", "Buy milk"]);
    let house = shell.json(&["add", "--json", "Move house dec 1"])[0]["id"].as_str().unwrap().to_owned();
    shell.ok(&["add", "Call the mover today", "--part-of", &house]);
    assert!(shell.refused(&["add", "Pack", "--part-of", "9999"], 1).contains("9999"));
    shell.ok(&["add", "Sweep"]);
    let parts = shell.say_with(&["add", "-", "--part-of", &house], "Pack books\nPack plates\n");
    assert_eq!(parts.status, 0, "{parts:?}");
    let all = "\
All  6 tasks
 1  Buy milk
 2  Move house        Tue 1 Dec
 3    Call the mover      Today
 4    Pack books
 5    Pack plates
 6  Sweep
";
    assert_eq!(shell.ok(&["list", "all"]), all);
    assert_eq!(shell.ok(&["done", "4"]), "Done: Pack books\n");
    let today = shell.ok(&["list"]);
    assert!(today.contains(" 1  Move house › Call the mover\n"), "{today}");
    let shown = shell.ok(&["show", &house]);
    assert!(
        shown.contains("    parts  [ ] Call the mover\n           [ ] Pack plates\n           [x] Pack books\n"),
        "{shown}"
    );
    assert!(shell.ok(&["show", "1"]).contains("  part of  Move house\n"));
}

#[test]
fn an_end_that_several_ids_have_says_which() {
    let shell = Shell::new();
    for title in ["Buy milk", "Buy bread"] {
        shell.ok(&["add", title]);
    }
    let file = shell.file();
    for (number, title) in [(0x11, "Buy milk"), (0x22, "Buy bread")] {
        let id = uuid_ending(number);
        file.execute("UPDATE tasks SET id = ?1 WHERE title = ?2", rusqlite::params![id.as_slice(), title]).unwrap();
    }
    drop(file);
    let said = shell.refused(&["done", "abcd"], 1);
    assert!(said.starts_with("`abcd` is the end of 2 ids. Give more of it: "), "{said}");
    assert!(said.contains("`1abcd` is “Buy milk”") && said.contains("`2abcd` is “Buy bread”"), "{said}");
    assert_eq!(shell.ok(&["done", "1abcd"]), "Done: Buy milk\n");
}

/// A version 7 id that ends with `number` and `abcd`.
fn uuid_ending(number: u8) -> [u8; 16] {
    [0x01, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, number, 0xab, 0xcd]
}
