//! Who may know whom: docs/architecture.md's import tables, kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const DESKTOP: &str = "docket-desktop";

/// Our crates, from the ground up, and what each may depend on of ours. Roofs are named by nobody.
const OURS: &[(&str, &[&str])] = &[
    ("docket-tasks", &[]),
    ("chatkit-server", &[]),
    ("docket-store", &["docket-tasks", "chatkit-server"]),
    ("docket-assistant", &["docket-store", "docket-tasks", "chatkit-server"]),
    ("docket-server", &["docket-assistant", "docket-store", "docket-tasks", "chatkit-server"]),
    ("docket-cli", &["docket-server", "docket-assistant", "docket-store", "docket-tasks", "chatkit-server"]),
    (DESKTOP, &["docket-server", "docket-assistant", "docket-store", "docket-tasks", "chatkit-server"]),
];

/// Outside crates that are kept behind one of ours, so that leaving them costs one crate.
const KEPT: &[(&str, &[&str])] = &[
    ("rusqlite", &["docket-store"]),
    ("axum", &["docket-server", "chatkit-server"]),
    ("rmcp", &["docket-server"]),
    ("tauri", &[DESKTOP]),
    ("reqwest", &["docket-assistant"]),
    ("async-openai", &["docket-assistant"]),
    ("keyring", &["docket-assistant"]),
    ("jsonwebtoken", &["docket-server"]),
];

/// What the ground floor may use at all: nothing that reads a clock, a file or a socket.
const TASKS_MAY_USE: &[&str] = &["jiff", "serde", "serde_json", "thiserror", "ts-rs", "uuid", "winnow"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Ordinary dependencies of each workspace member, by name.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let names = |package: &Value| {
        package["dependencies"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|dependency| dependency["kind"].is_null())
            .map(|dependency| dependency["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    metadata["packages"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|package| (package["name"].as_str().expect("a name").to_owned(), names(package)))
        .filter(|(name, _)| !matches!(name.as_str(), "system-tests" | "fault-tests"))
        .collect()
}

#[test]
fn a_crate_imports_only_what_the_table_allows() {
    let dependencies = dependencies();
    let known: BTreeSet<&str> = OURS.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> = dependencies.keys().map(String::as_str).collect();
    assert_eq!(found, known, "every workspace member has a row in the table");
    for (name, allowed) in OURS {
        for dependency in dependencies[*name].iter().filter(|dependency| known.contains(dependency.as_str())) {
            assert!(allowed.contains(&dependency.as_str()), "`{name}` must not know `{dependency}`");
        }
    }
}

#[test]
fn outside_crates_stay_behind_their_door() {
    for (name, used) in dependencies() {
        for (kept, doors) in KEPT {
            assert!(!used.contains(*kept) || doors.contains(&name.as_str()), "`{name}` must not use `{kept}` itself");
        }
    }
}

#[test]
fn the_ground_floor_touches_nothing_outside() {
    let used = &dependencies()["docket-tasks"];
    let extra: Vec<_> = used.iter().filter(|name| !TASKS_MAY_USE.contains(&name.as_str())).collect();
    assert!(extra.is_empty(), "docket-tasks uses {extra:?}");
    for (path, text) in rust_files(&root().join("crates/tasks/src")) {
        for word in ["std::fs", "std::net", "std::env", "SystemTime", "Zoned::now", "Timestamp::now", "async fn"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn the_chat_server_has_never_heard_of_tasks_or_docket() {
    for (path, text) in rust_files(&root().join("crates/chatkit-server/src")) {
        let text = text.to_lowercase();
        assert!(!text.contains("docket"), "{} names the application", path.display());
    }
}

/// Files past this many lines, tests aside, hold two nouns.
const FILE_WALL: usize = 600;

#[test]
fn no_file_holds_two_nouns() {
    let long: Vec<_> = ["crates", "src-tauri", "tests"]
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .map(|(path, text)| {
            let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
            (path, lines)
        })
        .filter(|(_, lines)| *lines > FILE_WALL)
        .collect();
    assert!(long.is_empty(), "past {FILE_WALL} lines: {long:?}");
}

fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable")) {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            files.push((path, text));
        }
    }
    files
}
