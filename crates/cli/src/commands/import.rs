//! `docket import`: what an export holds, beside what is there.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use docket_store::{IMPORT_BYTES, Imported};

use super::Desk;
use super::export::counted;
use crate::arguments::Import;
use crate::failure::Failure;
use crate::output::Style;
use crate::progress;

pub(super) async fn import(desk: &Desk, import: Import) -> Result<(), Failure> {
    let Import { file, preview } = import;
    let json = read(&file)?;
    let now = desk.clock.now();
    let imported = progress::told("Importing", async {
        if preview { desk.store.preview_import(&json, &now).await } else { desk.store.import(&json, &now).await }
    });
    let imported = imported.await?;
    if desk.output.is_json {
        return desk.output.json(&imported);
    }
    tell(desk, &imported, preview)
}

fn tell(desk: &Desk, imported: &Imported, is_preview: bool) -> Result<(), Failure> {
    let Imported { change_set, new_tasks, same_tasks, kept_tasks, kept: _, new_lists, new_labels } = imported;
    let done = if is_preview { "Would add" } else { "Added" };
    let mut said =
        if *new_tasks == 0 { "Nothing new".to_owned() } else { format!("{done} {}", counted(*new_tasks, "task")) };
    if *same_tasks > 0 {
        said.push_str(&format!("; {same_tasks} there already"));
    }
    if *kept_tasks > 0 {
        said.push_str(&format!("; {kept_tasks} there in another state, kept as they are"));
    }
    desk.output.line(&format!("{said}."))?;
    for (what, names) in [("list", new_lists), ("label", new_labels)] {
        if !names.is_empty() {
            let what = if names.len() == 1 { what.to_owned() } else { format!("{what}s") };
            desk.output.line(&desk.output.styled(Style::Dim, &format!("New {what}: {}", names.join(", "))))?;
        }
    }
    if let Some(id) = change_set {
        desk.output.line(&desk.output.styled(Style::Dim, &format!("`docket undo {id}` takes it back.")))?;
    }
    Ok(())
}

/// One byte more than is taken tells a file that is too large.
fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let most = IMPORT_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let read = File::open(file).and_then(|opened| opened.take(most).read_to_end(&mut bytes));
    read.map_err(|error| {
        Failure::Cannot(format!(
            "`{}` cannot be read: {error}. Name a file that `docket export` wrote.",
            file.display()
        ))
    })?;
    Ok(bytes)
}
