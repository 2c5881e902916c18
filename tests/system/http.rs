//! The list, quick add, undo, live events, settings and the chat over HTTP, as the window uses them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use docket_assistant::secrets::{Keys, Memory, Secrets, SecretsError};
use docket_server::{Can, Host, HostError};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use secrecy::SecretString;
use serde_json::{Value, json};
use support::in_process::{Page, events, say, start, start_in, start_on, start_with};
use support::raw::{Answer, Connection};

fn ok(answer: &Answer) -> Value {
    assert!((200..300).contains(&answer.status), "{}: {}", answer.status, answer.json());
    answer.json()
}

fn refused(answer: &Answer) -> (u16, String, Value) {
    (answer.status, answer.code(), answer.json()["error"]["fields"].clone())
}

#[tokio::test]
async fn the_sentence_becomes_a_task_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let server = start_in(folder.path()).await;
    let page = Page::open(&server).await;
    let mut connection = Connection::open(page.addr).await;
    let request = page.request("POST", "/chatkit").json(&say("Add a task to buy groceries tomorrow 5pm"));
    connection.write(&request.header("Connection", "close").bytes()).await;
    let head = connection.answer().await.expect("an answer");
    assert_eq!((head.status, head.header("content-type")), (200, Some("text/event-stream")));
    assert_eq!(head.header("cache-control"), Some("no-store"));
    let told = events(&connection.rest().await);
    let kinds: Vec<_> = told.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds[..3], ["thread.created", "thread.item.done", "stream_options"]);
    assert!(!kinds.contains(&"error"), "{told:?}");
    let said =
        told.iter().rfind(|event| event["item"]["type"] == "assistant_message" && event["type"] == "thread.item.done");
    let said = said.expect("an answer in words")["item"]["content"][0]["text"].as_str().unwrap().to_owned();
    assert!(said.contains("Sun") && said.contains("22 Nov"), "with the weekday: {said}");
    server.shutdown().await;

    let (title, due, zone, status) = only_task(folder.path());
    assert_eq!(
        (title.as_str(), due.as_str(), zone.as_str(), status.as_str()),
        ("Buy groceries", "2026-11-22T17:00", "Europe/Berlin", "open")
    );
}

/// The one task of a data directory, read by SQLite alone.
#[expect(clippy::disallowed_methods, reason = "looks at the file from outside, only reading")]
fn only_task(folder: &std::path::Path) -> (String, String, String, String) {
    let file = rusqlite::Connection::open(folder.join("docket.sqlite3")).unwrap();
    let mut query = file.prepare("SELECT title, due, due_zone, status FROM tasks").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    let mut rows: Vec<_> = rows.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[tokio::test]
async fn a_task_is_added_changed_completed_and_taken_back() {
    let server = start().await;
    let page = Page::open(&server).await;
    let new = json!({ "title": "Pay rent", "due": "2026-11-21", "priority": 1, "labels": ["bills"], "list": "Home" });
    let added = page.send("POST", "/api/v1/tasks", &new).await;
    assert_eq!(added.status, 201);
    let task = added.json();
    assert_eq!(
        (&task["title"], &task["due"], &task["source"], &task["revision"]),
        (&json!("Pay rent"), &json!("2026-11-21"), &json!("ui"), &json!(1))
    );
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());

    let changed = ok(&page.send("PATCH", &target, &json!({ "due": null, "title": "Pay the rent" })).await);
    assert_eq!(
        (&changed["title"], &changed["due"], &changed["priority"]),
        (&json!("Pay the rent"), &Value::Null, &json!(1))
    );
    let done = ok(&page.bare("POST", &format!("{target}/complete")).await);
    assert_eq!(done["task"]["status"], "done");
    assert!(done["change_set"].is_string() && done["task"]["change_set"].is_null());
    assert_eq!(ok(&page.get("/api/v1/tasks").await)["tasks"], json!([]));
    assert_eq!(ok(&page.get("/api/v1/tasks?view=done").await)["tasks"][0]["title"], "Pay the rent");

    let undone = ok(&page.bare("POST", "/api/v1/undo").await);
    assert_eq!((&undone["undone"], &undone["tasks"][0]["status"]), (&done["change_set"], &json!("open")));
    let redone = ok(&page.bare("POST", "/api/v1/redo").await);
    assert_eq!(redone["tasks"][0]["status"], "done");
    assert_eq!(ok(&page.bare("POST", &format!("{target}/reopen")).await)["status"], "open");
    assert!(ok(&page.bare("DELETE", &target).await)["deleted_at"].is_string());
    assert_eq!(ok(&page.get("/api/v1/lists").await)["views"]["trash"], 1);
    assert!(ok(&page.bare("POST", &format!("{target}/restore")).await)["deleted_at"].is_null());
    let moved = ok(&page.send("POST", &format!("{target}/move"), &json!({ "list": null, "position": 7.5 })).await);
    assert_eq!((&moved["list"], &moved["position"]), (&Value::Null, &json!(7.5)));
    assert_eq!(ok(&page.get(&target).await)["id"], task["id"]);
}

