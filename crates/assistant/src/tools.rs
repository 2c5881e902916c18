//! What the assistant can do to the list: one list of tools for models, the built-in assistant and MCP.
//!
//! A tool is data and one function. It reaches the list and nothing else: no network, no files, no settings.

mod add_task;
mod answer;
mod arguments;
mod change;
mod list_tasks;
mod reschedule_task;
mod schema;
mod undo;

use docket_store::{Actor, Store};
use docket_tasks::TaskId;
use futures_util::future::BoxFuture;
use jiff::Zoned;
use serde_json::Value;

pub use answer::{Answer, Did, DueView, Problem, TaskView};
pub use arguments::{AddTask, DueArgument, ListTasks, OneTask, RescheduleTask, Shown};

use crate::{Failure, ToolSpec};

/// A tool: data and one function.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// Its name, a verb and a noun.
    pub name: &'static str,
    /// What it does and when to use it, for a model.
    pub description: &'static str,
    /// What it does to the list.
    pub effect: Effect,
    /// The line shown while it runs.
    pub running: &'static str,
    /// An icon name of ChatKit for that line.
    pub icon: &'static str,
    parameters: fn() -> Value,
    run: for<'a> fn(&'a ToolContext, Value) -> BoxFuture<'a, Result<Answer, ToolError>>,
}

/// What a tool does to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only reads.
    Reads,
    /// It adds one task.
    Adds,
    /// It changes one task that is there.
    ChangesOneTask,
    /// It takes changes back.
    Undoes,
}

/// What a tool works on.
#[derive(Clone, Debug)]
pub struct ToolContext {
    /// The user's list.
    pub store: Store,
    /// Who changes it; all writes of one turn are one change set.
    pub actor: Actor,
    /// The moment, in the user's zone.
    pub now: Zoned,
}

/// Why a tool did not do it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ToolError {
    /// The model can mend it: the problem goes back as the tool's answer.
    #[error("{}", .0.message)]
    TellModel(Problem),
    /// Nobody in this turn can mend it.
    #[error(transparent)]
    StopTurn(Failure),
}

impl ToolError {
    /// A problem for the model, by a code that the built-in assistant knows words for.
    #[must_use]
    pub fn tell(code: &str, message: impl Into<String>) -> Self {
        Self::TellModel(Problem { code: code.to_owned(), message: message.into() })
    }
}

impl From<docket_store::Error> for ToolError {
    fn from(error: docket_store::Error) -> Self {
        use docket_store::Error as Store;
        match &error {
            Store::Task(problem) => Self::tell(code_of(problem), problem.to_string()),
            Store::NothingToUndo | Store::ChangeSetNotFound(_) => Self::tell("NOTHING_TO_UNDO", error.to_string()),
            // Whatever else goes wrong is for a person to mend.
            _ => Self::StopTurn(Failure::Store(error.to_string())),
        }
    }
}

impl From<docket_tasks::Error> for ToolError {
    fn from(error: docket_tasks::Error) -> Self {
        Self::tell(code_of(&error), error.to_string())
    }
}

fn code_of(error: &docket_tasks::Error) -> &'static str {
    use docket_tasks::Error as Tasks;
    match error {
        Tasks::TaskNotFound(_) => "TASK_NOT_FOUND",
        Tasks::ListNotFound(_) => "LIST_NOT_FOUND",
        Tasks::WrongState { .. } => "WRONG_STATE",
        Tasks::Invalid { field: "title", .. } => "INVALID_TITLE",
        Tasks::Invalid { .. } => "INVALID",
        Tasks::UndoConflict { .. } => "UNDO_CONFLICT",
        _ => "REFUSED",
    }
}

/// All tools, in the order in which a model is told of them.
#[must_use]
pub fn all() -> &'static [Tool] {
    &[
        add_task::TOOL,
        list_tasks::TOOL,
        change::COMPLETE,
        change::REOPEN,
        reschedule_task::TOOL,
        change::DELETE,
        change::RESTORE,
        undo::TOOL,
    ]
}

/// The tool of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Tool> {
    all().iter().find(|tool| tool.name == name)
}

impl Tool {
    /// JSON Schema of the arguments, strict: each property is required (nullable where it may be left open), unknown ones are refused.
    #[must_use]
    pub fn parameters(&self) -> Value {
        (self.parameters)()
    }

    /// The tool as a model is told of it.
    #[must_use]
    pub fn spec(&self) -> ToolSpec {
        ToolSpec { name: self.name, description: self.description, parameters: self.parameters() }
    }

    /// Runs it. The answer to a change is what is stored after it.
    ///
    /// # Errors
    /// [`ToolError::TellModel`] where other arguments would help, [`ToolError::StopTurn`] where nothing in this turn would.
    pub async fn run(&self, context: &ToolContext, arguments: Value) -> Result<Answer, ToolError> {
        (self.run)(context, arguments).await
    }
}

/// The task that an `id` argument names: a whole id, or an end of one that no other task has.
async fn task_id(context: &ToolContext, id: &str) -> Result<TaskId, ToolError> {
    let id = id.trim();
    if let Ok(id) = id.parse() {
        return Ok(id);
    }
    let unknown = || ToolError::tell("TASK_NOT_FOUND", format!("no task has the id `{id}`; list_tasks tells the ids"));
    if id.chars().count() < 4 {
        return Err(unknown());
    }
    match context.store.find_by_suffix(id).await?.as_slice() {
        [one] => Ok(*one),
        [] => Err(unknown()),
        _ => Err(ToolError::tell(
            "TASK_NOT_FOUND",
            format!("several tasks have ids that end in `{id}`; use the whole id"),
        )),
    }
}
