//! `docket add`: one line says everything.

use std::io::Read;

use docket_store::{Actor, Applied};
use docket_tasks::quick_add::{Context, Draft, Parsed, parse};
use docket_tasks::{Command, List, NewTask, Scope, Source};
use jiff::Zoned;
use serde_json::json;

use super::{Desk, count, with_fields};
use crate::arguments::Add;
use crate::failure::Failure;
use crate::output::{Style, without_controls};
use crate::reference;

pub(super) async fn add(desk: &Desk, add: Add) -> Result<(), Failure> {
    let now = add.now.unwrap_or_else(|| desk.clock.now());
    let lines = match &add.text[..] {
        [dash] if dash == "-" => lines_of_standard_input()?,
        words => vec![words.join(" ")],
    };
    let lists: Vec<List> = desk.store.lists().await?.into_iter().map(|info| info.list).collect();
    let context = Context::new(&now, &lists);
    if add.preview {
        return lines.iter().try_for_each(|line| preview(desk, line, &parse(line, &context), &now));
    }
    let parent = match &add.part_of {
        Some(reference) => Some(reference::task(&desk.store, reference).await?.id),
        None => None,
    };
    let drafts: Vec<Draft> = lines.iter().map(|line| parse(line, &context).draft).collect();
    check(&drafts, &now)?;
    if drafts.is_empty() {
        return Err(Failure::Cannot("There is nothing to add: standard input is empty.".to_owned()));
    }
    let new = |draft: &Draft| NewTask { parent, ..draft.clone().into_new_task(Source::Cli) };
    let commands = drafts.iter().map(|draft| Command::AddTask(new(draft))).collect();
    let applied = desk.store.apply(Command::All(commands), Actor::Cli, &desk.clock.now()).await?;
    tell(desk, &drafts, &applied, &now)
}

fn tell(desk: &Desk, drafts: &[Draft], applied: &Applied, now: &Zoned) -> Result<(), Failure> {
    let Applied { change_set, revision: _, tasks, next: _, removed: _, lists: _, created_lists, created_labels } =
        applied;
    for (task, draft) in tasks.iter().zip(drafts) {
        let understood = draft.understood(now);
        if desk.output.is_json {
            let more = [
                ("change_set", json!(change_set)),
                ("understood", json!(understood)),
                ("created_lists", json!(created_lists)),
                ("created_labels", json!(created_labels)),
            ];
            desk.output.json(&with_fields(task, &more))?;
        } else {
            desk.output.line(&line(desk, "Added", &task.title, &understood))?;
        }
    }
    if !desk.output.is_json {
        for list in created_lists {
            desk.output.line(&desk.output.styled(Style::Dim, &format!("New list: {list}")))?;
        }
        if tasks.len() > 1 {
            desk.output.line(&format!("{} added. `docket undo` takes them back.", count(tasks.len())))?;
        }
    }
    Ok(())
}

fn preview(desk: &Desk, text: &str, parsed: &Parsed, now: &Zoned) -> Result<(), Failure> {
    let Parsed { draft, spans: _ } = parsed;
    if desk.output.is_json {
        // The draft's own fields, and, as the preview route answers, the draft with its spans.
        let more = [("draft", json!(draft)), ("spans", json!(parsed.text_spans(text)))];
        return desk.output.json(&with_fields(draft, &more));
    }
    desk.output.line(&line(desk, "Would add", &draft.title, &draft.understood(now)))
}

fn line(desk: &Desk, done: &str, title: &str, understood: &str) -> String {
    let title = desk.output.styled(Style::Bold, &without_controls(title));
    let understood = without_controls(understood);
    if understood.is_empty() { format!("{done} {title}") } else { format!("{done} {title}  {understood}") }
}

/// Says which line cannot become a task, before any does.
fn check(drafts: &[Draft], now: &Zoned) -> Result<(), Failure> {
    let several = drafts.len() > 1;
    for (place, draft) in drafts.iter().enumerate() {
        let command = Command::AddTask(draft.clone().into_new_task(Source::Cli));
        if let Err(error) = docket_tasks::apply(&command, &Scope::default(), now) {
            let line = if several { format!("Line {}: ", place + 1) } else { String::new() };
            let text = crate::failure::sentence(&error.to_string());
            return Err(Failure::Cannot(format!("{line}{text}")));
        }
    }
    Ok(())
}

fn lines_of_standard_input() -> Result<Vec<String>, Failure> {
    let mut text = String::new();
    std::io::stdin().lock().read_to_string(&mut text)?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}