#[tokio::test]
async fn what_cannot_be_says_which_field() {
    let server = start().await;
    let page = Page::open(&server).await;
    let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a" })).await);
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    let invalid = |field: &str| (422, "INVALID".to_owned(), json!([field]));
    for (body, field) in [
        (json!({}), "title"),
        (json!({ "title": "" }), "title"),
        (json!({ "title": 5 }), "title"),
        (json!({ "title": "a".repeat(501) }), "title"),
        (json!({ "title": "a", "due": "tomorrow" }), "due"),
        (json!({ "title": "a", "due": "2026-02-30" }), "due"),
        (json!({ "title": "a", "due_zone": "Europe/Berlin" }), "due_zone"),
        (json!({ "title": "a", "priority": 5 }), "priority"),
        (json!({ "title": "a", "labels": "x" }), "labels"),
        (json!([]), "body"),
    ] {
        assert_eq!(refused(&page.send("POST", "/api/v1/tasks", &body).await), invalid(field), "{body}");
    }
    assert_eq!(refused(&page.send("PATCH", &target, &json!({ "title": null })).await), invalid("title"));
    assert_eq!(refused(&page.get("/api/v1/tasks?limit=0").await), invalid("limit"));
    assert_eq!(refused(&page.get("/api/v1/tasks?limit=501").await), invalid("limit"));
    assert_eq!(refused(&page.get("/api/v1/tasks?after=nonsense").await).0, 422);
    assert_eq!(
        refused(&page.send("POST", &format!("{target}/move"), &json!({})).await),
        (422, "INVALID".to_owned(), json!(["list", "position"]))
    );
    let code = |answer: &Answer| (answer.status, answer.code());
    for (answer, expected) in [
        (page.get("/api/v1/tasks?limit=x").await, (400, "MALFORMED")),
        (page.get("/api/v1/tasks?view=none").await, (400, "MALFORMED")),
        (page.get("/api/v1/tasks?list=none").await, (404, "LIST_NOT_FOUND")),
        (page.get("/api/v1/tasks?list=01936f00-0000-7000-8000-000000000000").await, (404, "LIST_NOT_FOUND")),
        (page.get("/api/v1/tasks/7f3a").await, (404, "TASK_NOT_FOUND")),
        (page.bare("DELETE", "/api/v1/lists/none").await, (404, "LIST_NOT_FOUND")),
        (page.get("/api/v1/tasks/01936f00-0000-7000-8000-000000000000").await, (404, "TASK_NOT_FOUND")),
        (page.bare("POST", &format!("{target}/reopen")).await, (409, "WRONG_STATE")),
        (page.bare("POST", &format!("{target}/restore")).await, (409, "WRONG_STATE")),
        (page.bare("POST", "/api/v1/redo").await, (409, "NOTHING_TO_REDO")),
    ] {
        assert_eq!(code(&answer), (expected.0, expected.1.to_owned()), "{}", answer.json());
    }
    for (target, body, field) in [
        ("/api/v1/lists", json!({ "name": 5 }), "name"),
        ("/api/v1/quick-add", json!({}), "text"),
        ("/api/v1/quick-add", json!({ "text": "a", "ignore": [{ "start": 0, "end": "x" }] }), "ignore"),
        ("/api/v1/undo", json!({ "change_set": "x" }), "change_set"),
        ("/api/chatkit/refresh", json!({ "token": null }), "token"),
    ] {
        assert_eq!(refused(&page.send("POST", target, &body).await), invalid(field), "{target} {body}");
    }
    let broken = page.request("POST", "/api/v1/tasks").body("{").header("Content-Type", "application/json");
    assert_eq!(code(&broken.send(page.addr).await), (400, "MALFORMED".to_owned()));
}

