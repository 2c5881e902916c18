//! Every shape of the protocol, letter by letter: each line is read and written back as it stands. (The keys of open
//! objects stand in alphabetical order, so that the lines hold with and without serde_json's `preserve_order`.)

use std::collections::BTreeSet;

use chatkit_server::{
    Annotation, Attachment, Event, Item, ItemKind, ItemUpdate, Page, REQUEST_TYPES, Request, Source, Task, Thread,
    ThreadWithItems, WidgetNode, Workflow,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Reads and writes each line; answers the values of `type` seen.
fn assert_verbatim<T: DeserializeOwned + Serialize>(lines: &[&str]) -> BTreeSet<String> {
    lines
        .iter()
        .map(|line| {
            let value: T = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
            assert_eq!(&serde_json::to_string(&value).unwrap(), line);
            let value: Value = serde_json::from_str(line).unwrap();
            value["type"].as_str().unwrap_or_default().to_owned()
        })
        .collect()
}

/// Reads `short` and writes it with its defaults.
fn assert_defaults<T: DeserializeOwned + Serialize>(short: Value, full: Value) {
    let value: T = serde_json::from_value(short).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), full);
}

pub(crate) const REQUESTS: [&str; 21] = [
    r#"{"type":"threads.create","params":{"input":{"content":[{"type":"input_text","text":"hi"}],"attachments":[],"inference_options":{}}}}"#,
    r#"{"type":"threads.create","params":{"input":{"content":[{"type":"input_tag","id":"t1","text":"Milk","data":{"a":1},"group":"Tasks","interactive":true}],"attachments":["atc_1"],"quoted_text":"said","inference_options":{"tool_choice":{"id":"web"},"model":"fast"}}}}"#,
    r#"{"type":"threads.add_user_message","params":{"thread_id":"thr_1","input":{"content":[],"attachments":[],"inference_options":{}}}}"#,
    r#"{"type":"threads.add_client_tool_output","params":{"thread_id":"thr_1","result":{"ok":true}}}"#,
    r#"{"type":"threads.add_client_tool_output","params":{"thread_id":"thr_1","result":null}}"#,
    r#"{"type":"threads.add_structured_input","params":{"thread_id":"thr_1","item_id":"msg_1","input":{"status":"skipped","answers":{"q":{"values":["a"],"skipped":false}}}}}"#,
    r#"{"type":"threads.retry_after_item","params":{"thread_id":"thr_1","item_id":"msg_1"}}"#,
    r#"{"type":"threads.custom_action","params":{"thread_id":"thr_1","item_id":"msg_9","action":{"type":"task.done","payload":{"id":7}}}}"#,
    r#"{"type":"threads.custom_action","params":{"thread_id":"thr_1","action":{"type":"hello"}}}"#,
    r#"{"type":"threads.sync_custom_action","params":{"thread_id":"thr_1","item_id":"msg_9","action":{"type":"x","payload":[1]}}}"#,
    r#"{"type":"threads.get_by_id","params":{"thread_id":"thr_1"}}"#,
    r#"{"type":"threads.list","params":{}}"#,
    r#"{"type":"threads.list","params":{"limit":5,"order":"asc","after":"thr_0"}}"#,
    r#"{"type":"items.list","params":{"thread_id":"thr_1","limit":20,"order":"desc","after":"msg_5"}}"#,
    r#"{"type":"items.feedback","params":{"thread_id":"thr_1","item_ids":["msg_1","msg_2"],"kind":"positive"}}"#,
    r#"{"type":"items.feedback","params":{"thread_id":"thr_1","item_ids":[],"kind":"negative"}}"#,
    r#"{"type":"threads.update","params":{"thread_id":"thr_1","title":"Renamed ✎"}}"#,
    r#"{"type":"threads.delete","params":{"thread_id":"thr_1"}}"#,
    r#"{"type":"attachments.create","params":{"name":"p.png","size":3,"mime_type":"image/png"}}"#,
    r#"{"type":"attachments.delete","params":{"attachment_id":"atc_1"}}"#,
    r#"{"type":"input.transcribe","params":{"audio_base64":"AAAA","mime_type":"audio/webm;codecs=opus"}}"#,
];

#[test]
fn every_request_reads_as_it_is_written() {
    let seen = assert_verbatim::<Request>(&REQUESTS);
    assert_eq!(seen, REQUEST_TYPES.map(str::to_owned).into());
    for line in REQUESTS {
        let request = Request::parse(line.as_bytes()).unwrap();
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(request.type_name(), value["type"]);
    }
}

