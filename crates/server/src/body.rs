//! Reading bodies: so much, so long, and only what the gate has let in.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use docket_tasks::{ListId, TaskId};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::Segment;
use tokio::time::timeout_at;

use crate::app::App;
use crate::error::{Code, Error};

/// Largest JSON body, in bytes.
pub(crate) const JSON_LIMIT: u64 = 256 * 1024;

/// A JSON body as `T`. No body at all is read as `null`, for routes whose body is optional.
pub(crate) struct JsonBody<T>(pub(crate) T);

/// The query's parameters as `T`.
pub(crate) struct Params<T>(pub(crate) T);

/// The one variable part of a path, as an id; one that is no id names nothing, so that is what is said: there is no such thing.
pub(crate) struct Id<T>(pub(crate) T);

/// Receives a body piece by piece.
pub(crate) struct Reader {
    body: Body,
    bytes: Vec<u8>,
    deadline: tokio::time::Instant,
    limit: u64,
}

impl Reader {
    /// `time`: for the whole body; `limit`: in bytes.
    pub(crate) fn new(body: Body, time: Duration, limit: u64) -> Self {
        Self { body, bytes: Vec::new(), deadline: tokio::time::Instant::now() + time, limit }
    }

    /// Waits for the next piece; false at the end of the body.
    ///
    /// # Errors
    /// [`Code::RequestTimeout`], [`Code::TooLarge`], or [`Code::Malformed`] for a broken-off or wrongly framed body.
    pub(crate) async fn next(&mut self) -> Result<bool, Code> {
        let frame = timeout_at(self.deadline, self.body.frame()).await.map_err(|_| Code::RequestTimeout)?;
        let Some(frame) = frame else { return Ok(false) };
        if let Ok(data) = frame.map_err(|_| Code::Malformed)?.into_data() {
            if self.len() + data.len() as u64 > self.limit {
                return Err(Code::TooLarge);
            }
            self.bytes.extend_from_slice(&data);
        }
        Ok(true)
    }

    /// What has come so far.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How much has come so far.
    pub(crate) fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The whole body.
    ///
    /// # Errors
    /// As [`Reader::next`].
    pub(crate) async fn all(mut self) -> Result<Bytes, Code> {
        while self.next().await? {}
        Ok(self.bytes.into())
    }
}

/// A body that did not come as it should have.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the body could not be read")]
pub(crate) struct Broken(pub(crate) Code);

/// A body piece by piece, for those who do not keep it; as [`Reader`] with its `time` and `limit`.
pub(crate) fn pieces(
    body: Body,
    time: Duration,
    limit: u64,
) -> impl futures_util::Stream<Item = Result<Bytes, Broken>> + Send + 'static {
    let deadline = tokio::time::Instant::now() + time;
    futures_util::stream::try_unfold((body, 0_u64), move |(mut body, mut came)| async move {
        loop {
            let frame = timeout_at(deadline, body.frame()).await.map_err(|_| Broken(Code::RequestTimeout))?;
            let Some(frame) = frame else { return Ok(None) };
            let Ok(piece) = frame.map_err(|_| Broken(Code::Malformed))?.into_data() else { continue };
            came += piece.len() as u64;
            if came > limit {
                return Err(Broken(Code::TooLarge));
            }
            return Ok(Some((piece, (body, came))));
        }
    })
}

impl<T: DeserializeOwned> FromRequest<Arc<App>> for JsonBody<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Error> {
        let bytes = Reader::new(request.into_body(), app.limits.body_time, JSON_LIMIT).all().await?;
        let json = if bytes.is_empty() { b"null" } else { bytes.as_ref() };
        read_json(json).map(Self)
    }
}

/// # Errors
/// 400 for what is no JSON, 422 with the field for JSON of another shape. serde's own text stays inside: it names our types.
fn read_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = field_of(&error);
        let error = error.into_inner();
        match error.classify() {
            Category::Io | Category::Syntax | Category::Eof => no_json(&error),
            Category::Data => {
                let message = match &field {
                    Some(field) if error.to_string().starts_with("missing field") => format!("`{field}` is missing."),
                    Some(field) => format!("`{field}` has a value that this address does not take."),
                    None => "The body is not what this address takes.".to_owned(),
                };
                Error::new(Code::Invalid, message).with_fields(field)
            }
        }
    })?;
    reader.end().map_err(|error| no_json(&error))?;
    Ok(value)
}

fn no_json(error: &serde_json::Error) -> Error {
    Error::new(Code::Malformed, format!("The body is no JSON: {error}."))
}

/// The outermost field that is wrong; for one that is missing serde says its name only in its text.
fn field_of(error: &serde_path_to_error::Error<serde_json::Error>) -> Option<String> {
    let missing = || error.inner().to_string().strip_prefix("missing field `")?.split('`').next().map(str::to_owned);
    match error.path().iter().next() {
        Some(Segment::Map { key }) => Some(key.clone()),
        Some(Segment::Seq { .. } | Segment::Enum { .. } | Segment::Unknown) | None => missing(),
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(params)) => Ok(Self(params)),
            Err(_) => Err(Error::new(Code::Malformed, "A parameter of the address cannot be read.")),
        }
    }
}

/// What an id is the id of.
pub(crate) trait Named {
    const WHAT: &str;
    const MISSING: Code;
}

impl Named for TaskId {
    const WHAT: &str = "task";
    const MISSING: Code = Code::TaskNotFound;
}

impl Named for ListId {
    const WHAT: &str = "list";
    const MISSING: Code = Code::ListNotFound;
}

/// The id of a thread, as the chat library makes them: any text may be asked for.
pub(crate) struct ThreadId(pub(crate) String);

impl std::str::FromStr for ThreadId {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl Named for ThreadId {
    const WHAT: &str = "conversation";
    const MISSING: Code = Code::ThreadNotFound;
}

/// The id of a label: its name, in any case.
pub(crate) struct LabelId(pub(crate) String);

impl std::str::FromStr for LabelId {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl Named for LabelId {
    const WHAT: &str = "label";
    const MISSING: Code = Code::LabelNotFound;
}

/// The id of a backup.
pub(crate) struct BackupId(pub(crate) String);

impl std::str::FromStr for BackupId {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl Named for BackupId {
    const WHAT: &str = "backup";
    const MISSING: Code = Code::BackupNotFound;
}

/// The id of a damaged file that was put aside.
pub(crate) struct SetAsideId(pub(crate) String);

impl std::str::FromStr for SetAsideId {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl Named for SetAsideId {
    const WHAT: &str = "damaged file";
    const MISSING: Code = Code::SetAsideNotFound;
}

/// The id of an attachment, likewise.
pub(crate) struct AttachmentId(pub(crate) String);

impl std::str::FromStr for AttachmentId {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl Named for AttachmentId {
    const WHAT: &str = "attachment";
    const MISSING: Code = Code::AttachmentNotFound;
}

impl Named for String {
    const WHAT: &str = "file";
    const MISSING: Code = Code::NotFound;
}

/// "No task `7f3a`.", with no more of what was said than an id or a name takes.
pub(crate) fn missing(what: &str, said: &str, code: Code) -> Error {
    let said: String = said.chars().take(100).collect();
    Error::new(code, format!("No {what} `{said}`."))
}

impl<T: std::str::FromStr + Named + Send, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(id) = path.map_err(|_| Error::from(T::MISSING))?;
        id.parse().map(Self).map_err(|_| missing(T::WHAT, &id, T::MISSING))
    }
}
