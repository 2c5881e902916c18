//! `docket serve`: the server without a window.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use docket_assistant::BaseUrl;
use docket_assistant::secrets::Keys;
use docket_server::{Clock, Limits, Options, ProviderOverride, Server, StartError};
use docket_store::Database;
use serde::Serialize;
use tokio::sync::mpsc;

use crate::arguments::{Provider, Serve, Tier};
use crate::data::USER;
use crate::failure::{Failure, sentence};
use crate::lines;
use crate::output::{Output, note};

/// How long a printed address can be used.
const TICKET_LIFE: Duration = Duration::from_secs(600);
/// How long the page that leads a browser to the address stays on the disk.
const PAGE_LIFE: Duration = Duration::from_secs(10);

/// What the command line asks of the server.
///
/// # Errors
/// [`Failure::Usage`] for an address that cannot be used.
pub(super) fn options(serve: &Serve, keys: Arc<Keys>, clock: Clock, database: Database) -> Result<Options, Failure> {
    if let Some(url) = &serve.base_url {
        BaseUrl::parse(url).map_err(|error| Failure::Usage(format!("--base-url: {}", error.message())))?;
    }
    let mut options = Options::new(database, keys).map_err(|error| Failure::Cannot(sentence(&error.to_string())))?;
    options.port = serve.port;
    options.clock = clock;
    options.users = users(serve);
    options.tier = match serve.tier {
        Tier::Free => docket_server::Tier::Free,
        Tier::Standard => docket_server::Tier::Standard,
        Tier::Unlimited => docket_server::Tier::Unlimited,
    };
    options.allow_origins.clone_from(&serve.allow_origin);
    options.limits = Limits {
        max_streams: usize::from(serve.max_streams),
        max_connections: usize::from(serve.max_connections),
        ..Limits::default()
    };
    let provider = serve.provider.map(|provider| match provider {
        Provider::Rules => "rules",
        Provider::Openai => "openai",
        Provider::Compatible => "compatible",
    });
    options.provider = ProviderOverride {
        provider: provider.map(str::to_owned),
        base_url: serve.base_url.clone(),
        model: serve.model.clone(),
    };
    Ok(options)
}

fn users(serve: &Serve) -> Vec<String> {
    let mut users: Vec<String> = Vec::new();
    for user in &serve.user {
        if !users.contains(user) {
            users.push(user.clone());
        }
    }
    if users.is_empty() {
        users.push(USER.to_owned());
    }
    users
}

/// Serves until a signal ends it.
///
/// # Errors
/// [`Failure`] where it cannot listen.
pub(super) async fn serve(serve: &Serve, options: Options, folder: &Path, output: Output) -> Result<(), Failure> {
    let users = options.users.clone();
    // Before anybody is told that the server listens: a signal may follow at once.
    let mut signals = Signals::new()?;
    let server = docket_server::start(options).await.map_err(start_failure)?;
    let told = tell_ready(serve, &server, &users, output);
    let page = if serve.open && told.is_ok() { open_window(&server, &users, folder) } else { None };
    if told.is_ok() {
        run(&server, &users, &mut signals, page.as_deref()).await;
    }
    if let Some(page) = page {
        remove(&page);
    }
    server.shutdown().await;
    told
}

/// The one line of standard output: the server listens.
#[derive(Serialize)]
struct Ready<'r> {
    event: &'static str,
    url: String,
    ticket: &'r str,
    open: String,
    pid: u32,
    /// Of each user, where users are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    tickets: Option<BTreeMap<&'r str, &'r str>>,
}

fn tell_ready(serve: &Serve, server: &Server, users: &[String], output: Output) -> Result<(), Failure> {
    let tickets = tickets(server, users)?;
    let ticket = tickets.first().map_or("", |(_, ticket)| ticket);
    let of_each = tickets.iter().map(|(user, ticket)| (user.as_str(), ticket.as_str()));
    output.json(&Ready {
        event: "ready",
        url: server.url(),
        ticket,
        open: server.open_url(ticket),
        pid: std::process::id(),
        tickets: if serve.user.is_empty() { None } else { Some(of_each.collect()) },
    })
}

