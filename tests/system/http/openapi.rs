//! The description of the API: whole, true to what is answered, and readable.

use std::collections::BTreeSet;
use std::sync::Arc;

use docket_server::{Host, access_table};
use docket_store::{Database, OpenOptions};
use serde_json::{Value, json};
use support::in_process::{LONG, Page, start, start_on};
use support::raw::{Answer, Request};

use super::desktop::Desktop;

/// The document, and which of its operations were tried.
struct Document {
    json: Value,
    tried: BTreeSet<String>,
}

impl Document {
    async fn of(addr: std::net::SocketAddr) -> Self {
        let answer = Request::new(addr, "GET", "/openapi.json").send(addr).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
        Self { json: answer.json(), tried: BTreeSet::new() }
    }

    /// Checks an answer of `method` at the route `path` against what is written of it.
    fn check(&mut self, method: &str, path: &str, answer: &Answer) -> Value {
        let what = format!("{method} {path} {}", answer.status);
        let operation = &self.json["paths"][path][method.to_ascii_lowercase()];
        let response = &operation["responses"][answer.status.to_string()];
        assert!(response.is_object(), "{what} is not described: {}", answer.json());
        let content = &response["content"];
        if answer.body.is_empty() && !content["application/json"].is_object() {
            self.tried.insert(format!("{method} {path}"));
            return Value::Null;
        }
        let schema = &content["application/json"]["schema"];
        if schema.is_object() {
            let schema = json!({ "$ref": schema["$ref"], "components": self.json["components"] });
            let validator = jsonschema::draft202012::new(&schema).expect("a schema");
            let body = answer.json();
            let problems: Vec<_> =
                validator.iter_errors(&body).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(problems.is_empty(), "{what}: {problems:#?} in {body:#}");
        }
        if answer.status < 300 {
            self.tried.insert(format!("{method} {path}"));
        }
        answer.json()
    }
}

/// A page whose every answer is checked.
struct Tried<'d> {
    page: Page,
    document: &'d mut Document,
}

impl Tried<'_> {
    /// `path` as it is declared, with `id` for its variable part and `query` behind it.
    async fn send(&mut self, method: &str, path: &str, id: &str, query: &str, body: Option<Value>) -> Value {
        let target = format!("{}{query}", path.replace("{id}", id));
        let answer = match &body {
            Some(body) => self.page.send(method, &target, body).await,
            None => self.page.bare(method, &target).await,
        };
        self.document.check(method, path, &answer)
    }

    async fn get(&mut self, path: &str) -> Value {
        self.send("GET", path, "", "", None).await
    }

    async fn post(&mut self, path: &str, body: Value) -> Value {
        self.send("POST", path, "", "", Some(body)).await
    }
}

fn id(json: &Value) -> String {
    json["id"].as_str().expect("an id").to_owned()
}

async fn try_tasks(tried: &mut Tried<'_>) {
    let new = json!({ "title": "Pay rent", "due": "2026-11-21T17:00", "repeat": { "rrule": "FREQ=MONTHLY" }, "list": "Home",
        "labels": ["bills"], "reminders": [{ "before_due_min": 30 }, { "at": "2026-11-21T08:00" }], "duration_min": 15, "start": "2026-11-20" });
    let task = id(&tried.post("/api/v1/tasks", new).await);
    let other = id(&tried.post("/api/v1/quick-add", json!({ "text": "Call Ann tomorrow 5pm #Home @x p1" })).await);
    tried.post("/api/v1/quick-add/preview", json!({ "text": "Water every 3 days from sunday @garden" })).await;
    tried.get("/api/v1/tasks").await;
    tried.send("GET", "/api/v1/tasks", "", "?limit=1", None).await;
    let (one, complete) = ("/api/v1/tasks/{id}", "/api/v1/tasks/{id}/complete");
    tried.send("GET", one, &task, "", None).await;
    tried.send("PATCH", one, &task, "", Some(json!({ "notes": "n", "priority": 2 }))).await;
    tried.send("PATCH", one, &task, "", Some(json!({ "priority": 9 }))).await;
    let done = tried.send("POST", complete, &task, "", None).await;
    assert!(done["next"].is_object());
    tried.send("POST", complete, &task, "", None).await;
    tried.send("POST", "/api/v1/tasks/{id}/reopen", &task, "", None).await;
    tried.send("DELETE", one, &task, "", None).await;
    tried.send("POST", "/api/v1/tasks/{id}/restore", &task, "", None).await;
    tried.send("POST", "/api/v1/tasks/{id}/move", &task, "", Some(json!({ "after": other }))).await;
    let changes = json!([{ "id": other, "do": "edit", "patch": { "priority": 3 } }, { "id": task, "do": "delete" }]);
    tried.post("/api/v1/tasks/bulk", json!({ "changes": changes })).await;
    tried.post("/api/v1/tasks/bulk", json!({ "changes": [] })).await;
    tried.send("GET", one, "7f3a", "", None).await;
    tried.get("/api/v1/history").await;
    tried.send("POST", "/api/v1/undo", "", "", None).await;
    tried.send("POST", "/api/v1/redo", "", "", None).await;
    tried.send("POST", "/api/v1/redo", "", "", None).await;
}

