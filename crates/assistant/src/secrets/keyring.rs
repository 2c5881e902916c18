//! The system's keyring: Keychain, Credential Manager, Secret Service.
//!
//! The `keyring` crate chooses the store. It remembers a failed first contact for the life of the process; on Linux, where a keyring
//! daemon may start after Docket, the Secret Service store is then opened here, again at each use until it is there.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use keyring_core::{CredentialStore, Entry, Error};
use secrecy::{ExposeSecret, SecretString};

use super::{Secrets, SecretsError};

const SERVICE: &str = "app.docket.desktop";
const USER: &str = "openai";
/// Written and removed to learn whether a keyring that says it has no key could keep one.
const PROBE_USER: &str = "probe";
/// How long the keyring may take; past that a window of the system probably waits for a person.
const LIMIT: Duration = Duration::from_secs(5);

type Open = dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync;

/// The key in the system's keyring, under service `app.docket.desktop`, user `openai`.
pub struct Keyring {
    shared: Arc<Shared>,
    limit: Duration,
}

struct Shared {
    open: Box<Open>,
    // Kept from the first success on; a failure is tried again at the next use.
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl Keyring {
    /// The keyring of this system. Nothing is touched before the first use.
    #[must_use]
    pub fn new() -> Self {
        Self::with(open_system_store, LIMIT)
    }

    /// A keyring made by `open`, which is asked again after it failed; operations may take `limit`.
    pub(super) fn with(
        open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync + 'static,
        limit: Duration,
    ) -> Self {
        Self { shared: Arc::new(Shared { open: Box::new(open), store: Mutex::new(None) }), limit }
    }

    /// Runs `work` where it may block, for at most the limit.
    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, SecretsError> + Send + 'static,
    ) -> BoxFuture<'_, Result<T, SecretsError>> {
        let shared = Arc::clone(&self.shared);
        async move {
            let (answer, answered) = tokio::sync::oneshot::channel();
            // A thread of its own: it may wait for a person for ever, and a runtime waits for its blocking threads when it ends.
            std::thread::Builder::new()
                .name("keyring".into())
                .spawn(move || {
                    // Nobody listens any more after the limit.
                    let _ = answer.send(work(&shared));
                })
                .map_err(|error| SecretsError::Unavailable(error.to_string()))?;
            match tokio::time::timeout(self.limit, answered).await {
                Ok(Ok(result)) => result,
                Ok(Err(_)) => Err(SecretsError::Unavailable("it broke off".into())),
                Err(_) => Err(SecretsError::Silent(self.limit.as_secs())),
            }
        }
        .boxed()
    }
}

impl Default for Keyring {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("service", &SERVICE).field("user", &USER).finish_non_exhaustive()
    }
}

impl Secrets for Keyring {
    fn key(&self) -> BoxFuture<'_, Result<Option<SecretString>, SecretsError>> {
        self.run(|shared| match shared.entry(USER)?.get_password() {
            Ok(key) => Ok(Some(SecretString::from(key))),
            // A locked or missing collection answers the same as one without the key; only a write tells them apart.
            Err(Error::NoEntry) => shared.probe().map(|()| None),
            Err(error) => Err(unavailable(&error)),
        })
    }

    fn set_key(&self, key: SecretString) -> BoxFuture<'_, Result<(), SecretsError>> {
        self.run(move |shared| {
            shared.entry(USER)?.set_password(key.expose_secret()).map_err(|error| unavailable(&error))
        })
    }

    fn clear_key(&self) -> BoxFuture<'_, Result<(), SecretsError>> {
        self.run(|shared| match shared.entry(USER)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(unavailable(&error)),
        })
    }
}

impl Shared {
    fn entry(&self, user: &str) -> Result<Entry, SecretsError> {
        let store = {
            let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
            match &*store {
                Some(open) => Arc::clone(open),
                None => {
                    let opened = (self.open)().map_err(|error| unavailable(&error))?;
                    Arc::clone(store.insert(opened))
                }
            }
        };
        store.build(SERVICE, user, None).map_err(|error| unavailable(&error))
    }

    fn probe(&self) -> Result<(), SecretsError> {
        let entry = self.entry(PROBE_USER)?;
        entry.set_password("probe").map_err(|error| unavailable(&error))?;
        match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(unavailable(&error)),
        }
    }
}

/// What happened, without anything of what the keyring held: some of the crate's errors carry the bytes.
fn unavailable(error: &Error) -> SecretsError {
    let what = match error {
        Error::PlatformFailure(_) => "it failed",
        Error::NoStorageAccess(_) => "it is locked or has no place for keys",
        Error::NoEntry => "it has no such entry",
        Error::NoDefaultStore => "there is none",
        Error::BadEncoding(_) | Error::BadDataFormat(_, _) | Error::BadStoreFormat(_) => "what it holds is unreadable",
        Error::TooLong(_, _) => "the key is too long for it",
        Error::Ambiguous(_) => "it has several such entries",
        _ => "it refused",
    };
    SecretsError::Unavailable(what.to_owned())
}

/// The store that the `keyring` crate chooses for this system.
fn open_system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    // Asking makes the store the default one; the first answer, also a failure, then holds for the life of the process.
    match keyring::Entry::store_status() {
        Ok(_) => keyring_core::get_default_store().ok_or(Error::NoDefaultStore),
        Err(_) => open_again(),
    }
}

/// A Secret Service that starts after Docket is found at the next use.
#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
fn open_again() -> keyring_core::Result<Arc<CredentialStore>> {
    let store = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

/// On these systems the keyring is part of the system: there is nothing that could start later.
#[cfg(not(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android")))))]
fn open_again() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(Error::NoDefaultStore)
}
