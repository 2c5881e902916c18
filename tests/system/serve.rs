//! `docket serve`: its one line, its signals, its end.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use support::{Client, Docket};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};

/// Longest wait for anything; what takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A `docket serve` whose output is read by the test.
struct Served {
    child: Child,
    out: Lines<BufReader<ChildStdout>>,
    err: Lines<BufReader<ChildStderr>>,
    ready: Value,
}

impl Served {
    async fn start(data: &Path, arguments: &[&str], change: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new(support::docket());
        command.args(["serve", "--port", "0", "--data-dir"]).arg(data).args(arguments);
        command.env("DOCKET_LOG", "off").env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        change(&mut command);
        let mut child = command.spawn().expect("docket starts");
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        let err = BufReader::new(child.stderr.take().unwrap()).lines();
        let ready = serde_json::from_str(&next(&mut out).await.expect("a ready line")).expect("JSON");
        Self { child, out, err, ready }
    }

    async fn signal(&self, name: &str) {
        let pid = self.child.id().expect("still running").to_string();
        assert!(Command::new("kill").args([name, &pid]).status().await.unwrap().success());
    }

    /// Ends it; the rest of what it printed.
    async fn end(mut self, signal: &str) -> (Option<i32>, String, Vec<String>) {
        self.signal(signal).await;
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("ends").unwrap();
        let mut out = String::new();
        self.out.get_mut().read_to_string(&mut out).await.unwrap();
        let mut err = Vec::new();
        while let Some(line) = next(&mut self.err).await {
            err.push(line);
        }
        (status.code(), out, err)
    }

    fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap_or_default()
    }
}

async fn next<R: tokio::io::AsyncRead + Unpin>(lines: &mut Lines<BufReader<R>>) -> Option<String> {
    tokio::time::timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("readable")
}

/// The ticket in an address that was printed.
fn ticket_of(address: &str) -> &str {
    address.split_once("/#ticket=").expect("an address with a ticket").1
}

#[tokio::test]
async fn the_ready_line_is_all_that_standard_output_gets_and_a_signal_ends_it_cleanly() {
    for signal in ["-TERM", "-INT"] {
        let data = TempDir::new().unwrap();
        let served = Served::start(data.path(), &[], |_| {}).await;
        assert_eq!(served.text("event"), "ready");
        assert_eq!(served.text("open"), format!("{}/#ticket={}", served.text("url"), served.text("ticket")));
        assert_eq!(served.ready["pid"], served.child.id().unwrap());
        assert!(served.text("url").starts_with("http://127.0.0.1:"));
        assert_eq!(served.ready.as_object().unwrap().len(), 5);
        let client = Client::new(served.text("url"), served.text("ticket")).await;
        client.post("/api/v1/quick-add", &serde_json::json!({ "text": "Buy milk" })).await;
        assert_eq!(served.end(signal).await, (Some(0), String::new(), Vec::new()));
        // The log is in the file: nothing lies beside it any more.
        assert!(data.path().join("docket.sqlite3").exists());
        assert!(!data.path().join("docket.sqlite3-wal").exists());
    }
}

#[tokio::test]
async fn an_open_stream_does_not_keep_it_from_ending() {
    let served = Docket::builder().start().await;
    let client = served.client().await;
    let feed = client.request(reqwest::Method::GET, "/api/v1/events").send().await.unwrap();
    assert_eq!(feed.status(), 200);
    served.stop().await;
}

#[tokio::test]
async fn a_fresh_address_comes_with_a_signal() {
    let data = TempDir::new().unwrap();
    let mut served = Served::start(data.path(), &[], |_| {}).await;
    for _ in 0..2 {
        served.signal("-USR1").await;
        let address = next(&mut served.err).await.expect("an address");
        assert_ne!(ticket_of(&address), served.text("ticket"));
        Client::new(served.text("url"), ticket_of(&address)).await;
    }
    Client::new(served.text("url"), served.text("ticket")).await;
    assert_eq!(served.end("-TERM").await.0, Some(0));
}

