//! A group space. Its record's author is the owner.

use super::Extra;
use serde::{Deserialize, Serialize};

/// What a space is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Space {
    /// Its name.
    pub name: String,
    /// Its purpose in one line; the first thing that a newcomer reads.
    #[serde(default)]
    pub purpose: String,
    /// For whom it is.
    #[serde(default)]
    pub for_whom: String,
    /// For whom it is not; may be empty.
    #[serde(default)]
    pub not_for: String,
    /// The language that the space speaks: `zh-Hans`, `zh-Hant`, `en`.
    #[serde(default)]
    pub locale: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
