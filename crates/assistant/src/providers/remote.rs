//! A model on a server: asking, waiting, trying again. What differs between wires is their [`Wire`].
//!
//! This folder and those of the wires are the only places that name async-openai. Its typed streams drop what they do not know, and with it
//! text and tool calls; so it carries plain JSON here (`byot`), read by decoders that take what servers really send. Retries are ours:
//! the library's have no upper limit on the wait that a server may ask for.

mod complaint;
mod transport;
mod unknown;

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

pub(super) use self::complaint::Complaint;
use self::transport::Frames;
pub(crate) use self::transport::{Cause, MODELS, Trouble, Upstream};
pub(super) use self::unknown::note_unknown;
use crate::{BaseUrl, Failure, ModelEvent, ModelRequest, OPENAI_HOST, Patience};

/// Once the answer is complete, so long for what may follow it: the usage, and the end of the stream.
const AFTER_FINISH: Duration = Duration::from_secs(2);
/// Output tokens that one answer may have.
const OUTPUT_TOKENS: u32 = 4_096;
/// The same for models that think before they speak, since thinking counts.
const REASONING_OUTPUT_TOKENS: u32 = 16_384;

/// A wire: how a question is put, and how its answer is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wire {
    /// Path of questions below the base address.
    pub(super) path: &'static str,
    /// The body of a question to the named model.
    pub(super) body: fn(&ModelRequest, &str) -> Body,
    /// Reads one answer.
    pub(super) decoder: fn() -> Box<dyn Decode>,
}

/// The body of a question: the tools are apart, as they are the same in each and much longer than the rest.
#[derive(Debug, Serialize)]
pub(super) struct Body {
    /// A JSON object.
    #[serde(flatten)]
    pub(super) fields: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tools: Option<Cow<'static, [Value]>>,
}

/// Reads the frames of one answer. What it does not know it passes over.
pub(super) trait Decode: Send {
    /// Takes the next frame; answers what can be told at once. Calls are told at the end, when they are complete.
    ///
    /// # Errors
    /// What the server complains of.
    fn take(&mut self, frame: &Value) -> Result<Vec<ModelEvent>, Complaint>;

    /// Whether the answer is complete; something unimportant may still follow.
    fn is_finished(&self) -> bool;

    /// Whether nothing that matters can follow.
    fn is_over(&self) -> bool;

    /// What is told at the end of the stream; `None` where the answer broke off before its end.
    fn finish(self: Box<Self>) -> Option<Vec<ModelEvent>>;
}

/// A model on a server. Cheap to clone.
#[derive(Clone)]
pub(super) struct RemoteModel(Arc<Model>);

struct Model {
    upstream: Upstream,
    name: String,
    wire: Wire,
    patience: Patience,
    key: Option<SecretString>,
}

type Events = mpsc::Sender<Result<ModelEvent, Failure>>;

impl RemoteModel {
    /// The model `name` at `base`, which gets `key` with each request.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] where this computer cannot speak TLS at all.
    pub(super) fn new(
        base: BaseUrl,
        name: String,
        wire: Wire,
        patience: Patience,
        key: Option<SecretString>,
    ) -> Result<Self, Failure> {
        let upstream = Upstream::new(base)?;
        Ok(Self(Arc::new(Model { upstream, name, wire, patience, key })))
    }

    /// As [`crate::Provider::ask`].
    pub(super) fn ask(&self, request: &ModelRequest) -> BoxStream<'static, Result<ModelEvent, Failure>> {
        let model = Arc::clone(&self.0);
        let body = (model.wire.body)(request, &model.name);
        generated(|events| async move {
            if let Err(failure) = model.answer(&body, &events).await {
                // Nobody listens any more: then nobody is to be told.
                let _ = events.send(Err(failure)).await;
            }
        })
    }

    /// Whose model it is.
    pub(super) fn host(&self) -> String {
        self.0.host()
    }

    /// Most tokens that one answer of it may have.
    pub(super) fn output_tokens(&self) -> u32 {
        if is_reasoning(&self.0.name) { REASONING_OUTPUT_TOKENS } else { OUTPUT_TOKENS }
    }
}

impl fmt::Debug for RemoteModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteModel")
            .field("model", &self.0.name)
            .field("wire", &self.0.wire.path)
            .finish_non_exhaustive()
    }
}

/// A stream of what `work` sends, polled together with it: dropping the one drops the other.
fn generated<T: Send + 'static, W: Future<Output = ()> + Send + 'static>(
    work: impl FnOnce(mpsc::Sender<T>) -> W,
) -> BoxStream<'static, T> {
    let (sender, receiver) = mpsc::channel(16);
    let work: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(work(sender));
    stream::unfold((Some(work), receiver), |(mut work, mut receiver)| async move {
        loop {
            let Some(running) = work.as_mut() else {
                return receiver.recv().await.map(|item| (item, (None, receiver)));
            };
            tokio::select! {
                biased;
                item = receiver.recv() => return item.map(|item| (item, (work, receiver))),
                () = running => work = None,
            }
        }
    })
    .boxed()
}

