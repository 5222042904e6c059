//! The device's clocks.

use crate::platform::window;
use std::time::Duration;

/// UTC milliseconds, as the device believes.
#[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
pub fn wall_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Milliseconds since the page started; never goes back.
pub fn mono_ms() -> u64 {
    window().and_then(|window| window.performance()).map_or(0, |performance| performance.now() as u64)
}

/// Lets time pass.
pub async fn sleep(ms: u64) {
    gloo_timers::future::sleep(Duration::from_millis(ms)).await;
}

/// How far the device's clock is ahead of UTC just now, minutes.
pub fn utc_offset_min() -> i16 {
    -(js_sys::Date::new_0().get_timezone_offset() as i16)
}
