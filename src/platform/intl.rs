//! How the browser writes numbers, dates and lists in a language. Formatters cost far more to make
//! than to use, so each is made once.

use js_sys::{Array, Date, Function, Object, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::{JsCast, JsValue};

/// The last instant that a JavaScript date can hold, either way; beyond it formatting throws.
const LAST_MS: f64 = 8.64e15;

/// What of an instant is shown, in the device's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Hour and minute: `09:21`.
    Time,
    /// Month, day and weekday: `11月20日星期五`.
    Day,
    /// The same with the year.
    DayOfYear,
    /// Month, day, hour and minute: `11/20 09:12`.
    Moment,
    /// Year, month, day, hour and minute.
    Full,
}

/// A calendar day in the device's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDay {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month.
    pub day: u8,
}

/// A formatter, and the method of it that formats.
struct Formatter {
    object: JsValue,
    method: Function,
}

thread_local! {
    static MADE: RefCell<HashMap<String, Option<Formatter>>> = RefCell::new(HashMap::new());
}

/// An instant in UTC milliseconds as text.
pub fn date(tag: &str, ms: i64, shape: Shape) -> String {
    let date = js_date(ms);
    let numeric = |names: &[&str]| -> Vec<(String, String)> {
        names.iter().map(|&name| (name.to_owned(), "numeric".to_owned())).collect()
    };
    let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let options = match shape {
        // The same in all of the app's languages, and a formatter less to make as the stream opens.
        Shape::Time => return format!("{:02}:{:02}", date.get_hours(), date.get_minutes()),
        Shape::Day => [numeric(&["month", "day"]), vec![named("weekday", "long")]].concat(),
        Shape::DayOfYear => [numeric(&["year", "month", "day"]), vec![named("weekday", "long")]].concat(),
        Shape::Moment => {
            let clock = vec![named("hour", "2-digit"), named("minute", "2-digit"), named("hourCycle", "h23")];
            [numeric(&["month", "day"]), clock].concat()
        }
        Shape::Full => {
            vec![named("dateStyle", "medium"), named("timeStyle", "short"), named("hourCycle", "h23")]
        }
    };
    format("DateTimeFormat", tag, &options, "format", &date).unwrap_or_else(|| date.to_iso_string().into())
}

/// The calendar day of an instant in UTC milliseconds.
pub fn local_day(ms: i64) -> LocalDay {
    let date = js_date(ms);
    LocalDay {
        year: i32::try_from(date.get_full_year()).unwrap_or(i32::MAX),
        month: u8::try_from(date.get_month() + 1).unwrap_or(1),
        day: u8::try_from(date.get_date()).unwrap_or(1),
    }
}

/// A whole number. Below a thousand the app's languages write it as Rust does, and most numbers on a
/// screen are: making the formatter takes longer than drawing the list it stands in.
pub fn number(tag: &str, number: i64) -> String {
    if (0..1_000).contains(&number) {
        return number.to_string();
    }
    let value = JsValue::from_f64(number as f64);
    format("NumberFormat", tag, &[], "format", &value).unwrap_or_else(|| number.to_string())
}

/// An amount of storage, in the largest unit that leaves a number before it.
pub fn bytes(tag: &str, bytes: u64) -> String {
    let (unit, size) = match bytes {
        0..1_000 => ("byte", 1.0),
        1_000..1_000_000 => ("kilobyte", 1e3),
        1_000_000..1_000_000_000 => ("megabyte", 1e6),
        _ => ("gigabyte", 1e9),
    };
    let options = [("style", "unit"), ("unit", unit), ("maximumSignificantDigits", "2")];
    let options = options.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let value = JsValue::from_f64(bytes as f64 / size);
    format("NumberFormat", tag, &options, "format", &value).unwrap_or_else(|| bytes.to_string())
}

/// The plural category of a number: `one`, `other` …
pub fn plural(tag: &str, number: i64) -> String {
    let value = JsValue::from_f64(number as f64);
    format("PluralRules", tag, &[], "select", &value).unwrap_or_else(|| "other".to_owned())
}

/// Several texts as one: `甲、乙和丙`.
pub fn list(tag: &str, items: &[String]) -> String {
    let array: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    format("ListFormat", tag, &[], "format", &array).unwrap_or_else(|| items.join(", "))
}

fn js_date(ms: i64) -> Date {
    Date::new(&JsValue::from_f64((ms as f64).clamp(-LAST_MS, LAST_MS)))
}

/// Calls `method` of the `Intl.kind` for `tag` and `options`; `None` where the browser has none.
fn format(
    kind: &str,
    tag: &str,
    options: &[(String, String)],
    method: &str,
    value: &JsValue,
) -> Option<String> {
    let key = format!("{kind} {tag} {options:?}");
    MADE.with_borrow_mut(|made| {
        let formatter = made.entry(key).or_insert_with(|| make(kind, tag, options, method)).as_ref()?;
        formatter.method.call1(&formatter.object, value).ok()?.as_string()
    })
}

fn make(kind: &str, tag: &str, options: &[(String, String)], method: &str) -> Option<Formatter> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let constructor: Function = Reflect::get(&intl, &JsValue::from_str(kind)).ok()?.dyn_into().ok()?;
    let settings = Object::new();
    for (name, value) in options {
        Reflect::set(&settings, &JsValue::from_str(name), &JsValue::from_str(value)).ok()?;
    }
    let arguments = Array::of2(&JsValue::from_str(tag), &settings);
    let object = Reflect::construct(&constructor, &arguments).ok()?;
    let method = Reflect::get(&object, &JsValue::from_str(method)).ok()?.dyn_into().ok()?;
    Some(Formatter { object, method })
}
