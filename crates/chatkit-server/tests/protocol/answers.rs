//! Requests that are answered in JSON.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use chatkit_server::{
    Attachment, AttachmentKind, AttachmentsCreate, Audio, ChatKit, Event, Input, Item, ItemKind, MemoryStore,
    RequestError, Responder, StreamError, ThreadStore, Turn, UploadDescriptor, UploadMethod,
};
use serde_json::{Value, json};

use crate::support::{Step, Steps, create, hidden, json, refusal, say, server, stored, stream, thread_id, user_input};

fn ids(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

/// Walks a listing and answers all ids.
async fn walk(server: &ChatKit<MemoryStore, Steps>, kind: &str, params: &Value, limit: usize) -> Vec<String> {
    let mut seen = Vec::new();
    let mut after = Value::Null;
    loop {
        let mut params = params.clone();
        params["limit"] = json!(limit);
        params["after"] = after;
        let page = json(server, kind, params).await.unwrap();
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        if page["has_more"] == false {
            assert_eq!(page.get("after"), None, "the last page has no cursor");
            return seen;
        }
        assert_eq!(ids(&page).len(), limit, "a page with more to come is full");
        after = page["after"].clone();
    }
}

#[tokio::test]
async fn items_are_paged_both_ways_without_hidden_ones() {
    let server = server([vec![Step::Add(hidden()), Step::Say("answer"), Step::Add(hidden())]]);
    let thread = thread_id(&create(&server, "hello").await);
    for _ in 0..11 {
        say(&server, &thread, "more").await;
    }
    let all = json(&server, "items.list", json!({"thread_id": thread, "order": "asc", "limit": 100})).await.unwrap();
    let asc: Vec<String> = ids(&all).into_iter().map(str::to_owned).collect();
    assert_eq!((asc.len(), &all["has_more"]), (24, &json!(false)));
    let desc: Vec<String> = asc.iter().rev().cloned().collect();
    for limit in [1, 5, 23, 24, 25] {
        assert_eq!(walk(&server, "items.list", &json!({"thread_id": thread, "order": "asc"}), limit).await, asc);
        assert_eq!(walk(&server, "items.list", &json!({"thread_id": thread}), limit).await, desc, "by default");
    }
    let first = json(&server, "items.list", json!({"thread_id": thread, "limit": 0})).await.unwrap();
    assert_eq!(ids(&first), desc[..20], "20 newest by default");
    let opened = json(&server, "threads.get_by_id", json!({"thread_id": thread})).await.unwrap();
    assert_eq!(ids(&opened["items"]), asc[..20]);
    let cursor = &opened["items"]["after"];
    let rest =
        json(&server, "items.list", json!({"thread_id": thread, "order": "asc", "after": cursor})).await.unwrap();
    assert_eq!(ids(&rest), asc[20..]);
}

#[tokio::test]
async fn threads_are_listed_by_creation_without_items() {
    let server = server([vec![Step::Say("hi")]]);
    let mut made = Vec::new();
    for _ in 0..7 {
        made.push(thread_id(&create(&server, "hello").await));
    }
    say(&server, &made[0], "activity does not move a thread").await;
    let newest: Vec<String> = made.iter().rev().cloned().collect();
    for limit in [1, 3, 7, 8] {
        assert_eq!(walk(&server, "threads.list", &json!({}), limit).await, newest);
        assert_eq!(walk(&server, "threads.list", &json!({"order": "asc"}), limit).await, made);
    }
    let page = json(&server, "threads.list", json!({"limit": 1})).await.unwrap();
    assert_eq!(page["data"][0]["items"], json!({"data": [], "has_more": false}));
}

#[tokio::test]
async fn a_page_is_never_larger_than_the_maximum() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Say("hi")]]));
    let thread = thread_id(&create(&server, "hello").await);
    let answer = stored(&store, &thread).await[1].clone();
    let more: Vec<Item> = (0..250).map(|_| Item::new(&thread, answer.kind.clone(), answer.created_at)).collect();
    store.add_items(&more).await.unwrap();
    let params = json!({"thread_id": thread, "limit": 18_446_744_073_709_551_615_u64});
    let page = json(&server, "items.list", params).await.unwrap();
    assert_eq!((ids(&page).len(), &page["has_more"]), (200, &json!(true)));
}

#[tokio::test]
async fn a_thread_is_renamed_and_deleted() {
    let server = server([vec![Step::Say("hi")]]);
    let thread = thread_id(&create(&server, "hello").await);
    let renamed = json(&server, "threads.update", json!({"thread_id": thread, "title": "Renamed ✎"})).await.unwrap();
    assert_eq!((&renamed["title"], &renamed["items"]["data"]), (&json!("Renamed ✎"), &json!([])));
    let listed = json(&server, "threads.list", json!({})).await.unwrap();
    assert_eq!(listed["data"][0]["title"], "Renamed ✎");

    assert_eq!(json(&server, "threads.delete", json!({"thread_id": thread})).await.unwrap(), json!({}));
    assert_eq!(json(&server, "threads.delete", json!({"thread_id": thread})).await.unwrap(), json!({}), "again");
    assert_eq!(refusal(&server, "threads.get_by_id", json!({"thread_id": thread})).await.0, 404);
    let message = json!({"thread_id": thread, "input": user_input("x")});
    assert_eq!(refusal(&server, "threads.add_user_message", message).await.0, 404);
    assert_eq!(json(&server, "threads.list", json!({})).await.unwrap()["data"], json!([]));
}

