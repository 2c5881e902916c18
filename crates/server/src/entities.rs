//! `POST /api/chatkit/entities/search`: what can be mentioned with `@` in the composer.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use docket_store::ListInfo;
use docket_tasks::{Task, TaskQuery, View};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::app::{App, Mine};
use crate::body::JsonBody;
use crate::error::{Code, Error};

/// Most tasks and most lists of an answer.
const MOST: NonZeroU32 = NonZeroU32::MIN.saturating_add(7);
/// Longest query, in characters: more than a title holds is no mention any more.
const QUERY_CHARS: usize = 500;

#[derive(Deserialize)]
pub(crate) struct Query {
    query: String,
}

/// Something to mention (`Entity` of the ChatKit element: data is text only).
#[derive(Serialize)]
struct Entity {
    id: String,
    title: String,
    icon: &'static str,
    group: &'static str,
    interactive: bool,
    data: Map<String, Value>,
}

/// `POST /api/chatkit/entities/search`: open tasks and lists by their words; without words what is due today.
pub(crate) async fn search(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    JsonBody(Query { query }): JsonBody<Query>,
) -> Result<Json<Value>, Error> {
    let words = query.trim();
    if words.chars().count() > QUERY_CHARS {
        let message = format!("`query` is longer than {QUERY_CHARS} characters.");
        return Err(Error::new(Code::Invalid, message).with_fields(["query"]));
    }
    let said = Some(words.to_owned()).filter(|words| !words.is_empty());
    let view = if said.is_some() { View::All } else { View::Today };
    let query = TaskQuery { view, words: said, limit: Some(MOST), ..TaskQuery::default() };
    let tasks = store.tasks(&query, &app.clock.now()).await?.tasks;
    let folded = words.to_lowercase();
    let lists = store.lists().await?.into_iter().filter(|list| list.list.name.to_lowercase().contains(&folded));
    let entities = tasks.into_iter().map(of_task).chain(lists.take(MOST.get() as usize).map(of_list));
    Ok(Json(json!({ "entities": entities.collect::<Vec<_>>() })))
}

fn of_task(task: Task) -> Entity {
    let id = task.id.to_string();
    let mut data = Map::from_iter([("type".to_owned(), json!("task")), ("task_id".to_owned(), json!(id))]);
    data.extend(task.due.as_ref().map(|due| ("due".to_owned(), json!(due.to_string()))));
    Entity {
        id: format!("task:{id}"),
        title: task.title,
        icon: "check-circle",
        group: "Tasks",
        interactive: true,
        data,
    }
}

fn of_list(info: ListInfo) -> Entity {
    let id = info.list.id.to_string();
    let data = Map::from_iter([("type".to_owned(), json!("list")), ("list_id".to_owned(), json!(id))]);
    Entity {
        id: format!("list:{id}"),
        title: info.list.name,
        icon: "notebook",
        group: "Lists",
        interactive: true,
        data,
    }
}
