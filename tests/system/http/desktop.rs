//! What only a desktop can do.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use docket_server::{
    Added, Can, ChangeError, Chosen, Host, HostError, HotKey, HotKeyState, Preferences, PreferencesPatch,
};
use serde_json::{Value, json};
use support::in_process::{Page, start, start_with};

use super::{ok, refused};

/// A desktop that notes what it was asked to do.
pub(super) struct Desktop {
    asked: Mutex<Vec<String>>,
    broken: Broken,
    preferences: Mutex<Preferences>,
    /// What the person chooses in the next dialog; without an answer there is none to be had.
    choice: Mutex<Option<Option<PathBuf>>>,
}

impl Default for Desktop {
    fn default() -> Self {
        let hotkey = HotKey {
            accelerator: Some("Ctrl+Shift+Space".to_owned()),
            state: HotKeyState::Registered,
            command: "docket-desktop --quick-add".to_owned(),
        };
        Self {
            asked: Mutex::default(),
            broken: Broken::No,
            preferences: Mutex::new(Preferences {
                close_to_tray: true,
                start_at_login: false,
                hotkey,
                quick_add_on_demand: false,
                reminders_paused_until: None,
                tray: true,
                notifications: false,
            }),
            choice: Mutex::default(),
        }
    }
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

    /// What the person is going to choose.
    pub(super) fn will_choose(&self, path: Option<&Path>) {
        *self.choice.lock().unwrap() = Some(path.map(Path::to_owned));
    }

