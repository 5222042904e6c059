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

/// The element that has the focus, or the next one around it, that fits a selector.
fn active_within(selector: &str) -> Option<web_sys::Element> {
    let active = window()?.document()?.active_element()?;
    active.closest(selector).ok().flatten()
}

/// What the element around the focus that fits a selector says under `name`.
pub fn attribute_around(selector: &str, name: &str) -> Option<String> {
    active_within(selector)?.get_attribute(name)
}

/// Whether the focus is inside something that fits a selector.
pub fn is_inside(selector: &str) -> bool {
    active_within(selector).is_some()
}

/// A list whose rows stand beside one another, by the selectors of its parts.
#[derive(Clone, Copy, Debug)]
pub struct Stepped {
    /// The list.
    pub list: &'static str,
    /// One of its rows.
    pub row: &'static str,
    /// What takes the focus in a row; some rows have nothing of the kind.
    pub part: &'static str,
}

/// Moves the focus to the next or the previous row of a list, or, where none has it yet, to the last one of
/// which the end is in sight; says whether there is one.
pub fn step(Stepped { list, row, part }: Stepped, forward: bool) -> bool {
    use wasm_bindgen::JsCast;
    let part_of = |row: &web_sys::Element| row.query_selector(part).ok().flatten();
    let beside = |row: &web_sys::Element| match forward {
        true => row.next_element_sibling(),
        false => row.previous_element_sibling(),
    };
    let next = match active_within(row) {
        Some(active) => std::iter::successors(beside(&active), beside).find_map(|row| part_of(&row)),
        None => rows_in_sight(list, row).and_then(|mut rows| rows.find_map(|row| part_of(&row))),
    };
    let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) else { return false };
    next.set_tab_index(-1);
    focus(&next);
    true
}

/// The rows of which the end is in sight or further up, the last one first.
fn rows_in_sight(list: &str, row: &str) -> Option<impl Iterator<Item = web_sys::Element> + use<>> {
    let list = window()?.document()?.query_selector(list).ok().flatten()?;
    let last = list.query_selector(&format!("{row}:last-child")).ok().flatten()?;
    let bottom = list.get_bounding_client_rect().bottom() + 1.0;
    let rows = std::iter::successors(Some(last), web_sys::Element::previous_element_sibling);
    Some(rows.filter(move |row| row.get_bounding_client_rect().bottom() <= bottom))
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