#[tokio::test]
async fn undoing_what_has_changed_since_names_the_fields() {
    let server = start().await;
    let page = Page::open(&server).await;
    let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a" })).await);
    let target = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    let first = ok(&page.send("PATCH", &target, &json!({ "title": "b" })).await);
    ok(&page.send("PATCH", &target, &json!({ "title": "c" })).await);
    let answer = page.send("POST", "/api/v1/undo", &json!({ "change_set": first["change_set"] })).await;
    assert_eq!(refused(&answer), (409, "UNDO_CONFLICT".to_owned(), json!(["title"])));
    assert_eq!(answer.json()["error"]["type"], "Conflict");
    assert_eq!(answer.json()["error"]["message"], "Cannot be undone: title changed since.");
}

#[tokio::test]
async fn the_same_idempotency_key_adds_once() {
    let server = start().await;
    let page = Page::open(&server).await;
    let post = |key: &str, title: &str| {
        page.request("POST", "/api/v1/tasks")
            .json(&json!({ "title": title }))
            .header("Idempotency-Key", key)
            .send(page.addr)
    };
    let first = ok(&post("k-1", "a").await);
    let again = post("k-1", "a").await;
    assert_eq!((again.status, &again.json()["id"]), (201, &first["id"]));
    assert_ne!(ok(&post("k-2", "a").await)["id"], first["id"]);
    assert_eq!(refused(&post("k-1", "b").await).1, "IDEMPOTENCY_CONFLICT");
    assert_eq!(refused(&post("", "a").await).1, "MALFORMED");
    assert_eq!(refused(&post(&"k".repeat(201), "a").await).1, "MALFORMED");
    assert_eq!(ok(&page.get("/api/v1/tasks").await)["tasks"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_line_says_everything_and_a_refused_chip_is_text() {
    let server = start().await;
    let page = Page::open(&server).await;
    let text = "Köfte 🥙 kaufen tomorrow 5pm #Home @food p1";
    let preview = ok(&page.send("POST", "/api/v1/quick-add/preview", &json!({ "text": text })).await);
    assert_eq!(preview["draft"]["title"], "Köfte 🥙 kaufen");
    assert_eq!((&preview["draft"]["due"], &preview["draft"]["list"]), (&json!("2026-11-22T17:00"), &json!("Home")));
    let units: Vec<u16> = text.encode_utf16().collect();
    for span in preview["spans"].as_array().unwrap() {
        let part = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
        let slice = String::from_utf16(&units[part("start")..part("end")]).unwrap();
        assert_eq!(span["text"], slice, "offsets are UTF-16 units");
    }
    assert_eq!(ok(&page.get("/api/v1/tasks").await)["tasks"], json!([]), "a preview writes nothing");

    let added = page.send("POST", "/api/v1/quick-add", &json!({ "text": text })).await;
    assert_eq!(added.status, 201);
    let task = added.json();
    assert_eq!(
        (&task["source"], &task["priority"], &task["labels"]),
        (&json!("quick_add"), &json!(1), &json!(["food"]))
    );
    assert_eq!((&task["created_lists"], &task["created_labels"]), (&json!(["Home"]), &json!(["food"])));
    assert!(task["understood"].as_str().unwrap().contains("17:00") && task["change_set"].is_string(), "{task}");

    let start = units.iter().position(|unit| *unit == u16::from(b'#')).unwrap();
    let ignore = json!([{ "start": start, "end": start + 5 }]);
    let refused_chip =
        ok(&page.send("POST", "/api/v1/quick-add/preview", &json!({ "text": text, "ignore": ignore })).await);
    assert_eq!(refused_chip["draft"]["list"], Value::Null);
    assert!(refused_chip["draft"]["title"].as_str().unwrap().contains("#Home"));
    let empty = page.send("POST", "/api/v1/quick-add", &json!({ "text": "  " })).await;
    assert_eq!(refused(&empty), (422, "INVALID".to_owned(), json!(["title"])));
    let wild = json!({ "text": "a", "ignore": [{ "start": 9_000_000_000_u64, "end": 3 }] });
    assert_eq!(ok(&page.send("POST", "/api/v1/quick-add/preview", &wild).await)["draft"]["title"], "a");
}

#[tokio::test]
async fn lists_are_made_renamed_and_deleted_without_their_tasks() {
    let server = start().await;
    let page = Page::open(&server).await;
    let made = page.send("POST", "/api/v1/lists", &json!({ "name": "Home" })).await;
    assert_eq!(made.status, 201);
    let list = made.json();
    assert_eq!((&list["name"], &list["open_count"], &list["revision"]), (&json!("Home"), &json!(0), &json!(1)));
    let target = format!("/api/v1/lists/{}", list["id"].as_str().unwrap());
    let task =
        ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a", "list": list["id"], "labels": ["x"] })).await);
    assert_eq!(task["list"], list["id"]);
    assert_eq!(ok(&page.get("/api/v1/tasks?list=home").await)["tasks"][0]["id"], task["id"], "by its name as well");
    assert_eq!(refused(&page.send("POST", "/api/v1/lists", &json!({ "name": "HOME" })).await).1, "LIST_EXISTS");
    let renamed = ok(&page.send("PATCH", &target, &json!({ "name": "Haus" })).await);
    assert_eq!((&renamed["name"], &renamed["open_count"]), (&json!("Haus"), &json!(1)));
    assert_eq!(ok(&page.get("/api/v1/labels").await)["labels"][0]["name"], "x");
    assert_eq!(page.bare("DELETE", &target).await.status, 204);
    assert_eq!(refused(&page.bare("DELETE", &target).await).1, "LIST_NOT_FOUND");
    let inbox = ok(&page.get("/api/v1/tasks?view=inbox").await);
    assert_eq!(inbox["tasks"][0]["id"], task["id"], "its task is in the Inbox");
}

#[tokio::test]
async fn every_change_is_told_to_every_open_page() {
    let server = start().await;
    let (page, other) = (Page::open(&server).await, Page::open(&server).await);
    let mut feed = Connection::open(other.addr).await;
    feed.write(&other.request("GET", "/api/v1/events").bytes()).await;
    assert_eq!(feed.answer().await.expect("an answer").header("content-type"), Some("text/event-stream"));
    let hello = events(&feed.more().await);
    assert_eq!(hello, [json!({ "kind": "hello", "revision": 0 })]);

    let task = ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "a" })).await);
    let told = json!({ "kind": "tasks", "ids": [task["id"]], "revision": 1, "change_set": task["change_set"] });
    assert_eq!(events(&feed.more().await), [told]);
    ok(&page.send("PATCH", "/api/v1/settings", &json!({ "ui_state": { "view": "today" } })).await);
    ok(&page.send("PATCH", "/api/v1/settings", &json!({ "model": "m" })).await);
    assert_eq!(events(&feed.more().await)[0]["kind"], "settings", "the window's own state is no event");
    server.emit_open("/tasks/1", "main");
    assert_eq!(events(&feed.more().await), [json!({ "kind": "open", "path": "/tasks/1", "window": "main" })]);
}

