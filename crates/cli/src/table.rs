//! Tasks in columns: number, priority, title with repeat and labels, list, due. Parts stand under their task, further in.

use docket_tasks::{Priority, Repeat, Task};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::output::{Output, Style};

/// Space between columns.
const GAP: &str = "  ";
/// A list's name takes at most so many columns.
const LIST_COLUMNS: usize = 18;
/// A title is never cut below so many columns, however narrow the terminal.
const TITLE_COLUMNS: usize = 16;

/// How much further in a part stands.
const INDENT: &str = "  ";
/// Behind the title of what a part belongs to, where that does not stand above it.
const PART_OF: &str = " › ";
/// Before the words of a repeat, or in their place where they take too much room.
const REPEATS: &str = "↻";

/// A row, before it is laid out.
pub(crate) struct Row {
    pub(crate) number: usize,
    pub(crate) priority: Priority,
    /// Where it belongs: under the row above, or to a task that is not shown.
    pub(crate) place: Place,
    pub(crate) title: String,
    /// `every Friday`
    pub(crate) repeat: Option<String>,
    /// `@home @phone`
    pub(crate) labels: String,
    pub(crate) list: String,
    pub(crate) due: String,
    pub(crate) due_style: Style,
}

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// By itself.
    Alone,
    /// A part of the task above.
    Under,
    /// A part of the task of this title, which is not above.
    PartOf(String),
}

/// Rows under a heading; without one where it is empty.
pub(crate) struct Group {
    pub(crate) heading: String,
    pub(crate) heading_style: Style,
    pub(crate) rows: Vec<Row>,
}

impl Row {
    pub(crate) fn new(number: usize, task: &Task, place: Place, list: &str, due: (String, Style)) -> Self {
        let labels = task.labels.iter().map(|label| format!("@{label}")).collect::<Vec<_>>().join(" ");
        let (due, due_style) = due;
        Self {
            number,
            priority: task.priority,
            place,
            title: task.title.clone(),
            repeat: task.repeat.as_ref().map(Repeat::in_words),
            labels,
            list: list.to_owned(),
            due,
            due_style,
        }
    }

    /// What stands before the title.
    fn lead(&self) -> String {
        match &self.place {
            Place::Alone => String::new(),
            Place::Under => INDENT.to_owned(),
            Place::PartOf(title) => format!("{title}{PART_OF}"),
        }
    }

    /// What stands behind the title, the longest form of each first.
    fn extras(&self) -> Vec<Vec<String>> {
        let repeat = self.repeat.iter().map(|words| vec![format!("{REPEATS} {words}"), REPEATS.to_owned()]);
        let labels = (!self.labels.is_empty()).then(|| vec![self.labels.clone()]);
        repeat.chain(labels).collect()
    }

    fn text_columns(&self) -> usize {
        let extras = self.extras();
        let extras = extras.iter().filter_map(|forms| forms.first()).map(|extra| GAP.len() + extra.width());
        self.lead().width() + self.title.width() + extras.sum::<usize>()
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

/// The groups as lines, with the columns aligned over all of them.
pub(crate) fn text(output: &Output, groups: &[Group]) -> String {
    let columns = Columns::of(groups, output.columns);
    let mut text = String::new();
    for group in groups {
        if !group.heading.is_empty() {
            text.push('\n');
            text.push_str(&output.styled(group.heading_style, &group.heading));
            text.push('\n');
        }
        for row in &group.rows {
            text.push_str(&line(output, row, &columns));
            text.push('\n');
        }
    }
    text
}

fn line(output: &Output, row: &Row, columns: &Columns) -> String {
    let mut cells = vec![output.styled(Style::Dim, &format!("{:>1$}", row.number, columns.number))];
    if columns.priority > 0 {
        cells.push(priority(output, row.priority));
    }
    cells.push(title(output, row, columns.text));
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

/// Title, repeat and labels in `columns`: labels and repeat give way before the title does.
fn title(output: &Output, row: &Row, columns: usize) -> String {
    let lead = shortened(&row.lead(), columns / 2);
    let title = shortened(&row.title, columns.saturating_sub(lead.width()));
    let mut used = lead.width() + title.width();
    let mut text = output.styled(Style::Dim, &lead) + &title;
    for forms in row.extras() {
        if let Some(extra) = forms.iter().find(|extra| used + GAP.len() + extra.width() <= columns) {
            used += GAP.len() + extra.width();
            text.push_str(GAP);
            text.push_str(&output.styled(Style::Dim, extra));
        }
    }
    text + &" ".repeat(columns.saturating_sub(used))
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

    fn row(place: Place, title: &str, repeat: Option<&str>, labels: &str) -> Row {
        Row {
            number: 1,
            priority: Priority::P4,
            place,
            title: title.to_owned(),
            repeat: repeat.map(str::to_owned),
            labels: labels.to_owned(),
            list: String::new(),
            due: String::new(),
            due_style: Style::Plain,
        }
    }

    #[test]
    fn labels_and_repeats_give_way_before_the_title_does() {
        let output = Output { is_json: false, has_colours: false, columns: None };
        let weekly = Some("every Friday");
        for (place, columns, shown) in [
            (Place::Alone, 40, "Pay rent  ↻ every Friday  @bills"),
            (Place::Alone, 31, "Pay rent  ↻ every Friday"),
            (Place::Alone, 23, "Pay rent  ↻  @bills"),
            (Place::Alone, 12, "Pay rent  ↻"),
            (Place::Alone, 8, "Pay rent"),
            (Place::Alone, 6, "Pay r…"),
            (Place::Under, 10, "  Pay rent"),
            (Place::PartOf("House".to_owned()), 16, "House › Pay rent"),
            (Place::PartOf("The big house".to_owned()), 16, "The big…Pay rent"),
        ] {
            let text = title(&output, &row(place, "Pay rent", weekly, "@bills"), columns);
            assert_eq!(text.trim_end(), shown, "in {columns}");
            assert_eq!(text.width(), columns, "{text:?}");
        }
    }

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
