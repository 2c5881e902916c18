//! What is answered to which first word.

use std::{collections::BTreeMap, time::Duration};

use chatkit_server::{
    Action, AllowRetry, Attachment, AttachmentKind, AttachmentsCreate, Audio, FeedbackKind, InferenceOptions, Input,
    Item, ItemKind, ItemUpdate, NoticeLevel, RequestError, Responder, StreamError, TaskStatus, Thread, ThreadChange,
    ThreadStatus, Turn, UploadDescriptor, UploadMethod, UserMessage, WorkflowSummary, widgets::Badge,
};
use serde_json::{Map, Value, json};

use crate::pieces::{annotations, card, image, questions, saved, search, thought, tool_call, widget, workflow};

/// Between two deltas of `slow` and `silent`.
const PACE: Duration = Duration::from_millis(50);

/// The scripted responder.
#[derive(Debug)]
pub(crate) struct Scripts {
    /// Address under which the bytes of uploads are taken.
    pub(crate) uploads: String,
}

type Outcome = Result<(), StreamError>;

impl Responder for Scripts {
    async fn respond(&self, turn: &mut Turn, input: Input) -> Outcome {
        match input {
            Input::UserMessage { message, .. } => answer(turn, &message).await,
            Input::ToolOutput { call, .. } => {
                let output = call.output.unwrap_or_default();
                say(turn, &format!("tool said: {output}")).await
            }
            Input::StructuredInput { .. } => say(turn, "noted").await,
        }
    }

    async fn action(&self, turn: &mut Turn, action: Action, sender: Option<Item>) -> Outcome {
        if action.kind == "demo.fail" {
            return Err(StreamError::custom("action failed", AllowRetry::No));
        }
        if let Some(mut sender) = sender {
            sender.kind = widget(card(&format!("acted {}", action.payload.unwrap_or_default())), None);
            turn.replace_item(sender).await?;
        }
        let note = ItemKind::HiddenContextItem { content: Value::from(format!("action {}", action.kind)) };
        turn.add_item(note).await?;
        say(turn, &format!("action {}", action.kind)).await
    }

    async fn sync_action(
        &self,
        _: &Thread,
        action: Action,
        sender: Option<Item>,
    ) -> Result<Option<Item>, RequestError> {
        Ok(sender.map(|mut item| {
            item.kind = widget(card(&format!("sync {}", action.payload.unwrap_or_default())), None);
            item
        }))
    }

    async fn feedback(&self, _: &Thread, _: &[String], _: FeedbackKind) -> Result<(), RequestError> {
        Ok(())
    }

    async fn transcribe(&self, audio: Audio) -> Result<String, RequestError> {
        Ok(format!("{} bytes of {}", audio.bytes.len(), audio.media_type()))
    }

    async fn create_attachment(&self, id: &str, file: AttachmentsCreate) -> Result<Attachment, RequestError> {
        let kind = if file.mime_type.starts_with("image/") {
            AttachmentKind::Image { preview_url: "data:image/gif;base64,R0lGODlhAQABAAAAACw=".to_owned() }
        } else {
            AttachmentKind::File
        };
        let url = format!("{}/{id}", self.uploads);
        Ok(Attachment {
            id: id.to_owned(),
            name: file.name,
            mime_type: file.mime_type,
            upload_descriptor: Some(UploadDescriptor { url, method: UploadMethod::Put, headers: BTreeMap::new() }),
            thread_id: None,
            metadata: None,
            kind,
        })
    }

    async fn delete_attachment(&self, _: &Attachment) -> Result<(), RequestError> {
        Ok(())
    }
}

