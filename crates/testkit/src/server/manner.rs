//! In what the model servers differ, apart from their interfaces: what they keep, what names a
//! version, and who may read and write.

use protocol::Record;

/// How a server goes about records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Whether it runs code of ours: it keeps the result of each write under its name, and scores
    /// answers.
    pub is_ours: bool,
    /// What names a version of a record.
    pub version: Version,
    /// Whether whoever reaches it reads everything and founds records wherever they like.
    pub is_open: bool,
    /// Whether what is gone stays gone.
    pub buries: bool,
}

/// What names a version of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Its place in the feed, which is a counter.
    Place,
    /// Its place in the feed, which is a time that never repeats within a collection.
    Instant,
    /// The time of its last change, as a text, to the millisecond: others may have the same, and a
    /// transaction may commit some time after it was taken.
    Stamp,
    /// How often it was changed.
    Count,
}

/// How long before its commit a transaction may have taken its time.
const OPEN_MS: i64 = 1_500;
/// How far a server's clock steps back at most: clocks that are kept right are led, not thrown.
const STEP_MS: i64 = 2_000;

impl Manner {
    /// A server of ours.
    pub const OURS: Self = Self { is_ours: true, version: Version::Place, is_open: false, buries: false };
    /// A server of others, which compares versions and keeps no results.
    pub const OTHERS: Self = Self { is_ours: false, ..Self::OURS };
}

/// The time that a change gets at a server whose clock shows `clock_ms`, where it gave `latest` to
/// the change that it gave the latest time so far.
pub(super) fn stamp(clock_ms: i64, latest: i64, before: Option<&Record>) -> i64 {
    // Some transactions take longer than others; which ones, the moment decides.
    let taken = clock_ms.saturating_sub(clock_ms.rem_euclid(7) * OPEN_MS / 7);
    let at = taken.max(latest.saturating_sub(STEP_MS));
    let is_as_before = before.is_some_and(|record| record.rev.0 == instant(at));
    at.saturating_add(i64::from(is_as_before))
}

/// `2026-05-28 20:26:40.000Z`: in this form instants sort as texts do.
pub(super) fn instant(ms: i64) -> String {
    let (days, rest) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    // Days since 0000-03-01, by Howard Hinnant's algorithm.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, milli) = (rest / 1_000 % 60, rest % 1_000);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_the_server_writes_them() {
        assert_eq!(instant(1_780_000_000_123), "2026-05-28 20:26:40.123Z");
        assert_eq!(instant(951_782_400_000), "2000-02-29 00:00:00.000Z");
    }

    #[test]
    fn a_time_is_never_further_back_than_the_feed_looks() {
        let latest = 1_780_000_000_000;
        for clock in [latest - 864_000_000, latest, latest + 3] {
            assert!(stamp(clock, latest, None) >= latest - OPEN_MS.max(STEP_MS));
        }
    }
}
