//! `/api/desktop/…`: what only the desktop around the server can do.

use std::io::{BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::app::{App, Mine};
use crate::body::JsonBody;
use crate::data::IMPORT_LIMIT;
use crate::error::{Code, Error};
use crate::sessions::Caller;
use crate::{Added, ChangeError, Chosen, Host, HostError, Preferences, PreferencesPatch};

#[derive(Deserialize)]
pub(crate) struct Link {
    url: String,
}

/// `POST /api/desktop/quick-add/show`
pub(crate) async fn show_quick_add(State(app): State<Arc<App>>, _: Caller) -> Result<StatusCode, Error> {
    done(desktop(&app)?.show_quick_add())
}

/// `POST /api/desktop/quick-add/hide`
pub(crate) async fn hide_quick_add(State(app): State<Arc<App>>, _: Caller) -> Result<StatusCode, Error> {
    done(desktop(&app)?.hide_quick_add())
}

/// `POST /api/desktop/quick-add/shown`
pub(crate) async fn quick_add_shown(State(app): State<Arc<App>>, _: Caller) -> Result<StatusCode, Error> {
    desktop(&app)?.quick_add_shown();
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/desktop/window/show`
pub(crate) async fn show_window(State(app): State<Arc<App>>, _: Caller) -> Result<StatusCode, Error> {
    done(desktop(&app)?.show_window())
}

/// `POST /api/desktop/quick-add/added`
pub(crate) async fn say_added(
    State(app): State<Arc<App>>,
    _: Caller,
    JsonBody(added): JsonBody<Added>,
) -> Result<StatusCode, Error> {
    done(desktop(&app)?.say_added(added))
}

/// A question, as it is asked and as it is taken.
#[derive(Deserialize, Serialize)]
pub(crate) struct Question {
    text: Option<String>,
}

/// `POST /api/desktop/question`: kept here and never in an address, so that no link can ask anything.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    _: Caller,
    JsonBody(Question { text }): JsonBody<Question>,
) -> Result<StatusCode, Error> {
    let host = desktop(&app)?;
    let text = text.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| Error::new(Code::Invalid, "`text` is empty.").with_fields(["text"]))?;
    *app.question.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    done(host.show_chat())
}

/// `POST /api/desktop/question/take`: whoever takes it puts it to the assistant; the next one gets nothing.
pub(crate) async fn take_question(State(app): State<Arc<App>>, _: Caller) -> Result<Json<Question>, Error> {
    desktop(&app)?;
    Ok(Json(Question { text: app.question.lock().unwrap_or_else(PoisonError::into_inner).take() }))
}

/// `POST /api/desktop/open-link`
pub(crate) async fn open_link(
    State(app): State<Arc<App>>,
    _: Caller,
    JsonBody(Link { url }): JsonBody<Link>,
) -> Result<StatusCode, Error> {
    let host = desktop(&app)?;
    if !may_open(&url) {
        let message = "Only links that begin with https:// or mailto: are opened.";
        return Err(Error::new(Code::Invalid, message).with_fields(["url"]));
    }
    done(host.open_link(&url))
}

/// `GET /api/desktop/preferences`
pub(crate) async fn preferences(State(app): State<Arc<App>>, _: Caller) -> Result<Json<Preferences>, Error> {
    waiting(&app, |host| host.preferences()).await.map(Json)
}

/// `PATCH /api/desktop/preferences`
pub(crate) async fn change_preferences(
    State(app): State<Arc<App>>,
    _: Caller,
    JsonBody(mut patch): JsonBody<PreferencesPatch>,
) -> Result<Json<Preferences>, Error> {
    patch.hotkey = patch.hotkey.map(|key| key.filter(|key| !key.trim().is_empty()));
    let changed = waiting(&app, |host| host.change_preferences(patch).map(|()| host.preferences())).await?;
    changed.map(Json).map_err(|error| match error {
        ChangeError::HotKeyInvalid => Error::from(Code::HotKeyInvalid).with_fields(["hotkey"]),
        ChangeError::HotKeyTaken => Error::from(Code::HotKeyTaken).with_fields(["hotkey"]),
        ChangeError::HotKeyUnavailable => Error::from(Code::HotKeyUnavailable).with_fields(["hotkey"]),
        ChangeError::Failed(error) => failed(&error),
    })
}

/// `POST /api/desktop/show-data`
pub(crate) async fn show_data(State(app): State<Arc<App>>, _: Caller) -> Result<StatusCode, Error> {
    done(waiting(&app, |host| host.show_data()).await?)
}

/// What became of a file dialog: what was done with the file, or that there is none.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Outcome<T> {
    Done(T),
    Cancelled { cancelled: bool },
}

impl<T> Outcome<T> {
    const CANCELLED: Self = Self::Cancelled { cancelled: true };
}

/// An export on the disk.
#[derive(Serialize)]
pub(crate) struct Saved {
    /// Where the person wanted it.
    path: String,
}

/// A file that was opened for an import.
#[derive(Serialize)]
pub(crate) struct Opened {
    /// Without its folder.
    name: String,
    text: String,
}

/// `POST /api/desktop/save-export`: beside its place first, and there when it is whole.
pub(crate) async fn save_export(State(app): State<Arc<App>>, Mine(store): Mine) -> Result<Json<Outcome<Saved>>, Error> {
    let now = app.clock.now();
    let asked = desktop(&app)?.choose_target(&format!("docket-{}.json", now.date()));
    let Some(path) = chosen(asked).await? else { return Ok(Json(Outcome::CANCELLED)) };
    let folder = path.parent().map(Path::to_owned).ok_or(Code::DesktopFailed)?;
    let file = blocking(move || NamedTempFile::new_in(folder)).await?.map_err(|error| no_file(&error))?;
    let (written, _) = store.export(BufWriter::new(file), now.timestamp()).await?;
    let target = path.clone();
    blocking(move || put(written, &target)).await?.map_err(|error| no_file(&error))?;
    Ok(Json(Outcome::Done(Saved { path: path.to_string_lossy().into_owned() })))
}

fn put(written: BufWriter<NamedTempFile>, target: &Path) -> std::io::Result<()> {
    let mut file = written.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.flush()?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}

/// `POST /api/desktop/open-import`
pub(crate) async fn open_import(State(app): State<Arc<App>>, _: Caller) -> Result<Json<Outcome<Opened>>, Error> {
    let Some(path) = chosen(desktop(&app)?.choose_source()).await? else { return Ok(Json(Outcome::CANCELLED)) };
    let _place = app.large_bodies.try_acquire().map_err(|_| Code::TooManyConnections)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = blocking(move || read(&path)).await?.map_err(|error| no_file(&error))?;
    if bytes.len() as u64 > IMPORT_LIMIT {
        return Err(Code::TooLarge.into());
    }
    let text = String::from_utf8(bytes).map_err(|_| Code::NotImportable)?;
    Ok(Json(Outcome::Done(Opened { name, text })))
}

/// All of a file, or one byte more than may be imported.
fn read(path: &PathBuf) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(IMPORT_LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn no_file(error: &std::io::Error) -> Error {
    tracing::warn!(%error, "a file that the person chose could not be read or written");
    match error.kind() {
        std::io::ErrorKind::StorageFull => Code::DiskFull.into(),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Error::new(Code::DesktopFailed, "There is no permission for this file. Choose another place.")
        }
        _ => Error::new(Code::DesktopFailed, "This file cannot be read or written. Choose another place."),
    }
}

/// The person's answer. While they think, nothing is held but the connection.
async fn chosen(asked: Chosen) -> Result<Option<PathBuf>, Error> {
    asked.await.map_err(|_| failed(&HostError("there is no file dialog".to_owned())))
}

fn desktop(app: &App) -> Result<&dyn Host, Code> {
    app.host.as_deref().ok_or(Code::NoDesktop)
}

/// Asks the desktop on a thread that may wait: for a bus, a file, the main thread.
async fn waiting<T: Send + 'static>(app: &App, ask: impl FnOnce(&dyn Host) -> T + Send + 'static) -> Result<T, Error> {
    let host = app.host.clone().ok_or(Code::NoDesktop)?;
    blocking(move || ask(&*host)).await
}

async fn blocking<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(job).await.map_err(|_| Code::Internal.into())
}

fn done(result: Result<(), HostError>) -> Result<StatusCode, Error> {
    result.map(|()| StatusCode::NO_CONTENT).map_err(|error| failed(&error))
}

fn failed(error: &HostError) -> Error {
    tracing::warn!(%error, "the desktop could not do what the page asked for");
    Code::DesktopFailed.into()
}

/// Whether a link may leave for the system: a web page over https at a plain host, or a mail. Nothing that a shell, a file manager or
/// an installed program would take as its own.
fn may_open(url: &str) -> bool {
    if url.len() > 4_096 || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    if let Some(address) = url.strip_prefix("mailto:") {
        return address.contains('@');
    }
    url.starts_with("https://")
        && url
            .parse::<Uri>()
            .is_ok_and(|uri| uri.authority().is_some_and(|authority| !authority.as_str().contains('@')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_pages_and_mails_leave() {
        for good in ["https://example.org", "https://example.org:8443/a?b=c", "mailto:ann@example.org?subject=a"] {
            assert!(may_open(good), "{good}");
        }
        for bad in [
            "",
            "http://example.org",
            "HTTPS://example.org",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https:example.org",
            "https://user:word@example.org",
            "https://exa mple.org",
            "https://example.org\n",
            "mailto:",
            "smb://host/share",
            "//example.org",
            "https://ex\u{e4}mple.org",
        ] {
            assert!(!may_open(bad), "{bad}");
        }
    }
}