async fn try_lists(tried: &mut Tried<'_>) {
    for (all, one, first) in
        [("/api/v1/lists", "/api/v1/lists/{id}", "lists"), ("/api/v1/labels", "/api/v1/labels/{id}", "labels")]
    {
        let made = id(&tried.post(all, json!({ "name": "Work" })).await);
        tried.post(all, json!({ "name": "work" })).await;
        tried.send("PATCH", one, &made, "", Some(json!({ "color": "red" }))).await;
        assert!(tried.get(all).await[first].is_array());
        tried.send("DELETE", one, &made, "", None).await;
        tried.send("DELETE", one, &made, "", None).await;
    }
}

async fn try_chat(tried: &mut Tried<'_>) {
    let said = tried.post("/api/chatkit/messages", json!({ "message": "add buy milk" })).await;
    tried.post("/api/v1/chat", json!({ "message": "what's due today?", "conversation_id": said["thread_id"] })).await;
    let made = id(&tried.post("/api/chatkit/threads", json!({ "title": "Plans" })).await);
    let thread = said["thread_id"].as_str().expect("a thread").to_owned();
    tried.get("/api/chatkit/threads").await;
    tried.send("GET", "/api/chatkit/threads", "", "?limit=1", None).await;
    tried.get("/api/v1/conversations").await;
    tried.send("GET", "/api/v1/conversations/{id}", &thread, "", None).await;
    tried.send("GET", "/api/chatkit/threads/{id}", &thread, "", None).await;
    tried.send("PATCH", "/api/chatkit/threads/{id}", &thread, "", Some(json!({ "title": "Shopping" }))).await;
    tried.send("DELETE", "/api/chatkit/threads/{id}", &thread, "", None).await;
    tried.send("DELETE", "/api/v1/conversations/{id}", &made, "", None).await;
    tried.send("DELETE", "/api/v1/conversations/{id}", &made, "", None).await;
    tried.post("/api/chatkit/entities/search", json!({ "query": "milk" })).await;
    tried.post("/chatkit", json!({ "type": "threads.list", "params": {} })).await;
    tried.post("/chatkit", json!({ "type": "threads.nonsense", "params": {} })).await;
}

async fn try_uploads(tried: &mut Tried<'_>) {
    let (addr, page) = (tried.page.addr, tried.page.clone());
    let form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n--x--\r\n";
    let as_form = |request: Request| request.body(form).header("Content-Type", "multipart/form-data; boundary=x");
    let answer = as_form(page.request("POST", "/api/chatkit/attachments")).send(addr).await;
    let file = id(&tried.document.check("POST", "/api/chatkit/attachments", &answer));
    for method in ["PUT", "POST"] {
        let prepared = id(&page.prepare_upload("a.txt", "text/plain", 5).await);
        let answer = as_form(page.request(method, &format!("/api/chatkit/attachments/{prepared}"))).send(addr).await;
        tried.document.check(method, "/api/chatkit/attachments/{id}", &answer);
    }
    tried.send("GET", "/api/chatkit/attachments/{id}", &file, "", None).await;
    tried.send("GET", "/api/chatkit/attachments/{id}", "none", "", None).await;
}

