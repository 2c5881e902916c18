//! Where a window may go: nowhere but its own origin. What a page wants opened elsewhere goes through the host route.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tauri::Url;

/// A page that has no session may ask for a new ticket at most this often (contract section 3.1).
const RENEWAL_INTERVAL: Duration = Duration::from_secs(2);

/// What becomes of a navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Navigation {
    /// Our own page: go ahead.
    Allow,
    /// A page without a session asks for a new ticket; the navigation itself does not happen.
    Renew,
    /// Anything else.
    Refuse,
}

/// What becomes of a navigation to `target` in a window whose pages come from `origin` (an address with a port, nothing after it).
///
/// WebKitGTK asks for frames too. Our pages have none (`default-src 'none'`), and a foreign frame is refused here like a foreign page.
pub(crate) fn decide(origin: &Url, target: &Url) -> Navigation {
    let ours = target.scheme() == origin.scheme()
        && target.host() == origin.host()
        && target.port() == origin.port()
        && target.username().is_empty()
        && target.password().is_none();
    match (ours, target.path()) {
        (false, _) => Navigation::Refuse,
        (true, "/renew") if target.query().is_none() && target.fragment().is_none() => Navigation::Renew,
        (true, _) => Navigation::Allow,
    }
}

/// When each window last got a new ticket, so that a page that fails at once cannot spin.
#[derive(Debug, Default)]
pub(crate) struct Renewals {
    next: HashMap<String, Instant>,
}

impl Renewals {
    /// How long to wait before the window `label` gets its new ticket; `None` when one is already on its way.
    pub(crate) fn ask(&mut self, label: &str, now: Instant) -> Option<Duration> {
        let earliest = self.next.get(label).copied().unwrap_or(now);
        if earliest > now + RENEWAL_INTERVAL {
            return None;
        }
        let wait = earliest.saturating_duration_since(now);
        let again = if wait.is_zero() { now + RENEWAL_INTERVAL } else { earliest + RENEWAL_INTERVAL };
        self.next.insert(label.to_owned(), again);
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_stays_at_home() {
        let origin = Url::parse("http://127.0.0.1:4321").unwrap();
        let cases = [
            ("http://127.0.0.1:4321/", Navigation::Allow),
            ("http://127.0.0.1:4321/#ticket=abc", Navigation::Allow),
            ("http://127.0.0.1:4321/quick-add.html", Navigation::Allow),
            ("http://127.0.0.1:4321/renew", Navigation::Renew),
            ("http://127.0.0.1:4321/renew/", Navigation::Allow),
            ("http://127.0.0.1:4321/renew?next=/", Navigation::Allow),
            ("http://127.0.0.1:4321/renew#here", Navigation::Allow),
            ("http://127.0.0.1:4322/", Navigation::Refuse),
            ("http://127.0.0.1/", Navigation::Refuse),
            ("https://127.0.0.1:4321/", Navigation::Refuse),
            ("http://localhost:4321/", Navigation::Refuse),
            ("http://127.0.0.1:4321@example.com/", Navigation::Refuse),
            ("http://me:secret@127.0.0.1:4321/", Navigation::Refuse),
            ("https://example.com/", Navigation::Refuse),
            ("mailto:someone@example.com", Navigation::Refuse),
            ("file:///etc/passwd", Navigation::Refuse),
            ("javascript:alert(1)", Navigation::Refuse),
            ("data:text/html,hello", Navigation::Refuse),
            ("about:blank", Navigation::Refuse),
            ("tauri://localhost/", Navigation::Refuse),
        ];
        for (target, expected) in cases {
            assert_eq!(decide(&origin, &Url::parse(target).unwrap()), expected, "{target}");
        }
    }

    #[test]
    fn a_ticket_is_renewed_at_most_once_in_two_seconds_and_never_forgotten() {
        let mut renewals = Renewals::default();
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        assert_eq!(renewals.ask("main", at(0)), Some(Duration::ZERO));
        assert_eq!(renewals.ask("main", at(500)), Some(Duration::from_millis(1500)), "the second waits for its time");
        assert_eq!(renewals.ask("main", at(600)), None, "and is then on its way");
        assert_eq!(renewals.ask("quick-add", at(600)), Some(Duration::ZERO), "another window is not concerned");
        assert_eq!(renewals.ask("main", at(2500)), Some(Duration::from_millis(1500)));
        assert_eq!(renewals.ask("main", at(9000)), Some(Duration::ZERO));
    }
}
