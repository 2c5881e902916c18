//! One call of a tool: what is let through, what is said of it, and what is kept for the owner to read.

use std::collections::BTreeSet;

use docket_assistant::tools::{self, Answer, Problem, Tool, ToolContext, ToolError};
use docket_assistant::{Changed, MAX_TASKS_A_TURN};
use docket_store::{Actor, McpCall, McpOutcome};
use jiff::Timestamp;
use rmcp::model::{CallToolResult, ContentBlock, ErrorData};
use serde_json::Value;

use super::ListServer;
use crate::body::JSON_LIMIT;
use crate::error::{Code, sentence};
use crate::log::redact;

/// Characters of a name that is none of ours which are said back.
const NAME_CHARS: usize = 64;

/// Why a tool did not do it.
enum Trouble {
    /// It was not let through.
    Refused(Problem),
    /// It could not be done.
    Failed(Problem),
}

impl From<ToolError> for Trouble {
    fn from(error: ToolError) -> Self {
        Self::Failed(match error {
            ToolError::TellModel(problem) => problem,
            ToolError::StopTurn(failure) => {
                Problem { code: failure.code().to_owned(), message: failure.message(Changed::Nothing) }
            }
        })
    }
}

/// Calls the tool of that name, and keeps that it was called.
///
/// # Errors
/// Where there is no such tool: MCP wants that to be an error of the protocol, anything else an answer that a model can read.
pub(super) async fn call(server: &ListServer, name: &str, arguments: Value) -> Result<CallToolResult, ErrorData> {
    let said = redact(&arguments.to_string()).into_owned();
    let (outcome, answer) = match tools::find(name) {
        None => {
            let name: String = name.chars().take(NAME_CHARS).collect();
            let message = format!("there is no tool `{name}`; tools/list tells their names");
            (McpOutcome::Refused, Err(ErrorData::invalid_params(message, None)))
        }
        Some(tool) => match run(server, tool, arguments).await {
            Ok(answer) => (McpOutcome::Done, Ok(CallToolResult::structured(answer.to_json()))),
            Err(Trouble::Refused(problem)) => (McpOutcome::Refused, Ok(not_done(problem))),
            Err(Trouble::Failed(problem)) => (McpOutcome::Failed, Ok(not_done(problem))),
        },
    };
    // When it was called by the clock on the wall, not by that of tasks.
    let kept = McpCall { at: Timestamp::now(), tool: name.to_owned(), arguments: said, outcome };
    if let Err(error) = server.store.add_mcp_call(kept).await {
        tracing::warn!(%error, "a call of an MCP client could not be kept for the audit");
    }
    answer
}

async fn run(server: &ListServer, tool: &Tool, arguments: Value) -> Result<Answer, Trouble> {
    if arguments.to_string().len() as u64 > JSON_LIMIT {
        return Err(refused("TOO_LARGE", format!("the arguments are larger than {} KiB", JSON_LIMIT / 1024)));
    }
    if !tool.effect.is_read_only() && !server.may_change().await.map_err(ToolError::from)? {
        let message = format!(
            "`{}` changes the list, and here it may only be read. Nothing was changed. The user can allow changes in Docket's \
             settings, or by starting `docket mcp` without --read-only",
            tool.name
        );
        return Err(refused("READ_ONLY", message));
    }
    let named = named_tasks(&arguments);
    if tool.effect.touches_tasks() && named > MAX_TASKS_A_TURN {
        let message = format!(
            "`{}` names {named} tasks, and {MAX_TASKS_A_TURN} is the most at once over MCP, where Docket cannot ask the user. \
             Nothing was changed. Ask the user, and then do it in several calls; or the user asks in Docket's own chat, which does it \
             in one step",
            tool.name
        );
        return Err(refused("TOO_MANY_TASKS", message));
    }
    let context = ToolContext { store: server.store.clone(), actor: Actor::Mcp, now: server.clock.now() };
    Ok(tool.run(&context, arguments).await?)
}

fn refused(code: &str, message: String) -> Trouble {
    Trouble::Refused(Problem { code: code.to_owned(), message })
}

/// How many different tasks a call names.
fn named_tasks(arguments: &Value) -> usize {
    let ids = arguments.get("ids").or_else(|| arguments.get("id"));
    match ids {
        Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect::<BTreeSet<_>>().len(),
        Some(_) => 1,
        None => 0,
    }
}

/// A sentence for whoever reads text, and the code for programs.
fn not_done(problem: Problem) -> CallToolResult {
    let said = if problem.message.ends_with('.') { problem.message.clone() } else { sentence(&problem.message) };
    let mut result = CallToolResult::structured_error(Answer::problem(problem).to_json());
    result.content = vec![ContentBlock::text(said)];
    result
}

/// What is said of a call that broke off for a fault of ours.
pub(super) fn broken() -> CallToolResult {
    let code = Code::Internal;
    not_done(Problem { code: code.as_str().to_owned(), message: code.message().to_owned() })
}
