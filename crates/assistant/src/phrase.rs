//! Dates and titles as the chat says them.

use jiff::Zoned;
use jiff::civil::Date;

use crate::tools::DueView;

/// `Sunday 22 November`, with the year where it is not this one.
pub(crate) fn day(date: Date, now: &Zoned) -> String {
    let pattern = if date.year() == now.year() { "%A %-d %B" } else { "%A %-d %B %Y" };
    date.strftime(pattern).to_string()
}

/// `Sunday 22 November at 17:00`; with the zone where it is not the user's.
pub(crate) fn due(due: &DueView, now: &Zoned) -> String {
    let Ok(date) = due.date.parse::<Date>() else { return due.date.clone() };
    let mut text = day(date, now);
    if let Some(time) = &due.time {
        text.push_str(" at ");
        text.push_str(time);
    }
    if let Some(zone) = due.zone.as_deref().filter(|_| !is_here(due, now)) {
        text.push_str(&format!(" ({})", zone.replace('_', " ")));
    }
    text
}

/// `Sun 22 Nov, 17:00`, with the year where it is not this one and the zone where it is not the user's.
pub(crate) fn short_due(due: &DueView, now: &Zoned) -> String {
    let Ok(date) = due.date.parse::<Date>() else { return due.date.clone() };
    let pattern = if date.year() == now.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    let day = date.strftime(pattern).to_string();
    let zone = due.zone.as_deref().filter(|_| !is_here(due, now)).map(|zone| format!(" ({})", zone.replace('_', " ")));
    match &due.time {
        Some(time) => format!("{day}, {time}{}", zone.unwrap_or_default()),
        None => day,
    }
}

/// With its first letter large.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Whether the time is one of the user's zone; a day is.
pub(crate) fn is_here(due: &DueView, now: &Zoned) -> bool {
    due.zone.as_deref().is_none_or(|zone| Some(zone) == now.time_zone().iana_name())
}

/// A title in bold, every mark in it taken literally.
pub(crate) fn bold(title: &str) -> String {
    format!("**{}**", escape(title))
}

/// Text that Markdown shows as it is: nothing in it becomes a link, an image, a heading or HTML. Bare addresses stay readable and are
/// not made links of, since a task may come from somebody else.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let literal = match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '$' | '&' | '@' | '!' => true,
            // `https:` begins an address; `there are: two` does not.
            ':' => before.is_ascii_alphabetic() && letters.peek().is_some_and(|next| !next.is_whitespace()),
            // `www.` is made a link of too, and a number with a full stop a list.
            '.' => before == 'w' || before == 'W' || before.is_ascii_digit(),
            '#' | '-' | '+' | '=' | ')' => escaped.is_empty() || before.is_ascii_digit(),
            _ => false,
        };
        if literal {
            escaped.push('\\');
        }
        escaped.push(if letter.is_control() { ' ' } else { letter });
        before = letter;
    }
    escaped
}

/// `one task`, `3 tasks`.
pub(crate) fn tasks(count: usize) -> String {
    if count == 1 { "one task".to_owned() } else { format!("{count} tasks") }
}

/// At most `limit` characters, the last of them an ellipsis where something was left out.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.chars().count() <= limit {
        return tidy;
    }
    let cut: String = tidy.chars().take(limit.saturating_sub(1)).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    // A single long word is cut inside rather than dropped.
    let kept = if whole_words.chars().count() * 2 < limit { cut.as_str() } else { whole_words };
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Zoned {
        "2026-11-21T10:00[Europe/Berlin]".parse().expect("a moment")
    }

    fn view(date: &str, time: Option<&str>, zone: Option<&str>) -> DueView {
        DueView { date: date.into(), weekday: String::new(), time: time.map(Into::into), zone: zone.map(Into::into) }
    }

    #[test]
    fn a_due_is_said_with_weekday_and_date() {
        for (due_view, said) in [
            (view("2026-11-22", None, None), "Sunday 22 November"),
            (view("2026-11-22", Some("17:00"), Some("Europe/Berlin")), "Sunday 22 November at 17:00"),
            (
                view("2026-11-22", Some("17:00"), Some("America/New_York")),
                "Sunday 22 November at 17:00 (America/New York)",
            ),
            (view("2027-01-05", None, None), "Tuesday 5 January 2027"),
        ] {
            assert_eq!(due(&due_view, &now()), said);
        }
    }

    #[test]
    fn a_title_is_shown_as_it_is() {
        for (title, escaped) in [
            ("Buy milk", "Buy milk"),
            ("Café – 5 € (2 kg)", "Café – 5 € (2 kg)"),
            ("*bold* `code` _em_", r"\*bold\* \`code\` \_em\_"),
            ("![x](https://evil.example/a)", r"\!\[x\](https\://evil.example/a)"),
            ("<img src=x>", r"\<img src=x\>"),
            ("www.evil.example", r"www\.evil.example"),
            ("mail a@b.example", r"mail a\@b.example"),
            ("# not a heading", r"\# not a heading"),
            ("1. not a list", r"1\. not a list"),
            ("two\nlines", "two lines"),
        ] {
            assert_eq!(escape(title), escaped, "{title}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(shortened("buy  milk\n", 20), "buy milk");
        assert_eq!(shortened("buy milk and some bread", 16), "buy milk and…");
        assert_eq!(shortened(&"x".repeat(30), 10), format!("{}…", "x".repeat(9)));
    }
}
