//! Instants in the forms that servers write them, in whole milliseconds.

const MS_PER_DAY: i64 = 86_400_000;

/// Reads `2024-02-03T04:05:06.789Z`, also with a space, an offset, or fewer or more digits of
/// the fraction.
pub(crate) fn parse_iso(text: &str) -> Option<i64> {
    let text = text.trim();
    let date = text.get(..10)?;
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
    let rest = text.get(10..)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = split_offset(rest);
    let (hms, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let day_ms = clock_ms(hms)?;
    let days = days_from_civil(year, month, day)?;
    let local = days.checked_mul(MS_PER_DAY)?.checked_add(day_ms)?.checked_add(fraction_ms(fraction)?)?;
    local.checked_sub(offset_ms(offset)?)
}

/// Writes `2024-02-03T04:05:06.789Z`.
pub(crate) fn format_iso(ms: i64) -> String {
    let (year, month, day) = civil_from_days(ms.div_euclid(MS_PER_DAY));
    let rest = ms.rem_euclid(MS_PER_DAY);
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, milli) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// Writes an instant with a space before the hours where `sample` has one: servers that compare
/// instants as texts want them in their own form.
pub(crate) fn format_like(ms: i64, sample: &str) -> String {
    let text = format_iso(ms);
    if sample.trim().get(10..11) == Some(" ") { text.replacen('T', " ", 1) } else { text }
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7, the form that is written today).
pub(crate) fn parse_http_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = text.trim().split_once(", ")?;
    let mut parts = rest.split(' ');
    let day = number(parts.next()?)?;
    let name = parts.next()?;
    let month = i64::try_from(MONTHS.iter().position(|month| *month == name)?).ok()? + 1;
    let year = number(parts.next()?)?;
    let clock = clock_ms(parts.next()?)?;
    (parts.next()? == "GMT").then_some(())?;
    days_from_civil(year, month, day)?.checked_mul(MS_PER_DAY)?.checked_add(clock)
}

fn number(digits: &str) -> Option<i64> {
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

fn clock_ms(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second = parts.next().map_or(Some(0), number)?;
    let sound = hour <= 24 && minute < 60 && second <= 60 && parts.next().is_none();
    sound.then(|| ((hour * 60 + minute) * 60 + second) * 1000)
}

fn fraction_ms(digits: &str) -> Option<i64> {
    if digits.is_empty() {
        return Some(0);
    }
    number(digits)?;
    let three: String = digits.chars().chain("00".chars()).take(3).collect();
    number(&three)
}

/// Splits `04:05:06+08:00` into its clock and its offset.
fn split_offset(text: &str) -> (&str, &str) {
    let cut = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    text.split_at(cut)
}

fn offset_ms(text: &str) -> Option<i64> {
    let (sign, digits) = match text.as_bytes().first() {
        None | Some(b'Z' | b'z') => return Some(0),
        Some(b'+') => (1, text.get(1..)?),
        _ => (-1, text.get(1..)?),
    };
    let ms = match (digits.contains(':'), digits.len()) {
        (true, _) => clock_ms(digits)?,
        (false, 2) => number(digits)?.checked_mul(3_600_000)?,
        (false, 4) => number(digits.get(..2)?)? * 3_600_000 + number(digits.get(2..)?)? * 60_000,
        _ => return None,
    };
    Some(sign * ms)
}

/// Days since 1970-01-01 of a day in the Gregorian calendar (Howard Hinnant's algorithm).
fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    if !((0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn instants_are_read_in_the_forms_that_servers_write() {
        for (text, ms) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2024-02-29T12:30:15.5Z", 1_709_209_815_500),
            ("2024-02-29 12:30:15.500Z", 1_709_209_815_500),
            ("2024-02-29T20:30:15.500123+08:00", 1_709_209_815_500),
            ("2024-02-29T06:30:15.500-0600", 1_709_209_815_500),
            ("2024-02-29T06:30:15.500-06", 1_709_209_815_500),
        ] {
            assert_eq!(parse_iso(text), Some(ms), "{text}");
        }
        assert_eq!(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000));
    }

    #[test]
    fn an_instant_is_written_in_the_form_of_another() {
        assert_eq!(format_like(1_500, "2024-02-29 12:30:15.500Z"), "1970-01-01 00:00:01.500Z");
        assert_eq!(format_like(1_500, "2024-02-29T12:30:15Z"), "1970-01-01T00:00:01.500Z");
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in ["", "2024", "2024-13-01T00:00:00Z", "2024-01-01T25:00", "2024-01-01T00:00:00.xZ", "日"]
        {
            assert_eq!(parse_iso(text), None, "{text}");
        }
        assert_eq!(parse_http_date("Sun, 06 Xov 1994 08:49:37 GMT"), None);
    }

    proptest! {
        #[test]
        fn an_instant_survives_its_text(ms in 0_i64..253_402_300_799_999) {
            prop_assert_eq!(parse_iso(&format_iso(ms)), Some(ms));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = (parse_iso(&text), parse_http_date(&text));
        }
    }
}
