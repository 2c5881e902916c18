//! `/api/v1/export`, `/import`, `/backups` and `/doctor`: what is kept, as a file, as copies, and how it is.

use std::io::{BufWriter, Seek as _};
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use docket_store::{BackupInfo, Health, IMPORT_BYTES, Imported, RestoreError, Restored, SetAside, Usage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio_util::io::ReaderStream;

use crate::app::{App, Mine};
use crate::body::{BackupId, Id, Params, Reader, missing};
use crate::error::{Code, Error, sentence};
use crate::sessions::Caller;

/// Largest file that is imported.
pub(crate) const IMPORT_LIMIT: u64 = IMPORT_BYTES as u64;

#[derive(Deserialize)]
pub(crate) struct Format {
    format: Option<String>,
    preview: Option<String>,
}

impl Format {
    fn check(&self) -> Result<(), Error> {
        match self.format.as_deref() {
            None | Some("json") => Ok(()),
            Some(_) => Err(Error::new(Code::Invalid, "`format` is `json`.").with_fields(["format"])),
        }
    }

    fn is_preview(&self) -> Result<bool, Error> {
        match self.preview.as_deref() {
            None | Some("false" | "0") => Ok(false),
            Some("" | "true" | "1") => Ok(true),
            Some(_) => Err(Error::new(Code::Invalid, "`preview` is `true` or `false`.").with_fields(["preview"])),
        }
    }
}

/// `GET /api/v1/export`: written whole before a byte of it is sent, so that what arrives with 200 is all of it.
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Params(format): Params<Format>,
) -> Result<Response, Error> {
    format.check()?;
    let now = app.clock.now();
    // Without a name in any folder: nobody finds it, and it goes with its handle.
    let file = tempfile::tempfile().map_err(|error| disk(&error))?;
    let (written, _) = store.export(BufWriter::new(file), now.timestamp()).await?;
    let mut file = written.into_inner().map_err(|error| disk(error.error()))?;
    let length = file.stream_position().map_err(|error| disk(&error))?;
    file.rewind().map_err(|error| disk(&error))?;
    let name = format!("attachment; filename=\"docket-{}.json\"", now.date());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"))),
    ];
    let bytes = ReaderStream::new(tokio::fs::File::from_std(file));
    Ok((StatusCode::OK, headers, Body::from_stream(bytes)).into_response())
}

/// `POST /api/v1/import`: the body is the file.
pub(crate) async fn import(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    Params(format): Params<Format>,
    request: Request,
) -> Result<Json<Imported>, Error> {
    format.check()?;
    let is_preview = format.is_preview()?;
    let _place = app.large_bodies.try_acquire().map_err(|_| Code::TooManyConnections)?;
    let file = Reader::new(request.into_body(), app.limits.body_time, IMPORT_LIMIT).all().await?;
    if file.is_empty() {
        return Err(Error::new(Code::Invalid, "No file came. Send it as the body."));
    }
    let now = app.clock.now();
    let imported =
        if is_preview { store.preview_import(&file, &now).await? } else { store.import(&file, &now).await? };
    Ok(Json(imported))
}

/// `GET /api/v1/backups`: newest first.
pub(crate) async fn backups(State(app): State<Arc<App>>, _: Caller) -> Result<Json<Value>, Error> {
    Ok(Json(json!({ "backups": all_backups(&app).await? })))
}

/// `POST /api/v1/backups`: makes one, which was opened and checked when this answers.
pub(crate) async fn back_up(State(app): State<Arc<App>>, _: Caller) -> Result<(StatusCode, Json<BackupInfo>), Error> {
    let backup = app.database.back_up_now().await?;
    Ok((StatusCode::CREATED, Json(backup.info)))
}

