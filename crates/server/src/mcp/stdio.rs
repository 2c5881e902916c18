//! `docket mcp`: the same over standard input and output, for clients that start their servers themselves.

use docket_store::Store;
use rmcp::ServiceExt as _;
use rmcp::service::{QuitReason, ServerInitializeError};
use rmcp::transport::stdio;

use super::{ListServer, McpMode};
use crate::Clock;

/// Why serving over standard input and output ended early.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum McpStopped {
    /// What came first was nothing that an MCP client begins with.
    #[error("standard input does not begin as an MCP client does; `docket mcp` is started by MCP clients")]
    NoClient,
    /// A fault of ours.
    #[error("serving MCP broke off")]
    Broke,
}

/// Serves the list of `store` to the MCP client at standard input and output, until that closes the input. Nothing else may write to
/// standard output meanwhile.
///
/// `clock`: that of tasks.
///
/// # Errors
/// [`McpStopped`].
pub async fn serve_mcp(store: Store, clock: Clock, mode: McpMode) -> Result<(), McpStopped> {
    let server = ListServer { store, clock, mode };
    let running = match server.serve(stdio()).await {
        Ok(running) => running,
        // Closed before it said anything: nothing is wrong.
        Err(ServerInitializeError::ConnectionClosed(_) | ServerInitializeError::Cancelled) => return Ok(()),
        // The error holds what was read, which no log is to hold.
        Err(_) => return Err(McpStopped::NoClient),
    };
    match running.waiting().await {
        Ok(QuitReason::JoinError(error)) | Err(error) => {
            tracing::error!(%error, "serving MCP broke off");
            Err(McpStopped::Broke)
        }
        // The client closed standard input.
        Ok(_) => Ok(()),
    }
}