#[tokio::test]
async fn feedback_is_taken_or_refused() {
    let server = server([vec![Step::Say("hi")]]);
    let events = create(&server, "hello").await;
    let thread = thread_id(&events);
    let items = json(&server, "items.list", json!({"thread_id": thread})).await.unwrap();
    let params = json!({"thread_id": thread, "item_ids": [items["data"][0]["id"]], "kind": "negative"});
    assert_eq!(json(&server, "items.feedback", params).await.unwrap(), json!({}));
}

fn note() -> Attachment {
    Attachment {
        id: "atc_1".to_owned(),
        name: "note.txt".to_owned(),
        mime_type: "text/plain".to_owned(),
        upload_descriptor: None,
        thread_id: None,
        metadata: json!({"path": "own"}).as_object().cloned(),
        kind: AttachmentKind::File,
    }
}

#[tokio::test]
async fn attachments_come_with_the_message_and_without_metadata() {
    let store = MemoryStore::new();
    let note = note();
    store.save_attachment(&note).await.unwrap();
    let server = ChatKit::new(store.clone(), Steps::new([vec![Step::Say("read it")]]));
    let mut input = user_input("see this");
    input["attachments"] = json!(["atc_1"]);

    let events = stream(&server, "threads.create", json!({"input": input})).await;
    let thread = thread_id(&events);

    let sent = serde_json::to_value(&events[1]).unwrap();
    let expected =
        json!([{"type": "file", "id": "atc_1", "name": "note.txt", "mime_type": "text/plain", "thread_id": thread}]);
    assert_eq!(sent["item"]["attachments"], expected);
    let listed = json(&server, "items.list", json!({"thread_id": thread, "order": "asc"})).await.unwrap();
    assert_eq!(listed["data"][0]["attachments"], expected);
    let kept = store.load_attachment("atc_1").await.unwrap();
    assert_eq!(kept, Attachment { thread_id: Some(thread), ..note });
}

/// Takes up nothing.
struct Silent;

impl Responder for Silent {
    async fn respond(&self, _: &mut Turn, _: Input) -> Result<(), StreamError> {
        Ok(())
    }
}

/// Answers how much it heard.
struct Listener;

impl Responder for Listener {
    async fn respond(&self, _: &mut Turn, _: Input) -> Result<(), StreamError> {
        Ok(())
    }

    async fn transcribe(&self, audio: Audio) -> Result<String, RequestError> {
        Ok(format!("{} bytes of {}", audio.bytes.len(), audio.media_type()))
    }
}

/// Takes images of up to 10 bytes.
#[derive(Clone, Default)]
struct Uploads(Arc<Mutex<Vec<String>>>);

impl Responder for Uploads {
    async fn respond(&self, _: &mut Turn, _: Input) -> Result<(), StreamError> {
        Ok(())
    }

    async fn create_attachment(&self, id: &str, file: AttachmentsCreate) -> Result<Attachment, RequestError> {
        if file.size > 10 {
            return Err(RequestError::Invalid("at most 10 bytes".to_owned()));
        }
        let upload = UploadDescriptor {
            url: format!("http://127.0.0.1:1/up/{id}"),
            method: UploadMethod::Put,
            headers: BTreeMap::new(),
        };
        Ok(Attachment {
            id: "an id of its own".to_owned(),
            name: file.name,
            mime_type: file.mime_type,
            upload_descriptor: Some(upload),
            thread_id: None,
            metadata: json!({"path": "own"}).as_object().cloned(),
            kind: AttachmentKind::Image { preview_url: "data:,".to_owned() },
        })
    }

    async fn delete_attachment(&self, attachment: &Attachment) -> Result<(), RequestError> {
        self.0.lock().unwrap().push(attachment.id.clone());
        Ok(())
    }
}

#[tokio::test]
async fn an_upload_is_announced_and_deleted() {
    let store = MemoryStore::new();
    let uploads = Uploads::default();
    let server = ChatKit::new(store.clone(), uploads.clone());
    let file = |size: u64| json!({"name": "p.png", "size": size, "mime_type": "image/png"});

    let made = json(&server, "attachments.create", file(3)).await.unwrap();
    let refused = refusal(&server, "attachments.create", file(11)).await;

    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("atc_"), "the id is the library's: {id}");
    let upload = json!({"url": format!("http://127.0.0.1:1/up/{id}"), "method": "PUT", "headers": {}});
    assert_eq!((&made["upload_descriptor"], made.get("metadata")), (&upload, None));
    assert_eq!(store.load_attachment(id).await.unwrap().metadata.unwrap()["path"], "own");
    assert_eq!(refused, (400, "INVALID_REQUEST".to_owned()));

    for attachment_id in [id, id, "atc_missing"] {
        let params = json!({"attachment_id": attachment_id});
        assert_eq!(json(&server, "attachments.delete", params).await.unwrap(), json!({}));
    }
    assert_eq!(*uploads.0.lock().unwrap(), [id], "its bytes are deleted once");
    assert!(store.load_attachment(id).await.is_err());
}

