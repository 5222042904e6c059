//! How long a failing backend is left alone: full jitter under a doubling ceiling, without end.

use super::dice::Dice;
use crate::config::Intervals;
use crate::planted::{self, Bug};

/// No delay is shorter, so that jitter can't turn into a storm.
pub(super) const LEAST_MS: u64 = 250;

/// The failures in a row of one thing, and when it may be tried again.
#[derive(Clone, Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
    until: Option<u64>,
}

impl Backoff {
    /// Notes a failure at `now`; the backend may have asked for more patience.
    pub(super) fn fail(&mut self, now: u64, after_ms: Option<u64>, times: &Intervals, dice: &mut Dice) {
        let ceiling = times
            .retry_first
            .saturating_mul(1_u64.checked_shl(self.failures.min(20)).unwrap_or(u64::MAX))
            .min(times.retry_most);
        self.failures = self.failures.saturating_add(1);
        // What a backend asks for is kept, within reason: a wrong header must not stop sync for days.
        let asked = after_ms.map_or(0, |ms| ms.min(12 * times.retry_most));
        let delay = asked.saturating_add(dice.up_to(ceiling)).max(LEAST_MS);
        let delay = if planted::on(Bug::NoBackoff) { 0 } else { delay };
        self.until = Some(now.saturating_add(delay));
    }

    /// Notes a success.
    pub(super) fn succeed(&mut self) {
        *self = Self::default();
    }

    /// Lets the next try happen at once; another failure waits as long as before.
    pub(super) fn hurry(&mut self) {
        self.until = None;
    }

    /// When the next try is due, if that is after `now`.
    pub(super) fn wait_until(&self, now: u64) -> Option<u64> {
        self.until.filter(|until| *until > now)
    }

    pub(super) fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_the_ceiling_and_never_end() {
        let (times, mut dice, mut backoff) = (Intervals::default(), Dice::new(3), Backoff::default());
        let mut longest = 0;
        for _ in 0..1_000 {
            backoff.fail(0, None, &times, &mut dice);
            let wait = backoff.wait_until(0).unwrap();
            assert!((LEAST_MS..=times.retry_most).contains(&wait));
            longest = longest.max(wait);
        }
        assert!(longest > times.retry_most / 2);
        backoff.hurry();
        assert_eq!((backoff.wait_until(0), backoff.failures()), (None, 1_000));
    }

    #[test]
    fn the_backends_own_wish_is_kept() {
        let (times, mut dice, mut backoff) = (Intervals::default(), Dice::new(3), Backoff::default());
        backoff.fail(100, Some(60_000), &times, &mut dice);
        assert!(backoff.wait_until(100).unwrap() >= 60_100);
    }
}
