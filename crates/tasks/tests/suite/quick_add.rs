//! The quick-add line, beyond the table of cases: where words count, spans, refused chips, other clocks and customs.

use docket_tasks::list::COLORS;
use docket_tasks::quick_add::{Context, DateOrder, Locale, Parsed, SpanKind, parse};
use docket_tasks::{List, ListId, ListRef, Priority, Source};
use jiff::Zoned;
use jiff::civil::Weekday;

use crate::desk::now;

mod page;
mod properties;
mod repeats;

/// `title | due | the rest` of a line at `now`.
fn read_at(text: &str, now: &Zoned) -> String {
    let draft = parse(text, &Context::new(now, &[])).draft;
    let due = draft.due.map(|due| due.to_string()).unwrap_or_default();
    let marks = draft.list.map(|list| format!("#{list}")).into_iter();
    let marks = marks.chain(draft.labels.iter().map(|label| format!("@{label}")));
    let marks = marks.chain(draft.priority.map(|priority| format!("p{}", u8::from(priority))));
    format!("{} | {due} | {}", draft.title, marks.collect::<Vec<_>>().join(" "))
}

fn check(cases: &[(&str, &str)]) {
    let now = now();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, want)| {
            let got = read_at(text, &now);
            let got = got.trim_end_matches([' ', '|']);
            (got != *want).then(|| format!("{text:?}\n  want {want}\n  got  {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn parsed(text: &str) -> Parsed {
    parse(text, &Context::new(&now(), &[]))
}

fn list(name: &str) -> List {
    List {
        id: ListId::new(now().timestamp()),
        name: name.to_owned(),
        color: COLORS[0].to_owned(),
        position: 1.0,
        revision: 1,
    }
}

#[test]
fn dates_in_all_their_forms() {
    check(&[
        ("Ship the day after tomorrow", "Ship | 2026-11-23"),
        ("Call tmr", "Call | 2026-11-22"),
        ("Call this saturday", "Call | 2026-11-21"),
        ("Call next sunday", "Call | 2026-11-29"),
        ("Call in a week", "Call | 2026-11-28"),
        ("Call in two weeks", "Call | 2026-12-05"),
        ("Call in 3d", "Call | 2026-11-24"),
        ("Call +2w", "Call | 2026-12-05"),
        ("Call 3 days from now", "Call | 2026-11-24"),
        ("Call by the end of the month", "Call | 2026-11-30"),
        ("Call end of year", "Call | 2026-12-31"),
        ("Call the 27th of january", "Call | 2027-01-27"),
        ("Call on january 27th, 2028", "Call | 2028-01-27"),
        ("Call Fri 27 Nov", "Call | 2026-11-27"),
        ("Call Friday, Nov 27", "Call | 2026-11-27"),
        ("Call friday the 27th", "Call | 2026-11-27"),
        ("Call 27/1/27", "Call | 2027-01-27"),
        ("Call 2027/01/27", "Call | 2027-01-27"),
        ("Call 2027-01-27 18:00", "Call | 2027-01-27T18:00"),
        ("Call 2027-01-27T18:00", "Call | 2027-01-27T18:00"),
        ("Call jan. 27", "Call | 2027-01-27"),
        ("Call today", "Call | 2026-11-21"),
        ("Call 24.12.", "Call | 2026-12-24"),
        ("Call on 24.12., then rest", "Call on 24.12., then rest"),
        ("24.12. Call", "Call | 2026-12-24"),
        ("Upgrade to 01.02.", "Upgrade to 01.02."),
        ("Call nov 21", "Call | 2026-11-21"),
        ("Call nov 20", "Call | 2027-11-20"),
        ("Call for friday", "Call | 2026-11-27"),
        ("Call sun 5pm", "Call | 2026-11-22T17:00"),
        ("Call on sun", "Call | 2026-11-22"),
    ]);
}

#[test]
fn times_in_all_their_forms() {
    check(&[
        ("Call 9am", "Call | 2026-11-22T09:00"),
        ("Call 10:00", "Call | 2026-11-22T10:00"),
        ("Call 10:01", "Call | 2026-11-21T10:01"),
        ("Call today 9am", "Call | 2026-11-21T09:00"),
        ("Call 12am", "Call | 2026-11-22T00:00"),
        ("Call at 7:30 p.m.", "Call | 2026-11-21T19:30"),
        ("Call tomorrow, 5pm", "Call | 2026-11-22T17:00"),
        ("Call 5pm tomorrow", "Call | 2026-11-22T17:00"),
        ("Call tomorrow 9:30", "Call | 2026-11-22T09:30"),
        ("Call @ 7pm", "Call | 2026-11-21T19:00"),
        ("Call @3pm", "Call | 2026-11-21T15:00"),
        ("Call tomorrow @14:30 @phone", "Call | 2026-11-22T14:30 | @phone"),
        ("Call @today @7 @25:00", "Call |  | @today @7 @25:00"),
        ("Call @ 7", "Call | 2026-11-22T07:00"),
        ("Call tomorrow @ 7", "Call | 2026-11-22T07:00"),
        ("Call this evening", "Call | 2026-11-21T19:00"),
        ("Call tonight 8pm", "Call | 2026-11-21T20:00"),
        ("Call at night", "Call | 2026-11-21T22:00"),
        ("Call monday morning", "Call | 2026-11-23T09:00"),
        ("Call in 1h 30m", "Call | 2026-11-21T11:30"),
        ("Call in half an hour", "Call | 2026-11-21T10:30"),
        ("Call in 2 days 3 hours", "Call | 2026-11-23T13:00"),
        ("5pm call the 3pm people tomorrow", "call the 3pm people | 2026-11-22T17:00"),
        ("Call Anna tomorrow about the 3pm slot at 5pm", "Call Anna about the 3pm slot | 2026-11-22T17:00"),
    ]);
}

#[test]
fn a_part_of_the_day_says_which_half_an_hour_is_in() {
    check(&[
        ("Gym tonight at 8", "Gym | 2026-11-21T20:00"),
        ("Gym at 8 tonight", "Gym | 2026-11-21T20:00"),
        ("Gym tonight 10:30", "Gym | 2026-11-21T22:30"),
        ("tonight watch the game at 8", "watch the game | 2026-11-21T20:00"),
        ("Nap this afternoon at 3", "Nap | 2026-11-21T15:00"),
        ("Lunch this afternoon at 12", "Lunch | 2026-11-21T12:00"),
        ("Gym tomorrow evening at 8", "Gym | 2026-11-22T20:00"),
        ("Gym tomorrow evening, at 8", "Gym | 2026-11-22T20:00"),
        ("Gym at 8 tomorrow evening", "Gym | 2026-11-22T20:00"),
        ("tomorrow evening at 8 call mum", "call mum | 2026-11-22T20:00"),
        ("tomorrow evening call mum at 8", "call mum | 2026-11-22T20:00"),
        ("Gym tomorrow 8 in the evening", "Gym | 2026-11-22T20:00"),
        ("Gym tomorrow morning at 10", "Gym | 2026-11-22T10:00"),
        ("Gym tomorrow morning at 3", "Gym | 2026-11-22T03:00"),
        ("Gym friday night at 11", "Gym | 2026-11-27T23:00"),
        ("Gym friday night at 12", "Gym | 2026-11-28T00:00"),
        ("Gym friday night at 2", "Gym | 2026-11-28T02:00"),
        ("Gym tonight at midnight", "Gym | 2026-11-22T00:00"),
        ("Call at 7 in the evening", "Call | 2026-11-21T19:00"),
        ("Call 7:30 in the evening", "Call | 2026-11-21T19:30"),
        ("Call in the evening at 7", "Call | 2026-11-21T19:00"),
        ("Call today at 3 in the afternoon", "Call | 2026-11-21T15:00"),
        ("Call at 10 at night", "Call | 2026-11-21T22:00"),
    ]);
    let spans: Vec<_> = parsed("Gym tomorrow evening at 8").spans.iter().map(|span| span.kind).collect();
    assert_eq!(spans, [SpanKind::Due, SpanKind::Time, SpanKind::Time]);
    let late: Zoned = "2026-11-22T00:30[Europe/Berlin]".parse().unwrap();
    assert_eq!(read_at("Look tonight at 2", &late), "Look | 2026-11-22T02:00 | ");
    assert_eq!(read_at("Look tonight", &late), "Look | 2026-11-22T21:00 | ");
}

#[test]
fn a_time_that_is_clear_beats_the_part_of_the_day() {
    check(&[
        ("Gym tomorrow evening 8pm", "Gym | 2026-11-22T20:00"),
        ("Gym tomorrow evening at 18:30", "Gym | 2026-11-22T18:30"),
        ("Gym tomorrow morning at 08:15", "Gym | 2026-11-22T08:15"),
        ("Gym tonight at 20", "Gym | 2026-11-21T20:00"),
        ("tomorrow evening dinner 8pm", "dinner | 2026-11-22T20:00"),
        // No time of a morning, and not beside it: something of the title.
        ("tomorrow morning call about 3pm", "call about 3pm | 2026-11-22T09:00"),
        ("Prepare 11:00 call tonight", "Prepare 11:00 call | 2026-11-21T21:00"),
        ("Take 2 in the morning", "Take 2 | 2026-11-22T09:00"),
    ]);
}

#[test]
fn an_hour_without_half_or_part_is_of_the_day_and_not_of_the_night() {
    check(&[
        ("Call at 1", "Call | 2026-11-21T13:00"),
        ("Call tomorrow at 3", "Call | 2026-11-22T15:00"),
        ("Call tomorrow at 3:30", "Call | 2026-11-22T15:30"),
        ("Call tomorrow at 03:30", "Call | 2026-11-22T03:30"),
        ("Call tomorrow at 6", "Call | 2026-11-22T18:00"),
        ("Call tomorrow at 7", "Call | 2026-11-22T07:00"),
        ("Call tomorrow at 12", "Call | 2026-11-22T12:00"),
        ("Call tomorrow at 0", "Call | 2026-11-22T00:00"),
    ]);
}

#[test]
fn what_only_looks_like_a_date_stays_in_the_title() {
    check(&[
        ("Friday Night Lights", "Friday Night Lights"),
        ("Watch Friday Night Lights tomorrow", "Watch Friday Night Lights | 2026-11-22"),
        ("Look at 5 houses", "Look at 5 houses"),
        ("Call Tom", "Call Tom"),
        ("Sit in the sun", "Sit in the sun"),
        ("The cat sat", "The cat sat"),
        ("Take morning walk", "Take morning walk"),
        ("Buy 24/7", "Buy 24/7"),
        ("Upgrade to 1.4", "Upgrade to 1.4"),
        ("Move the call to tomorrow 5pm", "Move the call to tomorrow 5pm"),
        ("Stay until friday", "Stay until friday"),
        ("The monday meeting", "The monday meeting"),
        ("Work mon and tue", "Work mon and tue"),
        ("Open mon - fri", "Open mon - fri"),
        ("Call friday 31/02 5pm", "Call friday 31/02 5pm"),
        ("Call in 3D", "Call in 3D"),
        ("Call in 99999 days", "Call in 99999 days"),
        ("Call in 9999 years", "Call in 9999 years"),
        ("Call jan 27 1972", "Call 1972 | 2027-01-27"),
        ("Call 27/1/72", "Call 27/1/72"),
        ("Call 13pm", "Call 13pm"),
        ("Call ５pm", "Call ５pm"),
        ("Read https://example.com/2027-01-27 today", "Read https://example.com/2027-01-27 | 2026-11-21"),
        ("Ship v1.1.1", "Ship v1.1.1"),
        ("tomorrow's paper", "tomorrow's paper"),
    ]);
}

#[test]
fn markers() {
    check(&[
        ("Rake +Garden", "Rake |  | #Garden"),
        ("Rake #Garden #Home", "Rake #Home |  | #Garden"),
        ("Rake #Garden, then mow", "Rake, then mow |  | #Garden"),
        ("Rake #\"My garden\", then mow", "Rake, then mow |  | #My garden"),
        ("Rake #'My garden", "Rake garden |  | #'My"),
        ("Rake @out @Out @“very far”", "Rake |  | @out @very far"),
        ("Call @ store", "Call @ store"),
        ("Call +49 171", "Call +49 171"),
        ("Add +1", "Add +1"),
        ("Rake ## #! @@", "Rake ## #! @@"),
        ("\\#134 and \\+me", "#134 and +me"),
        ("P2 rake", "rake |  | p2"),
        ("#Work", "#Work"),
        ("#Work p1", "p1 |  | #Work"),
        ("p1 tomorrow", "tomorrow |  | p1"),
        ("tomorrow 5pm #Work", "tomorrow 5pm |  | #Work"),
        ("Read 'next friday' on monday", "Read 'next friday' | 2026-11-23"),
        ("Don't call tomorrow, it's Tom's day", "Don't call, it's Tom's day | 2026-11-22"),
        ("\"A\" and \"B\" tomorrow", "\"A\" and \"B\" | 2026-11-22"),
        ("\"tomorrow\"", "tomorrow"),
        ("(call tomorrow)", "(call) | 2026-11-22"),
        ("Call tomorrow!", "Call! | 2026-11-22"),
    ]);
    let long = "x".repeat(101);
    check(&[(&format!("Rake #{long}"), &format!("Rake #{long}"))]);
}

#[test]
fn nothing_in_nothing_out() {
    for text in ["", " ", "\n\t", "\u{3000}"] {
        assert_eq!(parsed(text), Parsed::default(), "{text:?}");
    }
}

#[test]
fn a_pasted_book_is_a_title_and_takes_no_time() {
    let book = "'tomorrow \"p1 #x ".repeat(20_000);
    let Parsed { draft, spans } = parsed(&book);
    assert_eq!((draft.due, draft.priority, spans), (None, None, Vec::new()));
    assert_eq!(draft.title, book.trim());
}

#[test]
fn a_list_takes_the_spelling_that_exists() {
    let (now, lists) = (now(), [list("Home"), list("Garden work")]);
    let context = Context::new(&now, &lists);
    for (text, spelled) in
        [("a #home", "Home"), ("a +\"GARDEN WORK\"", "Garden work"), ("a #inbox", "Inbox"), ("a #Shop", "Shop")]
    {
        assert_eq!(parse(text, &context).draft.list.as_deref(), Some(spelled));
    }
}

#[test]
fn spans_say_which_words_were_understood() {
    let text = "  Büro 🎉 call mum on tuesday at 3pm, #Home @phone p1";
    let spans: Vec<(usize, usize, SpanKind, String)> =
        parsed(text).text_spans(text).into_iter().map(|span| (span.start, span.end, span.kind, span.text)).collect();
    let want = [
        (19, 29, SpanKind::Due, "on tuesday"),
        (30, 36, SpanKind::Time, "at 3pm"),
        (38, 43, SpanKind::List, "#Home"),
        (44, 50, SpanKind::Label, "@phone"),
        (51, 53, SpanKind::Priority, "p1"),
    ];
    assert_eq!(spans, want.map(|(start, end, kind, text)| (start, end, kind, text.to_owned())));
}

#[test]
fn a_refused_chip_is_text() {
    let text = "Call mum tomorrow 5pm #Home p1";
    let now = now();
    let refuse = |refused: &str| {
        let start = text.find(refused).unwrap();
        let range = start..start + refused.len();
        parse(text, &Context { ignore: std::slice::from_ref(&range), ..Context::new(&now, &[]) }).draft
    };
    let draft = refuse("tomorrow");
    assert_eq!(
        (draft.title.as_str(), draft.due.unwrap().to_string().as_str()),
        ("Call mum tomorrow", "2026-11-21T17:00")
    );
    let draft = refuse("#Home");
    assert_eq!((draft.title.as_str(), draft.list), ("Call mum #Home", None));
    let draft = refuse("p1");
    assert_eq!((draft.title.as_str(), draft.priority), ("Call mum p1", None));
    let draft = refuse(text);
    assert_eq!((draft.title.as_str(), draft.due), (text, None));
}

#[test]
fn customs_decide_what_is_the_month_and_when_a_week_begins() {
    let now = now();
    let locale = Locale { date_order: DateOrder::DayMonth, week_start: Weekday::Sunday, ..Locale::default() };
    let due = |text: &str, locale: Locale| {
        parse(text, &Context { locale, ..Context::new(&now, &[]) }).draft.due.unwrap().to_string()
    };
    assert_eq!(due("a 3/4", Locale::default()), "2027-03-04");
    assert_eq!(due("a 3/4", locale), "2027-04-03");
    assert_eq!(due("a 1/27", locale), "2027-01-27");
    assert_eq!(due("a next week", Locale::default()), "2026-11-23");
    assert_eq!(due("a next week", locale), "2026-11-22");
}

#[test]
fn every_weekday_is_the_coming_one_from_every_weekday() {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    for day in 16..=22 {
        let now: Zoned = format!("2026-11-{day}T10:00[Europe/Berlin]").parse().unwrap();
        for name in names {
            let due = parse(&format!("a {name}"), &Context::new(&now, &[])).draft.due.unwrap().date();
            let days = (due - now.date()).get_days();
            assert!((1..=7).contains(&days), "{name} from {now}: {due}");
            assert_eq!(due.strftime("%A").to_string().to_lowercase(), name);
        }
    }
}

#[test]
fn clock_changes_do_not_move_what_was_said() {
    // Clocks go forward on 28 March 2027 at 2:00, and back on 31 October 2027 at 3:00.
    let before_spring: Zoned = "2027-03-27T10:00[Europe/Berlin]".parse().unwrap();
    assert_eq!(read_at("a tomorrow 2:30am", &before_spring), "a | 2027-03-28T02:30 | ");
    let spring: Zoned = "2027-03-28T01:30[Europe/Berlin]".parse().unwrap();
    assert_eq!(read_at("a in 1 hour", &spring), "a | 2027-03-28T03:30 | ");
    assert_eq!(read_at("a in 1 day", &spring), "a | 2027-03-29 | ");
    let autumn: Zoned = "2027-10-31T01:30+02:00[Europe/Berlin]".parse().unwrap();
    // The second 2:30 of that night has a name of its own in UTC only.
    assert_eq!(read_at("a in 2 hours", &autumn), "a | 2027-10-31T01:30 | ");
    assert_eq!(read_at("a in 3 hours", &autumn), "a | 2027-10-31T03:30 | ");
}

#[test]
fn so_much_later_is_counted_from_this_very_moment() {
    // Clocks go back at 3:00 on 25 October 2026: 2:30 comes twice.
    let second: Zoned = "2026-10-25T02:30+01:00[Europe/Berlin]".parse().unwrap();
    assert_eq!(read_at("a in 30 minutes", &second), "a | 2026-10-25T03:00 | ");
    assert_eq!(read_at("a in 2 hours", &second), "a | 2026-10-25T04:30 | ");
    for now in ["02:15+02:00", "02:45+02:00", "02:05+01:00", "02:30+01:00", "01:50+02:00"] {
        let now: Zoned = format!("2026-10-25T{now}[Europe/Berlin]").parse().unwrap();
        for minutes in [5, 30, 60, 90] {
            let due = parse(&format!("a in {minutes} minutes"), &Context::new(&now, &[])).draft.due.unwrap();
            let later = due.deadline(&now).unwrap() - now.timestamp();
            assert_eq!(later.total(jiff::Unit::Minute).unwrap(), f64::from(minutes), "{minutes} minutes after {now}");
            let seen = due.seen_from(&now).to_string();
            let there = now.checked_add(jiff::SignedDuration::from_mins(minutes.into())).unwrap();
            assert_eq!(seen, there.strftime("%Y-%m-%dT%H:%M").to_string());
        }
    }
    let short_of_spring: Zoned = "2027-03-27T02:30[Europe/Berlin]".parse().unwrap();
    assert_eq!(read_at("a in 1 day 30 minutes", &short_of_spring), "a | 2027-03-28T04:00 | ");
}

#[test]
fn dates_before_the_ides_of_years_and_months() {
    let silvester: Zoned = "2026-12-31T23:59[Europe/Berlin]".parse().unwrap();
    assert_eq!(read_at("a tomorrow", &silvester), "a | 2027-01-01 | ");
    assert_eq!(read_at("a next month", &silvester), "a | 2027-01-01 | ");
    assert_eq!(read_at("a in 2 minutes", &silvester), "a | 2027-01-01T00:01 | ");
    assert_eq!(read_at("a end of month", &silvester), "a | 2026-12-31 | ");
    assert_eq!(read_at("a tonight", &silvester), "a | 2026-12-31 | ");
    let january: Zoned = "2027-01-31T10:00[Europe/Berlin]".parse().unwrap();
    assert_eq!(read_at("a in 1 month", &january), "a | 2027-02-28 | ");
    assert_eq!(read_at("a 31st", &january), "a | 2027-01-31 | ");
    let the_end: Zoned = "9999-12-30T10:00[UTC]".parse().unwrap();
    assert_eq!(read_at("a in 3 days", &the_end), "a in 3 days |  | ");
}

#[test]
fn a_zone_without_a_name_is_kept_as_utc() {
    let now: Zoned = "2026-11-21T10:00+01:30[+01:30]".parse().unwrap();
    let due = parse("a 5pm", &Context::new(&now, &[])).draft.due.unwrap().to_parts();
    assert_eq!((due.due.as_deref(), due.due_zone.as_deref()), (Some("2026-11-21T15:30"), Some("UTC")));
    let nowhere = jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::unknown());
    let due = parse("a 5pm", &Context::new(&nowhere, &[])).draft.due.unwrap().to_parts();
    assert_eq!((due.due.as_deref(), due.due_zone.as_deref()), (Some("1970-01-01T17:00"), Some("UTC")));
}

#[test]
fn a_draft_says_what_was_understood() {
    let now = now();
    let lists = [list("Home")];
    let said = |text: &str| parse(text, &Context::new(&now, &lists)).draft.understood(&now);
    assert_eq!(said("buy groceries tomorrow 5pm #home p1"), "Sun 22 Nov, 17:00 · Home · P1");
    assert_eq!(said("rent jan 27 9am @bills p4"), "Wed 27 Jan 2027, 9:00 · @bills");
    assert_eq!(said("buy groceries"), "");
}

#[test]
fn a_draft_in_json_has_all_its_fields() {
    let got = serde_json::to_value(parsed("Rake tomorrow 5pm #Garden @out p2").draft).unwrap();
    let want = serde_json::json!({
        "title": "Rake", "due": "2026-11-22T17:00", "due_zone": "Europe/Berlin", "rrule": null, "repeat_from": null,
        "priority": 2, "labels": ["out"], "list": "Garden", "duration_min": null, "reminders": [],
    });
    assert_eq!(got, want);
    let got = serde_json::to_value(parsed("Rake").draft).unwrap();
    assert_eq!((&got["due"], &got["due_zone"], &got["list"]), (&want["rrule"], &want["rrule"], &want["rrule"]));
}

#[test]
fn a_draft_becomes_a_new_task() {
    let task = parsed("Rake tomorrow #Garden @out p2").draft.into_new_task(Source::QuickAdd);
    assert_eq!((task.title.as_str(), task.priority, task.source), ("Rake", Priority::P2, Source::QuickAdd));
    assert_eq!((task.list, task.labels), (Some(ListRef::Name("Garden".to_owned())), vec!["out".to_owned()]));
    assert_eq!(task.due.unwrap().to_string(), "2026-11-22");
}
