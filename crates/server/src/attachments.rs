//! `/api/chatkit/attachments`: files on their way into a conversation, and back to whoever looks at it.
//!
//! Two ways in, as in openai-chatkit 1.6.5: a form with a `file` in one request, or `attachments.create` first, which answers where the
//! bytes go and a ticket that is worth exactly that upload. The client secret is never part of a description of an upload.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chatkit_server::{
    Attachment, AttachmentKind, AttachmentsCreate, IdKind, ThreadStore as _, UploadDescriptor, UploadMethod, new_id,
};
use docket_store::{ATTACHMENT_BYTES, AttachmentFile, AttachmentWriter, Store};
use futures_util::{Stream, StreamExt as _};
use serde_json::{Map, Value, json};
use tokio_util::io::ReaderStream;

use crate::app::{App, Mine, User};
use crate::body::{AttachmentId, Broken, Id, pieces};
use crate::chatkit;
use crate::error::{Code, Error};
use crate::gate::{Uploader, media_type};
use crate::thumbnail;
use crate::tickets::Worth;

/// Largest upload on the wire: a file with the frame of its form.
pub(crate) const WIRE_LIMIT: u64 = ATTACHMENT_BYTES + 64 * 1024;
/// How long an upload ticket counts.
const TICKET_LIFE: Duration = Duration::from_secs(300);
/// Longest file name, in characters.
const NAME_CHARS: usize = 255;
/// Longest media type, in bytes.
const TYPE_BYTES: usize = 127;
/// In an attachment's own notes: how many bytes have come.
const BYTES: &str = "bytes";
/// What a file is whose sender does not say.
const ANY: &str = "application/octet-stream";

/// `attachments.create`: a record without bytes, and where they go. The ticket is in the answer and nowhere else.
pub(crate) async fn prepare(app: &App, user: &User, file: AttachmentsCreate) -> Result<Attachment, Error> {
    let AttachmentsCreate { name, size, mime_type } = file;
    if size > ATTACHMENT_BYTES {
        return Err(too_large());
    }
    let record = record(new_id(IdKind::Attachment), &name, &mime_type)?;
    let worth = Worth::Upload(record.id.clone());
    let ticket = app.tickets.mint(&user.id, worth, TICKET_LIFE).map_err(|_| Code::Internal)?;
    user.store.save_attachment(&record).await.map_err(chatkit::store_error)?;
    let headers = [("Authorization", format!("Bearer {ticket}")), ("Content-Type", record.mime_type.clone())];
    let upload_descriptor = Some(UploadDescriptor {
        url: format!("{}/api/chatkit/attachments/{}", app.gate.origin(), record.id),
        method: UploadMethod::Put,
        headers: headers.map(|(name, value)| (name.to_owned(), value)).into(),
    });
    Ok(Attachment { upload_descriptor, ..record }.for_client())
}

