//! What each route is for, and what goes in and out.

use crate::error::Code;
use crate::router::Described;

/// The groups of routes, in the order in which they are shown.
pub(super) const TAGS: &[(&str, &str)] = &[
    ("Session", "From a ticket to a client secret, and to its end."),
    ("Chat", "The ChatKit protocol, conversations, attachments, and the chat without a stream."),
    ("Tasks", "The list."),
    ("Quick add", "One line says everything."),
    ("Lists", "Lists and labels."),
    ("History", "What was changed, undo and redo."),
    ("Settings", "What can be set, and what the app is."),
    ("Data", "Export, import, backups, a check-up."),
    ("Desktop", "What only the desktop app can do; 501 without one."),
    ("Pages", "The window, and this."),
];

/// One method at one path.
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) id: &'static str,
    pub(super) tag: &'static str,
    pub(super) summary: &'static str,
    pub(super) about: Option<&'static str>,
    pub(super) query: Vec<Query>,
    pub(super) body: Option<Body>,
    pub(super) answers: Vec<(u16, Answer)>,
    /// What it may be refused with, beside what any route may.
    pub(super) codes: &'static [Code],
}

/// A parameter in the query or a header.
pub(super) struct Query {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// JSON Schema.
    pub(super) schema: &'static str,
    pub(super) place: &'static str,
}

pub(super) struct Body {
    /// Name of its schema; empty where any JSON, or none, is described.
    pub(super) schema: &'static str,
    pub(super) optional: bool,
}

/// What a success is.
pub(super) enum Answer {
    /// No body.
    Nothing,
    /// JSON of the schema with this name.
    Json(&'static str),
    /// A body of a media type, and what it is.
    Of(&'static str, &'static str),
    /// The ChatKit protocol's two kinds.
    JsonOrEvents,
}

impl Operation {
    pub(super) fn is_of(&self, route: &Described) -> bool {
        route.method == self.method && route.path == self.path
    }

    fn about(self, about: &'static str) -> Self {
        Self { about: Some(about), ..self }
    }

    fn query(mut self, name: &'static str, schema: &'static str, about: &'static str) -> Self {
        self.query.push(Query { name, about, schema, place: "query" });
        self
    }

    /// Honours `Idempotency-Key`.
    fn once(mut self) -> Self {
        self.query.push(Query {
            name: "Idempotency-Key",
            about: "The same key within 24 hours is answered as the first time, and changes nothing more.",
            schema: r#"{"type":"string","pattern":"^[!-~]{1,200}$"}"#,
            place: "header",
        });
        self
    }

    fn takes(self, schema: &'static str) -> Self {
        Self { body: Some(Body { schema, optional: false }), ..self }
    }

    fn may_take(self, schema: &'static str) -> Self {
        Self { body: Some(Body { schema, optional: true }), ..self }
    }

    fn gives(mut self, status: u16, answer: Answer) -> Self {
        self.answers.push((status, answer));
        self
    }

    fn json(self, schema: &'static str) -> Self {
        self.gives(200, Answer::Json(schema))
    }

