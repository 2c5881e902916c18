//! What changes led to, in words.

use jiff::Zoned;

use super::{capital, list_of};
use crate::phrase::{self, bold, escape};
use crate::tools::{Answer, Did, Problem, TaskView};

/// One sentence for each change; several stand one under the other.
pub(super) fn outcomes(answers: &[Answer], before: &[TaskView], now: &Zoned) -> String {
    let mut sentences: Vec<String> = answers.iter().flat_map(|answer| outcome(answer, before, now)).collect();
    match sentences.len() {
        1 => sentences.remove(0),
        _ => sentences.iter().map(|sentence| format!("- {sentence}")).collect::<Vec<_>>().join("\n"),
    }
}

fn outcome(answer: &Answer, before: &[TaskView], now: &Zoned) -> Vec<String> {
    if let Some(problem) = &answer.error {
        return vec![failed(problem)];
    }
    let one = |task: &TaskView| {
        let before = before.iter().find(|before| before.id == task.id);
        one_outcome(task, before, answer, now)
    };
    let mut sentences: Vec<String> = match answer.did {
        Did::Undone => vec![undone(&answer.tasks, answer.removed)],
        Did::Redone => vec![redone(&answer.tasks, answer.removed)],
        Did::ListAdded => answer.lists.iter().map(|list| format!("Made the list {}.", bold(&list.name))).collect(),
        Did::Waiting => {
            let tasks = phrase::tasks(answer.tasks.len());
            vec![format!("That changes {tasks} at once, so I ask first: nothing is changed before you say *yes*.")]
        }
        Did::Added
        | Did::Completed
        | Did::Reopened
        | Did::Updated
        | Did::RepeatSet
        | Did::Rescheduled
        | Did::MovedToTrash
        | Did::Restored
        | Did::Listed
        | Did::ListsShown
        | Did::Planned
        | Did::Nothing => answer.tasks.iter().map(one).collect(),
    };
    if sentences.is_empty() {
        sentences.push(format!("{}.", answer.line()));
    }
    if let Some(last) = sentences.last_mut() {
        let lists = answer.created_lists.iter().filter(|_| answer.did != Did::ListAdded);
        lists.for_each(|list| last.push_str(&format!(" The list {} is new.", bold(list))));
        answer.created_labels.iter().for_each(|label| last.push_str(&format!(" The label {} is new.", bold(label))));
    }
    sentences
}

fn one_outcome(task: &TaskView, before: Option<&TaskView>, answer: &Answer, now: &Zoned) -> String {
    let title = bold(&task.title);
    match answer.did {
        Did::Added => format!("Added {title}{}.", details(task, now)),
        Did::Completed => match answer.next.as_ref().and_then(|next| next.due.as_ref()) {
            Some(due) => format!("Completed {title}. The next one is due {}.", phrase::due(due, now)),
            None => format!("Completed {title}."),
        },
        Did::Reopened => format!("{title} is open again."),
        Did::MovedToTrash => {
            format!("Moved {title} to the trash. It stays there for 30 days; say *undo* to have it back.")
        }
        Did::Restored => format!("Took {title} out of the trash."),
        Did::Rescheduled => rescheduled(task, before, answer, now),
        Did::RepeatSet => match &task.repeat {
            Some(repeat) => format!("{title} repeats {}.", escape(repeat)),
            None => format!("{title} does not repeat any more."),
        },
        Did::Updated => match before {
            Some(before) => updated(before, task),
            None => format!("Changed {title}{}.", details(task, now)),
        },
        Did::Undone
        | Did::Redone
        | Did::Listed
        | Did::ListAdded
        | Did::ListsShown
        | Did::Planned
        | Did::Waiting
        | Did::Nothing => {
            format!("{}.", answer.line())
        }
    }
}

fn rescheduled(task: &TaskView, before: Option<&TaskView>, answer: &Answer, now: &Zoned) -> String {
    let title = bold(&task.title);
    let due = task.due.as_ref().map(|due| phrase::due(due, now));
    let before = answer.before.as_ref().or_else(|| before.and_then(|before| before.due.as_ref()));
    match (due, before) {
        (Some(due), Some(before)) if Some(before) != task.due.as_ref() => {
            format!("Moved {title} from {} to {due}.", phrase::due(before, now))
        }
        (Some(due), Some(_)) => format!("{title} is due {due} already."),
        (Some(due), None) => format!("{title} is now due {due}."),
        (None, Some(before)) => format!("{title} has no due date any more; it was {}.", phrase::due(before, now)),
        (None, None) => format!("{title} has no due date."),
    }
}

