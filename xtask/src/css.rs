//! `css`: bundles `style/` into `public/app.css`.

use anyhow::Result;

/// Writes the bundle.
pub(crate) fn run(_args: &[String]) -> Result<()> {
    Ok(())
}