pub(crate) const ITEMS: [&str; 14] = [
    r#"{"id":"msg_1","thread_id":"thr_1","created_at":"2026-11-21T03:25:17.717087Z","type":"user_message","content":[{"type":"input_text","text":"hi"},{"type":"input_tag","id":"t","text":"Milk","data":{},"interactive":false}],"attachments":[{"id":"atc_1","name":"a","mime_type":"text/plain","type":"file"}],"quoted_text":"q","inference_options":{}}"#,
    r#"{"id":"msg_2","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"assistant_message","content":[{"type":"output_text","annotations":[{"type":"annotation","source":{"title":"E","type":"url","url":"https://example.com","attribution":"x"},"index":3}],"text":"a"}]}"#,
    r#"{"id":"tc_1","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"client_tool_call","status":"pending","call_id":"c","name":"n","arguments":{}}"#,
    r#"{"id":"tc_1","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"client_tool_call","status":"completed","call_id":"c","name":"n","arguments":{"a":[null]},"output":{"x":null}}"#,
    r#"{"id":"msg_3","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"widget","widget":{"children":[{"type":"Text","value":"v"}],"type":"Card"},"copy_text":"c"}"#,
    r#"{"id":"msg_4","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"generated_image"}"#,
    r#"{"id":"msg_4","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"generated_image","image":{"id":"i","url":"u"}}"#,
    r#"{"id":"msg_5","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"structured_input","status":"answered","inputs":[{"id":"a","question":"A?","answer":{"values":["x"],"skipped":false},"type":"multiple_choice","options":[{"value":"x"}],"multiple":false},{"id":"b","question":"B?","type":"freeform","description":"d"}]}"#,
    r#"{"id":"wf_1","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"workflow","workflow":{"type":"reasoning","tasks":[{"status_indicator":"loading","type":"thought","content":"c"}],"summary":{"duration":3},"expanded":false}}"#,
    r#"{"id":"wf_2","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"workflow","workflow":{"type":"custom","tasks":[],"summary":{"title":"t","icon":"check"},"expanded":true}}"#,
    r#"{"id":"tsk_1","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"task","task":{"status_indicator":"complete","type":"web_search","title":"w","title_query":"q","queries":["q"],"sources":[{"title":"E","type":"url","url":"u"}]}}"#,
    r#"{"id":"msg_6","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"end_of_turn"}"#,
    r#"{"id":"msg_7","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"hidden_context_item","content":["any",{"json":null}]}"#,
    r#"{"id":"shcx_1","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"sdk_hidden_context","content":"note"}"#,
];

