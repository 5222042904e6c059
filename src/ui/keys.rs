//! Keys that mean something wherever the focus is, as long as nobody writes and no dialog asks.

use crate::platform::focus::{self, Stepped};
use leptos::ev;
use leptos::prelude::*;

/// Runs `act` with each key that is pressed alone while nobody writes; `act` says whether it did
/// something with it. The listener goes with the component that asked for it.
pub fn on_plain_key(act: impl Fn(&str) -> bool + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let is_chord = event.ctrl_key() || event.meta_key() || event.alt_key();
        let is_taken = event.default_prevented() || event.is_composing() || event.repeat();
        if !is_chord && !is_taken && !focus::is_busy() && act(&event.key()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// The rows among which keys go, and the list that holds them.
const ROWS: Stepped = Stepped { list: ".windowed-list", row: ".windowed-list-row", part: "[data-key]" };

/// Whether the reader is in the list: keys that stand for a letter alone work nowhere else.
pub fn is_in_list() -> bool {
    focus::is_inside(ROWS.list)
}

/// Moves the focus to the next row of the list, or to the one before; says whether there is one.
pub fn step(forward: bool) -> bool {
    focus::step(ROWS, forward)
}

/// The key of the row that has the focus.
pub fn row_in_focus() -> Option<String> {
    focus::attribute_around(ROWS.part, "data-key")
}

/// Moves the focus to what has this id; says whether there is such a thing.
pub fn go_to(id: &str) -> bool {
    focus::focus_id(id)
}