#[tokio::test]
async fn settings_change_field_by_field_and_the_key_never_comes_back() {
    let server = start().await;
    let page = Page::open(&server).await;
    let settings = ok(&page.get("/api/v1/settings").await);
    let key = json!({ "present": false, "last4": null, "store": "unknown" });
    let defaults = json!({ "provider": "rules", "base_url": null, "model": null, "session_ttl_s": 3600, "key": key, "ui_state": {} });
    assert_eq!(settings, defaults);

    let state = json!({ "ui_state": { "view": "today", "widths": { "chat": 400 } } });
    ok(&page.send("PATCH", "/api/v1/settings", &state).await);
    let merged =
        ok(&page.send("PATCH", "/api/v1/settings", &json!({ "ui_state": { "view": null, "theme": "dark" } })).await);
    assert_eq!(merged["ui_state"], json!({ "widths": { "chat": 400 }, "theme": "dark" }));
    let large = json!({ "ui_state": { "drafts": "d".repeat(70_000) } });
    assert_eq!(
        refused(&page.send("PATCH", "/api/v1/settings", &large).await),
        (413, "TOO_LARGE".to_owned(), json!(["ui_state"]))
    );

    for (body, field) in [
        (json!({ "provider": "none" }), "provider"),
        (json!({ "base_url": "http://example.org/v1" }), "base_url"),
        (json!({ "base_url": "ftp://127.0.0.1" }), "base_url"),
        (json!({ "model": 5 }), "model"),
        (json!({ "ui_state": [] }), "ui_state"),
        (json!({ "session_ttl_s": "long" }), "session_ttl_s"),
    ] {
        assert_eq!(
            refused(&page.send("PATCH", "/api/v1/settings", &body).await),
            (422, "INVALID".to_owned(), json!([field])),
            "{body}"
        );
    }
    let compatible = json!({ "provider": "compatible", "base_url": "http://127.0.0.1:9/v1", "model": "m" });
    ok(&page.send("PATCH", "/api/v1/settings", &compatible).await);
    let assistant = ok(&page.get("/api/v1/app").await)["assistant"].clone();
    assert_eq!(
        assistant,
        json!({ "provider": "compatible", "model": "m", "host": "127.0.0.1:9", "leaves_computer": false })
    );

    let secret = "sk-0123456789abcdefWXYZ";
    let set = page.send("PUT", "/api/v1/settings/key", &json!({ "key": secret })).await;
    assert_eq!(ok(&set)["key"], json!({ "present": true, "last4": "WXYZ", "store": "keyring" }));
    let shown = page.get("/api/v1/settings").await;
    assert!(!String::from_utf8_lossy(&shown.body).contains("sk-"), "never returned");
    assert_eq!(refused(&page.send("PUT", "/api/v1/settings/key", &json!({ "key": " " })).await).0, 422);
    assert_eq!(ok(&page.bare("DELETE", "/api/v1/settings/key").await)["key"]["present"], false);
}

