//! Rules: how they are read, written, said, and when they fall. The dates themselves are proved by `tests/fixtures/recurrence`.

use docket_tasks::{Civil, Repeat, RepeatFrom, Rule};
use proptest::prelude::*;

fn rule(text: &str) -> Rule {
    Rule::parse(text).unwrap()
}

fn civil(text: &str) -> Civil {
    Civil::parse("date", text).unwrap()
}

fn first(text: &str, anchor: &str, count: usize) -> String {
    let (rule, anchor) = (rule(text), civil(anchor));
    let mut found = Vec::new();
    let mut next = rule.first(&anchor);
    while let Some(date) = next.filter(|_| found.len() < count) {
        found.push(date.to_string());
        next = rule.after(&anchor, &date);
    }
    found.join(" ")
}

#[test]
fn a_rule_has_one_form() {
    let cases = [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("RRULE:FREQ=DAILY;INTERVAL=1", "FREQ=DAILY"),
        ("rrule:freq=weekly;byday=fr,mo,we,mo;wkst=su", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("DTSTART:20261121T090000\nRRULE:FREQ=MONTHLY;BYDAY=+3FR", "FREQ=MONTHLY;BYDAY=3FR"),
        (
            "UNTIL=20261231;BYSETPOS=-1;BYDAY=FR,MO;INTERVAL=2;FREQ=MONTHLY",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,FR;BYSETPOS=-1;UNTIL=20261231",
        ),
        ("FREQ=YEARLY;COUNT=03;BYMONTHDAY=24,-1,1;BYMONTH=12,4", "FREQ=YEARLY;BYMONTH=4,12;BYMONTHDAY=1,24,-1;COUNT=3"),
        ("FREQ=DAILY;UNTIL=20261231T225959Z;", "FREQ=DAILY;UNTIL=20261231T225959"),
        ("FREQ=MONTHLY;BYDAY=-1FR,2MO,1SU", "FREQ=MONTHLY;BYDAY=1SU,2MO,-1FR"),
    ];
    for (text, want) in cases {
        assert_eq!(rule(text).as_str(), want, "{text}");
    }
}

#[test]
fn what_is_no_rule_is_refused_with_the_reason() {
    let cases = [
        ("", "`rrule` is empty"),
        ("INTERVAL=2", "`rrule` has no `FREQ`"),
        ("FREQ=SECONDLY", "`rrule` has `FREQ=SECONDLY`, not one of HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("FREQ=DAILY;INTERVAL=0", "`rrule` has `INTERVAL=0`, not 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=99999999999", "`rrule` has `INTERVAL=99999999999`, not 1 to 1000"),
        ("FREQ=DAILY;COUNT=0", "`rrule` has `COUNT=0`, not 1 to 10000"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "`rrule` has both `COUNT` and `UNTIL`"),
        (
            "FREQ=DAILY;UNTIL=20270230",
            "`rrule` has `UNTIL=20270230`, not a date such as `20261231` or `20261231T170000`",
        ),
        ("FREQ=DAILY;FREQ=DAILY", "`rrule` has `FREQ` twice"),
        ("FREQ=DAILY;BYHOUR=9", "`rrule` has `BYHOUR=9`, which a task cannot repeat by"),
        ("FREQ=DAILY;BYDAY=", "`rrule` has an empty `BYDAY`"),
        ("FREQ=DAILY;BYDAY=XX", "`rrule` has `BYDAY=XX`, not a day such as `MO` or `3FR`"),
        ("FREQ=WEEKLY;BYDAY=2MO", "`rrule` has a numbered `BYDAY`, which does not go with `FREQ=WEEKLY`"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "`rrule` has `BYMONTHDAY`, which does not go with `FREQ=WEEKLY`"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "`rrule` has `BYMONTHDAY=32`, not 1 to 31 or -31 to -1"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "`rrule` has `BYMONTHDAY=0`, not 1 to 31 or -31 to -1"),
        ("FREQ=MONTHLY;BYSETPOS=1", "`rrule` has `BYSETPOS` without days or months to count"),
        (
            "FREQ=DAILY\nRRULE:FREQ=WEEKLY",
            "`rrule` is followed by `RRULE:FREQ=WEEKLY`; one rule is all that a task has",
        ),
        ("every day", "`rrule` has `EVERY DAY`, which has no `=`"),
    ];
    for (text, said) in cases {
        assert_eq!(Rule::parse(text).unwrap_err().to_string(), said, "{text}");
    }
}

#[test]
fn a_rule_is_said_in_words() {
    let cases = [
        ("FREQ=HOURLY;INTERVAL=3", "every 3 hours"),
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=2", "every 2 days"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=SA", "every Saturday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every 2 weeks on Friday"),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;INTERVAL=3", "every 3 months"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "every month on the 1st"),
        ("FREQ=MONTHLY;BYMONTHDAY=2,15,27", "every month on the 2nd, 15th and 27th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=3FR", "every 3rd Friday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every last Friday"),
        ("FREQ=MONTHLY;BYDAY=-2FR", "every 2nd last Friday"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=3FR", "every 2 months on the 3rd Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "every Friday the 13th"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "every month on the 1st weekday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last weekday"),
        ("FREQ=YEARLY", "every year"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=27", "every year on 27 January"),
        ("FREQ=YEARLY;BYMONTH=7;BYDAY=3TH", "every year on the 3rd Thursday of July"),
        ("FREQ=YEARLY;BYMONTH=4,12;BYMONTHDAY=1,24", "every year on the 1st and 24th of April and December"),
        ("FREQ=DAILY;COUNT=10", "every day, 10 times"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231", "every Monday, until 31 Dec 2026"),
    ];
    for (text, want) in cases {
        assert_eq!(rule(text).in_words(), want, "{text}");
    }
    let done =
        |text: &str| Repeat { rule: rule(text), anchor: civil("2026-11-21"), from: RepeatFrom::Completion }.in_words();
    assert_eq!(done("FREQ=DAILY;INTERVAL=3"), "3 days after completion");
    assert_eq!(done("FREQ=WEEKLY"), "1 week after completion");
    assert_eq!(done("FREQ=WEEKLY;BYDAY=FR"), "every Friday from completion");
}

#[test]
fn a_month_without_the_day_uses_its_last_and_the_anchor_keeps_it() {
    assert_eq!(
        first("FREQ=MONTHLY", "2027-01-31", 6),
        "2027-01-31 2027-02-28 2027-03-31 2027-04-30 2027-05-31 2027-06-30"
    );
    assert_eq!(first("FREQ=MONTHLY;BYMONTHDAY=31", "2028-02-01", 3), "2028-02-29 2028-03-31 2028-04-30");
    assert_eq!(first("FREQ=MONTHLY;BYMONTHDAY=30,31", "2027-02-01", 4), "2027-02-28 2027-03-30 2027-03-31 2027-04-30");
    assert_eq!(first("FREQ=YEARLY", "2028-02-29", 5), "2028-02-29 2029-02-28 2030-02-28 2031-02-28 2032-02-29");
    assert_eq!(first("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "2026-11-21", 2), "2027-08-13 2028-10-13");
}

#[test]
fn an_impossible_or_ended_rule_has_no_date() {
    for text in [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=2",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
        "FREQ=DAILY;UNTIL=20261120",
    ] {
        assert_eq!(rule(text).first(&civil("2026-11-21")), None, "{text}");
    }
    assert_eq!(first("FREQ=DAILY;COUNT=2", "2026-11-21", 9), "2026-11-21 2026-11-22");
    assert_eq!(first("FREQ=DAILY;UNTIL=20261122T080000", "2026-11-21T09:00", 9), "2026-11-21T09:00");
    assert_eq!(rule("FREQ=YEARLY;INTERVAL=1000").after(&civil("9000-01-01"), &civil("9500-01-01")), None);
}

fn rules() -> impl Strategy<Value = String> {
    let list = |values: Vec<&'static str>| {
        let most = values.len().min(3);
        proptest::sample::subsequence(values, 1..=most).prop_map(|values| values.join(","))
    };
    let part = |name: &'static str, values: BoxedStrategy<String>| {
        proptest::option::weighted(0.35, values.prop_map(move |values| format!(";{name}={values}")))
    };
    (
        proptest::sample::select(vec!["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        part("INTERVAL", (1..40u32).prop_map(|number| number.to_string()).boxed()),
        part("BYMONTH", list(vec!["1", "2", "6", "11", "12"]).boxed()),
        part("BYMONTHDAY", list(vec!["1", "13", "28", "29", "30", "31", "-1", "-30"]).boxed()),
        part("BYDAY", list(vec!["MO", "SU", "FR", "WE", "1MO", "-1FR", "5SU", "SA"]).boxed()),
        part("BYSETPOS", list(vec!["1", "2", "-1"]).boxed()),
        part("COUNT", (1..50u32).prop_map(|number| number.to_string()).boxed()),
    )
        .prop_map(|(frequency, interval, months, month_days, days, positions, count)| {
            let parts = [count, positions, days, month_days, months, interval].into_iter().flatten();
            format!("FREQ={frequency}{}", parts.collect::<String>())
        })
}

fn anchors() -> impl Strategy<Value = Civil> {
    (2000..2090i16, 1..=12i8, 1..=31i8, proptest::option::of((0..24i8, 0..60i8))).prop_map(
        |(year, month, day, time)| {
            let first = jiff::civil::date(year, month, 1);
            let date = first.with().day(day.min(first.days_in_month())).build().unwrap();
            time.map_or(Civil::Date(date), |(hour, minute)| Civil::At(date.at(hour, minute, 0, 0)))
        },
    )
}

proptest! {
    #[test]
    fn a_rule_written_and_read_is_the_same(text in rules()) {
        if let Ok(rule) = Rule::parse(&text) {
            prop_assert_eq!(Rule::parse(rule.as_str()).unwrap(), rule.clone());
            prop_assert!(!rule.in_words().is_empty());
        }
    }

    #[test]
    fn no_text_is_too_much(text in "\\PC{0,80}|(FREQ|BYDAY|BYMONTHDAY|UNTIL|COUNT|INTERVAL|=|;|,|-|[0-9A-Z]){0,30}") {
        if let Ok(rule) = Rule::parse(&text) {
            prop_assert_eq!(Rule::parse(rule.as_str()).unwrap(), rule);
        }
    }

}

proptest! {
    // Rules that never fall take their time to say so, without optimisation.
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The next one is later, at the anchor's time of day; and it does not matter from where one looks for it.
    #[test]
    fn the_next_is_later_and_never_drifts(text in rules(), anchor in anchors(), days in 0..20_000i32) {
        let Ok(rule) = Rule::parse(&text) else { return Ok(()) };
        let after = anchor.at().checked_add(jiff::Span::new().days(days)).unwrap();
        let Some(next) = rule.after(&anchor, &Civil::At(after)) else { return Ok(()) };
        prop_assert!(next.at() > after);
        if !text.starts_with("FREQ=HOURLY") {
            prop_assert_eq!(next.time(), anchor.time());
        }
        let just_before = next.at().checked_sub(jiff::Span::new().minutes(1)).unwrap();
        prop_assert_eq!(rule.after(&anchor, &Civil::At(just_before)), Some(next));
        if let Some(then) = rule.after(&anchor, &next) {
            prop_assert!(then.at() > next.at());
        }
    }

    /// Jumping near a date finds what walking there from the anchor finds.
    #[test]
    fn a_long_way_is_as_good_as_a_jump(text in rules(), anchor in anchors()) {
        let Ok(rule) = Rule::parse(&text) else { return Ok(()) };
        let mut walked = rule.first(&anchor);
        for _ in 0..40 {
            let Some(date) = walked else { break };
            let counted = Rule::parse(&format!("{};COUNT=10000", rule.as_str().split(";COUNT").next().unwrap())).unwrap();
            let next = rule.after(&anchor, &date);
            if !text.contains("COUNT") {
                prop_assert_eq!(next, counted.after(&anchor, &date), "{}", text);
            }
            walked = next;
        }
    }
}

/// 5,000 rules against what python-dateutil says of them: `tests/fixtures/recurrence/make.py` has the columns.
#[test]
fn the_dates_are_those_of_another_implementation() {
    let lines = include_str!("../../../../tests/fixtures/recurrence/dates.txt").lines();
    let (mut rows, mut clamped, mut offsets) = (0, 0, 0);
    for line in lines {
        let [kind, text, anchor, zone, after, dates, offset] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let (rule, anchor) = (rule(text), civil(anchor));
        let mut next = if after.is_empty() { rule.first(&anchor) } else { rule.after(&anchor, &civil(after)) };
        for date in dates.split(' ') {
            let want = if date == "." { None } else { Some(civil(date)) };
            assert_eq!(next, want, "{line}");
            next = next.and_then(|date| rule.after(&anchor, &date));
        }
        let zone = jiff::tz::TimeZone::get(zone).unwrap();
        for (date, minutes) in dates.split(' ').zip(offset.split(' ').filter(|offset| !offset.is_empty())) {
            let at = civil(date).at();
            let utc = at.to_zoned(zone.clone()).unwrap().with_time_zone(jiff::tz::TimeZone::UTC).datetime();
            assert_eq!(
                utc.until((jiff::Unit::Minute, at)).unwrap().get_minutes().to_string(),
                minutes,
                "{date}: {line}"
            );
            offsets += 1;
        }
        rows += 1;
        clamped += i32::from(kind == "clamp");
    }
    assert_eq!(rows, 5_000);
    assert!(clamped > 500 && offsets > 5_000, "{clamped} {offsets}");
}
