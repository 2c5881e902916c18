//! A turn from its question to its end.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chatkit_server::{Input, StreamError, Turn};
use docket_store::Actor;
use docket_tasks::ChangeSetId;
use serde_json::Value;
use tokio::time::Instant;

use super::asked::{Asked, Stopped, ask};
use super::steps::Steps;
use super::{
    Assistant, MAX_MODEL_CALLS, MAX_SAME_CALLS, MAX_TASKS_A_TURN, MAX_TOOL_CALLS, ToolRecord, history, question, record,
};
use crate::links::LinkFilter;
use crate::tools::{self, Answer, Effect, Tool, ToolContext, ToolError};
use crate::{Changed, Failure, Finish, Message, ModelRequest, Provider, ToolCall, ToolSpec, prompt};

/// Answers the newest message of the thread, or the choice that the user has just made.
pub(super) async fn run(
    assistant: &Assistant,
    provider: &dyn Provider,
    turn: &mut Turn,
    input: &Input,
) -> Result<(), StreamError> {
    let items = turn.history(history::ITEMS).await?;
    let mut messages = history::messages(&items);
    // A question keeps its place in the thread; its answer is said now, whatever was said in between.
    if let Input::StructuredInput { item_id: _, input } = input {
        messages.push(Message::User(question::chosen(input)));
    }
    let mut run = Run::new(assistant, provider, messages, history::user_links(&items));
    match run.answer(provider, turn).await {
        Ok(()) => Ok(()),
        Err(Stopped::Stream(error)) => {
            // Nobody listens, but what was done is to be found in the thread: this stores it before it fails to send it.
            let _ = run.steps.finish(turn).await;
            Err(error)
        }
        Err(Stopped::Failed(failure)) => {
            // What had arrived is kept: an open message would be thrown away with the error.
            run.steps.finish(turn).await?;
            turn.end_message().await?;
            Err(assistant.fail(failure, run.changed()))
        }
    }
}

struct Run {
    context: ToolContext,
    tools: Arc<[ToolSpec]>,
    messages: Vec<Message>,
    user_links: Vec<String>,
    host: String,
    steps: Steps,
    deadline: (Instant, u64),
    tool_calls: usize,
    same_calls: HashMap<(String, String), usize>,
    /// Tasks that are not as they were, new ones too.
    changed: HashSet<String>,
    /// Those of them that were there before, which the limit is for.
    touched: HashSet<String>,
}

impl Run {
    fn new(assistant: &Assistant, provider: &dyn Provider, messages: Vec<Message>, user_links: Vec<String>) -> Self {
        let limit = assistant.patience().turn;
        let now = assistant.now.clone();
        let actor = Actor::Assistant { turn: ChangeSetId::new(now.timestamp()) };
        Self {
            context: ToolContext { store: assistant.store.clone(), actor, now },
            tools: tools::specs(),
            messages,
            user_links,
            host: provider.host(),
            steps: Steps::default(),
            deadline: (Instant::now() + limit, limit.as_secs()),
            tool_calls: 0,
            same_calls: HashMap::new(),
            changed: HashSet::new(),
            touched: HashSet::new(),
        }
    }

    async fn answer(&mut self, provider: &dyn Provider, turn: &mut Turn) -> Result<(), Stopped> {
        for _ in 0..MAX_MODEL_CALLS {
            let request = ModelRequest {
                instructions: prompt::instructions(&self.context.now),
                messages: self.messages.clone(),
                tools: Arc::clone(&self.tools),
                output_tokens: provider.output_tokens(),
                now: self.context.now.clone(),
            };
            let filter = LinkFilter::new(self.user_links.clone());
            let asked = ask(provider, request, turn, &mut self.steps, filter, self.deadline).await?;
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
        let Asked { text, calls, question, finish } = asked;
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
            turn.add_item(record::item(records)).await?;
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
        Ok(result)
    }

    async fn run_tool(&mut self, tool: &Tool, arguments: &Value) -> Result<Answer, ToolError> {
        let named = tools::named_ids(arguments);
        let new = named.iter().filter(|id| !self.changed.contains(**id)).count();
        if tool.effect.touches_tasks() && new > 0 && self.touched.len() + new > MAX_TASKS_A_TURN {
            let message = format!(
                "one turn may change at most {MAX_TASKS_A_TURN} tasks that were there before, and it has: tell the user what was done, and to ask for the rest or \
                 to select the tasks in the list"
            );
            return Err(ToolError::tell("TOO_MANY", message));
        }
        let answer = tool.run(&self.context, arguments.clone()).await?;
        let ids = || answer.tasks.iter().map(|task| task.id.clone());
        if tool.effect != Effect::Reads {
            self.changed.extend(ids());
        }
        if tool.effect.touches_tasks() {
            self.touched.extend(ids());
        }
        Ok(answer)
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
