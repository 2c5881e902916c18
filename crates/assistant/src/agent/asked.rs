//! One question to the provider: its text goes to the chat as it comes, its calls are collected.

use chatkit_server::{StreamError, Turn};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::steps::Steps;
use crate::links::LinkFilter;
use crate::standby::{Leave, Leaving, Silence};
use crate::{Failure, Finish, ModelEvent, ModelRequest, Provider, ToolCall};

/// What a provider said.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The text, as it was shown.
    pub(super) text: String,
    pub(super) calls: Vec<ToolCall>,
    /// A question to the user, with what can be chosen.
    pub(super) question: Option<(String, Vec<String>)>,
    pub(super) finish: Option<Finish>,
    /// Tokens read and written, where the provider says so.
    pub(super) tokens: Option<u64>,
}

/// Why a question came to nothing.
#[derive(Debug)]
pub(super) enum Stopped {
    /// It failed; what had arrived of the text is in the chat.
    Failed(Failure),
    /// Nobody listens, or the store of threads failed.
    Stream(StreamError),
    /// Somebody does not want to wait for the model any more; what had arrived of the text is in the chat.
    Left(Leave),
}

/// What ends the wait for an answer.
#[derive(Debug)]
pub(super) struct Bounds {
    /// When the turn has to be over, and the seconds that it has in all.
    pub(super) deadline: (Instant, u64),
    /// The user's word.
    pub(super) leaving: Leaving,
    /// Where a long silence is noted.
    pub(super) silence: Option<Silence>,
}

impl From<StreamError> for Stopped {
    fn from(error: StreamError) -> Self {
        Self::Stream(error)
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Asks, and answers once the provider is done. Dropping the stream is what ends the request upstream, so it lives only in here.
pub(super) async fn ask(
    provider: &dyn Provider,
    request: ModelRequest,
    turn: &mut Turn,
    steps: &mut Steps,
    mut filter: LinkFilter,
    bounds: &mut Bounds,
) -> Result<Asked, Stopped> {
    let cancelled = turn.cancellation().clone();
    let mut events = provider.ask(request);
    let mut asked = Asked::default();
    let Bounds { deadline: (until, limit_s), leaving, silence } = bounds;
    let end: Result<(), Stopped> = loop {
        let next = tokio::select! {
            biased;
            () = cancelled.cancelled() => return Err(Stopped::Stream(StreamError::Cancelled)),
            leave = leaving.word() => break Err(Stopped::Left(leave)),
            next = timeout_at(*until, events.next()) => next,
        };
        match (&next, silence.as_mut()) {
            (Ok(Some(Ok(ModelEvent::Waiting { seconds }))), Some(silence)) => silence.lasts(*seconds),
            (_, Some(silence)) => silence.ends(),
            (_, None) => {}
        }
        match next {
            Err(_) => break Err(Failure::TurnTooLong { seconds: *limit_s }.into()),
            Ok(None) => break Ok(()),
            Ok(Some(Err(failure))) => break Err(failure.into()),
            Ok(Some(Ok(event))) => match event {
                ModelEvent::Text(text) => show(turn, steps, &mut asked, filter.push(&text)).await?,
                ModelEvent::Call(call) => asked.calls.push(call),
                ModelEvent::Question { text, options } => asked.question = Some((text, options)),
                ModelEvent::Waiting { seconds } => {
                    turn.progress(format!("Waiting for an answer ({seconds} s)"), Some("clock")).await?;
                }
                ModelEvent::Usage { input_tokens, output_tokens } => {
                    tracing::info!(input_tokens, output_tokens, "the model was asked");
                    asked.tokens = Some(input_tokens.saturating_add(output_tokens));
                }
                ModelEvent::Done(finish) => {
                    asked.finish = Some(finish);
                    break Ok(());
                }
            },
        }
    };
    drop(events);
    show(turn, steps, &mut asked, filter.finish()).await?;
    end?;
    Ok(asked)
}

async fn show(turn: &mut Turn, steps: &mut Steps, asked: &mut Asked, text: String) -> Result<(), StreamError> {
    if text.is_empty() || (asked.text.is_empty() && text.trim().is_empty()) {
        return Ok(());
    }
    if asked.text.is_empty() {
        steps.finish(turn).await?;
    }
    asked.text.push_str(&text);
    turn.delta(text).await
}
