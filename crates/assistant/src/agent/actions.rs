//! What the controls of our widgets send, and what it does: through the same store as everything else, as the user's own change.

use std::collections::HashSet;
use std::str::FromStr;

use chatkit_server::{Action, AllowRetry, Item, ItemKind, RequestError, StreamError, Turn, Widget, WidgetNode};
use docket_store::{Actor, Error};
use docket_tasks::{ChangeSetId, Command, Due, TaskId, TaskPatch};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::cards::{self, Standing};
use super::pending::{self, Pending, Refusal, WaitingCall, Word};
use super::{Assistant, ToolRecord, plan, record};
use crate::Failure;
use crate::tools::{self, Answer, TaskView, ToolContext, ToolError, views_of};

pub(super) const COMPLETE: &str = "docket.complete";
pub(super) const REOPEN: &str = "docket.reopen";
pub(super) const RESCHEDULE: &str = "docket.reschedule";
pub(super) const UNDO: &str = "docket.undo";
pub(super) const REDO: &str = "docket.redo";
pub(super) const CONFIRM: &str = "docket.confirm";
pub(super) const CANCEL: &str = "docket.cancel";
/// Takes rows of a question out, or in again; changes nothing on the list.
pub(super) const CHOOSE: &str = "docket.choose";

/// An action of a control, answered at once and beside a running answer.
pub(super) fn config(kind: &str, payload: Value) -> Value {
    json!({ "type": kind, "payload": payload, "handler": "server", "loadingBehavior": "auto", "streaming": false })
}

/// Why an action was not carried out.
#[derive(Debug)]
pub(super) enum Unable {
    /// The action, or its payload, is none of ours.
    Unknown,
    /// The list says no.
    Store(Error),
}

impl From<Error> for Unable {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl Unable {
    /// A sentence for people, with a stable name.
    fn in_words(&self) -> (&'static str, String) {
        use docket_tasks::Error as Tasks;
        match self {
            Self::Unknown => ("ACTION_UNKNOWN", "This button is of another version. Ask again.".to_owned()),
            Self::Store(Error::Task(Tasks::UndoConflict { .. })) => {
                ("UNDO_CONFLICT", "This cannot be undone: the same tasks have been changed since.".to_owned())
            }
            Self::Store(Error::Task(Tasks::TaskNotFound(_))) => {
                ("TASK_NOT_FOUND", "This task is not there any more. Ask again for the list.".to_owned())
            }
            Self::Store(Error::Task(error)) => ("WRONG_STATE", format!("That did not work: {error}.")),
            Self::Store(Error::NothingToUndo | Error::NothingToRedo | Error::ChangeSetNotFound(_)) => {
                ("NOTHING_TO_UNDO", "There is nothing to take back any more.".to_owned())
            }
            Self::Store(_) => ("STORE_FAILED", "The list could not be read or written just now. Try again.".to_owned()),
        }
    }

    pub(super) fn into_stream_error(self) -> StreamError {
        let (code, words) = self.in_words();
        StreamError::custom(words, AllowRetry::No).with_custom_code(code)
    }

