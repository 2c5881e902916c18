//! How a turn begins: what is checked and stored before the first event.

use serde_json::Value;

use crate::{
    Action, Attachment, ChatKit, ClientToolCall, Event, Input, Item, ItemKind, NewUserMessage, Order, Page,
    PageRequest, QuestionAnswer, QuestionKind, RequestError, Responder, StructuredInput, StructuredInputStatus,
    StructuredInputSubmission, SubmissionStatus, Thread, ThreadStatus, ThreadStore, ThreadWithItems, ToolCallStatus,
    UserMessage, UserMessageInput, Visibility, turn::now, turns::Claim,
};

/// How many of the last items are looked through for tool calls left behind, as in `server.py` of openai-chatkit.
const PENDING_CALL_WINDOW: u64 = 20;

/// What begins a turn.
pub(crate) enum Begin {
    /// A new thread with its first message.
    Thread { thread: Thread, input: UserMessageInput },
    /// A message.
    Message { input: UserMessageInput },
    /// What a client tool answered.
    ToolOutput { result: Value },
    /// Answers to questions.
    StructuredInput { item_id: String, submission: StructuredInputSubmission },
    /// An answer once more.
    Retry { item_id: String },
    /// An action.
    Action { item_id: Option<String>, action: Action },
}

/// A thread that was loaded before its turn was claimed.
pub(crate) struct Known {
    pub(crate) thread: Thread,
    /// How many turns had ended before it was loaded.
    pub(crate) ended: u64,
}

/// A turn that may run: everything that could be refused is behind it.
pub(crate) struct Opened {
    pub(crate) thread: Thread,
    /// Events before `stream_options`.
    pub(crate) before: Vec<Event>,
    /// Events after it.
    pub(crate) after: Vec<Event>,
    pub(crate) work: Work,
}

/// What the responder is asked to do.
pub(crate) enum Work {
    Respond(Input),
    Act { action: Action, sender: Option<Item> },
}

impl<S: ThreadStore, R: Responder> ChatKit<S, R> {
    /// Checks and stores what begins the turn.
    pub(crate) async fn open(&self, claim: &Claim, begin: Begin, known: Option<Known>) -> Result<Opened, RequestError> {
        if let Begin::Thread { thread, input } = begin {
            return self.open_message(thread, input, IsNew::Yes).await;
        }
        let thread = match known {
            Some(Known { thread, ended }) if ended == self.turns.ended_count() => thread,
            // Loaded once more, under the claim: the turn before may have locked the thread or set a title.
            Some(_) | None => self.store.load_thread(claim.thread_id()).await?,
        };
        match begin {
            Begin::Thread { .. } => Err(RequestError::Invalid("a thread begins once".to_owned())),
            Begin::Message { input } => {
                refuse_unless_active(&thread)?;
                self.open_message(thread, input, IsNew::No).await
            }
            Begin::Retry { item_id } => {
                refuse_unless_active(&thread)?;
                self.open_retry(thread, item_id).await
            }
            Begin::ToolOutput { result } => self.open_tool_output(thread, result).await,
            Begin::StructuredInput { item_id, submission } => {
                self.open_structured_input(thread, &item_id, submission).await
            }
            Begin::Action { item_id, action } => {
                let sender = self.sender(&thread.id, item_id).await?;
                Ok(Opened { thread, before: Vec::new(), after: Vec::new(), work: Work::Act { action, sender } })
            }
        }
    }

    async fn open_message(
        &self,
        mut thread: Thread,
        input: UserMessageInput,
        is_new: IsNew,
    ) -> Result<Opened, RequestError> {
        let UserMessageInput { content, attachments, quoted_text, inference_options } = input;
        let attachments = self.attachments_for(&thread.id, &attachments).await?;
        let message = UserMessage { content, attachments: attachments.clone(), quoted_text, inference_options };
        let item = Item::new(thread.id.clone(), ItemKind::UserMessage(message.clone()), now());
        let (mut before, mut after) = (Vec::new(), Vec::new());
        if is_new == IsNew::Yes {
            let created = ThreadWithItems::for_client(thread.clone(), Page::empty());
            before.push(Event::ThreadCreated { thread: created });
            thread.title = self.responder.title(&message);
            if thread.title.is_some() {
                let named = ThreadWithItems::for_client(thread.clone(), Page::empty());
                after.push(Event::ThreadUpdated { thread: named });
            }
        }
        let new = NewUserMessage {
            thread: (is_new == IsNew::Yes).then_some(&thread),
            item: &item,
            attachments: &attachments,
        };
        self.store.add_user_message(new).await?;
        let item_id = item.id.clone();
        before.extend(item.for_client().map(|item| Event::ItemDone { item }));
        let work = Work::Respond(Input::UserMessage { item_id, message });
        Ok(Opened { thread, before, after, work })
    }

    /// The attachments with these ids, now belonging to the thread.
    async fn attachments_for(&self, thread_id: &str, ids: &[String]) -> Result<Vec<Attachment>, RequestError> {
        let mut attachments = Vec::with_capacity(ids.len());
        for id in ids {
            let attachment = self.store.load_attachment(id).await?;
            attachments.push(Attachment { thread_id: Some(thread_id.to_owned()), ..attachment });
        }
        Ok(attachments)
    }

