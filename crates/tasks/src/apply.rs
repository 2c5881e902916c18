//! A command and what is stored lead to changes.

use jiff::Zoned;

use crate::list::INBOX;
use crate::records::Records;
use crate::{Change, Command, Error, ListId, ListPatch, NewList, Scope, limits, text};

mod complete;
pub(crate) mod import;
mod label;
mod place;
mod task;

/// What `command` changes, given what is stored (`scope`, see [`Command::task_ids`] and [`Command::list_ids`]).
///
/// Nothing differs, nothing comes back: an edit to the same value is no change. New tasks go behind all others; lists and labels
/// that are named and missing are made, in the same answer and before the task. Of several commands, later ones see what earlier
/// ones did.
///
/// # Errors
/// Any [`Error`] but [`Error::UndoConflict`]; then nothing is to be changed.
pub fn apply(command: &Command, scope: &Scope, now: &Zoned) -> Result<Vec<Change>, Error> {
    let named = command.tasks_changed();
    if named > limits::TASKS_AT_ONCE {
        return Err(Error::invalid("ids", format!("are {named}, the most is {}", limits::TASKS_AT_ONCE)));
    }
    let mut records = Records::of(scope);
    run(command, &mut records, now)?;
    Ok(records.into_changes(now))
}

fn run(command: &Command, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    match command {
        Command::AddTask(new) => task::add(new, records, now),
        Command::EditTask { id, patch } => task::edit(*id, patch, records, now),
        Command::MoveTask { id, to } => place::move_task(*id, to, records, now),
        Command::CompleteTask(id) => complete::complete(*id, records, now),
        Command::ReopenTask(id) => complete::reopen(*id, records),
        Command::DeleteTask(id) => task::delete(*id, records, now),
        Command::RestoreTask(id) => task::restore(*id, records),
        Command::AddList(new) => add_list(new, records, now),
        Command::EditList { id, patch } => edit_list(*id, patch, records),
        Command::DeleteList(id) => delete_list(*id, records),
        Command::AddLabel(new) => label::add(new, records),
        Command::EditLabel { name, patch } => label::edit(name, patch, records),
        Command::DeleteLabel(name) => label::delete(name, records),
        Command::Import(records_to_import) => import::import(records_to_import, records, now),
        Command::All(commands) => commands.iter().try_for_each(|command| run(command, records, now)),
    }
}

fn add_list(new: &NewList, records: &mut Records, now: &Zoned) -> Result<(), Error> {
    let NewList { name, color } = new;
    let name = free_name(name, None, records)?;
    let color = color.as_deref().map(text::color).transpose()?;
    records.add_list(name, color, now);
    Ok(())
}

fn edit_list(id: ListId, patch: &ListPatch, records: &mut Records) -> Result<(), Error> {
    let mut list = records.list(id)?.clone();
    let ListPatch { name, color, position } = patch;
    if let Some(name) = name {
        list.name = free_name(name, Some(id), records)?;
    }
    if let Some(color) = color {
        list.color = text::color(color)?;
    }
    if let Some(position) = position {
        list.position = text::position(*position)?;
    }
    records.put_list(list);
    Ok(())
}

fn delete_list(id: ListId, records: &mut Records) -> Result<(), Error> {
    records.list(id)?;
    for task in records.tasks_mut().filter(|task| task.list == Some(id)) {
        task.list = None;
    }
    records.remove_list(id);
    Ok(())
}

/// `name` tidied, where no list but `of` has it.
fn free_name(name: &str, of: Option<ListId>, records: &Records) -> Result<String, Error> {
    let name = text::name("name", name)?;
    let taken = records.lists().any(|list| Some(list.id) != of && text::same_name(&list.name, &name));
    if taken || text::same_name(&name, INBOX) {
        return Err(Error::ListExists(name));
    }
    Ok(name)
}
