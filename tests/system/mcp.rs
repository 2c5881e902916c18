//! `/mcp`: who is let in, what an MCP client may do, and what of it is kept.

use std::net::SocketAddr;

use docket_assistant::tools;
use docket_server::Server;
use serde_json::{Value, json};
use support::in_process::{LONG, Page, start, start_with};
use support::raw::{Answer, Request};

/// An MCP client that has been given a secret, or none.
struct Client {
    addr: SocketAddr,
    secret: Option<String>,
}

impl Client {
    /// One of the user `local`, with MCP switched on as `wish` says.
    async fn let_in(page: &Page, wish: Value) -> Self {
        let answer = page.send("PUT", "/api/v1/settings/mcp", &wish).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        let secret = answer.json()["secret"].as_str().expect("a secret").to_owned();
        Self { addr: page.addr, secret: Some(secret) }
    }

    fn with(page: &Page, secret: &str) -> Self {
        Self { addr: page.addr, secret: Some(secret.to_owned()) }
    }

    fn request(&self, method: &str) -> Request {
        let request = Request::new(self.addr, method, "/mcp").header("Accept", "application/json, text/event-stream");
        match &self.secret {
            Some(secret) => request.bearer(secret),
            None => request,
        }
    }

    async fn post(&self, method: &str, params: Value) -> Answer {
        let message = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        self.request("POST").json(&message).send(self.addr).await
    }

