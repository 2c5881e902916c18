//! Links and images that the user did not write are taken out of what the assistant says, while it streams.
//!
//! A model that reads somebody else's words (a shared task, an import) can be talked into writing an address that carries the user's
//! data away with the first click, or with no click where images are loaded. The page's own policy does not reach into every chat
//! element, so the text is cleaned here, before it is sent or stored.
//!
//! Two stages, so that what the first leaves behind cannot join up to an address: [`Markup`] resolves `[…](…)`, `![…](…)`, `[…][…]`, `[…]:`
//! and `<…>`; [`Addresses`] then drops bare ones. Each holds back only what it cannot judge yet, and at most [`HELD_BYTES`].

mod addresses;
mod markup;

use self::addresses::Addresses;
use self::markup::Markup;

/// Most text that is held back, in bytes; longer constructs are made harmless unread.
const HELD_BYTES: usize = 2_048;

/// Cleans one message as it streams.
#[derive(Debug)]
pub(crate) struct LinkFilter {
    markup: Markup,
    addresses: Addresses,
}

impl LinkFilter {
    /// `allowed`: addresses that may stay, as [`links_in`] reads them.
    pub(crate) fn new(allowed: Vec<String>) -> Self {
        Self { markup: Markup::new(allowed.clone()), addresses: Addresses::new(allowed) }
    }

    /// Takes the next piece; answers what can be shown by now.
    pub(crate) fn push(&mut self, text: &str) -> String {
        let clean = self.markup.push(text);
        self.addresses.push(&clean)
    }

    /// The message is over: answers what had been held back.
    pub(crate) fn finish(&mut self) -> String {
        let clean = self.markup.finish();
        let mut text = self.addresses.push(&clean);
        text.push_str(&self.addresses.finish());
        text
    }
}