    fn ask(&self, what: &str) -> Chosen {
        self.note(what).unwrap();
        let (answer, chosen) = tokio::sync::oneshot::channel();
        if let Some(choice) = self.choice.lock().unwrap().take() {
            answer.send(choice).unwrap();
        }
        chosen
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

    fn show_chat(&self) -> Result<(), HostError> {
        self.note("show chat")
    }

    fn say_added(&self, Added { title, text, change_sets }: Added) -> Result<(), HostError> {
        self.note(&format!("added {title}: {text}, {} to undo", change_sets.len()))
    }

    fn preferences(&self) -> Preferences {
        self.preferences.lock().unwrap().clone()
    }

    fn change_preferences(&self, patch: PreferencesPatch) -> Result<(), ChangeError> {
        let PreferencesPatch { close_to_tray, start_at_login, hotkey, quick_add_on_demand, reminders_paused_until } =
            patch;
        let mut preferences = self.preferences.lock().unwrap();
        if let Some(hotkey) = hotkey {
            preferences.hotkey.state = match hotkey.as_deref() {
                None => HotKeyState::Off,
                Some("Ctrl+Banana") => return Err(ChangeError::HotKeyInvalid),
                Some("Ctrl+Alt+Delete") => return Err(ChangeError::HotKeyTaken),
                Some("Super+Space") => return Err(ChangeError::HotKeyUnavailable),
                Some(_) => HotKeyState::Registered,
            };
            preferences.hotkey.accelerator = hotkey;
        }
        if start_at_login == Some(true) {
            return Err(HostError("no folder /secret/autostart".to_owned()).into());
        }
        preferences.close_to_tray = close_to_tray.unwrap_or(preferences.close_to_tray);
        preferences.quick_add_on_demand = quick_add_on_demand.unwrap_or(preferences.quick_add_on_demand);
        preferences.reminders_paused_until = reminders_paused_until.unwrap_or(preferences.reminders_paused_until);
        Ok(())
    }

    fn show_data(&self) -> Result<(), HostError> {
        self.note("show data")
    }

    fn choose_target(&self, name: &str) -> Chosen {
        self.ask(&format!("save {name}"))
    }

    fn choose_source(&self) -> Chosen {
        self.ask("open")
    }
}

#[tokio::test]
async fn a_desktop_does_what_the_page_asks_and_nothing_else() {
    let (server, desktop) = on_a_desktop().await;
    let page = Page::open(&server).await;
    let app = ok(&page.get("/api/v1/app").await);
    assert_eq!((&app["host"], &app["can"]["quick_add"]), (&json!("desktop"), &json!(true)));
    for target in ["quick-add/show", "quick-add/shown", "window/show", "show-data"] {
        assert_eq!(page.bare("POST", &format!("/api/desktop/{target}")).await.status, 204, "{target}");
    }
    let link = async |url: &str| page.send("POST", "/api/desktop/open-link", &json!({ "url": url })).await;
    assert_eq!(link("https://example.org/a").await.status, 204);
    for url in ["file:///etc/passwd", "http://example.org", "javascript:alert(1)", "https://user@example.org"] {
        assert_eq!(refused(&link(url).await), (422, "INVALID".to_owned(), json!(["url"])), "{url}");
    }
    assert_eq!(
        *desktop.asked.lock().unwrap(),
        ["show quick add", "shown", "show window", "show data", "https://example.org/a"]
    );
    let failed = page.bare("POST", "/api/desktop/quick-add/hide").await;
    assert_eq!((failed.status, failed.code().as_str()), (503, "DESKTOP_FAILED"));
    assert!(!String::from_utf8_lossy(&failed.body).contains("/secret"), "no path in an answer");
}

#[tokio::test]
async fn the_pages_settings_of_the_desktop_are_the_desktops() {
    let (server, _) = on_a_desktop().await;
    let page = Page::open(&server).await;
    let before = json!({
        "close_to_tray": true,
        "start_at_login": false,
        "hotkey": { "accelerator": "Ctrl+Shift+Space", "state": "registered", "command": "docket-desktop --quick-add" },
        "quick_add_on_demand": false,
        "reminders_paused_until": null,
        "tray": true,
        "notifications": false,
    });
    assert_eq!(ok(&page.get("/api/desktop/preferences").await), before);
    let change = async |patch: Value| page.send("PATCH", "/api/desktop/preferences", &patch).await;

    let mut expected = before.clone();
    expected["quick_add_on_demand"] = json!(true);
    expected["reminders_paused_until"] = json!("2026-11-21T10:00:00Z");
    let patch = json!({ "quick_add_on_demand": true, "reminders_paused_until": "2026-11-21T11:00:00+01:00" });
    assert_eq!(ok(&change(patch).await), expected);
    expected["reminders_paused_until"] = json!(null);
    assert_eq!(ok(&change(json!({ "reminders_paused_until": null })).await), expected, "null is not absent");
    for (off, key) in [(json!(null), json!(null)), (json!("  "), json!(null)), (json!("Alt+Q"), json!("Alt+Q"))] {
        assert_eq!(ok(&change(json!({ "hotkey": off })).await)["hotkey"]["accelerator"], key, "{off}");
    }
    let cases = [
        (json!({ "hotkey": "Ctrl+Banana" }), 422, "HOT_KEY_INVALID", json!(["hotkey"])),
        (json!({ "hotkey": "Ctrl+Alt+Delete" }), 409, "HOT_KEY_TAKEN", json!(["hotkey"])),
        (json!({ "hotkey": "Super+Space" }), 409, "HOT_KEY_UNAVAILABLE", json!(["hotkey"])),
        (json!({ "start_at_login": true }), 503, "DESKTOP_FAILED", json!(null)),
        (json!({ "close_to_tray": "yes" }), 422, "INVALID", json!(["close_to_tray"])),
        (json!({ "reminders_paused_until": "tomorrow" }), 422, "INVALID", json!(["reminders_paused_until"])),
    ];
    for (patch, status, code, fields) in cases {
        assert_eq!(refused(&change(patch.clone()).await), (status, code.to_owned(), fields), "{patch}");
    }
}

#[tokio::test]
async fn an_export_goes_where_the_person_says_and_comes_back_as_an_import() {
    let (server, desktop) = on_a_desktop().await;
    let page = Page::open(&server).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.json");
    ok(&page.send("POST", "/api/v1/quick-add", &json!({ "text": "Water the plants" })).await);

    desktop.will_choose(Some(&path));
    let saved = page.bare("POST", "/api/desktop/save-export").await;
    assert_eq!(ok(&saved), json!({ "path": path }));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    desktop.will_choose(Some(&path));
    let opened = ok(&page.bare("POST", "/api/desktop/open-import").await);
    assert_eq!(opened["name"], "mine.json");
    let text = opened["text"].as_str().unwrap();
    let preview = page.send("POST", "/api/v1/import?preview=true", &serde_json::from_str(text).unwrap()).await;
    assert_eq!(ok(&preview)["same_tasks"], 1);

    for target in ["save-export", "open-import"] {
        desktop.will_choose(None);
        let answer = page.bare("POST", &format!("/api/desktop/{target}")).await;
        assert_eq!(ok(&answer), json!({ "cancelled": true }), "{target}");
        desktop.will_choose(Some(&folder.path().join("no/such/folder/file.json")));
        let answer = page.bare("POST", &format!("/api/desktop/{target}")).await;
        assert_eq!((answer.status, answer.code().as_str()), (503, "DESKTOP_FAILED"), "{target}");
        assert!(!String::from_utf8_lossy(&answer.body).contains("folder"), "no path in an answer");
        let answer = page.bare("POST", &format!("/api/desktop/{target}")).await;
        assert_eq!((answer.status, answer.code().as_str()), (503, "DESKTOP_FAILED"), "{target} without a dialog");
    }
    std::fs::write(&path, [0xff, 0xfe, 0]).unwrap();
    desktop.will_choose(Some(&path));
    let answer = page.bare("POST", "/api/desktop/open-import").await;
    assert_eq!((answer.status, answer.code().as_str()), (422, "NOT_IMPORTABLE"));
    std::fs::File::create(&path).unwrap().set_len(26 * 1024 * 1024).unwrap();
    desktop.will_choose(Some(&path));
    let answer = page.bare("POST", "/api/desktop/open-import").await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "TOO_LARGE"));
}

