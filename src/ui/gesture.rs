//! What a finger does on a row: it swipes to answer, or rests until a menu opens. A mouse does neither.

use leptos::ev::{MouseEvent, PointerEvent, TouchEvent};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How far a finger goes for a swipe, and how far it may stray, pixels.
const FAR: i32 = 64;
const ASTRAY: i32 = 40;

/// How long a finger rests for the menu, and how far it may tremble meanwhile, pixels.
const RESTS: Duration = Duration::from_millis(500);
const TREMBLES: i32 = 10;

/// Follows one finger on one row.
#[derive(Clone, Copy)]
pub struct Gesture {
    /// Where the finger came down; none for a mouse.
    began: StoredValue<Option<(i32, i32)>>,
    /// What is to happen when it has rested long enough. Some browsers, those of iPhones among them, never
    /// ask for the menu by themselves.
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Whether it has rested, and the menu is there.
    has_rested: StoredValue<bool>,
    on_rest: StoredValue<Arc<dyn Fn() + Send + Sync>>,
}

impl Gesture {
    /// Nothing is touched. `on_rest` opens the menu.
    pub fn new(on_rest: impl Fn() + Send + Sync + 'static) -> Self {
        let gesture = Self {
            began: StoredValue::new(None),
            timer: StoredValue::new(None),
            has_rested: StoredValue::new(false),
            on_rest: StoredValue::new(Arc::new(on_rest)),
        };
        on_cleanup(move || gesture.stop());
        gesture
    }

    /// Something comes down on the row.
    pub fn begins(self, event: &PointerEvent) {
        self.cancel();
        self.has_rested.set_value(false);
        if event.pointer_type() != "touch" || !event.is_primary() {
            return;
        }
        self.began.set_value(Some((event.client_x(), event.client_y())));
        let timer = set_timeout_with_handle(move || self.rests(), RESTS);
        self.timer.set_value(timer.ok());
    }

    /// It moves: who goes somewhere does not rest.
    pub fn moves(self, event: &PointerEvent) {
        let Some((x, y)) = self.began.get_value() else { return };
        let (across, down) = (event.client_x().saturating_sub(x), event.client_y().saturating_sub(y));
        if across.saturating_abs().max(down.saturating_abs()) > TREMBLES {
            self.stop();
        }
    }

    /// It leaves the row again; says whether it has swiped towards the end of the line.
    pub fn ends(self, event: &PointerEvent) -> bool {
        self.stop();
        let Some((x, y)) = self.began.try_update_value(Option::take).flatten() else { return false };
        let has_rested = self.has_rested.get_value();
        !has_rested && is_swipe(event.client_x().saturating_sub(x), event.client_y().saturating_sub(y))
    }

    /// The finger that opened the menu is lifted: it presses nothing by that.
    pub fn lifts(self, event: &TouchEvent) {
        if self.has_rested.get_value() {
            event.prevent_default();
        }
    }

    /// The browser took it for scrolling.
    pub fn cancel(self) {
        self.stop();
        self.began.set_value(None);
    }

    /// The browser asks for a menu: for a finger it is ours, and opens once.
    pub fn asks(self, event: &MouseEvent) {
        if self.began.get_value().is_some() || self.has_rested.get_value() {
            event.prevent_default();
            self.rests();
        }
    }

    fn rests(self) {
        self.stop();
        let has_rested = self.has_rested.try_update_value(|has_rested| std::mem::replace(has_rested, true));
        if let (Some(false), Some(on_rest)) = (has_rested, self.on_rest.try_get_value()) {
            on_rest();
        }
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

fn is_swipe(across: i32, down: i32) -> bool {
    across >= FAR && down.saturating_abs() <= ASTRAY
}

#[cfg(test)]
mod tests {
    use super::is_swipe;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_swipe_goes_far_to_the_side_and_hardly_up_or_down() {
        assert!(is_swipe(80, -10));
        assert!(!is_swipe(30, 0) && !is_swipe(80, 60) && !is_swipe(-80, 0));
    }
}
