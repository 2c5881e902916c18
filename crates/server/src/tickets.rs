//! Tickets: 32 random bytes that are worth one session, once, for a short while.
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

/// The tickets that are out.
#[derive(Debug, Default)]
pub(crate) struct Tickets {
    out: Mutex<Vec<Ticket>>,
}

#[derive(Debug)]
struct Ticket {
    digest: [u8; 32],
    user: Arc<str>,
    deadline: Instant,
}

impl Tickets {
    /// A new ticket for `user` that counts for `life`: 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub(crate) fn mint(&self, user: &Arc<str>, life: Duration) -> Result<String, NoRandomness> {
        let text = hex(random_bytes()?.as_slice());
        let now = Instant::now();
        let mut out = self.lock();
        out.retain(|ticket| ticket.deadline > now);
        while out.iter().filter(|ticket| ticket.user == *user).count() >= OUTSTANDING {
            let oldest = out.iter().position(|ticket| ticket.user == *user);
            if let Some(oldest) = oldest {
                out.remove(oldest);
            }
        }
        out.push(Ticket { digest: digest(&text), user: Arc::clone(user), deadline: now + life });
        Ok(text)
    }

    /// Whose ticket it is, while it counts; does not use it up.
    pub(crate) fn owner(&self, text: &str) -> Option<Arc<str>> {
        let out = self.lock();
        find(&out, text).map(|place| Arc::clone(&out[place].user))
    }

    /// Uses the ticket up. Of any number of callers with one ticket exactly one gets its user.
    pub(crate) fn redeem(&self, text: &str) -> Option<Arc<str>> {
        let mut out = self.lock();
        find(&out, text).map(|place| out.remove(place).user)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Ticket>> {
        // A panic elsewhere cannot leave a half-made ticket behind: every change is one push or remove.
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where in `out` the live ticket with this text is. Looks at every ticket, whether or not one was found before.
fn find(out: &[Ticket], text: &str) -> Option<usize> {
    let wanted = digest(text);
    let now = Instant::now();
    let mut place = u64::MAX;
    for (index, ticket) in (0_u64..).zip(out) {
        let live = Choice::from(u8::from(ticket.deadline > now));
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
        let ticket = tickets.mint(&user("ann"), LONG).unwrap();
        assert_eq!(ticket.len(), 64);
        assert_eq!(tickets.owner(&ticket).as_deref(), Some("ann"));
        assert_eq!(tickets.redeem(&ticket).as_deref(), Some("ann"));
        assert_eq!(tickets.owner(&ticket), None);
        assert_eq!(tickets.redeem(&ticket), None);
    }

    #[test]
    fn a_ticket_past_its_time_is_worth_nothing() {
        let tickets = Tickets::default();
        let ticket = tickets.mint(&user("ann"), Duration::ZERO).unwrap();
        assert_eq!(tickets.owner(&ticket), None);
        assert_eq!(tickets.redeem(&ticket), None);
    }

    #[test]
    fn the_ninth_ticket_of_a_user_takes_the_place_of_the_first() {
        let tickets = Tickets::default();
        let of_bob = tickets.mint(&user("bob"), LONG).unwrap();
        let minted: Vec<_> = (0..=OUTSTANDING).map(|_| tickets.mint(&user("ann"), LONG).unwrap()).collect();
        let live: Vec<_> = minted.iter().map(|ticket| tickets.owner(ticket).is_some()).collect();
        assert_eq!(live, [vec![false], vec![true; OUTSTANDING]].concat());
        assert_eq!(tickets.owner(&of_bob).as_deref(), Some("bob"));
    }

    #[test]
    fn no_part_and_no_neighbour_of_a_ticket_is_a_ticket() {
        let tickets = Tickets::default();
        let ticket = tickets.mint(&user("ann"), LONG).unwrap();
        for wrong in ["", &ticket[..63], &ticket.to_uppercase(), &format!("{ticket} "), &format!("{ticket}0")] {
            assert_eq!(tickets.owner(wrong), None, "{wrong:?}");
        }
    }
}
