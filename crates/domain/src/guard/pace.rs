//! When somebody may post next: intervals, floods and quiet hours. Times are UTC milliseconds.

use super::check::{Check, Flood, Interval, QuietHours};
use crate::kinds::Guard;
use protocol::{RecordId, order};

const MINUTE_MS: i64 = 60_000;
const DAY_MIN: i64 = 24 * 60;

/// One of the author's own posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// When it was taken.
    pub at: i64,
    /// The channel in which it stands. One that was taken back tells no more where it stood, and
    /// counts in each: nobody becomes faster by taking back.
    pub channel: Option<RecordId>,
}

impl Own {
    /// A post that stands in `channel`.
    pub fn new(at: i64, channel: RecordId) -> Self {
        Self { at, channel: Some(channel) }
    }
}

/// A guard that lets posts wait. It has one clock for all the channels that it binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pacer {
    guard: Guard,
    check: Check,
}

impl Pacer {
    /// Those of `guards` that let posts wait.
    pub fn of(guards: &[Guard]) -> Vec<Self> {
        let pacer = |guard: &Guard| {
            let check = Check::of(guard).ok().flatten().filter(Check::paces)?;
            Some(Self { guard: guard.clone(), check })
        };
        guards.iter().filter_map(pacer).collect()
    }

    /// The rule that it enforces.
    pub fn rule(&self) -> u32 {
        self.guard.rule
    }

    /// The moment from which it lets a post into `channel` that comes at `now_ms`; `None` where it
    /// does at once.
    pub fn until(&self, own: &[Own], channel: &RecordId, now_ms: i64) -> Option<i64> {
        self.guard.binds(channel).then(|| until(&self.check, &counted(&self.guard, own), now_ms)).flatten()
    }
}

/// When those of the author's posts were taken that `guard` counts.
pub(super) fn counted(guard: &Guard, own: &[Own]) -> Vec<i64> {
    let counts = |own: &&Own| own.channel.as_ref().is_none_or(|channel| guard.binds(channel));
    own.iter().filter(counts).map(|own| own.at).collect()
}

/// The moment from which `check` lets a post through that comes at `now_ms`; `None` where it does
/// at once, or is none that waits. `own` are the moments at which the author's posts were taken.
pub(super) fn until(check: &Check, own: &[i64], now_ms: i64) -> Option<i64> {
    let until = match check {
        Check::Interval(interval) => after_interval(interval, own),
        Check::Flood(flood) => after_flood(flood, own),
        Check::QuietHours(hours) => after_quiet_hours(hours, now_ms),
        _ => None,
    };
    until.filter(|until| *until > now_ms)
}

/// The first moment, not before `from_ms`, at which none of `pacers` makes a post into `channel`
/// wait, and the rule by which it waits last.
pub fn next(pacers: &[Pacer], own: &[Own], channel: &RecordId, from_ms: i64) -> (i64, Option<u32>) {
    // One guard's end may lie in another's time. Only quiet hours come again, so this settles.
    const ROUNDS: usize = 8;
    let (mut moment, mut rule) = (from_ms, None);
    for _ in 0..ROUNDS {
        let waits =
            pacers.iter().filter_map(|pacer| Some((pacer.until(own, channel, moment)?, pacer.rule())));
        let Some((later, by)) = waits.max() else { break };
        (moment, rule) = (later, Some(by));
    }
    (moment, rule)
}

/// When each of the posts goes that were written one after the other into the `waiting` channels,
/// none before `from_ms`. Those of one channel go in their order.
pub fn schedule(pacers: &[Pacer], own: &[Own], from_ms: i64, waiting: &[RecordId]) -> Vec<i64> {
    let mut taken = own.to_vec();
    let mut times: Vec<i64> = Vec::with_capacity(waiting.len());
    for (place, channel) in waiting.iter().enumerate() {
        let ahead = waiting.iter().zip(&times).take(place).filter(|(other, _)| *other == channel);
        let from = ahead.map(|(_, time)| *time).max().unwrap_or(from_ms);
        let (time, _) = next(pacers, &taken, channel, from);
        taken.push(Own::new(time, channel.clone()));
        times.push(time);
    }
    times
}

