//! When somebody may post next: intervals, floods and quiet hours. Times are UTC milliseconds.

use super::check::{Check, Flood, Interval, QuietHours};

const MINUTE_MS: i64 = 60_000;
const DAY_MIN: i64 = 24 * 60;

/// The moment from which `check` lets a post through that comes at `now_ms`; `None` where it does
/// at once, or is none that waits. `own` are the moments at which the author's posts were taken.
pub fn until(check: &Check, own: &[i64], now_ms: i64) -> Option<i64> {
    let until = match check {
        Check::Interval(interval) => after_interval(interval, own),
        Check::Flood(flood) => after_flood(flood, own),
        Check::QuietHours(hours) => after_quiet_hours(hours, now_ms),
        _ => None,
    };
    until.filter(|until| *until > now_ms)
}

/// The first moment, not before `from_ms`, at which none of `checks` makes a post wait.
pub fn next<'c>(checks: impl IntoIterator<Item = &'c Check> + Clone, own: &[i64], from_ms: i64) -> i64 {
    // One guard's end may lie in another's time. Only quiet hours come again, so this settles.
    const ROUNDS: usize = 8;
    let mut moment = from_ms;
    for _ in 0..ROUNDS {
        let later = checks.clone().into_iter().filter_map(|check| until(check, own, moment)).max();
        let Some(later) = later else { break };
        moment = later;
    }
    moment
}

/// When each of `waiting` posts goes that were written one after the other, the first not before
/// `from_ms`.
pub fn schedule(checks: &[Check], own: &[i64], from_ms: i64, waiting: usize) -> Vec<i64> {
    let mut taken = own.to_vec();
    let mut from = from_ms;
    (0..waiting)
        .map(|_| {
            from = next(checks, &taken, from);
            taken.push(from);
            from
        })
        .collect()
}

fn after_interval(interval: &Interval, own: &[i64]) -> Option<i64> {
    let last = own.iter().max()?;
    Some(last.saturating_add(i64::from(interval.seconds).saturating_mul(1_000)))
}

fn after_flood(flood: &Flood, own: &[i64]) -> Option<i64> {
    let mut newest_first = own.to_vec();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    let place = usize::try_from(flood.posts).ok()?.checked_sub(1)?;
    let oldest_that_counts = newest_first.get(place)?;
    Some(oldest_that_counts.saturating_add(i64::from(flood.minutes).saturating_mul(MINUTE_MS)))
}

/// Quiet hours may lie across midnight: 22:00 to 7:00.
fn after_quiet_hours(hours: &QuietHours, now_ms: i64) -> Option<i64> {
    let local_min = now_ms.div_euclid(MINUTE_MS).saturating_add(i64::from(hours.utc_offset_min));
    let of_day = local_min.rem_euclid(DAY_MIN);
    let (from, to) = (i64::from(hours.from_min), i64::from(hours.to_min));
    let is_quiet = if from <= to { (from..to).contains(&of_day) } else { of_day >= from || of_day < to };
    let left = to.saturating_sub(of_day).rem_euclid(DAY_MIN);
    let start_of_minute = now_ms.div_euclid(MINUTE_MS).saturating_mul(MINUTE_MS);
    is_quiet.then(|| start_of_minute.saturating_add(left.saturating_mul(MINUTE_MS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: i64 = 1_760_011_200_000;

    fn minute() -> Check {
        Check::Interval(Interval { seconds: 60 })
    }

    fn night() -> Check {
        Check::QuietHours(QuietHours { from_min: 22 * 60, to_min: 7 * 60, utc_offset_min: 8 * 60 })
    }

    #[test]
    fn five_posts_written_at_once_go_a_minute_apart() {
        let times = schedule(&[minute()], &[NOON - 20_000], NOON, 5);
        let seconds: Vec<_> = times.iter().map(|time| (time - NOON) / 1_000).collect();
        assert_eq!(seconds, [40, 100, 160, 220, 280]);
    }

    #[test]
    fn a_flood_ends_when_its_oldest_post_leaves_the_window() {
        let flood = Check::Flood(Flood { posts: 3, minutes: 10 });
        assert_eq!(until(&flood, &[NOON, NOON - 60_000], NOON), None);
        let own = [NOON, NOON - 60_000, NOON - 120_000];
        assert_eq!(until(&flood, &own, NOON), Some(NOON + 8 * 60_000));
    }

    #[test]
    fn quiet_hours_reach_across_midnight_by_the_groups_own_clock() {
        // 2025-10-09 12:00 UTC is 20:00 in the group's zone.
        assert_eq!(until(&night(), &[], NOON), None);
        let eleven = NOON + 3 * 3_600_000 + 61_000;
        assert_eq!(until(&night(), &[], eleven), Some(NOON + 11 * 3_600_000));
        let half_past_six = NOON + 10 * 3_600_000 + 1_800_000;
        assert_eq!(until(&night(), &[], half_past_six), Some(NOON + 11 * 3_600_000));
        assert_eq!(until(&night(), &[], NOON + 11 * 3_600_000), None);
    }

    #[test]
    fn hours_of_no_length_are_never_quiet() {
        let none = Check::QuietHours(QuietHours { from_min: 60, to_min: 60, utc_offset_min: 0 });
        for hour in 0..24 {
            assert_eq!(until(&none, &[], NOON + hour * 3_600_000), None);
        }
    }

    proptest! {
        #[test]
        fn whoever_waits_until_the_moment_told_need_not_wait_again(
            own in prop::collection::vec(-400_000_i64..0, 0..6),
            seconds in 1_u32..600, posts in 1_u32..5, minutes in 1_u32..60, hour in 0_i64..24,
        ) {
            let now = NOON + hour * 3_600_000;
            let own: Vec<_> = own.into_iter().map(|before| now + before).collect();
            let checks = [
                Check::Interval(Interval { seconds }), Check::Flood(Flood { posts, minutes }), night(),
            ];
            let moment = next(&checks, &own, now);
            prop_assert!(moment >= now);
            for check in &checks {
                prop_assert_eq!(until(check, &own, moment), None);
            }
        }
    }
}
