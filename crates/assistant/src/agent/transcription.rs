//! Turning a recording into text, where the connection can.

use chatkit_server::{Audio, Refusal, RequestError};

use super::Assistant;
use crate::connection::OPENAI_BASE;
use crate::providers::Upstream;
use crate::{BaseUrl, Changed, Connection, Failure};

/// What OpenAI is asked to listen with.
const OPENAI_MODEL: &str = "gpt-4o-mini-transcribe";
/// The name that compatible servers know their model by, whichever it is.
const COMPATIBLE_MODEL: &str = "whisper-1";
/// Largest recording, in bytes: about ten minutes as browsers record speech.
const RECORDING_BYTES: usize = 10 * 1024 * 1024;
const UNSUPPORTED: RequestError = RequestError::Unsupported("input.transcribe");

impl Assistant {
    /// The words of a recording, which goes to the connection and nowhere else.
    ///
    /// # Errors
    /// [`RequestError::Unsupported`] with the built-in assistant, and where a compatible server does not listen;
    /// [`RequestError::Invalid`] for a recording that is empty or too large; [`RequestError::Refused`] with the sentence of a [`Failure`].
    pub(super) async fn transcribed(&self, audio: Audio) -> Result<String, RequestError> {
        let (base, server, model) = match &self.connection {
            Connection::Rules => return Err(UNSUPPORTED),
            Connection::OpenAi { model: _ } => {
                (BaseUrl::parse(OPENAI_BASE).map_err(|error| refused(&error.into()))?, None, OPENAI_MODEL)
            }
            Connection::Compatible { base, model: _ } => (base.clone(), Some(base), COMPATIBLE_MODEL),
        };
        if audio.bytes.is_empty() {
            return Err(RequestError::Invalid("`input.transcribe`: the recording is empty".to_owned()));
        }
        if audio.bytes.len() > RECORDING_BYTES {
            let most = RECORDING_BYTES / (1024 * 1024);
            return Err(RequestError::Invalid(format!("`input.transcribe`: the recording is larger than {most} MiB")));
        }
        let key = self.key(server).await.map_err(|failure| refused(&failure))?;
        let has_key = key.is_some();
        if !has_key && server.is_none() {
            return Err(refused(&Failure::NoKey));
        }
        let upstream = Upstream::new(base).map_err(|failure| refused(&failure))?;
        let host = upstream.host();
        let recording = (file_name(&audio), audio.bytes);
        upstream.transcribe(model, recording, key).await.map_err(|trouble| {
            if server.is_some() && trouble.is_unknown_path() {
                return UNSUPPORTED;
            }
            let is_without_key = trouble.is_unauthorized() && !has_key;
            refused(&if is_without_key { Failure::KeyWanted { host } } else { trouble.into_failure(&host, model) })
        })
    }
}

/// A name whose end says what the recording is; servers go by it.
fn file_name(audio: &Audio) -> String {
    let format = audio.media_type().rsplit('/').next().unwrap_or_default();
    format!("recording.{}", if format == "mp4" { "m4a" } else { format })
}

fn refused(failure: &Failure) -> RequestError {
    tracing::warn!(failure.code = failure.code(), "a recording was not transcribed: {failure}");
    let (code, message) = (failure.code().to_owned(), failure.message(Changed::Nothing));
    RequestError::Refused(Refusal { code, message, retry_after: None })
}
