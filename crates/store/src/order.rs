//! The manual order of the open tasks: what stands next to a task, and who has to move apart where there is no room.

use docket_tasks::{Crowd, Neighbors, TaskId};
use uuid::Uuid;

use crate::Error;
use crate::mine::Mine;

/// Tasks on either side that move apart. More where these stand too close to each other as well, at last all.
const CROWDS: [u32; 4] = [32, 256, 4_096, u32::MAX];

/// What stands next to `id` for `moving`, which is to be put there.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn neighbors(mine: &Mine<'_>, id: TaskId, moving: TaskId) -> Result<Neighbors, Error> {
    let sql = "SELECT position FROM tasks WHERE user = :user AND id = :id";
    let Some(position) = mine.row(sql, &[(":id", id.as_uuid())], |row| Ok(row.get::<_, f64>(0)?))? else {
        return Ok(Neighbors { id, before: None, after: None, crowd: None });
    };
    let side = |side, most| walk(mine, side, (position, id), moving, most);
    let next = |found: Vec<(TaskId, f64)>| found.first().map(|(_, position)| *position);
    let mut neighbors =
        Neighbors { id, before: next(side(Side::Before, 1)?), after: next(side(Side::After, 1)?), crowd: None };
    if !neighbors.has_room(position) {
        for most in CROWDS {
            let crowd = crowd(
                id,
                side(Side::Before, most.saturating_add(1))?,
                side(Side::After, most.saturating_add(1))?,
                most,
            );
            let is_enough = crowd.has_room();
            neighbors.crowd = Some(crowd);
            if is_enough {
                break;
            }
        }
    }
    Ok(neighbors)
}

/// `most` tasks of each side with `id` between them; one more says where they end.
fn crowd(id: TaskId, mut before: Vec<(TaskId, f64)>, mut after: Vec<(TaskId, f64)>, most: u32) -> Crowd {
    let bound = |side: &mut Vec<(TaskId, f64)>| {
        let bound = side.get(most as usize).map(|(_, position)| *position);
        side.truncate(most as usize);
        bound
    };
    let bounds = (bound(&mut before), bound(&mut after));
    let ids = before.iter().rev().map(|(id, _)| *id).chain([id]).chain(after.iter().map(|(id, _)| *id));
    Crowd { tasks: ids.collect(), before: bounds.0, after: bounds.1 }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

impl Side {
    fn sql(self) -> &'static str {
        match self {
            Self::Before => {
                "SELECT id, position FROM tasks WHERE user = :user AND status = 'open' AND deleted_at_us IS NULL
                     AND id <> :moving AND (position, id) < (:position, :id) ORDER BY position DESC, id DESC LIMIT :most"
            }
            Self::After => {
                "SELECT id, position FROM tasks WHERE user = :user AND status = 'open' AND deleted_at_us IS NULL
                     AND id <> :moving AND (position, id) > (:position, :id) ORDER BY position, id LIMIT :most"
            }
        }
    }
}

/// The open tasks on one side of a place but `moving`, the nearest first.
fn walk(
    mine: &Mine<'_>,
    side: Side,
    (position, id): (f64, TaskId),
    moving: TaskId,
    most: u32,
) -> Result<Vec<(TaskId, f64)>, Error> {
    mine.rows(
        side.sql(),
        &[(":position", &position), (":id", id.as_uuid()), (":moving", moving.as_uuid()), (":most", &most)],
        |row| Ok((TaskId::from(row.get::<_, Uuid>(0)?), row.get(1)?)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::open_in_memory;
    use crate::migrations::{MIGRATIONS, migrate};

    #[test]
    fn the_next_one_is_found_by_an_index() {
        let mut connection = open_in_memory().unwrap();
        migrate(&mut connection, 0, MIGRATIONS).unwrap();
        for side in [Side::Before, Side::After] {
            let mut explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", side.sql())).unwrap();
            let mut rows = explained.raw_query();
            let mut steps: Vec<String> = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                steps.push(row.get(3).unwrap());
            }
            assert_eq!(steps.len(), 1, "{steps:?}");
            assert!(steps[0].contains("COVERING INDEX tasks_by_position (user=? AND (position,id)"), "{steps:?}");
        }
    }
}
