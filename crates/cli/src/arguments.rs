//! What can be said on the command line.

use std::convert::Infallible;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use docket_store::ChangeSetId;
use jiff::Zoned;

/// The Docket to-do list in a terminal, and its server without a window.
#[derive(Debug, Parser)]
#[command(name = "docket", version, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// Where the list is kept [default: $DOCKET_DATA_DIR, else the platform's folder for the app]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Answer in JSON: one document, or one a line
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Stands before an argument that is text though it begins with a hyphen. No argument that a system hands over can hold it.
const TEXT: char = '\0';

/// Marks arguments that no flag can be, such as `- milk`, so that they are read as text. A flag and its value have no space before
/// the `=`.
pub(crate) fn with_text_marked(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let marked = |argument: OsString| match argument.to_str() {
        Some(text) if is_hyphened_text(text) => OsString::from(format!("{TEXT}{text}")),
        _ => argument,
    };
    arguments.map(marked).collect()
}

fn is_hyphened_text(text: &str) -> bool {
    text.starts_with('-') && text.split('=').next().is_some_and(|flag| flag.contains(char::is_whitespace))
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that clap's value parsers have")]
fn text_of(argument: &str) -> Result<String, Infallible> {
    Ok(argument.strip_prefix(TEXT).unwrap_or(argument).to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the list and the chat to browsers on this computer
    Serve(Serve),
    /// Add a task in one line: docket add Pay rent friday 9am +Home @bills p1
    Add(Add),
    /// Show tasks
    #[command(visible_alias = "ls")]
    List(List),
    /// Show a task with everything about it
    Show(References),
    /// Complete tasks
    Done(References),
    /// Open completed tasks again
    Reopen(References),
    /// Move tasks to the trash
    Delete(References),
    /// Take tasks out of the trash; or put a backup in the place of everything
    Restore(Restore),
    /// Change a task in a line: docket edit 2 friday 9am p1 @bills
    Edit(Edit),
    /// Take back the last change, whoever made it
    Undo(ChangeSet),
    /// Take back the last undo
    Redo(ChangeSet),
    /// Ask the assistant; without words, talk with it
    Ask(Ask),
    /// Serve the list to an MCP client that starts this command
    Mcp(Mcp),
    /// Keep the OpenAI key in the system's keyring
    #[command(subcommand)]
    Key(Key),
    /// Write all tasks, lists and labels as JSON
    Export(Export),
    /// Put the tasks of an exported file beside those that are there
    Import(Import),
    /// Make a backup of everything, now
    Backup,
    /// Say how the data is: the file, its backups, damaged files, the key
    Doctor(Doctor),
    /// Print what a shell needs to complete docket's words
    Completions(Completions),
    /// Fill a data directory for measurements
    Seed(Seed),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Port on 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) port: u16,
    /// What answers in the chat, whatever the settings say
    #[arg(long, value_enum)]
    pub(crate) provider: Option<Provider>,
    /// Address of an OpenAI-compatible server, up to /v1
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Model to ask for
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// Limits on messages a minute and model tokens a day: free 10 and 10,000, standard 60 and 100,000, unlimited none
    #[arg(long, value_enum, default_value_t = Tier::Standard)]
    pub(crate) tier: Tier,
    // Help for people: a link of the documentation would show its brackets.
    #[arg(
        long,
        value_name = "ORIGIN",
        help = "Let pages of another origin call, such as https://example.org (may be given several times)"
    )]
    pub(crate) allow_origin: Vec<String>,
    /// Open the window in a browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Running answers and open event feeds at once
    #[arg(long, default_value_t = 16, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) max_streams: u16,
    /// Connections at once
    #[arg(long, default_value_t = 64, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) max_connections: u16,
    /// Serve this user's list (may be given several times; users never see each other's) [default: local]
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) user: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Provider {
    /// The built-in assistant: nothing leaves this computer
    Rules,
    /// OpenAI; wants a key
    Openai,
    /// A server that speaks OpenAI's Chat Completions
    Compatible,
}

