//! A key that is gone when the program ends.

use std::sync::{Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use secrecy::SecretString;

use super::{Secrets, SecretsError};

/// A key in memory, overwritten with zeros when it goes.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Option<SecretString>>);

impl Memory {
    fn replace(&self, key: Option<SecretString>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = key;
    }
}

impl Secrets for Memory {
    fn key(&self) -> BoxFuture<'_, Result<Option<SecretString>, SecretsError>> {
        ready(Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())).boxed()
    }

    fn set_key(&self, key: SecretString) -> BoxFuture<'_, Result<(), SecretsError>> {
        self.replace(Some(key));
        ready(Ok(())).boxed()
    }

    fn clear_key(&self) -> BoxFuture<'_, Result<(), SecretsError>> {
        self.replace(None);
        ready(Ok(())).boxed()
    }
}
