//! Standard output: plain lines, or dressed for a terminal.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::environment::Environment;
use crate::failure::Failure;

/// How a piece of text stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Bold,
    Dim,
    Red,
    Yellow,
    Magenta,
    Green,
}

/// Where answers go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    /// Whether answers are JSON.
    pub(crate) is_json: bool,
    /// Whether colours and bold letters are wanted.
    pub(crate) has_colours: bool,
    /// Columns of the terminal; none where it is not one.
    pub(crate) columns: Option<usize>,
}

impl Output {
    pub(crate) fn new(is_json: bool, environment: &Environment) -> Self {
        let columns = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        let columns = columns.map(|(terminal_size::Width(columns), _)| usize::from(columns));
        Self { is_json, has_colours: environment.has_colours, columns }
    }

    /// `text` in `style`, where colours are wanted.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        let code = match style {
            Style::Plain => return text.to_owned(),
            Style::Bold => 1,
            Style::Dim => 2,
            Style::Red => 31,
            Style::Green => 32,
            Style::Yellow => 33,
            Style::Magenta => 35,
        };
        if self.has_colours && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// # Errors
    /// [`Failure::NobodyReads`], and what the system says.
    pub(crate) fn line(&self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(io::stdout(), "{text}")?)
    }

    /// A piece of a line, shown at once.
    ///
    /// # Errors
    /// [`Failure::NobodyReads`], and what the system says.
    pub(crate) fn piece(&self, text: &str) -> Result<(), Failure> {
        let mut output = io::stdout();
        output.write_all(text.as_bytes())?;
        Ok(output.flush()?)
    }

    /// A JSON document a line, written at once.
    ///
    /// # Errors
    /// [`Failure::NobodyReads`], and what the system says.
    pub(crate) fn json_lines(&self, documents: &[impl Serialize]) -> Result<(), Failure> {
        let mut text = String::new();
        for document in documents {
            text.push_str(&in_json(document)?);
            text.push('\n');
        }
        self.piece(&text)
    }

    /// One JSON document on one line.
    ///
    /// # Errors
    /// [`Failure::NobodyReads`], and what the system says.
    pub(crate) fn json(&self, document: &impl Serialize) -> Result<(), Failure> {
        self.line(&in_json(document)?)
    }
}

fn in_json(document: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(document)
        .map_err(|error| Failure::Cannot(format!("The answer cannot be written as JSON: {error}.")))
}

/// Says something beside the answer, on standard error.
pub(crate) fn note(text: &str) {
    // Where standard error is closed, nobody is there to be told.
    let _ = writeln!(io::stderr(), "{text}");
}

/// `text` without what a terminal would take for a command. Titles hold none; what a model writes may.
pub(crate) fn without_controls(text: &str) -> String {
    text.chars().filter(|letter| matches!(letter, '\n' | '\t') || !letter.is_control()).collect()
}
