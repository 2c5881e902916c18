//! `docket mcp` as an MCP client starts it: a child process whose standard output is the protocol's alone.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use support::{Docket, NOW, SseReader};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// Far more than anything here takes.
const LIMIT: Duration = Duration::from_secs(60);

struct Started {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    last_id: u64,
}

impl Started {
    fn new(data: &Path, args: &[&str]) -> Self {
        let mut child = Command::new(support::docket())
            .arg("mcp")
            .args(args)
            .arg("--data-dir")
            .arg(data)
            .env("DOCKET_NOW", NOW)
            .env("DOCKET_LOG", "trace")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("docket can be started");
        let input = child.stdin.take().expect("standard input is piped");
        let output = BufReader::new(child.stdout.take().expect("standard output is piped")).lines();
        Self { child, input, output, last_id: 0 }
    }

    /// The same after its first words, as a client of 2025 says them.
    async fn greeted(data: &Path, args: &[&str]) -> Self {
        let mut started = Self::new(data, args);
        let params = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
        let answer = started.ask("initialize", params).await;
        assert_eq!(answer["result"]["serverInfo"]["name"], "docket", "{answer}");
        started.write(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string()).await;
        started
    }

    async fn write(&mut self, line: &str) {
        self.input.write_all(format!("{line}\n").as_bytes()).await.expect("it reads");
    }

    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string()).await;
        let line = timeout(LIMIT, self.output.next_line()).await.expect("an answer").expect("UTF-8").expect("a line");
        let answer: Value = serde_json::from_str(&line).expect("nothing but the protocol on standard output");
        assert_eq!(answer["id"], id, "{answer}");
        answer
    }

    async fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({ "name": tool, "arguments": arguments })).await["result"].clone()
    }

    /// Closes its standard input: its exit status, what it wrote besides its answers, and its standard error.
    async fn end(self) -> (Option<i32>, Vec<String>, String) {
        let Self { mut child, input, mut output, last_id: _ } = self;
        drop(input);
        let mut rest = Vec::new();
        while let Some(line) = timeout(LIMIT, output.next_line()).await.expect("it ends").expect("UTF-8") {
            rest.push(line);
        }
        let mut errors = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut errors).await.expect("UTF-8");
        let status = timeout(LIMIT, child.wait()).await.expect("it ends").expect("a status");
        (status.code(), rest, errors)
    }
}

#[tokio::test]
async fn standard_output_is_the_protocols_alone_and_the_end_of_input_is_the_end() {
    let data = TempDir::new().unwrap();
    let mut started = Started::greeted(data.path(), &[]).await;
    let added = started.call("add_task", json!({ "title": "Call the dentist" })).await;
    assert_eq!(added["structuredContent"]["tasks"][0]["title"], "Call the dentist", "{added}");
    let found = started.call("search_tasks", json!({ "words": "dentist" })).await;
    assert_eq!(found["structuredContent"]["tasks"].as_array().map(Vec::len), Some(1));
    let (status, rest, errors) = started.end().await;
    assert_eq!((status, rest), (Some(0), Vec::new()));
    assert!(!errors.contains("dentist"), "no task text in a log, not even at its loudest: {errors}");

    let again = Started::greeted(data.path(), &[]).await.call("list_tasks", json!({})).await;
    assert_eq!(again["structuredContent"]["tasks"][0]["title"], "Call the dentist", "it is saved");
}

#[tokio::test]
async fn a_client_that_says_nothing_is_no_error_and_one_that_does_not_greet_gets_nothing_done() {
    let data = TempDir::new().unwrap();
    assert_eq!(Started::new(data.path(), &[]).end().await.0, Some(0));
    let mut hasty = Started::new(data.path(), &[]);
    let answer = hasty.ask("tools/call", json!({ "name": "add_task", "arguments": { "title": "x" } })).await;
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    assert_eq!(hasty.end().await.0, Some(0));
    let tasks = Started::greeted(data.path(), &[]).await.call("list_tasks", json!({})).await;
    assert_eq!(tasks["structuredContent"]["did"], "listed");
    assert_eq!(tasks["structuredContent"].get("tasks"), None, "nothing is done before the greeting: {tasks}");
}

#[tokio::test]
async fn read_only_is_read_only_by_the_flag_and_by_the_settings() {
    let data = TempDir::new().unwrap();
    let reading = ["list_tasks", "search_tasks", "get_task", "list_lists", "plan_day"];
    let mut by_flag = Started::greeted(data.path(), &["--read-only"]).await;
    let told = by_flag.ask("tools/list", json!({})).await;
    let names: Vec<_> =
        told["result"]["tools"].as_array().expect("tools").iter().map(|tool| tool["name"].clone()).collect();
    assert_eq!(names, reading);
    let refused = by_flag.call("add_task", json!({ "title": "Milk" })).await;
    assert_eq!(refused["structuredContent"]["error"]["code"], "READ_ONLY");
    assert_eq!(by_flag.end().await.0, Some(0));

    let served = Docket::builder().data_dir(data.path()).start().await;
    let client = served.client().await;
    let mut by_settings = Started::greeted(data.path(), &[]).await;
    let set = async |read_only: bool| {
        let request = client.request(Method::PUT, "/api/v1/settings/mcp").json(&json!({ "read_only": read_only }));
        assert_eq!(request.send().await.expect("an answer").status(), 200);
    };
    set(true).await;
    let refused = by_settings.call("add_task", json!({ "title": "Milk" })).await;
    assert_eq!(refused["structuredContent"]["error"]["code"], "READ_ONLY", "{refused}");
    set(false).await;
    assert_eq!(by_settings.call("add_task", json!({ "title": "Milk" })).await["isError"], false);

    let audit = client.get("/api/v1/audit").await;
    let outcomes: Vec<_> =
        audit["calls"].as_array().expect("calls").iter().map(|call| call["outcome"].clone()).collect();
    assert_eq!(outcomes, ["done", "refused", "refused"], "this door's calls are kept too: {audit}");
}

#[tokio::test]
async fn a_running_window_sees_what_a_client_does() {
    let served = Docket::builder().start().await;
    let client = served.client().await;
    let mut feed = SseReader::new(client.request(Method::GET, "/api/v1/events").send().await.expect("a feed"));
    assert_eq!(feed.next().await.expect("a greeting")["kind"], "hello");
    let mut mcp = Started::greeted(&served.data_dir, &[]).await;
    let added = mcp.call("add_task", json!({ "title": "From elsewhere" })).await;
    let id = added["structuredContent"]["tasks"][0]["id"].as_str().expect("an id").to_owned();
    let mut event = feed.next().await.expect("the change");
    while !event["ids"].as_array().is_some_and(|ids| ids.contains(&json!(id))) {
        event = feed.next().await.expect("the change");
    }
    let task = client.get(&format!("/api/v1/tasks/{id}")).await;
    assert_eq!((&task["title"], &task["source"]), (&json!("From elsewhere"), &json!("mcp")));
}
