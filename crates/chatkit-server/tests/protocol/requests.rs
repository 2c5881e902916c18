//! Bodies that are no requests, and requests that cannot be carried out: always a 4xx with a code, never a panic.

use chatkit_server::{Answer, ChatKit, MemoryStore, REQUEST_TYPES, Request, RequestError};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Step, Steps, create, server, thread_id, user_input};

/// What `body` is refused with.
fn parse_error(body: &str) -> RequestError {
    Request::parse(body.as_bytes()).expect_err(body)
}

#[test]
fn bodies_that_are_no_requests_are_named() {
    let table = [
        (r"{", "the body is not JSON: line 1, column 1"),
        (r"", "the body is not JSON: line 1, column 0"),
        (r#"{"type":"threads.list","params":{}} x"#, "the body is not JSON: line 1, column 37"),
        (r"[]", "a request is one JSON object with a string `type` and `params`"),
        (r"null", "a request is one JSON object with a string `type` and `params`"),
        (r#"{"params":{}}"#, "a request is one JSON object with a string `type` and `params`"),
        (r#"{"type":7,"params":{}}"#, "a request is one JSON object with a string `type` and `params`"),
        (r#"{"type":"threads.create"}"#, "`threads.create`: missing field `params`"),
        (r#"{"type":"threads.create","params":{}}"#, "`threads.create`: missing field `input`"),
        (
            r#"{"type":"threads.create","params":{"input":{"content":[],"attachments":[]}}}"#,
            "`threads.create`: missing field `inference_options`",
        ),
        (
            r#"{"type":"threads.add_client_tool_output","params":{"thread_id":"t"}}"#,
            "`threads.add_client_tool_output`: missing field `result`",
        ),
    ];
    for (body, message) in table {
        let error = parse_error(body);
        let without_place = error.to_string().split(" at line ").next().unwrap_or_default().to_owned();
        assert_eq!((error.status(), error.code(), without_place.as_str()), (400, "INVALID_REQUEST", message), "{body}");
    }
}

#[test]
fn an_unknown_type_is_told_apart() {
    for body in [r#"{"type":"threads.nope","params":{}}"#, r#"{"type":"","params":null}"#, r#"{"type":"x"}"#] {
        let error = parse_error(body);
        assert_eq!((error.status(), error.code()), (400, "UNKNOWN_REQUEST_TYPE"), "{body}");
    }
}

#[test]
fn wrong_values_below_are_refused_and_not_repeated() {
    let text = "my s3cret \\\" diary";
    let bodies = [
        format!(r#"{{"type":"threads.create","params":{{"input":"{text}"}}}}"#),
        format!(
            r#"{{"type":"threads.create","params":{{"input":{{"content":"{text}","attachments":[],"inference_options":{{}}}}}}}}"#
        ),
        format!(
            r#"{{"type":"threads.create","params":{{"input":{{"content":[{{"type":"{text}"}}],"attachments":[],"inference_options":{{}}}}}}}}"#
        ),
        format!(r#"{{"type":"threads.list","params":{{"order":"{text}"}}}}"#),
        format!(r#"{{"type":"threads.list","params":{{"limit":"{text}"}}}}"#),
        format!(r#"{{"type":"items.feedback","params":{{"thread_id":"t","item_ids":[],"kind":"{text}"}}}}"#),
        format!(r#"{{"type":"{text}","params":{{}}}}"#),
        r#"{"type":"threads.list","params":{"limit":-1}}"#.to_owned(),
        r#"{"type":"threads.list","params":{"limit":1.5}}"#.to_owned(),
        r#"{"type":"attachments.create","params":{"name":"a","size":-3,"mime_type":"m"}}"#.to_owned(),
        r#"{"type":"threads.delete","params":{"thread_id":"a","thread_id":"b"}}"#.to_owned(),
    ];
    for body in bodies {
        let error = parse_error(&body);
        assert_eq!(error.status(), 400, "{body}");
        let said = format!("{error} {error:?} {}", String::from_utf8(error.to_json()).unwrap());
        assert!(!said.contains("s3cret") && !said.contains("diary"), "{said}");
    }
}

#[test]
fn unknown_fields_and_metadata_are_ignored() {
    let body = r#"{"metadata":{"a":[1]},"surprise":1,"params":{"thread_id":"t","more":{}},"type":"threads.get_by_id"}"#;
    assert_eq!(Request::parse(body.as_bytes()).unwrap().type_name(), "threads.get_by_id");
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = format!(r#"{{"type":"threads.create","params":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(parse_error(&deep).status(), 400);
}

#[tokio::test]
async fn each_request_about_something_unknown_is_refused() {
    let server = server([vec![Step::Say("hi")]]);
    let known = thread_id(&create(&server, "hello").await);
    let action = json!({"type": "a"});
    let input = json!({"answers": {}});
    let table = [
        ("threads.add_user_message", json!({"thread_id": "thr_x", "input": user_input("x")}), 404, "THREAD_NOT_FOUND"),
        ("threads.add_client_tool_output", json!({"thread_id": "thr_x", "result": 1}), 404, "THREAD_NOT_FOUND"),
        ("threads.add_client_tool_output", json!({"thread_id": known, "result": 1}), 409, "NO_PENDING_TOOL_CALL"),
        (
            "threads.add_structured_input",
            json!({"thread_id": "thr_x", "item_id": "i", "input": input}),
            404,
            "THREAD_NOT_FOUND",
        ),
        (
            "threads.add_structured_input",
            json!({"thread_id": known, "item_id": "i", "input": input}),
            404,
            "ITEM_NOT_FOUND",
        ),
        ("threads.retry_after_item", json!({"thread_id": "thr_x", "item_id": "i"}), 404, "THREAD_NOT_FOUND"),
        ("threads.retry_after_item", json!({"thread_id": known, "item_id": "i"}), 404, "ITEM_NOT_FOUND"),
        ("threads.custom_action", json!({"thread_id": "thr_x", "action": action}), 404, "THREAD_NOT_FOUND"),
        ("threads.custom_action", json!({"thread_id": known, "item_id": "i", "action": action}), 404, "ITEM_NOT_FOUND"),
        ("threads.sync_custom_action", json!({"thread_id": "thr_x", "action": action}), 404, "THREAD_NOT_FOUND"),
        (
            "threads.sync_custom_action",
            json!({"thread_id": known, "item_id": "i", "action": action}),
            404,
            "ITEM_NOT_FOUND",
        ),
        ("threads.get_by_id", json!({"thread_id": "thr_x"}), 404, "THREAD_NOT_FOUND"),
        ("items.list", json!({"thread_id": "thr_x"}), 404, "THREAD_NOT_FOUND"),
        ("items.list", json!({"thread_id": known, "after": "msg_x"}), 404, "CURSOR_NOT_FOUND"),
        ("threads.list", json!({"after": "thr_x"}), 404, "CURSOR_NOT_FOUND"),
        ("items.feedback", json!({"thread_id": "thr_x", "item_ids": [], "kind": "positive"}), 404, "THREAD_NOT_FOUND"),
        ("items.feedback", json!({"thread_id": known, "item_ids": ["i"], "kind": "positive"}), 404, "ITEM_NOT_FOUND"),
        ("threads.update", json!({"thread_id": "thr_x", "title": "t"}), 404, "THREAD_NOT_FOUND"),
    ];
    for (kind, params, status, code) in table {
        let refused = crate::support::refusal(&server, kind, params.clone()).await;
        assert_eq!(refused, (status, code.to_owned()), "{kind} {params}");
    }
    assert_eq!(server.turns().running(), 0, "a refused request holds no thread");
}

#[tokio::test]
async fn an_unknown_attachment_refuses_the_message_and_makes_no_thread() {
    let server = server([vec![Step::Say("hi")]]);
    let mut input = user_input("see this");
    input["attachments"] = json!(["atc_x"]);
    let refused = crate::support::refusal(&server, "threads.create", json!({"input": input})).await;
    assert_eq!(refused, (404, "ATTACHMENT_NOT_FOUND".to_owned()));
    let threads = crate::support::json(&server, "threads.list", json!({})).await.unwrap();
    assert_eq!(threads, json!({"data": [], "has_more": false}));
}

/// Any JSON, not too large.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["asc", "positive", "input_text", "thr_1"]).prop_map(Value::from),
    ];
    let key = prop_oneof![
        prop::sample::select(vec![
            "type",
            "params",
            "input",
            "content",
            "thread_id",
            "item_id",
            "action",
            "limit",
            "order"
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A known request in which one value is replaced by anything.
fn mutated_request() -> impl Strategy<Value = Value> {
    let params = json!({
        "thread_id": "thr_1", "item_id": "msg_1", "item_ids": ["msg_1"], "kind": "positive", "title": "t", "limit": 3,
        "order": "asc", "after": "msg_0", "result": {}, "action": {"type": "a"}, "name": "n", "size": 1, "mime_type": "m",
        "attachment_id": "atc_1", "audio_base64": "AAAA", "input": {"content": [], "attachments": [], "inference_options": {}},
    });
    let keys: Vec<String> = params.as_object().unwrap().keys().cloned().collect();
    let kinds = prop::sample::select(REQUEST_TYPES.to_vec());
    (kinds, prop::sample::select(keys), any_json()).prop_map(move |(kind, key, value)| {
        let mut params = params.clone();
        params[key.as_str()] = value;
        json!({"type": kind, "params": params})
    })
}

/// Sends a body to a server with no threads. A refusal has to be a 4xx with JSON; an answer has to end.
fn assert_clean(body: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = ChatKit::new(MemoryStore::new(), Steps::new([vec![Step::Say("hi")]]));
        let streams = Request::parse(body).is_ok_and(|request| request.streams());
        match server.process(body).await {
            Ok(Answer::Json(body)) => {
                assert!(!streams && serde_json::from_slice::<Value>(&body).unwrap().is_object());
            }
            Ok(Answer::Stream(stream)) => assert!(streams && !stream.collect_events().await.is_empty()),
            Err(error) => {
                assert!((400..500).contains(&error.status()), "{error:?}");
                let body: Value = serde_json::from_slice(&error.to_json()).unwrap();
                assert_eq!(body["error"]["code"], error.code());
                assert!(!body["error"]["message"].as_str().unwrap().is_empty());
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered_or_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_clean(&body);
    }

    #[test]
    fn any_json_is_answered_or_refused(body in any_json()) {
        assert_clean(body.to_string().as_bytes());
    }

    #[test]
    fn any_mutated_request_is_answered_or_refused(body in mutated_request()) {
        assert_clean(body.to_string().as_bytes());
    }

    #[test]
    fn any_cut_request_is_refused(cut in 0usize..140) {
        let body = json!({"type": "threads.create", "params": {"input": user_input("hello, this is a message")}}).to_string();
        prop_assume!(cut < body.len());
        assert!(Request::parse(&body.as_bytes()[..cut]).is_err());
    }
}
