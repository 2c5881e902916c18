//! Settings, and the key that never comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use docket_assistant::secrets::{Keys, Memory, Secrets, SecretsError};
use docket_store::{Database, SettingsPatch, Store};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use secrecy::SecretString;
use serde_json::{Value, json};
use support::FakeOpenAi;
use support::in_process::{Page, start, start_on};

use super::{ok, refused};

#[tokio::test]
async fn settings_change_field_by_field_and_the_key_never_comes_back() {
    let server = start().await;
    let page = Page::open(&server).await;
    let settings = ok(&page.get("/api/v1/settings").await);
    let key = json!({ "present": false, "last4": null, "store": "unknown" });
    let defaults = json!({ "provider": "rules", "base_url": null, "model": null, "session_ttl_s": 3600, "tier": null,
        "daily_tokens": null, "fallback": true, "mcp": { "on": false, "read_only": false }, "key": key, "ui_state": {} });
    assert_eq!(settings, defaults);

    let state = json!({ "ui_state": { "view": "today", "widths": { "chat": 400 } } });
    ok(&page.send("PATCH", "/api/v1/settings", &state).await);
    let merged =
        ok(&page.send("PATCH", "/api/v1/settings", &json!({ "ui_state": { "view": null, "theme": "dark" } })).await);
    assert_eq!(merged["ui_state"], json!({ "widths": { "chat": 400 }, "theme": "dark" }));
    let large = json!({ "ui_state": { "drafts": "d".repeat(70_000) } });
    assert_eq!(
        refused(&page.send("PATCH", "/api/v1/settings", &large).await),
        (413, "TOO_LARGE".to_owned(), json!(["ui_state"]))
    );

    for (body, field) in [
        (json!({ "provider": "none" }), "provider"),
        (json!({ "base_url": "http://example.org/v1" }), "base_url"),
        (json!({ "base_url": "ftp://127.0.0.1" }), "base_url"),
        (json!({ "model": 5 }), "model"),
        (json!({ "ui_state": [] }), "ui_state"),
        (json!({ "session_ttl_s": "long" }), "session_ttl_s"),
    ] {
        assert_eq!(
            refused(&page.send("PATCH", "/api/v1/settings", &body).await),
            (422, "INVALID".to_owned(), json!([field])),
            "{body}"
        );
    }
    let compatible = json!({ "provider": "compatible", "base_url": "http://127.0.0.1:9/v1", "model": "m" });
    ok(&page.send("PATCH", "/api/v1/settings", &compatible).await);
    let assistant = ok(&page.get("/api/v1/app").await)["assistant"].clone();
    assert_eq!(
        assistant,
        json!({ "provider": "compatible", "model": "m", "host": "127.0.0.1:9", "leaves_computer": false })
    );

    let secret = "sk-0123456789abcdefWXYZ";
    let set = page.send("PUT", "/api/v1/settings/key", &json!({ "key": secret })).await;
    assert_eq!(ok(&set)["key"], json!({ "present": true, "last4": "WXYZ", "store": "keyring" }));
    let shown = page.get("/api/v1/settings").await;
    assert!(!String::from_utf8_lossy(&shown.body).contains("sk-"), "never returned");
    assert_eq!(refused(&page.send("PUT", "/api/v1/settings/key", &json!({ "key": " " })).await).0, 422);
    assert_eq!(ok(&page.bare("DELETE", "/api/v1/settings/key").await)["key"]["present"], false);
}

/// A server whose store and keyring the test can look into.
async fn start_with_store(keys: Keys) -> (docket_server::Server, docket_store::Store) {
    let database = docket_store::Database::in_memory().expect("a database in memory");
    let store = database.store("local");
    (start_on(database, |options| options.keys = Arc::new(keys)).await, store)
}

