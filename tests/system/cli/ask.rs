//! `docket ask`: a conversation over several commands, its questions, and stopping.

use serde_json::Value;

use super::{Said, Shell, json_lines};

#[test]
fn the_next_call_goes_on_with_the_conversation_and_a_new_one_does_not() {
    let shell = Shell::new();
    let ask =
        |arguments: &[&str]| -> Value { json_lines(&shell.ok(&[&["ask", "--json"], arguments].concat())).remove(0) };
    let first = ask(&["add buy milk tomorrow"]);
    let second = ask(&["complete it"]);
    assert_eq!(first["thread_id"], second["thread_id"]);
    assert_eq!(shell.json(&["list", "done", "--json"])[0]["title"], "Buy milk");
    let third = ask(&["--new", "add buy bread"]);
    assert_ne!(third["thread_id"], first["thread_id"]);
    assert_eq!(ask(&["thanks"])["thread_id"], third["thread_id"]);
    // What was remembered may be gone.
    let file = shell.file();
    file.execute("DELETE FROM items", []).unwrap();
    file.execute("DELETE FROM threads", []).unwrap();
    drop(file);
    assert_ne!(ask(&["hello"])["thread_id"], third["thread_id"]);
}

#[test]
fn a_question_with_choices_is_answered_by_the_next_call() {
    let shell = Shell::new();
    shell.ok(&["add", "Call mum"]);
    shell.ok(&["add", "Call dad"]);
    let Said { status, out, err } = shell.say(&["ask", "complete call"]);
    assert_eq!(status, 0);
    assert!(out.contains("1. Call ") && out.contains("2. Call "), "{out}");
    assert_eq!(err, "Say your answer with another `docket ask`: the conversation goes on.\n");
    assert_eq!(shell.titles().len(), 2);
    shell.ok(&["ask", "Call dad"]);
    assert_eq!(shell.titles(), ["Call mum"]);
}

#[test]
fn a_large_request_waits_for_a_word() {
    let shell = Shell::new();
    for number in 1..=7 {
        shell.ok(&["add", &format!("Water plant {number} today")]);
    }
    let Said { status, out, err } = shell.say(&["ask", "complete everything due today"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("Say yes ("), "{out}");
    assert!(err.contains("another `docket ask`"), "{err}");
    assert_eq!(shell.titles().len(), 7);
    shell.ok(&["ask", "no"]);
    assert_eq!(shell.titles().len(), 7);
    let asked = json_lines(&shell.ok(&["ask", "--json", "complete everything due today"])).remove(0);
    assert_eq!(asked["question"], true);
    shell.ok(&["ask", "yes"]);
    assert_eq!(shell.titles(), [""; 0]);
    shell.ok(&["undo"]);
    assert_eq!(shell.titles().len(), 7);
}
