//! Adding, changing and deleting a label.

use crate::records::Records;
use crate::{Error, Label, LabelPatch, NewLabel, text};

pub(super) fn add(new: &NewLabel, records: &mut Records) -> Result<(), Error> {
    let NewLabel { name, color } = new;
    let name = text::name("name", name)?;
    if let Some(label) = records.label(&name) {
        return Err(Error::LabelExists(label.name.clone()));
    }
    let color = color.as_deref().map_or_else(|| Ok("grey".to_owned()), text::color)?;
    records.put_label(Label { name, color });
    Ok(())
}

/// A new name goes to all tasks with the label.
pub(super) fn edit(name: &str, patch: &LabelPatch, records: &mut Records) -> Result<(), Error> {
    let before = known(name, records)?;
    let mut label = before.clone();
    let LabelPatch { name, color } = patch;
    if let Some(color) = color {
        label.color = text::color(color)?;
    }
    if let Some(name) = name {
        label.name = text::name("name", name)?;
        let is_same = text::same_name(&label.name, &before.name);
        if let Some(other) = records.label(&label.name).filter(|_| !is_same) {
            return Err(Error::LabelExists(other.name.clone()));
        }
        if !is_same {
            records.remove_label(&before.name);
        }
    }
    if label.name != before.name {
        let with_label = |task: &&mut crate::Task| task.labels.contains(&before.name);
        for task in records.tasks_mut().filter(with_label) {
            for kept in task.labels.iter_mut().filter(|kept| **kept == before.name) {
                kept.clone_from(&label.name);
            }
            text::sort_labels(&mut task.labels);
        }
    }
    records.put_label(label);
    Ok(())
}

/// Takes the label off all tasks, those in the trash too.
pub(super) fn delete(name: &str, records: &mut Records) -> Result<(), Error> {
    let label = known(name, records)?;
    for task in records.tasks_mut() {
        task.labels.retain(|kept| *kept != label.name);
    }
    records.remove_label(&label.name);
    Ok(())
}

fn known(name: &str, records: &Records) -> Result<Label, Error> {
    records.label(name).cloned().ok_or_else(|| Error::LabelNotFound(name.to_owned()))
}
