//! Calls that wait for the user's word: kept in the thread as a hidden item, so that they outlive the process.
//!
//! What releases them is a nonce that only the widget in the user's page holds. The item keeps a digest of it together with the turn
//! and the calls, ids and all, so that a nonce is good for exactly what the user was shown. No model ever sees either: the item is no
//! part of its history, and of a widget only its text is.

use chatkit_server::{Item, ItemKind, Order, PageRequest, StreamError, Turn};
use docket_tasks::ChangeSetId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

const KIND: &str = "docket.pending";
/// How long a question waits. After that the list may have become another one.
pub(super) const LIFE: SignedDuration = SignedDuration::from_hours(1);
const PAGE: u64 = 100;

/// A call that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct WaitingCall {
    /// Name of the tool.
    pub(super) name: String,
    /// Its arguments, with whole ids.
    pub(super) arguments: Value,
}

/// What the user said to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    Yes,
    No,
}

/// Calls that wait, as they are stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Pending {
    kind: String,
    /// Item id of the widget that asks.
    pub(super) widget: String,
    /// The change set that they go into.
    pub(super) turn: ChangeSetId,
    pub(super) calls: Vec<WaitingCall>,
    /// SHA-256 over nonce, turn and calls, in hexadecimal digits.
    digest: String,
    /// What was said; nothing while it waits.
    pub(super) word: Option<Word>,
}

/// Why a word is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Nothing waits, or not with this nonce.
    Unknown,
    /// It was answered already.
    Answered,
    /// It has waited too long.
    Expired,
}

impl Pending {
    pub(super) fn new(nonce: &str, widget: &str, turn: ChangeSetId, calls: Vec<WaitingCall>) -> Self {
        let digest = digest(nonce, turn, &calls);
        Self { kind: KIND.to_owned(), widget: widget.to_owned(), turn, calls, digest, word: None }
    }

    /// What a hidden item holds, if that is calls that wait.
    pub(super) fn of(item: &Item) -> Option<Self> {
        match &item.kind {
            ItemKind::HiddenContextItem { content } => Self::read(content),
            _ => None,
        }
    }

    /// Whether hidden content is of this kind: it is nothing that a model may see.
    pub(super) fn read(content: &Value) -> Option<Self> {
        Self::deserialize(content).ok().filter(|pending| pending.kind == KIND)
    }

    pub(super) fn item_kind(&self) -> ItemKind {
        // Text, ids and JSON values under text keys: this cannot fail.
        ItemKind::HiddenContextItem { content: serde_json::to_value(self).unwrap_or_default() }
    }

    /// Whether the user may still answer, at `now` of the clock that `asked_at` is of.
    pub(super) fn check(&self, asked_at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
        if self.word.is_some() {
            return Err(Refusal::Answered);
        }
        if now.duration_since(asked_at) > LIFE {
            return Err(Refusal::Expired);
        }
        Ok(())
    }

    /// Whether `nonce` was made for this turn and these calls.
    pub(super) fn is_answered_by(&self, nonce: &str) -> bool {
        // Digests are compared, so that the time it takes tells nothing of the nonce.
        self.digest == digest(nonce, self.turn, &self.calls)
    }
}

fn digest(nonce: &str, turn: ChangeSetId, calls: &[WaitingCall]) -> String {
    let calls = serde_json::to_vec(calls).unwrap_or_default();
    let digest = Sha256::new()
        .chain_update(nonce)
        .chain_update([0])
        .chain_update(turn.as_uuid().as_bytes())
        .chain_update(calls)
        .finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The calls that the widget `widget_id` asks about, with the item that keeps them.
///
/// # Errors
/// Those of the store.
pub(super) async fn of_widget(turn: &Turn, widget_id: &str) -> Result<Option<(Item, Pending)>, StreamError> {
    let mut after = None;
    loop {
        let page = turn.items(&PageRequest { limit: PAGE as usize, after, order: Order::Desc }).await?;
        for item in page.data {
            match Pending::of(&item) {
                Some(pending) if pending.widget == widget_id => return Ok(Some((item, pending))),
                Some(_) | None => {}
            }
        }
        after = page.after;
        if after.is_none() {
            return Ok(None);
        }
    }
}

/// The calls that the user's newest message may answer in words: asked since the message before it, and not answered yet.
pub(super) fn before_last_message(items: &[Item]) -> Option<(&Item, Pending)> {
    let (last, earlier) = items.split_last()?;
    if !matches!(last.kind, ItemKind::UserMessage(_)) {
        return None;
    }
    let since = earlier.iter().rev().take_while(|item| !matches!(item.kind, ItemKind::UserMessage(_)));
    since
        .filter_map(|item| Pending::of(item).map(|pending| (item, pending)))
        .find(|(_, pending)| pending.word.is_none())
}

/// What a message says to a question, where it says no more than that.
pub(super) fn word_in(text: &str) -> Option<Word> {
    const YES: &[&str] =
        &["yes", "yes please", "y", "yep", "yeah", "sure", "ok", "okay", "confirm", "do it", "go ahead", "ja"];
    const NO: &[&str] =
        &["no", "no thanks", "n", "nope", "cancel", "stop", "don't", "do not", "leave it", "leave them", "nein"];
    let said = text.trim().trim_end_matches(['.', '!']).replace(',', "").replace('’', "'").to_lowercase();
    if YES.contains(&said.as_str()) {
        Some(Word::Yes)
    } else if NO.contains(&said.as_str()) {
        Some(Word::No)
    } else {
        None
    }
}
