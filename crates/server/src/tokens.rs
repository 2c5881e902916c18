//! Client secrets: HS256 JWTs that only this start of the server has signed.
//!
//! jsonwebtoken's defaults accept a token for 60 s after its end, any `nbf` and a missing `aud`; [`Tokens`] sets every check.

use jsonwebtoken::crypto::CryptoProvider;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::secret::SessionKey;

const ISSUER: &str = "docket";
const AUDIENCE: &str = "docket-api";
const TYPE: &str = "chatkit_session";
/// Longest token that is looked at; ours have some 400 characters.
const LONGEST: usize = 2_048;

/// What a client secret says. Nothing else may stand in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claims {
    iss: String,
    aud: String,
    /// The user's id.
    pub(crate) sub: String,
    /// The session.
    pub(crate) sid: Uuid,
    /// The token itself.
    pub(crate) jti: Uuid,
    #[serde(rename = "type")]
    kind: String,
    /// Seconds since 1970, as the next two.
    pub(crate) iat: u64,
    nbf: u64,
    pub(crate) exp: u64,
}

impl Claims {
    /// Claims of a token for `user` that counts from `iat` for `life_s` seconds.
    pub(crate) fn new(user: &str, sid: Uuid, iat: u64, life_s: u64) -> Self {
        Self {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: user.to_owned(),
            sid,
            jti: Uuid::new_v4(),
            kind: TYPE.to_owned(),
            iat,
            nbf: iat,
            exp: iat.saturating_add(life_s),
        }
    }
}

/// Why a token does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    /// Not signed by this start of the server, or not a client secret.
    #[error("not a client secret of this server")]
    Invalid,
    /// One of ours, past its end.
    #[error("the client secret has expired")]
    Expired,
}

/// The signing cannot be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cryptography failed its self-test")]
pub struct SelfTestFailed;

/// Signs and reads client secrets.
pub(crate) struct Tokens {
    signing: EncodingKey,
    reading: DecodingKey,
    live: Validation,
    expired_too: Validation,
    /// The only header that is ours, encoded and with its full stop: `alg`, `crit`, `jku` and the like have nothing to choose.
    header: String,
}

impl Tokens {
    /// # Errors
    /// [`SelfTestFailed`] when a token that was just signed does not read back, or a changed one does.
    pub(crate) fn new(key: &SessionKey) -> Result<Self, SelfTestFailed> {
        // With both or neither of its two cryptography features on (a feature that another crate may switch on) jsonwebtoken panics at
        // the first token, unless one is installed by name. A second start in one process finds it installed.
        let _ = CryptoProvider::install_default(&jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER);
        let mut live = Validation::new(Algorithm::HS256);
        live.leeway = 0;
        live.validate_nbf = true;
        live.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        live.set_issuer(&[ISSUER]);
        live.set_audience(&[AUDIENCE]);
        let mut expired_too = live.clone();
        expired_too.validate_exp = false;
        let mut tokens = Self {
            signing: EncodingKey::from_secret(key.as_bytes()),
            reading: DecodingKey::from_secret(key.as_bytes()),
            live,
            expired_too,
            header: String::new(),
        };
        tokens.self_test()?;
        Ok(tokens)
    }

    fn self_test(&mut self) -> Result<(), SelfTestFailed> {
        let claims = Claims::new("self-test", Uuid::nil(), jsonwebtoken::get_current_timestamp(), 60);
        let token = self.sign(&claims).ok_or(SelfTestFailed)?;
        let header = token.split_inclusive('.').next().ok_or(SelfTestFailed)?;
        header.clone_into(&mut self.header);
        let mut changed = token.clone().into_bytes();
        if let Some(last) = changed.iter_mut().rev().nth(8) {
            *last = if *last == b'A' { b'B' } else { b'A' };
        }
        let changed = String::from_utf8(changed).map_err(|_| SelfTestFailed)?;
        let right = self.read(&token) == Ok(claims) && self.read(&changed) == Err(TokenError::Invalid);
        right.then_some(()).ok_or(SelfTestFailed)
    }

    /// The token that says `claims`; `None` when the cryptography fails.
    pub(crate) fn sign(&self, claims: &Claims) -> Option<String> {
        encode(&Header::new(Algorithm::HS256), claims, &self.signing).ok()
    }

    /// What a token says, if it is ours and neither too early nor past its end.
    ///
    /// # Errors
    /// [`TokenError`].
    pub(crate) fn read(&self, token: &str) -> Result<Claims, TokenError> {
        self.read_with(token, &self.live)
    }

    /// What a token says, if it is ours, however long past its end.
    ///
    /// # Errors
    /// [`TokenError::Invalid`].
    pub(crate) fn read_expired_too(&self, token: &str) -> Result<Claims, TokenError> {
        self.read_with(token, &self.expired_too)
    }

    fn read_with(&self, token: &str, validation: &Validation) -> Result<Claims, TokenError> {
        if token.len() > LONGEST || !token.starts_with(&self.header) {
            return Err(TokenError::Invalid);
        }
        let claims = decode::<Claims>(token, &self.reading, validation)
            .map_err(|error| match error.kind() {
                ErrorKind::ExpiredSignature => TokenError::Expired,
                _ => TokenError::Invalid,
            })?
            .claims;
        // The library has compared `iss` and `aud`; `type` is ours to compare.
        if claims.kind == TYPE { Ok(claims) } else { Err(TokenError::Invalid) }
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}
