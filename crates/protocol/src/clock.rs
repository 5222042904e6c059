//! A hybrid logical clock: order for display and for cheap flags, never for cursors.

use serde::{Deserialize, Serialize};

/// How far ahead of the local clock a foreign stamp may pull this one, milliseconds.
pub const MAX_AHEAD_MS: i64 = 5 * 60 * 1000;

/// A stamp of a hybrid logical clock (Kulkarni et al., 2014): wall time, then a counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hlc {
    /// UTC milliseconds.
    pub wall_ms: i64,
    /// Orders stamps of one millisecond.
    pub count: u32,
}

impl Hlc {
    /// The stamp of a local event at `wall_ms`, later than `self`.
    pub fn tick(self, wall_ms: i64) -> Self {
        if wall_ms > self.wall_ms {
            Self { wall_ms, count: 0 }
        } else {
            Self { wall_ms: self.wall_ms, count: self.count.saturating_add(1) }
        }
    }

    /// The clock after `other` was seen at local time `wall_ms`. A stamp from too far ahead is
    /// clamped, so that one device with a wrong year does not drag all others along.
    pub fn merge(self, other: Self, wall_ms: i64) -> Self {
        let ceiling = wall_ms.saturating_add(MAX_AHEAD_MS);
        let other = if other.wall_ms > ceiling { Self { wall_ms: ceiling, count: 0 } } else { other };
        self.max(other).tick(wall_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_is_always_later() {
        let clock = Hlc { wall_ms: 10, count: 3 };
        assert!(clock.tick(5) > clock && clock.tick(10) > clock && clock.tick(11) > clock);
    }

    #[test]
    fn a_stamp_ten_years_ahead_is_clamped() {
        let far = Hlc { wall_ms: 315_360_000_000, count: 0 };
        assert!(Hlc::default().merge(far, 1_000).wall_ms <= 1_000 + MAX_AHEAD_MS);
    }
}