/// `POST /api/chatkit/attachments`: a form with one `file`.
pub(crate) async fn upload(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Attachment>, Error> {
    let mut form = form(&app, &headers, request.into_body())?;
    let part = file_part(&mut form).await?;
    let said = part.content_type().map_or(ANY, |said| said.essence_str()).to_owned();
    let record = record(new_id(IdKind::Attachment), part.file_name().unwrap_or("file"), &said)?;
    let writer = store.write_attachment(&record.id, ATTACHMENT_BYTES).await?;
    receive(&app, &store, writer, part.map(|piece| piece.map_err(form_error)), record).await
}

/// `PUT` or `POST /api/chatkit/attachments/{id}`: the bytes of an attachment that was prepared, as they are or as a form.
pub(crate) async fn receive_prepared(
    State(app): State<Arc<App>>,
    uploader: Uploader,
    Id(AttachmentId(id)): Id<AttachmentId>,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Attachment>, Error> {
    let store = &app.users.get(&uploader.user).ok_or(Code::Unauthorized)?.store;
    let record = store.load_attachment(&id).await.map_err(chatkit::store_error)?;
    if bytes_of(&record).is_some() {
        return Err(Code::AlreadyUploaded.into());
    }
    let said = media_type(&headers).ok_or_else(no_file)?;
    if said != "multipart/form-data" && said != essence(&record.mime_type) {
        let message = format!("The bytes must be sent as `{}` or as a form.", record.mime_type);
        return Err(Error::new(Code::UnsupportedMediaType, message));
    }
    let worth = Worth::Upload(id.clone());
    if let Some(ticket) = uploader.ticket {
        // From here on the ticket is gone, whatever comes of the upload.
        app.tickets.redeem(&ticket, &worth).ok_or(Code::Unauthorized)?;
    }
    let writer = store.write_attachment(&id, ATTACHMENT_BYTES).await?;
    if said == "multipart/form-data" {
        let mut form = form(&app, &headers, request.into_body())?;
        let part = file_part(&mut form).await?;
        return receive(&app, store, writer, part.map(|piece| piece.map_err(form_error)), record).await;
    }
    let bytes = pieces(request.into_body(), app.limits.body_time, ATTACHMENT_BYTES);
    receive(&app, store, writer, bytes.map(|piece| piece.map_err(|Broken(code)| code.into())), record).await
}

/// `GET /api/chatkit/attachments/{id}`: the bytes. Only images that no page can be tricked with are shown; anything else is saved.
pub(crate) async fn show(Mine(store): Mine, Id(AttachmentId(id)): Id<AttachmentId>) -> Result<Response, Error> {
    let AttachmentFile { attachment, size, file } = store.read_attachment(&id).await?;
    let is_shown = thumbnail::format(&essence(&attachment.mime_type)).is_some();
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(ANY));
    let headers = [
        (header::CONTENT_TYPE, value(&attachment.mime_type)),
        (header::CONTENT_LENGTH, HeaderValue::from(size)),
        (header::CONTENT_DISPOSITION, disposition(if is_shown { "inline" } else { "attachment" }, &attachment.name)),
        (
            HeaderName::from_static("content-security-policy"),
            HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
        ),
    ];
    Ok((StatusCode::OK, headers, Body::from_stream(ReaderStream::new(file))).into_response())
}

/// Writes the bytes, then the record that says so; only then are they there.
async fn receive(
    app: &App,
    store: &Store,
    mut writer: AttachmentWriter,
    bytes: impl Stream<Item = Result<axum::body::Bytes, Error>>,
    record: Attachment,
) -> Result<Json<Attachment>, Error> {
    let mut bytes = std::pin::pin!(bytes);
    let mut got = 0_u64;
    while let Some(piece) = bytes.next().await {
        let piece = piece?;
        got += piece.len() as u64;
        if got > ATTACHMENT_BYTES {
            return Err(too_large());
        }
        writer.write(&piece).await?;
    }
    if got == 0 {
        return Err(no_file());
    }
    writer.finish().await?;
    let kind = match record.kind {
        AttachmentKind::File => AttachmentKind::File,
        AttachmentKind::Image { .. } => AttachmentKind::Image { preview_url: preview(app, store, &record).await? },
    };
    let metadata = Some(Map::from_iter([(BYTES.to_owned(), json!(got))]));
    let record = Attachment { kind, metadata, upload_descriptor: None, ..record };
    let unsaved = record.clone();
    store.save_attachment(&unsaved).await.map_err(chatkit::store_error)?;
    tracing::info!(attachment.id = %record.id, bytes = got, "took an attachment of {got} bytes");
    Ok(Json(record.for_client()))
}

/// The small picture, made one at a time: a large image takes a lot of memory for a moment.
async fn preview(app: &App, store: &Store, record: &Attachment) -> Result<String, Error> {
    let Some(format) = thumbnail::format(&essence(&record.mime_type)) else { return Ok(thumbnail::NONE.to_owned()) };
    let _one = app.pictures.acquire().await.map_err(|_| Code::Unavailable)?;
    // The record need not be there yet: bytes of a form come before it.
    store.save_attachment(record).await.map_err(chatkit::store_error)?;
    let file = store.read_attachment(&record.id).await?.file.into_std().await;
    let made = tokio::task::spawn_blocking(move || thumbnail::of(std::io::BufReader::new(file), format)).await;
    // A decoder that panics costs the picture, not the upload.
    Ok(made.unwrap_or_else(|_| thumbnail::NONE.to_owned()))
}

/// A record without bytes.
fn record(id: String, name: &str, mime_type: &str) -> Result<Attachment, Error> {
    let name = plain_name(name);
    let problem =
        |field: &str, problem: &str| Error::new(Code::Invalid, format!("`{field}` {problem}.")).with_fields([field]);
    if name.is_empty() {
        return Err(problem("name", "is empty"));
    }
    if !is_media_type(mime_type) {
        return Err(problem("mime_type", "is not a media type such as `image/png`"));
    }
    let kind = if essence(mime_type).starts_with("image/") {
        AttachmentKind::Image { preview_url: thumbnail::NONE.to_owned() }
    } else {
        AttachmentKind::File
    };
    let mime_type = mime_type.to_owned();
    Ok(Attachment { id, name, mime_type, upload_descriptor: None, thread_id: None, metadata: None, kind })
}

/// The last part of a path, on any system, without control characters.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|character| !character.is_control()).take(NAME_CHARS).collect::<String>().trim().to_owned()
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_media_type(text: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.len() <= TYPE_BYTES
        && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && essence(text).split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub))
}

