//! `/api/v1/quick-add`: one line says everything.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use docket_store::{Actor, Store};
use docket_tasks::quick_add::{Context, Draft, Parsed, TextSpan, parse, utf16};
use docket_tasks::{Command, Due, List, Source};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::{App, Mine};
use crate::body::JsonBody;
use crate::error::{Code, Error};
use crate::tasks::{apply_once, first_task};

/// Longest line, in bytes: more than a title may hold with everything around it.
const LONGEST: usize = 16 * 1024;
/// Most refused chips in one line.
const MOST_IGNORED: usize = 100;

/// A line, and the parts of it that are plain text because their chip was refused.
#[derive(Deserialize)]
pub(crate) struct Line {
    text: String,
    #[serde(default)]
    ignore: Vec<Units>,
    #[serde(default)]
    defaults: Defaults,
}

/// What a task gets where its line says nothing of it: the place in which it was written.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Defaults {
    due: Option<Date>,
    list: Option<String>,
    labels: Vec<String>,
}

impl Defaults {
    fn fill(self, draft: &mut Draft) {
        let Self { due, list, labels } = self;
        // "no date" is said against the place in which it is written.
        draft.due = draft.due.take().or(due.filter(|_| !draft.is_undated).map(Due::Date));
        draft.list = draft.list.take().or(list);
        for label in labels {
            if !draft.labels.iter().any(|said| said.to_lowercase() == label.to_lowercase()) {
                draft.labels.push(label);
            }
        }
    }
}

/// A part of a text, in UTF-16 units, as pages count.
#[derive(Clone, Copy, Deserialize)]
struct Units {
    start: usize,
    end: usize,
}

/// What a line would become.
#[derive(Serialize)]
pub(crate) struct Preview {
    draft: Draft,
    spans: Vec<TextSpan>,
}

/// `POST /api/v1/quick-add/preview`: writes nothing.
pub(crate) async fn preview(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    JsonBody(line): JsonBody<Line>,
) -> Result<Json<Preview>, Error> {
    let parsed = read(&app, &store, &line).await?;
    Ok(Json(Preview { spans: parsed.text_spans(&line.text), draft: parsed.draft }))
}

/// `POST /api/v1/quick-add`
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    Mine(store): Mine,
    headers: HeaderMap,
    JsonBody(line): JsonBody<Line>,
) -> Result<(StatusCode, Json<Value>), Error> {
    let mut draft = read(&app, &store, &line).await?.draft;
    line.defaults.fill(&mut draft);
    let understood = draft.understood(&app.clock.now());
    let command = Command::AddTask(draft.into_new_task(Source::QuickAdd));
    let applied = apply_once(&app, &store, &headers, command, Actor::QuickAdd).await?;
    let mut task = first_task(&applied)?;
    task["understood"] = json!(understood);
    Ok((StatusCode::CREATED, Json(task)))
}

async fn read(app: &App, store: &Store, line: &Line) -> Result<Parsed, Error> {
    if line.text.len() > LONGEST {
        return Err(Error::new(Code::Invalid, format!("`text` is longer than {LONGEST} bytes.")).with_fields(["text"]));
    }
    if line.ignore.len() > MOST_IGNORED {
        return Err(
            Error::new(Code::Invalid, format!("`ignore` has more than {MOST_IGNORED} parts.")).with_fields(["ignore"])
        );
    }
    let lists: Vec<List> = store.lists().await?.into_iter().map(|info| info.list).collect();
    let ignore: Vec<_> =
        line.ignore.iter().map(|Units { start, end }| utf16::to_bytes(&line.text, &(*start..*end))).collect();
    let now = app.clock.now();
    Ok(parse(&line.text, &Context { ignore: &ignore, ..Context::new(&now, &lists) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_counts_only_where_the_line_says_nothing() {
        let now = "2026-11-21T10:00[Europe/Berlin]".parse().unwrap();
        let draft_of = |text: &str| {
            let mut draft = parse(text, &Context::new(&now, &[])).draft;
            let defaults = json!({ "due": "2026-11-21", "list": "Home", "labels": ["Bills"] });
            serde_json::from_value::<Defaults>(defaults).unwrap().fill(&mut draft);
            let Draft { due, list, labels, .. } = draft;
            (due, list, labels)
        };
        let day = |text: &str| Some(Due::Date(text.parse().unwrap()));
        assert_eq!(draft_of("Pay rent no date").0, None);
        assert_eq!(draft_of("Pay rent every friday").0, day("2026-11-27"));
        assert_eq!(draft_of("Pay rent"), (day("2026-11-21"), Some("Home".to_owned()), vec!["Bills".to_owned()]));
        assert_eq!(
            draft_of("Pay rent tomorrow #Work @bills @urgent"),
            (day("2026-11-22"), Some("Work".to_owned()), vec!["bills".to_owned(), "urgent".to_owned()])
        );
    }
}