impl Model {
    async fn answer(&self, body: &Body, events: &Events) -> Result<(), Failure> {
        let begun = Instant::now();
        let (mut frames, first) = self.open(body, begun, events).await?;
        let mut decoder = (self.wire.decoder)();
        let mut next = Some(first);
        while let Some(frame) = next {
            for event in decoder.take(&frame).map_err(|complaint| complaint.in_stream(&self.host()))? {
                send(events, event).await;
            }
            if decoder.is_finished() {
                frames.read_to_its_end();
            }
            if decoder.is_over() {
                break;
            }
            let limit = if decoder.is_finished() { AFTER_FINISH.min(self.patience.idle) } else { self.patience.idle };
            next = match self.patiently(frames.next(), limit, begun, events).await {
                Ok(Ok(frame)) => frame,
                // What comes after the end of the answer is not worth failing for.
                Ok(Err(_)) | Err(()) if decoder.is_finished() => None,
                Ok(Err(_)) => return Err(self.broken_off()),
                Err(()) => return Err(self.silent(limit)),
            };
        }
        // A stream that ends early is an error, whatever it said until then.
        let last = decoder.finish().ok_or_else(|| self.broken_off())?;
        for event in last {
            send(events, event).await;
        }
        Ok(())
    }

    /// Asks until the first frame is there, several times where that may help.
    async fn open(&self, body: &Body, begun: Instant, events: &Events) -> Result<(Frames, Value), Failure> {
        let mut tried = 0;
        loop {
            let limit = self.patience.first;
            let trouble = match self.patiently(self.first_frame(body), limit, begun, events).await {
                Ok(Ok(opened)) => return Ok(opened),
                Ok(Err(trouble)) => trouble,
                Err(()) => return Err(self.silent(limit)),
            };
            if trouble.is_unauthorized() && self.key.is_none() {
                return Err(Failure::KeyWanted { host: self.host() });
            }
            tried += 1;
            let wait = self.wait_before(tried, &trouble);
            match wait {
                Some(wait) if tried < self.patience.tries => {
                    tracing::info!(tried, wait_ms = wait.as_millis(), "asking again: {trouble}");
                    // The wait is shorter than its own limit, so only its end ends it.
                    let _ = self.patiently(sleep(wait), wait + self.patience.first, begun, events).await;
                }
                Some(_) | None => return Err(self.failure_of(trouble).await),
            }
        }
    }

    async fn first_frame(&self, body: &Body) -> Result<(Frames, Value), Trouble> {
        let mut frames = self.upstream.open(self.wire.path, body, self.key.clone()).await?;
        match frames.next().await {
            Ok(Some(frame)) => Ok((frames, frame)),
            Ok(None) => Err(Trouble::BrokenOff),
            Err(trouble) => Err(trouble),
        }
    }

    /// Full jitter: anywhere between nothing and a limit that doubles, so that clients that failed together do not come back together. What the
    /// server asks for is the least; `None` where asking again is of no use, or the server wants more than anybody would wait.
    fn wait_before(&self, tried: u32, trouble: &Trouble) -> Option<Duration> {
        if !trouble.may_pass() {
            return None;
        }
        let least = trouble.retry_after().unwrap_or_default();
        if least > self.patience.longest_wait {
            return None;
        }
        let most = self.patience.backoff.saturating_mul(1 << (tried - 1).min(6));
        Some(least.max(most.mul_f64(fastrand::f64())))
    }

    /// Waits for `work`, for at most `limit`, and says every so often that it still does.
    async fn patiently<T>(
        &self,
        work: impl Future<Output = T>,
        limit: Duration,
        begun: Instant,
        events: &Events,
    ) -> Result<T, ()> {
        let mut work = std::pin::pin!(work);
        let until = Instant::now() + limit;
        let mut report = self.patience.report_every.map(|every| Instant::now() + every);
        loop {
            let report_at = report.unwrap_or(until).min(until);
            tokio::select! {
                biased;
                done = &mut work => return Ok(done),
                () = sleep_until(report_at) => {
                    if report_at >= until {
                        return Err(());
                    }
                    send(events, ModelEvent::Waiting { seconds: begun.elapsed().as_secs() }).await;
                    report = self.patience.report_every.map(|every| report_at + every);
                }
            }
        }
    }

    async fn failure_of(&self, trouble: Trouble) -> Failure {
        let failure = trouble.into_failure(&self.host(), &self.name);
        match failure {
            Failure::ModelNotFound { host, model, known: _ } if host != OPENAI_HOST => {
                // The names only make the sentence more helpful.
                let known = self.upstream.models(self.key.as_ref()).await.unwrap_or_default();
                Failure::ModelNotFound { host, model, known }
            }
            other => other,
        }
    }

    fn broken_off(&self) -> Failure {
        Failure::BrokenOff { host: self.host() }
    }

    fn silent(&self, limit: Duration) -> Failure {
        Failure::Silent { model: self.name.clone(), seconds: limit.as_secs() }
    }

    fn host(&self) -> String {
        self.upstream.host()
    }
}

async fn send(events: &Events, event: ModelEvent) {
    // The receiver is dropped together with this future, so there is nobody to tell of a failure.
    let _ = events.send(Ok(event)).await;
}

/// Whether the model thinks before it speaks, judged by its name, as there is no way to ask.
fn is_reasoning(model: &str) -> bool {
    let model = model.to_lowercase();
    let name = model.rsplit('/').next().unwrap_or(&model);
    ["o1", "o3", "o4", "gpt-5", "gpt-6", "gpt-oss", "qwen3", "qwq", "deepseek-r", "magistral"]
        .iter()
        .any(|start| name.starts_with(start))
        || name.contains("think")
        || name.contains("reason")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinking_models_are_known_by_name() {
        for model in ["o3-mini", "gpt-5-mini", "openai/gpt-oss-20b", "qwen3:14b", "deepseek-r1:8b", "Kimi-K2-Thinking"]
        {
            assert!(is_reasoning(model), "{model}");
        }
        for model in ["gpt-4.1-mini", "llama3.3", "mistral-small", "fake-1", "phi4"] {
            assert!(!is_reasoning(model), "{model}");
        }
    }
}
