//! Who answers a message: the model, or the built-in assistant while the model cannot be reached.

use chatkit_server::{Input, Item, StreamError, Turn};
use docket_tasks::ChangeSetId;

use super::Assistant;
use super::run::{self, Ended, Who};
use crate::providers::Rules;
use crate::standby::{Outage, Standby, Way};
use crate::{Changed, Connection};

/// Answers the newest of `items`. What was not answered at all, because the model is not there, the built-in assistant answers and says
/// so first; what was answered in part, or did something already, stays as it is.
pub(super) async fn answer(
    assistant: &Assistant,
    turn: &mut Turn,
    given: (&Input, &[Item]),
    change_set: ChangeSetId,
) -> Result<(), StreamError> {
    let connection = &assistant.connection;
    let Some(standby) = assistant.standby.as_ref().filter(|_| *connection != Connection::Rules) else {
        let ended = ask(assistant, turn, given, change_set, Way::Ask).await?;
        return match ended {
            Ended::Said | Ended::Left => Ok(()),
            Ended::Unsaid(failure, _) => Err(assistant.fail(failure, Changed::Nothing)),
        };
    };
    let way = way(assistant, standby, turn).await?;
    if let Way::StandIn(outage) = way {
        return stand_in(assistant, standby, turn, (given, change_set), Some(outage)).await;
    }
    match ask(assistant, turn, given, change_set, way).await? {
        Ended::Said => Ok(()),
        Ended::Left => stand_in(assistant, standby, turn, (given, change_set), None).await,
        Ended::Unsaid(failure, outage) => {
            standby.lost(connection, outage);
            if !assistant.stands_in {
                return Err(assistant.fail(failure, Changed::Nothing));
            }
            tracing::warn!(failure.code = failure.code(), "the built-in assistant stands in: {failure}");
            stand_in(assistant, standby, turn, (given, change_set), Some(outage)).await
        }
    }
}

/// How to go about the message. A model that somebody else brought along is always asked: its address is not known here.
async fn way(assistant: &Assistant, standby: &Standby, turn: &Turn) -> Result<Way, StreamError> {
    if !assistant.stands_in || assistant.provider.is_some() {
        return Ok(Way::Ask);
    }
    let cancelled = turn.cancellation().clone();
    tokio::select! {
        biased;
        () = cancelled.cancelled() => Err(StreamError::Cancelled),
        way = standby.way(&assistant.connection) => Ok(way),
    }
}

async fn ask(
    assistant: &Assistant,
    turn: &mut Turn,
    given: (&Input, &[Item]),
    change_set: ChangeSetId,
    way: Way,
) -> Result<Ended, StreamError> {
    let mut patience = assistant.patience();
    if way == Way::AskOnce {
        patience.tries = 1;
    }
    match assistant.provider(patience).await {
        Ok(provider) => run::run(assistant, (provider.as_ref(), Who::Connection), turn, given, change_set).await,
        Err(failure) => Err(assistant.fail(failure, Changed::Nothing)),
    }
}

/// `outage`: why; `None` where the user asked for it, who is told nothing new.
async fn stand_in(
    assistant: &Assistant,
    standby: &Standby,
    turn: &mut Turn,
    (given, change_set): ((&Input, &[Item]), ChangeSetId),
    outage: Option<Outage>,
) -> Result<(), StreamError> {
    if let Some(outage) = outage
        && standby.has_to_tell(&assistant.connection, &turn.thread().id)
    {
        turn.say(sentence(&assistant.connection, outage)).await?;
    }
    // The built-in assistant is always there, and nobody leaves it.
    run::run(assistant, (&Rules, Who::BuiltIn), turn, given, change_set).await.map(drop)
}

fn sentence(connection: &Connection, outage: Outage) -> String {
    let name = connection.name();
    let what = match outage {
        Outage::Unreachable => "cannot be reached",
        Outage::Silent => "does not answer",
        Outage::Failing => "answers with errors",
    };
    format!("{name} {what}. The built-in assistant answers until it is back.")
}
