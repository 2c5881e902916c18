//! HTTP to a server, under async-openai: our own client, our own reading of refusals, no retries.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use async_openai::Client;
use async_openai::config::Config;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use async_openai::types::InputSource;
use async_openai::types::audio::{AudioInput, CreateTranscriptionRequest};
use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt, future};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Response, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::Body;
use super::complaint::Complaint;
use crate::{BaseUrl, Failure, Reach};

const CONNECT: Duration = Duration::from_secs(10);
/// For the names of a server's models: somebody looks at a button meanwhile.
pub(crate) const MODELS: Duration = Duration::from_secs(10);
/// For the words of a recording.
const TRANSCRIPTION: Duration = Duration::from_secs(60);
/// Of a refusal so much is read.
const REFUSAL_BYTES: usize = 256 * 1024;
/// For the end of a body whose answer is complete, and so many pieces of it: what takes longer is not worth a connection.
const REST: Duration = Duration::from_secs(1);
const REST_PIECES: usize = 64;

/// A server.
#[derive(Clone, Debug)]
pub(crate) struct Upstream {
    base: BaseUrl,
    http: reqwest::Client,
}

/// The frames of an answer. Dropping it ends the request.
pub(super) struct Frames {
    frames: BoxStream<'static, Result<Value, OpenAIError>>,
    is_complete: Arc<AtomicBool>,
}

/// Why a connection failed, as far as it can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// Nobody listens there.
    Refused,
    /// The name is not known.
    UnknownHost,
    /// No common way to speak secretly, or a certificate that nobody vouches for.
    Tls,
    /// Nothing came for too long.
    Slow,
    /// Anything else: no network, or a connection that broke.
    Other,
}

/// Why there is no answer, or no more of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// No connection, or it broke off.
    #[error("the connection failed: {0:?}")]
    Connection(Cause),
    /// The server said no.
    #[error("the server answered {status}")]
    Refused { status: u16, retry_after: Option<Duration>, complaint: Complaint },
    /// It answered 200 with something else than a stream.
    #[error("the server answered with something else than a stream")]
    NotAStream(Option<Complaint>),
    /// An answer had begun, and it ended before its first frame. What came of it may be half a frame, so that this is never asked again.
    #[error("the stream broke off")]
    BrokenOff,
}

impl Trouble {
    /// Whether the same question may be answered a moment later.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Connection(_) => true,
            Self::Refused { status, complaint, .. } => {
                matches!(status, 408 | 409 | 425 | 429 | 500 | 502 | 503 | 504 | 529) && !complaint.is_final()
            }
            Self::NotAStream(_) | Self::BrokenOff => false,
        }
    }

    pub(crate) fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }

    /// Whether the server does not know what it was asked for.
    pub(crate) fn is_unknown_path(&self) -> bool {
        matches!(self, Self::Refused { status: 404 | 405 | 501, .. })
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            Self::Connection(_) | Self::NotAStream(_) | Self::BrokenOff => None,
        }
    }

    pub(crate) fn into_failure(self, host: &str, model: &str) -> Failure {
        match self {
            Self::Connection(_) => Failure::Unreachable { host: host.to_owned() },
            Self::Refused { status, retry_after, complaint } => {
                complaint.with_status(status, retry_after.map(|wait| wait.as_secs().max(1)), host, model)
            }
            Self::NotAStream(Some(complaint)) => complaint.in_stream(host),
            Self::NotAStream(None) => Failure::NotAModel { host: host.to_owned() },
            Self::BrokenOff => Failure::BrokenOff { host: host.to_owned() },
        }
    }
}

impl Upstream {
    pub(crate) fn new(base: BaseUrl) -> Result<Self, Failure> {
        let http = client(base.reach()).ok_or_else(|| Failure::Unreachable { host: base.host() })?;
        Ok(Self { base, http })
    }

    pub(crate) fn host(&self) -> String {
        self.base.host()
    }

    /// Puts the question to `path` and waits for the head of the answer.
    pub(super) async fn open(&self, path: &str, body: &Body, key: Option<SecretString>) -> Result<Frames, Trouble> {
        let config = Address { base: self.base.clone(), key: key.unwrap_or_default() };
        let is_complete = Arc::new(AtomicBool::new(false));
        let transport = Transport { http: self.http.clone(), is_complete: Some(Arc::clone(&is_complete)) };
        let client = Client::build(self.http.clone(), config).with_http_service(transport);
        let opened = match path {
            "/responses" => client.responses().create_stream_byot::<_, Value>(body).await,
            _ => client.chat().create_stream_byot::<_, Value>(body).await,
        };
        match opened {
            Ok(frames) => Ok(Frames { frames, is_complete }),
            Err(error) => Err(trouble_of(error)),
        }
    }

