//! What a finger does on a row: it swipes to answer, or rests until a menu opens. A mouse does neither.

use leptos::ev::PointerEvent;
use leptos::prelude::*;

/// How far a finger goes for a swipe, and how far it may stray, pixels.
const FAR: i32 = 64;
const ASTRAY: i32 = 40;

/// Follows one finger on one row.
#[derive(Clone, Copy)]
pub struct Gesture {
    /// Where the finger came down; none for a mouse.
    began: StoredValue<Option<(i32, i32)>>,
}

impl Gesture {
    /// Nothing is touched.
    pub fn new() -> Self {
        Self { began: StoredValue::new(None) }
    }

    /// Something comes down on the row.
    pub fn begins(self, event: &PointerEvent) {
        let place = (event.client_x(), event.client_y());
        self.began.set_value((event.pointer_type() == "touch").then_some(place));
    }

    /// It leaves the row again; says whether it has swiped towards the end of the line.
    pub fn ends(self, event: &PointerEvent) -> bool {
        let Some((x, y)) = self.began.try_update_value(Option::take).flatten() else { return false };
        is_swipe(event.client_x().saturating_sub(x), event.client_y().saturating_sub(y))
    }

    /// The browser took it for scrolling.
    pub fn cancel(self) {
        self.began.set_value(None);
    }

    /// Whether it is a finger that rests there.
    pub fn is_touching(self) -> bool {
        self.began.get_value().is_some()
    }
}

impl Default for Gesture {
    fn default() -> Self {
        Self::new()
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
