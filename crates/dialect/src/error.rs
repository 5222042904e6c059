//! Why a text is no profile.

mod clash;

pub use clash::Clash;

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
        expected: Shape,
        /// What stands there.
        found: Shape,
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
    /// A filter that templates don't know.
    #[error("the template can't be used: `{found}` in `{template}` is no filter; there are {known}")]
    Filter {
        /// The filter.
        found: String,
        /// Where it stands.
        template: String,
        /// Those that there are.
        known: &'static str,
    },
    /// Parts of the profile that don't fit together.
    #[error(transparent)]
    Mismatch(Clash),
}

/// What sort of value stands, or should stand, at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Shape {
    /// `null`.
    #[error("null")]
    Null,
    /// `true` or `false`.
    #[error("true or false")]
    Flag,
    /// Any number.
    #[error("a number")]
    Number,
    /// How many.
    #[error("a whole number below 2^32")]
    Count,
    /// A text.
    #[error("a text")]
    Text,
    /// A list.
    #[error("a list")]
    List,
    /// A list of audiences.
    #[error("a list of audiences")]
    Audiences,
    /// An object.
    #[error("an object")]
    Object,
}

fn place(pointer: &str) -> &str {
    if pointer.is_empty() { "the profile" } else { pointer }
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}
