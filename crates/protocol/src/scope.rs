//! Scopes: what is read all or nothing, each with a cursor of its own.

use crate::ids::SpaceId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Who may read the records of a scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Every member of the space.
    All,
    /// Owner and administrators.
    Staff,
    /// Owner, author and the bank's trainers: answer keys.
    Keys,
    /// Those who may see this confidentiality label.
    Label(String),
    /// Each record names one subject; staff read all, the subject their own.
    Personal,
    /// The subject alone, staff neither: read cursors, drafts, notes.
    Private,
}

/// One space's records for one audience.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The space.
    pub space: SpaceId,
    /// Who may read.
    pub audience: Audience,
}

/// Why a text names no scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no scope: expected `space/audience`")]
pub struct ScopeError(pub String);

impl Audience {
    /// Whether each record of the scope names a subject.
    pub fn has_subject(&self) -> bool {
        matches!(self, Self::Personal | Self::Private)
    }

    /// Reads `all`, `staff`, `keys`, `personal`, `private` or `label:…`.
    ///
    /// # Errors
    /// Any other text.
    pub fn parse(text: &str) -> Result<Self, ScopeError> {
        Ok(match text {
            "all" => Self::All,
            "staff" => Self::Staff,
            "keys" => Self::Keys,
            "personal" => Self::Personal,
            "private" => Self::Private,
            other => match other.strip_prefix("label:") {
                Some(label) if !label.is_empty() => Self::Label(label.to_owned()),
                _ => return Err(ScopeError(text.to_owned())),
            },
        })
    }
}

impl Scope {
    /// The scope of `space` for `audience`.
    pub fn new(space: SpaceId, audience: Audience) -> Self {
        Self { space, audience }
    }

    /// Reads `space/audience`.
    ///
    /// # Errors
    /// A text without a slash, or with an unknown audience.
    pub fn parse(text: &str) -> Result<Self, ScopeError> {
        match text.split_once('/') {
            Some((space, audience)) if !space.is_empty() => {
                Ok(Self::new(SpaceId::from(space), Audience::parse(audience)?))
            }
            _ => Err(ScopeError(text.to_owned())),
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Staff => f.write_str("staff"),
            Self::Keys => f.write_str("keys"),
            Self::Label(label) => write!(f, "label:{label}"),
            Self::Personal => f.write_str("personal"),
            Self::Private => f.write_str("private"),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.space, self.audience)
    }
}

macro_rules! as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
as_text!(Audience);
as_text!(Scope);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_survives_its_text() {
        for text in ["s1/all", "s1/staff", "s1/keys", "s1/personal", "s1/private", "s1/label:机密"] {
            assert_eq!(Scope::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn broken_scopes_are_refused() {
        for text in ["", "s1", "/all", "s1/", "s1/nobody", "s1/label:"] {
            assert!(Scope::parse(text).is_err(), "{text}");
        }
    }
}
