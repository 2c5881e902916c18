//! `/api/chatkit/threads`: the history list, and a conversation as its messages. `/api/v1/conversations` is its older name.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chatkit_server::{
    Item, ItemKind, Order, PageRequest, Request, Thread, ThreadChange, ThreadRef, ThreadStore as _, Visibility,
};
use docket_store::{Store, ThreadInfoPage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::{App, Mine};
use crate::body::{Id, JsonBody, Params, ThreadId};
use crate::chatkit::{self, Surface};
use crate::error::{Code, Error};
use crate::messages::words_of;
use crate::sessions::Caller;

/// Longest title of a thread, in characters.
const TITLE_CHARS: usize = 200;
/// Items read at once.
const PAGE: u64 = 200;

#[derive(Deserialize)]
pub(crate) struct Filter {
    q: Option<String>,
    limit: Option<u32>,
    after: Option<String>,
}

/// A title, which a new thread may go without.
#[derive(Default, Deserialize)]
pub(crate) struct NewThread {
    title: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Rename {
    title: String,
}

/// A thread as its messages.
#[derive(Serialize)]
struct Conversation {
    id: String,
    title: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
    message_count: usize,
    messages: Vec<Message>,
}

/// What one side said.
#[derive(Serialize)]
struct Message {
    id: String,
    role: Role,
    content: String,
    created_at: Timestamp,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    User,
    Assistant,
}

/// `GET /api/chatkit/threads`: newest activity first; with `q` those that hold its words.
pub(crate) async fn list(Mine(store): Mine, Params(filter): Params<Filter>) -> Result<Json<ThreadInfoPage>, Error> {
    find(&store, filter).await.map(Json)
}

/// `GET /api/v1/conversations`
pub(crate) async fn older_list(Mine(store): Mine, Params(filter): Params<Filter>) -> Result<Json<Value>, Error> {
    let ThreadInfoPage { threads, has_more, after } = find(&store, filter).await?;
    let mut page = json!({ "conversations": threads, "has_more": has_more });
    if let Some(after) = after {
        page["after"] = json!(after);
    }
    Ok(Json(page))
}

/// `POST /api/chatkit/threads`
pub(crate) async fn add(
    Mine(store): Mine,
    JsonBody(new): JsonBody<Option<NewThread>>,
) -> Result<(StatusCode, Json<Value>), Error> {
    let mut thread = Thread::new(now());
    if let Some(title) = new.unwrap_or_default().title {
        thread.title = Some(read_title(&title)?);
    }
    store.add_thread(&thread).await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": thread.id, "created_at": thread.created_at }))))
}

/// `GET /api/chatkit/threads/{id}` and `GET /api/v1/conversations/{id}`
pub(crate) async fn show(Mine(store): Mine, Id(ThreadId(id)): Id<ThreadId>) -> Result<Json<Value>, Error> {
    let thread = store.load_thread(&id).await.map_err(chatkit::store_error)?;
    let messages = messages(&store, &id).await?;
    let conversation = Conversation {
        id: thread.id,
        title: thread.title,
        created_at: thread.created_at,
        updated_at: messages.last().map_or(thread.created_at, |message| message.created_at),
        message_count: messages.len(),
        messages,
    };
    Ok(Json(json!(conversation)))
}

/// `PATCH /api/chatkit/threads/{id}`: a new title.
pub(crate) async fn rename(
    Mine(store): Mine,
    Id(ThreadId(id)): Id<ThreadId>,
    JsonBody(Rename { title }): JsonBody<Rename>,
) -> Result<Json<Value>, Error> {
    let change = ThreadChange::title(read_title(&title)?);
    let Thread { id, title, created_at, .. } = store.update_thread(&id, &change).await.map_err(chatkit::store_error)?;
    Ok(Json(json!({ "id": id, "title": title, "created_at": created_at })))
}

/// `DELETE /api/chatkit/threads/{id}` and `DELETE /api/v1/conversations/{id}`: stops its answer, too.
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Id(ThreadId(id)): Id<ThreadId>,
) -> Result<StatusCode, Error> {
    let user = app.user(&caller)?;
    user.store.load_thread(&id).await.map_err(chatkit::store_error)?;
    let request = Request::ThreadsDelete(ThreadRef { thread_id: id });
    chatkit::chat(&app, user, Surface::Text).await?.kit.handle(request).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find(store: &Store, Filter { q, limit, after }: Filter) -> Result<ThreadInfoPage, Error> {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    Ok(store.find_threads(said(&q).as_deref(), limit, said(&after).as_deref()).await?)
}

async fn messages(store: &Store, id: &str) -> Result<Vec<Message>, Error> {
    let mut messages = Vec::new();
    let mut page = PageRequest::first(Some(PAGE), Order::Asc);
    loop {
        let items = store.items(id, &page, Visibility::Client).await.map_err(chatkit::store_error)?;
        messages.extend(items.data.into_iter().filter_map(message));
        match items.after {
            Some(after) => page = page.after(Some(after)),
            None => return Ok(messages),
        }
    }
}

fn message(item: Item) -> Option<Message> {
    let (role, content) = match &item.kind {
        ItemKind::UserMessage(message) => (Role::User, message.text()),
        _ => (Role::Assistant, words_of(&item)?),
    };
    let Item { id, created_at, .. } = item;
    Some(Message { id, role, content, created_at })
}

fn read_title(title: &str) -> Result<String, Error> {
    let title = title.trim();
    let problem = if title.is_empty() {
        Some("`title` is empty.".to_owned())
    } else if title.chars().count() > TITLE_CHARS {
        Some(format!("`title` is longer than {TITLE_CHARS} characters."))
    } else {
        None
    };
    problem
        .map_or_else(|| Ok(title.to_owned()), |problem| Err(Error::new(Code::Invalid, problem).with_fields(["title"])))
}

/// The real clock: threads are in the order in which things happened.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}
