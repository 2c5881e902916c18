//! Finds the `type` of a JSON object before the object is complete.

/// Longest key or value that is kept; the longest `type` of the protocol has 31 characters.
const LONGEST: usize = 64;

/// Takes a JSON object in pieces and tells the text of its own `type` once that has come.
///
/// Good for refusing early, not for deciding: a key written with escapes is not seen, and what is no JSON is not noticed.
#[derive(Debug, Default)]
pub(crate) struct TypeScan {
    depth: u32,
    inside: Inside,
    text: Vec<u8>,
    key: Vec<u8>,
    found: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    Text,
    /// Right after a backslash.
    Escape,
}

impl TypeScan {
    pub(crate) fn feed(&mut self, piece: &[u8]) {
        if self.found.is_none() {
            piece.iter().for_each(|byte| self.take(*byte));
        }
    }

    pub(crate) fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }

    fn take(&mut self, byte: u8) {
        match (self.inside, byte) {
            (Inside::Escape, _) => self.inside = Inside::Text,
            (Inside::Text, b'\\') => self.inside = Inside::Escape,
            (Inside::Text, b'"') => self.end_text(),
            (Inside::Text, _) if self.depth == 1 && self.text.len() < LONGEST => self.text.push(byte),
            (Inside::Text, _) => {}
            (Inside::Nothing, b'"') => {
                self.inside = Inside::Text;
                self.text.clear();
            }
            (Inside::Nothing, b'{' | b'[') => self.depth += 1,
            (Inside::Nothing, b'}' | b']') => self.depth = self.depth.saturating_sub(1),
            (Inside::Nothing, b':') if self.depth == 1 => self.key = std::mem::take(&mut self.text),
            (Inside::Nothing, b',') if self.depth == 1 => self.key.clear(),
            (Inside::Nothing, _) => {}
        }
    }

    fn end_text(&mut self) {
        self.inside = Inside::Nothing;
        if self.depth == 1 && self.key == b"type" && self.found.is_none() {
            self.found = String::from_utf8(std::mem::take(&mut self.text)).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str, piece: usize) -> Option<String> {
        let mut scan = TypeScan::default();
        text.as_bytes().chunks(piece).for_each(|piece| scan.feed(piece));
        scan.found
    }

    #[test]
    fn the_objects_own_type_is_found_wherever_it_stands() {
        for (text, expected) in [
            (r#"{"type":"threads.list"}"#, Some("threads.list")),
            (r#"{ "params" : {"type":"no","a":["type","no"]}, "type" : "yes", "type":"later"}"#, Some("yes")),
            (r#"{"a":"\"type\":\"no\"","b":"type","type":"yes"#, None),
            (r#"{"a":"type","type":5,"b":"c"}"#, None),
            (r#"{"params":{"audio":"AAAA"#, None),
            (r#"{"type":"#, None),
            ("", None),
            ("]]]{", None),
        ] {
            for piece in [1, 3, 1000] {
                assert_eq!(scan(text, piece).as_deref(), expected, "{text} by {piece}");
            }
        }
    }
}
