//! Qunyue: group spaces that keep their own rules. A local-first app for the browser.

pub mod app;
pub mod i18n;
pub mod platform;
pub mod state;
pub mod ui;

/// Starts the app in the page: the panic screen first, then everything else.
pub fn start() {
    platform::panic_screen::install();
    leptos::mount::mount_to_body(app::App);
}
