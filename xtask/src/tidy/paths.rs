//! The paths that a file names: `use` trees written out, and paths in code and macros.

use super::lexer::Token;

/// A path and the line on which it ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
}

/// All paths of two segments or more, and all `use`d ones.
pub(super) fn paths(tokens: &[Token]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        let next = rest.get(1..).unwrap_or_default();
        // `use<'a>` is about captured lifetimes.
        if first.name() == Some("use") && !next.first().is_some_and(|token| token.is('<')) {
            rest = tree(past_colons(next), &[], &mut found);
        } else if first.name().is_some() {
            rest = chain(rest, &mut found);
        } else {
            rest = next;
        }
    }
    found
}

/// Reads one branch of a `use` tree below `above`.
fn tree<'a>(tokens: &'a [Token], above: &[String], found: &mut Vec<Named>) -> &'a [Token] {
    let mut segments = above.to_vec();
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        let next = rest.get(1..).unwrap_or_default();
        if first.is('{') {
            return branches(next, &segments, found);
        }
        let Some(name) = first.name().or(first.is('*').then_some("*")) else { return rest };
        if name != "self" || segments.is_empty() {
            segments.push(name.to_owned());
        }
        match colons(next) {
            Some(after) => rest = after,
            None => {
                found.push(Named { segments, line: first.line });
                return past_alias(next);
            }
        }
    }
    rest
}

fn branches<'a>(tokens: &'a [Token], above: &[String], found: &mut Vec<Named>) -> &'a [Token] {
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        if first.is('}') {
            return rest.get(1..).unwrap_or_default();
        }
        rest = if first.is(',') { rest.get(1..).unwrap_or_default() } else { branch(rest, above, found) };
    }
    rest
}

/// One branch; a token that fits nowhere is stepped over, so that reading always ends.
fn branch<'a>(tokens: &'a [Token], above: &[String], found: &mut Vec<Named>) -> &'a [Token] {
    let after = tree(tokens, above, found);
    if after.len() == tokens.len() { tokens.get(1..).unwrap_or_default() } else { after }
}

/// Reads `a::b::c` where it stands in code.
fn chain<'a>(tokens: &'a [Token], found: &mut Vec<Named>) -> &'a [Token] {
    let mut segments = Vec::new();
    let mut line = 0;
    let mut rest = tokens;
    while let Some(name) = rest.first().and_then(Token::name) {
        segments.push(name.to_owned());
        line = rest.first().map_or(line, |token| token.line);
        let next = rest.get(1..).unwrap_or_default();
        match colons(next) {
            Some(after) => rest = after,
            None => {
                rest = next;
                break;
            }
        }
    }
    if segments.len() > 1 {
        found.push(Named { segments, line });
    }
    rest
}

fn colons(tokens: &[Token]) -> Option<&[Token]> {
    match tokens {
        [first, second, rest @ ..] if first.is(':') && second.is(':') => Some(rest),
        _ => None,
    }
}

fn past_colons(tokens: &[Token]) -> &[Token] {
    colons(tokens).unwrap_or(tokens)
}

fn past_alias(tokens: &[Token]) -> &[Token] {
    match tokens {
        [first, _, rest @ ..] if first.name() == Some("as") => rest,
        _ => tokens,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexer::tokens;
    use super::paths;

    fn named(source: &str) -> Vec<String> {
        paths(&tokens(source)).into_iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn a_tree_of_uses_is_written_out() {
        let source = "pub use crate::a::{self, b::{C, D as E}, f::*};";

        assert_eq!(named(source), ["crate::a", "crate::a::b::C", "crate::a::b::D", "crate::a::f::*"]);
    }

    #[test]
    fn paths_in_code_and_macros_are_seen() {
        let source = "fn a() -> std::io::Result<()> { view! { <crate::ui::Button on=x::y(z)/> } }";

        assert_eq!(named(source), ["std::io::Result", "crate::ui::Button", "x::y"]);
    }

    #[test]
    fn a_crate_used_alone_is_seen() {
        assert_eq!(named("use ::web_sys; fn a() -> impl X + use<'_> {}"), ["web_sys"]);
    }

    #[test]
    fn broken_source_ends() {
        for broken in ["use a::{b, +", "use {", "a::", "use a::{{{"] {
            paths(&tokens(broken));
        }
    }
}
