//! Why a text is no profile.

/// Why a text is no profile: the place in it, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {fault}", place(.pointer))]
pub struct ProfileError {
    /// The JSON pointer of the place; empty for the whole document.
    pub pointer: String,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong at a place of a profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not JSON at all.
    #[error("this is not JSON: {0}")]
    NotJson(String),
    /// A version of the profile language that this app does not speak.
    #[error("profile version {0} is not known; this app speaks version 1")]
    Version(String),
    /// A key that means nothing here.
    #[error("the key `{key}` is not known here{}", hint(.nearest))]
    UnknownKey {
        /// The key.
        key: String,
        /// The known key that looks most like it.
        nearest: Option<String>,
    },
    /// A key that must be there.
    #[error("the key `{0}` is missing")]
    Missing(String),
    /// Another type of value.
    #[error("{expected} is expected here, not {found}")]
    Type {
        /// What is expected.
        expected: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A word that is none of a few.
    #[error("`{found}` is not known here{}; one of: {}", hint(.nearest), .known.join(", "))]
    Choice {
        /// The word.
        found: String,
        /// The known word that looks most like it.
        nearest: Option<String>,
        /// The known words.
        known: Vec<String>,
    },
    /// A template that can't be read, or names a variable that is not there.
    #[error("the template can't be used: {0}")]
    Template(String),
    /// Parts of the profile that don't fit together.
    #[error("{0}")]
    Mismatch(String),
}

fn place(pointer: &str) -> &str {
    if pointer.is_empty() { "the profile" } else { pointer }
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}
