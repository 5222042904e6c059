//! `i18n`: writes one table of texts per language to `public/words/`. That the languages fit
//! together was checked when the crate `words` was built.

use crate::root;
use anyhow::{Context, Result};
use std::fs;

/// Writes the tables that changed.
pub(crate) fn run(_args: &[String]) -> Result<()> {
    let folder = root::at("public/words");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    for (language, table) in words::TABLES {
        let path = folder.join(format!("{language}.json"));
        root::write_if_changed(&path, table)?;
    }
    Ok(())
}
