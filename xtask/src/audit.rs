//! `audit`: what is too long for every test run: all payloads in all places, axe over the whole grid.

use crate::args::Args;
use crate::e2e;
use crate::process::run as go;
use anyhow::Result;

/// Runs all audits, or those in the file that NAME names (`xss`, `axe` …).
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut args = Args::new(args);
    let name = args.word();
    args.done()?;
    let mut playwright = e2e::ready()?;
    playwright.arg("--project=audit").env("QUNYUE_AUDIT", "all");
    if let Some(name) = name {
        playwright.arg(format!("audit/{name}"));
    }
    go(&mut playwright)
}
