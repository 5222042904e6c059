//! The server's clock as this device knows it. The server's time decides; this one is shown.

use crate::platform::{clock, intl, lifecycle};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// From which difference on the device's clock is called wrong, milliseconds.
const WRONG_BY_MS: i64 = 2 * 60 * 1000;

/// Every zone's midnight is a whole number of these after the hour: when to look whether it came.
const QUARTER_MS: i64 = 15 * 60 * 1000;

/// A handle to the server's clock.
#[derive(Clone, Copy)]
pub struct ServerClock {
    offset_ms: RwSignal<Option<i64>>,
    /// A moment of the day that it is; it moves when another begins.
    today: RwSignal<i64>,
    /// Counts quarters of an hour.
    quarters: RwSignal<u32>,
    look: StoredValue<Option<Timeout>, LocalStorage>,
    life: StoredValue<Option<lifecycle::Watch>, LocalStorage>,
}

impl ServerClock {
    /// Puts a clock that knows no server yet in context.
    pub fn provide() -> Self {
        let clock = Self {
            offset_ms: RwSignal::new(None),
            today: RwSignal::new(clock::wall_ms()),
            quarters: RwSignal::new(0),
            look: StoredValue::new_local(None),
            life: StoredValue::new_local(None),
        };
        clock.look_at_the_day();
        // Timers stand still while a page sleeps.
        let woken = lifecycle::watch(move |moment| {
            if matches!(moment, lifecycle::Moment::Visible(true) | lifecycle::Moment::Resumed) {
                clock.look_at_the_day();
            }
        });
        clock.life.set_value(Some(woken));
        provide_context(clock);
        clock
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// UTC milliseconds: the server's, or this device's where no server told its time yet.
    pub fn now_ms(self) -> i64 {
        clock::wall_ms().saturating_add(self.offset_ms.try_get_untracked().flatten().unwrap_or(0))
    }

    /// A moment of today, by the server's clock in the device's time zone: what is dated by the day
    /// is dated anew at midnight.
    pub fn today(self) -> Signal<i64> {
        self.today.into()
    }

    /// Moves every quarter of an hour: for what ends by itself.
    pub fn quarters(self) -> Signal<u32> {
        self.quarters.into()
    }

    fn look_at_the_day(self) {
        let now_ms = self.now_ms();
        let _ = self.quarters.try_update(|quarters| *quarters = quarters.wrapping_add(1));
        let is_over =
            self.today.try_with_untracked(|known| intl::local_day(*known) != intl::local_day(now_ms));
        if is_over == Some(true) {
            let _ = self.today.try_set(now_ms);
        }
        let wait_ms = QUARTER_MS - now_ms.rem_euclid(QUARTER_MS);
        let again = Timeout::new(u32::try_from(wait_ms).unwrap_or_default(), move || self.look_at_the_day());
        self.look.try_set_value(Some(again));
    }

    /// By how much the device's clock is wrong, where that is more than two minutes: positive
    /// where the device is behind. Shown with times, since nothing on the device decides by it.
    pub fn skew_ms(self) -> Memo<Option<i64>> {
        Memo::new(move |_| self.offset_ms.get().filter(|offset| offset.abs() > WRONG_BY_MS))
    }

    /// Learns the server's time from an answer that has just come. A round trip is far below what
    /// is called wrong.
    pub(crate) fn learn(self, server_ms: i64) {
        self.set_offset(server_ms.saturating_sub(clock::wall_ms()));
    }

    /// Takes the difference that the engine has measured.
    pub(crate) fn set_offset(self, offset_ms: i64) {
        if self.offset_ms.try_get_untracked().is_some_and(|known| known != Some(offset_ms)) {
            let _ = self.offset_ms.try_set(Some(offset_ms));
            self.look_at_the_day();
        }
    }
}
