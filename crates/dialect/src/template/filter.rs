//! Filters in templates: `{name|filter}`.

use protocol::RecordId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Changes a value before it is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Filter {
    /// As JSON text.
    Json,
    /// Leaves the member, header or parameter out where there is nothing.
    Optional,
    /// As a text.
    Text,
    /// One more than a whole number.
    Next,
    /// SHA-256 in hexadecimal digits.
    Sha256,
    /// Base64, for HTTP's Basic scheme.
    Base64,
    /// Whether there is nothing.
    Missing,
    /// How many items or members.
    Length,
    /// An id derived from a list of texts (see [`RecordId::derived`]).
    Id,
    /// What stands after the colon, where there is nothing.
    Or(String),
}

impl Filter {
    /// What to say where a filter is not known.
    pub(super) const KNOWN: &'static str = "json, opt, text, next, sha256, b64, missing, len, id, or:TEXT";

    /// Reads a filter's name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "json" => Self::Json,
            "opt" => Self::Optional,
            "text" => Self::Text,
            "next" => Self::Next,
            "sha256" => Self::Sha256,
            "b64" => Self::Base64,
            "missing" => Self::Missing,
            "len" => Self::Length,
            "id" => Self::Id,
            other => Self::Or(other.strip_prefix("or:")?.to_owned()),
        })
    }

    /// The value after the filter. Nothing stays nothing, but for `missing` and `len`.
    pub(super) fn apply(&self, value: Value) -> Value {
        match (self, value) {
            (Self::Missing, value) => Value::Bool(value.is_null()),
            (Self::Length, value) => Value::from(length(&value)),
            (Self::Or(text), Value::Null) => Value::String(text.clone()),
            (_, Value::Null) => Value::Null,
            (Self::Json, value) => Value::String(value.to_string()),
            (Self::Text, value) => Value::String(super::plain(&value)),
            (Self::Next, value) => next(&value),
            (Self::Sha256, value) => {
                Value::String(protocol::digest::sha256_hex(super::plain(&value).as_bytes()))
            }
            (Self::Base64, value) => Value::String(base64(super::plain(&value).as_bytes())),
            (Self::Id, value) => derived(&value),
            (Self::Optional | Self::Or(_), value) => value,
        }
    }
}

fn length(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        Value::String(text) => text.chars().count(),
        _ => 0,
    }
}

fn derived(value: &Value) -> Value {
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(super::plain).collect(),
        one => vec![super::plain(one)],
    };
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Value::String(RecordId::derived(&parts).as_str().to_owned())
}

fn next(value: &Value) -> Value {
    let number = value.as_i64().or_else(|| super::plain(value).parse().ok());
    number.map_or(Value::Null, |number| Value::from(number.saturating_add(1)))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |n: usize| chunk.get(n).copied().map_or(0, u32::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (digit, shift) in [18_u32, 12, 6, 0].into_iter().enumerate() {
            let index = usize::try_from(bits >> shift & 63).unwrap_or_default();
            let digit = (digit <= chunk.len()).then(|| DIGITS.get(index)).flatten();
            out.push(digit.copied().map_or('=', char::from));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn filtered(name: &str, value: Value) -> Value {
        Filter::parse(name).unwrap().apply(value)
    }

    #[test]
    fn base64_is_rfc_4648s() {
        for (text, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(filtered("b64", json!(text)), json!(coded));
        }
    }

    #[test]
    fn filters_do_what_they_say() {
        assert_eq!(filtered("next", json!("41")), json!(42));
        assert_eq!(filtered("missing", Value::Null), json!(true));
        assert_eq!(filtered("len", json!([1, 2])), json!(2));
        assert_eq!(filtered("text", json!(5)), json!("5"));
        assert_eq!(
            filtered("id", json!(["person", "李"])),
            json!(RecordId::derived(&["person", "李"]).as_str())
        );
        assert_eq!(filtered("or:none", Value::Null), json!("none"));
        assert_eq!(filtered("or:", json!("some")), json!("some"));
        assert_eq!(Filter::parse("or"), None);
    }
}