/// The addresses in a text.
pub(crate) fn links_in(text: &str) -> Vec<String> {
    addresses::find_all(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str, allowed: &[&str], cut: usize) -> String {
        let allowed = allowed.iter().map(ToString::to_string).collect();
        let mut filter = LinkFilter::new(allowed);
        let letters: Vec<char> = text.chars().collect();
        let mut clean = String::new();
        for piece in letters.chunks(cut.min(letters.len().max(1))) {
            clean.push_str(&filter.push(&piece.iter().collect::<String>()));
        }
        clean.push_str(&filter.finish());
        clean
    }

    /// What the assistant writes, and what is shown.
    const TABLE: &[(&str, &str)] = &[
        ("Added **Milk**, due Sunday 22 November.", "Added **Milk**, due Sunday 22 November."),
        ("Done! 2 < 3 and [ ] stays, [x] too.", "Done! 2 < 3 and [ ] stays, [x] too."),
        ("See [the page](https://evil.example/?d=1) now", "See the page now"),
        ("![alt text](https://evil.example/a.png)", "alt text"),
        ("![](https://evil.example/a.png) ok", " ok"),
        ("[![x](https://evil.example/a)](https://evil.example/b)", "x"),
        ("[a [b](https://evil.example) c](https://evil.example/2)", "a b c"),
        ("[a](<https://evil.example/x y>)", "a"),
        ("[a](https://evil.example/x \"title (1)\")", "a"),
        ("[a](javascript:alert(1)) b", "a b"),
        ("[a](/relative) b", "a b"),
        ("[a][ref] and\n\n[ref]: https://evil.example", "a and\n\n[ref]\\: (link removed)"),
        ("[ref]: <https://evil.example>", "[ref]\\: (link removed)"),
        ("bare https://evil.example/?d=1, there", "bare (link removed), there"),
        ("HTTPS://EVIL.example", "(link removed)"),
        ("www.evil.example/x", "(link removed)"),
        ("<https://evil.example>", "(link removed)"),
        ("<img src=https://evil.example/a>x", " x"),
        ("<a href='https://evil.example'>click</a>", " click "),
        ("[ht](x)tp://evil.example", "(link removed)"),
        ("ht<b>tp://evil.example", "ht tp://evil.example"),
        (r"\[a](https://evil.example) b", r"\[a]((link removed)) b"),
        (r"\\[a](https://evil.example) b", r"\\a b"),
        ("http is a protocol; h", "http is a protocol; h"),
        ("a `code [0]` b", "a `code [0]` b"),
        ("https://ok.example/a?b=c", "https://ok.example/a?b=c"),
        ("(https://ok.example/a?b=c).", "(https://ok.example/a?b=c)."),
        ("[it](https://ok.example/a?b=c)!", "[it](https://ok.example/a?b=c)!"),
        ("<https://ok.example/a?b=c>", "<https://ok.example/a?b=c>"),
        ("https://ok.example/a?b=c&d=secret", "(link removed)"),
        ("[it](https://ok.example/a?b=cd)", "it"),
        ("![it](https://ok.example/a?b=c)", "it"),
        ("unfinished [a](https://evil.exa", "unfinished [a]((link removed)"),
        ("unfinished ![", "unfinished !["),
        ("unfinished <a hre", "unfinished <a hre"),
        ("a [b\n\nc](https://evil.example)", "a \\[b\n\nc]((link removed))"),
    ];

    #[test]
    fn links_go_wherever_the_stream_is_cut() {
        for (text, expected) in TABLE {
            for cut in (1..=text.len()).chain([1_000]) {
                assert_eq!(cleaned(text, &["https://ok.example/a?b=c"], cut), *expected, "{text} in pieces of {cut}");
            }
        }
    }

    proptest::proptest! {
        /// Whatever is written, and wherever it is cut: the same comes out, without an address, and plain words are all there.
        #[test]
        fn no_address_gets_through(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec![
                    "[", "]", "(", ")", "!", "<", ">", "\\", ":", " ", "\n", "a", "é", "http", "s://", "://", "h", "t", "www", ".", "evil.example", "`", "*",
                ]),
                0..24,
            ),
            cut in 1_usize..9,
        ) {
            let text = pieces.concat();
            let whole = cleaned(&text, &[], usize::MAX);
            proptest::prop_assert_eq!(&whole, &cleaned(&text, &[], cut));
            proptest::prop_assert_eq!(links_in(&whole), Vec::<String>::new(), "{}", text);
            let letters = |text: &str| text.matches('é').count();
            if !text.contains(['[', '<', '(']) && links_in(&text).is_empty() {
                proptest::prop_assert_eq!(letters(&whole), letters(&text));
            }
        }
    }

    #[test]
    fn plain_text_is_not_held_back() {
        let mut filter = LinkFilter::new(Vec::new());
        assert_eq!(filter.push("Added **Milk** and "), "Added **Milk** and ");
        assert_eq!(filter.push("h"), "", "could become an address");
        assert_eq!(filter.push("ey"), "hey");
        assert_eq!(filter.push("[x"), "");
        assert_eq!(filter.push("] "), "[x] ");
    }

    #[test]
    fn nothing_is_held_longer_than_the_limit() {
        for opening in ["[", "<a ", "![", "https://e", "[a](", "[a]["] {
            let mut filter = LinkFilter::new(Vec::new());
            let mut shown = filter.push(opening);
            for _ in 0..HELD_BYTES {
                shown.push_str(&filter.push("x"));
            }
            let rest = format!("{}](https://evil.example) end", shown);
            shown.push_str(&filter.push("](https://evil.example) end"));
            shown.push_str(&filter.finish());
            assert!(shown.ends_with(" end"), "{opening}: {rest}");
            assert!(!shown.contains("evil"), "{opening}: {shown}");
            assert!(!shown.contains("](h"), "{opening}");
        }
    }

    #[test]
    fn the_users_own_links_are_read_as_they_will_be_compared() {
        let text = "read https://ok.example/a?b=c, (http://b.example/x) and www.c.example/y.";
        assert_eq!(links_in(text), ["https://ok.example/a?b=c", "http://b.example/x", "www.c.example/y"]);
    }
}
