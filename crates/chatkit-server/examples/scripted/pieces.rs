//! The cards, sources and items that the scripts show.

use chatkit_server::{
    Annotation, ClientToolCall, GeneratedImage, IdKind, ItemKind, Question, QuestionKind, QuestionOption, Source,
    SourceKind, StructuredInput, StructuredInputStatus, Task, TaskKind, TaskStatus, ToolCallStatus, Widget, WidgetNode,
    Workflow, WorkflowKind, new_id,
    widgets::{ActionConfig, Button, Card, Text, Title},
};
use serde_json::{Map, Value, json};

/// A card with a title, a text and a button.
pub(crate) fn card(text: &str) -> WidgetNode {
    let action = ActionConfig::new("demo.done").payload(json!({"n": 1}));
    Card::new()
        .child(Title::new("Scripted card"))
        .child(Text::new(text).id("body"))
        .child(Button::new().label("Do it").on_click(action))
        .into()
}

pub(crate) fn widget(widget: WidgetNode, copy_text: Option<&str>) -> ItemKind {
    ItemKind::Widget(Widget { widget, copy_text: copy_text.map(str::to_owned) })
}

fn source(title: &str, kind: SourceKind) -> Source {
    Source { title: title.to_owned(), description: None, timestamp: None, group: None, kind }
}

fn url(title: &str, url: &str) -> Source {
    source(title, SourceKind::Url { url: url.to_owned(), attribution: None })
}

/// One source of each kind.
pub(crate) fn annotations() -> [Annotation; 3] {
    let entity = SourceKind::Entity {
        id: "task_1".to_owned(),
        icon: Some("check".to_owned()),
        label: None,
        inline_label: None,
        interactive: true,
        data: Map::from_iter([("k".to_owned(), Value::from("v"))]),
        preview: None,
    };
    [
        Annotation { source: url("A", "https://example.com/a"), index: Some(3) },
        Annotation { source: source("a.txt", SourceKind::File { filename: "a.txt".to_owned() }), index: Some(3) },
        Annotation { source: source("Task 1", entity), index: None },
    ]
}

pub(crate) fn tool_call(scope: &str) -> ItemKind {
    let scope = if scope.is_empty() { "all" } else { scope };
    ItemKind::ClientToolCall(ClientToolCall {
        status: ToolCallStatus::Pending,
        call_id: new_id(IdKind::ToolCall),
        name: "get_selection".to_owned(),
        arguments: Map::from_iter([("scope".to_owned(), Value::from(scope))]),
        output: None,
    })
}

pub(crate) fn questions() -> ItemKind {
    let options = ["Low", "High"].map(|value| QuestionOption { value: value.to_owned() }).to_vec();
    let question =
        |id: &str, text: &str, kind| Question { id: id.to_owned(), question: text.to_owned(), answer: None, kind };
    ItemKind::StructuredInput(StructuredInput {
        status: StructuredInputStatus::Pending,
        inputs: vec![
            question("prio", "Priority?", QuestionKind::MultipleChoice { options, multiple: false }),
            question("note", "Note?", QuestionKind::Freeform { description: Some("free".to_owned()) }),
        ],
    })
}

pub(crate) fn workflow() -> Workflow {
    Workflow { kind: WorkflowKind::Reasoning, tasks: Vec::new(), summary: None, expanded: false }
}

pub(crate) fn thought(content: &str, status_indicator: TaskStatus) -> Task {
    Task { status_indicator, kind: TaskKind::Thought { title: None, content: content.to_owned() } }
}

pub(crate) fn search() -> Task {
    let kind = TaskKind::WebSearch {
        title: Some("web".to_owned()),
        title_query: None,
        queries: vec!["q".to_owned()],
        sources: vec![url("E", "https://example.com")],
    };
    Task { status_indicator: TaskStatus::None, kind }
}

pub(crate) fn saved() -> ItemKind {
    let kind = TaskKind::Custom {
        title: Some("Saved".to_owned()),
        icon: Some("check".to_owned()),
        content: Some("ok".to_owned()),
    };
    ItemKind::Task { task: Task { status_indicator: TaskStatus::None, kind } }
}

pub(crate) fn image() -> GeneratedImage {
    GeneratedImage { id: "ig_1".to_owned(), url: "data:image/png;base64,AAAA".to_owned() }
}
