//! `screens`: the pictures in `docs/screens/`, taken anew from the running product.

use crate::args::Args;
use crate::e2e;
use crate::process::run as go;
use crate::root::at;
use anyhow::Result;

/// Takes every picture: both sizes, light and dark, Chinese and English.
pub(crate) fn run(args: &[String]) -> Result<()> {
    Args::new(args).done()?;
    let mut playwright = e2e::ready()?;
    go(playwright.arg("--project=screens").env("QUNYUE_SCREENS", at("docs/screens")))
}
