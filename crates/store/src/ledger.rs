//! The ledger of limits: messages a minute and model tokens a day, for each user, across restarts and processes.
//!
//! A clock that is set back gives no new budget: days only move forward, and a message from the future counts as one of now. A day
//! that a clock far ahead has begun becomes today, with all that was used on it: it ends at midnight, not when the calendar is there.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, Zoned};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::mine::Mine;
use crate::{Error, Store, settings};

const MINUTE_US: i64 = 60_000_000;
/// Zones are at most 26 hours apart: no journey brings a day back that is further ahead.
const MOST_DAYS_AHEAD: i64 = 2;

/// How much a user may send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// 10 messages a minute, 10,000 tokens a day.
    Free,
    /// 60 messages a minute, 100,000 tokens a day.
    #[default]
    Standard,
    /// As much as there is.
    Unlimited,
}

impl Tier {
    /// As it is written in JSON, in the file and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Standard => "standard",
            Self::Unlimited => "unlimited",
        }
    }

    /// The tier by that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Free, Self::Standard, Self::Unlimited].into_iter().find(|tier| tier.as_str() == name)
    }

    /// Messages within any sixty seconds; `None`: no limit.
    #[must_use]
    pub fn messages_a_minute(self) -> Option<u32> {
        match self {
            Self::Free => Some(10),
            Self::Standard => Some(60),
            Self::Unlimited => None,
        }
    }

    /// Model tokens within a day of the user's calendar; `None`: no limit.
    #[must_use]
    pub fn tokens_a_day(self) -> Option<u64> {
        match self {
            Self::Free => Some(10_000),
            Self::Standard => Some(100_000),
            Self::Unlimited => None,
        }
    }
}

/// What [`Store::with_tier`] remembers.
#[derive(Clone)]
pub(crate) struct Limits {
    tier: Tier,
    clock: Clock,
}

type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").field("tier", &self.tier).finish_non_exhaustive()
    }
}

/// Tokens that were set aside for a call of a model, until [`Store::settle`] says how many it took. Where nobody ever says so, because
/// the process died, they count as used until the day is over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "what is reserved counts as used until it is settled"]
pub struct Reservation {
    // None where nothing is counted.
    id: Option<Uuid>,
    /// How many were set aside.
    pub tokens: u64,
}

/// A day's tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TokenBudget {
    /// The day's limit; `None`: no limit.
    pub limit: Option<u64>,
    /// Used today, with what is set aside for calls that run.
    pub used: u64,
}

impl Store {
    /// The same store, with the limits of `tier` (of the tier in the settings, where one is set there) on messages and tokens. A store
    /// that was never given a tier counts nothing.
    ///
    /// Messages are counted by the computer's clock in [`chatkit_server::ThreadStore::add_user_message`] and
    /// [`chatkit_server::ThreadStore::delete_items_after`], in the commit that stores them.
    #[must_use]
    pub fn with_tier(self, tier: Tier) -> Self {
        self.with_tier_and_clock(tier, Timestamp::now)
    }

    /// [`Store::with_tier`], by another clock.
    #[must_use]
    pub fn with_tier_and_clock(self, tier: Tier, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.with_limits(Limits { tier, clock: Arc::new(clock) })
    }

    /// The tier that counts now: that of the settings, or the one the store was given; [`Tier::Unlimited`] where neither is there.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn tier(&self) -> Result<Tier, Error> {
        let Some(limits) = self.limits() else { return Ok(Tier::Unlimited) };
        self.read(move |mine| tier(mine, &limits)).await
    }

    /// Sets `tokens` of the day's budget aside before a call of a model that costs some.
    ///
    /// `now`: the real time, in the user's zone; its date is the day. A day before the last one that was counted is that last one.
    ///
    /// # Errors
    /// [`Error::TokensUsedUp`] where the day has not so many left; those of the disk. Nothing is set aside then.
    pub async fn reserve_tokens(&self, tokens: u64, now: &Zoned) -> Result<Reservation, Error> {
        let Some(limits) = self.limits() else { return Ok(Reservation { id: None, tokens }) };
        let now = now.clone();
        // A refusal is committed too: the day may have turned with it.
        self.write(move |writing| {
            let mine = &writing.mine;
            let Some(limit) = tokens_a_day(mine, &limits)? else { return Ok(Ok(Reservation { id: None, tokens })) };
            let day = turn_to(mine, now.date())?;
            let used = used(mine)?;
            if used.saturating_add(tokens) > limit {
                let retry_after_s = until_midnight_s(&now, day);
                return Ok(Err(Error::TokensUsedUp { limit, used, retry_after_s }));
            }
            let id = Uuid::new_v4();
            mine.execute(
                "INSERT INTO token_reservations (user, id, day, tokens) VALUES (:user, :id, :day, :tokens)",
                &[(":id", &id), (":day", &day.to_string()), (":tokens", &tokens)],
            )?;
            Ok(Ok(Reservation { id: Some(id), tokens }))
        })
        .await?
    }

    /// Says how many tokens the call took that `reservation` was for; more than were set aside count too. A reservation of a day that
    /// is over changes nothing, nor does settling one twice.
    ///
    /// # Errors
    /// Those of the disk; the reservation stays then.
    pub async fn settle(&self, reservation: Reservation, used: u64) -> Result<(), Error> {
        let Some(id) = reservation.id else { return Ok(()) };
        self.write(move |writing| {
            let mine = &writing.mine;
            let sql = "DELETE FROM token_reservations WHERE user = :user AND id = :id RETURNING day";
            let Some(day) = mine.row(sql, &[(":id", &id)], |row| Ok(row.get::<_, String>(0)?))? else { return Ok(()) };
            mine.execute(
                "UPDATE token_days SET used = min(used + :used, 9007199254740991) WHERE user = :user AND day = :day",
                &[(":day", &day), (":used", &used.min(i64::MAX as u64 / 4))],
            )?;
            Ok(())
        })
        .await
    }

    /// The day's limit, and what of it is used.
    ///
    /// `now`: as for [`Store::reserve_tokens`].
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn token_budget(&self, now: &Zoned) -> Result<TokenBudget, Error> {
        let Some(limits) = self.limits() else { return Ok(TokenBudget { limit: None, used: 0 }) };
        let today = now.date();
        self.read(move |mine| {
            let limit = tokens_a_day(mine, &limits)?;
            let is_over = last_day(mine)?.is_none_or(|day| day < today);
            Ok(TokenBudget { limit, used: if is_over { 0 } else { used(mine)? } })
        })
        .await
    }
}

