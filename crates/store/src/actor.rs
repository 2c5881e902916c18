//! Who changes something.

use docket_tasks::ChangeSetId;

/// Who changes something; it stands in the change log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The window's list, or another user of the HTTP routes.
    Ui,
    /// The quick-add line.
    QuickAdd,
    /// A turn of the assistant: whatever it changes is one change set, undone as one.
    Assistant {
        /// Names the turn, and its change set.
        turn: ChangeSetId,
    },
    /// An MCP client.
    Mcp,
    /// The command line.
    Cli,
    /// A file that is imported: passed over by an undo that names no change set.
    Import,
}

impl Actor {
    /// As it stands in the change log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ui => "ui",
            Self::QuickAdd => "quick_add",
            Self::Assistant { turn: _ } => "assistant",
            Self::Mcp => "mcp",
            Self::Cli => "cli",
            Self::Import => "import",
        }
    }
}
