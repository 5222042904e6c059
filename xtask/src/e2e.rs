//! Playwright, told where the server, the app and the browser are.

use crate::app::{self, Build};
use crate::process::{command, run};
use crate::root::at;
use crate::{browser, serve, setup};
use anyhow::Result;
use std::process::Command;

/// Playwright with everything that it tests built and everything that it needs installed.
pub(crate) fn ready() -> Result<Command> {
    setup::for_building()?;
    setup::for_testing()?;
    app::build(Build::Release)?;
    serve::build_server(false)?;
    Ok(playwright("test"))
}

/// Builds what starts other people's servers for the journeys.
pub(crate) fn backends() -> Result<()> {
    run(command("cargo").args(["build", "--quiet", "--package", "contract", "--bin", "backend"]))
}

/// Playwright's `verb` in `tests/e2e`.
pub(crate) fn playwright(verb: &str) -> Command {
    let mut playwright = command("npx");
    playwright.args(["--no-install", "playwright", verb]).current_dir(at("tests/e2e"));
    playwright.env("QUNYUE_SERVER", serve::target().join("release/qunyue-server"));
    playwright.env("QUNYUE_BACKEND", serve::target().join("debug/backend"));
    playwright.env("QUNYUE_DIST", Build::Release.dist());
    playwright.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    if let Some(chromium) = browser::chromium() {
        playwright.env("CHROMIUM", chromium);
    }
    playwright
}
