//! `css`: bundles `style/` into `public/app.css` in the order that `style/main.css` gives.
//! Trunk hands a style sheet on as it is, and every `@import` would cost the first paint a round trip.

use crate::root;
use anyhow::{Context, Result, bail};
use std::fs;

/// Writes the bundle if it changed.
pub(crate) fn run(_args: &[String]) -> Result<()> {
    let main = read("main.css")?;
    let mut bundle = String::new();
    for line in main.lines() {
        match imported(line) {
            Some(path) => bundle.push_str(&read(path)?),
            None => bundle.push_str(line),
        }
        bundle.push('\n');
    }
    if bundle.contains("@import") {
        bail!("style/main.css: an @import is not in the form `@import \"path\";` on a line of its own");
    }
    root::write_if_changed(&root::at("public/app.css"), &bundle)
}

fn read(path: &str) -> Result<String> {
    let path = root::at("style").join(path);
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// The path in `@import "path";`.
fn imported(line: &str) -> Option<&str> {
    line.trim().strip_prefix("@import \"")?.strip_suffix("\";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_a_line_of_its_own() {
        assert_eq!(imported(r#"  @import "ui/button.css";"#), Some("ui/button.css"));
        assert_eq!(imported("@layer reset, tokens;"), None);
    }
}
