//! `docket seed`: data for measurements.

use docket_store::Seed as Amounts;

use super::Desk;
use crate::arguments::Seed;
use crate::failure::Failure;
use crate::progress;

/// Says in JSON, always: programs ask.
pub(super) async fn seed(desk: &Desk, seed: Seed) -> Result<(), Failure> {
    let Seed { threads, items, tasks } = seed;
    if threads + items + tasks == 0 {
        return Err(Failure::Usage("Say how much: --tasks, --threads or --items with a number.".to_owned()));
    }
    let now = desk.clock.now();
    let made = desk.store.seed(Amounts { threads, items, tasks }, &now);
    desk.output.json(&progress::told("Making data", made).await?)
}
