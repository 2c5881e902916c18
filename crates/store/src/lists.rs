//! Lists and labels.

use docket_tasks::list::INBOX;
use docket_tasks::{Label, List, ListId};
use serde::Serialize;
use uuid::Uuid;

use crate::mine::Mine;
use crate::task_rows::label_key;
use crate::{Error, Store};

/// A list, and how many open tasks it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListInfo {
    /// The list.
    #[serde(flatten)]
    pub list: List,
    /// Open tasks in it, out of the trash.
    pub open_count: u64,
}

/// A label, and how many open tasks carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LabelInfo {
    /// What the label is found by: its name in lower case.
    pub id: String,
    /// As it is shown.
    pub name: String,
    /// Name of a token of the design.
    pub color: String,
    /// Open tasks that carry it, out of the trash.
    pub open_count: u64,
}

/// What a list's name or id leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundList {
    /// The place of the tasks that are in no list.
    Inbox,
    /// A list.
    List(ListId),
}

impl Store {
    /// The list that somebody means by its id, or by its name without regard to case; none where there is no such list.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn find_list(&self, said: &str) -> Result<Option<FoundList>, Error> {
        let name = said.trim().to_lowercase();
        if name == INBOX.to_lowercase() {
            return Ok(Some(FoundList::Inbox));
        }
        let id = said.trim().parse().ok();
        let lists = self.read(all).await?;
        let found = lists.iter().find(|list| Some(list.id) == id || list.name.to_lowercase() == name);
        Ok(found.map(|list| FoundList::List(list.id)))
    }

    /// All lists, in the order of the sidebar.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn lists(&self) -> Result<Vec<ListInfo>, Error> {
        self.read(|mine| {
            mine.rows(
                "SELECT id, name, color, position, revision,
                     (SELECT count(*) FROM tasks t WHERE t.user = l.user AND t.list_id = l.id
                          AND t.status = 'open' AND t.deleted_at_us IS NULL)
                 FROM lists l WHERE user = :user ORDER BY position, id",
                &[],
                |row| Ok(ListInfo { list: read(row)?, open_count: row.get(5)? }),
            )
        })
        .await
    }

    /// All labels, by name.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn labels(&self) -> Result<Vec<LabelInfo>, Error> {
        self.read(|mine| {
            mine.rows(
                "SELECT key, name, color,
                     (SELECT count(*) FROM task_labels w JOIN tasks t ON t.user = w.user AND t.id = w.task_id
                      WHERE w.user = l.user AND w.label_key = l.key AND t.status = 'open' AND t.deleted_at_us IS NULL)
                 FROM labels l WHERE user = :user ORDER BY key",
                &[],
                |row| Ok(LabelInfo { id: row.get(0)?, name: row.get(1)?, color: row.get(2)?, open_count: row.get(3)? }),
            )
        })
        .await
    }
}

/// All lists, in the order of the sidebar.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn all(mine: &Mine<'_>) -> Result<Vec<List>, Error> {
    mine.rows(
        "SELECT id, name, color, position, revision FROM lists WHERE user = :user ORDER BY position, id",
        &[],
        read,
    )
}

/// All labels, by name.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn all_labels(mine: &Mine<'_>) -> Result<Vec<Label>, Error> {
    mine.rows("SELECT name, color FROM labels WHERE user = :user ORDER BY key", &[], |row| {
        Ok(Label { name: row.get(0)?, color: row.get(1)? })
    })
}

/// Puts `list` in the place of the one with its id, or adds it.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn write(mine: &Mine<'_>, list: &List) -> Result<(), Error> {
    let List { id, name, color, position, revision } = list;
    mine.execute(
        "INSERT INTO lists (user, id, name, color, position, revision)
         VALUES (:user, :id, :name, :color, :position, :revision)
         ON CONFLICT (user, id) DO UPDATE SET name = excluded.name, color = excluded.color, position = excluded.position,
             revision = excluded.revision",
        &[
            (":id", id.as_uuid()),
            (":name", name),
            (":color", color),
            (":position", position),
            (":revision", revision),
        ],
    )?;
    Ok(())
}

/// Removes a list.
///
/// # Errors
/// Those of SQLite; at the commit, where a task is still in it.
pub(crate) fn remove(mine: &Mine<'_>, id: ListId) -> Result<(), Error> {
    mine.execute("DELETE FROM lists WHERE user = :user AND id = :id", &[(":id", id.as_uuid())])?;
    Ok(())
}

/// Puts `label` in the place of the one with its name, or adds it.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn write_label(mine: &Mine<'_>, label: &Label) -> Result<(), Error> {
    let Label { name, color } = label;
    mine.execute(
        "INSERT INTO labels (user, key, name, color) VALUES (:user, :key, :name, :color)
         ON CONFLICT (user, key) DO UPDATE SET name = excluded.name, color = excluded.color",
        &[(":key", &label_key(name)), (":name", name), (":color", color)],
    )?;
    Ok(())
}

/// Removes a label.
///
/// # Errors
/// Those of SQLite; at the commit, where a task still carries it.
pub(crate) fn remove_label(mine: &Mine<'_>, name: &str) -> Result<(), Error> {
    mine.execute("DELETE FROM labels WHERE user = :user AND key = :key", &[(":key", &label_key(name))])?;
    Ok(())
}

fn read(row: &rusqlite::Row<'_>) -> Result<List, Error> {
    Ok(List {
        id: row.get::<_, Uuid>(0)?.into(),
        name: row.get(1)?,
        color: row.get(2)?,
        position: row.get(3)?,
        revision: row.get(4)?,
    })
}
