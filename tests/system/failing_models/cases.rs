//! The table: what the model's server sends, and what comes of it.

use std::time::Duration;

use docket_assistant::Patience;
use serde_json::{Value, json};
use support::fake_openai::Reply;

use super::{Kind, SHORT};

/// What a server answers, and what comes of it.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// Its answers, one after the other.
    pub(super) replies: Vec<Reply>,
    /// Requests in all.
    pub(super) asked: usize,
    /// Messages of the assistant, finished or kept.
    pub(super) kept: Vec<&'static str>,
    pub(super) ends: Ends,
    /// Titles of tasks that are there afterwards and were not before.
    pub(super) adds: Vec<&'static str>,
    pub(super) patience: Patience,
}

/// How a turn ends.
pub(super) enum Ends {
    /// With what was kept.
    Well,
    /// With an error event. In its sentence `HOST` is the server's address.
    Error { code: &'static str, retry: bool, sentence: String },
}

impl Case {
    fn new(name: &'static str, replies: impl Into<Vec<Reply>>, asked: usize) -> Self {
        let replies = replies.into();
        Self { name, replies, asked, kept: Vec::new(), ends: Ends::Well, adds: Vec::new(), patience: SHORT }
    }

    fn keeps(mut self, text: &'static str) -> Self {
        self.kept.push(text);
        self
    }

    fn adds(mut self, title: &'static str) -> Self {
        self.adds.push(title);
        self
    }

    fn fails(mut self, code: &'static str, retry: bool, sentence: &str) -> Self {
        self.ends = Ends::Error { code, retry, sentence: sentence.to_owned() };
        self
    }

    fn breaks_off(self) -> Self {
        self.fails("ANSWER_BROKE_OFF", true, &format!("{BROKE_OFF}, and nothing on your list was changed."))
    }

