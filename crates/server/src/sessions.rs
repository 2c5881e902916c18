//! Who is in: sessions and the client secrets that count for them.
//!
//! A token counts while its own `exp` (the wall clock) *and* the deadline noted here (a clock that nobody sets) lie ahead, so that
//! turning the clock back never lengthens a life.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jsonwebtoken::get_current_timestamp;
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::error::Code;
use crate::secret::SessionKey;
use crate::tokens::{Claims, SelfTestFailed, TokenError, Tokens};

/// Most tokens of one session that count at once; the oldest drop out.
const LIVE_TOKENS: usize = 64;
/// A session that nobody has used for so long is over.
const IDLE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// All sessions of this start.
#[derive(Debug)]
pub(crate) struct Sessions {
    tokens: Tokens,
    live: Mutex<HashMap<Uuid, Session>>,
    /// Cancelled when the server ends; every session's is its child.
    ending: CancellationToken,
}

/// What a session reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All that is the user's.
    Everything,
    /// The chat: its messages, its files, what can be mentioned in it.
    Chat,
}

#[derive(Debug)]
struct Session {
    user: Arc<str>,
    scope: Scope,
    tokens: VecDeque<LiveToken>,
    last_used: Instant,
    over: CancellationToken,
}

#[derive(Debug)]
struct LiveToken {
    jti: Uuid,
    iat: u64,
    exp: u64,
    deadline: Instant,
}

/// Who makes a request.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The user's id.
    pub(crate) user: Arc<str>,
    /// The session.
    pub(crate) session: Uuid,
    /// What it reaches.
    pub(crate) scope: Scope,
    /// Cancelled when the session is revoked or the server ends: streams end with it.
    pub(crate) over: CancellationToken,
}

/// A client secret as it is answered.
#[derive(Serialize)]
pub(crate) struct Minted {
    pub(crate) client_secret: String,
    pub(crate) session_id: Uuid,
    pub(crate) user_id: Arc<str>,
    pub(crate) expires_at: Timestamp,
}

impl Sessions {
    /// # Errors
    /// [`SelfTestFailed`] when the cryptography does not work.
    pub(crate) fn new(key: &SessionKey, ending: CancellationToken) -> Result<Self, SelfTestFailed> {
        Ok(Self { tokens: Tokens::new(key)?, live: Mutex::default(), ending })
    }

    /// A new session of `user`, with a first token that counts for `life_s` seconds.
    ///
    /// # Errors
    /// [`Code::SessionError`] when the token cannot be signed.
    pub(crate) fn begin(&self, user: &Arc<str>, scope: Scope, life_s: u64) -> Result<Minted, Code> {
        let mut live = self.lock();
        let now = Instant::now();
        live.retain(|_, session| session.is_alive(now));
        let sid = Uuid::new_v4();
        let session = Session {
            user: Arc::clone(user),
            scope,
            tokens: VecDeque::new(),
            last_used: now,
            over: self.ending.child_token(),
        };
        let session = live.entry(sid).or_insert(session);
        self.mint(sid, session, life_s)
    }

    /// Who presents `token`.
    ///
    /// # Errors
    /// [`Code::Unauthorized`] when it is not ours, [`Code::SessionExpired`] when it or its session has ended.
    pub(crate) fn caller(&self, token: &str) -> Result<Caller, Code> {
        let claims = self.tokens.read(token).map_err(|error| match error {
            TokenError::Invalid => Code::Unauthorized,
            TokenError::Expired => Code::SessionExpired,
        })?;
        let mut live = self.lock();
        let now = Instant::now();
        let session =
            live.get_mut(&claims.sid).filter(|session| session.is_of(&claims, now)).ok_or(Code::SessionExpired)?;
        let counts = |token: &LiveToken| {
            token.jti == claims.jti
                && token.iat == claims.iat
                && token.exp == claims.exp
                && token.exp > get_current_timestamp()
                && token.deadline > now
        };
        if !session.tokens.iter().any(counts) {
            return Err(Code::SessionExpired);
        }
        session.last_used = now;
        let (user, scope, over) = (Arc::clone(&session.user), session.scope, session.over.clone());
        Ok(Caller { user, session: claims.sid, scope, over })
    }

    /// Another token for the session of `token`, which may be past its end. Earlier ones stay valid until their own.
    ///
    /// # Errors
    /// [`Code::SessionExpired`] when the token is not ours or its session has ended.
    pub(crate) fn refresh(&self, token: &str, life_s: u64) -> Result<Minted, Code> {
        let claims = self.tokens.read_expired_too(token).map_err(|_| Code::SessionExpired)?;
        let mut live = self.lock();
        let now = Instant::now();
        let session =
            live.get_mut(&claims.sid).filter(|session| session.is_of(&claims, now)).ok_or(Code::SessionExpired)?;
        session.last_used = now;
        self.mint(claims.sid, session, life_s)
    }

    /// The user of the session of `token`, which may be past its end.
    ///
    /// # Errors
    /// [`Code::SessionExpired`] when the token is not ours or its session has ended.
    pub(crate) fn owner(&self, token: &str) -> Result<Arc<str>, Code> {
        let claims = self.tokens.read_expired_too(token).map_err(|_| Code::SessionExpired)?;
        let live = self.lock();
        let session = live.get(&claims.sid).filter(|session| session.is_of(&claims, Instant::now()));
        session.map(|session| Arc::clone(&session.user)).ok_or(Code::SessionExpired)
    }