/// `POST /api/v1/backups/{id}/restore`: for all users, so it is the usual one's to ask for.
pub(crate) async fn restore(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(BackupId(id)): Id<BackupId>,
) -> Result<Json<Value>, Error> {
    if caller.user != app.usual_user {
        return Err(Error::new(Code::Forbidden, "A backup holds everybody's data: only the first user restores one."));
    }
    let Restored { backup, replaced: _ } =
        app.database.restore(&id).await.map_err(|error| restore_error(&id, error))?;
    tracing::info!(backup.id = backup.id, "restored backup {}", backup.id);
    Ok(Json(json!({ "restored": backup })))
}

/// A damaged file that was put aside. Never where: paths stay inside.
#[derive(Serialize)]
pub(crate) struct Aside {
    id: String,
    at: Timestamp,
    reason: String,
    /// Whether a backup took its place; an empty file did otherwise.
    from_backup: bool,
}

impl From<SetAside> for Aside {
    fn from(aside: SetAside) -> Self {
        let SetAside { id, at, reason, restored_from, folder: _ } = aside;
        Self { id, at, reason, from_backup: restored_from.is_some() }
    }
}

/// `GET /api/v1/doctor`. Opens no dialog of the keyring and changes nothing.
pub(crate) async fn doctor(State(app): State<Arc<App>>, Mine(store): Mine) -> Result<Json<Value>, Error> {
    let backups = all_backups(&app).await?;
    let health = *app.database.health().borrow();
    let connections = app
        .database
        .connections()
        .iter()
        .map(|report| json!({ "role": format!("{:?}", report.role).to_lowercase(), "settings": report.settings }));
    let set_aside = set_asides(&app).await?;
    let Usage { data_bytes, attachments, attachment_bytes, orphans } = store.usage().await?;
    Ok(Json(json!({
        "ok": health != Health::Damaged,
        "version": env!("CARGO_PKG_VERSION"),
        "health": name(health),
        "connections": connections.collect::<Vec<_>>(),
        "backups": {
            "count": backups.len(),
            "bytes": backups.iter().map(|backup| backup.bytes).sum::<u64>(),
            "newest": backups.first().map(|backup| backup.made_at),
        },
        "data": {
            "bytes": data_bytes,
            "attachments": { "count": attachments, "bytes": attachment_bytes, "orphans": orphans },
        },
        "set_aside": set_aside,
        "key": app.keys.known(),
    })))
}

/// As it stands in JSON.
pub(crate) fn name(health: Health) -> &'static str {
    match health {
        Health::Checking => "checking",
        Health::Good => "good",
        Health::Damaged => "damaged",
    }
}

async fn set_asides(app: &Arc<App>) -> Result<Vec<Aside>, Error> {
    let database = app.database.clone();
    let found = tokio::task::spawn_blocking(move || database.set_asides()).await.map_err(|_| Code::Internal)?;
    Ok(found.into_iter().map(Aside::from).collect())
}

async fn all_backups(app: &Arc<App>) -> Result<Vec<BackupInfo>, Error> {
    let database = app.database.clone();
    Ok(tokio::task::spawn_blocking(move || database.backups()).await.map_err(|_| Code::Internal)?)
}

fn restore_error(id: &str, error: RestoreError) -> Error {
    match error {
        RestoreError::NotFound(_) => missing("backup", id, Code::BackupNotFound),
        RestoreError::Damaged(_) => Error::new(Code::BackupDamaged, sentence(&error.to_string())),
        RestoreError::Store(error) => error.into(),
        RestoreError::Open(error) => {
            // The text may name the data directory.
            tracing::warn!(%error, "a backup could not be restored");
            let message = "The backup could not be restored: another program uses the data, or the disk refused. Nothing was changed.";
            Error::new(Code::Unavailable, message)
        }
        other => {
            tracing::error!(error = %other, "a backup could not be restored");
            Code::Internal.into()
        }
    }
}

fn disk(error: &std::io::Error) -> Error {
    tracing::error!(%error, "an export could not be written");
    match error.kind() {
        std::io::ErrorKind::StorageFull => Code::DiskFull.into(),
        _ => Code::Internal.into(),
    }
}
