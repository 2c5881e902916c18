//! The day's tokens: set aside before a call, settled after it.

use chatkit_server::{ItemKind, Turn};
use docket_store::{Error, Reservation, Store};

use crate::tools::ToolContext;
use crate::{Failure, Message, ModelRequest};

/// Bytes of JSON that a token stands for, at least: so that what is set aside is rather too much.
const BYTES_A_TOKEN: usize = 3;

/// What is set aside for one call; nothing where calls cost none.
pub(super) struct Budget(Option<(Store, Reservation)>);

impl Budget {
    /// Sets aside what a call may cost: the question by its length, and all of the answer that is allowed.
    ///
    /// # Errors
    /// [`Failure::Budget`] where the day has not so much left; [`Failure::Store`].
    pub(super) async fn reserve(
        context: &ToolContext,
        costs_tokens: bool,
        request: &ModelRequest,
        turn: &Turn,
    ) -> Result<Self, Failure> {
        if !costs_tokens {
            return Ok(Self(None));
        }
        // Days are those of the real clock, which is that of the thread's items; the zone is the user's.
        let now = turn.new_item(ItemKind::EndOfTurn).created_at.to_zoned(context.now.time_zone().clone());
        match context.store.reserve_tokens(estimate(request), &now).await {
            Ok(reservation) => Ok(Self(Some((context.store.clone(), reservation)))),
            Err(Error::TokensUsedUp { retry_after_s, .. }) => Err(Failure::Budget { retry_after_s }),
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

fn estimate(request: &ModelRequest) -> u64 {
    let ModelRequest { instructions, messages, tools, output_tokens, now: _ } = request;
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
    let tools: usize =
        tools.iter().map(|tool| tool.name.len() + tool.description.len() + tool.parameters.to_string().len()).sum();
    let input = (instructions.len() + messages + tools).div_ceil(BYTES_A_TOKEN);
    u64::try_from(input).unwrap_or(u64::MAX).saturating_add(u64::from(*output_tokens))
}