#[tokio::test]
async fn the_bytes_of_an_announced_upload_arrive() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Uploads::default());
    let made = json(&server, "attachments.create", json!({"name": "p.png", "size": 3, "mime_type": "image/png"}));
    let id = made.await.unwrap()["id"].as_str().unwrap().to_owned();

    for _ in 0..2 {
        let arrived = server.attachment_arrived(&id).await.unwrap();
        assert_eq!((arrived.upload_descriptor, arrived.metadata), (None, None));
    }
    let kept = store.load_attachment(&id).await.unwrap();
    assert_eq!((kept.upload_descriptor, kept.metadata.unwrap()["path"].as_str()), (None, Some("own")));

    let missing = server.attachment_arrived("atc_missing").await.unwrap_err();
    assert_eq!((missing.status(), missing.code()), (404, "ATTACHMENT_NOT_FOUND"));
    assert!(store.load_attachment("atc_missing").await.is_err(), "nothing is made by arriving");
}

#[tokio::test]
async fn a_direct_upload_needs_no_second_step() {
    let store = MemoryStore::new();
    let server = ChatKit::new(store.clone(), Uploads::default());
    let file = |size| AttachmentsCreate { name: "p.png".to_owned(), size, mime_type: "image/png".to_owned() };

    let added = server.add_attachment("atc_7", file(3)).await.unwrap();
    let refused = server.add_attachment("atc_8", file(11)).await.unwrap_err();

    assert_eq!((added.id.as_str(), &added.upload_descriptor, &added.metadata), ("atc_7", &None, &None));
    assert_eq!(store.load_attachment("atc_7").await.unwrap().metadata.unwrap()["path"], "own");
    assert_eq!(refused.code(), "INVALID_REQUEST");
    assert!(store.load_attachment("atc_8").await.is_err(), "a refused file is not recorded");
    let input = json!({"content": [], "attachments": ["atc_7"], "inference_options": {}});
    let events = stream(&server, "threads.create", json!({"input": input})).await;
    assert!(matches!(&events[1], Event::ItemDone { item } if matches!(&item.kind,
        ItemKind::UserMessage(message) if message.attachments[0].id == "atc_7")));
}

#[tokio::test]
async fn speech_becomes_text() {
    let server = ChatKit::new(MemoryStore::new(), Listener);
    for media_type in ["audio/webm", "audio/mp4", "audio/ogg"] {
        let params = json!({"audio_base64": "AAEC/w==", "mime_type": format!("{media_type};codecs=opus")});
        let answer = json(&server, "input.transcribe", params).await.unwrap();
        assert_eq!(answer, json!({"text": format!("4 bytes of {media_type}")}));
    }
    for (audio, mime_type) in [("AAEC/w", "audio/mp4"), ("not base64!", "audio/mp4"), ("AAAA", "text/html"), ("", "")] {
        let params = json!({"audio_base64": audio, "mime_type": mime_type});
        let refused = refusal(&server, "input.transcribe", params).await;
        assert_eq!(refused, (400, "INVALID_REQUEST".to_owned()), "{audio} {mime_type}");
    }
}

#[tokio::test]
async fn what_a_responder_does_not_take_up_says_so() {
    let store = MemoryStore::new();
    store.save_attachment(&note()).await.unwrap();
    let server = ChatKit::new(store, Silent);
    let thread = thread_id(&create(&server, "hello").await);
    for (kind, params) in [
        ("attachments.create", json!({"name": "a", "size": 1, "mime_type": "text/plain"})),
        ("attachments.delete", json!({"attachment_id": "atc_1"})),
        ("input.transcribe", json!({"audio_base64": "AAAA", "mime_type": "audio/mp4"})),
        ("items.feedback", json!({"thread_id": thread, "item_ids": [], "kind": "positive"})),
        ("threads.sync_custom_action", json!({"thread_id": thread, "action": {"type": "a"}})),
    ] {
        assert_eq!(refusal(&server, kind, params).await, (400, "UNSUPPORTED_REQUEST".to_owned()), "{kind}");
    }
    let events = stream(&server, "threads.custom_action", json!({"thread_id": thread, "action": {"type": "a"}})).await;
    let expected =
        json!({"type": "error", "code": "custom", "message": "this server has no actions", "allow_retry": false});
    assert_eq!(serde_json::to_value(events.last().unwrap()).unwrap(), expected);
}
