//! Templates: texts and JSON with `{name}` in them. Names that are not known are left alone, as
//! query languages use braces too.

mod filter;

use crate::error::{Fault, ProfileError};
use crate::fields::{below, fault};
use filter::Filter;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What the names in a template stand for.
pub(crate) type Vars = BTreeMap<String, Value>;

/// The key whose object's members join those around it. It sorts before letters, so what is
/// written beside it wins.
const SPREAD: &str = "...";

/// A text with names in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Text(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Piece {
    Literal(String),
    Name { name: String, filters: Vec<Filter>, written: String },
}

/// JSON with names in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Json {
    /// Stands for itself.
    Plain(#[serde(with = "crate::packed")] Value),
    /// A text; where it is exactly one name, the value keeps its JSON type.
    Text(Text),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(Vec<(String, Self)>),
}

impl Text {
    /// Reads a template.
    pub(crate) fn parse(text: &str, at: &str) -> Result<Self, ProfileError> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            literal.push_str(before);
            match read_name(from, at)? {
                Some((piece, after)) => {
                    if !literal.is_empty() {
                        pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                    }
                    pieces.push(piece);
                    rest = after;
                }
                None => {
                    literal.push('{');
                    rest = from.strip_prefix('{').unwrap_or_default();
                }
            }
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Self(pieces))
    }

    /// The text with its names filled in.
    pub(crate) fn fill(&self, vars: &Vars) -> String {
        self.join(vars, |value| value)
    }

    /// The text with its names filled in and percent-encoded, for a path.
    pub(crate) fn fill_path(&self, vars: &Vars) -> String {
        self.join(vars, |value| encode(&value))
    }

    /// The text, or `None` where it has a name marked `opt` that stands for nothing.
    pub(crate) fn fill_optional(&self, vars: &Vars) -> Option<String> {
        (!self.lacks(vars)).then(|| self.fill(vars))
    }

    /// The names that occur, with whether each is hashed before it is used.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, bool)> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Name { name, filters, .. } => Some((name.as_str(), filters.contains(&Filter::Sha256))),
            Piece::Literal(_) => None,
        })
    }

    fn join(&self, vars: &Vars, escape: impl Fn(String) -> String) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Literal(literal) => out.push_str(literal),
                Piece::Name { written, .. } => match piece.value(vars) {
                    Some(value) => out.push_str(&escape(plain(&value))),
                    None => out.push_str(written),
                },
            }
        }
        out
    }

    fn value(&self, vars: &Vars) -> Value {
        match self.0.as_slice() {
            [piece @ Piece::Name { .. }] => {
                piece.value(vars).unwrap_or_else(|| Value::String(self.fill(vars)))
            }
            _ => Value::String(self.fill(vars)),
        }
    }

    fn lacks(&self, vars: &Vars) -> bool {
        self.0.iter().any(|piece| match piece {
            Piece::Name { filters, .. } if filters.contains(&Filter::Optional) => {
                piece.value(vars).is_none_or(|value| value.is_null())
            }
            _ => false,
        })
    }
}

impl Piece {
    /// What a name stands for; `None` where it is not known.
    fn value(&self, vars: &Vars) -> Option<Value> {
        let Self::Name { name, filters, .. } = self else { return None };
        let value = vars.get(name)?.clone();
        Some(filters.iter().fold(value, |value, filter| filter.apply(value)))
    }
}

impl Json {
    /// Reads a template.
    pub(crate) fn parse(value: &Value, at: &str) -> Result<Self, ProfileError> {
        Ok(match value {
            Value::String(text) => Self::Text(Text::parse(text, at)?),
            Value::Array(items) => Self::List(
                items
                    .iter()
                    .enumerate()
                    .map(|(n, item)| Self::parse(item, &format!("{at}/{n}")))
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(members) => Self::Object(
                members
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), Self::parse(value, &below(at, key))?)))
                    .collect::<Result<_, ProfileError>>()?,
            ),
            plain => Self::Plain(plain.clone()),
        })
    }

    /// The value with its names filled in. Members whose text has a name marked `opt` that stands
    /// for nothing are left out.
    pub(crate) fn fill(&self, vars: &Vars) -> Value {
        match self {
            Self::Plain(value) => value.clone(),
            Self::Text(text) => text.value(vars),
            Self::List(items) => Value::Array(items.iter().map(|item| item.fill(vars)).collect()),
            Self::Object(members) => {
                let mut map = Map::new();
                for (key, value) in members {
                    if matches!(value, Self::Text(text) if text.lacks(vars)) {
                        continue;
                    }
                    match (key.as_str(), value.fill(vars)) {
                        (SPREAD, Value::Object(inner)) => map.extend(inner),
                        (SPREAD, _) => {}
                        (_, value) => _ = map.insert(key.clone(), value),
                    }
                }
                Value::Object(map)
            }
        }
    }

    /// Whether a name occurs.
    pub(crate) fn mentions(&self, wanted: &str) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Text(text) => text.names().any(|(name, _)| name == wanted),
            Self::List(items) => items.iter().any(|item| item.mentions(wanted)),
            Self::Object(members) => members.iter().any(|(_, value)| value.mentions(wanted)),
        }
    }
}

