//! What controls do.

use serde_json::{Value, json};

/// What happens when a control is used.
///
/// By default the server gets a `threads.custom_action`, whose answer streams into the thread; the client sends none
/// while another answer runs.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ActionConfig {
    action_type: String,
    payload: Option<Value>,
    handler: ActionHandler,
    loading: Loading,
    streaming: bool,
}

/// Who carries an action out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionHandler {
    /// The server.
    Server,
    /// The page (`widgets.onAction`); the server hears nothing.
    Client,
}

/// What shows that an action runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// What suits the control: the button itself, the whole card for its main action, nothing for a choice.
    Auto,
    /// Nothing.
    Nothing,
    /// The control.
    Itself,
    /// The whole widget, which takes nothing meanwhile.
    Container,
}

impl ActionConfig {
    /// An action that the integration calls `action_type`.
    pub fn new(action_type: impl Into<String>) -> Self {
        Self {
            action_type: action_type.into(),
            payload: None,
            handler: ActionHandler::Server,
            loading: Loading::Auto,
            streaming: true,
        }
    }

    /// What goes with it. Within a form the fields are merged into it, and a key given here wins over a field's.
    pub fn payload(mut self, payload: impl Into<Value>) -> Self {
        self.payload = Some(payload.into());
        self
    }

    /// Who carries it out.
    pub fn handler(mut self, handler: ActionHandler) -> Self {
        self.handler = handler;
        self
    }

    /// What shows that it runs.
    pub fn loading(mut self, loading: Loading) -> Self {
        self.loading = loading;
        self
    }

    /// Makes it a `threads.sync_custom_action`: answered at once, also while an answer runs.
    pub fn answered_at_once(mut self) -> Self {
        self.streaming = false;
        self
    }
}

impl From<ActionConfig> for Value {
    fn from(action: ActionConfig) -> Self {
        let ActionConfig { action_type, payload, handler, loading, streaming } = action;
        let handler = match handler {
            ActionHandler::Server => "server",
            ActionHandler::Client => "client",
        };
        let loading = match loading {
            Loading::Auto => "auto",
            Loading::Nothing => "none",
            Loading::Itself => "self",
            Loading::Container => "container",
        };
        let mut value =
            json!({"type": action_type, "handler": handler, "loadingBehavior": loading, "streaming": streaming});
        if let (Some(payload), Some(config)) = (payload, value.as_object_mut()) {
            config.insert("payload".to_owned(), payload);
        }
        value
    }
}

/// One of the two actions at the foot of a card.
#[derive(Debug, Clone, PartialEq)]
pub struct CardAction {
    /// Words on the button.
    pub label: String,
    /// What it does.
    pub action: ActionConfig,
}

impl CardAction {
    /// A button that says `label`.
    #[must_use]
    pub fn new(label: impl Into<String>, action: ActionConfig) -> Self {
        Self { label: label.into(), action }
    }
}

impl From<CardAction> for Value {
    fn from(CardAction { label, action }: CardAction) -> Self {
        json!({"label": label, "action": Self::from(action)})
    }
}