async fn try_settings(tried: &mut Tried<'_>) {
    tried.get("/api/v1/app").await;
    tried.get("/api/v1/settings").await;
    tried
        .send("PATCH", "/api/v1/settings", "", "", Some(json!({ "daily_tokens": 5, "ui_state": { "view": "today" } })))
        .await;
    tried.send("PATCH", "/api/v1/settings", "", "", Some(json!({ "tier": 5 }))).await;
    tried.send("PUT", "/api/v1/settings/key", "", "", Some(json!({ "key": "sk-abcdefghijklmnopqrst" }))).await;
    tried.get("/api/v1/settings/key").await;
    tried.send("DELETE", "/api/v1/settings/key", "", "", None).await;
    tried.get("/api/v1/assistant").await;
    tried.send("POST", "/api/v1/assistant/find", "", "", None).await;
    tried.send("POST", "/api/v1/assistant/stop", "", "", None).await;
    tried.send("POST", "/api/chatkit/frame", "", "", None).await;
    tried.send("PATCH", "/api/v1/settings", "", "", Some(json!({ "ui_state": { "element": "openai" } }))).await;
    tried.send("POST", "/api/chatkit/frame", "", "", None).await;
    tried.send("PATCH", "/api/v1/settings", "", "", Some(json!({ "ui_state": { "element": "builtin" } }))).await;
    tried.send("PUT", "/api/v1/settings/mcp", "", "", Some(json!({ "read_only": true }))).await;
    tried.send("DELETE", "/api/v1/settings/mcp", "", "", None).await;
    tried.get("/api/v1/audit").await;
    let backup = id(&tried.send("POST", "/api/v1/backups", "", "", None).await);
    tried.get("/api/v1/backups").await;
    tried.send("POST", "/api/v1/backups/{id}/restore", &backup, "", None).await;
    tried.get("/api/v1/doctor").await;
    tried.send("GET", "/api/v1/set-asides/{id}", "none", "", None).await;
    tried.send("POST", "/api/v1/set-asides/{id}/bring-back", "none", "", None).await;
    tried.get("/api/v1/models").await;
    tried.send("POST", "/api/v1/settings/test", "", "", None).await;
    tried.send("PATCH", "/api/v1/settings", "", "", Some(json!({ "provider": "compatible" }))).await;
    tried.get("/api/v1/models").await;
    tried.send("POST", "/api/v1/settings/test", "", "", None).await;
    let file = tried.get("/api/v1/export").await;
    tried.post("/api/v1/import", file).await;
    tried.post("/api/v1/import", json!({})).await;
    tried.get("/api/desktop/preferences").await;
    tried.send("PATCH", "/api/desktop/preferences", "", "", Some(json!({ "quick_add_on_demand": true }))).await;
    tried.send("PATCH", "/api/desktop/preferences", "", "", Some(json!({ "hotkey": "Ctrl+Banana" }))).await;
    for what in ["quick-add/show", "quick-add/hide", "quick-add/shown", "window/show", "show-data"] {
        tried.send("POST", &format!("/api/desktop/{what}"), "", "", None).await;
    }
    let added = json!({ "title": "Pay rent", "text": "today", "change_sets": [] });
    tried.post("/api/desktop/quick-add/added", added).await;
    tried.post("/api/desktop/question", json!({ "text": "what now" })).await;
    tried.send("POST", "/api/desktop/question/take", "", "", None).await;
    tried.post("/api/desktop/open-link", json!({ "url": "https://example.org" })).await;
}

/// What asks the person for a file: one of theirs, and none.
async fn try_dialogs(tried: &mut Tried<'_>, desktop: &Desktop) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.json");
    for choice in [Some(path.as_path()), None] {
        for what in ["save-export", "open-import"] {
            desktop.will_choose(choice);
            tried.send("POST", &format!("/api/desktop/{what}"), "", "", None).await;
        }
    }
}

