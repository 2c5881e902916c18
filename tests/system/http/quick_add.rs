//! `/api/v1/quick-add`.

use serde_json::{Value, json};
use support::in_process::{Page, start};
use support::raw::Connection;

use super::{ok, refused};

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
