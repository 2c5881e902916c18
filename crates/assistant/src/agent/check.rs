//! Trying a connection out: which models it has, and whether it would answer.

use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use super::Assistant;
use crate::connection::OPENAI_BASE;
use crate::providers::{Cause, MODELS, Trouble, Upstream};
use crate::{BaseUrl, Changed, Connection, Failure, PRESETS};

/// For a server on this computer to list its models while somebody looks for one.
const NEARBY: Duration = Duration::from_secs(3);

/// What came of trying a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConnectionTest {
    /// Whether it would answer.
    pub ok: bool,
    /// `OK`, or [`Failure::code`].
    pub code: &'static str,
    /// A sentence for people; with a way out where it would not answer.
    pub message: String,
    /// What lies behind `PROVIDER_UNREACHABLE`, where that is known: `refused`, `unknown_host`, `tls` or `slow`.
    pub reason: Option<&'static str>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// The models that are there, where the server told.
    pub models: Vec<String>,
}

/// A server that was found on this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The program whose usual address it is.
    pub name: &'static str,
    /// Where it is.
    pub base_url: &'static str,
    /// The models that it has, in its order.
    pub models: Vec<String>,
}

/// Asks the usual addresses of this computer which of them are there, all at once; no other host is asked, and no key is shown.
///
/// Answers those that list models, in the order of [`PRESETS`].
pub async fn find_servers() -> Vec<Found> {
    let asked = PRESETS.iter().map(async |preset| {
        let upstream = Upstream::new(BaseUrl::parse(preset.base_url).ok()?).ok()?;
        let models = tokio::time::timeout(NEARBY, upstream.models(None)).await.ok()?.ok()?;
        Some(Found { name: preset.name, base_url: preset.base_url, models })
    });
    futures_util::future::join_all(asked).await.into_iter().flatten().collect()
}

impl Assistant {
    /// The models that the connection has, in its order; none for the built-in assistant.
    ///
    /// # Errors
    /// Why it does not tell.
    pub async fn models(&self) -> Result<Vec<String>, Failure> {
        self.listed().await.map_err(|(failure, _)| failure)
    }

    async fn listed(&self) -> Result<Vec<String>, (Failure, Option<Cause>)> {
        let (base, model, server) = match &self.connection {
            Connection::Rules => return Ok(Vec::new()),
            Connection::OpenAi { model } => {
                let base = BaseUrl::parse(OPENAI_BASE).map_err(|error| (error.into(), None))?;
                (base, model, None)
            }
            Connection::Compatible { base, model } => (base.clone(), model, Some(base)),
        };
        let key = self.key(server).await.map_err(|failure| (failure, None))?;
        if key.is_none() && server.is_none() {
            return Err((Failure::NoKey, None));
        }
        let upstream = Upstream::new(base).map_err(|failure| (failure, None))?;
        let host = upstream.host();
        upstream.models(key.as_ref()).await.map_err(|trouble| {
            let cause = if let Trouble::Connection(cause) = &trouble { Some(*cause) } else { None };
            match trouble.is_unauthorized() && key.is_none() {
                true => (Failure::KeyWanted { host }, cause),
                false => (trouble.into_failure(&host, model), cause),
            }
        })
    }

    /// Whether the connection would answer: it is there, takes the key, and has the model. No token is spent. What is learnt of it counts
    /// for the next message too.
    pub async fn test_connection(&self) -> ConnectionTest {
        let begun = Instant::now();
        let took_ms = || u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let ok = |message: String, models| ConnectionTest {
            ok: true,
            code: "OK",
            message,
            reason: None,
            took_ms: took_ms(),
            models,
        };
        let model = match &self.connection {
            Connection::Rules => return ok("The built-in assistant answers on this computer.".to_owned(), Vec::new()),
            Connection::OpenAi { model } | Connection::Compatible { model, base: _ } => model,
        };
        let host = self.connection.describe().host.unwrap_or_default();
        let listed = self.listed().await;
        self.note(&listed);
        let (failure, cause, models) = match listed {
            Ok(models) if models.is_empty() || models.iter().any(|known| is_same(known, model)) => {
                return ok(format!("{host} answers, and has “{model}”."), models);
            }
            Ok(known) => (Failure::ModelNotFound { host, model: model.clone(), known: known.clone() }, None, known),
            Err((failure, cause)) => (failure, cause, Vec::new()),
        };
        let message = match cause {
            Some(cause) => unreachable(self.connection.name().as_str(), cause),
            None => failure.message(Changed::Nothing),
        };
        let reason = cause.and_then(name_of);
        ConnectionTest { ok: false, code: failure.code(), message, reason, took_ms: took_ms(), models }
    }

    fn note(&self, listed: &Result<Vec<String>, (Failure, Option<Cause>)>) {
        let Some(standby) = &self.standby else { return };
        match listed {
            Ok(_) => standby.reached(&self.connection),
            Err((failure, _)) => {
                if let Some(outage) = failure.outage() {
                    standby.lost(&self.connection, outage);
                }
            }
        }
    }
}

fn name_of(cause: Cause) -> Option<&'static str> {
    match cause {
        Cause::Refused => Some("refused"),
        Cause::UnknownHost => Some("unknown_host"),
        Cause::Tls => Some("tls"),
        Cause::Slow => Some("slow"),
        Cause::Other => None,
    }
}

/// Why nobody is there, and what to do about it.
fn unreachable(name: &str, cause: Cause) -> String {
    match cause {
        Cause::Refused => format!("Nothing answers at {name}. Start the server there, or change the base address."),
        Cause::UnknownHost => {
            format!("There is no host called {name}, or no network. Check the base address and the connection.")
        }
        Cause::Tls => format!(
            "{name} does not speak https in a way that can be trusted. Check its certificate, or use http for a server on this computer."
        ),
        Cause::Slow => format!("{name} said nothing for {} s. It may be busy; try again.", MODELS.as_secs()),
        Cause::Other => format!("{name} cannot be reached. Check the connection and the base address, then try again."),
    }
}

/// Whether a listed name is the one that was asked for: Ollama adds `:latest`.
fn is_same(known: &str, asked: &str) -> bool {
    known == asked || known.strip_suffix(":latest") == Some(asked)
}
