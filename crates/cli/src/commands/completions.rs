//! `docket completions`: what a shell needs to complete docket's words.

use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};
use crate::failure::Failure;
use crate::output::Output;

/// Touches no data: a shell asks at each start.
pub(super) fn completions(completions: &Completions, output: Output) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Arguments::command(), "docket", &mut script);
    output.piece(&String::from_utf8_lossy(&script))
}
