//! One file a command.

mod add;
mod ask;
mod backup;
mod completions;
mod doctor;
mod edit;
mod export;
mod import;
mod key;
mod list;
mod mcp;
mod seed;
mod serve;
mod show;
mod state;
mod undo;

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use docket_assistant::secrets::{Keyring, Keys};
use docket_server::Clock;
use docket_store::{Database, Store, Tier};
use serde::Serialize;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::arguments::{Arguments, ChangeSet, Command, Key, References};
use crate::data::{self, USER};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::output::Output;

/// As many tasks as the store answers at once.
const MOST_ON_A_PAGE: NonZeroU32 = NonZeroU32::new(500).unwrap();

/// What the commands on tasks have in common.
pub(crate) struct Desk {
    pub(crate) database: Database,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) output: Output,
}

/// Does what the command line asks for.
///
/// # Errors
/// [`Failure`].
pub(crate) fn run(arguments: Arguments, environment: &Environment, clock: Clock) -> Result<(), Failure> {
    let Arguments { data_dir, json, command } = arguments;
    let output = Output::new(json, environment);
    let keys = || Arc::new(Keys::new(Arc::new(Keyring::new()), environment.key.clone()));
    let folder = || data::folder(data_dir.clone(), environment);
    match command {
        Command::Serve(serve) => {
            let folder = folder()?;
            let mut options = serve::options(&serve, keys(), clock, data::open(&folder)?)?;
            options.built_in_element = environment.built_in_element;
            options.element_script.clone_from(&environment.element_script);
            let runtime = runtime(Builder::new_multi_thread())?;
            let done = runtime.block_on(serve::serve(&serve, options, &folder, output));
            runtime.shutdown_background();
            done
        }
        Command::Key(Key::Status) => runtime(Builder::new_current_thread())?.block_on(key::status(&keys(), output)),
        Command::Key(Key::Clear) => runtime(Builder::new_current_thread())?.block_on(key::clear(&keys(), output)),
        Command::Completions(completions) => completions::completions(&completions, output),
        command => {
            let folder = folder()?;
            let database = data::open(&folder)?;
            let runtime = runtime(Builder::new_multi_thread())?;
            // The limits of the chat: whoever talks in a terminal sends as much to a model.
            let store = database.store(USER).with_tier(Tier::default());
            let desk = Desk { database: database.clone(), store, clock, output };
            let done = runtime.block_on(at_desk(desk, command, keys(), folder));
            runtime.shutdown_background();
            // Last: closing writes the log into the file.
            database.close();
            done
        }
    }
}

async fn at_desk(desk: Desk, command: Command, keys: Arc<Keys>, folder: PathBuf) -> Result<(), Failure> {
    match command {
        Command::Add(add) => add::add(&desk, add).await,
        Command::List(list) => list::list(&desk, list).await,
        Command::Show(References { references }) => show::show(&desk, &references).await,
        Command::Done(References { references }) => state::done(&desk, &references).await,
        Command::Reopen(References { references }) => state::reopen(&desk, &references).await,
        Command::Delete(References { references }) => state::delete(&desk, &references).await,
        Command::Restore(restore) => backup::restore(&desk, restore).await,
        Command::Edit(edit) => edit::edit(&desk, edit).await,
        Command::Undo(ChangeSet { id }) => undo::undo(&desk, id).await,
        Command::Redo(ChangeSet { id }) => undo::redo(&desk, id).await,
        Command::Ask(ask) => ask::ask(&desk, ask, keys).await,
        Command::Mcp(mcp) => mcp::mcp(&desk, mcp).await,
        Command::Key(Key::Set) => key::set(&desk, &keys).await,
        Command::Export(export) => export::export(&desk, export).await,
        Command::Import(import) => import::import(&desk, import).await,
        Command::Backup => backup::backup(&desk).await,
        Command::Doctor(doctor) => doctor::doctor(&desk, doctor, &keys, folder).await,
        Command::Seed(seed) => seed::seed(&desk, seed).await,
        Command::Serve(_) | Command::Completions(_) | Command::Key(Key::Status | Key::Clear) => Ok(()),
    }
}

fn runtime(mut builder: Builder) -> Result<Runtime, Failure> {
    builder.enable_all().build().map_err(|error| Failure::Cannot(format!("The program could not start: {error}.")))
}

/// `value` in JSON with more fields.
fn with_fields(value: &impl Serialize, more: &[(&str, Value)]) -> Value {
    let mut json = serde_json::to_value(value).unwrap_or_default();
    for (name, field) in more {
        json[*name] = field.clone();
    }
    json
}

/// `1 task`, `2 tasks`.
fn count(number: usize) -> String {
    if number == 1 { "1 task".to_owned() } else { format!("{number} tasks") }
}
