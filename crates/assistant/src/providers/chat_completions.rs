//! Chat Completions, the portable way to a model: whatever speaks like OpenAI (Ollama, LM Studio, llama.cpp, vLLM, …).

mod decode;
mod request;

use futures_util::stream::BoxStream;
use secrecy::SecretString;

use self::decode::Decoder;
use super::remote::{RemoteModel, Wire};
use crate::{BaseUrl, Failure, ModelEvent, ModelRequest, Patience, Provider};

const WIRE: Wire = Wire { path: "/chat/completions", body: request::body, decoder: || Box::new(Decoder::default()) };

/// A model behind Chat Completions.
#[derive(Clone, Debug)]
pub struct ChatCompletions(RemoteModel);

impl ChatCompletions {
    /// A compatible server. Most want no key; `key` is the one that was saved for this server, and goes with each request. Without one a
    /// 401 is [`Failure::KeyWanted`]: no server gets a key by asking for it.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] where this computer cannot speak TLS at all.
    pub fn new(base: BaseUrl, model: String, key: Option<SecretString>, patience: Patience) -> Result<Self, Failure> {
        RemoteModel::new(base, model, WIRE, patience, key).map(Self)
    }
}

impl Provider for ChatCompletions {
    fn ask(&self, request: ModelRequest) -> BoxStream<'static, Result<ModelEvent, Failure>> {
        self.0.ask(&request)
    }

    fn host(&self) -> String {
        self.0.host()
    }

    fn output_tokens(&self) -> u32 {
        self.0.output_tokens()
    }
}