#[tokio::test]
async fn a_fresh_address_comes_with_enter_at_a_terminal() {
    let data = TempDir::new().unwrap();
    // `script` gives the command a terminal and passes on what is typed.
    let docket = support::docket();
    let line = format!("{} serve --port 0 --data-dir {}", docket.display(), data.path().display());
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .env("DOCKET_LOG", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("script runs");
    let mut keyboard = child.stdin.take().unwrap();
    let mut screen = BufReader::new(child.stdout.take().unwrap()).lines();
    let ready = loop {
        let line = next(&mut screen).await.expect("a ready line");
        if let Ok(ready) = serde_json::from_str::<Value>(&line) {
            break ready;
        }
    };
    tokio::io::AsyncWriteExt::write_all(&mut keyboard, b"\n").await.unwrap();
    let address = loop {
        let line = next(&mut screen).await.expect("an address");
        if line.contains("/#ticket=") {
            break line;
        }
    };
    Client::new(ready["url"].as_str().unwrap(), ticket_of(address.trim())).await;
    let pid = ready["pid"].to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    assert!(tokio::time::timeout(PATIENCE, child.wait()).await.expect("ends").unwrap().success());
}

#[tokio::test]
async fn each_user_has_a_ticket_and_a_list() {
    let data = TempDir::new().unwrap();
    let served = Served::start(data.path(), &["--user", "a", "--user", "b", "--user", "a"], |_| {}).await;
    let tickets = served.ready["tickets"].as_object().expect("tickets");
    assert_eq!(tickets.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(tickets["a"], served.ready["ticket"]);
    let a = Client::new(served.text("url"), tickets["a"].as_str().unwrap()).await;
    let b = Client::new(served.text("url"), tickets["b"].as_str().unwrap()).await;
    a.post("/api/v1/quick-add", &serde_json::json!({ "text": "Mine" })).await;
    assert_eq!(a.get("/api/v1/tasks").await["tasks"].as_array().unwrap().len(), 1);
    assert_eq!(b.get("/api/v1/tasks").await["tasks"], serde_json::json!([]));
}

#[tokio::test]
async fn users_and_tiers_are_taken_as_they_are_named() {
    let data = TempDir::new().unwrap();
    let users: Vec<String> = (0..9).map(|number| format!("user{number}")).collect();
    let mut arguments = vec!["--tier", "free"];
    arguments.extend(users.iter().flat_map(|user| ["--user", user.as_str()]));
    let served = Served::start(data.path(), &arguments, |_| {}).await;
    assert_eq!(served.ready["tickets"].as_object().unwrap().len(), 9);
    let client = Client::new(served.text("url"), served.text("ticket")).await;
    let said = serde_json::json!({ "message": "hello" });
    for _ in 0..10 {
        client.post("/api/chatkit/messages", &said).await;
    }
    let eleventh = client.request(reqwest::Method::POST, "/api/chatkit/messages").json(&said).send().await.unwrap();
    assert_eq!(eleventh.status(), 429, "the free tier ends at ten a minute");
    assert_eq!(served.end("-TERM").await.0, Some(0));
}

#[tokio::test]
async fn another_command_works_on_the_data_of_a_running_server() {
    let data = TempDir::new().unwrap();
    let served = Served::start(data.path(), &[], |_| {}).await;
    let client = Client::new(served.text("url"), served.text("ticket")).await;
    let added = Command::new(support::docket())
        .args(["add", "Buy milk", "--data-dir"])
        .arg(data.path())
        .output()
        .await
        .unwrap();
    assert!(added.status.success());
    assert_eq!(client.get("/api/v1/tasks").await["tasks"][0]["title"], "Buy milk");
}

#[tokio::test]
async fn a_taken_port_is_said_with_the_way_out() {
    let data = TempDir::new().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = Command::new(support::docket())
        .args(["serve", "--port", &port, "--data-dir"])
        .arg(data.path())
        .env("DOCKET_LOG", "off")
        .output()
        .await
        .unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with(&format!("Port {port} cannot be used:")) && said.contains("--port"), "{said}");
}

#[tokio::test]
async fn an_address_that_cannot_be_used_is_wrong_usage() {
    let data = TempDir::new().unwrap();
    for arguments in [["--base-url", "http://example.com/v1"], ["--allow-origin", "example.org"]] {
        let mut command = Command::new(support::docket());
        command
            .args(["serve", "--port", "0"])
            .args(arguments)
            .arg("--data-dir")
            .arg(data.path())
            .env("DOCKET_LOG", "off");
        let output = command.output().await.unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_window_opens_over_a_page_that_only_its_owner_can_read() {
    use std::os::unix::fs::PermissionsExt;

    let data = TempDir::new().unwrap();
    let tools = TempDir::new().unwrap();
    // Stands in for the browser: tells the test over a pipe what it was given.
    let seen = tools.path().join("seen");
    assert!(Command::new("mkfifo").arg(&seen).status().await.unwrap().success());
    let opener = tools.path().join("xdg-open");
    let script = format!("#!/bin/sh\nexec > {}\necho \"$@\"\nstat -c %a \"$1\"\ncat \"$1\"\n", seen.display());
    std::fs::write(&opener, script).unwrap();
    std::fs::set_permissions(&opener, PermissionsExt::from_mode(0o755)).unwrap();
    // What a crash left behind is not written through.
    std::os::unix::fs::symlink(tools.path().join("elsewhere"), data.path().join("open.html")).unwrap();
    let path = format!("{}:/usr/bin:/bin", tools.path().display());
    let served = Served::start(data.path(), &["--open"], |command| {
        command.env("PATH", path).env_remove("WSL_DISTRO_NAME");
    })
    .await;
    let told = tokio::task::spawn_blocking(move || std::fs::read_to_string(seen));
    let told = tokio::time::timeout(PATIENCE, told).await.expect("a browser starts").unwrap().unwrap();
    let lines: Vec<&str> = told.lines().collect();
    let page = data.path().join("open.html");
    assert_eq!(lines[..2], [page.to_str().unwrap(), "600"]);
    let address = lines[2].split("url=").nth(1).and_then(|rest| rest.split('"').next()).expect("an address");
    Client::new(served.text("url"), ticket_of(address)).await;
    assert!(!tools.path().join("elsewhere").exists());
    assert_eq!(served.end("-TERM").await.0, Some(0));
    assert!(!page.exists(), "the page is gone when the server is");
}
