//! What holds for any line.

use docket_tasks::Civil;
use docket_tasks::quick_add::{Context, Parsed, SpanKind, parse, utf16};
use jiff::Zoned;
use proptest::prelude::*;

/// Pieces that lines are made of, so that random lines are often nearly understood.
const PIECES: &[&str] = &[
    "tomorrow",
    "today",
    "next",
    "friday",
    "5pm",
    "at",
    "9",
    "17:00",
    "in",
    "3",
    "days",
    "on",
    "the",
    "27th",
    "jan",
    "27",
    "31/02",
    "2027-01-27",
    "#Home",
    "@\"two",
    "words\"",
    "p1",
    "p9",
    "\"",
    "'",
    "\\#x",
    "every",
    "noon",
    "of",
    "mid",
    "end",
    "month",
    "this",
    "weekend",
    ",",
    "(",
    "😀",
    "٣",
    "＃x",
    "for",
    "by",
    "no",
    "date",
    "+",
    "+5",
    "@",
    "#",
    "and",
    "-",
    "9999",
    "years",
    "hours",
    "4h30min",
    "monday",
    "every",
    "every!",
    "each",
    "daily",
    "weekly",
    "other",
    "2nd",
    "last",
    "workday",
    "weeks",
    "month",
    "on",
    "mon,",
    "wed",
    "starting",
    "until",
    "for",
    "10",
    "times",
    "45min",
    "~1h30m",
    "1h",
    "5-6pm",
    "from",
    "to",
    "!10m",
    "remind",
    "me",
    "before",
    "when",
    "done",
    "morning",
    "except",
    "(tomorrow",
    "5pm)",
    "mon-fri",
    "1st",
    "february",
    "hour",
    "12",
    "tonight",
    "next",
    "year",
    "Tom",
    "EV",
    "\\\\tomorrow",
];

/// One of them, or anything.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![4 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => any::<String>()]
}

fn line() -> impl Strategy<Value = String> {
    (proptest::collection::vec(piece(), 0..10), proptest::sample::select(vec![" ", "  ", "", "\t", "\u{a0}", "\n"]))
        .prop_map(|(pieces, between)| pieces.join(between))
}

