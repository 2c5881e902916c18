//! Tickets: 32 random bytes that are worth one session, or one upload, once, for a short while.
//!
//! Only their SHA-256 is kept, and digests are compared in constant time, so that neither a memory dump nor the time of an answer
//! says anything about a ticket that was not presented.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::secret::{NoRandomness, hex, random_bytes};

/// Most tickets of one user that are out at once; a further one takes the place of the oldest.
pub(crate) const OUTSTANDING: usize = 8;
/// Most tickets for uploads of one user; a composer takes some dozens of files at once.
const UPLOADS: usize = 64;

/// The tickets that are out.
#[derive(Debug, Default)]
pub(crate) struct Tickets {
    out: Mutex<Vec<Ticket>>,
}

#[derive(Debug)]
struct Ticket {
    digest: [u8; 32],
    user: Arc<str>,
    worth: Worth,
    deadline: Instant,
}

/// What a ticket is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Worth {
    /// A session.
    Session,
    /// A session that reaches the chat only.
    Chat,
    /// The bytes of the attachment with this id.
    Upload(String),
}

impl Tickets {
    /// A new ticket of `user` that counts for `life`: 64 hexadecimal digits. Those for sessions and those for uploads are counted apart.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub(crate) fn mint(&self, user: &Arc<str>, worth: Worth, life: Duration) -> Result<String, NoRandomness> {
        let text = hex(random_bytes()?.as_slice());
        let now = Instant::now();
        let mut out = self.lock();
        out.retain(|ticket| ticket.deadline > now);
        let (most, is_alike): (_, fn(&Worth) -> bool) = match &worth {
            Worth::Session => (OUTSTANDING, |other| *other == Worth::Session),
            Worth::Chat => (OUTSTANDING, |other| *other == Worth::Chat),
            Worth::Upload(_) => (UPLOADS, |other| matches!(other, Worth::Upload(_))),
        };
        let is_counted = |ticket: &Ticket| ticket.user == *user && is_alike(&ticket.worth);
        while out.iter().filter(|ticket| is_counted(ticket)).count() >= most {
            if let Some(oldest) = out.iter().position(is_counted) {
                out.remove(oldest);
            }
        }
        out.push(Ticket { digest: digest(&text), user: Arc::clone(user), worth, deadline: now + life });
        Ok(text)
    }

    /// Whose ticket for `worth` it is, while it counts; does not use it up.
    pub(crate) fn owner(&self, text: &str, worth: &Worth) -> Option<Arc<str>> {
        let out = self.lock();
        find(&out, text, worth).map(|place| Arc::clone(&out[place].user))
    }

    /// Uses the ticket up. Of any number of callers with one ticket exactly one gets its user.
    pub(crate) fn redeem(&self, text: &str, worth: &Worth) -> Option<Arc<str>> {
        let mut out = self.lock();
        find(&out, text, worth).map(|place| out.remove(place).user)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Ticket>> {
        // A panic elsewhere cannot leave a half-made ticket behind: every change is one push or remove.
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where in `out` the live ticket for `worth` with this text is. Looks at every ticket, whether or not one was found before.
fn find(out: &[Ticket], text: &str, worth: &Worth) -> Option<usize> {
    let wanted = digest(text);
    let now = Instant::now();
    let mut place = u64::MAX;
    for (index, ticket) in (0_u64..).zip(out) {
        let live = Choice::from(u8::from(ticket.deadline > now && ticket.worth == *worth));
        place.conditional_assign(&index, ticket.digest.ct_eq(&wanted) & live);
    }
    usize::try_from(place).ok().filter(|place| *place < out.len())
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn user(name: &str) -> Arc<str> {
        Arc::from(name)
    }

    #[test]
    fn a_ticket_is_worth_its_user_once() {
        let tickets = Tickets::default();
        let ticket = tickets.mint(&user("ann"), Worth::Session, LONG).unwrap();
        assert_eq!(ticket.len(), 64);
        assert_eq!(tickets.owner(&ticket, &Worth::Session).as_deref(), Some("ann"));
        assert_eq!(tickets.redeem(&ticket, &Worth::Session).as_deref(), Some("ann"));
        assert_eq!(tickets.owner(&ticket, &Worth::Session), None);
        assert_eq!(tickets.redeem(&ticket, &Worth::Session), None);
    }

    #[test]
    fn a_ticket_past_its_time_is_worth_nothing() {
        let tickets = Tickets::default();
        let ticket = tickets.mint(&user("ann"), Worth::Session, Duration::ZERO).unwrap();
        assert_eq!(tickets.owner(&ticket, &Worth::Session), None);
        assert_eq!(tickets.redeem(&ticket, &Worth::Session), None);
    }

    #[test]
    fn the_ninth_ticket_of_a_user_takes_the_place_of_the_first() {
        let tickets = Tickets::default();
        let of_bob = tickets.mint(&user("bob"), Worth::Session, LONG).unwrap();
        let minted: Vec<_> =
            (0..=OUTSTANDING).map(|_| tickets.mint(&user("ann"), Worth::Session, LONG).unwrap()).collect();
        let live: Vec<_> = minted.iter().map(|ticket| tickets.owner(ticket, &Worth::Session).is_some()).collect();
        assert_eq!(live, [vec![false], vec![true; OUTSTANDING]].concat());
        assert_eq!(tickets.owner(&of_bob, &Worth::Session).as_deref(), Some("bob"));
    }

    #[test]
    fn no_part_and_no_neighbour_of_a_ticket_is_a_ticket() {
        let tickets = Tickets::default();
        let ticket = tickets.mint(&user("ann"), Worth::Session, LONG).unwrap();
        for wrong in ["", &ticket[..63], &ticket.to_uppercase(), &format!("{ticket} "), &format!("{ticket}0")] {
            assert_eq!(tickets.owner(wrong, &Worth::Session), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_ticket_for_an_upload_is_worth_that_upload_and_no_session() {
        let tickets = Tickets::default();
        let upload = |id: &str| Worth::Upload(id.to_owned());
        let ticket = tickets.mint(&user("ann"), upload("atc_1"), LONG).unwrap();
        for _ in 0..OUTSTANDING {
            tickets.mint(&user("ann"), Worth::Session, LONG).unwrap();
        }
        assert_eq!(tickets.redeem(&ticket, &Worth::Session), None);
        assert_eq!(tickets.redeem(&ticket, &upload("atc_2")), None);
        assert_eq!(tickets.redeem(&ticket, &upload("atc_1")).as_deref(), Some("ann"));
        assert_eq!(tickets.redeem(&ticket, &upload("atc_1")), None);
    }
}
