//! `REF`: a number of the last listing, an id, or the end of an id.

use docket_store::Store;
use docket_tasks::{Error as TaskError, Task, TaskId};

use crate::failure::Failure;

/// Shortest end of an id.
const SUFFIX_CHARS: usize = 4;
/// Most tasks that are named where several could be meant.
const NAMED: usize = 5;

/// The tasks that are meant, each once, in the order they were named.
///
/// # Errors
/// [`Failure::Cannot`] where one of them is none, or could be several.
pub(crate) async fn tasks(store: &Store, references: &[String]) -> Result<Vec<Task>, Failure> {
    let listing = store.last_listing().await?;
    let mut tasks: Vec<Task> = Vec::new();
    for reference in references {
        let id = meant(store, &listing, reference).await?;
        if tasks.iter().any(|task| task.id == id) {
            continue;
        }
        tasks.push(match store.task(id).await {
            Ok(task) => task,
            Err(docket_store::Error::Task(TaskError::TaskNotFound(_))) => return Err(none(reference)),
            Err(error) => return Err(error.into()),
        });
    }
    Ok(tasks)
}

/// The one task that is meant.
///
/// # Errors
/// As [`tasks`].
pub(crate) async fn task(store: &Store, reference: &str) -> Result<Task, Failure> {
    let found = tasks(store, &[reference.to_owned()]).await?;
    found.into_iter().next().ok_or_else(|| none(reference))
}

async fn meant(store: &Store, listing: &[TaskId], reference: &str) -> Result<TaskId, Failure> {
    let number = reference.parse::<usize>().ok().filter(|_| reference.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(id) = number.and_then(|number| listing.get(number.checked_sub(1)?)) {
        return Ok(*id);
    }
    if let Ok(id) = reference.parse() {
        return Ok(id);
    }
    if reference.len() < SUFFIX_CHARS {
        return Err(match number {
            Some(_) if listing.is_empty() => {
                Failure::Cannot(format!("There is no number {reference} yet. `docket list` gives the tasks numbers."))
            }
            Some(_) => Failure::Cannot(format!(
                "The last listing ended at number {}, so there is no {reference}. `docket list` shows it again.",
                listing.len()
            )),
            None => Failure::Usage(format!(
                "`{reference}` is neither a number of the last `docket list` nor the last {SUFFIX_CHARS} characters of an id."
            )),
        });
    }
    match &store.find_by_suffix(reference).await?[..] {
        [] => Err(none(reference)),
        [id] => Ok(*id),
        several => Err(ambiguous(store, reference, several).await?),
    }
}

/// Says which tasks could be meant, each with an end of its id that no other of them has.
async fn ambiguous(store: &Store, reference: &str, several: &[TaskId]) -> Result<Failure, Failure> {
    let ids: Vec<String> = several.iter().map(|id| id.to_string().replace('-', "")).collect();
    let own_end = |id: &String| {
        let ends = (reference.len()..=id.len()).map(|length| &id[id.len() - length.min(id.len())..]);
        ends.into_iter()
            .find(|end| ids.iter().filter(|other| other.ends_with(end)).count() == 1)
            .unwrap_or(id)
            .to_owned()
    };
    let mut named = Vec::new();
    for (id, text) in several.iter().zip(&ids).take(NAMED) {
        named.push(format!("`{}` is “{}”", own_end(text), store.task(*id).await?.title));
    }
    if several.len() > NAMED {
        named.push(format!("and {} more", several.len() - NAMED));
    }
    let count = several.len();
    Ok(Failure::Cannot(format!("`{reference}` is the end of {count} ids. Give more of it: {}.", named.join(", "))))
}

fn none(reference: &str) -> Failure {
    Failure::Cannot(format!("There is no task `{reference}`. `docket list all` shows what there is."))
}