/// A value as the text that stands for it in a template.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Reads `{name|filter…}` at the start of `text`; `None` where the braces hold something else.
fn read_name<'a>(text: &'a str, at: &str) -> Result<Option<(Piece, &'a str)>, ProfileError> {
    let Some((inner, after)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
        return Ok(None);
    };
    let mut parts = inner.split('|');
    let name = parts.next().unwrap_or_default();
    let named = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !named {
        return Ok(None);
    }
    let mut filters = Vec::new();
    for part in parts {
        let filter = Filter::parse(part).ok_or_else(|| {
            fault(
                at,
                Fault::Filter {
                    found: part.to_owned(),
                    template: format!("{{{inner}}}"),
                    known: Filter::KNOWN,
                },
            )
        })?;
        filters.push(filter);
    }
    Ok(Some((Piece::Name { name: name.to_owned(), filters, written: format!("{{{inner}}}") }, after)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn vars() -> Vars {
        [("x", json!("a b/ü")), ("n", json!(7)), ("none", Value::Null), ("o", json!({"k": [1]}))]
            .map(|(name, value)| (name.to_owned(), value))
            .into()
    }

    fn text(template: &str) -> Text {
        Text::parse(template, "").unwrap()
    }

    #[test]
    fn names_are_filled_in_and_unknown_braces_left_alone() {
        assert_eq!(
            text("<{x}> {unknown} {{n}} {a:{$gt:1}} {").fill(&vars()),
            "<a b/ü> {unknown} {7} {a:{$gt:1}} {"
        );
    }

    #[test]
    fn values_in_a_path_are_percent_encoded_and_its_slashes_are_not() {
        assert_eq!(text("/r/{x}/{n}").fill_path(&vars()), "/r/a%20b%2F%C3%BC/7");
    }

    #[test]
    fn exactly_one_name_keeps_its_type_and_more_make_a_text() {
        let body = Json::parse(&json!({"o": "{o}", "t": "{n}!", "gone": "{none|opt}", "null": "{none}"}), "");
        assert_eq!(body.unwrap().fill(&vars()), json!({"o": {"k": [1]}, "t": "7!", "null": null}));
    }

    #[test]
    fn an_object_is_spread_among_others_and_what_stands_beside_it_wins() {
        let body = Json::parse(&json!({"...": "{o}", "k": 2, "z": 3}), "").unwrap();
        assert_eq!(body.fill(&vars()), json!({"k": 2, "z": 3}));
    }

    #[test]
    fn json_inside_a_text_is_quoted() {
        assert_eq!(text("f = {x|json}").fill(&vars()), "f = \"a b/ü\"");
        assert_eq!(text("{o|json}").fill(&vars()), "{\"k\":[1]}");
    }

    #[test]
    fn an_unknown_filter_is_a_fault() {
        assert!(Text::parse("{x|upper}", "/a").is_err());
    }

    proptest! {
        #[test]
        fn no_template_makes_it_panic(template in "[{}|a-z\\PC]{0,40}") {
            if let Ok(text) = Text::parse(&template, "") {
                let _ = (text.fill(&vars()), text.fill_path(&vars()), text.fill_optional(&vars()));
            }
        }

        #[test]
        fn a_text_without_names_stays_what_it_is(template in "[^{]{0,40}") {
            prop_assert_eq!(text(&template).fill(&Vars::new()), template);
        }
    }
}