#[test]
fn every_item_reads_as_it_is_written() {
    let seen = assert_verbatim::<Item>(&ITEMS);
    assert_eq!(seen.len(), 11, "{seen:?}");
    for line in ITEMS {
        let item: Item = serde_json::from_str(line).unwrap();
        assert!(line.contains(&format!(r#""type":"{}""#, item.kind.type_name())), "{line}");
        let prefix = item.kind.id_kind().prefix();
        assert_eq!(item.id.split('_').next(), Some(prefix), "{line}");
        assert_eq!(item.kind.is_hidden(), item.for_client().is_none(), "{line}");
    }
}

pub(crate) const TASKS: [&str; 5] = [
    r#"{"status_indicator":"none","type":"custom","title":"t","icon":"check","content":"c"}"#,
    r#"{"status_indicator":"none","type":"web_search","queries":[],"sources":[]}"#,
    r#"{"status_indicator":"none","type":"thought","title":"t","content":"c"}"#,
    r#"{"status_indicator":"none","type":"file","sources":[{"title":"F","type":"file","filename":"f.txt"}]}"#,
    r#"{"status_indicator":"none","type":"image","title":"t"}"#,
];

pub(crate) const SOURCES: [&str; 3] = [
    r#"{"title":"E","description":"d","timestamp":"t","group":"g","type":"url","url":"u"}"#,
    r#"{"title":"F","type":"file","filename":"f.txt"}"#,
    r#"{"title":"T","type":"entity","id":"t1","icon":"check","label":"l","inline_label":"i","interactive":true,"data":{"a":1},"preview":"lazy"}"#,
];

#[test]
fn every_task_and_source_reads_as_it_is_written() {
    let tasks = assert_verbatim::<Task>(&TASKS);
    assert_eq!(tasks.len(), 5);
    let sources = assert_verbatim::<Source>(&SOURCES);
    assert_eq!(sources.len(), 3);
}

pub(crate) const EVENTS: [&str; 16] = [
    r#"{"type":"thread.created","thread":{"id":"thr_1","created_at":"2026-11-21T03:25:17Z","status":{"type":"active"},"metadata":{},"items":{"data":[],"has_more":false}}}"#,
    r#"{"type":"thread.updated","thread":{"id":"thr_1","created_at":"2026-11-21T03:25:17Z","status":{"type":"locked","reason":"r"},"title":"T","allowed_image_domains":["example.com"],"metadata":{},"items":{"data":[],"has_more":false}}}"#,
    r#"{"type":"thread.updated","thread":{"id":"thr_1","created_at":"2026-11-21T03:25:17Z","status":{"type":"closed"},"metadata":{},"items":{"data":[],"has_more":false}}}"#,
    r#"{"type":"thread.item.added","item":{"id":"msg_1","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"assistant_message","content":[]}}"#,
    r#"{"type":"thread.item.updated","item_id":"msg_1","update":{"type":"assistant_message.content_part.text_delta","content_index":0,"delta":"x\n\"y\""}}"#,
    r#"{"type":"thread.item.done","item":{"id":"msg_1","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"end_of_turn"}}"#,
    r#"{"type":"thread.item.removed","item_id":"msg_1"}"#,
    r#"{"type":"thread.item.replaced","item":{"id":"msg_1","thread_id":"thr_1","created_at":"2026-11-21T03:25:17Z","type":"end_of_turn"}}"#,
    r#"{"type":"stream_options","stream_options":{"allow_cancel":true}}"#,
    r#"{"type":"progress_update","text":"looking","icon":"search"}"#,
    r#"{"type":"client_effect","name":"highlight","data":{}}"#,
    r#"{"type":"notice","level":"warning","message":"**m**","title":"t"}"#,
    r#"{"type":"notice","level":"danger","message":"m"}"#,
    r#"{"type":"error","code":"stream.error","allow_retry":true}"#,
    r#"{"type":"error","code":"custom","message":"m","allow_retry":false}"#,
    r#"{"type":"error","code":"custom","message":"m","custom_code":"NO_KEY","allow_retry":false}"#,
];

#[test]
fn every_event_reads_as_it_is_written() {
    let seen = assert_verbatim::<Event>(&EVENTS);
    assert_eq!(seen.len(), 12, "{seen:?}");
    for line in EVENTS {
        let event: Event = serde_json::from_str(line).unwrap();
        assert!(line.starts_with(&format!(r#"{{"type":"{}""#, event.type_name())), "{line}");
    }
}

pub(crate) const UPDATES: [&str; 10] = [
    r#"{"type":"assistant_message.content_part.added","content_index":0,"content":{"type":"output_text","annotations":[],"text":""}}"#,
    r#"{"type":"assistant_message.content_part.text_delta","content_index":0,"delta":"Ä"}"#,
    r#"{"type":"assistant_message.content_part.annotation_added","content_index":0,"annotation_index":1,"annotation":{"type":"annotation","source":{"title":"F","type":"file","filename":"f"}}}"#,
    r#"{"type":"assistant_message.content_part.done","content_index":0,"content":{"type":"output_text","annotations":[],"text":"t"}}"#,
    r#"{"type":"widget.root.updated","widget":{"type":"Card"}}"#,
    r#"{"type":"widget.component.updated","component_id":"c","component":{"id":"c","type":"Text"}}"#,
    r#"{"type":"widget.streaming_text.value_delta","component_id":"c","delta":"d","done":false}"#,
    r#"{"type":"workflow.task.added","task_index":0,"task":{"status_indicator":"none","type":"image"}}"#,
    r#"{"type":"workflow.task.updated","task_index":0,"task":{"status_indicator":"none","type":"image"}}"#,
    r#"{"type":"generated_image.updated","image":{"id":"i","url":"u"},"progress":0.5}"#,
];

#[test]
fn every_item_update_reads_as_it_is_written() {
    let seen = assert_verbatim::<ItemUpdate>(&UPDATES);
    assert_eq!(seen.len(), 10, "{seen:?}");
}

pub(crate) const ATTACHMENTS: [&str; 2] = [
    r#"{"id":"atc_1","name":"a","mime_type":"text/plain","upload_descriptor":{"url":"http://127.0.0.1:1/u","method":"PUT","headers":{"x-a":"b"}},"thread_id":"thr_1","type":"file"}"#,
    r#"{"id":"atc_2","name":"p","mime_type":"image/png","upload_descriptor":{"url":"http://127.0.0.1:1/u","method":"POST","headers":{}},"metadata":{"own":1},"type":"image","preview_url":"data:image/png;base64,AAAA"}"#,
];

#[test]
fn attachments_read_as_they_are_written() {
    let seen = assert_verbatim::<Attachment>(&ATTACHMENTS);
    assert_eq!(seen.len(), 2);
    assert!(serde_json::from_value::<Attachment>(json!({"type":"image","id":"a","name":"n","mime_type":"m"})).is_err());
}

#[test]
fn defaults_are_filled_in_and_written_out() {
    assert_defaults::<Workflow>(
        json!({"type": "custom", "tasks": []}),
        json!({"type": "custom", "tasks": [], "expanded": false}),
    );
    assert_defaults::<Task>(
        json!({"type": "file"}),
        json!({"type": "file", "status_indicator": "none", "sources": []}),
    );
    assert_defaults::<Annotation>(
        json!({"source": {"type": "entity", "title": "T", "id": "t"}}),
        json!({"type": "annotation", "source": {"type": "entity", "title": "T", "id": "t", "interactive": false, "data": {}}}),
    );
    assert_defaults::<Event>(
        json!({"type": "error"}),
        json!({"type": "error", "code": "custom", "allow_retry": false}),
    );
    assert_defaults::<Event>(
        json!({"type": "client_effect", "name": "n"}),
        json!({"type": "client_effect", "name": "n", "data": {}}),
    );
    assert_defaults::<Page<Item>>(json!({"data": []}), json!({"data": [], "has_more": false}));
    assert_defaults::<ItemKind>(
        json!({"type": "structured_input", "inputs": [{"type": "multiple_choice", "id": "a", "question": "A?", "options": []}]}),
        json!({"type": "structured_input", "status": "pending", "inputs": [{"type": "multiple_choice", "id": "a", "question": "A?", "options": [], "multiple": false}]}),
    );
}

#[test]
fn what_only_the_server_may_know_does_not_leave_it() {
    let thread: Thread = serde_json::from_value(json!({
        "id": "thr_1", "created_at": "2026-11-21T03:25:17+01:00", "metadata": {"own": 1},
    }))
    .unwrap();
    assert_eq!(thread.metadata["own"], 1, "stores keep it");
    let shown = serde_json::to_value(ThreadWithItems::for_client(thread, Page::empty())).unwrap();
    assert_eq!(shown["metadata"], json!({}));
    assert_eq!(shown["created_at"], "2026-11-21T02:25:17Z", "an offset is read, and UTC is written");

    let mut item: Item = serde_json::from_str(ITEMS[0]).unwrap();
    if let ItemKind::UserMessage(message) = &mut item.kind {
        message.attachments[0].metadata = json!({"path": "own"}).as_object().cloned();
    }
    let shown = serde_json::to_string(&item.for_client().unwrap()).unwrap();
    assert_eq!(shown, ITEMS[0]);
}

#[test]
fn widget_nodes_are_open_and_have_a_type() {
    let node = WidgetNode::new("Card").with("size", "sm").with("type", "ignored").child(WidgetNode::new("Text"));
    let expected = json!({"type": "Card", "size": "sm", "children": [{"type": "Text"}]});
    assert_eq!(serde_json::to_value(&node).unwrap(), expected);
    assert_eq!((node.component_type(), node.id(), node.get("size")), ("Card", None, Some(&json!("sm"))));
    let single = WidgetNode::from_value(json!({"type": "Transition", "children": {"type": "Box"}})).unwrap();
    let grown = serde_json::to_value(single.child(WidgetNode::new("Text"))).unwrap();
    assert_eq!(grown["children"], json!([{"type": "Box"}, {"type": "Text"}]), "no child is lost");
    for bad in [json!({"children": []}), json!({"type": 1}), json!("Card"), json!(null), json!([])] {
        assert_eq!(WidgetNode::from_value(bad.clone()), Err(bad));
    }
}
