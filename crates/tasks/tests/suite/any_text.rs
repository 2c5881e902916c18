//! The bodies of the fuzz targets, on texts that proptest makes.

use proptest::prelude::*;

use crate::bodies;

/// Pieces of what is read, so that many texts are almost right.
fn pieces(pieces: &'static [&'static str], between: &'static str) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(pieces), 0..12).prop_map(move |pieces| pieces.join(between))
}

const LINE: &[&str] = &[
    "Pay rent",
    "every",
    "day",
    "month",
    "on the 1st",
    "31",
    "9am",
    "#Home",
    "@bills",
    "p1",
    "tomorrow",
    "for",
    "!30m",
    "\"",
    "\\",
    "é",
    "😀",
    "2027-02-30",
    "25:00",
    "until",
    "friday",
    "every!",
    "3 days",
    "~2h",
    "   ",
];
const RULE: &[&str] = &[
    "FREQ=DAILY",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "FREQ=HOURLY",
    "INTERVAL=1000",
    "INTERVAL=0",
    "BYMONTH=2",
    "BYMONTHDAY=30",
    "BYMONTHDAY=-31",
    "BYDAY=5FR",
    "BYDAY=MO,-1SU",
    "BYSETPOS=-366",
    "COUNT=10000",
    "UNTIL=99991231",
    "UNTIL=00010101T000000Z",
    "WKST=SU",
    "X=Y",
    "",
];
const JSON: &[&str] = &[
    "{",
    "}",
    "\"title\":\"a\"",
    "\"due\":\"2026-02-29\"",
    "\"due\":\"9999-12-31T23:59\"",
    "\"due_zone\":\"Asia/Tokyo\"",
    "\"repeat\":{\"rrule\":\"FREQ=DAILY\"}",
    "\"reminders\":[{\"before_due_min\":4294967295}]",
    "\"reminders\":[{\"at\":\"9999-12-31T23:59\"}]",
    "\"start\":null",
    "\"priority\":1e300",
    "\"parent\":\"x\"",
    "[",
    "]",
    ",",
    ":",
    "null",
    "1",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_line_may_be_anything(text in prop_oneof!["\\PC{0,60}", ".{0,60}", pieces(LINE, " ")]) {
        bodies::quick_add(&text);
    }

    #[test]
    fn a_rule_may_be_anything(text in prop_oneof!["\\PC{0,60}", pieces(RULE, ";")]) {
        bodies::rule(&text);
    }

    #[test]
    fn a_body_may_be_anything(text in prop_oneof![
        "\\PC{0,60}",
        pieces(JSON, ""),
        pieces(&JSON[2..12], ",").prop_map(|fields| format!("{{\"title\":\"a\",{fields}}}")),
    ]) {
        bodies::json(&text);
    }
}
