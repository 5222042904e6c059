//! Time that counts on working days alone: Monday to Friday. Holidays and the days that are worked instead
//! differ from year to year and need a calendar that somebody keeps; nobody does yet.

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// When `span_ms` of working days have passed after `from_ms`; both are of the wall's clock, milliseconds
/// since 1970 began there.
pub fn after(from_ms: i64, span_ms: i64) -> i64 {
    let (mut at, mut left) = (from_ms, span_ms.max(0));
    loop {
        let day = at.div_euclid(DAY_MS);
        let tomorrow = day.saturating_add(1).saturating_mul(DAY_MS);
        if is_workday(day) {
            let rest = tomorrow.saturating_sub(at);
            if left <= rest {
                return at.saturating_add(left);
            }
            left = left.saturating_sub(rest);
        }
        if tomorrow <= at {
            // The end of time is no working day.
            return at;
        }
        at = tomorrow;
    }
}

/// Whether the day so many days after 1 January 1970 is one.
fn is_workday(day: i64) -> bool {
    weekday(day) <= 5
}

/// The day of the week, from 1 for Monday to 7 for Sunday, so many days after 1 January 1970, a Thursday.
pub fn weekday(day: i64) -> u8 {
    const THURSDAY: i64 = 3;
    let after_monday = day.saturating_add(THURSDAY).rem_euclid(7);
    u8::try_from(after_monday).map_or(1, |days| days.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR_MS: i64 = DAY_MS / 24;
    /// Monday, 23 November 2026.
    const MONDAY: i64 = 20_780 * DAY_MS;

    #[test]
    fn what_is_asked_on_friday_is_due_on_monday_and_what_comes_on_a_weekend_begins_with_it() {
        let friday = MONDAY + 4 * DAY_MS;
        assert_eq!(after(MONDAY + 9 * HOUR_MS, DAY_MS), MONDAY + DAY_MS + 9 * HOUR_MS);
        assert_eq!(after(friday + 15 * HOUR_MS, DAY_MS), MONDAY + 7 * DAY_MS + 15 * HOUR_MS);
        assert_eq!(after(friday + 22 * HOUR_MS, 4 * HOUR_MS), MONDAY + 7 * DAY_MS + 2 * HOUR_MS);
        for asked in [friday + DAY_MS, friday + DAY_MS + 10 * HOUR_MS, friday + 3 * DAY_MS - 1] {
            assert_eq!(after(asked, 4 * HOUR_MS), MONDAY + 7 * DAY_MS + 4 * HOUR_MS);
        }
        assert_eq!(after(MONDAY, 5 * DAY_MS), friday + DAY_MS, "by the end of Friday");
        assert_eq!(after(i64::MAX - 5, DAY_MS), i64::MAX);
    }

    proptest! {
        #[test]
        fn between_the_two_lies_as_much_of_working_days_as_was_asked_for(
            from in 0..60_000_i64, minutes in 1..43_200_i64
        ) {
            let (from, span) = (from * 37 * 60_000, minutes * 60_000);
            let end = after(from, span);
            let worked = (from / 60_000..end / 60_000).filter(|minute| is_workday(minute * 60_000 / DAY_MS));
            prop_assert_eq!(worked.count() as i64, minutes);
        }
    }
}