impl Store {
    /// After a refusal, whose commit left nothing: messages that a clock ahead of this one sent are of now, so that they are over in a
    /// minute and not when that clock says so.
    pub(crate) async fn bring_messages_back(&self) -> Result<(), Error> {
        let Some(limits) = self.limits() else { return Ok(()) };
        self.write(move |writing| bring_back(&writing.mine, (limits.clock)().as_microsecond())).await
    }
}

fn bring_back(mine: &Mine<'_>, now_us: i64) -> Result<(), Error> {
    let sql = "UPDATE sent_messages SET at_us = :now WHERE user = :user AND at_us > :now";
    mine.execute(sql, &[(":now", &now_us)])?;
    Ok(())
}

/// Counts a message, in the commit that stores it.
///
/// # Errors
/// [`Error::TooManyMessages`]; those of SQLite.
pub(crate) fn count_message(mine: &Mine<'_>, limits: Option<&Limits>) -> Result<(), Error> {
    let Some(limits) = limits else { return Ok(()) };
    let Some(limit) = tier(mine, limits)?.messages_a_minute() else { return Ok(()) };
    let now_us = (limits.clock)().as_microsecond();
    mine.execute(
        "DELETE FROM sent_messages WHERE user = :user AND at_us <= :oldest",
        &[(":oldest", &(now_us - MINUTE_US))],
    )?;
    bring_back(mine, now_us)?;
    // The one whose end makes room; there is one when the minute is full.
    let leaving = mine.row(
        "SELECT at_us FROM sent_messages WHERE user = :user ORDER BY at_us DESC LIMIT 1 OFFSET :before",
        &[(":before", &(limit - 1))],
        |row| Ok(row.get::<_, i64>(0)?),
    )?;
    if let Some(leaving) = leaving {
        let wait_us = (leaving + MINUTE_US - now_us).clamp(1, MINUTE_US);
        let retry_after_s = u64::try_from(wait_us).unwrap_or(0).div_ceil(1_000_000);
        return Err(Error::TooManyMessages { limit, retry_after_s });
    }
    mine.execute("INSERT INTO sent_messages (user, at_us) VALUES (:user, :now)", &[(":now", &now_us)])?;
    Ok(())
}

fn tier(mine: &Mine<'_>, limits: &Limits) -> Result<Tier, Error> {
    Ok(settings::tier(mine)?.unwrap_or(limits.tier))
}

fn tokens_a_day(mine: &Mine<'_>, limits: &Limits) -> Result<Option<u64>, Error> {
    let own = settings::daily_tokens(mine)?;
    Ok(own.or(tier(mine, limits)?.tokens_a_day()))
}

fn last_day(mine: &Mine<'_>) -> Result<Option<Date>, Error> {
    let day = mine.row("SELECT day FROM token_days WHERE user = :user", &[], |row| Ok(row.get::<_, String>(0)?))?;
    // A day that cannot be read is none of ours: the next one takes its place.
    Ok(day.and_then(|day| day.parse().ok()))
}

/// Begins a new day where `today` is one; answers the day that counts.
fn turn_to(mine: &Mine<'_>, today: Date) -> Result<Date, Error> {
    match last_day(mine)? {
        Some(day) if day > today.saturating_add(MOST_DAYS_AHEAD.days()) => {
            let today_text = today.to_string();
            mine.execute("UPDATE token_days SET day = :day WHERE user = :user", &[(":day", &today_text)])?;
            mine.execute("UPDATE token_reservations SET day = :day WHERE user = :user", &[(":day", &today_text)])?;
            Ok(today)
        }
        Some(day) if day >= today => Ok(day),
        Some(_) | None => {
            mine.execute(
                "INSERT INTO token_days (user, day, used) VALUES (:user, :day, 0)
                 ON CONFLICT (user) DO UPDATE SET day = excluded.day, used = 0",
                &[(":day", &today.to_string())],
            )?;
            let sql = "DELETE FROM token_reservations WHERE user = :user AND day <> :day";
            mine.execute(sql, &[(":day", &today.to_string())])?;
            Ok(today)
        }
    }
}

fn used(mine: &Mine<'_>) -> Result<u64, Error> {
    let used = mine.row(
        "SELECT coalesce((SELECT used FROM token_days WHERE user = :user), 0)
             + coalesce((SELECT sum(tokens) FROM token_reservations WHERE user = :user), 0)",
        &[],
        |row| Ok(row.get::<_, u64>(0)?),
    )?;
    Ok(used.unwrap_or(0))
}

/// Seconds until the day after `day` begins where the user is; at least one.
fn until_midnight_s(now: &Zoned, day: Date) -> u64 {
    let midnight = day.checked_add(1.day()).ok().and_then(|next| next.to_zoned(now.time_zone().clone()).ok());
    let left = midnight.map_or(0, |midnight| midnight.timestamp().as_second() - now.timestamp().as_second());
    u64::try_from(left).unwrap_or(0).max(1)
}