/// What is different, field by field.
fn updated(before: &TaskView, task: &TaskView) -> String {
    let title = bold(&task.title);
    if before.title != task.title {
        return format!("Renamed {} to {title}.", bold(&before.title));
    }
    if before.priority != task.priority {
        return match task.priority {
            1..=3 => format!("{title} now has priority {}.", task.priority),
            _ => format!("{title} has no priority any more; it was {}.", before.priority),
        };
    }
    if before.list != task.list {
        return match (&before.list, &task.list) {
            (None, Some(list)) => format!("Moved {title} to {}.", escape(list)),
            (Some(old), Some(list)) => format!("Moved {title} from {} to {}.", escape(old), escape(list)),
            (old, None) => {
                let old = old.as_deref().map(|old| format!(" from {}", escape(old))).unwrap_or_default();
                format!("Moved {title}{old} to the Inbox.")
            }
        };
    }
    let new: Vec<&String> = task.labels.iter().filter(|label| !before.labels.contains(label)).collect();
    let gone: Vec<&String> = before.labels.iter().filter(|label| !task.labels.contains(label)).collect();
    let named =
        |labels: &[&String]| list_of(&labels.iter().map(|label| format!("\\@{}", escape(label))).collect::<Vec<_>>());
    match (new.as_slice(), gone.as_slice()) {
        ([], []) => format!("{title} is like that already. Nothing was changed."),
        (new, []) => format!("Labelled {title} {}.", named(new)),
        ([], gone) => format!("{title} is not labelled {} any more.", named(gone)),
        (new, gone) => format!("Labelled {title} {}, and not {} any more.", named(new), named(gone)),
    }
}

/// `, due Sunday 22 November at 17:00, in Home, priority 1`
fn details(task: &TaskView, now: &Zoned) -> String {
    let mut details = String::new();
    if let Some(due) = &task.due {
        details.push_str(&format!(", due {}", phrase::due(due, now)));
    }
    if let Some(repeat) = &task.repeat {
        details.push_str(&format!(", {}", escape(repeat)));
    }
    if let Some(list) = &task.list {
        details.push_str(&format!(", in {}", escape(list)));
    }
    if task.priority < 4 {
        details.push_str(&format!(", priority {}", task.priority));
    }
    if !task.labels.is_empty() {
        let labels: Vec<String> = task.labels.iter().map(|label| format!("\\@{}", escape(label))).collect();
        details.push_str(&format!(", {}", labels.join(" ")));
    }
    details
}

fn undone(tasks: &[TaskView], removed: usize) -> String {
    let gone = match removed {
        0 => None,
        1 => Some("the task that was added is off the list again".to_owned()),
        count => Some(format!("the {count} tasks that were added are off the list again")),
    };
    let titles: Vec<String> = tasks.iter().take(5).map(|task| bold(&task.title)).collect();
    let changed = match (titles.as_slice(), tasks.len()) {
        ([], _) => None,
        ([one], _) => Some(format!("{one} is as it was before")),
        (several, count) if count == several.len() => Some(format!("{} are as they were before", several.join(", "))),
        (several, count) => {
            Some(format!("{} and {} more are as they were before", several.join(", "), count - several.len()))
        }
    };
    match (changed, gone) {
        (None, None) => "Undone.".to_owned(),
        (Some(one), None) | (None, Some(one)) => format!("Undone: {one}."),
        (Some(changed), Some(gone)) => format!("Undone: {changed}, and {gone}."),
    }
}

fn redone(tasks: &[TaskView], removed: usize) -> String {
    let titles: Vec<String> = tasks.iter().take(5).map(|task| bold(&task.title)).collect();
    match (tasks.len(), removed) {
        (0, 0) => "Done again.".to_owned(),
        (0, removed) => format!("Done again: {} are off the list.", phrase::tasks(removed)),
        (count, _) if count == titles.len() => format!("Done again, with {}.", list_of(&titles)),
        (count, _) => format!("Done again, with {} and {} more.", titles.join(", "), count - titles.len()),
    }
}

/// Why it was not done.
pub(super) fn failed(problem: &Problem) -> String {
    match problem.code.as_str() {
        "TASK_NOT_FOUND" => "That task is not there any more. Nothing was changed.".to_owned(),
        "NOTHING_TO_UNDO" => "There is nothing to undo.".to_owned(),
        "NOTHING_TO_REDO" => "There is nothing to redo: only what was undone last comes back.".to_owned(),
        "UNDO_CONFLICT" => {
            format!(
                "Undoing this would lose a later change of {}. Change it by hand, or undo the later change first. Nothing was changed.",
                escape(&changed_fields(&problem.message))
            )
        }
        "LIST_NOT_FOUND" => format!("{} Say *show all tasks* to see everything.", sentence(&problem.message)),
        "INVALID_TITLE" => format!(
            "That cannot be a task: {}. Say it in one line of at most 500 characters.",
            escape(&problem.message)
        ),
        "TOO_MANY" => super::too_many(),
        "WRONG_STATE" => sentence(&problem.message),
        _ => format!("I could not do that: {}. Nothing was changed.", escape(&problem.message)),
    }
}

/// `title, due and list` of a message such as "title, due, list changed since".
fn changed_fields(message: &str) -> String {
    let fields = message.strip_suffix(" changed since").unwrap_or(message);
    fields.rsplit_once(", ").map_or_else(|| fields.to_owned(), |(most, last)| format!("{most} and {last}"))
}

fn sentence(message: &str) -> String {
    format!("{}.", escape(&capital(message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_undone_says_of_what() {
        let said = |fields: &[&str]| {
            let error =
                docket_tasks::Error::UndoConflict { fields: fields.iter().map(|&field| field.to_owned()).collect() };
            let crate::tools::ToolError::TellModel(problem) = error.into() else { panic!("for the model") };
            failed(&problem)
        };
        for (fields, listed) in [(&["title"][..], "title"), (&["title", "due", "list"], "title, due and list")] {
            let expected = format!(
                "Undoing this would lose a later change of {listed}. Change it by hand, or undo the later change first. Nothing was changed."
            );
            assert_eq!(said(fields), expected);
        }
    }
}
