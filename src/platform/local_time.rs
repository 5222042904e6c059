//! A moment as a field for date and time holds it, in the device's time zone: `2026-11-23T09:00`.

use js_sys::Date;
use wasm_bindgen::JsValue;

/// The moment that a field holds, UTC milliseconds; `None` where it holds none.
pub fn read(text: &str) -> Option<i64> {
    let ms = Date::parse(text);
    (text.len() >= 16 && ms.is_finite()).then_some(ms as i64)
}

/// What a field is to hold for a moment.
pub fn write(ms: i64) -> String {
    let date = Date::new(&JsValue::from_f64(ms as f64));
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// Nine o'clock of the day after that of `now_ms`.
pub fn tomorrow_morning(now_ms: i64) -> i64 {
    let date = Date::new(&JsValue::from_f64(now_ms as f64));
    date.set_date(date.get_date() + 1);
    date.set_hours(9);
    date.set_minutes(0);
    date.set_seconds(0);
    date.set_milliseconds(0);
    date.get_time() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn what_is_written_is_read_again_to_the_minute() {
        let minute = 1_763_971_260_000;
        assert_eq!(read(&write(minute)), Some(minute));
        assert!(write(tomorrow_morning(minute)).ends_with("T09:00"));
        for text in ["", "2026-11-23", "tomorrow at nine o'clock"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