#[tokio::test]
async fn a_key_is_for_the_connection_that_it_was_saved_for() {
    let (server, store) = start_with_store(Keys::new(Arc::new(Memory::default()), None)).await;
    let page = Page::open(&server).await;
    let change = async |body: Value| ok(&page.send("PATCH", "/api/v1/settings", &body).await);
    let save = async || page.send("PUT", "/api/v1/settings/key", &json!({ "key": "sk-0123456789abcdefWXYZ" })).await;
    let key_for = async || store.settings().await.expect("settings").key_for;

    change(json!({ "provider": "compatible" })).await;
    assert_eq!(refused(&save().await), (422, "INVALID".to_owned(), json!(["base_url"])), "nobody to keep it for");
    change(json!({ "base_url": "http://127.0.0.1:9/v1/", "model": "small" })).await;
    ok(&save().await);
    assert_eq!(key_for().await.as_deref(), Some("http://127.0.0.1:9/v1"));

    let settings = change(json!({ "provider": "openai" })).await;
    assert_eq!(settings["model"], json!(null), "another provider's model");
    let assistant = ok(&page.get("/api/v1/app").await)["assistant"].clone();
    assert_eq!((&assistant["host"], &assistant["leaves_computer"]), (&json!("api.openai.com"), &json!(true)));
    assert_eq!(key_for().await.as_deref(), Some("http://127.0.0.1:9/v1"), "a change of provider moves no key");
    ok(&save().await);
    assert_eq!(key_for().await.as_deref(), Some("openai"));
    refused(&page.send("PUT", "/api/v1/settings/key", &json!({ "key": " " })).await);
    assert_eq!(key_for().await.as_deref(), Some("openai"), "a refused key changes nothing");
    ok(&page.bare("DELETE", "/api/v1/settings/key").await);
    assert_eq!(key_for().await.as_deref(), Some(""), "a key that is gone is nobody's");
}

/// A keyring that must not be asked.
#[derive(Debug)]
struct Untouchable(Arc<AtomicUsize>);

impl Untouchable {
    fn touched<T: Default + Send>(&self) -> BoxFuture<'_, Result<T, SecretsError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        async { Ok(T::default()) }.boxed()
    }
}

impl Secrets for Untouchable {
    fn key(&self) -> BoxFuture<'_, Result<Option<SecretString>, SecretsError>> {
        self.touched()
    }

    fn set_key(&self, _: SecretString) -> BoxFuture<'_, Result<(), SecretsError>> {
        self.touched()
    }

    fn clear_key(&self) -> BoxFuture<'_, Result<(), SecretsError>> {
        self.touched()
    }
}

#[tokio::test]
async fn looking_at_the_settings_asks_no_keyring() {
    let asked = Arc::new(AtomicUsize::new(0));
    let (server, _) = start_with_store(Keys::new(Arc::new(Untouchable(Arc::clone(&asked))), None)).await;
    let page = Page::open(&server).await;
    ok(&page.send("PATCH", "/api/v1/settings", &json!({ "provider": "openai" })).await);
    let settings = ok(&page.get("/api/v1/settings").await);
    assert_eq!(settings["key"]["store"], "unknown");
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    ok(&page.bare("DELETE", "/api/v1/settings/key").await);
    assert_ne!(asked.load(Ordering::Relaxed), 0, "the key's own routes ask");
}

#[tokio::test]
async fn limits_are_set_within_their_limits() {
    let server = start().await;
    let page = Page::open(&server).await;
    let set = json!({ "tier": "free", "daily_tokens": 500 });
    let settings = ok(&page.send("PATCH", "/api/v1/settings", &set).await);
    assert_eq!((&settings["tier"], &settings["daily_tokens"]), (&json!("free"), &json!(500)));
    let cleared = json!({ "tier": null, "daily_tokens": null });
    let settings = ok(&page.send("PATCH", "/api/v1/settings", &cleared).await);
    assert_eq!((&settings["tier"], &settings["daily_tokens"]), (&Value::Null, &Value::Null));
    for (body, field) in [
        (json!({ "tier": "gold" }), "tier"),
        (json!({ "daily_tokens": -1 }), "daily_tokens"),
        (json!({ "daily_tokens": 2_000_000_000 }), "daily_tokens"),
    ] {
        assert_eq!(
            refused(&page.send("PATCH", "/api/v1/settings", &body).await),
            (422, "INVALID".to_owned(), json!([field]))
        );
    }
}

#[tokio::test]
async fn the_secret_for_mcp_is_told_once_and_kept_as_a_digest() {
    let (server, store) = start_with_store(Keys::new(Arc::new(Memory::default()), None)).await;
    let page = Page::open(&server).await;
    let made = ok(&page.send("PUT", "/api/v1/settings/mcp", &json!({ "read_only": true })).await);
    let secret = made["secret"].as_str().expect("a secret").to_owned();
    assert_eq!(made["mcp"], json!({ "on": true, "read_only": true }));
    assert_eq!(secret.len(), 64);
    let again = ok(&page.send("PUT", "/api/v1/settings/mcp", &json!({ "on": true, "read_only": false })).await);
    assert_eq!(again, json!({ "mcp": { "on": true, "read_only": false } }), "not told again, and it still counts");
    let shown = page.get("/api/v1/settings").await;
    assert!(!String::from_utf8_lossy(&shown.body).contains(&secret));
    let digest = store.settings().await.unwrap().mcp.secret_sha256.expect("a digest");
    assert!(!format!("{digest:02x?}").contains(&secret));
    let other = ok(&page.send("PUT", "/api/v1/settings/mcp", &json!({ "new_secret": true })).await);
    assert_ne!(other["secret"], json!(secret));
    assert_eq!(
        ok(&page.bare("DELETE", "/api/v1/settings/mcp").await),
        json!({ "mcp": { "on": false, "read_only": false } })
    );
    assert_eq!(store.settings().await.unwrap().mcp.secret_sha256, None);
    assert_eq!(ok(&page.get("/api/v1/audit").await), json!({ "calls": [], "has_more": false }));
    assert_eq!(refused(&page.get("/api/v1/audit?limit=101").await).2, json!(["limit"]));
}

