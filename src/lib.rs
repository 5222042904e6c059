//! Qunyue: group spaces that keep their own rules. A local-first app for the browser.

pub mod app;
pub mod features;
pub mod i18n;
pub mod pages;
pub mod platform;
pub mod routes;
pub mod state;
pub mod ui;

/// Starts the app in the page: the panic screen first, then everything else.
pub fn start() {
    platform::panic_screen::install();
    platform::boot::clear_start();
    leptos::mount::mount_to_body(app::App);
}