fn after_interval(interval: &Interval, own: &[i64]) -> Option<i64> {
    let last = own.iter().max()?;
    Some(last.saturating_add(i64::from(interval.seconds).saturating_mul(1_000)))
}

fn after_flood(flood: &Flood, own: &[i64]) -> Option<i64> {
    let mut newest_first = own.to_vec();
    order(&mut newest_first, |a, b| b.cmp(a));
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

    fn channel(name: &str) -> RecordId {
        RecordId::from(name)
    }

    fn pacer(check: &Check, channels: &[&str]) -> Pacer {
        let channels = channels.iter().copied().map(channel).collect();
        let guard = Guard { channels, ..check.guard(1) };
        Pacer { guard, check: check.clone() }
    }

    fn own(at: i64) -> Own {
        Own::new(at, channel("general"))
    }

    fn seconds(times: &[i64]) -> Vec<i64> {
        times.iter().map(|time| (time - NOON) / 1_000).collect()
    }

    fn night() -> Check {
        Check::QuietHours(QuietHours { from_min: 22 * 60, to_min: 7 * 60, utc_offset_min: 8 * 60 })
    }

    #[test]
    fn five_posts_written_at_once_go_a_minute_apart() {
        let waiting = vec![channel("general"); 5];
        let times = schedule(&[pacer(&minute(), &[])], &[own(NOON - 20_000)], NOON, &waiting);
        assert_eq!(seconds(&times), [40, 100, 160, 220, 280]);
    }

    #[test]
    fn a_guard_of_one_channel_lets_the_others_go_on() {
        let waiting = ["chat", "general", "chat", "general"].map(channel);
        let times = schedule(&[pacer(&minute(), &["chat"])], &[own(NOON)], NOON, &waiting);
        assert_eq!(seconds(&times), [0, 0, 60, 0]);
    }

    #[test]
    fn a_guard_of_several_channels_has_one_clock_for_them() {
        let both = pacer(&minute(), &["chat", "questions"]);
        let waiting = ["chat", "questions", "general"].map(channel);
        assert_eq!(seconds(&schedule(std::slice::from_ref(&both), &[], NOON, &waiting)), [0, 60, 0]);
        let taken_back = [Own { at: NOON, channel: None }];
        assert_eq!(both.until(&taken_back, &channel("chat"), NOON), Some(NOON + 60_000));
        assert_eq!(both.until(&taken_back, &channel("general"), NOON), None);
    }

    #[test]
    fn whoever_waits_hears_by_which_rule_they_wait_longest() {
        let slow = Pacer { guard: minute().guard(4), check: minute() };
        let quick = Check::Interval(Interval { seconds: 5 });
        let quick = Pacer { guard: quick.guard(2), check: quick };
        let told = next(&[slow, quick], &[own(NOON)], &channel("general"), NOON);
        assert_eq!(told, (NOON + 60_000, Some(4)));
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
            let names = ["chat", "general"];
            let at = |(n, before): (usize, i64)| Own::new(now + before, channel(names[n % 2]));
            let own: Vec<_> = own.into_iter().enumerate().map(at).collect();
            let pacers = [
                pacer(&Check::Interval(Interval { seconds }), &["chat"]),
                pacer(&Check::Flood(Flood { posts, minutes }), &[]),
                pacer(&night(), &["general"]),
            ];
            for name in names {
                let (moment, rule) = next(&pacers, &own, &channel(name), now);
                prop_assert!(moment >= now && (moment > now) == rule.is_some());
                for pacer in &pacers {
                    prop_assert_eq!(pacer.until(&own, &channel(name), moment), None);
                }
            }
        }
    }
}