    async fn open_retry(&self, thread: Thread, item_id: String) -> Result<Opened, RequestError> {
        let item = self.store.load_item(&thread.id, &item_id).await?;
        let ItemKind::UserMessage(message) = item.kind else {
            return Err(RequestError::WrongItem { id: item_id, expected: "a user message" });
        };
        self.store.delete_items_after(&thread.id, &item_id).await?;
        let work = Work::Respond(Input::UserMessage { item_id, message });
        Ok(Opened { thread, before: Vec::new(), after: Vec::new(), work })
    }

    /// Completes the call that is the very last item, and drops calls left behind before it.
    async fn open_tool_output(&self, thread: Thread, result: Value) -> Result<Opened, RequestError> {
        let page = PageRequest::first(Some(PENDING_CALL_WINDOW), Order::Desc);
        let mut newest = self.store.items(&thread.id, &page, Visibility::All).await?.data.into_iter();
        let no_call = || RequestError::NoPendingCall(thread.id.clone());
        let mut item = newest.next().ok_or_else(no_call)?;
        if !item.kind.is_pending_call() {
            return Err(no_call());
        }
        let ItemKind::ClientToolCall(call) = &mut item.kind else { return Err(no_call()) };
        call.status = ToolCallStatus::Completed;
        // Null is how the wire says "nothing", and nulls are left out of it.
        call.output = (!result.is_null()).then_some(result);
        let call: ClientToolCall = call.clone();
        self.store.save_item(&item).await?;
        for left in newest.filter(|left| left.kind.is_pending_call()) {
            self.store.delete_item(&thread.id, &left.id).await?;
        }
        let work = Work::Respond(Input::ToolOutput { item_id: item.id, call });
        Ok(Opened { thread, before: Vec::new(), after: Vec::new(), work })
    }

    async fn open_structured_input(
        &self,
        thread: Thread,
        item_id: &str,
        submission: StructuredInputSubmission,
    ) -> Result<Opened, RequestError> {
        let mut item = self.store.load_item(&thread.id, item_id).await?;
        let ItemKind::StructuredInput(input) = &mut item.kind else { return Err(not_waiting(item_id)) };
        if input.status != StructuredInputStatus::Pending {
            return Err(not_waiting(item_id));
        }
        fill_in(input, submission);
        let input = input.clone();
        self.store.save_item(&item).await?;
        let work = Work::Respond(Input::StructuredInput { item_id: item.id.clone(), input });
        let after = vec![Event::ItemReplaced { item }];
        Ok(Opened { thread, before: Vec::new(), after, work })
    }

    /// The widget whose control was used.
    pub(crate) async fn sender(&self, thread_id: &str, item_id: Option<String>) -> Result<Option<Item>, RequestError> {
        let Some(id) = item_id else { return Ok(None) };
        let item = self.store.load_item(thread_id, &id).await?;
        match item.kind {
            ItemKind::Widget(_) => Ok(Some(item)),
            ItemKind::UserMessage(_)
            | ItemKind::AssistantMessage(_)
            | ItemKind::ClientToolCall(_)
            | ItemKind::GeneratedImage { .. }
            | ItemKind::StructuredInput(_)
            | ItemKind::Workflow { .. }
            | ItemKind::Task { .. }
            | ItemKind::EndOfTurn
            | ItemKind::HiddenContextItem { .. }
            | ItemKind::SdkHiddenContext { .. } => Err(RequestError::WrongItem { id, expected: "a widget" }),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum IsNew {
    Yes,
    No,
}

/// The reference leaves this to the integration; a message to a thread that takes none is refused here.
fn refuse_unless_active(thread: &Thread) -> Result<(), RequestError> {
    match thread.status {
        ThreadStatus::Active => Ok(()),
        ThreadStatus::Locked { .. } => Err(RequestError::ThreadLocked(thread.id.clone())),
        ThreadStatus::Closed { .. } => Err(RequestError::ThreadClosed(thread.id.clone())),
    }
}

fn not_waiting(item_id: &str) -> RequestError {
    RequestError::WrongItem { id: item_id.to_owned(), expected: "a structured input that waits for its answers" }
}

/// Puts the answers to their questions: unknown ones are ignored, missing and empty ones are skipped, a single choice
/// keeps its first value (protocol section 11, after `server.py` of openai-chatkit).
fn fill_in(input: &mut StructuredInput, submission: StructuredInputSubmission) {
    let StructuredInputSubmission { status, mut answers } = submission;
    let skip_all = status == SubmissionStatus::Skipped;
    input.status = if skip_all { StructuredInputStatus::Skipped } else { StructuredInputStatus::Answered };
    for question in &mut input.inputs {
        let given = answers.remove(&question.id).filter(|given| !skip_all && !given.skipped);
        let mut values = given.map(|given| given.values).unwrap_or_default();
        if matches!(question.kind, QuestionKind::MultipleChoice { multiple: false, .. }) {
            values.truncate(1);
        }
        question.answer = Some(QuestionAnswer { skipped: values.is_empty(), values });
    }
}
