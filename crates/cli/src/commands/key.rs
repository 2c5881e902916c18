//! `docket key`: the OpenAI key, in the system's keyring and nowhere else.

use std::io::{self, IsTerminal, Read};

use docket_assistant::secrets::{KeyState, KeyStore, Keyring, Keys, Secrets, SecretsError};
use docket_store::{ProviderChoice, SettingsPatch};
use secrecy::SecretString;

use super::Desk;
use crate::failure::{Failure, sentence};
use crate::output::Output;

/// In `key_for`: no provider and no server is called so.
const NOBODY: &str = "";
/// More than any key has, less than a file that was handed in by mistake.
const LONGEST_INPUT_BYTES: u64 = 64 * 1024;

/// Says where the key is.
pub(super) async fn status(keys: &Keys, output: Output) -> Result<(), Failure> {
    tell(&keys.state().await, output)
}

/// Keeps a key for OpenAI, and for nobody else: one for a compatible server is saved in Settings, where its address stands.
pub(super) async fn set(desk: &Desk, keys: &Keys) -> Result<(), Failure> {
    let key = read()?;
    let before = desk.store.settings().await?.key_for;
    // Meanwhile the key is nobody's, so that it cannot go where the one before it was meant to go.
    keep_for(desk, Some(NOBODY.to_owned())).await?;
    let kept = kept(keys.set(key).await);
    let whom = if kept.is_ok() { Some(ProviderChoice::OpenAi.as_str().to_owned()) } else { before };
    keep_for(desk, whom).await?;
    tell(&kept?, desk.output)
}

/// The memory of this program ends with it: a key that is only there is not kept.
fn kept(set: Result<KeyState, SecretsError>) -> Result<KeyState, Failure> {
    let state = set.map_err(|error| Failure::Cannot(sentence(&error.to_string())))?;
    match state.store {
        KeyStore::Memory | KeyStore::None | KeyStore::Unknown => Err(no_keyring()),
        KeyStore::Keyring | KeyStore::Environment => Ok(state),
    }
}

async fn keep_for(desk: &Desk, whom: Option<String>) -> Result<(), Failure> {
    desk.store.patch_settings(SettingsPatch { key_for: Some(whom), ..SettingsPatch::default() }).await?;
    Ok(())
}

/// Asks the keyring itself, since the way over [`Keys`] forgives one that cannot be reached.
pub(super) async fn clear(keys: &Keys, output: Output) -> Result<(), Failure> {
    match Keyring::new().clear_key().await {
        Ok(()) => tell(&keys.state().await, output),
        Err(SecretsError::Unavailable(_) | SecretsError::Silent(_)) => Err(no_keyring()),
        Err(error) => Err(Failure::Cannot(sentence(&error.to_string()))),
    }
}

fn tell(state: &KeyState, output: Output) -> Result<(), Failure> {
    if output.is_json {
        return output.json(state);
    }
    output.line(&said(state))
}

fn no_keyring() -> Failure {
    Failure::Cannot(
        "The system's keyring cannot be reached, so the key is not kept. Unlock or start it, or put the key into OPENAI_API_KEY."
            .to_owned(),
    )
}

/// The key from standard input: typed without being shown at a terminal, else the first line.
fn read() -> Result<SecretString, Failure> {
    if io::stdin().is_terminal() {
        return Ok(SecretString::from(rpassword::prompt_password("Paste the key and press Enter: ")?));
    }
    let mut text = String::new();
    io::stdin().lock().take(LONGEST_INPUT_BYTES).read_to_string(&mut text)?;
    Ok(SecretString::from(text))
}

pub(super) fn said(state: &KeyState) -> String {
    let KeyState { present, last4, store } = state;
    let ending = last4.as_ref().map(|last4| format!(" ending in {last4}")).unwrap_or_default();
    let place = match store {
        KeyStore::Keyring => "is in the system's keyring",
        KeyStore::Environment => "comes from OPENAI_API_KEY",
        KeyStore::Memory => "is kept in memory",
        KeyStore::None | KeyStore::Unknown => "is somewhere else",
    };
    match (present, store) {
        (true, _) => format!("A key{ending} {place}."),
        (false, KeyStore::None) => {
            "There is no key, and the system's keyring cannot be reached. OPENAI_API_KEY is read as well.".to_owned()
        }
        (false, _) => "There is no key. `docket key set` saves one.".to_owned(),
    }
}
