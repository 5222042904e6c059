//! What this device can do and hold, and small services that screens ask of it.

use crate::platform::{agent, clipboard, fetch, files, local_time, page, storage};

pub use crate::platform::files::FileInput;

/// What the browser says about its storage for this app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageFacts {
    /// Whether the browser promised not to evict it under pressure. A refusal is normal.
    pub persistent: bool,
    /// Bytes in use, where the browser tells.
    pub used: Option<u64>,
    /// Bytes allowed, where the browser tells.
    pub quota: Option<u64>,
}

/// What plain HTTP on a foreign address takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footing {
    /// Whether the browser counts this page as secure (HTTPS, or this very machine).
    pub secure: bool,
    /// Whether the app was installed to the home screen (Safari then keeps its storage).
    pub installed: bool,
}

/// How much the app stores here.
pub async fn storage_facts() -> StorageFacts {
    let (persistent, estimate) = (storage::is_persistent().await, storage::estimate().await);
    StorageFacts { persistent, used: estimate.map(|e| e.used), quota: estimate.map(|e| e.quota) }
}

/// Asks the browser to keep the storage; says whether it will.
pub async fn ask_to_keep() -> bool {
    storage::persist().await
}

/// What the page stands on.
pub fn footing() -> Footing {
    Footing { secure: page::is_secure(), installed: page::is_installed() }
}

/// Prints the page.
pub fn print() {
    page::print();
}

/// Puts `text` on the clipboard; says whether that worked (it may not on plain HTTP: then show
/// the text selected).
pub async fn copy(text: String) -> bool {
    clipboard::copy(&text).await
}

/// Hands the person `text` as a file; says whether the browser took it.
pub fn save_file(name: &str, mime: &str, text: &str) -> bool {
    files::save(name, mime, text)
}

/// The text of the file that was chosen, or dropped on the field.
pub async fn read_file(input: FileInput) -> Option<String> {
    files::chosen(&input).await
}

/// The text at an address of the web; `None` where it can't be had.
pub async fn read_link(url: String) -> Option<String> {
    fetch::file(&url).await?
}

/// The moment that a field for date and time holds, UTC milliseconds.
pub fn moment_in(field: &str) -> Option<i64> {
    local_time::read(field)
}

/// What such a field is to hold for a moment.
pub fn moment_field(ms: i64) -> String {
    local_time::write(ms)
}

/// The same for tomorrow at nine.
pub fn tomorrow_morning(now_ms: i64) -> String {
    local_time::write(local_time::tomorrow_morning(now_ms))
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    page::set_title(title);
}

/// The token in the address's fragment, taken out of the address bar; or the one that was taken at this
/// place of the history before the page was loaded again. Call it when the page for it opens.
pub fn take_token() -> Option<String> {
    let token = page::fragment();
    if token.is_empty() {
        return page::hidden_fragment();
    }
    page::hide_fragment(&token);
    Some(token)
}

/// A link to `path` on this origin, for invitations.
pub fn link(path: &str) -> String {
    [&page::origin(), path].concat()
}

/// Loads the app anew at `path`, with nothing left in memory.
pub fn load(path: &str) {
    page::load(path);
}

/// Loads the app anew.
pub fn reload() {
    page::reload();
}

/// How this device is listed among one's own: browser and system, such as `Chrome · Android`.
pub fn label() -> String {
    agent::label()
}
