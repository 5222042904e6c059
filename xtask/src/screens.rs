//! `screens`: the pictures in `docs/screens/`, taken anew from the running product.

use crate::app::{self, Build};
use crate::args::Args;
use crate::process::run as go;
use crate::root::at;
use crate::{e2e, serve, setup};
use anyhow::Result;

/// Takes every picture: both sizes, light and dark, Chinese and English.
pub(crate) fn run(args: &[String]) -> Result<()> {
    Args::new(args).done()?;
    setup::for_building()?;
    setup::for_testing()?;
    app::build(Build::Release)?;
    serve::build_server(false)?;
    let mut playwright = e2e::playwright("test");
    go(playwright.arg("--project=screens").env("QUNYUE_SCREENS", at("docs/screens")))
}
