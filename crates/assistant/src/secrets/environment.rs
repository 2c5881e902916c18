//! A key that the roof read from the environment.

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use secrecy::SecretString;

use super::{Secrets, SecretsError, checked};

/// A key that cannot be changed from inside. This crate never reads the environment itself.
#[derive(Clone, Debug)]
pub struct Environment(Option<SecretString>);

impl Environment {
    /// `key`: what the variable held; what cannot be a key counts as none.
    #[must_use]
    pub fn new(key: Option<SecretString>) -> Self {
        Self(key.and_then(|key| checked(&key).ok()))
    }

    /// The key, without waiting for anything.
    pub(super) fn handed_in(&self) -> Option<&SecretString> {
        self.0.as_ref()
    }
}

impl Secrets for Environment {
    fn key(&self) -> BoxFuture<'_, Result<Option<SecretString>, SecretsError>> {
        ready(Ok(self.0.clone())).boxed()
    }

    fn set_key(&self, _key: SecretString) -> BoxFuture<'_, Result<(), SecretsError>> {
        ready(Err(SecretsError::ReadOnly)).boxed()
    }

    fn clear_key(&self) -> BoxFuture<'_, Result<(), SecretsError>> {
        ready(Err(SecretsError::ReadOnly)).boxed()
    }
}
