//! What MCP clients called, for their owner to read.

use docket_tasks::Error as TaskError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Store};

/// Calls that are kept.
const KEPT: i64 = 1_000;
/// Characters of a tool's name and of a summary of arguments that are kept.
const TOOL_CHARS: usize = 64;
const ARGUMENT_CHARS: usize = 500;
const MOST: u32 = 100;
const DEFAULT_LIMIT: u32 = 50;

/// A call of a tool by an MCP client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct McpCall {
    /// When.
    pub at: Timestamp,
    /// Which tool.
    pub tool: String,
    /// What with, shortened to 500 characters.
    pub arguments: String,
    /// What came of it.
    pub outcome: McpOutcome,
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum McpOutcome {
    /// It was done.
    Done,
    /// It was understood and could not be done.
    Failed,
    /// It was not let in: an unknown tool, or one that changes something while MCP is read-only.
    Refused,
}

impl McpOutcome {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Refused => "refused",
        }
    }
}

/// A page of calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct McpCallPage {
    /// Newest first.
    pub calls: Vec<McpCall>,
    /// Whether older ones follow.
    pub has_more: bool,
    /// What to ask the next page with; present exactly when more follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl Store {
    /// Keeps a call; the oldest goes when there are more than a thousand.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn add_mcp_call(&self, call: McpCall) -> Result<(), Error> {
        self.write(move |writing| {
            let McpCall { at, tool, arguments, outcome } = call;
            let mine = &writing.mine;
            mine.execute(
                "INSERT INTO mcp_calls (user, at_us, tool, arguments, outcome) VALUES (:user, :at, :tool, :arguments, :outcome)",
                &[
                    (":at", &at.as_microsecond()),
                    (":tool", &shortened(&tool, TOOL_CHARS)),
                    (":arguments", &shortened(&arguments, ARGUMENT_CHARS)),
                    (":outcome", &outcome.name()),
                ],
            )?;
            mine.execute(
                "DELETE FROM mcp_calls WHERE user = :user AND seq <=
                     (SELECT seq FROM mcp_calls WHERE user = :user ORDER BY seq DESC LIMIT 1 OFFSET :kept)",
                &[(":kept", &KEPT)],
            )?;
            Ok(())
        })
        .await
    }

    /// What MCP clients called, newest first.
    ///
    /// `limit`: 1 to 100, 50 where absent; `after`: that of the page before.
    ///
    /// # Errors
    /// [`docket_tasks::Error::Invalid`] for a `limit` over 100 or an `after` that no page gave; those of the disk.
    pub async fn mcp_calls(&self, limit: Option<u32>, after: Option<&str>) -> Result<McpCallPage, Error> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MOST).contains(&limit) {
            return Err(TaskError::invalid("limit", format!("is {limit}, not 1 to {MOST}")).into());
        }
        let Ok(before) = after.map_or(Ok(i64::MAX), str::parse) else {
            return Err(TaskError::invalid("after", "is not one that a page of calls gave").into());
        };
        self.read(move |mine| {
            let mut rows = mine.rows(
                "SELECT at_us, tool, arguments, outcome, seq FROM mcp_calls WHERE user = :user AND seq < :before
                 ORDER BY seq DESC LIMIT :wanted",
                &[(":before", &before), (":wanted", &(limit + 1))],
                |row| {
                    let outcome = row.get::<_, String>(3)?;
                    let call = McpCall {
                        at: Timestamp::from_microsecond(row.get(0)?).map_err(|_| Error::Internal)?,
                        tool: row.get(1)?,
                        arguments: row.get(2)?,
                        outcome: [McpOutcome::Done, McpOutcome::Failed, McpOutcome::Refused]
                            .into_iter()
                            .find(|known| known.name() == outcome)
                            .ok_or(Error::Internal)?,
                    };
                    Ok((call, row.get::<_, i64>(4)?))
                },
            )?;
            let has_more = rows.len() > limit as usize;
            rows.truncate(limit as usize);
            let after = rows.last().filter(|_| has_more).map(|(_, seq)| seq.to_string());
            Ok(McpCallPage { calls: rows.into_iter().map(|(call, _)| call).collect(), has_more, after })
        })
        .await
    }
}

fn shortened(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
