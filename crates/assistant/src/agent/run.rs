//! A turn from its question to its end.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chatkit_server::{Input, Item, StreamError, Turn};
use docket_store::{Actor, Error};
use docket_tasks::ChangeSetId;
use serde_json::Value;
use tokio::time::Instant;

use super::asked::{Asked, Bounds, Stopped, ask};
use super::budget::Budget;
use super::pending::{Pending, WaitingCall};
use super::plan::{self, WaitingTask};
use super::reach::Reach;
use super::steps::Steps;
use super::{
    Assistant, MAX_MODEL_CALLS, MAX_SAME_CALLS, MAX_TASKS_A_TURN, MAX_TOOL_CALLS, ToolRecord, cards, history, question,
    record, shown, turn_id,
};
use crate::links::LinkFilter;
use crate::standby::{Leave, Leaving, Outage, Standby};
use crate::tools::{self, Answer, Did, Effect, Tool, ToolContext, ToolError, views_of};
use crate::{Changed, Failure, Finish, Message, ModelRequest, Provider, ToolCall, ToolSpec, prompt};

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Whom the settings name.
    Connection,
    /// The built-in assistant in their place.
    BuiltIn,
}

/// How a turn ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// With an answer, or what there is of it.
    Said,
    /// Before anything was said or done, since the provider is not there.
    Unsaid(Failure, Outage),
    /// Before anything was said or done, since the user does not want to wait for it.
    Left,
}

/// Answers the newest message of the thread, the last of `items`, or the choice that the user has just made; what it changes goes into
/// `change_set`.
pub(super) async fn run(
    assistant: &Assistant,
    (provider, who): (&dyn Provider, Who),
    turn: &mut Turn,
    (input, items): (&Input, &[Item]),
    change_set: ChangeSetId,
) -> Result<Ended, StreamError> {
    let mut run = Run::new(assistant, (provider, who), items, change_set);
    // A question keeps its place in the thread; its answer is said now, whatever was said in between.
    if let Input::StructuredInput { item_id: _, input } = input {
        run.messages.push(Message::User(question::chosen(input)));
    }
    let answered = run.answer(provider, turn).await;
    let is_untouched = run.tool_calls == 0 && !turn.is_message_open();
    if let (Err(Stopped::Failed(failure)), true) = (&answered, is_untouched)
        && let Some(outage) = failure.outage()
    {
        return Ok(Ended::Unsaid(failure.clone(), outage));
    }
    if let (Some(standby), Who::Connection, Ok(()) | Err(Stopped::Failed(_))) = (&assistant.standby, who, &answered) {
        standby.reached(&assistant.connection);
    }
    match answered {
        Ok(()) => {}
        Err(Stopped::Left(Leave::ForBuiltIn)) if is_untouched => return Ok(Ended::Left),
        // What had arrived is kept, and what was changed is shown: it is an answer that ends early.
        Err(Stopped::Left(_)) => {
            run.steps.finish(turn).await?;
            turn.end_message().await?;
            run.waiting.clear();
        }
        Err(Stopped::Stream(error)) => {
            // Nobody listens, but what was done is to be found in the thread: this stores it before it fails to send it.
            let _ = run.steps.finish(turn).await;
            return Err(error);
        }
        Err(Stopped::Failed(failure)) => {
            // What had arrived is kept: an open message would be thrown away with the error.
            run.steps.finish(turn).await?;
            turn.end_message().await?;
            // What was changed can be taken back; what waits is not asked, since the answer that asks for it is not there.
            run.waiting.clear();
            run.show(turn).await?;
            return Err(assistant.fail(failure, run.changed()));
        }
    }
    run.show(turn).await?;
    Ok(Ended::Said)
}

/// Said to the model of a call that waits.
const WAITING: &str = "NOT done. The user is asked to confirm this with a click, and it is done then without you. Do not call it again; say in one sentence \
                       that it waits for their word.";