#[tokio::test]
async fn a_list_is_meant_by_its_id_its_name_or_inbox() {
    let server = start().await;
    let page = Page::open(&server).await;
    ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "loose" })).await);
    let made =
        ok(&page.send("POST", "/api/v1/tasks", &json!({ "title": "fixed", "list": "Home", "labels": ["x"] })).await);
    assert_eq!((&made["created_lists"], &made["created_labels"]), (&json!(["Home"]), &json!(["x"])));
    let target = format!("/api/v1/tasks/{}", made["id"].as_str().unwrap());
    let changed = ok(&page.send("PATCH", &target, &json!({ "labels": ["x", "y"] })).await);
    assert_eq!((&changed["created_lists"], &changed["created_labels"]), (&json!([]), &json!(["y"])));

    let titles = async |list: &str| {
        let tasks = ok(&page.get(&format!("/api/v1/tasks?view=all&list={list}")).await)["tasks"].clone();
        tasks.as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let id = ok(&page.get("/api/v1/lists").await)["lists"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(titles("Inbox").await, ["loose"]);
    assert_eq!(titles("home").await, ["fixed"]);
    assert_eq!(titles(&id).await, ["fixed"]);
    let narrowed = page.get("/api/v1/tasks?view=today&list=inbox").await;
    assert_eq!(refused(&narrowed), (422, "INVALID".to_owned(), json!(["view", "list"])));
}

#[tokio::test]
async fn a_refusal_says_nothing_of_the_inside() {
    let server = start().await;
    let page = Page::open(&server).await;
    let message = |answer: &Answer| answer.json()["error"]["message"].as_str().unwrap().to_owned();
    assert_eq!(message(&page.get("/api/v1/tasks/7f3a").await), "No task `7f3a`.");
    assert_eq!(message(&page.send("POST", "/api/v1/quick-add", &json!({})).await), "`text` is missing.");
    let shapeless = page.send("POST", "/api/v1/quick-add", &json!("text")).await;
    assert_eq!(message(&shapeless), "The body is not what this address takes.");
    let wrong = page.send("POST", "/api/v1/undo", &json!({ "change_set": "abc" })).await;
    assert_eq!(message(&wrong), "`change_set` has a value that this address does not take.");
}

#[tokio::test]
async fn a_line_sent_again_under_its_key_adds_once() {
    let server = start().await;
    let page = Page::open(&server).await;
    let send = async || {
        let request = page.request("POST", "/api/v1/quick-add").json(&json!({ "text": "Pay rent #Home" }));
        let mut connection = Connection::open(page.addr).await;
        connection.write(&request.header("Idempotency-Key", "a-1").header("Connection", "close").bytes()).await;
        ok(&connection.answer().await.expect("an answer"))
    };
    assert_eq!(send().await["id"], send().await["id"]);
    assert_eq!(ok(&page.get("/api/v1/tasks?view=all").await)["tasks"].as_array().unwrap().len(), 1);
}

/// A server whose store and keyring the test can look into.
async fn start_with_store(keys: Keys) -> (docket_server::Server, docket_store::Store) {
    let database = docket_store::Database::in_memory().expect("a database in memory");
    let store = database.store("local");
    (start_on(database, |options| options.keys = Arc::new(keys)).await, store)
}

#[tokio::test]
async fn a_key_is_for_the_connection_that_it_was_saved_for() {
    let (server, store) = start_with_store(Keys::new(Arc::new(Memory::default()), None)).await;
    let page = Page::open(&server).await;
    let change = async |body: Value| ok(&page.send("PATCH", "/api/v1/settings", &body).await);
    let save = async || page.send("PUT", "/api/v1/settings/key", &json!({ "key": "sk-0123456789abcdefWXYZ" })).await;
    let key_for = async || store.settings().await.expect("settings").key_for;

    change(json!({ "provider": "compatible" })).await;
    assert_eq!(refused(&save().await), (422, "INVALID".to_owned(), json!(["base_url"])), "nobody to keep it for");
    change(json!({ "base_url": "http://127.0.0.1:9/v1/", "model": "small" })).await;
    ok(&save().await);
    assert_eq!(key_for().await.as_deref(), Some("http://127.0.0.1:9/v1"));

    let settings = change(json!({ "provider": "openai" })).await;
    assert_eq!(settings["model"], json!(null), "another provider's model");
    let assistant = ok(&page.get("/api/v1/app").await)["assistant"].clone();
    assert_eq!((&assistant["host"], &assistant["leaves_computer"]), (&json!("api.openai.com"), &json!(true)));
    assert_eq!(key_for().await.as_deref(), Some("http://127.0.0.1:9/v1"), "a change of provider moves no key");
    ok(&save().await);
    assert_eq!(key_for().await.as_deref(), Some("openai"));
    refused(&page.send("PUT", "/api/v1/settings/key", &json!({ "key": " " })).await);
    assert_eq!(key_for().await.as_deref(), Some("openai"), "a refused key changes nothing");
    ok(&page.bare("DELETE", "/api/v1/settings/key").await);
    assert_eq!(key_for().await.as_deref(), Some(""), "a key that is gone is nobody's");
}

/// A keyring that must not be asked.
#[derive(Debug)]
struct Untouchable(Arc<AtomicUsize>);

impl Untouchable {
    fn touched<T: Default + Send>(&self) -> BoxFuture<'_, Result<T, SecretsError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        async { Ok(T::default()) }.boxed()
    }
}

