//! Chat Completions, the portable way to a model: OpenAI, and whatever speaks like it (Ollama, LM Studio, llama.cpp, vLLM, …).
//!
//! The only module that names async-openai. Its typed streams drop what they do not know, and with it text and tool calls; so it carries
//! plain JSON here (`byot`), read by a decoder that takes what servers really send. Retries are ours: the library's have no upper limit
//! on the wait that a server may ask for.

mod complaint;
mod decode;
mod request;
mod transport;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use secrecy::SecretString;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

use self::decode::Decoder;
use self::transport::{Frames, Trouble, Upstream};
use crate::{BaseUrl, Failure, ModelEvent, ModelRequest, OPENAI_HOST, Patience, Provider};

/// Once the answer is complete, so long for what may follow it: the usage, and the end of the stream.
const AFTER_FINISH: Duration = Duration::from_secs(2);

/// A model behind Chat Completions.
#[derive(Clone)]
pub struct ChatCompletions {
    model: Arc<Model>,
}

struct Model {
    upstream: Upstream,
    name: String,
    dialect: Dialect,
    patience: Patience,
    key: Option<SecretString>,
}

/// What differs between OpenAI and those who speak like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    OpenAi,
    Compatible,
}

type Events = mpsc::Sender<Result<ModelEvent, Failure>>;

impl ChatCompletions {
    /// What speaks OpenAI's own dialect at `base`, which gets `key` with each request.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] where this computer cannot speak TLS at all.
    pub fn openai(base: BaseUrl, model: String, key: SecretString, patience: Patience) -> Result<Self, Failure> {
        Self::new(base, model, Dialect::OpenAi, patience, Some(key))
    }

    /// A compatible server. Most want no key; `key` is the one that was saved for this server, and goes with each request. Without one a
    /// 401 is [`Failure::KeyWanted`]: no server gets a key by asking for it.
    ///
    /// # Errors
    /// As [`ChatCompletions::openai`].
    pub fn compatible(
        base: BaseUrl,
        model: String,
        key: Option<SecretString>,
        patience: Patience,
    ) -> Result<Self, Failure> {
        Self::new(base, model, Dialect::Compatible, patience, key)
    }

    fn new(
        base: BaseUrl,
        name: String,
        dialect: Dialect,
        patience: Patience,
        key: Option<SecretString>,
    ) -> Result<Self, Failure> {
        let upstream = Upstream::new(base)?;
        Ok(Self { model: Arc::new(Model { upstream, name, dialect, patience, key }) })
    }
}

impl fmt::Debug for ChatCompletions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatCompletions")
            .field("model", &self.model.name)
            .field("dialect", &self.model.dialect)
            .finish_non_exhaustive()
    }
}

impl Provider for ChatCompletions {
    fn ask(&self, request: ModelRequest) -> BoxStream<'static, Result<ModelEvent, Failure>> {
        let model = Arc::clone(&self.model);
        let body = request::body(&request, &model.name, model.dialect);
        generated(|events| async move {
            if let Err(failure) = model.answer(&body, &events).await {
                // Nobody listens any more: then nobody is to be told.
                let _ = events.send(Err(failure)).await;
            }
        })
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
    async fn answer(&self, body: &Value, events: &Events) -> Result<(), Failure> {
        let begun = Instant::now();
        let (mut frames, first) = self.open(body, begun, events).await?;
        let mut decoder = Decoder::default();
        let mut next = Some(first);
        while let Some(frame) = next {
            for event in decoder.take(&frame).map_err(|complaint| complaint.in_stream(&self.host()))? {
                send(events, event).await;
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
    async fn open(&self, body: &Value, begun: Instant, events: &Events) -> Result<(Frames, Value), Failure> {
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

    async fn first_frame(&self, body: &Value) -> Result<(Frames, Value), Trouble> {
        let mut frames = self.upstream.open(body, self.key.clone()).await?;
        match frames.next().await {
            Ok(Some(frame)) => Ok((frames, frame)),
            Ok(None) => Err(Trouble::Empty),
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
                let known = self.upstream.models(self.key.clone()).await;
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