fn bytes_of(record: &Attachment) -> Option<u64> {
    record.metadata.as_ref()?.get(BYTES).and_then(Value::as_u64)
}

/// `attachment; filename*=UTF-8''…` (RFC 6266, with the encoding of RFC 8187).
fn disposition(how: &str, name: &str) -> HeaderValue {
    let mut text = format!("{how}; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

fn form(app: &App, headers: &HeaderMap, body: Body) -> Result<multer::Multipart<'static>, Error> {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).ok_or_else(no_file)?;
    let boundary = multer::parse_boundary(said)
        .map_err(|_| Error::new(Code::Malformed, "The form's `Content-Type` names no boundary."))?;
    Ok(multer::Multipart::new(pieces(body, app.limits.body_time, WIRE_LIMIT), boundary))
}

/// The first part that is called `file`.
async fn file_part(form: &mut multer::Multipart<'static>) -> Result<multer::Field<'static>, Error> {
    while let Some(part) = form.next_field().await.map_err(form_error)? {
        if part.name() == Some("file") {
            return Ok(part);
        }
    }
    Err(no_file())
}

fn form_error(error: multer::Error) -> Error {
    match error {
        multer::Error::StreamReadFailed(source) => match source.downcast_ref::<Broken>() {
            Some(Broken(code)) => Error::from(*code),
            None => Code::Malformed.into(),
        },
        _ => Error::new(Code::Malformed, "The form cannot be read."),
    }
}

fn no_file() -> Error {
    Error::new(Code::Invalid, "No bytes came. Send the file as `file` of a form.").with_fields(["file"])
}

fn too_large() -> Error {
    Error::new(Code::TooLarge, "The file is larger than 25 MiB.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere() {
        for (said, name) in [
            ("a.txt", "a.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\x\\y.png", "y.png"),
            ("a\r\nX: b.txt", "aX: b.txt"),
            ("..", ".."),
            ("/", ""),
        ] {
            assert_eq!(plain_name(said), name, "{said}");
        }
        assert_eq!(plain_name(&"ü".repeat(300)).chars().count(), NAME_CHARS);
        let header = disposition("attachment", "Größe \"1\"\r\n.txt");
        assert_eq!(header.to_str().unwrap(), "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22%0D%0A.txt");
    }

    #[test]
    fn a_media_type_is_two_words() {
        for good in ["text/plain", "image/svg+xml", "text/plain; charset=utf-8", "application/vnd.ms-excel"] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in ["", "text", "/", "text/", "te xt/plain", "text/plain\r\nX: y", "text/ü", "a/b/c"] {
            assert!(!is_media_type(bad), "{bad}");
        }
        assert!(!is_media_type(&format!("text/{}", "x".repeat(200))));
    }
}