struct Run {
    context: ToolContext,
    tools: Arc<[ToolSpec]>,
    messages: Vec<Message>,
    user_links: Vec<String>,
    host: String,
    costs_tokens: bool,
    shows_tasks: bool,
    steps: Steps,
    bounds: Bounds,
    tool_calls: usize,
    same_calls: HashMap<(String, String), usize>,
    /// Tasks that are not as they were, new ones too.
    changed: HashSet<String>,
    /// Those of them that were there before, which the limit is for.
    touched: HashSet<String>,
    change_set: ChangeSetId,
    /// What the tools answered, in order.
    answers: Vec<Answer>,
    /// Calls that wait for the user, and the tasks that they are for.
    waiting: Vec<WaitingCall>,
    waiting_tasks: Vec<WaitingTask>,
    /// Whether other people's text is in what the model reads.
    is_foreign: bool,
}

impl Run {
    fn new(
        assistant: &Assistant,
        (provider, who): (&dyn Provider, Who),
        items: &[Item],
        change_set: ChangeSetId,
    ) -> Self {
        let limit = assistant.patience().turn;
        // Nobody has to wait for the built-in assistant.
        let standby = assistant.standby.as_ref().filter(|_| who == Who::Connection);
        let now = assistant.now.clone();
        let actor = Actor::Assistant { turn: change_set };
        Self {
            context: ToolContext { store: assistant.store.clone(), actor, now },
            tools: tools::specs(),
            messages: history::messages(items),
            user_links: history::user_links(items),
            host: provider.host(),
            costs_tokens: who == Who::Connection && assistant.connection.costs_tokens(),
            shows_tasks: assistant.shows_tasks,
            steps: Steps::default(),
            bounds: Bounds {
                deadline: (Instant::now() + limit, limit.as_secs()),
                leaving: standby.map_or(Leaving::NEVER, Standby::leaving),
                silence: standby.map(Standby::silence),
            },
            tool_calls: 0,
            same_calls: HashMap::new(),
            changed: HashSet::new(),
            touched: HashSet::new(),
            change_set,
            answers: Vec::new(),
            waiting: Vec::new(),
            waiting_tasks: Vec::new(),
            is_foreign: history::holds_foreign_text(items),
        }
    }

    async fn answer(&mut self, provider: &dyn Provider, turn: &mut Turn) -> Result<(), Stopped> {
        for _ in 0..MAX_MODEL_CALLS {
            let mut request = ModelRequest {
                instructions: prompt::instructions(&self.context.now),
                messages: self.messages.clone(),
                tools: Arc::clone(&self.tools),
                output_tokens: provider.output_tokens(),
                now: self.context.now.clone(),
                shows_tasks: self.shows_tasks,
            };
            let budget = Budget::reserve(&self.context, self.costs_tokens, &mut request, turn).await?;
            let filter = LinkFilter::new(self.user_links.clone());
            let asked = ask(provider, request, turn, &mut self.steps, filter, &mut self.bounds).await;
            // A call that broke off, or whose cost nobody says, counts as all that was set aside for it.
            budget.settle(asked.as_ref().ok().and_then(|asked| asked.tokens)).await?;
            let asked = asked?;
            if self.take(asked, turn).await? {
                self.steps.finish(turn).await?;
                turn.end_message().await?;
                return Ok(());
            }
        }
        Err(Failure::Limit { limit: format!("{MAX_MODEL_CALLS} steps in one answer") }.into())
    }

