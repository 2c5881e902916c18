//! `docket mcp`: the list for an MCP client that starts this command, over standard input and output.

use docket_server::{McpMode, serve_mcp};

use super::Desk;
use crate::arguments::Mcp;
use crate::failure::{Failure, sentence};

/// Serves until the client closes standard input. Standard output is the protocol's alone.
///
/// # Errors
/// [`Failure::Cannot`] where no MCP client is at the other end.
pub(super) async fn mcp(desk: &Desk, mcp: Mcp) -> Result<(), Failure> {
    let mode = if mcp.read_only { McpMode::ReadOnly } else { McpMode::AsSettingsSay };
    let served = serve_mcp(desk.store.clone(), desk.clock.clone(), mode).await;
    served.map_err(|stopped| Failure::Cannot(sentence(&stopped.to_string())))
}
