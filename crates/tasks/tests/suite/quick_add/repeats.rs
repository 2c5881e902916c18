//! Repeats, durations and reminders beyond the page: their spans, the draft's JSON, the task they become, and lines that say only one thing.

use docket_tasks::quick_add::{Context, Hours, Locale, SpanKind, parse, parse_due, parse_repeat};
use docket_tasks::{Civil, NewReminder, NewRepeat, ReminderWhen, RepeatFrom, Rule, Source};
use jiff::Zoned;
use jiff::civil::{Weekday, time};
use serde_json::json;

use super::parsed;
use crate::desk::now;

#[test]
fn spans_say_how_often_how_long_and_when_to_remind() {
    let text = "Yoga every! mon and wed, 7am for 1 hour starting dec 1 for 10 times !10m";
    let spans: Vec<(SpanKind, String)> =
        parsed(text).text_spans(text).into_iter().map(|span| (span.kind, span.text)).collect();
    let want = [
        (SpanKind::Repeat, "every! mon and wed"),
        (SpanKind::Time, "7am"),
        (SpanKind::Duration, "for 1 hour"),
        (SpanKind::Repeat, "starting dec 1"),
        (SpanKind::Repeat, "for 10 times"),
        (SpanKind::Reminder, "!10m"),
    ];
    assert_eq!(spans, want.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn a_draft_in_json_says_how_often() {
    let draft = parsed("Yoga every! 2 weeks on fri 7am ~45m !10m !9:00").draft;
    let want = json!({
        "title": "Yoga", "due": "2026-11-27T07:00", "due_zone": "Europe/Berlin",
        "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "repeat_from": "completion", "priority": null, "labels": [],
        "list": null, "duration_min": 45, "reminders": [{ "before_due_min": 10 }, { "at": "2026-11-27T09:00" }],
    });
    assert_eq!(serde_json::to_value(draft).unwrap(), want);
}

#[test]
fn a_draft_becomes_a_task_that_repeats_from_its_first_occurrence() {
    let task = parsed("Yoga every 2 weeks on fri 7am ~45m !10m").draft.into_new_task(Source::QuickAdd);
    let first = Civil::parse("due", "2026-11-27T07:00").unwrap();
    let rule = Rule::parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR").unwrap();
    assert_eq!(task.repeat, Some(NewRepeat { rule, anchor: Some(first), from: RepeatFrom::Due }));
    assert_eq!((task.due.as_ref().map(Civil::from), task.duration_min), (Some(first), Some(45)));
    assert_eq!(task.reminders, [NewReminder::new(ReminderWhen::BeforeDue { min: 10 })]);
}

#[test]
fn a_refused_part_of_a_repeat_is_text_and_the_rest_is_read_again() {
    let text = "Stretch every day 9pm until dec 24";
    let now = now();
    let refuse = |refused: &str| {
        let start = text.find(refused).unwrap();
        let range = start..start + refused.len();
        let draft = parse(text, &Context { ignore: std::slice::from_ref(&range), ..Context::new(&now, &[]) }).draft;
        (draft.title, draft.due.map(|due| due.to_string()), draft.repeat.map(|repeat| repeat.rule.to_string()))
    };
    let said =
        |title: &str, due: &str, rule: Option<&str>| (title.to_owned(), Some(due.to_owned()), rule.map(str::to_owned));
    assert_eq!(refuse("until dec 24"), said("Stretch until dec 24", "2026-11-21T21:00", Some("FREQ=DAILY")));
    // Then the end does not touch the repeat any more.
    assert_eq!(refuse("9pm"), said("Stretch 9pm until dec 24", "2026-11-21", Some("FREQ=DAILY")));
    assert_eq!(refuse("every day"), said("Stretch every day until dec 24", "2026-11-21T21:00", None));
}

#[test]
fn customs_decide_the_weekend_and_the_hours_of_a_day() {
    let now = now();
    let hours = Hours { morning: time(6, 30, 0, 0), tonight: time(20, 0, 0, 0), ..Hours::default() };
    let locale = Locale { weekend: Weekday::Friday, hours, ..Locale::default() };
    let said = |text: &str| {
        let draft = parse(text, &Context { locale, ..Context::new(&now, &[]) }).draft;
        (draft.due.unwrap().to_string(), draft.repeat.map(|repeat| repeat.rule.to_string()))
    };
    assert_eq!(said("Nap every weekend"), ("2026-11-27".to_owned(), Some("FREQ=WEEKLY;BYDAY=FR".to_owned())));
    assert_eq!(said("Nap this weekend"), ("2026-11-21".to_owned(), None));
    assert_eq!(said("Nap next weekend"), ("2026-11-27".to_owned(), None));
    assert_eq!(said("Nap every morning"), ("2026-11-22T06:30".to_owned(), Some("FREQ=DAILY".to_owned())));
    assert_eq!(said("Nap tonight"), ("2026-11-21T20:00".to_owned(), None));
}

#[test]
fn a_repeat_begins_where_the_clock_still_allows_it() {
    let said = |text: &str, now: &str| {
        let now: Zoned = now.parse().unwrap();
        parse(text, &Context::new(&now, &[])).draft.due.unwrap().to_string()
    };
    // Monday: before and after nine.
    assert_eq!(said("Nap every monday 9am", "2026-11-23T08:59[Europe/Berlin]"), "2026-11-23T09:00");
    assert_eq!(said("Nap every monday 9am", "2026-11-23T09:00[Europe/Berlin]"), "2026-11-30T09:00");
    assert_eq!(said("Nap every other monday 9am", "2026-11-23T09:00[Europe/Berlin]"), "2026-12-07T09:00");
    assert_eq!(said("Nap every mon and wed 9am", "2026-11-23T09:00[Europe/Berlin]"), "2026-11-25T09:00");
    assert_eq!(said("Nap every 31st 9am", "2026-11-30T10:00[Europe/Berlin]"), "2026-12-31T09:00");
    assert_eq!(said("Nap every hour", "2026-12-31T23:59[Europe/Berlin]"), "2027-01-01T00:59");
    // Clocks go forward on 28 March 2027 at two, and back on 25 October 2026 at three.
    assert_eq!(said("Nap every hour", "2027-03-28T01:30[Europe/Berlin]"), "2027-03-28T03:30");
    assert_eq!(said("Nap every day 2:30am", "2027-03-27T10:00[Europe/Berlin]"), "2027-03-28T02:30");
}

#[test]
fn a_text_that_is_only_a_due_is_read_as_one() {
    let now = now();
    let context = Context::new(&now, &[]);
    let due = |text: &str| parse_due(text, &context).map(|due| due.map(|due| due.to_string()));
    for (text, said) in [
        ("next friday 5pm", "2026-11-27T17:00"),
        ("tomorrow", "2026-11-22"),
        ("27/1", "2027-01-27"),
        ("on the 27th", "2026-11-27"),
    ] {
        assert_eq!(due(text), Some(Some(said.to_owned())), "{text:?}");
    }
    assert_eq!(due("no date"), Some(None));
    for text in
        ["", "soon", "friday with Bob", "every friday", "friday #Home", "friday p1", "friday ~30m", "\"friday\""]
    {
        assert_eq!(due(text), None, "{text:?}");
    }
}

#[test]
fn a_text_that_is_only_a_repeat_is_read_as_one() {
    let now = now();
    let context = Context::new(&now, &[]);
    let said = |text: &str| {
        parse_repeat(text, &context).map(|said| (said.repeat.rule.to_string(), said.repeat.from, said.due.to_string()))
    };
    for (text, rule, from, due) in [
        ("every friday", "FREQ=WEEKLY;BYDAY=FR", RepeatFrom::Due, "2026-11-27"),
        ("every 2 weeks on mon and thu", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", RepeatFrom::Due, "2026-11-23"),
        ("daily", "FREQ=DAILY", RepeatFrom::Due, "2026-11-21"),
        ("daily at 9pm", "FREQ=DAILY", RepeatFrom::Due, "2026-11-21T21:00"),
        ("2 weeks", "FREQ=WEEKLY;INTERVAL=2", RepeatFrom::Due, "2026-11-21"),
        ("monday", "FREQ=WEEKLY;BYDAY=MO", RepeatFrom::Due, "2026-11-23"),
        ("weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", RepeatFrom::Due, "2026-11-23"),
        ("3 days after completion", "FREQ=DAILY;INTERVAL=3", RepeatFrom::Completion, "2026-11-21"),
        (
            "every month on the 1st until june 30",
            "FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20270630",
            RepeatFrom::Due,
            "2026-12-01",
        ),
    ] {
        assert_eq!(said(text), Some((rule.to_owned(), from, due.to_owned())), "{text:?}");
    }
    for text in ["", "tomorrow", "every book", "every friday p1", "every friday with Bob", "every 30 minutes"] {
        assert_eq!(said(text), None, "{text:?}");
    }
}

#[test]
fn a_draft_says_in_words_how_often_and_how_long() {
    let now = now();
    let said = |text: &str| parse(text, &Context::new(&now, &[])).draft.understood(&now);
    assert_eq!(said("a tomorrow 5pm ~1h30m !1d"), "Sun 22 Nov, 17:00 · 1 h 30 min · reminder 1 d before");
    let repeats = said("Nap every friday p1");
    assert!(repeats.starts_with("Fri 27 Nov · every ") && repeats.ends_with(" · P1"), "{repeats}");
}