    /// Takes in what the provider said; answers whether the turn is over.
    async fn take(&mut self, asked: Asked, turn: &mut Turn) -> Result<bool, Stopped> {
        let Asked { text, calls, question, finish, tokens: _ } = asked;
        let host = || self.host.clone();
        match finish {
            None => return Err(Failure::BrokenOff { host: host() }.into()),
            Some(Finish::Filtered) => return Err(Failure::Withheld { host: host() }.into()),
            // Calls that were cut off may read as complete and mean something else: none of them runs.
            Some(Finish::Length) if !calls.is_empty() => {
                return Err(Failure::Limit { limit: "the length of one answer".to_owned() }.into());
            }
            Some(Finish::Length | Finish::Stop | Finish::ToolCalls) => {}
        }
        if let (true, Some((text, options))) = (calls.is_empty(), question) {
            self.steps.finish(turn).await?;
            turn.end_message().await?;
            turn.add_item(question::item(text, options)).await?;
            return Ok(true);
        }
        if calls.is_empty() {
            return if text.is_empty() { Err(Failure::BrokenOff { host: host() }.into()) } else { Ok(true) };
        }
        turn.end_message().await?;
        self.messages.push(Message::Assistant { text, calls: calls.clone() });
        let mut records = Vec::with_capacity(calls.len());
        self.count_same(&calls)?;
        let mut stop = None;
        for call in calls {
            match self.call(&call, turn, &mut records).await {
                Ok(result) => self.messages.push(Message::ToolResult { call_id: call.id, content: result }),
                Err(stopped) => {
                    stop = Some(stopped);
                    break;
                }
            }
        }
        // What was done is noted even where the turn ends here.
        if !records.is_empty() {
            turn.add_item(record::item(records, self.change_set)).await?;
        }
        stop.map_or(Ok(false), Err)
    }

    async fn call(
        &mut self,
        call: &ToolCall,
        turn: &mut Turn,
        records: &mut Vec<ToolRecord>,
    ) -> Result<Value, Stopped> {
        if turn.cancellation().is_cancelled() {
            return Err(StreamError::Cancelled.into());
        }
        self.count()?;
        let tool = tools::find(&call.name);
        self.steps.begin(turn, tool).await?;
        let arguments: Result<Value, _> =
            serde_json::from_str(if call.arguments.trim().is_empty() { "{}" } else { &call.arguments });
        let answer = match (tool, &arguments) {
            (None, _) => Err(unknown(&call.name)),
            (Some(_), Err(error)) => {
                Err(ToolError::tell("BAD_ARGUMENTS", format!("the arguments are not complete JSON: {error}")))
            }
            (Some(tool), Ok(arguments)) => self.run_tool(tool, arguments).await,
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(ToolError::TellModel(problem)) => Answer::problem(problem),
            Err(ToolError::StopTurn(failure)) => return Err(failure.into()),
        };
        let result = answer.to_json();
        let arguments = arguments.unwrap_or_else(|_| Value::String(call.arguments.clone()));
        records.push(ToolRecord { name: call.name.clone(), arguments, result: result.clone() });
        self.steps.end(turn, tool, &answer, &self.context.now).await?;
        self.answers.push(answer);
        Ok(result)
    }

    async fn run_tool(&mut self, tool: &Tool, arguments: &Value) -> Result<Answer, ToolError> {
        tool.check(arguments)?;
        let reach = Reach::of(&self.context, tool, arguments).await?;
        if self.has_to_wait(tool, &reach) {
            return self.wait(tool, arguments, &reach).await;
        }
        let answer = tool.run(&self.context, arguments.clone()).await?;
        self.is_foreign = self.is_foreign || answer.is_foreign();
        let ids = || answer.tasks.iter().map(|task| task.id.clone()).chain(reach.ids().map(|id| id.to_string()));
        if tool.effect != Effect::Reads {
            self.changed.extend(ids());
        }
        if tool.effect.touches_tasks() {
            self.touched.extend(ids());
        }
        Ok(answer)
    }

    /// Whether a call is for the user to decide: one that goes past the few tasks of a turn, and after other people's text was read any
    /// that takes something away. What one turn has changed already it may change again.
    fn has_to_wait(&self, tool: &Tool, reach: &Reach) -> bool {
        let new: HashSet<String> =
            reach.ids().map(|id| id.to_string()).filter(|id| !self.changed.contains(id)).collect();
        let count = new.len().saturating_add(reach.more);
        let is_large = count > 0 && self.touched.len().saturating_add(count) > MAX_TASKS_A_TURN;
        is_large || (self.is_foreign && tool.effect.is_destructive())
    }

