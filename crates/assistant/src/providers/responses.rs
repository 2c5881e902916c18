//! Responses, OpenAI's own way to its models. Asked only of OpenAI itself, since others speak it in part at best.

mod decode;
mod request;

use futures_util::stream::BoxStream;
use secrecy::SecretString;

use self::decode::Decoder;
use super::remote::{RemoteModel, Wire};
use crate::{BaseUrl, Failure, ModelEvent, ModelRequest, Patience, Provider};

const WIRE: Wire = Wire { path: "/responses", body: request::body, decoder: || Box::new(Decoder::default()) };

/// A model behind Responses.
#[derive(Clone, Debug)]
pub struct Responses(RemoteModel);

impl Responses {
    /// What speaks Responses at `base`, which gets `key` with each request.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] where this computer cannot speak TLS at all.
    pub fn new(base: BaseUrl, model: String, key: SecretString, patience: Patience) -> Result<Self, Failure> {
        RemoteModel::new(base, model, WIRE, patience, Some(key)).map(Self)
    }
}

impl Provider for Responses {
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
