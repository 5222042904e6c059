//! How quickly a space's administrators decide about what waits for them: held posts, requests for a
//! permission, reports.

use protocol::order;

/// How far back is looked, in days.
pub const WINDOW_DAYS: i64 = 30;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Something that waited and was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// When it came, UTC milliseconds.
    pub came_at: i64,
    /// When somebody decided, UTC milliseconds.
    pub decided_at: i64,
}

/// How things were handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handling {
    /// How many were decided.
    pub count: usize,
    /// The time until the decision: of half of them it was no longer. Milliseconds.
    pub median_ms: i64,
}

/// How what was decided within the last [`WINDOW_DAYS`] was handled; nothing where nothing was.
pub fn handling(decided: impl IntoIterator<Item = Decided>, now_ms: i64) -> Option<Handling> {
    let since = now_ms.saturating_sub(WINDOW_DAYS * DAY_MS);
    let recent = decided.into_iter().filter(|decided| decided.decided_at >= since);
    // Who decides has a clock of their own, which may be behind the server's.
    let mut times: Vec<i64> =
        recent.map(|decided| decided.decided_at.saturating_sub(decided.came_at).max(0)).collect();
    order(&mut times, Ord::cmp);
    let median_ms = times.get(times.len().checked_sub(1)? / 2).copied()?;
    Some(Handling { count: times.len(), median_ms })
}

/// A span of time as people say it: in the largest unit of which there is at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// So many minutes; none for less than one.
    Minutes(usize),
    /// So many hours, from one on.
    Hours(usize),
    /// So many days, from two on: within two days the hours tell.
    Days(usize),
}

impl Span {
    /// The span of so many milliseconds.
    pub fn of(ms: i64) -> Self {
        let minutes = usize::try_from(ms / 60_000).unwrap_or_default();
        match (minutes, minutes / 60) {
            (minutes, 0) => Self::Minutes(minutes),
            (_, hours) if hours < 48 => Self::Hours(hours),
            (_, hours) => Self::Days(hours / 24),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_MS: i64 = 60_000;
    const NOW: i64 = 100 * DAY_MS;

    /// Decided `days` ago, after so many minutes.
    fn after(minutes: i64, days: i64) -> Decided {
        let decided_at = NOW - days * DAY_MS;
        Decided { came_at: decided_at - minutes * MINUTE_MS, decided_at }
    }

    fn median(all: &[Decided]) -> Option<(usize, i64)> {
        handling(all.iter().copied(), NOW).map(|told| (told.count, told.median_ms / MINUTE_MS))
    }

    #[test]
    fn the_median_is_no_longer_than_half_of_them_took() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[after(7, 1)]), Some((1, 7)));
        assert_eq!(median(&[after(600, 1), after(12, 2), after(1, 3)]), Some((3, 12)));
        assert_eq!(median(&[after(4, 1), after(2, 2), after(1, 2), after(9, 3)]), Some((4, 2)));
    }

    #[test]
    fn what_was_decided_longer_ago_is_not_counted() {
        assert_eq!(median(&[after(7, 31), after(5, 30)]), Some((1, 5)));
        assert_eq!(median(&[after(7, 31)]), None);
    }

    #[test]
    fn a_clock_that_is_behind_makes_no_time_negative() {
        assert_eq!(median(&[after(-5, 1)]), Some((1, 0)));
    }

    #[test]
    fn a_span_is_told_in_its_largest_unit() {
        let minutes = [0, 59, 60, 119, 47 * 60 + 59, 48 * 60, 30 * 24 * 60];
        let told = minutes.map(|minutes| Span::of(minutes * MINUTE_MS));
        let days = [Span::Days(2), Span::Days(30)];
        assert_eq!(told[..3], [Span::Minutes(0), Span::Minutes(59), Span::Hours(1)]);
        assert_eq!(told[3..5], [Span::Hours(1), Span::Hours(47)]);
        assert_eq!((&told[5..], Span::of(-1)), (&days[..], Span::Minutes(0)));
    }
}
