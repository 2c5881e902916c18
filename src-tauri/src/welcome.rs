//! The first start: three tasks that show what Docket can do by being done.

use docket_store::{Actor, Store};
use docket_tasks::{Command, NewTask, Source};
use jiff::Zoned;

/// As in the design's picture of a first start, in this order.
const HELP_TASKS: [&str; 3] = [
    "Complete this task: press its circle, or the key E",
    "Type above: Buy bread tomorrow 9am p2",
    "Ask the chat: what is due tomorrow?",
];

/// Puts the three help tasks into the Inbox of a list that has never held anything, done and deleted tasks included.
///
/// They come as an import: *Undo* takes back what the person did, never these.
///
/// # Errors
/// What the store says.
pub(crate) async fn add_help_tasks(store: &Store, now: &Zoned) -> Result<(), docket_store::Error> {
    let counts = store.counts(now).await?;
    if counts.all + counts.done + counts.trash > 0 {
        return Ok(());
    }
    let add = |title: &str| {
        Command::AddTask(NewTask { title: title.to_owned(), source: Source::Import, ..NewTask::default() })
    };
    store.apply(Command::All(HELP_TASKS.map(add).to_vec()), Actor::Import, now).await?;
    Ok(())
}
