//! Limits: wrong tries by key, requests by a bucket that fills with time, and open streams.

use crate::trouble::{Code, Refusal};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// So many wrong tries within the window, then a wait until its end.
const MAX_WRONG: u32 = 10;
const WINDOW_MS: i64 = 15 * 60 * 1000;
/// Above so many keys the oldest windows are forgotten.
const MAX_KEYS: usize = 50_000;

/// Counts wrong tries.
#[derive(Default)]
pub(crate) struct Tries(Mutex<BTreeMap<String, Window>>);

#[derive(Clone, Copy)]
struct Window {
    wrong: u32,
    ends_at: i64,
}

impl Tries {
    /// Counts a try under `key` as wrong until [`Tries::right`] says otherwise, so that many at
    /// once are no way around the limit.
    ///
    /// # Errors
    /// After ten wrong ones, until the window ends.
    pub(crate) fn begin(&self, key: &str, now: i64) -> Result<(), Refusal> {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MAX_KEYS {
            windows.retain(|_, window| window.ends_at > now);
        }
        if windows.len() >= MAX_KEYS {
            windows.clear();
        }
        let fresh = Window { wrong: 0, ends_at: now.saturating_add(WINDOW_MS) };
        let window = windows.entry(key.to_owned()).or_insert(fresh);
        if window.ends_at <= now {
            *window = fresh;
        }
        if window.wrong >= MAX_WRONG {
            return Err(Code::TooManyTries.after(seconds(window.ends_at - now)));
        }
        window.wrong += 1;
        Ok(())
    }

    /// Forgets the wrong tries under `key`.
    pub(crate) fn right(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

/// A bucket for each key: full it lets a burst through, and it refills by the second.
pub(crate) struct Buckets {
    rate: u32,
    burst: u32,
    levels: Mutex<BTreeMap<String, Level>>,
}

#[derive(Clone, Copy)]
struct Level {
    /// What is left, in thousandths.
    left: i64,
    at: i64,
}

impl Buckets {
    /// Buckets that refill with `rate` a second and hold `burst`; a rate of 0 limits nothing.
    pub(crate) fn new(rate: u32, burst: u32) -> Self {
        Self { rate, burst, levels: Mutex::default() }
    }

    /// Takes `cost` out of the bucket of `key`.
    ///
    /// # Errors
    /// Not enough is left.
    pub(crate) fn take(&self, key: &str, cost: u32, now: i64) -> Result<(), Refusal> {
        if self.rate == 0 {
            return Ok(());
        }
        let (rate, full) = (i64::from(self.rate), i64::from(self.burst) * 1000);
        let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        if levels.len() >= MAX_KEYS {
            levels.retain(|_, level| level.left + (now - level.at) * rate < full);
        }
        let level = levels.entry(key.to_owned()).or_insert(Level { left: full, at: now });
        // A clock that is set back must not empty the bucket.
        let gained = (now - level.at).max(0).saturating_mul(rate);
        *level = Level { left: level.left.saturating_add(gained).min(full), at: now };
        // More than a full bucket at once is let through by a full one, or it never would be.
        let cost = (i64::from(cost) * 1000).min(full);
        if level.left < cost {
            return Err(Code::SlowDown.after(seconds((cost - level.left) / rate)));
        }
        level.left -= cost;
        Ok(())
    }
}

/// How many streams one person may hold open.
const MAX_SEATS: u32 = 50;

/// Counts what is held open, by key.
#[derive(Clone, Default)]
pub(crate) struct Seats(Arc<Mutex<BTreeMap<String, u32>>>);

/// One that is held; given back on drop.
pub(crate) struct Seat {
    key: String,
    seats: Seats,
}

impl Seats {
    /// Takes one under `key`.
    ///
    /// # Errors
    /// All are taken.
    pub(crate) fn take(&self, key: &str) -> Result<Seat, Refusal> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(key.to_owned()).or_default();
        if *count >= MAX_SEATS {
            return Err(Code::SlowDown.after(60));
        }
        *count += 1;
        Ok(Seat { key: key.to_owned(), seats: self.clone() })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.key);
            }
        }
    }
}

/// What stands for a client: an IPv4 address, or an IPv6 network, since a client has a whole one.
pub(crate) fn client(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn seconds(ms: i64) -> u64 {
    u64::try_from(ms).unwrap_or(0).div_ceil(1000).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_tries_close_the_door_until_the_window_ends() {
        let tries = Tries::default();
        for _ in 0..10 {
            tries.begin("k", 0).unwrap();
        }
        assert_eq!(tries.begin("k", 1).unwrap_err().retry_after, Some(900));
        assert!(tries.begin("other", 1).is_ok());
        assert!(tries.begin("k", WINDOW_MS).is_ok());
        tries.right("k");
        for _ in 0..10 {
            tries.begin("k", WINDOW_MS).unwrap();
        }
    }

    #[test]
    fn a_bucket_empties_and_refills() {
        let buckets = Buckets::new(10, 20);
        assert!(buckets.take("k", 20, 0).is_ok());
        assert_eq!(buckets.take("k", 15, 0).unwrap_err().retry_after, Some(2));
        assert!(buckets.take("k", 15, 1_500).is_ok());
        assert!(buckets.take("k", 1, 0).is_err(), "a clock that goes back gives nothing");
        assert!(Buckets::new(0, 0).take("k", 9, 0).is_ok());
    }

    #[test]
    fn a_seat_is_free_again_when_it_is_left() {
        let seats = Seats::default();
        let mut held: Vec<Seat> = (0..MAX_SEATS).map(|_| seats.take("k").unwrap()).collect();
        assert!(seats.take("k").is_err());
        held.pop();
        assert!(seats.take("k").is_ok());
    }

    #[test]
    fn an_ipv6_client_is_its_network() {
        assert_eq!(client("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1:2::/64");
        assert_eq!(client("::ffff:10.0.0.7".parse().unwrap()), "10.0.0.7");
    }
}
