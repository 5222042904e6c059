//! `tidy`: what neither the compiler nor clippy can hold.

use anyhow::Result;
pub(crate) fn run(_: &[String]) -> Result<()> {
    Ok(())
}