    /// What is said in a recording, as `model` hears it. `file_name` tells the format by its end.
    ///
    /// # Errors
    /// [`Trouble`], also where it takes longer than a person waits for their own words.
    pub(crate) async fn transcribe(
        &self,
        model: &str,
        (file_name, recording): (String, Vec<u8>),
        key: Option<SecretString>,
    ) -> Result<String, Trouble> {
        let config = Address { base: self.base.clone(), key: key.unwrap_or_default() };
        let transport = Transport { http: self.http.clone(), is_complete: None };
        let client = Client::build(self.http.clone(), config).with_http_service(transport);
        let source = InputSource::Bytes { filename: file_name, bytes: recording.into() };
        let request =
            CreateTranscriptionRequest { file: AudioInput { source }, model: model.to_owned(), ..Default::default() };
        // Raw: the library's own answer has to have a `usage`, which compatible servers do not send.
        let answer = tokio::time::timeout(TRANSCRIPTION, client.audio().transcription().create_raw(request)).await;
        let answer = answer.map_err(|_| Trouble::Connection(Cause::Slow))?.map_err(trouble_of)?;
        let answer: Option<Value> = serde_json::from_slice(&answer).ok();
        let text = answer.as_ref().and_then(|answer| answer.get("text")?.as_str());
        text.map(|text| text.trim().to_owned()).ok_or(Trouble::NotAStream(None))
    }

    /// The models that the server has, in its order.
    ///
    /// # Errors
    /// [`Trouble`], also where it takes longer than a person in front of a button waits.
    pub(crate) async fn models(&self, key: Option<&SecretString>) -> Result<Vec<String>, Trouble> {
        let address = Address { base: self.base.clone(), key: key.cloned().unwrap_or_default() };
        let request = self.http.get(address.url("/models")).headers(address.headers());
        let asked = async {
            let answer = request.send().await.map_err(|error| Trouble::Connection(cause_of(&error)))?;
            let answer = accepted(answer).await?;
            Ok(serde_json::from_slice::<Value>(&beginning_of(answer).await).ok())
        };
        let answer = tokio::time::timeout(MODELS, asked).await.map_err(|_| Trouble::Connection(Cause::Slow))??;
        let models = answer.as_ref().and_then(|answer| answer["data"].as_array()).ok_or(Trouble::NotAStream(None))?;
        Ok(models.iter().filter_map(|model| model["id"].as_str()).map(str::to_owned).collect())
    }
}

impl Upstream {
    /// Whether anybody answers a question for models within `limit`, with whatever but an error of the server's own. No key goes along.
    pub(crate) async fn answers_within(&self, limit: Duration) -> bool {
        let address = self.base.join("/models");
        let answer = tokio::time::timeout(limit, self.http.get(address).send()).await;
        matches!(answer, Ok(Ok(answer)) if !answer.status().is_server_error())
    }
}

impl Frames {
    /// What the answer says is complete. Dropping it now does not end the request: the few bytes that are left are read, so that the
    /// connection serves the next question too.
    pub(super) fn read_to_its_end(&self) {
        self.is_complete.store(true, Ordering::Relaxed);
    }

    /// The next frame; `None` at the end. Frames that are no JSON are passed over, as an empty one is.
    pub(crate) async fn next(&mut self) -> Result<Option<Value>, Trouble> {
        loop {
            match self.frames.next().await {
                None => return Ok(None),
                Some(Ok(frame)) => return Ok(Some(frame)),
                Some(Err(OpenAIError::JSONDeserialize(_, content))) => {
                    if !content.trim().is_empty() {
                        tracing::debug!(bytes = content.len(), "a frame is no JSON");
                    }
                }
                Some(Err(_)) => return Err(Trouble::BrokenOff),
            }
        }
    }
}

/// One client for each way out, for the life of the process, so that connections are used again.
fn client(reach: Reach) -> Option<reqwest::Client> {
    static NEARBY: OnceLock<Option<reqwest::Client>> = OnceLock::new();
    static ELSEWHERE: OnceLock<Option<reqwest::Client>> = OnceLock::new();
    let builder = || {
        reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .user_agent(concat!("docket/", env!("CARGO_PKG_VERSION")))
            // A redirect would carry the conversation to a host that nobody named.
            .redirect(redirect::Policy::none())
    };
    let kept = match reach {
        // A proxy has no business with what stays on this computer or in the local network.
        Reach::Loopback | Reach::Private => NEARBY.get_or_init(|| builder().no_proxy().build().ok()),
        Reach::Elsewhere => ELSEWHERE.get_or_init(|| builder().build().ok()),
    };
    kept.clone()
}

/// Where to send, and with which key. The library's own configuration reads the environment; this one does not.
#[derive(Clone, Debug)]
struct Address {
    base: BaseUrl,
    key: SecretString,
}

impl Config for Address {
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let key = self.key.expose_secret();
        if !key.is_empty()
            && let Ok(mut value) = HeaderValue::from_str(&format!("Bearer {key}"))
        {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        headers
    }

