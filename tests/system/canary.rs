//! Secrets are planted, Docket is used, and every byte that it leaves behind is searched for them.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Stdio;

use reqwest::Method;
use serde_json::{Value, json};
use support::{Client, FakeOpenAi, NOW};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

/// Like no key that the log would know: whatever is hidden is not written in the first place.
const KEY: &str = "canary/4f1c9d27e0b8a653";
const ENVIRONMENT_KEY: &str = "sk-canary-of-the-environment-77aa01c3";
/// Found in the database, the backup and the export, or the search finds nothing at all.
const TITLE: &str = "Canary title";

/// Places, and the bytes that were there.
type Seen = Vec<(String, Vec<u8>)>;

/// Every file below `folder`.
fn files(when: &str, folder: &Path) -> Seen {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(files(when, &entry));
        } else {
            // One that is just being replaced is seen under its other name.
            found.extend(std::fs::read(&entry).ok().map(|bytes| (format!("{}, {when}", entry.display()), bytes)));
        }
    }
    found
}

fn holds(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// The part of a secret that nobody can guess: a log that hides its beginning only has told it.
fn telling(secret: &str) -> &str {
    &secret[secret.len() - 16..]
}

/// A server that writes down all it can.
fn start(folder: &Path) -> (Child, JoinHandle<Vec<u8>>) {
    let mut child = Command::new(support::docket())
        .args(["serve", "--port", "0", "--data-dir"])
        .arg(folder)
        .env("DOCKET_NOW", NOW)
        .env("DOCKET_LOG", "trace")
        .env("OPENAI_API_KEY", ENVIRONMENT_KEY)
        // No keyring: a test leaves nothing in somebody's, and the key stays in memory.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut log = child.stderr.take().unwrap();
    let reading = tokio::spawn(async move {
        let mut bytes = Vec::new();
        log.read_to_end(&mut bytes).await.unwrap();
        bytes
    });
    (child, reading)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_a_file_a_stream_an_export_or_the_log() {
    let upstream = FakeOpenAi::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (mut child, log) = start(folder.path());
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let ready: Value = serde_json::from_str(&output.next_line().await.unwrap().unwrap()).unwrap();
    let ticket = ready["ticket"].as_str().unwrap();
    let client = Client::new(ready["url"].as_str().unwrap(), ticket).await;
    let (mut seen, mcp_secret) = use_everything(&client, &upstream, ticket).await;

    // Before the end as well: SQLite's log has not been emptied yet.
    seen.extend(files("running", folder.path()));
    let pid = child.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
    seen.extend(files("ended", folder.path()));
    seen.push(("standard error".into(), log.await.unwrap()));
    while let Some(line) = output.next_line().await.unwrap() {
        seen.push(("standard output".into(), line.into_bytes()));
    }

    for (what, secret) in [
        ("key", KEY),
        ("key of the environment", ENVIRONMENT_KEY),
        ("ticket", ticket),
        ("client secret", client.secret()),
        ("secret of MCP clients", &mcp_secret),
    ] {
        for (place, bytes) in &seen {
            assert!(!holds(bytes, telling(secret)), "the {what} is in {place}");
        }
    }
    for part in ["docket.sqlite3, running", "docket.sqlite3, ended", "backups/", "export", "standard error"] {
        let sought = if part == "standard error" { "answered POST /api/v1/tasks with 201" } else { TITLE };
        let found = seen.iter().any(|(place, bytes)| place.contains(part) && holds(bytes, sought));
        // What is not in the file yet is in its log.
        let in_log = seen.iter().any(|(place, bytes)| place.contains("-wal, running") && holds(bytes, sought));
        assert!(found || part.ends_with("running") && in_log, "the search finds `{sought}` in {part}");
    }
    let sent = upstream.requests();
    assert!(sent.iter().any(|request| request.authorization == Some(format!("Bearer {KEY}"))), "the key was used");
    let bytes: usize = seen.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("figure: 5 secrets sought in {} places, {bytes} bytes: 0 hits", seen.len());
}

/// Uses the key, the ticket and the secrets in every way there is; answers what came back, and the secret of MCP clients.
async fn use_everything(client: &Client, upstream: &FakeOpenAi, ticket: &str) -> (Seen, String) {
    let mut seen = Vec::new();
    let connection = json!({ "provider": "compatible", "base_url": upstream.base_url(), "model": "fake-1" });
    for (method, path, sent) in [
        (Method::PATCH, "/api/v1/settings", connection),
        (Method::PUT, "/api/v1/settings/key", json!({ "key": KEY })),
        (Method::GET, "/api/v1/settings", Value::Null),
        (Method::POST, "/api/v1/tasks", json!({ "title": TITLE, "notes": "Canary notes" })),
    ] {
        seen.push(ask(client, method, path, client.secret(), sent, 200..=201).await);
    }
    // This answer alone holds a secret, because it is where the secret is told.
    let mcp_secret = client.request(Method::PUT, "/api/v1/settings/mcp").json(&json!({ "on": true }));
    let mcp_secret: Value = mcp_secret.send().await.unwrap().json().await.unwrap();
    let mcp_secret = mcp_secret["secret"].as_str().expect("a secret").to_owned();
    let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": "list_tasks", "arguments": {} } });
    seen.push(ask(client, Method::POST, "/mcp", &mcp_secret, call, 200..=200).await);
    // The model answers, and fails in each way that quotes something back.
    for said in ["say 3", "error 401", "error 500", "fail 2", "cut 2", "malformed tool json"] {
        let events = client.say(None, said).await.all().await;
        assert!(events.len() > 1, "{said}: {events:?}");
        seen.push((format!("the answer to {said}"), serde_json::to_vec(&events).unwrap()));
    }
    for path in ["settings", "app", "doctor", "backups", "audit", "history", "conversations", "export?format=json"] {
        if path == "backups" {
            let path = "/api/v1/backups";
            seen.push(ask(client, Method::POST, path, client.secret(), Value::Null, 200..=201).await);
        }
        let path = format!("/api/v1/{path}");
        seen.push(ask(client, Method::GET, &path, client.secret(), Value::Null, 200..=200).await);
    }
    // A secret where none belongs is refused, and not repeated.
    for secret in [ticket, client.secret(), KEY, &mcp_secret] {
        let (encoded, path) = (secret.replace('/', "%2F"), "/api/v1/tasks");
        let in_address = format!("{path}?token={encoded}");
        seen.push(ask(client, Method::GET, &in_address, client.secret(), Value::Null, 400..=400).await);
        let in_body = json!({ "base_url": secret });
        seen.push(ask(client, Method::PATCH, "/api/v1/settings", client.secret(), in_body, 422..=422).await);
    }
    for secret in [ticket, KEY, &mcp_secret] {
        seen.push(ask(client, Method::GET, "/api/v1/tasks", secret, Value::Null, 401..=401).await);
    }
    (seen, mcp_secret)
}

/// What came back over HTTP, headers and all; its status is one of `expected`.
async fn ask(
    client: &Client,
    method: Method,
    path: &str,
    secret: &str,
    body: Value,
    expected: std::ops::RangeInclusive<u16>,
) -> (String, Vec<u8>) {
    let place = format!("the answer to {method} {}", path.split('=').next().unwrap_or(path));
    let mut request = client.bare_request(method, path).bearer_auth(secret);
    if !body.is_null() {
        request = request.json(&body);
    }
    let answer = request.header("Accept", "application/json, text/event-stream").send().await.expect("an answer");
    let status = answer.status().as_u16();
    let mut bytes = format!("{:?}", answer.headers()).into_bytes();
    bytes.extend(answer.bytes().await.expect("a body"));
    assert!(expected.contains(&status), "{place}: {status} {}", String::from_utf8_lossy(&bytes));
    (place, bytes)
}
