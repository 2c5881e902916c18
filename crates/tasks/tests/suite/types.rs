//! The types of this crate as TypeScript, in `ui/src/api/generated/tasks.ts`; a stale file fails the test.

use std::path::Path;

use docket_tasks::quick_add::{Draft, SpanKind, TextSpan};
use docket_tasks::recurrence::RepeatParts;
use docket_tasks::{
    ChangeSetId, Civil, DueParts, Label, List, ListId, ReminderId, RepeatFrom, Source, Status, Task, TaskId, View,
};
use ts_rs::{Config, TS};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/api/generated/tasks.ts");

fn declaration<T: TS>(config: &Config) -> String {
    let one_line = |docs: String| docs.replace("/**\n * ", "/** ").replace("\n */", " */");
    let declaration = one_line(T::decl(config));
    let mut lines = declaration.lines();
    let first = lines.next().unwrap_or_default().trim_end();
    format!(
        "{}export {first}\n{}",
        one_line(T::docs().unwrap_or_default()),
        lines.flat_map(formatted).collect::<String>()
    )
}

/// As the formatter of the window wants it: fields indented, each ended by a semicolon, the closing brace on its own line.
fn formatted(line: &str) -> Vec<String> {
    let line = line.trim_end();
    match line.strip_suffix(", };") {
        Some(last) => vec![format!("  {last};\n"), "};\n".to_owned()],
        None if line.starts_with("/**") => vec![format!("  {line}\n")],
        None => vec![format!("  {};\n", line.trim_end_matches(','))],
    }
}

fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let declarations = [
        declaration::<TaskId>(&config),
        declaration::<ListId>(&config),
        declaration::<ChangeSetId>(&config),
        declaration::<Status>(&config),
        "/** 1 is the highest, 4 is none. */\nexport type Priority = 1 | 2 | 3 | 4;\n".to_owned(),
        declaration::<Source>(&config),
        declaration::<View>(&config),
        declaration::<DueParts>(&config),
        declaration::<Civil>(&config),
        declaration::<RepeatFrom>(&config),
        declaration::<RepeatParts>(&config),
        declaration::<ReminderId>(&config),
        "/** When to remind of a task: at a wall-clock time, or so many minutes before it is due. */\nexport type Reminder = { id: ReminderId } & ReminderWhen;\n\nexport type ReminderWhen = { at: string } | { before_due_min: number };\n".to_owned(),
        declaration::<Task>(&config),
        "export type Task = TaskFields & DueParts;\n".to_owned(),
        declaration::<List>(&config),
        declaration::<Label>(&config),
        declaration::<SpanKind>(&config),
        declaration::<TextSpan>(&config),
        declaration::<Draft>(&config),
        "/** `repeat_from` is null unless the repeat counts from completion. */\nexport type Draft = DraftFields & DueParts & { rrule: string | null; repeat_from: RepeatFrom | null };\n".to_owned(),
    ];
    format!(
        "// Made from crates/tasks by `UPDATE_TYPES=1 cargo test -p docket-tasks types`.\n\n{}",
        declarations.join("\n")
    )
}

#[test]
fn the_types_of_the_window_are_those_of_the_crate() {
    let made = typescript();
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::create_dir_all(Path::new(FILE).parent().unwrap()).unwrap();
        std::fs::write(FILE, &made).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert_eq!(kept, made, "stale: run `UPDATE_TYPES=1 cargo test -p docket-tasks types`");
}