fn any_now() -> impl Strategy<Value = Zoned> {
    let zones = ["Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"];
    (0i64..4_000_000_000, proptest::sample::select(zones.to_vec()))
        .prop_map(|(second, zone)| jiff::Timestamp::from_second(second).unwrap().in_tz(zone).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_line_is_read_without_losing_a_word(text in line(), now in any_now(), ignore in proptest::collection::vec((0usize..60, 0usize..20), 0..3)) {
        let ignore: Vec<_> = ignore.into_iter().map(|(start, length)| start..start + length).collect();
        let Parsed { draft, spans } = parse(&text, &Context { ignore: &ignore, ..Context::new(&now, &[]) });

        // Spans lie in the text, on characters, in order, apart, and never on what was refused.
        let mut end = 0;
        for span in &spans {
            prop_assert!(span.range.start >= end && span.range.start < span.range.end);
            prop_assert!(text.get(span.range.clone()).is_some());
            // A range of spaces refuses nothing.
            let is_blank = |range: &std::ops::Range<usize>| {
                text.char_indices().filter(|(at, _)| range.contains(at)).all(|(_, letter)| letter.is_whitespace())
            };
            prop_assert!(ignore.iter().all(|range| is_blank(range) || range.end <= span.range.start || span.range.end <= range.start));
            end = span.range.end;
        }

        // What no span covers is the title, letter by letter, but for spaces, backslashes and punctuation at the seams.
        let mut left = String::new();
        let mut from = 0;
        for span in &spans {
            left.push_str(&text[from..span.range.start]);
            from = span.range.end;
        }
        left.push_str(&text[from..]);
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&draft.title), letters(&left));

        // Only a blank line has no title; and understood or not, everything said stands in one place.
        prop_assert_eq!(draft.title.is_empty(), text.trim().is_empty());
        prop_assert_eq!(spans.iter().any(|span| span.kind == SpanKind::List), draft.list.is_some());
        prop_assert_eq!(spans.iter().any(|span| span.kind == SpanKind::Priority), draft.priority.is_some());
        prop_assert_eq!(spans.iter().any(|span| span.kind == SpanKind::Label), !draft.labels.is_empty());
        let has = |kinds: &[SpanKind]| spans.iter().any(|span| kinds.contains(&span.kind));
        prop_assert_eq!(has(&[SpanKind::Due, SpanKind::Time, SpanKind::Repeat]), draft.due.is_some() || draft.is_undated);
        prop_assert_eq!(has(&[SpanKind::Repeat]), draft.repeat.is_some());
        prop_assert_eq!(has(&[SpanKind::Reminder]), !draft.reminders.is_empty());
        prop_assert!(!has(&[SpanKind::Duration]) || draft.duration_min.is_some());
        prop_assert!(draft.duration_min.is_none() || has(&[SpanKind::Duration, SpanKind::Time]));
        // A repeat begins with the task itself.
        if let (Some(repeat), Some(due)) = (&draft.repeat, &draft.due) {
            prop_assert_eq!(repeat.anchor, Civil::from(&due.seen_from(&now)));
        }
    }

    #[test]
    fn what_was_understood_is_written_as_a_line_that_says_the_same(text in line(), now in any_now()) {
        let context = Context::new(&now, &[]);
        let draft = parse(&text, &context).draft;
        let line = draft.to_line(&context);
        prop_assert_eq!(parse(&line, &context).draft, draft, "{}", line);
    }

    #[test]
    fn refusing_everything_leaves_the_line(text in line(), now in any_now()) {
        let context = Context::new(&now, &[]);
        let mut ignore: Vec<std::ops::Range<usize>> = Vec::new();
        // What was refused stays so, whatever the rest is read as then.
        for _ in 0..text.len() + 1 {
            let Parsed { draft, spans } = parse(&text, &Context { ignore: &ignore, ..context.clone() });
            prop_assert_eq!(&parse(&text, &Context { ignore: &ignore, ..context.clone() }).draft, &draft);
            if spans.is_empty() {
                prop_assert_eq!((draft.due, draft.repeat, draft.priority, draft.list, draft.labels.len()), (None, None, None, None, 0));
                return Ok(());
            }
            ignore.extend(spans.into_iter().map(|span| span.range));
        }
        prop_assert!(false, "there is always something more to refuse");
    }

    #[test]
    fn a_title_in_quotes_is_read_as_it_stands(words in proptest::collection::vec("[a-z0-9#@/:]{1,8}", 1..6), now in any_now()) {
        let title = words.join(" ");
        let Parsed { draft, spans } = parse(&format!("\"{title}\""), &Context::new(&now, &[]));
        prop_assert_eq!(draft.title, title);
        prop_assert!(spans.is_empty() && draft.due.is_none());
    }

    #[test]
    fn what_was_taken_is_read_again_beside_any_plain_title(now in any_now(), title in "[b-df-hj-np-tv-z]{3,9}( [b-df-hj-np-tv-z]{3,9}){0,3}") {
        let text = format!("{title} tomorrow 5pm #Home @out p1");
        let draft = parse(&text, &Context::new(&now, &[])).draft;
        prop_assert_eq!(&draft.title, &title);
        let due = draft.due.unwrap();
        prop_assert_eq!(due.date(), now.date().tomorrow().unwrap());
        prop_assert_eq!(due.time().unwrap(), jiff::civil::time(17, 0, 0, 0));
        // The title alone says nothing more.
        prop_assert!(parse(&title, &Context::new(&now, &[])).spans.is_empty());
    }

    #[test]
    fn offsets_go_to_browsers_and_back(text in any::<String>(), from in 0usize..40, length in 0usize..40) {
        let boundary = |offset: usize| (offset.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap();
        let bytes = boundary(from)..boundary(from + length);
        let units = utf16::from_bytes(&text, &bytes);
        prop_assert_eq!(text[bytes.clone()].encode_utf16().count(), units.len());
        prop_assert_eq!(utf16::to_bytes(&text, &units), bytes);
    }
}
