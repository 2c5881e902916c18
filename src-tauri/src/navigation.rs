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

/// Where OpenAI's chat element has its own frame from.
const OPENAI_FRAME: &str = "https://cdn.platform.openai.com";

/// What becomes of a navigation to `target` in a window whose pages come from `origin` (an address with a port, nothing after it).
///
/// WebKitGTK asks for frames too, and does not say which is one. Our pages have none (`default-src 'none'`), but for OpenAI's element
/// while its owner has switched it on: `frame` is then the origin of the page that holds it.
pub(crate) fn decide(origin: &Url, frame: Option<&Url>, target: &Url) -> Navigation {
    let is_framed = frame.is_some_and(|frame| {
        is_of(frame, target) || Url::parse(OPENAI_FRAME).is_ok_and(|openai| is_of(&openai, target))
    });
    match (is_of(origin, target), target.path()) {
        (false, _) if is_framed => Navigation::Allow,
        (false, _) => Navigation::Refuse,
        (true, "/renew") if target.query().is_none() && target.fragment().is_none() => Navigation::Renew,
        (true, _) => Navigation::Allow,
    }
}

/// Whether `target` is an address of `origin`, without a name or a password in it.
fn is_of(origin: &Url, target: &Url) -> bool {
    target.scheme() == origin.scheme()
        && target.host() == origin.host()
        && target.port() == origin.port()
        && target.username().is_empty()
        && target.password().is_none()
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
            assert_eq!(decide(&origin, None, &Url::parse(target).unwrap()), expected, "{target}");
        }
    }

    #[test]
    fn a_frame_for_openais_element_is_let_in_while_it_is_on() {
        let origin = Url::parse("http://127.0.0.1:4321").unwrap();
        let frame = Url::parse("http://127.0.0.1:4322").unwrap();
        let cases = [
            ("http://127.0.0.1:4322/", Navigation::Allow),
            ("https://cdn.platform.openai.com/deployments/chatkit/index.html", Navigation::Allow),
            ("https://cdn.platform.openai.com.example.org/", Navigation::Refuse),
            ("http://127.0.0.1:4323/", Navigation::Refuse),
            ("http://127.0.0.1:4322@example.com/", Navigation::Refuse),
        ];
        for (target, expected) in cases {
            let target = Url::parse(target).unwrap();
            assert_eq!(decide(&origin, Some(&frame), &target), expected, "{target}");
            assert_eq!(decide(&origin, None, &target), Navigation::Refuse, "{target} while it is off");
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