    /// Keeps a call for the user; it was checked as far as it can be, so that nobody is asked for what cannot be done.
    async fn wait(&mut self, tool: &Tool, arguments: &Value, reach: &Reach) -> Result<Answer, ToolError> {
        let mut arguments = arguments.clone();
        let mut stored = Vec::new();
        for id in reach.ids() {
            match self.context.store.task(id).await {
                Ok(task) => stored.push(task),
                // Of a change that is taken back: it was deleted for good since.
                Err(Error::Task(docket_tasks::Error::TaskNotFound(_))) if reach.change_set.is_some() => {}
                Err(error) => return Err(error.into()),
            }
        }
        let tasks = views_of(&self.context.store, &stored, &self.context.now).await?;
        // Whole ids: what the user is shown is what is done, whatever is added or changed meanwhile.
        if let Some(set) = reach.change_set {
            arguments[tools::CHANGE_SET] = set.to_string().into();
        } else if arguments.get("ids").is_some() {
            arguments["ids"] = reach.named.iter().map(ToString::to_string).collect();
        } else if let [one] = reach.named.as_slice() {
            arguments["id"] = one.to_string().into();
        }
        let call = WaitingCall { name: tool.name.to_owned(), arguments };
        if !self.waiting.contains(&call) {
            let now = &self.context.now;
            self.waiting_tasks.extend(stored.iter().zip(&tasks).map(|(task, before)| {
                let is_named = reach.named.contains(&task.id);
                let after = if is_named {
                    plan::foreseen(tool.name, &call.arguments, task, before, now)
                } else {
                    before.clone()
                };
                WaitingTask { before: before.clone(), after, is_named }
            }));
            self.waiting.push(call);
        }
        Ok(Answer { note: Some(WAITING.to_owned()), ..Answer::new(Did::Waiting, tasks) })
    }

    /// What is left to be seen of the turn: a question where something waits, cards of what was changed, or the tasks that were asked for.
    async fn show(&mut self, turn: &mut Turn) -> Result<(), StreamError> {
        let now = &self.context.now;
        let changed = shown::changed(&self.answers);
        let asked_for = shown::asked_for(&self.answers);
        if !changed.is_empty() {
            turn.add_item(cards::changes(&changed, self.change_set, now)).await?;
        } else if !asked_for.is_empty() && self.waiting.is_empty() {
            turn.add_item(cards::task_list(&asked_for, now)).await?;
        }
        if self.waiting.is_empty() {
            return Ok(());
        }
        let nonce = turn_id::nonce();
        let asking = plan::asking(&self.waiting, &self.waiting_tasks);
        let widget = turn.new_item(plan::question(asking, &self.waiting_tasks, &nonce, now));
        let calls = std::mem::take(&mut self.waiting);
        // Stored before it is asked, so that no click comes before there is something to answer.
        turn.add_item(Pending::new(&nonce, &widget.id, self.change_set, calls).item_kind()).await?;
        turn.finish_item(widget).await
    }

    fn count(&mut self) -> Result<(), Failure> {
        self.tool_calls += 1;
        if self.tool_calls > MAX_TOOL_CALLS {
            return Err(Failure::Limit { limit: format!("{MAX_TOOL_CALLS} steps on the list in one answer") });
        }
        Ok(())
    }

    /// Counts equal calls of one answer once: three lines "milk" are three tasks, while the same step in answer after answer is a circle.
    fn count_same(&mut self, calls: &[ToolCall]) -> Result<(), Failure> {
        let different: HashSet<(&str, &str)> =
            calls.iter().map(|call| (call.name.as_str(), call.arguments.as_str())).collect();
        for (name, arguments) in different {
            let same = self.same_calls.entry((name.to_owned(), arguments.to_owned())).or_default();
            *same += 1;
            if *same >= MAX_SAME_CALLS {
                return Err(Failure::Limit { limit: format!("{MAX_SAME_CALLS} times the same step") });
            }
        }
        Ok(())
    }

    fn changed(&self) -> Changed {
        match self.changed.len() {
            0 => Changed::Nothing,
            count => Changed::Tasks(count),
        }
    }
}

fn unknown(name: &str) -> ToolError {
    let names: Vec<&str> = tools::all().iter().map(|tool| tool.name).collect();
    ToolError::tell("UNKNOWN_TOOL", format!("there is no tool `{name}`; there are `{}`", names.join("`, `")))
}
