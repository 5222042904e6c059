//! The story's days as dates. It ends on the last working day that is over, so that nothing of it lies in
//! the future, and is counted back from there; on Sundays nobody says anything.

use chrono::{DateTime, Datelike, NaiveDate, Weekday};
use domain::limits::HOUR_MS;

const DAY_MS: i64 = 24 * HOUR_MS;
/// How far the group's clock is ahead of UTC.
const AHEAD_MS: i64 = 8 * HOUR_MS;
/// How long before its last day the story begins: that one is the eighteenth.
const LEAD_DAYS: i64 = 17;
const WEEKDAYS: [&str; 7] = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

/// Which date each day of the story is. Days are counted from 1970-01-01 by the group's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Calendar {
    /// The date of the last working day.
    last: i64,
    /// Its number in the story.
    days: u32,
}

/// A moment of the story: the number of a working day, and the minute of that day. Day 0 is the one on
/// which the group is founded.
pub(super) type Moment = (u32, u32);

impl Calendar {
    /// The dates of a story of so many working days, whose last one ends at `last_minute`, before `now`.
    pub(super) fn ending_before(now: i64, days: u32, last_minute: u32) -> Self {
        let end = i64::from(last_minute.saturating_add(1)).saturating_mul(60_000);
        let local = now.saturating_add(AHEAD_MS).saturating_sub(end);
        let last = local.div_euclid(DAY_MS);
        Self { last: if is_sunday(last) { last.saturating_sub(1) } else { last }, days }
    }

    /// The moment, UTC milliseconds.
    pub(super) fn at(&self, (day, minute): Moment) -> i64 {
        let local = self.date(day).saturating_mul(DAY_MS);
        local.saturating_add(i64::from(minute).saturating_mul(60_000)).saturating_sub(AHEAD_MS)
    }

    /// When everything begins.
    pub(super) fn founded_at(&self) -> i64 {
        self.at((0, 8 * 60))
    }

    /// The year in which the group was founded.
    pub(super) fn year(&self) -> i64 {
        civil(self.date(0)).year().into()
    }

    /// A day as people write it: `11月9日周一`. Days after the last one are working days, too.
    pub(super) fn name(&self, day: u32) -> String {
        let date = civil(self.date(day));
        let weekday = usize::try_from(date.weekday().num_days_from_sunday()).ok();
        let weekday = weekday.and_then(|day| WEEKDAYS.get(day)).copied().unwrap_or_default();
        format!("{}月{}日{weekday}", date.month(), date.day())
    }

    fn date(&self, day: u32) -> i64 {
        if day == 0 {
            return self.last.saturating_sub(LEAD_DAYS);
        }
        let (mut date, mut left) = (self.last, i64::from(day).saturating_sub(i64::from(self.days)));
        let step = left.signum();
        while left != 0 {
            date = date.saturating_add(step);
            left = if is_sunday(date) { left } else { left.saturating_sub(step) };
        }
        date
    }
}

fn is_sunday(date: i64) -> bool {
    civil(date).weekday() == Weekday::Sun
}

/// A date by the calendar; the first one where there is none so far away.
fn civil(date: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(date.saturating_mul(DAY_MS)).unwrap_or_default().date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-23, a Monday, at this minute by the group's clock.
    fn monday(minute: i64) -> i64 {
        1_795_392_000_000 + minute * 60_000 - AHEAD_MS
    }

    #[test]
    fn a_day_that_is_not_over_is_not_yet_told() {
        let evening = Calendar::ending_before(monday(18 * 60), 15, 17 * 60);
        assert_eq!(evening.name(15), "11月23日周一");
        let morning = Calendar::ending_before(monday(9 * 60), 15, 17 * 60);
        assert_eq!((morning.name(15), morning.name(16)), ("11月21日周六".into(), "11月23日周一".into()));
    }

    #[test]
    fn whatever_the_day_sundays_are_silent_and_the_founding_comes_first() {
        for hours in 0..24 * 21 {
            let now = monday(0) + hours * HOUR_MS;
            let calendar = Calendar::ending_before(now, 15, 17 * 60);
            let dates: Vec<i64> = (1..=15).map(|day| calendar.date(day)).collect();
            assert!(
                dates.windows(2).all(|pair| pair[0] < pair[1]) && !dates.iter().any(|day| is_sunday(*day))
            );
            assert!(calendar.founded_at() < calendar.at((1, 8 * 60 + 1)));
            assert!((16..=17).contains(&(dates[14] - dates[0])), "{dates:?}");
            let age = now - calendar.at((15, 17 * 60));
            assert!((0..=48 * HOUR_MS).contains(&age), "{hours}: {age}");
        }
    }
}