    /// Ends a session: none of its tokens counts any more, and its streams end.
    pub(crate) fn revoke(&self, session: Uuid) {
        if let Some(session) = self.lock().remove(&session) {
            session.over.cancel();
        }
    }

    /// Ends every session of the chat element.
    pub(crate) fn revoke_chats(&self) {
        self.lock().retain(|_, session| session.scope != Scope::Chat);
    }

    fn mint(&self, sid: Uuid, session: &mut Session, life_s: u64) -> Result<Minted, Code> {
        let claims = Claims::new(&session.user, sid, get_current_timestamp(), life_s);
        let client_secret = self.tokens.sign(&claims).ok_or(Code::SessionError)?;
        let expires_at = i64::try_from(claims.exp).ok().and_then(|exp| Timestamp::from_second(exp).ok());
        let expires_at = expires_at.ok_or(Code::SessionError)?;
        let now = Instant::now();
        session.tokens.retain(|token| token.deadline > now);
        while session.tokens.len() >= LIVE_TOKENS {
            session.tokens.pop_front();
        }
        let deadline = now + Duration::from_secs(life_s);
        session.tokens.push_back(LiveToken { jti: claims.jti, iat: claims.iat, exp: claims.exp, deadline });
        Ok(Minted { client_secret, session_id: sid, user_id: Arc::clone(&session.user), expires_at })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Session>> {
        // Every change under the lock is whole before anything in it can fail.
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    fn is_alive(&self, now: Instant) -> bool {
        now.duration_since(self.last_used) < IDLE && !self.over.is_cancelled()
    }

    fn is_of(&self, claims: &Claims, now: Instant) -> bool {
        *self.user == *claims.sub && self.is_alive(now)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A session that idled away takes its streams with it.
        self.over.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions() -> Sessions {
        Sessions::new(&SessionKey::from_bytes([1; 32]), CancellationToken::new()).unwrap()
    }

    #[test]
    fn a_session_counts_until_it_is_revoked() {
        let sessions = sessions();
        let minted = sessions.begin(&Arc::from("ann"), Scope::Everything, 60).unwrap();
        let caller = sessions.caller(&minted.client_secret).unwrap();
        assert_eq!((&*caller.user, caller.session), ("ann", minted.session_id));
        sessions.revoke(caller.session);
        assert!(caller.over.is_cancelled());
        assert_eq!(sessions.caller(&minted.client_secret).unwrap_err(), Code::SessionExpired);
        assert_eq!(sessions.refresh(&minted.client_secret, 60).err(), Some(Code::SessionExpired));
    }

    #[test]
    fn an_expired_token_refreshes_its_session_and_opens_nothing() {
        let sessions = sessions();
        let expired = sessions.begin(&Arc::from("ann"), Scope::Everything, 0).unwrap();
        assert_eq!(sessions.caller(&expired.client_secret).unwrap_err(), Code::SessionExpired);
        let fresh = sessions.refresh(&expired.client_secret, 60).unwrap();
        assert_eq!(fresh.session_id, expired.session_id);
        assert!(sessions.caller(&fresh.client_secret).is_ok());
    }

    #[test]
    fn refreshing_leaves_earlier_tokens_alone_up_to_sixty_four() {
        let sessions = sessions();
        let first = sessions.begin(&Arc::from("ann"), Scope::Everything, 60).unwrap();
        let mut later = Vec::new();
        for _ in 1..LIVE_TOKENS {
            later.push(sessions.refresh(&first.client_secret, 60).unwrap());
            assert!(sessions.caller(&first.client_secret).is_ok());
        }
        sessions.refresh(&first.client_secret, 60).unwrap();
        assert_eq!(sessions.caller(&first.client_secret).unwrap_err(), Code::SessionExpired);
        assert!(later.iter().all(|minted| sessions.caller(&minted.client_secret).is_ok()));
    }

    #[test]
    fn turning_the_clock_back_does_not_lengthen_a_life() {
        let sessions = sessions();
        let minted = sessions.begin(&Arc::from("ann"), Scope::Everything, 60).unwrap();
        // What a clock set back by an hour looks like: the token's own end lies ahead, its time is over all the same.
        sessions.lock().get_mut(&minted.session_id).unwrap().tokens[0].deadline = Instant::now();
        assert_eq!(sessions.caller(&minted.client_secret).unwrap_err(), Code::SessionExpired);
        assert!(sessions.refresh(&minted.client_secret, 60).is_ok(), "the session itself goes on");
    }

    #[test]
    fn a_session_that_nobody_uses_for_thirty_days_is_over() {
        let sessions = sessions();
        let minted = sessions.begin(&Arc::from("ann"), Scope::Everything, 60).unwrap();
        let live = sessions.lock();
        let session = &live[&minted.session_id];
        assert!(session.is_alive(session.last_used + IDLE - Duration::from_secs(1)));
        assert!(!session.is_alive(session.last_used + IDLE));
    }

    #[test]
    fn ending_the_server_ends_every_session() {
        let ending = CancellationToken::new();
        let sessions = Sessions::new(&SessionKey::from_bytes([1; 32]), ending.clone()).unwrap();
        let minted = sessions.begin(&Arc::from("ann"), Scope::Everything, 60).unwrap();
        let caller = sessions.caller(&minted.client_secret).unwrap();
        ending.cancel();
        assert!(caller.over.is_cancelled());
    }
}