    /// Only where the server never answers: a slow machine must not be taken for a silent model.
    fn impatient(mut self) -> Self {
        let wait = Duration::from_millis(700);
        self.patience = Patience { first: wait, idle: wait, ..SHORT };
        self
    }
}

const BROKE_OFF: &str = "The connection to HOST broke off. What had arrived is kept";
const ONE_CHANGED: &str = "One task was changed before that; you can undo it.";
const SILENT: &str = "fake-1 has said nothing for 0 s. It may still be loading.";
const KEY_REFUSED: &str = "HOST refused the key. It may have been deleted. Your list works as before.";
const QUOTA: &str = "This account at HOST has no credit left. Add some there, then retry.";
const FULL: &str = "HOST takes no more questions for now. Retry in";
const NOT_A_MODEL: &str = "HOST answered, but not as a model does. The base address often ends in /v1.";
const TOO_LONG: &str = "This conversation is longer than the model can read. A new chat can start from its summary.";
const ERROR: &str = "HOST answered with an error";

fn three(reply: &Reply) -> Vec<Reply> {
    vec![reply.clone(); 3]
}

fn bread() -> Reply {
    Reply::calls(&[("add_task", json!({"title": "Bread"}))])
}

fn one_two() -> Reply {
    Reply::text(&["One", " two"])
}

/// Everything that can go wrong on the wire of `kind`.
pub(super) fn all(kind: Kind) -> Vec<Case> {
    [slow_or_short(kind), refused(kind), odd(kind), after_a_change()].into_iter().flatten().collect()
}

/// Trickles, stops, cuts, hangs.
fn slow_or_short(kind: Kind) -> Vec<Case> {
    let trickle = |reply: Reply| match kind {
        Kind::Compatible => reply.in_pieces_of(1),
        Kind::OpenAi => reply.for_responses().in_pieces_of(1),
    };
    vec![
        Case::new("a text byte by byte", [trickle(one_two())], 1).keeps("One two"),
        Case::new("a call byte by byte", [trickle(bread()), trickle(one_two())], 2).keeps("One two").adds("Bread"),
        Case::new("a text without its end", [one_two().ending_after(3)], 1).keeps("One two").breaks_off(),
        Case::new("a text that breaks", [one_two().broken_after(2)], 1).keeps("One").breaks_off(),
        Case::new("a call without its end", [bread().ending_after(4)], 1).breaks_off(),
        Case::new("a call that breaks", [bread().broken_after(3)], 1).breaks_off(),
        Case::new("a head and no body", [Reply::bytes(Vec::new())], 1).breaks_off(),
        Case::new("a body that breaks at once", [one_two().broken_after(0)], 1).breaks_off(),
        Case::new("an answer without words", [Reply::text(&[])], 1).breaks_off(),
        Case::new("silence", [Reply::silence()], 1).fails("PROVIDER_SILENT", true, SILENT).impatient(),
        Case::new("a head and then silence", [one_two().hanging_after(0)], 1)
            .fails("PROVIDER_SILENT", true, SILENT)
            .impatient(),
        Case::new("a word and then silence", [one_two().hanging_after(2)], 1)
            .keeps("One")
            .fails("PROVIDER_SILENT", true, SILENT)
            .impatient(),
        Case::new("half a call and then silence", [bread().hanging_after(3)], 1)
            .fails("PROVIDER_SILENT", true, SILENT)
            .impatient(),
    ]
}

/// Answers with a status of their own.
fn refused(kind: Kind) -> Vec<Case> {
    let error = |status: u16, code: &str| Reply::error(status, code);
    let busy = |after: &str| error(429, "rate_limit_exceeded").header("retry-after", after);
    let (no_key, no_key_code) = match kind {
        Kind::Compatible => ("HOST wants a key, and there is none for it yet.", "KEY_MISSING"),
        Kind::OpenAi => (KEY_REFUSED, "KEY_REFUSED"),
    };
    let again = |status: u16| format!("{ERROR} ({status}).");
    let no_model = "This server has no model “fake-1”. It has qwen3:14b and llama3.3.";
    vec![
        Case::new("429 three times", three(&busy("0.01")), 3).fails(
            "PROVIDER_RATE_LIMITED",
            true,
            &format!("{FULL} 1 s."),
        ),
        Case::new("429 for longer than anybody waits", [busy("90")], 1).fails(
            "PROVIDER_RATE_LIMITED",
            true,
            &format!("{FULL} 90 s."),
        ),
        Case::new("429, then an answer", [busy("0.01"), one_two()], 2).keeps("One two"),
        Case::new("500 three times", three(&error(500, "server_error")), 3).fails(
            "PROVIDER_REFUSED",
            true,
            &again(500),
        ),
        Case::new("503 three times, as a page", three(&Reply::status(503, "<html>busy</html>")), 3).fails(
            "PROVIDER_REFUSED",
            true,
            &again(503),
        ),
        Case::new("500, then an answer", [error(500, "server_error"), one_two()], 2).keeps("One two"),
        Case::new("500, then a text that breaks", [error(500, "server_error"), one_two().broken_after(2)], 2)
            .keeps("One")
            .breaks_off(),
        Case::new("401", [error(401, "invalid_api_key")], 1).fails(no_key_code, false, no_key),
        Case::new("403", [error(403, "unsupported_country")], 1).fails("KEY_REFUSED", false, KEY_REFUSED),
        Case::new("no credit", [error(429, "insufficient_quota")], 1).fails("QUOTA_EXCEEDED", true, QUOTA),
        Case::new("no such model", [error(404, "model_not_found")], 1).fails("MODEL_NOT_FOUND", false, no_model),
        Case::new("no such page", [Reply::status(404, "404 page not found")], 1).fails(
            "NOT_A_MODEL",
            false,
            NOT_A_MODEL,
        ),
        Case::new("a redirect", [Reply::status(308, "").header("location", "http://127.0.0.1:1/v1")], 1).fails(
            "NOT_A_MODEL",
            false,
            NOT_A_MODEL,
        ),
        Case::new("too long", [error(400, "context_length_exceeded")], 1).fails("CONTEXT_TOO_LONG", false, TOO_LONG),
        Case::new("400", [error(400, "something_else")], 1).fails(
            "PROVIDER_REFUSED",
            false,
            &format!("{ERROR} (400)."),
        ),
    ]
}

/// 200 with something else than an answer, or with more than that.
fn odd(kind: Kind) -> Vec<Case> {
    let failed = |code: &str| json!({"error": {"message": "boom", "type": code, "param": null, "code": code}});
    let page = Reply::status(200, "<html>Log in</html>").header("content-type", "text/html");
    let half = Reply::raw_calls(&[("add_task", r#"{"title": "half"#.to_owned())]);
    let unknown = Reply::calls(&[("buy_task", json!({"title": "Bread"}))]);
    let unfit = Reply::calls(&[("add_task", json!({"title": "Bread", "owner": "me"}))]);
    vec![
        Case::new("200 with JSON", [Reply::status(200, r#"{"id":"x","object":"chat.completion","choices":[]}"#)], 1)
            .fails("NOT_A_MODEL", false, NOT_A_MODEL),
        Case::new("200 with a page", [page], 1).fails("NOT_A_MODEL", false, NOT_A_MODEL),
        Case::new("an error frame at once", [Reply::frames(&[failed("server_error")])], 1).breaks_off(),
        Case::new("an error frame after a word", [begun(kind, &failed("server_error"))], 1).keeps("One").breaks_off(),
        Case::new("an error frame about the rate", [Reply::frames(&[failed("rate_limit_exceeded")])], 1).fails(
            "PROVIDER_RATE_LIMITED",
            true,
            &format!("{FULL} a minute."),
        ),
        Case::new("a frame that is half JSON", [Reply::bytes(vec![b"data: {\"half\": \n\n".to_vec()])], 1).breaks_off(),
        Case::new("a call that is half JSON", [half, one_two()], 2).keeps("One two"),
        Case::new("a call of no tool", [unknown, one_two()], 2).keeps("One two"),
        Case::new("a call with a field of its own", [unfit, one_two()], 2).keeps("One two"),
        Case::new("a call without ids", [nameless(kind), one_two()], 2).keeps("One two").adds("Bread"),
        Case::new("unknown events in between", [strange(kind)], 1).keeps("One two"),
    ]
}

/// What fails once something was changed.
fn after_a_change() -> Vec<Case> {
    let after_bread = |rest: Vec<Reply>| [vec![bread()], rest].concat();
    let error = || Reply::error(500, "server_error");
    vec![
        Case::new("500 three times after a change", after_bread(three(&error())), 4).adds("Bread").fails(
            "PROVIDER_REFUSED",
            true,
            &format!("{ERROR} (500). {ONE_CHANGED}"),
        ),
        Case::new("a text that breaks after a change", after_bread(vec![one_two().broken_after(2)]), 2)
            .keeps("One")
            .adds("Bread")
            .fails("ANSWER_BROKE_OFF", true, &format!("{BROKE_OFF}. {ONE_CHANGED}")),
        Case::new("silence after a change", after_bread(vec![Reply::silence()]), 2)
            .adds("Bread")
            .fails("PROVIDER_SILENT", true, &format!("{SILENT} {ONE_CHANGED}"))
            .impatient(),
    ]
}

/// One word, then `frame`.
fn begun(kind: Kind, frame: &Value) -> Reply {
    Reply::frames(&[said(kind, "One"), frame.clone()])
}

fn said(kind: Kind, text: &str) -> Value {
    match kind {
        Kind::Compatible => json!({"choices": [{"index": 0, "delta": {"content": text}}]}),
        Kind::OpenAi => json!({"type": "response.output_text.delta", "delta": text}),
    }
}

fn end(kind: Kind, reason: &str) -> Value {
    match kind {
        Kind::Compatible => json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}),
        Kind::OpenAi => json!({"type": "response.completed", "response": {"status": "completed"}}),
    }
}

/// A call as servers send it that leave away the names of things.
fn nameless(kind: Kind) -> Reply {
    let arguments = r#"{"title":"Bread"}"#;
    let call = match kind {
        Kind::Compatible => {
            let function = json!({"name": "add_task", "arguments": arguments});
            vec![json!({"choices": [{"delta": {"tool_calls": [{"function": function}]}}]})]
        }
        Kind::OpenAi => {
            let item = json!({"type": "function_call", "name": "add_task"});
            let whole = json!({"type": "function_call", "name": "add_task", "arguments": arguments});
            vec![
                json!({"type": "response.output_item.added", "item": item}),
                json!({"type": "response.function_call_arguments.delta", "delta": arguments}),
                json!({"type": "response.output_item.done", "item": whole}),
            ]
        }
    };
    Reply::frames(&[call, vec![end(kind, "tool_calls")]].concat())
}

/// A text with much around it that nobody has written down.
fn strange(kind: Kind) -> Reply {
    let data = |value: &Value| format!("data: {value}\n\n").into_bytes();
    let unknown = match kind {
        Kind::Compatible => json!({"object": "something.new", "choices": [{"delta": {"mood": 7}}], "queue": [1]}),
        Kind::OpenAi => json!({"type": "response.something_new", "delta": "not a word", "queue": [1]}),
    };
    Reply::bytes(vec![
        b": keep-alive\n\n".to_vec(),
        b"event: ping\ndata: {}\n\n".to_vec(),
        b"id: 7\nretry: 100\n\n".to_vec(),
        data(&unknown),
        data(&said(kind, "One")),
        data(&unknown),
        b"\r\n\r\n".to_vec(),
        data(&said(kind, " two")),
        data(&end(kind, "stop")),
        data(&unknown),
        b"data: [DONE]\n\n".to_vec(),
    ])
}