/// Limits on messages a minute and model tokens a day, where a user's settings name none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tier {
    Free,
    Standard,
    Unlimited,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The line; `-` reads lines from standard input, one task each. Shells take # for a comment: write +Home or "#Home"
    #[arg(required = true, allow_negative_numbers = true, value_parser = text_of)]
    pub(crate) text: Vec<String>,
    /// Say what would be understood, and write nothing
    #[arg(long)]
    pub(crate) preview: bool,
    /// Make it a part of this task
    #[arg(long, value_name = "REF")]
    pub(crate) part_of: Option<String>,
    /// Read dates as at this moment, such as 2026-11-21T10:00[Europe/Berlin]
    #[arg(long, value_name = "MOMENT")]
    pub(crate) now: Option<Zoned>,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// today, upcoming, overdue, inbox, all, done or trash; or words to search for [default: today, with --list or --label: all]
    #[arg(value_name = "VIEW|WORDS")]
    pub(crate) what: Vec<String>,
    /// Only this list
    #[arg(long, value_name = "NAME")]
    pub(crate) list: Option<String>,
    /// Only tasks with this label
    #[arg(long, value_name = "NAME")]
    pub(crate) label: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct References {
    /// Numbers of the last `docket list`, ids, or the last characters of ids (at least 4)
    #[arg(required = true, value_name = "REF")]
    pub(crate) references: Vec<String>,
}

/// What of a task can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Field {
    Due,
    Repeat,
    Priority,
    Labels,
    List,
    Duration,
    Reminders,
    Start,
    Notes,
}

#[derive(Debug, Args)]
pub(crate) struct Edit {
    /// Number of the last `docket list`, id, or the last characters of an id (at least 4)
    #[arg(value_name = "REF")]
    pub(crate) reference: String,
    /// What changes, as in a line to add: dates, times, repeat, #list, @label, p1…; other words are the new title
    #[arg(required_unless_present_any = ["clear", "notes"], allow_negative_numbers = true, value_parser = text_of)]
    pub(crate) text: Vec<String>,
    /// Take this away (may be given several times)
    #[arg(long, value_enum, value_name = "FIELD")]
    pub(crate) clear: Vec<Field>,
    /// New notes, in Markdown
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) notes: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// Tasks: numbers of the last `docket list`, ids, or the last characters of ids. Or a backup, or `latest` for the newest; without
    /// any of them, the backups are listed
    #[arg(value_name = "REF|BACKUP")]
    pub(crate) references: Vec<String>,
    /// Put the backup in place without asking
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ChangeSet {
    /// The change set that an import, or any command with --json, has named [default: the last one]
    #[arg(value_name = "CHANGE_SET")]
    pub(crate) id: Option<ChangeSetId>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Where to; it appears whole or not at all [default: standard output]
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// What `docket export` wrote; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Say what would be added, and write nothing
    #[arg(long)]
    pub(crate) preview: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Add what can still be read of this damaged file and is not there any more
    #[arg(long, value_name = "NAME")]
    pub(crate) bring_back: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// For which shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Seed {
    /// Conversations of one question and one answer
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) threads: usize,
    /// Messages of one more conversation
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) items: usize,
    /// Tasks, in twelve lists
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) tasks: usize,
}

#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// What to say; the conversation of the last `docket ask` goes on
    #[arg(allow_negative_numbers = true, value_parser = text_of)]
    pub(crate) text: Vec<String>,
    /// Begin another conversation
    #[arg(long)]
    pub(crate) new: bool,
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Mcp {
    /// Let the client read the list, and change nothing
    #[arg(long)]
    pub(crate) read_only: bool,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Key {
    /// Save the key that standard input holds
    Set,
    /// Say whether there is a key, and where
    Status,
    /// Forget the key
    Clear,
}
