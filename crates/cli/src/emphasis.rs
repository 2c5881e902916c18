//! Markdown as text to read, while it arrives piece by piece: strong text in bold letters where there are some, escapes without
//! their backslash. Everything else stays as it is written: lists and the like read well as they are.

const BOLD: &str = "\x1b[1m";
const NORMAL: &str = "\x1b[0m";

/// What has been seen of a text so far.
#[derive(Debug)]
pub(crate) struct Emphasis {
    has_bold: bool,
    is_bold: bool,
    /// A mark whose meaning the next letter decides: `*` or `\`.
    held: Option<char>,
}

impl Emphasis {
    /// `has_bold`: whether the reader is a terminal with bold letters.
    pub(crate) fn new(has_bold: bool) -> Self {
        Self { has_bold, is_bold: false, held: None }
    }

    /// `piece` as it is to be shown.
    pub(crate) fn next(&mut self, piece: &str) -> String {
        let mut text = String::with_capacity(piece.len());
        for letter in piece.chars() {
            match (self.held.take(), letter) {
                (Some('*'), '*') => text.push_str(self.toggle()),
                (Some('\\'), mark) if mark.is_ascii_punctuation() => text.push(mark),
                (held, '*' | '\\') => {
                    text.extend(held);
                    self.held = Some(letter);
                }
                (held, letter) => {
                    text.extend(held);
                    text.push(letter);
                }
            }
        }
        text
    }

    /// What is left at the end of a text; the next one begins in normal letters.
    pub(crate) fn end(&mut self) -> String {
        let mut text: String = self.held.take().into_iter().collect();
        if self.is_bold {
            text.push_str(self.toggle());
        }
        text
    }

    fn toggle(&mut self) -> &'static str {
        self.is_bold = !self.is_bold;
        match (self.has_bold, self.is_bold) {
            (true, true) => BOLD,
            (true, false) => NORMAL,
            (false, _) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strong_text_is_bold_however_it_is_cut() {
        let text = r"Added **Buy \*milk\***, 2 * 3 = 6 \ a **b";
        let bold = format!(r"Added {BOLD}Buy *milk*{NORMAL}, 2 * 3 = 6 \ a {BOLD}b{NORMAL}");
        let plain = r"Added Buy *milk*, 2 * 3 = 6 \ a b".to_owned();
        for (has_bold, shown) in [(true, bold), (false, plain)] {
            for cut in 0..=text.len() {
                let mut emphasis = Emphasis::new(has_bold);
                let pieces = [emphasis.next(&text[..cut]), emphasis.next(&text[cut..]), emphasis.end()];
                assert_eq!(pieces.concat(), shown, "cut at {cut}");
            }
        }
    }
}
