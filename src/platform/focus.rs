//! Where the keyboard is.

use crate::platform::window;
use web_sys::{FocusOptions, HtmlElement};

/// Moves the focus to `element` and scrolls it into view.
pub fn focus(element: &HtmlElement) {
    let _ = element.focus();
}

/// Moves the focus to `element` and leaves the page where it is.
pub fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Moves the focus to the element with this id; says whether there is one.
pub fn focus_id(id: &str) -> bool {
    use wasm_bindgen::JsCast;
    let element =
        window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
    let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    focus(&element);
    true
}
