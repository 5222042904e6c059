//! The moment by which screens judge whether a former confirmation still counts, and whether somebody
//! is still muted. It moves when such a time ends, not with every second: whatever depends on it is
//! judged anew each time.

use crate::state::clock::ServerClock;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// How long at most until the clock is asked again: a device that slept counts no timers, and may
/// learn meanwhile that its own clock was wrong. Milliseconds.
const GLANCE_MS: i64 = 30_000;

/// A handle to the moment.
#[derive(Clone, Copy)]
pub(super) struct Grace {
    clock: ServerClock,
    moment: RwSignal<i64>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Grace {
    pub(super) fn new(clock: ServerClock) -> Self {
        Self { clock, moment: RwSignal::new(clock.now_ms()), timer: StoredValue::new_local(None) }
    }

    /// The moment, reactively: the server's, as far as this device knows.
    pub(super) fn moment(self) -> i64 {
        self.moment.get()
    }

    /// Moves the moment on when `end` is over, and when the clock turns out to have been wrong.
    pub(super) fn follow(self, end: Memo<Option<i64>>) {
        let skew = self.clock.skew_ms();
        Effect::new(move |before: Option<Option<i64>>| {
            let now = skew.get();
            if before.is_some_and(|before| before != now) {
                self.moment.set(self.clock.now_ms());
            }
            now
        });
        Effect::new(move |_| match end.get() {
            Some(until_ms) => self.wait(until_ms),
            None => drop(self.timer.try_update_value(Option::take)),
        });
        on_cleanup(move || drop(self.timer.try_update_value(Option::take)));
    }

    fn wait(self, until_ms: i64) {
        let now = self.clock.now_ms();
        if now > until_ms {
            let _ = self.moment.try_set(now);
            return;
        }
        let left = until_ms.saturating_sub(now).saturating_add(1).min(GLANCE_MS);
        let timer = Timeout::new(u32::try_from(left).unwrap_or_default(), move || self.wait(until_ms));
        self.timer.try_set_value(Some(timer));
    }
}