async fn on_a_desktop() -> (docket_server::Server, Arc<Desktop>) {
    let desktop = Arc::new(Desktop::default());
    let host: Arc<dyn Host> = Arc::clone(&desktop) as Arc<dyn Host>;
    (start_with(|options| options.host = Some(host)).await, desktop)
}

#[tokio::test]
async fn a_question_from_quick_add_is_taken_once_and_what_was_added_is_said() {
    let (server, desktop) = on_a_desktop().await;
    let page = Page::open(&server).await;
    let question = async |text: Value| page.send("POST", "/api/desktop/question", &json!({ "text": text })).await;
    let take = async || ok(&page.bare("POST", "/api/desktop/question/take").await);
    assert_eq!(take().await, json!({ "text": null }));
    for empty in [json!(""), json!("  "), json!(null)] {
        assert_eq!(refused(&question(empty).await), (422, "INVALID".to_owned(), json!(["text"])));
    }
    assert_eq!(question(json!("what can wait until Monday")).await.status, 204);
    assert_eq!(take().await, json!({ "text": "what can wait until Monday" }));
    assert_eq!(take().await, json!({ "text": null }), "asked once");

    let added = page.send("POST", "/api/v1/quick-add", &json!({ "text": "Pay rent tomorrow" })).await;
    let said = json!({ "title": "Pay rent", "text": "tomorrow", "change_sets": [ok(&added)["change_set"]] });
    assert_eq!(page.send("POST", "/api/desktop/quick-add/added", &said).await.status, 204);
    assert_eq!(*desktop.asked.lock().unwrap(), ["show chat", "added Pay rent: tomorrow, 1 to undo"]);
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
    let targets = ["quick-add/show", "quick-add/hide", "quick-add/shown", "window/show", "show-data", "save-export"];
    for target in targets.iter().chain(&["open-import", "question/take"]) {
        let answer = page.bare("POST", &format!("/api/desktop/{target}")).await;
        assert_eq!((answer.status, answer.code().as_str()), (501, "NO_DESKTOP"), "{target}");
    }
    let read = page.get("/api/desktop/preferences").await;
    assert_eq!((read.status, read.code().as_str()), (501, "NO_DESKTOP"));
    let change = page.send("PATCH", "/api/desktop/preferences", &json!({})).await;
    assert_eq!((change.status, change.code().as_str()), (501, "NO_DESKTOP"));
    let link = page.send("POST", "/api/desktop/open-link", &json!({ "url": "https://example.org" })).await;
    assert_eq!((link.status, link.code().as_str()), (501, "NO_DESKTOP"));
}
