//! Trying a connection out: which models it has, and whether it would answer.

use serde::Serialize;

use super::Assistant;
use crate::connection::OPENAI_BASE;
use crate::providers::Upstream;
use crate::{BaseUrl, Changed, Connection, Failure};

/// What came of trying a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConnectionTest {
    /// Whether it would answer.
    pub ok: bool,
    /// `OK`, or [`Failure::code`].
    pub code: &'static str,
    /// A sentence for people; with a way out where it would not answer.
    pub message: String,
}

impl Assistant {
    /// The models that the connection has, in its order; none for the built-in assistant.
    ///
    /// # Errors
    /// Why it does not tell.
    pub async fn models(&self) -> Result<Vec<String>, Failure> {
        let (base, model, server) = match &self.connection {
            Connection::Rules => return Ok(Vec::new()),
            Connection::OpenAi { model } => (BaseUrl::parse(OPENAI_BASE)?, model, None),
            Connection::Compatible { base, model } => (base.clone(), model, Some(base)),
        };
        let key = self.key(server).await?;
        if key.is_none() && server.is_none() {
            return Err(Failure::NoKey);
        }
        let upstream = Upstream::new(base)?;
        let host = upstream.host();
        upstream.models(key.as_ref()).await.map_err(|trouble| match trouble.is_unauthorized() && key.is_none() {
            true => Failure::KeyWanted { host },
            false => trouble.into_failure(&host, model),
        })
    }

    /// Whether the connection would answer: it is there, takes the key, and has the model. No token is spent.
    pub async fn test_connection(&self) -> ConnectionTest {
        let ok = |message: String| ConnectionTest { ok: true, code: "OK", message };
        let model = match &self.connection {
            Connection::Rules => return ok("The built-in assistant answers on this computer.".to_owned()),
            Connection::OpenAi { model } | Connection::Compatible { model, base: _ } => model,
        };
        let host = self.connection.describe().host.unwrap_or_default();
        let failure = match self.models().await {
            Ok(models) if models.is_empty() || models.iter().any(|known| is_same(known, model)) => {
                return ok(format!("{host} answers, and has “{model}”."));
            }
            Ok(known) => Failure::ModelNotFound { host, model: model.clone(), known },
            Err(failure) => failure,
        };
        ConnectionTest { ok: false, code: failure.code(), message: failure.message(Changed::Nothing) }
    }
}

/// Whether a listed name is the one that was asked for: Ollama adds `:latest`.
fn is_same(known: &str, asked: &str) -> bool {
    known == asked || known.strip_suffix(":latest") == Some(asked)
}
