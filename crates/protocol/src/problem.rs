//! Problem details (RFC 9457) as this product uses them: a code that the app explains in the
//! user's language. The text fields are for logs and developers.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// The code by which a backend tells a device that its session was ended from elsewhere: what the
/// device holds is to be locked, where a session that only ran out may still be read.
pub const SESSION_REVOKED: &str = "session-revoked";

/// Why a backend refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
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
    #[serde(default)]
    pub field: Option<String>,
    /// The rule of the space that the refusal enforces, as its number.
    #[serde(default)]
    pub rule: Option<String>,
}

impl Problem {
    /// A problem with a code and its status.
    pub fn new(status: u16, code: impl Into<String>) -> Self {
        Self { status, code: code.into(), ..Self::default() }
    }
}

/// JSON leaves out what is not there; a binary frame has no names and keeps every place.
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sparse = serializer.is_human_readable();
        let kept = |value: &Option<String>| !sparse || value.is_some();
        let (field, rule) = (kept(&self.field), kept(&self.rule));
        let mut out = serializer.serialize_struct("Problem", 3 + usize::from(field) + usize::from(rule))?;
        out.serialize_field("status", &self.status)?;
        out.serialize_field("code", &self.code)?;
        out.serialize_field("detail", &self.detail)?;
        if field {
            out.serialize_field("field", &self.field)?;
        }
        if rule {
            out.serialize_field("rule", &self.rule)?;
        }
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{PlainCodec, decode, encode};

    #[test]
    fn a_problem_survives_a_binary_frame_and_stays_short_in_json() {
        let problem = Problem::new(422, "bad-body");
        let stored = encode(&PlainCodec, &(&problem, 7_u8)).unwrap();
        assert_eq!(decode::<(Problem, u8)>(&PlainCodec, &stored), Ok((problem.clone(), 7)));
        let json = r#"{"status":422,"code":"bad-body","detail":""}"#;
        assert_eq!(serde_json::to_string(&problem).unwrap(), json);
    }
}