#[tokio::test]
async fn a_connection_is_tried_before_a_message_needs_it() {
    let server = start().await;
    let page = Page::open(&server).await;
    let models = async || page.get("/api/v1/models").await;
    let test = async || ok(&page.bare("POST", "/api/v1/settings/test").await);
    let set = async |body: Value| ok(&page.send("PATCH", "/api/v1/settings", &body).await);
    assert_eq!(ok(&models().await), json!({ "models": [] }), "the built-in assistant has none");
    assert_eq!((&test().await["ok"], &test().await["code"]), (&json!(true), &json!("OK")));

    set(json!({ "provider": "compatible" })).await;
    assert_eq!(refused(&models().await), (409, "ASSISTANT_NOT_READY".to_owned(), json!(["base_url"])));
    assert_eq!((&test().await["ok"], &test().await["code"]), (&json!(false), &json!("BASE_URL_MISSING")));

    let fake = FakeOpenAi::start().await;
    fake.has_models(&["small", "large"]);
    set(json!({ "base_url": fake.base_url(), "model": "small" })).await;
    assert_eq!(ok(&models().await), json!({ "models": ["small", "large"] }));
    assert_eq!(test().await["code"], "OK");
    set(json!({ "model": "huge" })).await;
    let tried = test().await;
    assert_eq!(tried["code"], "MODEL_NOT_FOUND", "{tried}");
    assert!(tried["message"].as_str().is_some_and(|message| message.contains("huge")), "{tried}");

    drop(fake);
    assert_eq!(models().await.status, 503);
    assert_eq!(test().await["ok"], false);
    set(json!({ "provider": "openai" })).await;
    assert_eq!(refused(&models().await).1, "ASSISTANT_NOT_READY", "without a key nobody is asked");
    assert_eq!(test().await["code"], "KEY_MISSING");
}

/// A keyring whose key is saved for another connection while it is being read.
struct Moving {
    store: Store,
    moves: bool,
}

impl std::fmt::Debug for Moving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Moving")
    }
}

impl Secrets for Moving {
    fn key(&self) -> BoxFuture<'_, Result<Option<SecretString>, SecretsError>> {
        let elsewhere = SettingsPatch { key_for: Some(Some("openai".to_owned())), ..SettingsPatch::default() };
        async move {
            if self.moves {
                self.store.patch_settings(elsewhere).await.expect("settings");
            }
            Ok(Some(SecretString::from("sk-0123456789abcdefWXYZ")))
        }
        .boxed()
    }

    fn set_key(&self, _: SecretString) -> BoxFuture<'_, Result<(), SecretsError>> {
        async { Ok(()) }.boxed()
    }

    fn clear_key(&self) -> BoxFuture<'_, Result<(), SecretsError>> {
        async { Ok(()) }.boxed()
    }
}

#[tokio::test]
async fn a_key_that_moves_on_meanwhile_goes_nowhere() {
    let fake = FakeOpenAi::start().await;
    let authorization = async |moves: bool| {
        let database = Database::in_memory().expect("a database in memory");
        let store = database.store("local");
        let key_for = Some(Some(fake.base_url()));
        store.patch_settings(SettingsPatch { key_for, ..SettingsPatch::default() }).await.expect("settings");
        let keys = Keys::new(Arc::new(Moving { store, moves }), None);
        let server = start_on(database, |options| options.keys = Arc::new(keys)).await;
        let page = Page::open(&server).await;
        let connection = json!({ "provider": "compatible", "base_url": fake.base_url(), "model": "fake-1" });
        ok(&page.send("PATCH", "/api/v1/settings", &connection).await);
        ok(&page.send("POST", "/api/chatkit/messages", &json!({ "message": "say 2" })).await);
        fake.requests().last().expect("a request").authorization.clone()
    };
    assert_eq!(authorization(false).await.as_deref(), Some("Bearer sk-0123456789abcdefWXYZ"));
    assert_eq!(authorization(true).await, None);
}
