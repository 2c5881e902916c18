//! Threads and attachments as records.

use serde_json::json;

use super::{all_items, assert_not_found, assistant_item, hidden_item, new_thread, time};
use crate::{
    Annotation, Attachment, AttachmentKind, ClientToolCall, Item, ItemKind, Source, SourceKind, ThreadChange,
    ThreadStatus, ThreadStore, ToolCallStatus, UploadDescriptor, UploadMethod, Widget, WidgetNode,
};

pub(super) async fn what_is_stored_comes_back_unchanged<S: ThreadStore>(store: &S) {
    let (thread, _) = new_thread(store).await;
    for item in awkward_items(&thread.id) {
        store.add_items(std::slice::from_ref(&item)).await.unwrap();
        assert_eq!(store.load_item(&thread.id, &item.id).await.unwrap(), item);
    }
    assert_not_found!(store.load_item(&thread.id, "msg_missing").await, Item, "msg_missing");
    assert_not_found!(store.load_item("thr_missing", "msg_missing").await, Thread, "thr_missing");
    assert_not_found!(store.load_thread("thr_missing").await, Thread, "thr_missing");
}

/// Items whose content a careless store would change.
fn awkward_items(thread_id: &str) -> Vec<Item> {
    let source = Source {
        title: "Ä ✎ \u{1F600} \u{202E}".to_owned(),
        description: None,
        timestamp: None,
        group: None,
        kind: SourceKind::Url { url: "https://example.com/?a='b'&c=\"d\"".to_owned(), attribution: None },
    };
    let mut cited = assistant_item(thread_id, "line\r\nline\u{0}\u{2028}\t'; DROP TABLE items; --");
    if let ItemKind::AssistantMessage(message) = &mut cited.kind {
        message.content[0].annotations.push(Annotation { source, index: Some(4) });
    }
    let card = WidgetNode::new("Card")
        .with("big", json!(9_007_199_254_740_993_i64))
        .with("small", json!(-0.1))
        .child(WidgetNode::new("Unknown").with("null", json!(null)));
    let arguments = json!({"deep": {"x": null, "y": [1.5, true]}}).as_object().cloned().unwrap_or_default();
    let call = ClientToolCall {
        status: ToolCallStatus::Completed,
        call_id: "call_1".to_owned(),
        name: "get_selection".to_owned(),
        arguments,
        output: Some(json!({"ids": ["a"], "none": null})),
    };
    vec![
        cited,
        Item::new(thread_id, ItemKind::Widget(Widget { widget: card, copy_text: Some(String::new()) }), time(3)),
        Item::new(thread_id, ItemKind::ClientToolCall(call), time(3)),
        Item::new(thread_id, ItemKind::EndOfTurn, time(3)),
        Item::new(thread_id, ItemKind::SdkHiddenContext { content: String::new() }, time(3)),
        hidden_item(thread_id),
    ]
}

pub(super) async fn a_change_touches_only_the_fields_it_names<S: ThreadStore>(store: &S) {
    let (thread, _) = new_thread(store).await;
    let (other, _) = new_thread(store).await;
    let metadata = json!({"run": {"n": 1}}).as_object().cloned().unwrap_or_default();
    let status = ThreadStatus::Locked { reason: Some("paused".to_owned()) };
    let changes = [
        ThreadChange::title("Groceries ✎"),
        ThreadChange::status(status),
        ThreadChange { metadata: Some(metadata), ..ThreadChange::default() },
        ThreadChange { allowed_image_domains: Some(Some(vec!["example.com".to_owned()])), ..ThreadChange::default() },
        ThreadChange { title: Some(None), ..ThreadChange::default() },
        ThreadChange { allowed_image_domains: Some(None), ..ThreadChange::default() },
        ThreadChange::status(ThreadStatus::Closed { reason: None }),
        ThreadChange::default(),
    ];
    let mut expected = thread.clone();
    for change in changes {
        expected.apply(&change);
        assert_eq!(store.update_thread(&thread.id, &change).await.unwrap(), expected, "after {change:?}");
        assert_eq!(store.load_thread(&thread.id).await.unwrap(), expected, "after {change:?}");
    }
    assert_eq!(store.load_thread(&other.id).await.unwrap(), other);
    let change = ThreadChange::title("x");
    assert_not_found!(store.update_thread("thr_missing", &change).await, Thread, "thr_missing");
}

pub(super) async fn deleting_a_thread_takes_its_items_and_nothing_else<S: ThreadStore>(store: &S) {
    let (gone, item) = new_thread(store).await;
    let (stays, other) = new_thread(store).await;
    store.delete_thread(&gone.id).await.unwrap();
    assert_not_found!(store.load_thread(&gone.id).await, Thread, gone.id);
    assert_not_found!(store.load_item(&gone.id, &item.id).await, Thread, gone.id);
    assert_not_found!(store.add_items(&[assistant_item(&gone.id, "late")]).await, Thread, gone.id);
    assert_not_found!(store.save_item(&assistant_item(&gone.id, "late")).await, Thread, gone.id);
    assert_eq!(all_items(store, &stays.id).await, [other]);
    store.delete_thread(&gone.id).await.unwrap();
}

pub(super) async fn attachments_are_kept_and_forgotten<S: ThreadStore>(store: &S) {
    let descriptor = UploadDescriptor {
        url: "http://127.0.0.1:1/up".to_owned(),
        method: UploadMethod::Put,
        headers: [("x-ticket".to_owned(), "t".to_owned())].into(),
    };
    let mut image = Attachment {
        id: "atc_1".to_owned(),
        name: "p.png".to_owned(),
        mime_type: "image/png".to_owned(),
        upload_descriptor: Some(descriptor),
        thread_id: None,
        metadata: json!({"path": "x"}).as_object().cloned(),
        kind: AttachmentKind::Image { preview_url: "data:image/png;base64,AAAA".to_owned() },
    };
    assert_not_found!(store.load_attachment("atc_1").await, Attachment, "atc_1");
    store.save_attachment(&image).await.unwrap();
    assert_eq!(store.load_attachment("atc_1").await.unwrap(), image);
    image.upload_descriptor = None;
    store.save_attachment(&image).await.unwrap();
    assert_eq!(store.load_attachment("atc_1").await.unwrap(), image);
    store.delete_attachment("atc_1").await.unwrap();
    assert_not_found!(store.load_attachment("atc_1").await, Attachment, "atc_1");
    store.delete_attachment("atc_1").await.unwrap();
}
