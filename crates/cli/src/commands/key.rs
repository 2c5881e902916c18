//! `docket key`: the OpenAI key, in the system's keyring and nowhere else.

use std::io::{self, IsTerminal, Read};

use docket_assistant::secrets::{KeyState, KeyStore, Keyring, Keys, Secrets, SecretsError};
use secrecy::SecretString;

use crate::arguments::Key;
use crate::failure::{Failure, sentence};
use crate::output::Output;

/// More than any key has, less than a file that was handed in by mistake.
const LONGEST_INPUT_BYTES: u64 = 64 * 1024;

pub(super) async fn key(command: Key, keys: &Keys, output: Output) -> Result<(), Failure> {
    let state = match command {
        Key::Set => set(keys).await?,
        Key::Status => keys.state().await,
        Key::Clear => clear(keys).await?,
    };
    if output.is_json {
        return output.json(&state);
    }
    output.line(&said(&state))
}

async fn set(keys: &Keys) -> Result<KeyState, Failure> {
    let state = keys.set(read()?).await.map_err(|error| Failure::Cannot(sentence(&error.to_string())))?;
    match state.store {
        // The memory of this program ends with it: that would keep nothing.
        KeyStore::Memory | KeyStore::None | KeyStore::Unknown => Err(no_keyring()),
        KeyStore::Keyring | KeyStore::Environment => Ok(state),
    }
}

/// Asks the keyring itself, since the way over [`Keys`] forgives one that cannot be reached.
async fn clear(keys: &Keys) -> Result<KeyState, Failure> {
    match Keyring::new().clear_key().await {
        Ok(()) => Ok(keys.state().await),
        Err(SecretsError::Unavailable(_) | SecretsError::Silent(_)) => Err(no_keyring()),
        Err(error) => Err(Failure::Cannot(sentence(&error.to_string()))),
    }
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

fn said(state: &KeyState) -> String {
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