/// What is left out: streams, pages, what needs a damaged file, and what needs a ticket (tried below).
const NOT_TRIED: [&str; 12] = [
    "GET /",
    "GET /quick-add.html",
    "GET /assets/{file}",
    "GET /renew",
    "GET /openapi.json",
    "GET /docs",
    "GET /docs/style.css",
    "GET /api/v1/events",
    "POST /api/desktop/quick-add/hide",
    "POST /mcp",
    "GET /api/v1/set-asides/{id}",
    "POST /api/v1/set-asides/{id}/bring-back",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_described_is_what_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(folder.path(), OpenOptions::default()).unwrap();
    let desktop = Arc::new(Desktop::default());
    let host: Arc<dyn Host> = Arc::clone(&desktop) as Arc<dyn Host>;
    let server = start_on(database, |options| options.host = Some(host)).await;
    let addr = server.addr();
    let mut document = Document::of(addr).await;
    let ticket = server.mint_ticket("local", LONG).unwrap();
    let session = Request::new(addr, "POST", "/api/chatkit/session").bearer(&ticket).send(addr).await;
    let secret = document.check("POST", "/api/chatkit/session", &session)["client_secret"].as_str().unwrap().to_owned();
    let mut tried = Tried { page: Page { addr, secret: secret.clone() }, document: &mut document };
    tried.get("/healthz").await;
    tried.post("/api/chatkit/refresh", json!({ "token": secret })).await;
    tried.post("/api/chatkit/refresh", json!({ "token": "x" })).await;
    tried.send("POST", "/api/chatkit/tickets", "", "", None).await;
    try_tasks(&mut tried).await;
    try_lists(&mut tried).await;
    try_chat(&mut tried).await;
    try_uploads(&mut tried).await;
    try_settings(&mut tried).await;
    try_dialogs(&mut tried, &desktop).await;
    tried.send("DELETE", "/api/chatkit/session", "", "", None).await;
    tried.get("/api/v1/tasks").await;

    let paths = document.json["paths"].as_object().unwrap();
    let described = paths.iter().flat_map(|(path, methods)| {
        methods.as_object().unwrap().keys().map(move |method| format!("{} {path}", method.to_ascii_uppercase()))
    });
    let left: Vec<_> =
        described.filter(|one| !document.tried.contains(one) && !NOT_TRIED.contains(&one.as_str())).collect();
    assert_eq!(left, Vec::<String>::new(), "described and not tried");
}

#[tokio::test]
async fn every_route_is_described_with_what_it_asks_for() {
    let server = start().await;
    let document = Document::of(server.addr()).await.json;
    assert_eq!(document["openapi"], "3.1.1");
    for (method, path, access) in access_table() {
        let operation = &document["paths"][path.replace("{*", "{")][method.as_str().to_ascii_lowercase()];
        assert!(operation["summary"].is_string(), "{method} {path}");
        let is_open = operation["security"].as_array().is_some_and(Vec::is_empty);
        assert_eq!(is_open, access == docket_server::Access::Open, "{method} {path}");
        let refusals = operation["responses"].as_object().expect("responses");
        for status in ["400", "403", "421", "500"] {
            assert!(refusals.contains_key(status), "{method} {path} {status}");
        }
        assert_eq!(refusals.contains_key("401"), !is_open || path.ends_with("refresh"), "{method} {path}");
    }
}

#[tokio::test]
async fn the_page_of_the_api_needs_nothing_but_itself() {
    let server = start().await;
    let addr = server.addr();
    let page = Request::new(addr, "GET", "/docs").send(addr).await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
    let html = String::from_utf8(page.body).unwrap();
    assert!(html.contains("href=\"/docs/style.css\"") && !html.contains("<script"));
    let style = Request::new(addr, "GET", "/docs/style.css").send(addr).await;
    assert_eq!((style.status, style.header("content-type")), (200, Some("text/css; charset=utf-8")));
}
