//! `style/`: each file in its layer, classes only, colours by tokens, nothing forced.

use super::finding::Finding;
use crate::root::at;
use crate::tree::{files, shown};
use anyhow::Result;
use std::fs;

/// Layers in which an element may be named.
const BARE: &[&str] = &["reset", "base"];

/// What makes a colour by hand.
const COLORS: &[&str] = &["oklch(", "rgb(", "rgba(", "hsl(", "hsla(", "color(", "lab(", "lch("];

/// All findings in `style/`.
pub(super) fn check() -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for file in
        files(&at("style"))?.iter().filter(|file| file.extension().is_some_and(|ending| ending == "css"))
    {
        found.extend(judge(&shown(file), &fs::read_to_string(file)?));
    }
    Ok(found)
}

fn judge(path: &str, css: &str) -> Vec<Finding> {
    let inside = path.trim_start_matches("style/").trim_end_matches(".css");
    let layer = inside.split('/').next().unwrap_or_default();
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for piece in pieces(css) {
        let text = piece.text.trim();
        match piece.end {
            '{' => {
                let fresh = rule(path, piece.line, layer, text, &open);
                found.extend(fresh);
                open.push(text.to_owned());
            }
            '}' => {
                found.extend(declaration(path, piece.line, layer, text));
                open.pop();
            }
            _ => found.extend(declaration(path, piece.line, layer, text)),
        }
    }
    found
}

/// What stands before a brace: an at-rule or a selector.
fn rule(path: &str, line: usize, layer: &str, text: &str, open: &[String]) -> Vec<Finding> {
    let mut found = Vec::new();
    if open.is_empty() && text != format!("@layer {layer}") && !text.starts_with("@font-face") {
        found.push(Finding::new(path, line, format!("`{text}` stands outside `@layer {layer}`")));
    }
    let in_keyframes = open.iter().any(|above| above.starts_with("@keyframes"));
    if text.starts_with('@') || in_keyframes || BARE.contains(&layer) {
        return found;
    }
    if let Some(element) = elements(text).first() {
        found.push(Finding::new(
            path,
            line,
            format!("`{text}` names the element `{element}`: give it a class"),
        ));
    }
    if text.contains('#') {
        found.push(Finding::new(path, line, format!("`{text}` names an id: give it a class")));
    }
    found
}

fn declaration(path: &str, line: usize, layer: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    if text.contains("!important") {
        found.push(Finding::new(path, line, "`!important`: layers decide"));
    }
    let value = text.split_once(':').map_or("", |(_, value)| value);
    // A colour that takes a part of itself from a token follows the theme: an avatar's hue.
    let by_hand = COLORS.iter().any(|color| value.contains(color)) && !value.contains("var(--");
    let by_hand = by_hand || is_hex(value);
    if by_hand && layer != "tokens" && !text.starts_with('@') {
        found.push(Finding::new(path, line, format!("`{text}`: colours come from tokens")));
    }
    found
}

fn is_hex(value: &str) -> bool {
    value.split('#').skip(1).any(|after| {
        let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
        matches!(digits, 3 | 4 | 6 | 8) && !value.contains("url(")
    })
}

/// Type selectors of a selector: words that no class, attribute, pseudo-class or combinator introduces.
fn elements(selector: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = selector;
    let mut depth = 0_usize;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        match first {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if word == 0 || depth > 0 {
            before = first;
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        }
        let (name, after) = rest.split_at(word);
        let starts =
            first.is_ascii_alphabetic() && matches!(before, ' ' | '\n' | '>' | '+' | '~' | ',' | '(');
        // `:lang(zh)` and `:nth-child(2n of …)` take words that aren't elements.
        let argument = before == '(' && !rest_is_selector(selector, rest);
        if starts && !argument {
            found.push(name);
        }
        before = 'x';
        rest = after;
    }
    found
}

/// Whether the parenthesis before `rest` belongs to a pseudo-class that takes selectors.
fn rest_is_selector(selector: &str, rest: &str) -> bool {
    let before = selector.get(..selector.len() - rest.len()).unwrap_or_default();
    [":is(", ":where(", ":not(", ":has("].iter().any(|opening| before.ends_with(opening))
}

/// A piece of CSS up to `{`, `}` or `;`.
struct Piece {
    text: String,
    end: char,
    line: usize,
}

fn pieces(css: &str) -> Vec<Piece> {
    let css = without_comments(css);
    let mut found = Vec::new();
    let (mut text, mut line, mut quote) = (String::new(), 1, None);
    for c in css.chars() {
        line += usize::from(c == '\n');
        match (quote, c) {
            (None, '{' | '}' | ';') => found.push(Piece { text: std::mem::take(&mut text), end: c, line }),
            (None, '"' | '\'') => {
                quote = Some(c);
                text.push(c);
            }
            (Some(open), c) => {
                quote = quote.filter(|_| c != open);
                text.push(c);
            }
            (None, c) => text.push(c),
        }
    }
    found
}

/// The same lines, with comments blanked.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        let (comment, behind) = after.split_once("*/").unwrap_or((after, ""));
        kept.push_str(before);
        kept.extend(comment.chars().filter(|c| *c == '\n'));
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::judge;

    fn found(css: &str) -> usize {
        judge("style/ui/dialog.css", css).len()
    }

    #[test]
    fn a_part_in_its_layer_is_fine() {
        let css = "/* h2 { } */\n@layer ui {\n  .dialog {\n    color: var(--ink);\n    &::backdrop { background: var(--scrim); }\n    \
                   & .dialog-title { margin-block: 0 var(--space-3); }\n    &:is(.open, [data-state=\"open\"]) > .x { inset: 0; }\n    \
                   @media (prefers-reduced-motion: no-preference) { transition: opacity var(--quick); }\n  }\n  \
                   @keyframes fall { from { opacity: 0; } 50% { opacity: 1; } to { opacity: 1; } }\n}\n";

        assert_eq!(found(css), 0, "{:?}", judge("style/ui/dialog.css", css));
    }

    #[test]
    fn each_rule_finds_its_breach() {
        let breaches = [
            ".dialog { color: var(--ink); }",
            "@layer features { }",
            "@layer ui { dialog { color: var(--ink); } }",
            "@layer ui { .dialog { & h2 { margin: 0; } } }",
            "@layer ui { .dialog:has(> p) { margin: 0; } }",
            "@layer ui { #dialog { margin: 0; } }",
            "@layer ui { .dialog { margin: 0 !important; } }",
            "@layer ui { .dialog { color: #fff; } }",
            "@layer ui { .dialog { color: oklch(0.5 0.1 30) } }",
        ];
        for breach in breaches {
            assert_eq!(found(breach), 1, "{breach}");
        }
    }

    #[test]
    fn elements_belong_to_the_base() {
        assert!(judge("style/base.css", "@layer base { h1, body > main { margin: 0; } }").is_empty());
    }

    #[test]
    fn a_language_is_not_an_element() {
        assert_eq!(found("@layer ui { .dialog:lang(zh-Hans) { margin: 0; } }"), 0);
    }
}
