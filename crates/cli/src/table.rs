//! Tasks in columns: number, priority, title with labels, list, due.

use docket_tasks::{Priority, Task};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::failure::Failure;
use crate::output::{Output, Style};

/// Space between columns.
const GAP: &str = "  ";
/// A list's name takes at most so many columns.
const LIST_COLUMNS: usize = 18;
/// A title is never cut below so many columns, however narrow the terminal.
const TITLE_COLUMNS: usize = 16;

/// A row, before it is laid out.
pub(crate) struct Row {
    pub(crate) number: usize,
    pub(crate) priority: Priority,
    pub(crate) title: String,
    /// `@home @phone`
    pub(crate) labels: String,
    pub(crate) list: String,
    pub(crate) due: String,
    pub(crate) due_style: Style,
}

/// Rows under a heading; without one where it is empty.
pub(crate) struct Group {
    pub(crate) heading: String,
    pub(crate) heading_style: Style,
    pub(crate) rows: Vec<Row>,
}

impl Row {
    pub(crate) fn new(number: usize, task: &Task, list: &str, due: (String, Style)) -> Self {
        let labels = task.labels.iter().map(|label| format!("@{label}")).collect::<Vec<_>>().join(" ");
        let (due, due_style) = due;
        Self {
            number,
            priority: task.priority,
            title: task.title.clone(),
            labels,
            list: list.to_owned(),
            due,
            due_style,
        }
    }

    fn text_columns(&self) -> usize {
        let labels = if self.labels.is_empty() { 0 } else { GAP.len() + self.labels.width() };
        self.title.width() + labels
    }
}

/// How wide the columns are; 0 where a column is empty in all rows.
struct Columns {
    number: usize,
    priority: usize,
    text: usize,
    list: usize,
    due: usize,
}

impl Columns {
    fn of(groups: &[Group], terminal: Option<usize>) -> Self {
        let rows = || groups.iter().flat_map(|group| &group.rows);
        let widest = |width: &dyn Fn(&Row) -> usize| rows().map(width).max().unwrap_or(0);
        let number = widest(&|row| row.number.to_string().len());
        let priority = if rows().any(|row| row.priority != Priority::P4) { 2 } else { 0 };
        let list = widest(&|row| row.list.width()).min(LIST_COLUMNS);
        let due = widest(&|row| row.due.width());
        let others: usize =
            [number, priority, list, due].iter().filter(|width| **width > 0).map(|width| width + GAP.len()).sum();
        let text = widest(&Row::text_columns);
        let text = terminal.map_or(text, |columns| text.min(columns.saturating_sub(others + 1).max(TITLE_COLUMNS)));
        Self { number, priority, text, list, due }
    }
}

/// Writes the groups, with the columns aligned over all of them.
///
/// # Errors
/// Those of writing.
pub(crate) fn write(output: &Output, groups: &[Group]) -> Result<(), Failure> {
    let columns = Columns::of(groups, output.columns);
    for group in groups {
        if !group.heading.is_empty() {
            output.line("")?;
            output.line(&output.styled(group.heading_style, &group.heading))?;
        }
        for row in &group.rows {
            output.line(&line(output, row, &columns))?;
        }
    }
    Ok(())
}

fn line(output: &Output, row: &Row, columns: &Columns) -> String {
    let mut cells = vec![output.styled(Style::Dim, &format!("{:>1$}", row.number, columns.number))];
    if columns.priority > 0 {
        cells.push(priority(output, row.priority));
    }
    cells.push(text(output, row, columns.text));
    if columns.list > 0 {
        let list = shortened(&row.list, columns.list);
        cells.push(output.styled(Style::Dim, &list) + &padding(&list, columns.list));
    }
    if columns.due > 0 {
        cells.push(padding(&row.due, columns.due) + &output.styled(row.due_style, &row.due));
    }
    format!(" {}", cells.join(GAP)).trim_end().to_owned()
}

fn priority(output: &Output, priority: Priority) -> String {
    let style = match priority {
        Priority::P1 => Style::Red,
        Priority::P2 => Style::Yellow,
        Priority::P3 => Style::Magenta,
        Priority::P4 => return "  ".to_owned(),
    };
    output.styled(style, &format!("P{}", u8::from(priority)))
}

/// Title and labels in `columns`: the labels give way before the title does.
fn text(output: &Output, row: &Row, columns: usize) -> String {
    let Row { title, labels, .. } = row;
    if !labels.is_empty() && row.text_columns() <= columns {
        let text = format!("{title}{GAP}{}", output.styled(Style::Dim, labels));
        return text + &" ".repeat(columns - row.text_columns());
    }
    let title = shortened(title, columns);
    let pad = padding(&title, columns);
    title + &pad
}

fn padding(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(text.width()))
}

/// `text` in at most `columns`, with an ellipsis where something is left out.
fn shortened(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for letter in text.chars() {
        used += letter.width().unwrap_or(0);
        if used > columns {
            break;
        }
        short.push(letter);
    }
    short.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_the_columns_they_take() {
        for (text, columns, short) in [
            ("Buy milk", 8, "Buy milk"),
            ("Buy milk", 7, "Buy mi…"),
            ("Buy milk", 5, "Buy…"),
            ("买菜买菜", 8, "买菜买菜"),
            ("买菜买菜", 7, "买菜买…"),
            ("买菜买菜", 6, "买菜…"),
            ("Café", 4, "Café"),
        ] {
            assert_eq!(shortened(text, columns), short);
        }
    }
}
