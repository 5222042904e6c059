//! The sprite and the names that the app has for its pictures: neither may lack what the other has.

use super::finding::Finding;
use super::shape::says;
use super::source::Source;
use crate::root::at;
use anyhow::Result;
use std::fs;

const SPRITE: &str = "public/icons.svg";

/// Symbols without a name in `src/ui/icon.rs`, and names without a symbol.
pub(super) fn check(sources: &[Source]) -> Result<Vec<Finding>> {
    let Some(icons) = sources.iter().find(|source| source.path == "src/ui/icon.rs") else {
        return Ok(Vec::new());
    };
    let sprite = fs::read_to_string(at(SPRITE))?;
    let symbols = symbols(&sprite);
    let unnamed = symbols.iter().filter(|symbol| !says(&icons.tokens, symbol));
    let unnamed =
        unnamed.map(|symbol| Finding::new(SPRITE, 1, format!("no `IconName` is called “{symbol}”")));
    let named = names(&icons.text);
    let undrawn = named.iter().filter(|name| !symbols.contains(name));
    let undrawn =
        undrawn.map(|name| Finding::new(&icons.path, 1, format!("the sprite has no symbol “{name}”")));
    Ok(unnamed.chain(undrawn).collect())
}

/// What stands before a symbol's name in its id, which is one of the page's.
const PREFIX: &str = "icon-";

/// The names of the symbols of a sprite.
fn symbols(sprite: &str) -> Vec<&str> {
    let tags = sprite.split("<symbol").skip(1).filter_map(|after| after.split('>').next());
    tags.filter_map(|tag| tag.split("id=\"").nth(1)?.strip_prefix(PREFIX)?.split('"').next()).collect()
}

/// The texts of the arms `Self::Pin => "pin"` of `IconName`.
fn names(source: &str) -> Vec<&str> {
    let after = source.split_once("impl IconName {").map_or("", |(_, after)| after);
    let own = after.split_once("\n}").map_or(after, |(own, _)| own);
    let arms = own.lines().filter(|line| line.trim_start().starts_with("Self::"));
    arms.filter_map(|line| line.split_once("=> \"")?.1.split('"').next()).collect()
}

#[cfg(test)]
mod tests {
    use super::{names, symbols};

    #[test]
    fn symbols_are_read_from_the_sprite() {
        assert_eq!(
            symbols("<svg><symbol id=\"icon-pin\" viewBox=\"0\"/><symbol viewBox=\"1\" id=\"icon-bell\">"),
            ["pin", "bell"]
        );
    }

    #[test]
    fn names_are_read_from_the_arms() {
        assert_eq!(
            names(
                "impl IconName {\n    Self::Pin => \"pin\",\n    Self::Bell => \"bell\",\n}\nimpl Size {\n    Self::Small => \"small\",\n}"
            ),
            ["pin", "bell"]
        );
    }
}