/// A ticket for each user, in their order.
fn tickets(server: &Server, users: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let ticket = |user: &String| {
        let ticket =
            server.mint_ticket(user, TICKET_LIFE).map_err(|error| Failure::Cannot(sentence(&error.to_string())))?;
        Ok((user.clone(), ticket))
    };
    users.iter().map(ticket).collect()
}

async fn run(server: &Server, users: &[String], signals: &mut Signals, page: Option<&Path>) {
    let mut enter = enter_key();
    let mut page_over = std::pin::pin!(tokio::time::sleep(PAGE_LIFE));
    let mut is_page_there = page.is_some();
    loop {
        tokio::select! {
            signal = signals.next() => match signal {
                Signal::End => return,
                Signal::FreshAddress => tell_address(server, users),
            },
            Some(()) = enter.recv() => tell_address(server, users),
            () = &mut page_over, if is_page_there => {
                is_page_there = false;
                page.into_iter().for_each(remove);
            }
        }
    }
}

/// Prints a fresh address for each user to standard error.
fn tell_address(server: &Server, users: &[String]) {
    match tickets(server, users) {
        Err(failure) => {
            failure.report();
        }
        Ok(tickets) => {
            for (user, ticket) in &tickets {
                let address = server.open_url(ticket);
                note(&if users.len() == 1 { address } else { format!("{user}: {address}") });
            }
        }
    }
}

/// Each press of Enter at a terminal.
fn enter_key() -> mpsc::Receiver<()> {
    let (sender, receiver) = mpsc::channel(1);
    if io::stdin().is_terminal() {
        let mut lines = lines::of_standard_input();
        tokio::spawn(async move {
            while let Some(Ok(_)) = lines.recv().await {
                if sender.send(()).await.is_err() {
                    break;
                }
            }
        });
    }
    receiver
}

/// Opens the window in a browser, over a page that only the owner of the data can read: a ticket in the arguments of a program
/// could be read by everybody on the computer.
fn open_window(server: &Server, users: &[String], folder: &Path) -> Option<PathBuf> {
    let page = folder.join("open.html");
    let opened = users.first().map_or(Ok(()), |user| {
        let ticket = server.mint_ticket(user, TICKET_LIFE).map_err(io::Error::other)?;
        write_page(&page, &server.open_url(&ticket))?;
        open::that_detached(&page)
    });
    if let Err(error) = opened {
        note(&format!("No browser could be opened: {error}. Open the address yourself."));
        tell_address(server, users);
    }
    Some(page)
}

fn write_page(page: &Path, address: &str) -> io::Result<()> {
    // One that a crash left behind is not ours to write into: it may be a link to somewhere.
    if page.symlink_metadata().is_ok() {
        fs::remove_file(page)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let html = format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">\
         <meta http-equiv=\"refresh\" content=\"0;url={address}\"><title>Docket</title>\n"
    );
    options.open(page)?.write_all(html.as_bytes())
}

fn remove(page: &Path) {
    match fs::remove_file(page) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            note(&format!("{} could not be removed: {error}. Remove it by hand.", page.display()));
        }
        Ok(()) | Err(_) => {}
    }
}

fn start_failure(error: StartError) -> Failure {
    match error {
        StartError::Listen { port, source } => Failure::Cannot(format!(
            "Port {port} cannot be used: {source}. Choose another with --port, or 0 for any that is free."
        )),
        StartError::Origin(error) => Failure::Usage(format!("--allow-origin: {}", sentence(&error.to_string()))),
        error => Failure::Cannot(sentence(&error.to_string())),
    }
}

/// What a signal asks for.
enum Signal {
    End,
    #[cfg_attr(not(unix), expect(dead_code, reason = "there is no such signal"))]
    FreshAddress,
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    user: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            user: signal(SignalKind::user_defined1())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::End,
            _ = self.terminate.recv() => Signal::End,
            _ = self.user.recv() => Signal::FreshAddress,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> Result<Self, Failure> {
        Ok(Self)
    }

    async fn next(&mut self) -> Signal {
        // Without a way to hear the signal, only ending the process ends the server.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::End
    }
}
