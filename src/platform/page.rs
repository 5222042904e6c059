//! The document: its language, theme, title, address and colors.

use crate::platform::window;

fn root() -> Option<web_sys::Element> {
    window()?.document()?.document_element()
}

/// The languages that the browser asks for, the most wanted first.
pub fn languages() -> Vec<String> {
    window().map_or_else(Vec::new, |window| {
        window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
    })
}

/// Marks the document's language, for fonts, hyphenation and screen readers.
pub fn set_language(tag: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Marks the document with a theme; `None` leaves it to the system.
pub fn set_theme(name: Option<&str>) {
    let Some(root) = root() else { return };
    let _ = match name {
        Some(name) => root.set_attribute("data-theme", name),
        None => root.remove_attribute("data-theme"),
    };
}

/// Opens the browser's own dialog for printing.
pub fn print() {
    if let Some(window) = window() {
        // Refused where a frame may not print.
        let _ = window.print();
    }
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// The page's origin, such as `https://example.org`.
pub fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// The page's whole address.
pub fn address() -> String {
    window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// What stands after `#` in the address, without it: tokens travel there, since it is never sent.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// What was hidden at this place of the history.
pub fn hidden_fragment() -> Option<String> {
    window()?.history().ok()?.state().ok()?.as_string()
}

/// Takes the fragment out of the address bar, where others would see it. It is kept beside the address, in
/// this tab's history alone: loading the page again must not lose what the person came for.
pub fn hide_fragment(fragment: &str) {
    let Some(window) = window() else { return };
    let location = window.location();
    let (Ok(path), Ok(search)) = (location.pathname(), location.search()) else { return };
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&fragment.into(), "", Some(&(path + &search)));
    }
}

/// Loads the app anew at `path`.
pub fn load(path: &str) {
    if let Some(window) = window() {
        let _ = window.location().assign(path);
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Whether the page counts as secure: HTTPS, or this very machine.
pub fn is_secure() -> bool {
    window().is_some_and(|window| window.is_secure_context())
}

/// Whether the page runs as an installed app.
pub fn is_installed() -> bool {
    matches_media("(display-mode: standalone)")
}

/// Whether a media query holds now.
pub fn matches_media(query: &str) -> bool {
    window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}
