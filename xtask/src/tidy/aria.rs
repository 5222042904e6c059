//! ARIA attributes that are true or false: Leptos writes a `bool` as `aria-expanded=""`, which means nothing.

use super::finding::Finding;
use super::lexer::{Kind, Token};
use super::source::Source;

/// The attributes whose value is the word `true` or `false`.
const TRUE_OR_FALSE: &[&str] = &[
    "atomic",
    "busy",
    "checked",
    "disabled",
    "expanded",
    "grabbed",
    "haspopup",
    "hidden",
    "invalid",
    "modal",
    "multiline",
    "multiselectable",
    "pressed",
    "readonly",
    "required",
    "selected",
];

/// What spells a bool out.
const SPELLED: &[&str] = &["aria", "to_string", "as_str", "spelled"];

/// ARIA attributes of `source` whose value may be a `bool`.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut rest = source.tokens.as_slice();
    while let Some(first) = rest.first() {
        rest = match attribute(rest) {
            Some((name, value)) => {
                if !spelled(value) {
                    let message =
                        format!("`aria-{name}` wants the word: `aria(…)`, or text; a bool writes \"\"");
                    found.push(Finding::new(&source.path, first.line, message));
                }
                value
            }
            None => rest.get(1..).unwrap_or_default(),
        };
    }
    found
}

/// `aria-NAME=` and what follows, where NAME is true or false.
fn attribute(tokens: &[Token]) -> Option<(&str, &[Token])> {
    let [aria, dash, name, equals, value @ ..] = tokens else { return None };
    let name = name.name().filter(|name| TRUE_OR_FALSE.contains(name))?;
    (aria.name() == Some("aria") && dash.is('-') && equals.is('=')).then_some((name, value))
}

/// Whether the value that starts here is text, is made text, or comes from a function that may give text.
fn spelled(tokens: &[Token]) -> bool {
    let value = tokens.get(..length(tokens)).unwrap_or_default();
    let text = value.iter().any(|token| match &token.kind {
        Kind::Text(_) => true,
        Kind::Name(name) => SPELLED.contains(&name.as_str()),
        _ => false,
    });
    text || made_elsewhere(value)
}

/// Whether the value is a call of something that doesn't read a signal or ask a question.
fn made_elsewhere(value: &[Token]) -> bool {
    let [.., name, open, close] = value else { return false };
    let Some(name) = name.name() else { return false };
    let asks = ["get", "read"].contains(&name)
        || ["is_", "has_", "can_"].iter().any(|start| name.starts_with(start));
    open.is('(') && close.is(')') && !asks
}

/// Where the value ends: at the next attribute or the end of the tag, outside all brackets.
fn length(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is('{') || token.is('(') || token.is('[') {
            depth += 1;
        } else if token.is('}') || token.is(')') || token.is(']') {
            depth = depth.saturating_sub(1);
        } else if depth == 0
            && (ends_tag(tokens, at) || starts_attribute(tokens.get(at..).unwrap_or_default()))
        {
            return at;
        }
    }
    tokens.len()
}

fn ends_tag(tokens: &[Token], at: usize) -> bool {
    let arrow = at
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|token| token.is('=') || token.is('-'));
    tokens.get(at).is_some_and(|token| token.is('>')) && !arrow
}

/// `name=`, `on:name=`, `aria-name=`, but not `a == b`.
fn starts_attribute(tokens: &[Token]) -> bool {
    let Some(first) = tokens.first() else { return false };
    let after =
        tokens.iter().skip(1).position(|token| !(token.is('-') || token.is(':') || token.name().is_some()));
    let Some(after) = after.map(|at| at + 1) else { return false };
    let equals = tokens.get(after).is_some_and(|token| token.is('='));
    let compares = tokens.get(after + 1).is_some_and(|token| token.is('=') || token.is('>'));
    first.name().is_some_and(|name| name != "let") && equals && !compares
}

#[cfg(test)]
mod tests {
    use super::{Source, check};

    fn found(view: &str) -> usize {
        let text = format!("//! A.\nfn a() {{ view! {{ {view} }} }}");
        check(&Source::new("src/ui/x.rs".to_owned(), text)).len()
    }

    #[test]
    fn a_bool_is_found() {
        assert_eq!(found("<button aria-expanded=move || open.get() on:click=press>\"more\"</button>"), 1);
        assert_eq!(found("<button aria-expanded=true></button>"), 1);
        assert_eq!(found("<button aria-pressed={pressed} class=\"x\"></button>"), 1);
        assert_eq!(found("<button aria-pressed=self.is_pressed() class=\"x\"></button>"), 1);
    }

    #[test]
    fn a_word_is_fine() {
        assert_eq!(
            found("<button aria-expanded=move || aria(open.get() == 1) class=\"x\">\"more\"</button>"),
            0
        );
        assert_eq!(found("<svg aria-hidden=\"true\"/>"), 0);
        assert_eq!(found("<input aria-invalid=tie.invalid() value=x/>"), 0);
        assert_eq!(found("<button aria-pressed=move || on.get().to_string()>\"on\"</button>"), 0);
    }

    #[test]
    fn attributes_with_text_are_not_asked() {
        assert_eq!(found("<p aria-label=label aria-describedby=hint></p>"), 0);
    }
}