impl Secrets for Untouchable {
    fn key(&self) -> BoxFuture<'_, Result<Option<SecretString>, SecretsError>> {
        self.touched()
    }

    fn set_key(&self, _: SecretString) -> BoxFuture<'_, Result<(), SecretsError>> {
        self.touched()
    }

    fn clear_key(&self) -> BoxFuture<'_, Result<(), SecretsError>> {
        self.touched()
    }
}

#[tokio::test]
async fn looking_at_the_settings_asks_no_keyring() {
    let asked = Arc::new(AtomicUsize::new(0));
    let (server, _) = start_with_store(Keys::new(Arc::new(Untouchable(Arc::clone(&asked))), None)).await;
    let page = Page::open(&server).await;
    ok(&page.send("PATCH", "/api/v1/settings", &json!({ "provider": "openai" })).await);
    let settings = ok(&page.get("/api/v1/settings").await);
    assert_eq!(settings["key"]["store"], "unknown");
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    ok(&page.bare("DELETE", "/api/v1/settings/key").await);
    assert_ne!(asked.load(Ordering::Relaxed), 0, "the key's own routes ask");
}

#[tokio::test]
async fn a_connection_that_is_not_complete_says_so_in_the_chat() {
    let server = start_with(|options| options.provider.provider = Some("compatible".to_owned())).await;
    let page = Page::open(&server).await;
    let mut connection = Connection::open(page.addr).await;
    connection.write(&page.request("POST", "/chatkit").json(&say("hi")).header("Connection", "close").bytes()).await;
    assert_eq!(connection.answer().await.expect("an answer").status, 200);
    let told = events(&connection.rest().await);
    let last = told.last().expect("events");
    assert_eq!(last["type"], "error");
    assert!(last["message"].as_str().unwrap().contains("Settings"), "with the way out: {last}");
}

