//! Where the keyboard is, and where in a text.

use crate::platform::window;
use gloo_timers::callback::Timeout;
use web_sys::{FocusOptions, HtmlElement, HtmlTextAreaElement};

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

/// Moves the focus to the first element inside `within` that fits a selector.
pub fn focus_first(within: &HtmlElement, selector: &str) {
    use wasm_bindgen::JsCast;
    let found = within.query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus(&element);
    }
}

/// Moves the focus to the heading of a page that has opened, unless it has been there before. On
/// the page that opens with the app, `quietly` only remembers the heading: the browser has its say.
pub fn focus_new_heading(quietly: bool) {
    use wasm_bindgen::JsCast;
    let document = window().and_then(|window| window.document());
    let heading = document.and_then(|document| document.query_selector("h1[tabindex]").ok().flatten());
    let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) else { return };
    if heading.has_attribute("data-seen") {
        return;
    }
    let _ = heading.set_attribute("data-seen", "");
    if !quietly {
        focus_in_place(&heading);
    }
}

/// Whether the focus is on `element` or inside it.
pub fn is_within(element: &HtmlElement) -> bool {
    let active = window().and_then(|window| window.document()).and_then(|document| document.active_element());
    element.contains(active.as_deref())
}

/// Whether the keyboard is in use: somebody writes or chooses, or a dialog stands before the page.
pub fn is_busy() -> bool {
    let Some(document) = window().and_then(|window| window.document()) else { return false };
    let takes_keys = "input, textarea, select, [contenteditable], dialog, dialog *";
    let is_taken =
        document.active_element().is_some_and(|active| active.matches(takes_keys).unwrap_or(false));
    is_taken || document.query_selector("dialog[open]").ok().flatten().is_some()
}

/// A text that is being written in several lines.
pub type Writing = HtmlTextAreaElement;

/// What stands before the caret.
pub fn before_caret(area: &Writing) -> String {
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let caret = area.selection_start().ok().flatten().and_then(|at| usize::try_from(at).ok());
    let before = caret.and_then(|at| text.get(..at)).unwrap_or(&text);
    String::from_utf16_lossy(before)
}

/// Writes `whole`, and puts the caret behind its beginning `text`, and the focus with it.
pub fn write_with_caret_behind(area: &Writing, whole: &str, text: &str) {
    area.set_value(whole);
    let at = u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let _ = area.focus();
    let _ = area.set_selection_range(at, at);
}

/// Runs `act`, which moves parts of the page about, and gives the focus back to the element that
/// loses it by that: an element that is moved is blurred.
pub fn keep(act: impl FnOnce()) {
    use wasm_bindgen::JsCast;
    let active =
        || window().and_then(|window| window.document()).and_then(|document| document.active_element());
    let before = active().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    act();
    // The page follows in a microtask.
    Timeout::new(0, move || {
        if let Some(before) = before.filter(|before| before.is_connected())
            && active().as_deref() != Some(&**before)
        {
            focus(&before);
        }
    })
    .forget();
}
