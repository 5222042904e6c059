//! One Rust file as the checks see it: its tokens without tests, and where it stands.

use super::lexer::{Token, tokens};
use crate::tree::shown;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// A file of Rust.
pub(super) struct Source {
    /// From the root, with forward slashes.
    pub(super) path: String,
    pub(super) text: String,
    /// Outside tests.
    pub(super) tokens: Vec<Token>,
    /// How many lines stand outside tests.
    pub(super) lines: usize,
}

impl Source {
    /// Reads the file at `path`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self::new(shown(path), text))
    }

    /// A source from its text.
    pub(super) fn new(path: String, text: String) -> Self {
        let (tokens, in_tests) = without_tests(tokens(&text));
        let lines = if is_test(&path) { 0 } else { text.lines().count().saturating_sub(in_tests) };
        Self { path, text, tokens, lines }
    }

    /// Whether the whole file is tests.
    pub(super) fn is_test(&self) -> bool {
        is_test(&self.path)
    }
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/")
        || path.starts_with("tests/")
        || path.ends_with("/tests.rs")
        || path.contains("/benches/")
}

/// Drops what stands behind `#[cfg(test)]`, and counts its lines.
fn without_tests(tokens: Vec<Token>) -> (Vec<Token>, usize) {
    let mut kept = Vec::new();
    let mut dropped = 0;
    let mut rest = tokens.as_slice();
    while let Some(first) = rest.first() {
        let Some(after) = past_cfg_test(rest) else {
            kept.push(first.clone());
            rest = rest.get(1..).unwrap_or_default();
            continue;
        };
        let length = item(after);
        let last = after.get(..length).and_then(<[_]>::last).map_or(first.line, |token| token.line);
        dropped += last + 1 - first.line;
        rest = after.get(length..).unwrap_or_default();
    }
    (kept, dropped)
}

/// What follows `#[cfg(test)]`, or any `cfg` that asks for `test` and more.
fn past_cfg_test(tokens: &[Token]) -> Option<&[Token]> {
    let [hash, open, cfg, ..] = tokens else { return None };
    if !(hash.is('#') && open.is('[') && cfg.name() == Some("cfg")) {
        return None;
    }
    let end = tokens.iter().position(|token| token.is(']'))?;
    let inside = tokens.get(3..end)?;
    let asks = inside.iter().any(|token| token.name() == Some("test"));
    let denies = inside.iter().any(|token| matches!(token.name(), Some("not" | "any")));
    (asks && !denies).then(|| tokens.get(end + 1..).unwrap_or_default())
}

/// The length of the item that starts here: to its `;`, or to the brace that closes its body.
fn item(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is('{') || token.is('(') || token.is('[') {
            depth += 1;
        } else if token.is('}') || token.is(')') || token.is(']') {
            depth = depth.saturating_sub(1);
            if depth == 0 && token.is('}') {
                return at + 1;
            }
        } else if depth == 0 && token.is(';') {
            return at + 1;
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::Source;

    fn source(text: &str) -> Source {
        Source::new("crates/x/src/a.rs".to_owned(), text.to_owned())
    }

    #[test]
    fn tests_are_neither_read_nor_counted() {
        let read = source("fn a() {}\n\n#[cfg(test)]\nmod tests {\n    use b;\n}\nfn c() {}\n");
        let names: Vec<_> = read.tokens.iter().filter_map(|token| token.name()).collect();

        assert_eq!(names, ["fn", "a", "fn", "c"]);
        assert_eq!(read.lines, 3);
    }

    #[test]
    fn what_stands_outside_tests_only_is_read() {
        assert!(source("#[cfg(not(test))]\nfn a() {}").tokens.iter().any(|token| token.name() == Some("a")));
    }

    #[test]
    fn a_module_of_tests_in_its_own_file_takes_one_line() {
        assert_eq!(source("#[cfg(test)]\nmod tests;\nfn a() {}\n").lines, 1);
    }
}