#[tokio::test]
async fn the_app_tells_what_it_is() {
    let server = start().await;
    let page = Page::open(&server).await;
    let app = ok(&page.get("/api/v1/app").await);
    let can = json!({ "quick_add": false, "open_link": false, "hot_key": false });
    let assistant = json!({ "provider": "rules", "model": null, "host": null, "leaves_computer": false });
    let expected = json!({
        "version": env!("CARGO_PKG_VERSION"), "host": "browser", "can": can, "user_id": "local",
        "now": "2026-11-21T10:00:00+01:00[Europe/Berlin]", "time_zone": "Europe/Berlin", "assistant": assistant, "element": "built_in",
    });
    assert_eq!(app, expected);
}

/// A desktop that notes what it was asked to do.
#[derive(Default)]
struct Desktop {
    asked: Mutex<Vec<String>>,
    broken: Broken,
}

#[derive(Default)]
enum Broken {
    #[default]
    No,
    Yes,
}

impl Desktop {
    fn note(&self, what: &str) -> Result<(), HostError> {
        self.asked.lock().unwrap().push(what.to_owned());
        Ok(())
    }
}

impl Host for Desktop {
    fn can(&self) -> Can {
        Can { quick_add: true, open_link: true, hot_key: false }
    }

    fn show_quick_add(&self) -> Result<(), HostError> {
        self.note("show quick add")
    }

    fn hide_quick_add(&self) -> Result<(), HostError> {
        Err(HostError("the window at /secret/path is gone".to_owned()))
    }

    fn quick_add_shown(&self) {
        self.note("shown").unwrap();
    }

    fn open_link(&self, url: &str) -> Result<(), HostError> {
        self.note(url)
    }

    fn show_window(&self) -> Result<(), HostError> {
        match self.broken {
            Broken::No => self.note("show window"),
            Broken::Yes => panic!("a desktop at /secret/path that panics"),
        }
    }
}

#[tokio::test]
async fn a_desktop_does_what_the_page_asks_and_nothing_else() {
    let desktop = Arc::new(Desktop::default());
    let host: Arc<dyn Host> = Arc::clone(&desktop) as Arc<dyn Host>;
    let server = start_with(|options| options.host = Some(host)).await;
    let page = Page::open(&server).await;
    let app = ok(&page.get("/api/v1/app").await);
    assert_eq!((&app["host"], &app["can"]["quick_add"]), (&json!("desktop"), &json!(true)));
    for target in ["quick-add/show", "quick-add/shown", "window/show"] {
        assert_eq!(page.bare("POST", &format!("/api/desktop/{target}")).await.status, 204, "{target}");
    }
    let link = async |url: &str| page.send("POST", "/api/desktop/open-link", &json!({ "url": url })).await;
    assert_eq!(link("https://example.org/a").await.status, 204);
    for url in ["file:///etc/passwd", "http://example.org", "javascript:alert(1)", "https://user@example.org"] {
        assert_eq!(refused(&link(url).await), (422, "INVALID".to_owned(), json!(["url"])), "{url}");
    }
    assert_eq!(*desktop.asked.lock().unwrap(), ["show quick add", "shown", "show window", "https://example.org/a"]);
    let failed = page.bare("POST", "/api/desktop/quick-add/hide").await;
    assert_eq!((failed.status, failed.code().as_str()), (503, "DESKTOP_FAILED"));
    assert!(!String::from_utf8_lossy(&failed.body).contains("/secret"), "no path in an answer");
}

#[tokio::test]
async fn a_panic_is_a_counted_500_that_says_nothing_and_costs_nobody_else() {
    let host: Arc<dyn Host> = Arc::new(Desktop { broken: Broken::Yes, ..Desktop::default() });
    let server = start_with(|options| options.host = Some(host)).await;
    let page = Page::open(&server).await;
    let answer = page.bare("POST", "/api/desktop/window/show").await;
    assert_eq!((answer.status, answer.code().as_str(), server.panics()), (500, "INTERNAL", 1));
    assert!(!String::from_utf8_lossy(&answer.body).contains("secret"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(page.get("/api/v1/app").await.status, 200);
}

#[tokio::test]
async fn without_a_desktop_its_routes_say_so() {
    let server = start().await;
    let page = Page::open(&server).await;
    for target in ["quick-add/show", "quick-add/hide", "quick-add/shown", "window/show"] {
        let answer = page.bare("POST", &format!("/api/desktop/{target}")).await;
        assert_eq!((answer.status, answer.code().as_str()), (501, "NO_DESKTOP"), "{target}");
    }
    let link = page.send("POST", "/api/desktop/open-link", &json!({ "url": "https://example.org" })).await;
    assert_eq!((link.status, link.code().as_str()), (501, "NO_DESKTOP"));
}
