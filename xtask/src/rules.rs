//! `rules`: what the importer makes of a policy text, as JSON.

use crate::args::Args;
use anyhow::{Context, Result};
use std::fs;

/// Reads FILE and prints the draft.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut args = Args::new(args);
    let file = args.word().context("which text? cargo xtask rules FILE")?;
    args.done()?;
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
    println!("{}", serde_json::to_string_pretty(&domain::import::import(&text))?);
    Ok(())
}