    fn url(&self, path: &str) -> String {
        self.base.join(path)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    fn api_base(&self) -> &str {
        self.base.as_str()
    }

    fn api_key(&self) -> &SecretString {
        &self.key
    }
}

/// Sends requests once, and reads what is no stream before the library does: it would lose the status, and log the body.
#[derive(Clone, Debug)]
struct Transport {
    http: reqwest::Client,
    /// Of a stream; none where the answer is to be one body.
    is_complete: Option<Arc<AtomicBool>>,
}

impl tower_service::Service<HttpRequestFactory> for Transport {
    type Response = Response;
    type Error = OpenAIError;
    type Future = Pin<Box<dyn Future<Output = Result<Response, OpenAIError>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequestFactory) -> Self::Future {
        let Self { http, is_complete } = self.clone();
        Box::pin(async move {
            let request = request.build().await?;
            let answer = http
                .execute(request)
                .await
                .map_err(|error| OpenAIError::Boxed(Box::new(Trouble::Connection(cause_of(&error)))))?;
            let answer = match is_complete {
                Some(is_complete) => refusal_of(answer).await.map(|stream| Rest::of(stream, is_complete)),
                None => bounded(answer).await,
            };
            match answer {
                Ok(answer) => Ok(answer),
                Err(trouble) => Err(OpenAIError::Boxed(Box::new(trouble))),
            }
        })
    }
}

/// The body of a stream. The library lets go of it as soon as the last event is there, which is before the end of the body, and a
/// connection whose answer was not read to its end is closed.
struct Rest {
    pieces: BoxStream<'static, reqwest::Result<Bytes>>,
    is_complete: Arc<AtomicBool>,
    is_over: bool,
}

impl Rest {
    fn of(answer: Response, is_complete: Arc<AtomicBool>) -> Response {
        let mut head = http::Response::new(());
        *head.status_mut() = answer.status();
        *head.headers_mut() = answer.headers().clone();
        let rest = Self { pieces: answer.bytes_stream().boxed(), is_complete, is_over: false };
        Response::from(head.map(|()| reqwest::Body::wrap_stream(rest)))
    }
}

impl Stream for Rest {
    type Item = reqwest::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.pieces.poll_next_unpin(context);
        self.is_over = self.is_over || matches!(next, Poll::Ready(None | Some(Err(_))));
        next
    }
}

impl Drop for Rest {
    fn drop(&mut self) {
        if self.is_over || !self.is_complete.load(Ordering::Relaxed) {
            return;
        }
        // Outside of a runtime nothing is lost but the connection.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let pieces = std::mem::replace(&mut self.pieces, stream::empty().boxed());
        let end =
            pieces.take(REST_PIECES).take_while(|piece| future::ready(piece.is_ok())).for_each(|_| future::ready(()));
        drop(runtime.spawn(tokio::time::timeout(REST, end)));
    }
}

/// The answer, where its status says that it is one.
async fn accepted(answer: Response) -> Result<Response, Trouble> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let retry_after = retry_after(answer.headers());
    let complaint = Complaint::from_body(&beginning_of(answer).await);
    Err(Trouble::Refused { status: status.as_u16(), retry_after, complaint })
}

/// An answer that is one body, as much of it as anybody would read.
async fn bounded(answer: Response) -> Result<Response, Trouble> {
    let answer = accepted(answer).await?;
    let status = answer.status();
    let mut whole = http::Response::new(beginning_of(answer).await);
    *whole.status_mut() = status;
    Ok(Response::from(whole))
}

async fn refusal_of(answer: Response) -> Result<Response, Trouble> {
    let answer = accepted(answer).await?;
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // Some servers stream without saying so; those that say JSON or HTML do not stream.
    if ["application/json", "text/html"].iter().any(|other| kind.to_ascii_lowercase().starts_with(other)) {
        return Err(Trouble::NotAStream(Complaint::from_ok_body(&beginning_of(answer).await)));
    }
    Ok(answer)
}

/// Whole or broken seconds. The date form of the header is passed over: clocks differ, and no provider sends it.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: f64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

async fn beginning_of(answer: Response) -> Vec<u8> {
    let mut pieces = answer.bytes_stream();
    let mut body = Vec::new();
    while let Some(Ok(piece)) = pieces.next().await {
        body.extend_from_slice(&piece);
        if body.len() >= REFUSAL_BYTES {
            body.truncate(REFUSAL_BYTES);
            break;
        }
    }
    body
}

/// What lies at the bottom of an error. Libraries wrap each other's, and the one that knows may be several layers down.
fn cause_of(error: &reqwest::Error) -> Cause {
    if error.is_timeout() {
        return Cause::Slow;
    }
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<std::io::Error>()
            && error.kind() == std::io::ErrorKind::ConnectionRefused
        {
            return Cause::Refused;
        }
        let text = error.to_string().to_lowercase();
        if text.contains("dns error") {
            return Cause::UnknownHost;
        }
        if ["certificate", "tls", "handshake", "corrupt message"].iter().any(|word| text.contains(word)) {
            return Cause::Tls;
        }
        source = error.source();
    }
    Cause::Other
}

fn trouble_of(error: OpenAIError) -> Trouble {
    match error {
        OpenAIError::Boxed(source) => {
            source.downcast::<Trouble>().map_or(Trouble::Connection(Cause::Other), |trouble| *trouble)
        }
        _ => Trouble::Connection(Cause::Other),
    }
}
