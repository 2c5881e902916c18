//! Where the key is kept: the system's keyring, else memory; the environment may hand one in.
//!
//! The key leaves this module only inside of a [`SecretString`], for a request header. Nothing here prints, logs or
//! serialises it.

mod environment;
mod keyring;
mod memory;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

pub use environment::Environment;
pub use keyring::Keyring;
pub use memory::Memory;

/// A place that can keep one key.
pub trait Secrets: fmt::Debug + Send + Sync {
    /// The key, or `None` where the place works and has none.
    fn key(&self) -> BoxFuture<'_, Result<Option<SecretString>, SecretsError>>;

    /// Keeps `key` in place of the present one.
    fn set_key(&self, key: SecretString) -> BoxFuture<'_, Result<(), SecretsError>>;

    /// Forgets the key; one that is not there is forgotten already.
    fn clear_key(&self) -> BoxFuture<'_, Result<(), SecretsError>>;
}

/// Why a place cannot keep the key. The texts never hold a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretsError {
    /// There is no such place here, or it is locked.
    #[error("the system keyring is not available: {0}")]
    Unavailable(String),
    /// It did not answer in time; perhaps a window of the system asks for a password.
    #[error("the system keyring did not answer within {0} s")]
    Silent(u64),
    /// The place can only be read.
    #[error("the key in the environment can be changed only where it was set")]
    ReadOnly,
    /// The text cannot be a key.
    #[error("the key is empty, longer than {MAX_KEY_CHARS} characters, or not plain text without spaces")]
    NotAKey,
}

/// Longest key, in characters; Windows keeps at most 2,560 bytes.
pub const MAX_KEY_CHARS: usize = 1_000;

/// What may be told about the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyState {
    /// Whether there is one.
    pub present: bool,
    /// Its last four characters, where it is long enough for that to give nothing away.
    pub last4: Option<String>,
    /// Where it is, or would be kept.
    pub store: KeyStore,
}

/// Where a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyStore {
    /// In the system's keyring.
    Keyring,
    /// Handed in by the environment.
    Environment,
    /// In memory until the program ends, because there is no keyring.
    Memory,
    /// There is none, and no keyring to keep one: a key would be kept in memory.
    None,
    /// The keyring has not been asked yet.
    Unknown,
}

/// The key of this user: asks the places in their order, and says where it is.
///
/// A key that was set while there was no keyring is used first, then the keyring's, then the environment's. The keyring is
/// touched only by the methods that say so, since the system may ask for a password.
#[derive(Debug)]
pub struct Keys {
    keyring: Arc<dyn Secrets>,
    environment: Environment,
    memory: Memory,
    known: Mutex<Option<KeyState>>,
}

impl Keys {
    /// Keys kept in `keyring`; `environment` is what `OPENAI_API_KEY` held when the program started.
    #[must_use]
    pub fn new(keyring: Arc<dyn Secrets>, environment: Option<SecretString>) -> Self {
        Self { keyring, environment: Environment::new(environment), memory: Memory::default(), known: Mutex::default() }
    }

    /// The key for a request. Asks the keyring.
    pub async fn key(&self) -> Option<SecretString> {
        self.find().await.1
    }

    /// The key that was saved here, without what the environment hands in. Asks the keyring.
    pub async fn saved(&self) -> Option<SecretString> {
        let (state, key) = self.find().await;
        key.filter(|_| matches!(state.store, KeyStore::Memory | KeyStore::Keyring))
    }

    /// The key that the environment hands in. Asks no keyring.
    #[must_use]
    pub fn handed_in(&self) -> Option<SecretString> {
        self.environment.handed_in().cloned()
    }

    /// What is known without asking the keyring.
    #[must_use]
    pub fn known(&self) -> KeyState {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        known.unwrap_or_else(|| match self.environment.handed_in() {
            Some(key) => state_of(key, KeyStore::Environment),
            None => KeyState { present: false, last4: None, store: KeyStore::Unknown },
        })
    }

    /// What is so now. Asks the keyring, with a write where it says that it has no key: a locked one says the same.
    pub async fn state(&self) -> KeyState {
        let (state, _) = self.find().await;
        state
    }

    /// Keeps a key: in the keyring, else in memory; the state says which.
    ///
    /// # Errors
    /// [`SecretsError::NotAKey`] where the text cannot be one.
    pub async fn set(&self, key: SecretString) -> Result<KeyState, SecretsError> {
        let key = checked(&key)?;
        let state = match self.keyring.set_key(key.clone()).await {
            Ok(()) => {
                self.memory.clear_key().await?;
                state_of(&key, KeyStore::Keyring)
            }
            Err(error) => {
                tracing::warn!(%error, "no keyring: the key is kept in memory until the program ends");
                self.memory.set_key(key.clone()).await?;
                state_of(&key, KeyStore::Memory)
            }
        };
        self.remember(&state);
        Ok(state)
    }

    /// Forgets the key, in memory and in the keyring. One in the environment stays.
    pub async fn clear(&self) -> KeyState {
        // Neither failing is to keep the other from being cleared; the state says what is left.
        let _ = self.memory.clear_key().await;
        if let Err(error) = self.keyring.clear_key().await {
            tracing::warn!(%error, "the key could not be removed from the keyring");
        }
        self.state().await
    }

    async fn find(&self) -> (KeyState, Option<SecretString>) {
        let mut empty = KeyStore::Keyring;
        let mut found = None;
        let places: [(KeyStore, &dyn Secrets); 3] = [
            (KeyStore::Memory, &self.memory),
            (KeyStore::Keyring, self.keyring.as_ref()),
            (KeyStore::Environment, &self.environment),
        ];
        for (store, place) in places {
            match place.key().await {
                Ok(Some(key)) => {
                    found = Some((store, key));
                    break;
                }
                Ok(None) => {}
                Err(error) => {
                    empty = KeyStore::None;
                    tracing::info!(%error, "the keyring cannot be used");
                }
            }
        }
        let (state, key) = match found {
            Some((store, key)) => (state_of(&key, store), Some(key)),
            None => (KeyState { present: false, last4: None, store: empty }, None),
        };
        self.remember(&state);
        (state, key)
    }

    fn remember(&self, state: &KeyState) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(state.clone());
    }
}

fn state_of(key: &SecretString, store: KeyStore) -> KeyState {
    let key: Vec<char> = key.expose_secret().chars().collect();
    // Four of at least sixteen characters: too few to help anybody guess the rest.
    let last4 = (key.len() >= 16).then(|| key[key.len() - 4..].iter().collect());
    KeyState { present: true, last4, store }
}

/// The key without white space around it; visible ASCII only, since it becomes a header and its last four bytes are shown.
fn checked(key: &SecretString) -> Result<SecretString, SecretsError> {
    let text = key.expose_secret().trim();
    let fits = !text.is_empty() && text.len() <= MAX_KEY_CHARS && text.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(SecretString::from(text)) } else { Err(SecretsError::NotAKey) }
}

#[cfg(test)]
mod tests;