    pub(super) fn into_request_error(self) -> RequestError {
        RequestError::Invalid(self.in_words().1)
    }
}

/// Carries out an action of a task's control; answers the widget as it is to be drawn now.
///
/// # Errors
/// [`Unable`]; nothing has changed then.
pub(super) async fn act(assistant: &Assistant, action: &Action, sender: Option<Item>) -> Result<Option<Item>, Unable> {
    let unknown = || Unable::Unknown;
    let payload = action.payload.as_ref().ok_or_else(unknown)?;
    let (store, now) = (&assistant.store, &assistant.now);
    let apply = |command| store.apply(command, Actor::Ui, now);
    match action.kind.as_str() {
        COMPLETE => drop(apply(Command::CompleteTask(id_in(payload, "id").ok_or_else(unknown)?)).await?),
        REOPEN => drop(apply(Command::ReopenTask(id_in(payload, "id").ok_or_else(unknown)?)).await?),
        RESCHEDULE => {
            let id = id_in(payload, "id").ok_or_else(unknown)?;
            let before = store.task(id).await?.due;
            let due = due_in(payload, before.as_ref()).ok_or_else(unknown)?;
            let patch = TaskPatch { due: Some(due), ..TaskPatch::default() };
            drop(apply(Command::EditTask { id, patch }).await?);
        }
        UNDO | REDO => {
            let set: ChangeSetId = id_in(payload, "change_set").ok_or_else(unknown)?;
            let standing = if action.kind == UNDO {
                drop(store.undo(Some(set), Actor::Ui, now).await?);
                Standing::Undone
            } else {
                drop(store.redo(Some(set), Actor::Ui, now).await?);
                Standing::InForce
            };
            return match sender {
                Some(item) => with_standing(assistant, item, set, standing).await.map(Some),
                None => Ok(None),
            };
        }
        CHOOSE => return Ok(Some(with_choice(sender.ok_or_else(unknown)?, payload)?)),
        _ => return Err(unknown()),
    }
    match sender {
        Some(item) => drawn_anew(assistant, item).await.map(Some),
        None => Ok(None),
    }
}

fn id_in<T: FromStr>(payload: &Value, name: &str) -> Option<T> {
    payload.get(name)?.as_str()?.parse().ok()
}

/// The day that a date picker sends: a date, a date-time of which the day counts, or nothing where it was cleared. The time of day stays.
fn due_in(payload: &Value, before: Option<&Due>) -> Option<Option<Due>> {
    let text = match payload.get("due") {
        None | Some(Value::Null) => return Some(None),
        Some(value) => value.as_str()?.trim(),
    };
    if text.is_empty() {
        return Some(None);
    }
    let date: Date = text.get(..10)?.parse().ok()?;
    Some(Some(match before {
        Some(Due::At { at, zone }) => Due::At { at: date.to_datetime(at.time()), zone: zone.clone() },
        Some(Due::Date(_)) | None => Due::Date(date),
    }))
}

/// A widget of tasks with what is stored now; a task that is gone for good keeps no row in a list, and is struck out on a card.
async fn drawn_anew(assistant: &Assistant, mut item: Item) -> Result<Item, Unable> {
    let ItemKind::Widget(Widget { widget, copy_text }) = &item.kind else { return Ok(item) };
    if widget.component_type() != "ListView" {
        return Ok(item);
    }
    let views = tasks_of(assistant, widget).await?;
    if widget.get("key").is_some_and(|key| key == cards::CHANGES) {
        let mut card: Value = widget.clone().into();
        cards::redraw(&mut card, &views);
        item.kind = drawn(card, copy_text.clone())?;
    } else {
        item.kind = cards::task_list(&views, &assistant.now);
    }
    Ok(item)
}

/// The tasks of a widget's rows, as far as they are still there.
async fn tasks_of(assistant: &Assistant, widget: &WidgetNode) -> Result<Vec<TaskView>, Unable> {
    let rows = widget.get("children").and_then(Value::as_array).into_iter().flatten();
    let ids: Vec<TaskId> = rows.filter_map(|row| id_in(row, "key")).collect();
    let mut tasks = Vec::with_capacity(ids.len());
    for id in ids {
        match assistant.store.task(id).await {
            Ok(task) => tasks.push(task),
            Err(Error::Task(docket_tasks::Error::TaskNotFound(_))) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(views_of(&assistant.store, &tasks, &assistant.now).await?)
}

/// A card of changes after they were taken back or made again.
async fn with_standing(
    assistant: &Assistant,
    mut item: Item,
    set: ChangeSetId,
    standing: Standing,
) -> Result<Item, Unable> {
    let ItemKind::Widget(Widget { widget, copy_text }) = &item.kind else { return Ok(item) };
    let mut card: Value = widget.clone().into();
    cards::turn_over(&mut card, set, standing);
    cards::redraw(&mut card, &tasks_of(assistant, widget).await?);
    item.kind = drawn(card, copy_text.clone())?;
    Ok(item)
}

/// A question with other rows ticked.
fn with_choice(mut item: Item, payload: &Value) -> Result<Item, Unable> {
    let ItemKind::Widget(asked) = &item.kind else { return Err(Unable::Unknown) };
    item.kind = ItemKind::Widget(plan::with_choice(asked, payload).ok_or(Unable::Unknown)?);
    Ok(item)
}

fn drawn(card: Value, copy_text: Option<String>) -> Result<ItemKind, Unable> {
    let widget = WidgetNode::from_value(card).map_err(|_| Unable::Unknown)?;
    Ok(ItemKind::Widget(Widget { widget, copy_text }))
}

/// Takes the user's click on a question.
///
/// # Errors
/// A sentence where there is nothing to answer with this nonce; nothing has changed then.
pub(super) async fn click(
    assistant: &Assistant,
    turn: &mut Turn,
    action: &Action,
    sender: Option<Item>,
) -> Result<(), StreamError> {
    let nonce = action.payload.as_ref().and_then(|payload| payload["nonce"].as_str()).unwrap_or_default();
    let word = if action.kind == CONFIRM { Word::Yes } else { Word::No };
    let asked = match &sender {
        Some(widget) => pending::of_widget(turn, &widget.id).await?,
        None => None,
    };
    let (Some((item, pending)), Some(widget)) = (asked, sender) else { return Err(refused(Refusal::Unknown)) };
    if !pending.is_answered_by(nonce) {
        return Err(refused(Refusal::Unknown));
    }
    let chosen = action.payload.as_ref().and_then(plan::sent);
    answer(assistant, turn, (word, chosen), (item, pending), Some(widget)).await
}

/// Carries out what the user said to a question, once. `word`: with the tasks that it is for, where the page said which; else the question as
/// it is kept says so.
///
/// # Errors
/// A sentence where it was answered already or has waited too long; those of the store.
pub(super) async fn answer(
    assistant: &Assistant,
    turn: &mut Turn,
    (word, chosen): (Word, Option<HashSet<String>>),
    (mut item, mut pending): (Item, Pending),
    widget: Option<Item>,
) -> Result<(), StreamError> {
    // An item that is made now tells what the thread's clock says.
    let now = turn.new_item(ItemKind::EndOfTurn).created_at;
    pending.check(item.created_at, now).map_err(refused)?;
    // Noted before it is done: whatever happens in between, nothing is done twice.
    pending.word = Some(word);
    item.kind = pending.item_kind();
    turn.replace_item(item).await?;
    let kept = widget.as_ref().and_then(|widget| match &widget.kind {
        ItemKind::Widget(asked) => plan::chosen(&asked.widget.clone().into()),
        _ => None,
    });
    // Only what has a box can be left out.
    let chosen = kept.map(|kept| chosen.unwrap_or(kept));
    let calls = match &chosen {
        Some(chosen) => plan::reduced(&pending.calls, chosen),
        None => pending.calls.clone(),
    };
    let (outcome, answers) = match word {
        Word::Yes if !calls.is_empty() => carried_out(assistant, turn, pending.turn, &calls).await?,
        Word::Yes | Word::No => ("Left as it was.".to_owned(), Vec::new()),
    };
    if let Some(mut widget) = widget
        && let ItemKind::Widget(asked) = &widget.kind
    {
        let chosen = chosen.filter(|_| word == Word::Yes);
        widget.kind = plan::answered(asked, chosen.as_ref(), &outcome);
        turn.replace_item(widget).await?;
    }
    let changes = super::shown::changed(&answers);
    if !changes.is_empty() {
        turn.add_item(cards::changes(&changes, pending.turn, &assistant.now)).await?;
    }
    turn.say(outcome).await?;
    Ok(())
}

async fn carried_out(
    assistant: &Assistant,
    turn: &mut Turn,
    set: ChangeSetId,
    calls: &[WaitingCall],
) -> Result<(String, Vec<Answer>), StreamError> {
    let context = ToolContext {
        store: assistant.store.clone(),
        actor: Actor::Assistant { turn: set },
        now: assistant.now.clone(),
    };
    let mut records = Vec::new();
    let mut answers = Vec::new();
    let mut failed: Option<Failure> = None;
    for call in calls {
        let answer = match tools::find(&call.name) {
            Some(tool) => tool.run(&context, call.arguments.clone()).await,
            None => Err(ToolError::tell("UNKNOWN_TOOL", format!("there is no tool `{}`", call.name))),
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(ToolError::TellModel(problem)) => Answer::problem(problem),
            Err(ToolError::StopTurn(failure)) => {
                failed = Some(failure);
                break;
            }
        };
        let (name, arguments) = (call.name.clone(), call.arguments.clone());
        records.push(ToolRecord { name, arguments, result: answer.to_json() });
        answers.push(answer);
    }
    if !records.is_empty() {
        turn.add_item(record::item(records, set)).await?;
    }
    if let Some(failure) = failed {
        return Err(assistant.fail(failure, crate::Changed::Tasks(super::shown::changed(&answers).len())));
    }
    let lines: Vec<String> = answers
        .iter()
        .map(|answer| match &answer.error {
            Some(problem) => format!("Could not do that: {}.", crate::phrase::escape(&problem.message)),
            None => format!("{}.", answer.line()),
        })
        .collect();
    Ok((lines.join(" "), answers))
}

fn refused(refusal: Refusal) -> StreamError {
    let (code, words) = match refusal {
        Refusal::Unknown => {
            ("CONFIRMATION_UNKNOWN", "There is nothing here to confirm. Ask again. Nothing was changed.")
        }
        Refusal::Answered => ("CONFIRMATION_ANSWERED", "This was answered already. Nothing was changed."),
        Refusal::Expired => (
            "CONFIRMATION_EXPIRED",
            "This has waited for too long, and your list may have changed. Ask again. Nothing was changed.",
        ),
    };
    StreamError::custom(words, AllowRetry::No).with_custom_code(code)
}
