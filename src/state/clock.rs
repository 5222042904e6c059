//! The server's clock as this device knows it. The server's time decides; this one is shown.

use crate::platform::clock;
use leptos::prelude::*;

/// From which difference on the device's clock is called wrong, milliseconds.
const WRONG_BY_MS: i64 = 2 * 60 * 1000;

/// A handle to the server's clock.
#[derive(Clone, Copy)]
pub struct ServerClock {
    offset_ms: RwSignal<Option<i64>>,
}

impl ServerClock {
    /// Puts a clock that knows no server yet in context.
    pub fn provide() -> Self {
        let clock = Self { offset_ms: RwSignal::new(None) };
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
        }
    }
}
