//! How a file of Rust is built: its size, its first line, and what has no place in any.

use super::finding::Finding;
use super::lexer::{Kind, Token};
use super::source::Source;

/// Lines outside tests at which a file is asked whether it still holds one idea.
const LONG: usize = 320;

/// Lines outside tests that no file may pass.
const TOO_LONG: usize = 500;

/// What puts a string into the page as HTML.
const HTML: &[&str] =
    &["inner_html", "set_inner_html", "outer_html", "set_outer_html", "insert_adjacent_html"];

/// All findings about the shape of `source`.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(size(source));
    found.extend(first_line(source));
    found.extend(html(source));
    found.extend(allows(source));
    found.extend(unheard_tests(source));
    found
}

fn size(source: &Source) -> Option<Finding> {
    let message = format!("{} lines outside tests: does it hold one idea?", source.lines);
    if source.lines > TOO_LONG {
        Some(Finding::new(&source.path, 1, message))
    } else if source.lines > LONG {
        Some(Finding::warning(&source.path, 1, message))
    } else {
        None
    }
}

fn first_line(source: &Source) -> Option<Finding> {
    if source.path.ends_with("/mod.rs") {
        return Some(Finding::new(&source.path, 1, "call it `foo.rs` beside `foo/`, never `mod.rs`"));
    }
    let first = source.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let missing = !first.starts_with("//!");
    missing.then(|| Finding::new(&source.path, 1, "starts without a line `//!` that says what it holds"))
}

fn html(source: &Source) -> Vec<Finding> {
    if source.path.starts_with("xtask/") {
        return Vec::new();
    }
    let named = source.tokens.iter().filter(|token| token.name().is_some_and(|name| HTML.contains(&name)));
    named.map(|token| Finding::new(&source.path, token.line, "no HTML strings: text becomes views")).collect()
}

fn allows(source: &Source) -> Vec<Finding> {
    let attributes = source.tokens.windows(4).filter(|tokens| {
        let inner = matches!(tokens, [hash, bang, open, allow] if hash.is('#') && bang.is('!') && open.is('[') && is_allow(allow));
        inner || matches!(tokens, [hash, open, allow, _] if hash.is('#') && open.is('[') && is_allow(allow))
    });
    let first = attributes.filter_map(<[_]>::first);
    first
        .map(|token| Finding::new(&source.path, token.line, "`#[expect(…, reason)]`, never `#[allow]`"))
        .collect()
}

fn is_allow(token: &Token) -> bool {
    token.name() == Some("allow")
}

/// The app's tests run in a browser, whose runner hears `#[wasm_bindgen_test]` only.
fn unheard_tests(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("src/") {
        return Vec::new();
    }
    let lines = source.text.lines().enumerate();
    let plain = lines.filter(|(_, line)| line.trim() == "#[test]");
    plain
        .map(|(at, _)| {
            Finding::new(&source.path, at + 1, "no runner hears this test: `#[wasm_bindgen_test]`")
        })
        .collect()
}

/// Types that travel or are stored, with a number whose size or rounding depends on the machine.
pub(super) fn numbers(source: &Source) -> Vec<Finding> {
    const STORED: &[&str] = &["protocol", "domain", "sync", "dialect"];
    if !STORED.iter().any(|name| source.path.starts_with(&format!("crates/{name}/src/"))) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut rest = source.tokens.as_slice();
    while let Some(at) =
        rest.iter().position(|token| matches!(token.name(), Some("Serialize" | "Deserialize")))
    {
        rest = rest.get(at + 1..).unwrap_or_default();
        let derived = rest.iter().position(|token| token.is(']') || token.is(';') || token.is('{'));
        if !derived.and_then(|end| rest.get(end)).is_some_and(|token| token.is(']')) {
            continue;
        }
        for token in body(rest) {
            if let Some(kind @ ("usize" | "isize" | "f32" | "f64")) = token.name() {
                found.push(Finding::new(
                    &source.path,
                    token.line,
                    format!("`{kind}` in a type that travels or is stored"),
                ));
            }
        }
    }
    found.sort_by_key(|finding| finding.line);
    found.dedup();
    found
}

/// The fields of the type whose attributes end somewhere ahead.
fn body(tokens: &[Token]) -> &[Token] {
    let keyword = tokens.iter().position(|token| matches!(token.name(), Some("struct" | "enum")));
    let after = keyword.and_then(|at| tokens.get(at..)).unwrap_or_default();
    let Some(open) = after.iter().position(|token| token.is('{') || token.is('(') || token.is(';')) else {
        return &[];
    };
    let mut depth = 0_usize;
    let inside = after.get(open..).unwrap_or_default();
    let end = inside.iter().position(|token| {
        if token.is('{') || token.is('(') {
            depth += 1;
        } else if token.is('}') || token.is(')') {
            depth = depth.saturating_sub(1);
        }
        depth == 0
    });
    inside.get(..end.unwrap_or(inside.len())).unwrap_or_default()
}

/// Whether any string of `tokens` is exactly `text`.
pub(super) fn says(tokens: &[Token], text: &str) -> bool {
    tokens.iter().any(|token| token.kind == Kind::Text(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Source, check, numbers};

    fn source(path: &str, text: &str) -> Source {
        Source::new(path.to_owned(), text.to_owned())
    }

    fn messages(text: &str) -> Vec<String> {
        check(&source("src/ui/x.rs", text)).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_plain_file_is_fine() {
        assert!(messages("//! A part.\nfn a() {}\n").is_empty());
    }

    #[test]
    fn each_rule_finds_its_breach() {
        let breaches = [
            "fn a() {}",
            "//! A.\nfn a() { view! { <p inner_html=x/> } }",
            "//! A.\n#[allow(dead_code)]\nfn a() {}",
            "//! A.\n#![allow(dead_code)]\nfn a() {}",
            "//! A.\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() {}\n}",
        ];
        for breach in breaches {
            assert_eq!(messages(breach).len(), 1, "{breach}");
        }
    }

    #[test]
    fn a_file_may_grow_long_by_its_tests() {
        let tests = format!("//! A.\n#[cfg(test)]\nmod tests {{\n{}}}\n", "fn a() {}\n".repeat(600));

        assert!(messages(&tests).is_empty());
        assert_eq!(messages(&format!("//! A.\n{}", "fn a() {}\n".repeat(600))).len(), 1);
    }

    #[test]
    fn a_float_in_a_stored_type_is_found_and_one_in_a_function_is_not() {
        let found = |text: &str| numbers(&source("crates/domain/src/x.rs", text)).len();

        assert_eq!(
            found("#[derive(Clone, Serialize)]\n#[serde(a)]\npub struct A { pub b: Option<f64>, c: u8 }"),
            1
        );
        assert_eq!(found("#[derive(Deserialize, Serialize)]\nenum A { B(usize) }\nfn c(d: f64) {}"), 1);
        assert_eq!(
            found(
                "use serde::{Deserialize, Serialize};\nfn a(b: usize) {}\n#[derive(Clone)]\nstruct C { d: f32 }"
            ),
            0
        );
    }
}
