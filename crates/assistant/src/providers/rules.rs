//! The built-in assistant: a provider without a model. It reads plain commands, calls the same tools through the same loop, and
//! phrases what they answered.
//!
//! It keeps nothing between questions. What "it", "the second" or "yes" mean is worked out anew from the conversation each time.

mod find;
mod grammar;
mod memory;
mod phrases;
mod plan;
mod read;
mod reply;
mod said;
mod words;

use self::memory::Memory;
use self::phrases::Choice;
use self::plan::Step;
use self::reply::Reply;
use crate::{Failure, Finish, ModelEvent, ModelRequest, Provider, ToolCall};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};

/// The built-in assistant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules;

impl Provider for Rules {
    fn ask(&self, request: ModelRequest) -> BoxStream<'static, Result<ModelEvent, Failure>> {
        // Reading is computing: it is bounded, but it is no work for a thread that serves everybody.
        stream::once(async move { tokio::task::spawn_blocking(move || answer(&request)).await })
            .flat_map(|answered| {
                stream::iter(match answered {
                    Ok(events) => events.into_iter().map(Ok).collect(),
                    Err(_) => vec![Err(Failure::BrokenOff { host: "the built-in assistant".to_owned() })],
                })
            })
            .boxed()
    }
}

fn answer(request: &ModelRequest) -> Vec<ModelEvent> {
    let exchanges = memory::exchanges(&request.messages);
    let Some((current, earlier)) = exchanges.split_last() else {
        return vec![ModelEvent::Done(Finish::Stop)];
    };
    let memory = earlier.iter().fold(Memory::default(), |memory, exchange| {
        let reply = match plan::step(exchange, &memory, &request.now) {
            Step::Say(reply) => Some(reply),
            Step::Call(_) => None,
        };
        memory.after(&exchange.answers, reply.as_deref())
    });
    match plan::step(current, &memory, &request.now) {
        Step::Say(reply) => said(&reply, request),
        Step::Call(calls) => {
            let before = current.answers.len();
            let calls = calls.into_iter().enumerate().map(|(index, (tool, arguments))| {
                ModelEvent::Call(ToolCall {
                    id: format!("call_{}", before + index + 1),
                    name: tool.to_owned(),
                    arguments: arguments.to_string(),
                })
            });
            calls.chain([ModelEvent::Done(Finish::ToolCalls)]).collect()
        }
    }
}

/// A reply as events: a question with choices where it is one, else text.
fn said(reply: &Reply, request: &ModelRequest) -> Vec<ModelEvent> {
    let Some(Choice { before, question, options }) = phrases::choice(reply, &request.now) else {
        let text = phrases::text(reply, &request.now);
        let text = if request.shows_tasks && reply.lists_tasks() { without_tasks(&text) } else { text };
        return vec![ModelEvent::Text(text), ModelEvent::Done(Finish::Stop)];
    };
    let before = (!before.is_empty()).then_some(ModelEvent::Text(before));
    let asked = [ModelEvent::Question { text: question, options }, ModelEvent::Done(Finish::Stop)];
    before.into_iter().chain(asked).collect()
}

/// The paragraphs that are no numbered list: what they list stands below.
fn without_tasks(text: &str) -> String {
    let is_numbered = |line: &str| {
        let rest = line.trim_start_matches(|digit: char| digit.is_ascii_digit());
        rest.len() < line.len() && rest.starts_with(". **")
    };
    let is_list = |paragraph: &&str| paragraph.lines().all(is_numbered);
    text.split("\n\n").filter(|paragraph| !is_list(paragraph)).collect::<Vec<_>>().join("\n\n")
}
