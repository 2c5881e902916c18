//! `/api/chatkit/…`: a ticket becomes a session, a session gets fresh client secrets, and ends.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::{App, User};
use crate::body::JsonBody;
use crate::error::{Code, Error};
use crate::gate::PresentedTicket;
use crate::sessions::{Caller, Minted, Scope};
use crate::tickets::Worth;

/// What a client may say about the session that it wants; what it asks for is checked, not granted.
#[derive(Default, Deserialize)]
pub(crate) struct Wish {
    user_id: Option<String>,
    conversation_id: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Refresh {
    token: String,
}

/// `POST /api/chatkit/session`: uses up a ticket.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    Extension(PresentedTicket { ticket, worth }): Extension<PresentedTicket>,
    JsonBody(wish): JsonBody<Option<Wish>>,
) -> Result<Json<Minted>, Error> {
    let owner = app.tickets.owner(&ticket, &worth).ok_or(Code::Unauthorized)?;
    let user = app.users.get(&owner).ok_or(Code::SessionError)?;
    let Wish { user_id, conversation_id } = wish.unwrap_or_default();
    if user_id.is_some_and(|user_id| *user_id != *owner) {
        return Err(Code::Forbidden.into());
    }
    if let Some(thread_id) = conversation_id {
        require_thread(user, &thread_id).await?;
    }
    let life_s = life_s(user).await?;
    // From here on the ticket is gone, whatever comes of the session.
    let owner = app.tickets.redeem(&ticket, &worth).ok_or(Code::Unauthorized)?;
    let scope = if worth == Worth::Chat { Scope::Chat } else { Scope::Everything };
    let minted = app.sessions.begin(&owner, scope, life_s)?;
    tracing::info!(session.id = %minted.session_id, "a session begins");
    Ok(Json(minted))
}

/// `POST /api/chatkit/refresh`: a new client secret for the session of an old one, expired or not.
pub(crate) async fn refresh(
    State(app): State<Arc<App>>,
    JsonBody(Refresh { token }): JsonBody<Refresh>,
) -> Result<Json<Minted>, Error> {
    let user = app.sessions.owner(&token)?;
    let user = app.users.get(&user).ok_or(Code::SessionExpired)?;
    let life_s = life_s(user).await?;
    Ok(Json(app.sessions.refresh(&token, life_s)?))
}

/// `POST /api/chatkit/tickets`: a ticket for a browser or a second window.
pub(crate) async fn ticket(State(app): State<Arc<App>>, caller: Caller) -> Result<(StatusCode, Json<Value>), Error> {
    let ticket = app.tickets.mint(&caller.user, Worth::Session, app.ticket_life).map_err(|_| Code::SessionError)?;
    Ok((StatusCode::CREATED, Json(json!({ "ticket": ticket }))))
}

/// `DELETE /api/chatkit/session`: ends the caller's session.
pub(crate) async fn revoke(State(app): State<Arc<App>>, caller: Caller) -> StatusCode {
    app.sessions.revoke(caller.session);
    tracing::info!(session.id = %caller.session, "a session was revoked");
    StatusCode::NO_CONTENT
}

async fn require_thread(user: &User, thread_id: &str) -> Result<(), Error> {
    use chatkit_server::{StoreError, ThreadStore as _};
    match user.store.load_thread(thread_id).await {
        Ok(_) => Ok(()),
        Err(StoreError::NotFound { .. }) => Err(Code::ThreadNotFound.into()),
        Err(error) => {
            tracing::error!(%error, "a thread could not be looked up for a session");
            Err(Code::SessionError.into())
        }
    }
}

/// How long a client secret counts, in seconds, as the settings say.
async fn life_s(user: &User) -> Result<u64, Error> {
    let settings = user.store.settings().await.map_err(|error| {
        tracing::error!(%error, "the settings could not be read for a session");
        Code::SessionError
    })?;
    Ok(settings.session_ttl_s.into())
}
