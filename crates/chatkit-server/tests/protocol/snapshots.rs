//! What goes over the wire, line by line, and what each line is read as.

use std::fmt::Write;

use chatkit_server::{
    Attachment, Event, Item, ItemUpdate, Request, Source, Task, WidgetNode,
    widgets::{
        ActionConfig, ActionHandler, Align, Badge, BadgeColor, BadgeVariant, Basic, Button, ButtonColor, ButtonStyle,
        Caption, Card, CardAction, CardSize, Checkbox, Col, ControlSize, ControlVariant, DatePicker, Direction,
        Divider, Form, Icon, IconSize, Image, Input, InputType, Justify, Label, ListView, ListViewItem, Loading,
        Markdown, RadioGroup, Row, Select, SelectOption, Size, Spacer, Text, TextAlign, Textarea, Theme, Title,
        TitleSize, Weight, Wrap,
    },
};
use insta::assert_snapshot;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::wire::{ATTACHMENTS, EVENTS, ITEMS, REQUESTS, SOURCES, TASKS, UPDATES};

/// Each line as it is written again after reading, and what it was read as.
fn read<T: DeserializeOwned + Serialize + std::fmt::Debug>(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let value: T = serde_json::from_str(line).unwrap();
        writeln!(text, "{}\n    {value:?}\n", serde_json::to_string(&value).unwrap()).unwrap();
    }
    text
}

#[test]
fn every_request() {
    assert_snapshot!(read::<Request>(&REQUESTS));
}

#[test]
fn every_event() {
    assert_snapshot!(read::<Event>(&EVENTS));
}

#[test]
fn every_item() {
    assert_snapshot!(read::<Item>(&ITEMS));
}

#[test]
fn every_update() {
    assert_snapshot!(read::<ItemUpdate>(&UPDATES));
}

#[test]
fn every_task_source_and_attachment() {
    let text = [read::<Task>(&TASKS), read::<Source>(&SOURCES), read::<Attachment>(&ATTACHMENTS)].concat();
    assert_snapshot!(text);
}

fn done() -> ActionConfig {
    ActionConfig::new("done")
}

fn roots_and_layout() -> Vec<WidgetNode> {
    let all = ActionConfig::new("sort")
        .payload(json!({"by": "due"}))
        .handler(ActionHandler::Client)
        .loading(Loading::Container)
        .answered_at_once();
    let card = Card::new()
        .id("c")
        .key("k")
        .background("surface")
        .size(CardSize::Sm)
        .padding(json!({"x": 2}))
        .confirm(CardAction::new("Save", done()))
        .cancel(CardAction::new("Cancel", all))
        .as_form(true)
        .collapsed(false)
        .status(json!({"text": "saved", "icon": "check"}))
        .theme(Theme::Dark)
        .children([Spacer::new().min_size(4), Spacer::new()])
        .child(WidgetNode::new("Box"));
    let item = ListViewItem::new().on_click(done()).gap(2).align(Align::Center).child(Text::new("Milk"));
    let list = ListView::new().limit("auto").status(json!({"text": "2 tasks"})).theme(Theme::Light);
    let basic = Basic::new().direction(Direction::Row).gap(1).padding("4px").align(Align::Baseline);
    let row = Row::new().align(Align::Start).justify(Justify::Between).wrap(Wrap::WrapReverse).flex(1).gap(2);
    let form = Form::new().on_submit(done().loading(Loading::Itself)).direction(Direction::Col);
    vec![
        card.into(),
        list.item(item.clone()).items([item]).into(),
        basic.justify(Justify::Evenly).theme(Theme::Light).child(Divider::new()).into(),
        row.padding(1).width("50%").height(20).background("red-100").child(Text::new("a")).into(),
        Col::new().gap(1).child(Text::new("b")).into(),
        form.child(Input::new("title")).into(),
        Divider::new().color("subtle").size(1).spacing(2).flush(true).into(),
    ]
}

fn texts() -> Vec<WidgetNode> {
    let text = Text::new("Milk").id("t").color("danger").size(Size::Xl).weight(Weight::Bold).text_align(TextAlign::End);
    let title = Title::new("Today").color("primary").size(TitleSize::Xl5).weight(Weight::Medium);
    let caption = Caption::new("3 tasks").color("secondary").size(Size::Sm).weight(Weight::Normal);
    let badge = Badge::new("overdue").color(BadgeColor::Danger).variant(BadgeVariant::Soft).size(Size::Sm);
    let image = Image::new("data:,").alt("a cat").fit("cover").size(40).radius("md");
    vec![
        text.italic(true).line_through(true).truncate(true).max_lines(2).streaming(true).into(),
        title.text_align(TextAlign::Center).truncate(false).max_lines(1).into(),
        caption.text_align(TextAlign::Start).truncate(true).max_lines(1).into(),
        Markdown::new("**b**").id("m").streaming(false).into(),
        badge.pill(true).into(),
        Icon::new("lucide:bell").color("warning").size(IconSize::Xl3).into(),
        image.frame(true).into(),
        Label::new("Due", "due")
            .color("prose")
            .size(Size::Md)
            .weight(Weight::Semibold)
            .text_align(TextAlign::End)
            .into(),
    ]
}

fn controls() -> Vec<WidgetNode> {
    let button = Button::new().label("Done").icon_start("check").icon_end("reload").on_click(done()).submit(false);
    let button = button.style(ButtonStyle::Primary).color(ButtonColor::Caution).variant(ControlVariant::Ghost);
    let options =
        || [SelectOption::new("p1", "High"), SelectOption { disabled: true, ..SelectOption::new("p4", "None") }];
    let select =
        Select::new("priority").options(options()).placeholder("Priority").default_value("p1").on_change(done());
    let day = DatePicker::new("due").placeholder("Due").default_value("2026-11-22").min("2026-11-01").max("2026-12-31");
    let radio = RadioGroup::new("list").options(options()).default_value("p4").aria_label("List").on_change(done());
    let input = Input::new("todo.title").placeholder("Title").default_value("Milk").pattern(".+");
    let area = Textarea::new("notes").placeholder("Notes").default_value("").variant(ControlVariant::Outline);
    vec![
        button
            .size(ControlSize::Xs3)
            .icon_size(IconSize::Md)
            .pill(true)
            .uniform(true)
            .block(true)
            .disabled(true)
            .into(),
        Checkbox::new("done")
            .label("Milk")
            .on_change(done())
            .default_checked(true)
            .required(true)
            .disabled(false)
            .into(),
        select
            .variant(ControlVariant::Solid)
            .size(ControlSize::Xl3)
            .pill(false)
            .block(true)
            .clearable(true)
            .disabled(true)
            .into(),
        day.side("top")
            .on_change(done())
            .variant(ControlVariant::Outline)
            .size(ControlSize::Sm)
            .pill(true)
            .block(false)
            .clearable(true)
            .disabled(false)
            .into(),
        radio.direction(Direction::Row).required(true).disabled(false).into(),
        input
            .input_type(InputType::Tel)
            .variant(ControlVariant::Soft)
            .size(ControlSize::Lg)
            .required(true)
            .auto_focus(true)
            .disabled(false)
            .into(),
        area.size(ControlSize::Md).rows(2).auto_resize(true).max_rows(8).required(false).disabled(false).into(),
    ]
}

#[test]
fn every_widget_node() {
    let nodes = [roots_and_layout(), texts(), controls()].concat();
    let lines: Vec<String> = nodes.iter().map(|node| serde_json::to_string(node).unwrap()).collect();
    assert_snapshot!(lines.join("\n"));
}
