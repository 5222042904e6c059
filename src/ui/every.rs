//! A clock of a part: it rings while the part is there.

use leptos::prelude::*;
use std::time::Duration;

/// Runs `ring` again and again, until the part that called this is gone.
pub fn every(period: Duration, ring: impl Fn() + 'static) {
    // Browsers count their clocks beyond what can be named here: one that could not be stopped stays silent.
    let lives = StoredValue::new(());
    let clock = set_interval_with_handle(
        move || {
            if lives.try_get_value().is_some() {
                ring();
            }
        },
        period,
    );
    on_cleanup(move || {
        if let Ok(clock) = clock {
            clock.clear();
        }
    });
}
