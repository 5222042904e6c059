//! A record's body: JSON text, kept verbatim so that what this version does not know survives.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// The largest body in bytes that a device writes or the reference server takes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// How many levels a body may have. A page of records adds some of its own, and whoever reads it may
/// stop at 128: one deep body must not make a whole page unreadable.
pub const MAX_BODY_DEPTH: usize = 32;

/// A JSON object as the text it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body(String);

/// Why a text is no body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Not JSON.
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// JSON, but no object.
    #[error("the body is not a JSON object")]
    NotAnObject,
    /// A number that not every language keeps.
    #[error("the body holds a number that is no integer within ±2^53: {0}")]
    Number(String),
    /// Too many levels.
    #[error("the body has more than {MAX_BODY_DEPTH} levels of lists and objects")]
    TooDeep,
    /// Too many bytes.
    #[error("the body has {0} bytes; {MAX_BODY_BYTES} are allowed")]
    TooLarge(usize),
    /// The object lacks a field or has it in another shape.
    #[error("the body does not fit its kind: {0}")]
    Shape(String),
}

impl Body {
    /// Checks `text` and keeps it verbatim.
    ///
    /// # Errors
    /// A text that is no JSON object, holds a fraction or an integer beyond ±2^53, or is too large or
    /// too deep.
    pub fn parse(text: impl Into<String>) -> Result<Self, BodyError> {
        let text = text.into();
        if text.len() > MAX_BODY_BYTES {
            return Err(BodyError::TooLarge(text.len()));
        }
        let value: serde_json::Value =
            serde_json::from_str(&text).map_err(|error| BodyError::NotJson(error.to_string()))?;
        if !value.is_object() {
            return Err(BodyError::NotAnObject);
        }
        check(&value, MAX_BODY_DEPTH)?;
        Ok(Self(text))
    }

    /// `{}`: the body of a tombstone.
    pub fn empty() -> Self {
        Self("{}".to_owned())
    }

    /// Writes `value` as a body.
    ///
    /// # Errors
    /// As [`Body::parse`].
    pub fn of<T: Serialize>(value: &T) -> Result<Self, BodyError> {
        Self::parse(serde_json::to_string(value).map_err(|error| BodyError::NotJson(error.to_string()))?)
    }

    /// Reads the body as a `T`.
    ///
    /// # Errors
    /// [`BodyError::Shape`] where a field is missing or has another shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, BodyError> {
        serde_json::from_str(&self.0).map_err(|error| BodyError::Shape(error.to_string()))
    }

    /// The text, verbatim.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Numbers that every language keeps, on at most `levels` levels.
fn check(value: &serde_json::Value, levels: usize) -> Result<(), BodyError> {
    const LIMIT: i64 = 1 << 53;
    let below = || levels.checked_sub(1).ok_or(BodyError::TooDeep);
    match value {
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(n) if (-LIMIT..=LIMIT).contains(&n) => Ok(()),
            _ => Err(BodyError::Number(number.to_string())),
        },
        serde_json::Value::Array(items) => {
            let below = below()?;
            items.iter().try_for_each(|item| check(item, below))
        }
        serde_json::Value::Object(fields) => {
            let below = below()?;
            fields.values().try_for_each(|field| check(field, below))
        }
        _ => Ok(()),
    }
}

/// In JSON a body stands as the object it is; in binary frames as its text.
impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            let raw = RawValue::from_string(self.0.clone()).map_err(serde::ser::Error::custom)?;
            raw.serialize(serializer)
        } else {
            serializer.serialize_str(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let raw = Box::<RawValue>::deserialize(deserializer)?;
            Self::parse(raw.get()).map_err(serde::de::Error::custom)
        } else {
            Ok(Self(String::deserialize(deserializer)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_and_spacing_survive() {
        let text = r#"{ "text":"早", "later": {"x":[1,null]} }"#;
        let json = format!(r#"{{"body":{text}}}"#);
        #[derive(Serialize, Deserialize)]
        struct Holder {
            body: Body,
        }
        let holder: Holder = serde_json::from_str(&json).unwrap();
        assert_eq!(holder.body.as_str(), text);
        assert_eq!(serde_json::to_string(&holder).unwrap(), json);
    }

    #[test]
    fn fractions_and_huge_numbers_are_refused() {
        assert!(matches!(Body::parse(r#"{"a":1.5}"#), Err(BodyError::Number(_))));
        assert!(matches!(Body::parse(r#"{"a":[9007199254740993]}"#), Err(BodyError::Number(_))));
        assert!(Body::parse(r#"{"a":9007199254740992}"#).is_ok());
        assert_eq!(Body::parse("[]"), Err(BodyError::NotAnObject));
        let deep = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
        assert!(Body::parse(deep(MAX_BODY_DEPTH)).is_ok());
        assert_eq!(Body::parse(deep(MAX_BODY_DEPTH + 1)), Err(BodyError::TooDeep));
    }
}