async fn answer(turn: &mut Turn, message: &UserMessage) -> Outcome {
    let text = message.text();
    let (script, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    match script {
        "text" => count(turn, "w", rest.parse().unwrap_or(5), None).await,
        "slow" => count(turn, "s", rest.parse().unwrap_or(200), Some(PACE)).await,
        "silent" => silence(turn).await,
        "annot" => cite(turn).await,
        "title" | "lock" | "close" | "domains" => change_thread(turn, script, rest).await,
        "widget" => turn.add_item(widget(card("static"), Some("static copy"))).await.map(drop),
        "wstream" => grow_card(turn).await,
        "wroot" => rebuild_card(turn).await,
        "tool" => {
            say(turn, "calling").await?;
            turn.add_item(tool_call(rest)).await.map(drop)
        }
        "ask" => turn.add_item(questions()).await.map(drop),
        "error" | "errcode" | "errcustom" => fail(turn, script, rest).await,
        "notice" => notice(turn).await,
        "flow" => flow(turn).await,
        "image" => draw(turn).await,
        "hidden" => {
            turn.add_item(ItemKind::HiddenContextItem { content: json!({"secret": rest}) }).await?;
            say(turn, "visible").await
        }
        "remove" => {
            let item = turn.add_item(widget(card("temporary"), None)).await?;
            turn.remove_item(&item.id).await?;
            say(turn, "removed").await
        }
        "replace" => {
            let mut item = turn.add_item(widget(card("before"), None)).await?;
            item.kind = widget(card("after"), None);
            turn.replace_item(item).await
        }
        "options" => say(turn, &options(&message.inference_options, message.quoted_text.as_deref())).await,
        _ => say(turn, &format!("echo: {text}")).await,
    }
}

async fn say(turn: &mut Turn, text: &str) -> Outcome {
    turn.say(text).await.map(drop)
}

async fn count(turn: &mut Turn, prefix: &str, deltas: usize, pace: Option<Duration>) -> Outcome {
    for number in 0..deltas {
        if let Some(pace) = pace {
            tokio::time::sleep(pace).await;
        }
        turn.delta(format!("{prefix}{number} ")).await?;
    }
    Ok(())
}

async fn silence(turn: &mut Turn) -> Outcome {
    for _ in 0..200 {
        tokio::time::sleep(PACE).await;
        turn.delta(" ").await?;
    }
    Ok(())
}

async fn cite(turn: &mut Turn) -> Outcome {
    turn.delta("see ").await?;
    turn.delta("sources").await?;
    for annotation in annotations() {
        turn.annotate(annotation).await?;
    }
    Ok(())
}

async fn change_thread(turn: &mut Turn, script: &str, rest: &str) -> Outcome {
    let reason = (!rest.is_empty()).then(|| rest.to_owned());
    let change = match script {
        "title" => ThreadChange::title(reason.unwrap_or_else(|| "A title".to_owned())),
        "lock" => ThreadChange::status(ThreadStatus::Locked { reason }),
        "close" => ThreadChange::status(ThreadStatus::Closed { reason }),
        _ => ThreadChange {
            allowed_image_domains: Some(Some(vec!["example.com".to_owned()])),
            ..ThreadChange::default()
        },
    };
    say(turn, "done").await?;
    turn.update_thread(change).await
}

async fn grow_card(turn: &mut Turn) -> Outcome {
    let mut item = turn.begin_item(widget(card(""), Some("alpha beta gamma"))).await?;
    for text in ["alpha ", "alpha beta ", "alpha beta gamma"] {
        turn.update_widget(&mut item, card(text)).await?;
    }
    turn.finish_item(item).await
}

async fn rebuild_card(turn: &mut Turn) -> Outcome {
    let mut item = turn.begin_item(widget(card("first"), None)).await?;
    turn.update_widget(&mut item, card("first").child(Badge::new("new"))).await?;
    turn.finish_item(item).await
}

async fn fail(turn: &mut Turn, script: &str, rest: &str) -> Outcome {
    turn.delta("a").await?;
    turn.delta("b").await?;
    let words = if rest.is_empty() { "out of quota" } else { rest };
    Err(match script {
        "errcode" => StreamError::code("stream.error", AllowRetry::No),
        "errcustom" => StreamError::custom(words, AllowRetry::Yes),
        _ => StreamError::other("scripted failure"),
    })
}

async fn notice(turn: &mut Turn) -> Outcome {
    turn.notice(NoticeLevel::Warning, Some("Heads up"), "**careful**").await?;
    turn.progress("looking", Some("search")).await?;
    turn.client_effect("highlight", Map::from_iter([("id".to_owned(), Value::from(7))])).await?;
    say(turn, "done").await
}

async fn flow(turn: &mut Turn) -> Outcome {
    let mut steps = workflow();
    let mut item = turn.begin_item(ItemKind::Workflow { workflow: steps.clone() }).await?;
    for (task_index, task) in [thought("thinking", TaskStatus::Loading), search()].into_iter().enumerate() {
        steps.tasks.push(task.clone());
        turn.update_item(&item.id, ItemUpdate::WorkflowTaskAdded { task_index, task }).await?;
    }
    let task = thought("thought it over", TaskStatus::Complete);
    steps.tasks[0] = task.clone();
    turn.update_item(&item.id, ItemUpdate::WorkflowTaskUpdated { task_index: 0, task }).await?;
    steps.summary = Some(WorkflowSummary::Duration { duration: 3 });
    item.kind = ItemKind::Workflow { workflow: steps };
    turn.finish_item(item).await?;
    turn.add_item(saved()).await?;
    say(turn, "after thinking").await?;
    turn.add_item(ItemKind::EndOfTurn).await.map(drop)
}

async fn draw(turn: &mut Turn) -> Outcome {
    let mut item = turn.begin_item(ItemKind::GeneratedImage { image: None }).await?;
    let update = ItemUpdate::GeneratedImageUpdated { image: image(), progress: Some(0.5) };
    turn.update_item(&item.id, update).await?;
    item.kind = ItemKind::GeneratedImage { image: Some(image()) };
    turn.finish_item(item).await
}

fn options(options: &InferenceOptions, quoted: Option<&str>) -> String {
    let tool = options.tool_choice.as_ref().map_or("-", |tool| tool.id.as_str());
    let model = options.model.as_deref().unwrap_or("-");
    format!("tool={tool} model={model} quoted={}", quoted.unwrap_or("-"))
}
