use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use keyring_core::api::CredentialStoreApi;
use keyring_core::{CredentialStore, Error, mock};

use super::*;

const KEY: &str = "sk-canary-0123456789abcdefWXYZ";
const OTHER: &str = "sk-canary-environment-5678";
const LONG: Duration = Duration::from_secs(60);

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn exposed(key: Option<SecretString>) -> Option<String> {
    key.map(|key| key.expose_secret().to_owned())
}

fn working() -> (Arc<mock::Store>, Arc<dyn Secrets>) {
    let store = mock::Store::new().expect("a store in memory");
    let shared = Arc::clone(&store);
    (store, Arc::new(Keyring::with(move || Ok(shared.clone()), LONG)))
}

fn missing() -> Arc<dyn Secrets> {
    Arc::new(Keyring::with(|| Err(Error::NoDefaultStore), LONG))
}

/// The next use of `user`'s entry answers like a locked collection.
fn lock(store: &Arc<mock::Store>, user: &str) {
    let entry = store.build("app.docket.desktop", user, None).expect("an entry");
    let cred: &mock::Cred = entry.as_any().downcast_ref().expect("of the mock");
    cred.set_error(Error::NoStorageAccess("locked".into()));
}

#[tokio::test]
async fn a_key_goes_into_the_keyring_and_comes_out_again() {
    let (_, keyring) = working();
    let keys = Keys::new(Arc::clone(&keyring), None);
    assert_eq!(keys.known().store, KeyStore::Unknown, "looking does not touch the keyring");

    let state = keys.set(secret(&format!(" {KEY}\n"))).await.expect("a key");

    let expected = KeyState { present: true, last4: Some("WXYZ".into()), store: KeyStore::Keyring };
    assert_eq!(state, expected);
    assert_eq!(keys.known(), expected);
    assert_eq!(exposed(Keys::new(keyring, None).key().await).as_deref(), Some(KEY), "for the next start too");
}

#[tokio::test]
async fn without_a_keyring_the_key_stays_in_memory_and_is_said_to() {
    let keys = Keys::new(missing(), None);
    assert_eq!(keys.state().await, KeyState { present: false, last4: None, store: KeyStore::None });

    let state = keys.set(secret(KEY)).await.expect("a key");

    assert_eq!(state.store, KeyStore::Memory);
    assert_eq!(exposed(keys.key().await).as_deref(), Some(KEY));
    assert_eq!(keys.clear().await, KeyState { present: false, last4: None, store: KeyStore::None });
    assert!(keys.key().await.is_none());
}

#[tokio::test]
async fn a_locked_keyring_that_says_no_entry_is_found_out_by_a_write() {
    let (store, keyring) = working();
    let keys = Keys::new(keyring, None);
    assert_eq!(keys.state().await.store, KeyStore::Keyring, "empty and open");

    lock(&store, "probe");
    assert_eq!(keys.state().await.store, KeyStore::None, "reading says that there is no key, writing fails");
    assert_eq!(keys.state().await.store, KeyStore::Keyring, "unlocked again");
}

#[tokio::test]
async fn a_keyring_that_starts_later_is_found() {
    let store = mock::Store::new().expect("a store in memory");
    let started = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&started);
    let open = move || {
        if seen.load(Ordering::SeqCst) { Ok(store.clone() as Arc<CredentialStore>) } else { Err(Error::NoDefaultStore) }
    };
    let keys = Keys::new(Arc::new(Keyring::with(open, LONG)), None);
    assert_eq!(keys.state().await.store, KeyStore::None);

    started.store(true, Ordering::SeqCst);

    assert_eq!(keys.state().await.store, KeyStore::Keyring);
}

#[tokio::test]
async fn a_keyring_that_never_answers_is_given_up() {
    // The sender lives as long as the test, so the receiver waits for ever.
    let (_held, wait) = mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let open = move || {
        let _ = wait.lock().expect("one at a time").recv();
        Err(Error::NoDefaultStore)
    };
    let keyring = Keyring::with(open, Duration::from_millis(1));
    assert_eq!(keyring.key().await.expect_err("nothing comes"), SecretsError::Silent(0));
    let keys = Keys::new(Arc::new(keyring), Some(secret(OTHER)));
    assert_eq!(exposed(keys.key().await).as_deref(), Some(OTHER), "and the environment is asked");
}

#[tokio::test]
async fn the_keyring_comes_before_the_environment() {
    let (_, keyring) = working();
    let keys = Keys::new(keyring, Some(secret(OTHER)));
    assert_eq!(keys.known().store, KeyStore::Environment, "known without asking the keyring");
    assert_eq!(
        keys.state().await,
        KeyState { present: true, last4: Some("5678".into()), store: KeyStore::Environment }
    );

    keys.set(secret(KEY)).await.expect("a key");
    assert_eq!(exposed(keys.key().await).as_deref(), Some(KEY));

    assert_eq!(keys.clear().await.store, KeyStore::Environment, "what the environment handed in cannot be forgotten");
}

#[tokio::test]
async fn what_cannot_be_a_key_is_refused_before_it_is_kept() {
    let (_, keyring) = working();
    let keys = Keys::new(keyring, Some(secret("  ")));
    for text in ["", "  ", "two words", "sk-äöü", "line\nbreak", &"k".repeat(MAX_KEY_CHARS + 1)] {
        assert_eq!(keys.set(secret(text)).await.expect_err("no key"), SecretsError::NotAKey, "{text:?}");
    }
    assert!(!keys.state().await.present, "an empty variable is no key either");
    assert_eq!(keys.set(secret("short")).await.expect("odd but usable").last4, None, "four of five would be too many");
}

#[tokio::test]
async fn nothing_that_can_be_printed_holds_the_key() {
    let (store, keyring) = working();
    let keys = Keys::new(keyring, Some(secret(OTHER)));
    let state = keys.set(secret(KEY)).await.expect("a key");
    lock(&store, "openai");
    let error = keys.keyring.key().await.expect_err("locked");
    let in_memory = Keys::new(missing(), None);
    in_memory.set(secret(KEY)).await.expect("a key");
    let json = serde_json::to_string(&state).expect("JSON");

    for printed in
        [format!("{keys:?}"), format!("{in_memory:?}"), format!("{state:?}"), format!("{error:?} {error}"), json]
    {
        assert!(!printed.contains("canary"), "{printed}");
    }
}