    /// The whole answer to a call of a tool.
    async fn answer(&self, tool: &str, arguments: Value) -> Value {
        let answer = self.post("tools/call", json!({ "name": tool, "arguments": arguments })).await;
        assert_eq!(answer.status, 200, "{tool}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    /// What a call did.
    async fn call(&self, tool: &str, arguments: Value) -> Value {
        let answer = self.answer(tool, arguments).await;
        assert_eq!(answer["result"]["isError"], false, "{tool}: {answer}");
        let content = answer["result"]["structuredContent"].clone();
        let text = answer["result"]["content"][0]["text"].as_str().expect("text");
        assert_eq!(serde_json::from_str::<Value>(text).expect("JSON"), content, "for those who read text");
        content
    }

    /// The code and the sentence of a call that did nothing.
    async fn not_done(&self, tool: &str, arguments: Value) -> (String, String) {
        let answer = self.answer(tool, arguments.clone()).await;
        assert_eq!(answer["result"]["isError"], true, "{tool} {arguments}: {answer}");
        let code = answer["result"]["structuredContent"]["error"]["code"].as_str().expect("a code").to_owned();
        (code, answer["result"]["content"][0]["text"].as_str().expect("a sentence").to_owned())
    }

    /// Adds a task; its id.
    async fn add(&self, title: &str) -> String {
        self.call("add_task", json!({ "title": title })).await["tasks"][0]["id"].as_str().expect("an id").to_owned()
    }

    async fn tool_names(&self) -> Vec<String> {
        let answer = self.post("tools/list", json!({})).await.json();
        let tools = answer["result"]["tools"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
        tools.iter().map(|tool| tool["name"].as_str().expect("a name").to_owned()).collect()
    }
}

async fn let_in(wish: Value) -> (Server, Page, Client) {
    let server = start().await;
    let page = Page::open(&server).await;
    let client = Client::let_in(&page, wish).await;
    (server, page, client)
}

async fn titles(page: &Page) -> Vec<String> {
    let tasks = page.get("/api/v1/tasks").await.json();
    let tasks = tasks["tasks"].as_array().expect("tasks").clone();
    tasks.iter().map(|task| task["title"].as_str().expect("a title").to_owned()).collect()
}

fn refusal(answer: &Answer) -> (u16, String) {
    (answer.status, answer.code())
}

#[tokio::test]
async fn it_is_off_until_it_is_switched_on_and_says_where() {
    let server = start().await;
    let page = Page::open(&server).await;
    let off = (404, "MCP_OFF".to_owned());
    let stranger = (401, "UNAUTHORIZED".to_owned());

    let nobody = Client { addr: page.addr, secret: None };
    assert_eq!(refusal(&nobody.post("ping", json!({})).await), stranger);
    let hopeful = Client::with(&page, "any");
    let answer = hopeful.post("ping", json!({})).await;
    assert_eq!(refusal(&answer), off);
    let sentence = answer.json()["error"]["message"].as_str().expect("a sentence").to_owned();
    assert!(sentence.contains("/api/v1/settings/mcp") && sentence.contains("docket mcp"), "{sentence}");

    let client = Client::let_in(&page, json!({})).await;
    assert_eq!(client.post("ping", json!({})).await.status, 200);
    assert_eq!(refusal(&hopeful.post("ping", json!({})).await), stranger, "now there is a right one");

    page.send("PUT", "/api/v1/settings/mcp", &json!({ "on": false })).await;
    assert_eq!(refusal(&client.post("ping", json!({})).await), off, "its secret is kept, and does not count");
    assert_eq!(refusal(&hopeful.post("ping", json!({})).await), stranger);
    page.send("PUT", "/api/v1/settings/mcp", &json!({ "on": true })).await;
    assert_eq!(client.post("ping", json!({})).await.status, 200, "the same secret counts again");

    page.bare("DELETE", "/api/v1/settings/mcp").await;
    assert_eq!(refusal(&client.post("ping", json!({})).await), off);
    let other = Client::let_in(&page, json!({})).await;
    assert_eq!(refusal(&client.post("ping", json!({})).await), stranger, "a forgotten secret stays forgotten");
    assert_eq!(other.post("ping", json!({})).await.status, 200);
}

#[tokio::test]
async fn only_its_own_secret_counts_and_for_nothing_else() {
    let (server, page, client) = let_in(json!({})).await;
    let secret = client.secret.clone().expect("a secret");
    let ticket = server.mint_ticket("local", LONG).expect("a ticket");
    let other_case = secret.to_uppercase();
    for wrong in [page.secret.as_str(), &ticket, "x", &secret[..63], &format!("{secret}0"), &other_case] {
        if wrong == secret {
            continue;
        }
        let answer = Client::with(&page, wrong).post("ping", json!({})).await;
        assert_eq!(refusal(&answer), (401, "UNAUTHORIZED".to_owned()), "{wrong}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    let twice = client.request("POST").bearer(&secret).json(&json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" }));
    assert_eq!(twice.send(page.addr).await.status, 401);
    let in_the_address = Request::new(page.addr, "POST", &format!("/mcp?secret={secret}")).send(page.addr).await;
    assert_eq!(refusal(&in_the_address), (400, "CREDENTIAL_IN_URL".to_owned()));

    for target in ["/api/v1/tasks", "/api/v1/settings", "/api/v1/audit", "/api/v1/none"] {
        let answer = Request::new(page.addr, "GET", target).bearer(&secret).send(page.addr).await;
        assert_eq!(answer.status, 401, "{target}");
    }
    let session = Request::new(page.addr, "POST", "/api/chatkit/session").bearer(&secret).send(page.addr).await;
    assert_eq!(session.status, 401);

    let renewed = Client::let_in(&page, json!({ "new_secret": true })).await;
    assert_eq!(client.post("ping", json!({})).await.status, 401);
    assert_eq!(renewed.post("ping", json!({})).await.status, 200);
}

#[tokio::test]
async fn no_page_and_no_other_name_gets_in_even_with_the_secret() {
    let server = start_with(|options| options.allow_origins = vec!["https://allowed.example".to_owned()]).await;
    let page = Page::open(&server).await;
    let client = Client::let_in(&page, json!({})).await;
    let ping = json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" });
    for origin in [server.url().as_str(), "https://allowed.example", "https://evil.example", "null", ""] {
        let answer = client.request("POST").header("Origin", origin).json(&ping).send(page.addr).await;
        assert_eq!(refusal(&answer), (403, "ORIGIN_REFUSED".to_owned()), "{origin}");
        assert!(!answer.has_cors());
    }
    for host in [format!("localhost:{}", page.addr.port()), "evil.example".to_owned()] {
        let request = Request::without_host("POST", "/mcp").header("Host", &host).bearer("x").json(&ping);
        assert_eq!(refusal(&request.send(page.addr).await), (421, "WRONG_HOST".to_owned()), "{host}");
    }
}

#[tokio::test]
async fn what_is_no_mcp_is_refused_in_the_usual_shape() {
    let (server, page, client) = let_in(json!({})).await;
    let no_json = client.request("POST").header("Content-Type", "application/json").body("{");
    assert_eq!(refusal(&no_json.send(page.addr).await), (400, "MALFORMED".to_owned()));
    let other_json = client.request("POST").json(&json!({ "title": "milk" }));
    assert_eq!(refusal(&other_json.send(page.addr).await), (400, "MALFORMED".to_owned()));
    let text = client.request("POST").header("Content-Type", "text/plain").body("{}");
    assert_eq!(refusal(&text.send(page.addr).await), (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()));
    let large = client.post("tools/call", json!({ "name": "add_task", "arguments": { "title": "x".repeat(300_000) } }));
    assert_eq!(refusal(&large.await), (413, "TOO_LARGE".to_owned()));
    let deaf = Request::new(page.addr, "POST", "/mcp").bearer(client.secret.as_deref().expect("a secret"));
    let deaf = deaf.json(&json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" })).send(page.addr).await;
    assert_eq!(refusal(&deaf), (400, "MALFORMED".to_owned()));
    for method in ["GET", "DELETE", "PUT"] {
        let answer = client.request(method).send(page.addr).await;
        assert_eq!(refusal(&answer), (405, "METHOD_NOT_ALLOWED".to_owned()), "no session, no stream: {method}");
        let stranger = Client::with(&page, "x").request(method).send(page.addr).await;
        assert_eq!(stranger.status, 401, "{method}");
    }
    assert_eq!(server.panics(), 0);
}

#[tokio::test]
async fn it_says_who_it_is_in_every_version() {
    let (_server, _page, client) = let_in(json!({})).await;
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let params =
            json!({ "protocolVersion": version, "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
        let answer = client.post("initialize", params).await;
        assert_eq!(answer.header("mcp-session-id"), None, "no session");
        let result = answer.json()["result"].clone();
        assert_eq!(result["protocolVersion"], version);
        assert_eq!(result["serverInfo"]["name"], "docket");
        assert_eq!(result["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(result["capabilities"], json!({ "tools": {} }));
        assert!(result["instructions"].as_str().is_some_and(|text| text.contains("trash")), "{result}");
    }
}

#[tokio::test]
async fn the_tools_are_those_of_the_assistant() {
    let (_server, _page, client) = let_in(json!({})).await;
    let ours: Vec<_> = tools::all().iter().map(|tool| tool.name.to_owned()).collect();
    assert_eq!(client.tool_names().await, ours);
}

#[tokio::test]
async fn a_task_comes_in_changes_and_goes_and_its_owner_sees_it() {
    let (_server, page, client) = let_in(json!({})).await;
    let due = json!({ "date": "2026-11-27", "weekday": "Friday" });
    let added = client.call("add_task", json!({ "title": "Call the dentist", "due": due, "labels": ["health"] })).await;
    let id = added["tasks"][0]["id"].as_str().expect("an id").to_owned();
    let task = page.get(&format!("/api/v1/tasks/{id}")).await.json();
    assert_eq!(
        (&task["source"], &task["due"], &task["labels"]),
        (&json!("mcp"), &json!("2026-11-27"), &json!(["health"]))
    );

    let monday = json!({ "date": "2026-11-30", "weekday": "Monday" });
    client.call("reschedule_task", json!({ "ids": [id], "due": monday })).await;
    assert_eq!(page.get(&format!("/api/v1/tasks/{id}")).await.json()["due"], "2026-11-30");
    client.call("complete_task", json!({ "ids": [&id[id.len() - 6..]] })).await;
    assert_eq!(titles(&page).await, Vec::<String>::new());
    let undone = client.call("undo", json!({})).await;
    assert_eq!(undone["did"], "undone");
    assert_eq!(titles(&page).await, ["Call the dentist"]);
    client.call("delete_task", json!({ "ids": [id] })).await;
    let trash = page.get("/api/v1/tasks?view=trash").await.json();
    assert_eq!(trash["tasks"][0]["id"], json!(id), "never gone for good");

    let history = page.get("/api/v1/history").await.json();
    assert!(history.to_string().contains("\"mcp\""), "{history}");
}

#[tokio::test]
async fn what_cannot_be_done_is_said_in_words_and_changes_nothing() {
    let (_server, page, client) = let_in(json!({})).await;
    let id = client.add("Milk").await;
    let before = page.get("/api/v1/tasks").await.json();
    for (tool, arguments, code) in [
        ("add_task", json!({}), "BAD_ARGUMENTS"),
        ("add_task", json!({ "title": "" }), "INVALID_TITLE"),
        ("add_task", json!({ "title": "x".repeat(501) }), "INVALID_TITLE"),
        ("add_task", json!({ "title": "x", "notes": "n".repeat(20_001) }), "INVALID"),
        ("add_task", json!({ "title": "x", "priority": 5 }), "INVALID"),
        ("add_task", json!({ "title": "x", "colour": "red" }), "BAD_ARGUMENTS"),
        ("add_task", json!({ "title": "x", "due": { "date": "2026-11-27", "weekday": "Monday" } }), "WEEKDAY_MISMATCH"),
        ("list_tasks", json!({ "limit": 100_000 }), "INVALID"),
        ("get_task", json!({ "id": "01936f00-0000-7000-8000-000000000000" }), "TASK_NOT_FOUND"),
        ("complete_task", json!({ "ids": [] }), "INVALID"),
        ("complete_task", json!({ "ids": 5 }), "BAD_ARGUMENTS"),
        ("reopen_task", json!({ "ids": [id] }), "WRONG_STATE"),
        ("update_task", json!({ "id": id }), "INVALID"),
    ] {
        let (found, sentence) = client.not_done(tool, arguments.clone()).await;
        assert_eq!(found, code, "{tool} {arguments}: {sentence}");
        assert!(sentence.ends_with('.') && sentence.starts_with(|first: char| !first.is_lowercase()), "{sentence}");
    }
    assert_eq!(page.get("/api/v1/tasks").await.json(), before);
}

#[tokio::test]
async fn who_may_only_read_sees_and_changes_nothing_else() {
    let (_server, page, client) = let_in(json!({ "read_only": true })).await;
    page.send("POST", "/api/v1/tasks", &json!({ "title": "Milk" })).await;
    let reading = ["list_tasks", "search_tasks", "get_task", "list_lists", "plan_day"];
    assert_eq!(client.tool_names().await, reading);
    assert_eq!(client.call("search_tasks", json!({ "words": "mil" })).await["tasks"][0]["title"], "Milk");
    for tool in tools::all().iter().filter(|tool| !reading.contains(&tool.name)) {
        let (code, sentence) = client.not_done(tool.name, json!({})).await;
        assert_eq!(code, "READ_ONLY", "{}", tool.name);
        assert!(sentence.contains("settings"), "the way out: {sentence}");
    }
    assert_eq!(titles(&page).await, ["Milk"]);

    page.send("PUT", "/api/v1/settings/mcp", &json!({ "read_only": false })).await;
    client.add("Bread").await;
    page.send("PUT", "/api/v1/settings/mcp", &json!({ "read_only": true })).await;
    assert_eq!(client.not_done("undo", json!({})).await.0, "READ_ONLY", "from the next call on");
}

#[tokio::test]
async fn many_tasks_at_once_are_for_the_user() {
    let (_server, page, client) = let_in(json!({})).await;
    let mut ids = Vec::new();
    for number in 0..6 {
        ids.push(client.add(&format!("Task {number}")).await);
    }
    for tool in ["complete_task", "delete_task", "reopen_task", "restore_task", "reschedule_task"] {
        for argument in ["ids", "id"] {
            let (code, sentence) = client.not_done(tool, json!({ argument: ids })).await;
            assert_eq!(code, "TOO_MANY_TASKS", "{tool}");
            assert!(sentence.contains("Nothing was changed") && sentence.contains("chat"), "{sentence}");
        }
    }
    assert_eq!(titles(&page).await.len(), 6);
    client.call("complete_task", json!({ "ids": ids[..5] })).await;
    assert_eq!(titles(&page).await.len(), 1);
}

#[tokio::test]
async fn every_call_is_kept_for_the_owner_to_read_without_secrets() {
    let (_server, page, client) = let_in(json!({})).await;
    client.call("add_task", json!({ "title": "Milk", "notes": "key sk-abcdefgh12345678" })).await;
    client.not_done("add_task", json!({ "title": "" })).await;
    let unknown = client.answer("empty_trash", json!({ "all": true })).await;
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
    assert!(unknown["error"]["message"].as_str().is_some_and(|text| text.contains("`empty_trash`")), "{unknown}");
    page.send("PUT", "/api/v1/settings/mcp", &json!({ "read_only": true })).await;
    client.not_done("undo", json!({})).await;
    client.call("list_lists", json!({})).await;

    let audit = page.get("/api/v1/audit").await.json();
    let calls = audit["calls"].as_array().expect("calls");
    let told: Vec<_> =
        calls.iter().map(|call| (call["tool"].as_str().unwrap(), call["outcome"].as_str().unwrap())).collect();
    let expected = [
        ("list_lists", "done"),
        ("undo", "refused"),
        ("empty_trash", "refused"),
        ("add_task", "failed"),
        ("add_task", "done"),
    ];
    assert_eq!(told, expected);
    let first = &calls[4];
    assert!(first["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{first}");
    let arguments = first["arguments"].as_str().expect("arguments");
    assert!(arguments.contains("Milk") && !arguments.contains("sk-abcdefgh"), "{arguments}");
}

#[tokio::test]
async fn users_and_their_clients_are_kept_apart() {
    let server = start_with(|options| options.users = vec!["ann".to_owned(), "bob".to_owned()]).await;
    let ann = Page::open_as(&server, "ann").await;
    let bob = Page::open_as(&server, "bob").await;
    let of_ann = Client::let_in(&ann, json!({})).await;
    let of_bob = Client::let_in(&bob, json!({ "read_only": true })).await;
    let id = of_ann.add("Secret of Ann").await;
    assert_eq!(titles(&ann).await, ["Secret of Ann"]);
    assert_eq!(titles(&bob).await, Vec::<String>::new());
    assert_eq!(of_bob.not_done("get_task", json!({ "id": id })).await.0, "TASK_NOT_FOUND");
    assert_eq!(of_bob.not_done("undo", json!({})).await.0, "READ_ONLY");
    assert_eq!(ann.get("/api/v1/audit").await.json()["calls"].as_array().map(Vec::len), Some(1));
    ann.bare("DELETE", "/api/v1/settings/mcp").await;
    assert_eq!(of_ann.post("ping", json!({})).await.status, 401, "there is a right one still: Bob's");
    assert_eq!(of_bob.post("ping", json!({})).await.status, 200);
}
