//! What the assistant can do to the list: one list of tools for models, the built-in assistant and MCP.
//!
//! A tool is data and one function. It reaches the list and nothing else: no network, no files, no settings.

mod add_task;
mod answer;
mod arguments;
mod change;
mod get_task;
mod list_tasks;
mod lists;
mod plan_day;
mod reschedule_task;
mod schema;
mod search_tasks;
mod set_repeat;
mod undo;
mod update_task;

use std::sync::{Arc, LazyLock};

use docket_store::{Actor, Applied, Store};
use docket_tasks::{Command, Source, Task, TaskId, limits};
use futures_util::future::BoxFuture;
use jiff::Zoned;
use serde_json::Value;

pub(crate) use answer::views_of;
pub use answer::{Answer, Did, DueView, ListView, Problem, TaskView};
pub use arguments::{
    AddList, AddTask, Clearable, DayArgument, DueArgument, ListTasks, OneTask, PlanDay, ReminderArgument,
    RepeatArgument, RescheduleTask, SearchTasks, SetRepeat, SeveralTasks, Shown, UpdateTask,
};
pub(crate) use reschedule_task::due_after;
pub(crate) use undo::{CHANGE_SET, REDO_NAME as REDO};

use crate::{Failure, ToolSpec};

/// A tool: data and one function.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// Its name, a verb and a noun.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it does and when to use it, for a model.
    pub description: &'static str,
    /// What it does to the list.
    pub effect: Effect,
    /// The line shown while it runs.
    pub running: &'static str,
    /// An icon name of ChatKit for that line.
    pub icon: &'static str,
    parameters: fn() -> Value,
    check: fn(Value) -> Result<(), ToolError>,
    run: for<'a> fn(&'a ToolContext, Value) -> BoxFuture<'a, Result<Answer, ToolError>>,
}

/// What a tool does to the list. It decides what a turn may do unasked, and what MCP clients are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only reads.
    Reads,
    /// It adds something.
    Adds,
    /// It changes tasks that are there; done twice it changes no more than done once.
    Changes,
    /// It moves tasks to the trash.
    Deletes,
    /// It takes changes back, and with them what they added.
    Undoes,
}

impl Effect {
    /// Whether nothing is different afterwards: MCP's `readOnlyHint`.
    #[must_use]
    pub fn is_read_only(self) -> bool {
        self == Self::Reads
    }

    /// Whether something may be gone from the list afterwards: MCP's `destructiveHint`. After other people's text was read, such a call
    /// waits for the user.
    #[must_use]
    pub fn is_destructive(self) -> bool {
        match self {
            Self::Deletes | Self::Undoes => true,
            Self::Reads | Self::Adds | Self::Changes => false,
        }
    }

    /// Whether the same call again does no more: MCP's `idempotentHint`.
    #[must_use]
    pub fn is_idempotent(self) -> bool {
        match self {
            Self::Reads | Self::Changes | Self::Deletes => true,
            Self::Adds | Self::Undoes => false,
        }
    }

    /// Whether it is for tasks that are there, of which one turn changes a few unasked.
    #[must_use]
    pub fn touches_tasks(self) -> bool {
        match self {
            Self::Changes | Self::Deletes => true,
            Self::Reads | Self::Adds | Self::Undoes => false,
        }
    }
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
            Store::NothingToRedo => Self::tell("NOTHING_TO_REDO", error.to_string()),
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
        search_tasks::TOOL,
        get_task::TOOL,
        update_task::TOOL,
        change::COMPLETE,
        change::REOPEN,
        reschedule_task::TOOL,
        set_repeat::TOOL,
        change::DELETE,
        change::RESTORE,
        lists::ADD,
        lists::LIST,
        plan_day::TOOL,
        undo::TOOL,
        undo::REDO,
    ]
}

/// All tools as a model is told of them; made once, since they are the same in every turn.
#[must_use]
pub fn specs() -> Arc<[ToolSpec]> {
    static SPECS: LazyLock<Arc<[ToolSpec]>> = LazyLock::new(|| all().iter().map(Tool::spec).collect());
    Arc::clone(&SPECS)
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

    /// Whether the arguments fit the schema.
    ///
    /// # Errors
    /// [`ToolError::TellModel`] with what does not fit.
    pub fn check(&self, arguments: &Value) -> Result<(), ToolError> {
        (self.check)(arguments.clone())
    }

    /// Runs it. The answer to a change is what is stored after it.
    ///
    /// # Errors
    /// [`ToolError::TellModel`] where other arguments would help, [`ToolError::StopTurn`] where nothing in this turn would.
    pub async fn run(&self, context: &ToolContext, arguments: Value) -> Result<Answer, ToolError> {
        (self.run)(context, arguments).await
    }
}

impl ToolContext {
    /// Through which door tasks come in that are added here.
    fn source(&self) -> Source {
        match self.actor {
            Actor::Ui => Source::Ui,
            Actor::QuickAdd => Source::QuickAdd,
            Actor::Assistant { turn: _ } => Source::Assistant,
            Actor::Mcp => Source::Mcp,
            Actor::Cli => Source::Cli,
            Actor::Import => Source::Import,
        }
    }

    /// The tasks of these ids as they are stored.
    async fn stored(&self, ids: &[TaskId]) -> Result<Vec<Task>, ToolError> {
        let mut tasks = Vec::with_capacity(ids.len());
        for id in ids {
            tasks.push(self.store.task(*id).await?);
        }
        Ok(tasks)
    }

    /// Does `command` to each of the tasks, all of them or none, as one change.
    async fn apply_to(&self, ids: &[TaskId], command: impl Fn(TaskId) -> Command) -> Result<Applied, ToolError> {
        let command = match ids {
            [one] => command(*one),
            several => Command::All(several.iter().copied().map(command).collect()),
        };
        Ok(self.store.apply(command, self.actor, &self.now).await?)
    }
}

/// The tasks that an `ids` argument names, each once, in its order.
///
/// # Errors
/// [`ToolError::TellModel`] where there are none, too many, or one that no task has.
pub(crate) async fn task_ids(context: &ToolContext, ids: &[String]) -> Result<Vec<TaskId>, ToolError> {
    if ids.is_empty() {
        return Err(ToolError::tell("INVALID", "`ids` is empty: name at least one task"));
    }
    if ids.len() > limits::IDS {
        let message = format!("`ids` names {} tasks, the most is {}", ids.len(), limits::IDS);
        return Err(ToolError::tell("INVALID", message));
    }
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let id = task_id(context, id).await?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// The ids that a call names, as the model wrote them.
pub(crate) fn named_ids(arguments: &Value) -> Vec<&str> {
    let ids = arguments.get("ids").or_else(|| arguments.get("id"));
    match ids {
        Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect(),
        Some(id) => id.as_str().into_iter().collect(),
        None => Vec::new(),
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
