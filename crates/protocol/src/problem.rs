//! Problem details (RFC 9457) as this product uses them: a code that the app explains in the
//! user's language. The text fields are for logs and developers.

use serde::{Deserialize, Serialize};

/// Why a backend refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The HTTP status that carried it; 0 where there was none.
    #[serde(default)]
    pub status: u16,
    /// A stable name, such as `rules-not-confirmed`; the app has words for each.
    #[serde(default)]
    pub code: String,
    /// One English sentence for developers.
    #[serde(default)]
    pub detail: String,
    /// The field of the body that is wrong, as a JSON pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The rule of the space that the refusal enforces, as its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Problem {
    /// A problem with a code and its status.
    pub fn new(status: u16, code: impl Into<String>) -> Self {
        Self { status, code: code.into(), ..Self::default() }
    }
}