    fn fails(self, codes: &'static [Code]) -> Self {
        Self { codes, ..self }
    }
}

fn op(route: &'static str, id: &'static str, tag: &'static str, summary: &'static str) -> Operation {
    let (method, path) = route.split_once(' ').unwrap_or((route, ""));
    Operation {
        method,
        path,
        id,
        tag,
        summary,
        about: None,
        query: Vec::new(),
        body: None,
        answers: Vec::new(),
        codes: &[],
    }
}

const LIMIT_500: &str = r#"{"type":"integer","minimum":1,"maximum":500,"default":50}"#;
const LIMIT_100: &str = r#"{"type":"integer","minimum":1,"maximum":100,"default":20}"#;
const LIMIT_100_OF_50: &str = r#"{"type":"integer","minimum":1,"maximum":100,"default":50}"#;
const TEXT: &str = r#"{"type":"string"}"#;
const VIEW: &str = r#"{"enum":["all","today","upcoming","overdue","inbox","done","trash"],"default":"all"}"#;
const AFTER: &str = "That of the page before.";
const IDEMPOTENT: Code = Code::IdempotencyConflict;

/// All of them.
pub(super) fn operations() -> Vec<Operation> {
    [
        pages(),
        session(),
        chat(),
        threads(),
        attachments(),
        tasks(),
        quick_add(),
        lists(),
        history(),
        settings(),
        data(),
        desktop(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn pages() -> Vec<Operation> {
    let html = |about| Answer::Of("text/html", about);
    vec![
        op("GET /healthz", "health", "Pages", "Alive.").json("Health"),
        op("GET /", "window", "Pages", "The window.").gives(200, html("The page.")),
        op("GET /quick-add.html", "quickAddWindow", "Pages", "The quick-add window.").gives(200, html("The page.")),
        op("GET /assets/{*file}", "asset", "Pages", "A file of the window; its name holds a hash of what it is.")
            .gives(200, Answer::Of("*/*", "The file."))
            .fails(&[Code::NotFound]),
        op("GET /renew", "renew", "Pages", "Where a page without a session goes.")
            .gives(200, html("How to open Docket again.")),
        op("GET /openapi.json", "openApi", "Pages", "This API as OpenAPI 3.1.")
            .gives(200, Answer::Of("application/json", "The document.")),
        op("GET /docs", "docs", "Pages", "This API as a page.").gives(200, html("The page.")),
        op("GET /docs/style.css", "docsStyle", "Pages", "How that page looks.")
            .gives(200, Answer::Of("text/css", "The style sheet.")),
    ]
}

fn session() -> Vec<Operation> {
    vec![
        op(
            "POST /api/chatkit/session",
            "beginSession",
            "Session",
            "Begin a session with a ticket, which is used up by that.",
        )
        .may_take("SessionWish")
        .json("Session")
        .fails(&[Code::Forbidden, Code::ThreadNotFound, Code::SessionError]),
        op(
            "POST /api/chatkit/refresh",
            "refreshSession",
            "Session",
            "A new client secret for the session of an old one.",
        )
        .about(
            "The old one may have expired; its session must be alive. Earlier secrets stay valid until their own end.",
        )
        .takes("Refresh")
        .json("Session")
        .fails(&[Code::SessionExpired, Code::SessionError]),
        op("POST /api/chatkit/tickets", "makeTicket", "Session", "A ticket for another window.")
            .gives(201, Answer::Json("Ticket"))
            .fails(&[Code::SessionError]),
        op("DELETE /api/chatkit/session", "endSession", "Session", "End this session, its secrets and its streams.")
            .gives(204, Answer::Nothing),
    ]
}

fn chat() -> Vec<Operation> {
    const SAID: &[Code] = &[
        Code::ThreadNotFound,
        Code::ItemNotFound,
        Code::AttachmentNotFound,
        Code::CursorNotFound,
        Code::WrongItemKind,
        Code::NoPendingToolCall,
        Code::ThreadLocked,
        Code::ThreadClosed,
        Code::TurnRunning,
        Code::RateLimited,
        Code::TooManyStreams,
        Code::InvalidRequest,
        Code::UnknownRequestType,
        Code::UnsupportedRequest,
        Code::ChatKitError,
    ];
    const ANSWERED: &[Code] = &[
        Code::ThreadNotFound,
        Code::ThreadLocked,
        Code::ThreadClosed,
        Code::TurnRunning,
        Code::RateLimited,
        Code::TooManyStreams,
        Code::AssistantNotReady,
        Code::AnswerFailed,
        Code::ChatKitError,
    ];
    vec![
        op("POST /chatkit", "chatkit", "Chat", "The ChatKit self-hosted protocol: 16 requests, chosen by `type`.")
            .about("Up to 14 MiB for `input.transcribe`, 256 KiB for anything else.")
            .takes("ChatKitRequest")
            .gives(200, Answer::JsonOrEvents)
            .fails(SAID),
        op("POST /api/chatkit/messages", "say", "Chat", "Say something and wait for the whole answer.")
            .takes("Message")
            .json("MessageAnswer")
            .fails(ANSWERED),
        op("POST /api/chatkit/frame", "admitFrame", "Chat", "Where the page of OpenAI's chat element is, and a ticket for it.")
            .about("For users who have chosen that element (`ui_state.element` is `openai`). The page is at a port of its own, whose sessions reach the chat only.")
            .json("FrameAdmission")
            .fails(&[Code::NotFound]),
        op("POST /api/chatkit/entities/search", "findEntities", "Chat", "Tasks and lists to mention with `@`.")
            .takes("EntityQuery")
            .json("Entities"),
        op("POST /api/v1/chat", "chat", "Chat", "The older name of saying something; tells the tools that were used.")
            .takes("OlderMessage")
            .json("OlderAnswer")
            .fails(ANSWERED),
        op("POST /mcp", "mcp", "Chat", "The tools of the assistant for MCP clients, as streamable HTTP.")
            .about("Off until `PUT /api/v1/settings/mcp`. One JSON-RPC message a request, one answer in JSON; no sessions, no streams. Every `Origin` is refused.")
            .takes("")
            .gives(200, Answer::Of("application/json", "The answer to the request."))
            .gives(202, Answer::Nothing)
            .fails(&[Code::McpOff]),
    ]
}

fn threads() -> Vec<Operation> {
    const NONE: &[Code] = &[Code::ThreadNotFound];
    let list = |route, id, summary| {
        op(route, id, "Chat", summary)
            .query("q", TEXT, "Words of the title or of what was said.")
            .query("limit", LIMIT_100, "Most of a page.")
            .query("after", TEXT, AFTER)
            .fails(&[Code::Invalid])
    };
    vec![
        list("GET /api/chatkit/threads", "listThreads", "Conversations, newest activity first.").json("ThreadPage"),
        op("POST /api/chatkit/threads", "addThread", "Chat", "Begin a conversation without a message.")
            .may_take("NewThread")
            .gives(201, Answer::Json("MadeThread")),
        op("GET /api/chatkit/threads/{id}", "showThread", "Chat", "A conversation as its messages.")
            .json("Conversation")
            .fails(NONE),
        op("PATCH /api/chatkit/threads/{id}", "renameThread", "Chat", "Give a conversation another title.")
            .takes("RenameThread")
            .json("RenamedThread")
            .fails(NONE),
        op("DELETE /api/chatkit/threads/{id}", "deleteThread", "Chat", "Delete a conversation; its answer is stopped.")
            .gives(204, Answer::Nothing)
            .fails(NONE),
        list("GET /api/v1/conversations", "listConversations", "The older name of listing conversations.")
            .json("ConversationPage"),
        op("GET /api/v1/conversations/{id}", "showConversation", "Chat", "The older name of showing a conversation.")
            .json("Conversation")
            .fails(NONE),
        op(
            "DELETE /api/v1/conversations/{id}",
            "deleteConversation",
            "Chat",
            "The older name of deleting a conversation.",
        )
        .gives(204, Answer::Nothing)
        .fails(NONE),
    ]
}

fn attachments() -> Vec<Operation> {
    const GONE: &[Code] = &[Code::AttachmentNotFound, Code::AlreadyUploaded];
    let receive = |route, id| {
        op(route, id, "Chat", "The bytes of an attachment that `attachments.create` prepared.")
            .about("Up to 25 MiB, as they are (with the attachment's own media type) or as `file` of a form. The ticket of `upload_descriptor` is worth this once, for five minutes.")
            .takes("")
            .json("Attachment")
            .fails(GONE)
    };
    vec![
        op("POST /api/chatkit/attachments", "upload", "Chat", "Upload a file as `file` of a form, up to 25 MiB.")
            .takes("")
            .json("Attachment"),
        receive("PUT /api/chatkit/attachments/{id}", "putUpload"),
        receive("POST /api/chatkit/attachments/{id}", "postUpload"),
        op("GET /api/chatkit/attachments/{id}", "showAttachment", "Chat", "The bytes of an attachment.")
            .about("PNG, JPEG, GIF and WebP are shown; anything else comes as a file to be saved.")
            .gives(200, Answer::Of("*/*", "The bytes."))
            .fails(&[Code::AttachmentNotFound]),
    ]
}

fn tasks() -> Vec<Operation> {
    const CHANGED: &[Code] =
        &[Code::TaskNotFound, Code::WrongState, Code::Invalid, Code::ListNotFound, Code::Malformed, IDEMPOTENT];
    let change = |route, id, summary| op(route, id, "Tasks", summary).fails(CHANGED);
    vec![
        op("GET /api/v1/tasks", "listTasks", "Tasks", "A view of the list, or what holds some words.")
            .query("view", VIEW, "Which view.")
            .query("q", TEXT, "Words to look for.")
            .query("list", TEXT, "Only of that list: its id, its name, or `Inbox`.")
            .query("label", TEXT, "Only with that label.")
            .query("parent", TEXT, "Only the parts of that task.")
            .query("limit", LIMIT_500, "Most of a page.")
            .query("after", TEXT, AFTER)
            .json("TaskPage")
            .fails(&[Code::Invalid, Code::ListNotFound, Code::TaskNotFound]),
        op("POST /api/v1/tasks", "addTask", "Tasks", "Add a task; lists and labels that it names are made along.")
            .once()
            .takes("NewTask")
            .gives(201, Answer::Json("ChangedTask"))
            .fails(&[Code::ListNotFound, Code::TaskNotFound, Code::WrongState, IDEMPOTENT]),
        change(
            "POST /api/v1/tasks/bulk",
            "changeTasks",
            "Change several tasks as one change set: all of them, or none.",
        )
        .about("1 to 1,000 changes; later ones see what earlier ones did. One undo takes all of it back.")
        .once()
        .takes("TaskChanges")
        .json("ChangedTasks"),
        op("GET /api/v1/tasks/{id}", "showTask", "Tasks", "A task, in the trash or not.")
            .json("Task")
            .fails(&[Code::TaskNotFound]),
        change("PATCH /api/v1/tasks/{id}", "editTask", "Change the given fields of a task.")
            .takes("TaskPatch")
            .json("ChangedTask"),
        change("DELETE /api/v1/tasks/{id}", "deleteTask", "Move a task to the trash, for 30 days.").json("ChangedTask"),
        change("POST /api/v1/tasks/{id}/complete", "completeTask", "Complete a task.").once().json("CompletedTask"),
        change("POST /api/v1/tasks/{id}/reopen", "reopenTask", "Open a completed task again.")
            .once()
            .json("ChangedTask"),
        change("POST /api/v1/tasks/{id}/restore", "restoreTask", "Take a task out of the trash.")
            .once()
            .json("ChangedTask"),
        change(
            "POST /api/v1/tasks/{id}/move",
            "moveTask",
            "Move a task to a list, below a task, or to a place in the order.",
        )
        .once()
        .takes("MoveTask")
        .json("ChangedTask"),
    ]
}

fn quick_add() -> Vec<Operation> {
    vec![
        op("POST /api/v1/quick-add", "quickAdd", "Quick add", "Add the task that a line says.")
            .once()
            .takes("QuickAddLine")
            .gives(201, Answer::Json("ChangedTask"))
            .fails(&[Code::ListNotFound, IDEMPOTENT]),
        op("POST /api/v1/quick-add/preview", "previewQuickAdd", "Quick add", "What a line says; writes nothing.")
            .takes("QuickAddLine")
            .json("QuickAddPreview"),
    ]
}

fn lists() -> Vec<Operation> {
    const LIST: &[Code] = &[Code::ListNotFound, Code::ListExists, IDEMPOTENT];
    const LABEL: &[Code] = &[Code::LabelNotFound, Code::LabelExists, IDEMPOTENT];
    vec![
        op("GET /api/v1/lists", "listLists", "Lists", "The lists, and how much each view holds.").json("Lists"),
        op("POST /api/v1/lists", "addList", "Lists", "Add a list.")
            .once()
            .takes("NewList")
            .gives(201, Answer::Json("ChangedList"))
            .fails(LIST),
        op("PATCH /api/v1/lists/{id}", "editList", "Lists", "Change the given fields of a list.")
            .takes("ListPatch")
            .json("ChangedList")
            .fails(LIST),
        op("DELETE /api/v1/lists/{id}", "deleteList", "Lists", "Delete a list; its tasks go to the Inbox.")
            .about("The header `Change-Set` names what takes it back.")
            .gives(204, Answer::Nothing)
            .fails(LIST),
        op("GET /api/v1/labels", "listLabels", "Lists", "The labels.").json("Labels"),
        op("POST /api/v1/labels", "addLabel", "Lists", "Add a label.")
            .once()
            .takes("NewLabel")
            .gives(201, Answer::Json("ChangedLabel"))
            .fails(LABEL),
        op("PATCH /api/v1/labels/{id}", "editLabel", "Lists", "Rename or colour a label, on its tasks too.")
            .takes("LabelPatch")
            .json("ChangedLabel")
            .fails(LABEL),
        op("DELETE /api/v1/labels/{id}", "deleteLabel", "Lists", "Delete a label; its tasks lose it.")
            .about("The header `Change-Set` names what takes it back.")
            .gives(204, Answer::Nothing)
            .fails(LABEL),
    ]
}

fn history() -> Vec<Operation> {
    const BACK: &[Code] = &[
        Code::ChangeSetNotFound,
        Code::NothingToUndo,
        Code::NothingToRedo,
        Code::UndoConflict,
        Code::ListExists,
        Code::Purged,
    ];
    vec![
        op("GET /api/v1/history", "history", "History", "What was changed, newest first: field by field, with who and when.")
            .query("task", r#"{"type":"string","format":"uuid"}"#, "Only of that task.")
            .query("limit", LIMIT_100, "Most of a page.")
            .query("after", TEXT, AFTER)
            .json("History")
            .fails(&[Code::Invalid, Code::TaskNotFound]),
        op("POST /api/v1/undo", "undo", "History", "Take back a change set, or the last one of anybody but an import.")
            .may_take("WhichChangeSet")
            .json("Undone")
            .fails(BACK),
        op("POST /api/v1/redo", "redo", "History", "Do again what was undone last, or a named undo.")
            .may_take("WhichChangeSet")
            .json("Undone")
            .fails(BACK),
        op("GET /api/v1/events", "events", "History", "Every committed change as it happens, whoever made it.")
            .about("First `{kind: \"hello\", revision}`, then `{kind, ids, revision, change_set}`. A `hello` in between is a gap: read everything anew. `{kind: \"assistant\"}`: the model does not do as before.")
            .query("window", TEXT, "The desktop's window that asks, such as `main`: what was sent there before it listened is told to it first, as `{kind: \"open\", path, window}`.")
            .gives(200, Answer::Of("text/event-stream", "The events.")),
    ]
}

fn settings() -> Vec<Operation> {
    vec![
        op("GET /api/v1/app", "app", "Settings", "What this is, and which assistant answers.").json("App"),
        op("GET /api/v1/settings", "showSettings", "Settings", "The settings. The key is never among them.")
            .json("Settings"),
        op("PATCH /api/v1/settings", "changeSettings", "Settings", "Change the given settings.")
            .takes("SettingsPatch")
            .json("Settings"),
        op("PUT /api/v1/settings/mcp", "allowMcp", "Settings", "Let MCP clients in that show the secret.")
            .about("A secret is made where there is none, or with `new_secret`; it is answered this once. Only its SHA-256 is kept.")
            .may_take("McpWish")
            .json("McpState"),
        op("DELETE /api/v1/settings/mcp", "refuseMcp", "Settings", "Let no MCP client in any more.").json("McpState"),
        op("GET /api/v1/audit", "audit", "Settings", "What MCP clients called, newest first.")
            .query("limit", LIMIT_100_OF_50, "Most of a page.")
            .query("after", TEXT, AFTER)
            .json("Audit")
            .fails(&[Code::Invalid]),
        op("GET /api/v1/settings/key", "lookForKey", "Settings", "What is known of the key of this connection.")
            .about("The keyring is asked only where a key was saved for the connection; the system may ask for a password then.")
            .json("KeyOfConnection"),
        op("PUT /api/v1/settings/key", "setKey", "Settings", "Keep a key for the connection of the settings.")
            .takes("NewKey")
            .json("KeyAnswer")
            .fails(&[Code::KeyStore]),
        op("DELETE /api/v1/settings/key", "clearKey", "Settings", "Forget the key.")
            .json("KeyAnswer")
            .fails(&[Code::KeyStore]),
        op("POST /api/v1/settings/test", "testConnection", "Settings", "Whether the connection of the settings would answer.")
            .about("It is there, takes the key and has the model. No token is spent. `code` is `OK`, or says why not.")
            .json("ConnectionTest"),
        op("GET /api/v1/models", "listModels", "Settings", "The models of the connection; none of the built-in assistant.")
            .json("Models")
            .fails(&[Code::AssistantNotReady, Code::AnswerFailed]),
        op("GET /api/v1/assistant", "assistant", "Settings", "Who answers, how the model does, and what the day has left.")
            .about("`outage` says why the model did not answer last. The events tell `{kind: \"assistant\"}` when any of it changes.")
            .json("Assistant"),
        op("POST /api/v1/assistant/find", "findServers", "Settings", "Which model servers run on this computer.")
            .about("Asks the addresses of `presets` in `GET /api/v1/assistant`, and no other host.")
            .json("FoundServers"),
        op("POST /api/v1/assistant/stop", "stopAnswer", "Settings", "End what a model is answering; what had arrived is kept.")
            .gives(204, Answer::Nothing),
    ]
}

fn data() -> Vec<Operation> {
    const FORMAT: &str = r#"{"enum":["json"],"default":"json"}"#;
    vec![
        op("GET /api/v1/export", "export", "Data", "Everything on the list as a file.")
            .about("Lists, labels and tasks, done and in the trash too. No settings, no conversations, no key.")
            .query("format", FORMAT, "Of the file.")
            .gives(200, Answer::Of("application/json", "The file."))
            .fails(&[Code::Invalid, Code::DiskFull]),
        op("POST /api/v1/import", "import", "Data", "Put what a file holds beside what is there, as one change set.")
            .about("The body is the file, up to 25 MiB. What is there already stays as it is.")
            .query("format", FORMAT, "Of the file.")
            .query("preview", r#"{"type":"boolean","default":false}"#, "Only say what would be done.")
            .takes("")
            .json("Imported")
            .fails(&[Code::NotImportable]),
        op("GET /api/v1/backups", "listBackups", "Data", "The backups, newest first; each was opened and checked.")
            .json("Backups"),
        op("POST /api/v1/backups", "backUp", "Data", "Make a backup now.").gives(201, Answer::Json("Backup")),
        op(
            "POST /api/v1/backups/{id}/restore",
            "restoreBackup",
            "Data",
            "Put a backup in the place of the data of all users.",
        )
        .about("The data of before is kept whole in a folder of its own.")
        .json("Restored")
        .fails(&[Code::BackupNotFound, Code::BackupDamaged, Code::Forbidden]),
        op(
            "GET /api/v1/doctor",
            "doctor",
            "Data",
            "How the data is: settings of SQLite, health, backups, what was put aside.",
        )
        .json("Doctor"),
        op("GET /api/v1/set-asides/{id}", "showSetAside", "Data", "What can still be read of a damaged file.")
            .about("Reads all of a copy of it, which takes some seconds for a large one.")
            .json("Salvage")
            .fails(&[Code::SetAsideNotFound]),
        op(
            "POST /api/v1/set-asides/{id}/bring-back",
            "bringBack",
            "Data",
            "Add what can be read of a damaged file and is not on the list any more.",
        )
        .about("One change set of an import: it is undone by its id. What is on the list stays as it is.")
        .json("BroughtBack")
        .fails(&[Code::SetAsideNotFound]),
    ]
}

fn desktop() -> Vec<Operation> {
    const NO: &[Code] = &[Code::NoDesktop, Code::DesktopFailed];
    let ask = |route, id, summary| op(route, id, "Desktop", summary).gives(204, Answer::Nothing).fails(NO);
    vec![
        ask("POST /api/desktop/quick-add/show", "showQuickAdd", "Show the quick-add window."),
        ask("POST /api/desktop/quick-add/hide", "hideQuickAdd", "Hide it."),
        ask("POST /api/desktop/quick-add/shown", "quickAddShown", "The quick-add page has the focus."),
        ask("POST /api/desktop/quick-add/added", "sayAdded", "Say what quick add has added, with *Undo*.")
            .takes("Added"),
        ask("POST /api/desktop/question", "ask", "Show the chat, whose page takes this question.").takes("Question"),
        op(
            "POST /api/desktop/question/take",
            "takeQuestion",
            "Desktop",
            "The question that waits; the next one gets none.",
        )
        .json("Question")
        .fails(NO),
        ask("POST /api/desktop/open-link", "openLink", "Open a link in the system's browser.").takes("Link"),
        ask("POST /api/desktop/window/show", "showWindow", "Bring the main window to the front."),
        op("GET /api/desktop/preferences", "preferences", "Desktop", "What is set on this desktop, and what works.")
            .json("Preferences")
            .fails(NO),
        op("PATCH /api/desktop/preferences", "changePreferences", "Desktop", "Change some of it: all, or nothing.")
            .takes("PreferencesPatch")
            .json("Preferences")
            .fails(&[
                Code::NoDesktop,
                Code::DesktopFailed,
                Code::HotKeyInvalid,
                Code::HotKeyTaken,
                Code::HotKeyUnavailable,
            ]),
        ask("POST /api/desktop/show-data", "showData", "Show the folder of the data in the file manager."),
        op("POST /api/desktop/save-export", "saveExport", "Desktop", "Ask where an export is to go, and write it.")
            .about("Waits for the person. The file is written whole, or not at all.")
            .json("SavedExport")
            .fails(&[Code::NoDesktop, Code::DesktopFailed, Code::DiskFull]),
        op("POST /api/desktop/open-import", "openImport", "Desktop", "Ask for an export, and answer what is in it.")
            .about("Waits for the person. The text is for `POST /api/v1/import`, which previews and adds it.")
            .json("OpenedImport")
            .fails(&[Code::NoDesktop, Code::DesktopFailed, Code::NotImportable, Code::TooLarge]),
    ]
}
