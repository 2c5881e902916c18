//! The day's tokens: set aside before a call, settled after it.

use std::sync::{Arc, LazyLock};

use chatkit_server::{ItemKind, Turn};
use docket_store::{Error, Reservation, Store};

use crate::tools::{ToolContext, specs};
use crate::{Failure, Message, ModelRequest, ToolSpec};

/// Bytes of JSON that a token stands for, at least: so that what is set aside is rather too much.
const BYTES_A_TOKEN: usize = 3;
/// One part in so many of the usual answer is the least that is worth asking for: 256 tokens, and 1,024 of a model that thinks first.
const LEAST_OF_ANSWER: u32 = 16;

/// What is set aside for one call; nothing where calls cost none.
pub(super) struct Budget(Option<(Store, Reservation)>);

impl Budget {
    /// Sets aside what a call may cost: the question by its length, and all of the answer that is allowed. Where the day has less left, a
    /// shorter answer is asked for, down to [`LEAST_OF_ANSWER`] of it.
    ///
    /// # Errors
    /// [`Failure::Budget`] where the day has not even that left; [`Failure::Store`].
    pub(super) async fn reserve(
        context: &ToolContext,
        costs_tokens: bool,
        request: &mut ModelRequest,
        turn: &Turn,
    ) -> Result<Self, Failure> {
        if !costs_tokens {
            return Ok(Self(None));
        }
        // Days are those of the real clock, which is that of the thread's items; the zone is the user's.
        let now = turn.new_item(ItemKind::EndOfTurn).created_at.to_zoned(context.now.time_zone().clone());
        let question = tokens_of(request);
        let reserve = |answer: u32| context.store.reserve_tokens(question.saturating_add(answer.into()), &now);
        let mut reserved = reserve(request.output_tokens).await;
        if let Err(Error::TokensUsedUp { limit, used, .. }) = &reserved
            && let Some(answer) = what_is_left(limit.saturating_sub(*used), question, request.output_tokens)
        {
            request.output_tokens = answer;
            reserved = reserve(answer).await;
        }
        match reserved {
            Ok(reservation) => Ok(Self(Some((context.store.clone(), reservation)))),
            Err(Error::TokensUsedUp { limit, used, retry_after_s }) => {
                Err(Failure::Budget { limit, used, retry_after_s })
            }
            Err(error) => Err(Failure::Store(error.to_string())),
        }
    }

    /// Says what it cost; everything that was set aside where nobody knows.
    ///
    /// # Errors
    /// [`Failure::Store`]
    pub(super) async fn settle(self, used: Option<u64>) -> Result<(), Failure> {
        let Some((store, reservation)) = self.0 else { return Ok(()) };
        let used = used.unwrap_or(reservation.tokens);
        store.settle(reservation, used).await.map_err(|error| Failure::Store(error.to_string()))
    }
}

/// The length of an answer that the rest of the day's tokens holds after the question; `None` where it would be too short to be of use.
fn what_is_left(left: u64, question: u64, usual: u32) -> Option<u32> {
    let answer = u32::try_from(left.saturating_sub(question)).unwrap_or(usual).min(usual);
    (answer >= usual / LEAST_OF_ANSWER).then_some(answer)
}

/// Tokens of the question, rather too many.
fn tokens_of(request: &ModelRequest) -> u64 {
    let ModelRequest { instructions, messages, tools, output_tokens: _, now: _, shows_tasks: _ } = request;
    let messages: usize = messages
        .iter()
        .map(|message| match message {
            Message::User(text) => text.len(),
            Message::Assistant { text, calls } => {
                text.len() + calls.iter().map(|call| call.name.len() + call.arguments.len()).sum::<usize>()
            }
            Message::ToolResult { call_id: _, content } | Message::Context(content) => content.to_string().len(),
        })
        .sum();
    let bytes = instructions.len() + messages + bytes_of(tools);
    u64::try_from(bytes.div_ceil(BYTES_A_TOKEN)).unwrap_or(u64::MAX)
}

/// Bytes of the tools, which are the same in almost every question.
fn bytes_of(tools: &Arc<[ToolSpec]>) -> usize {
    static ALL: LazyLock<usize> = LazyLock::new(|| count(&specs()));
    fn count(tools: &[ToolSpec]) -> usize {
        tools.iter().map(|tool| tool.name.len() + tool.description.len() + tool.parameters.to_string().len()).sum()
    }
    if Arc::ptr_eq(tools, &specs()) { *ALL } else { count(tools) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_as_long_as_the_day_allows_but_not_useless() {
        for (left, question, usual, expected) in [
            (100_000, 3_000, 4_096, Some(4_096)),
            (u64::MAX, 3_000, 4_096, Some(4_096)),
            (5_000, 3_000, 16_384, Some(2_000)),
            (4_024, 3_000, 16_384, Some(1_024)),
            (4_023, 3_000, 16_384, None),
            (3_256, 3_000, 4_096, Some(256)),
            (3_255, 3_000, 4_096, None),
            (2_000, 3_000, 4_096, None),
        ] {
            assert_eq!(what_is_left(left, question, usual), expected, "{left} left, {question} of {usual}");
        }
    }
}
