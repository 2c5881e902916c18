//! What only a desktop can do.

use std::sync::{Arc, Mutex};

use docket_server::{Can, Host, HostError};
use serde_json::json;
use support::in_process::{Page, start, start_with};

use super::{ok, refused};

/// A desktop that notes what it was asked to do.
#[derive(Default)]
struct Desktop {
    asked: Mutex<Vec<String>>,
    broken: Broken,
}

#[derive(Default)]
enum Broken {
    #[default]
    No,
    Yes,
}

impl Desktop {
    fn note(&self, what: &str) -> Result<(), HostError> {
        self.asked.lock().unwrap().push(what.to_owned());
        Ok(())
    }
}

impl Host for Desktop {
    fn can(&self) -> Can {
        Can { quick_add: true, open_link: true, hot_key: false }
    }

    fn show_quick_add(&self) -> Result<(), HostError> {
        self.note("show quick add")
    }

    fn hide_quick_add(&self) -> Result<(), HostError> {
        Err(HostError("the window at /secret/path is gone".to_owned()))
    }

    fn quick_add_shown(&self) {
        self.note("shown").unwrap();
    }

    fn open_link(&self, url: &str) -> Result<(), HostError> {
        self.note(url)
    }

    fn show_window(&self) -> Result<(), HostError> {
        match self.broken {
            Broken::No => self.note("show window"),
            Broken::Yes => panic!("a desktop at /secret/path that panics"),
        }
    }
}

#[tokio::test]
async fn a_desktop_does_what_the_page_asks_and_nothing_else() {
    let desktop = Arc::new(Desktop::default());
    let host: Arc<dyn Host> = Arc::clone(&desktop) as Arc<dyn Host>;
    let server = start_with(|options| options.host = Some(host)).await;
    let page = Page::open(&server).await;
    let app = ok(&page.get("/api/v1/app").await);
    assert_eq!((&app["host"], &app["can"]["quick_add"]), (&json!("desktop"), &json!(true)));
    for target in ["quick-add/show", "quick-add/shown", "window/show"] {
        assert_eq!(page.bare("POST", &format!("/api/desktop/{target}")).await.status, 204, "{target}");
    }
    let link = async |url: &str| page.send("POST", "/api/desktop/open-link", &json!({ "url": url })).await;
    assert_eq!(link("https://example.org/a").await.status, 204);
    for url in ["file:///etc/passwd", "http://example.org", "javascript:alert(1)", "https://user@example.org"] {
        assert_eq!(refused(&link(url).await), (422, "INVALID".to_owned(), json!(["url"])), "{url}");
    }
    assert_eq!(*desktop.asked.lock().unwrap(), ["show quick add", "shown", "show window", "https://example.org/a"]);
    let failed = page.bare("POST", "/api/desktop/quick-add/hide").await;
    assert_eq!((failed.status, failed.code().as_str()), (503, "DESKTOP_FAILED"));
    assert!(!String::from_utf8_lossy(&failed.body).contains("/secret"), "no path in an answer");
}

#[tokio::test]
async fn a_panic_is_a_counted_500_that_says_nothing_and_costs_nobody_else() {
    let host: Arc<dyn Host> = Arc::new(Desktop { broken: Broken::Yes, ..Desktop::default() });
    let server = start_with(|options| options.host = Some(host)).await;
    let page = Page::open(&server).await;
    let answer = page.bare("POST", "/api/desktop/window/show").await;
    assert_eq!((answer.status, answer.code().as_str(), server.panics()), (500, "INTERNAL", 1));
    assert!(!String::from_utf8_lossy(&answer.body).contains("secret"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(page.get("/api/v1/app").await.status, 200);
}

#[tokio::test]
async fn without_a_desktop_its_routes_say_so() {
    let server = start().await;
    let page = Page::open(&server).await;
    for target in ["quick-add/show", "quick-add/hide", "quick-add/shown", "window/show"] {
        let answer = page.bare("POST", &format!("/api/desktop/{target}")).await;
        assert_eq!((answer.status, answer.code().as_str()), (501, "NO_DESKTOP"), "{target}");
    }
    let link = page.send("POST", "/api/desktop/open-link", &json!({ "url": "https://example.org" })).await;
    assert_eq!((link.status, link.code().as_str()), (501, "NO_DESKTOP"));
}
