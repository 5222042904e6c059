//! How answers are judged: ordered rules, and where a refusal tells its reason.

use crate::error::ProfileError;
use crate::fields::{Fields, choice, count, text};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is asked, as the rules name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum OpName {
    Scopes,
    List,
    Read,
    Create,
    Update,
    Delete,
    Batch,
    Account,
}

const OPS: [(&str, OpName); 8] = [
    ("scopes", OpName::Scopes),
    ("list", OpName::List),
    ("read", OpName::Read),
    ("create", OpName::Create),
    ("update", OpName::Update),
    ("delete", OpName::Delete),
    ("batch", OpName::Batch),
    ("account", OpName::Account),
];

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Meaning {
    /// It was done.
    Ok,
    /// A record of that id is there already.
    Exists,
    /// The record has another version.
    Conflict,
    /// One of the two; reading the record tells.
    ConflictOrForbidden,
    /// One of the two; reading the record tells.
    GoneOrForbidden,
    /// There is no such record, or no such cursor.
    Gone,
    /// One may not.
    Forbidden,
    /// The session ended.
    SignedOut,
    /// The write is not sound.
    Invalid,
    /// The write is too large.
    TooLarge,
    /// Nothing took effect; come again.
    Later,
    /// Whether anything took effect is not known.
    Unknown,
    /// Another server, or no server at all.
    Foreign,
}

const MEANINGS: [(&str, Meaning); 14] = [
    ("ok", Meaning::Ok),
    ("exists", Meaning::Exists),
    ("maybe-exists", Meaning::Exists),
    ("conflict", Meaning::Conflict),
    ("conflict-or-forbidden", Meaning::ConflictOrForbidden),
    ("gone-or-forbidden", Meaning::GoneOrForbidden),
    ("gone", Meaning::Gone),
    ("forbidden", Meaning::Forbidden),
    ("signed-out", Meaning::SignedOut),
    ("invalid", Meaning::Invalid),
    ("too-large", Meaning::TooLarge),
    ("later", Meaning::Later),
    ("unknown", Meaning::Unknown),
    ("foreign", Meaning::Foreign),
];

/// One rule: what an answer looks like, and what it then means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rule {
    ops: Vec<OpName>,
    statuses: Vec<u32>,
    look: Option<Look>,
    contains: Option<String>,
    /// What it means.
    pub(crate) meaning: Meaning,
    /// The problem's code, where the answer has none.
    pub(crate) code: Option<String>,
}

/// What a place in the body must look like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Look {
    at: String,
    sight: Sight,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Sight {
    Equals(#[serde(with = "crate::packed")] Value),
    Starts(String),
    Empty(bool),
}

/// Where a refusal tells its reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ProblemMap {
    pub(crate) code: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) field: Option<String>,
    pub(crate) rule: Option<String>,
    /// Where a conflict shows the record as it is.
    pub(crate) current: Option<String>,
    /// Whether every refusal of the server itself has a code, so that one without is a proxy's.
    pub(crate) always: bool,
}

impl Rule {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &["when", "as", "code"])?;
        let place = fields.at("when");
        let known = ["op", "status", "at", "equals", "starts", "empty", "contains"];
        let when = Fields::open(fields.need("when")?, &place, &known)?;
        let look = match when.pointer("at")? {
            None => None,
            Some(at) => {
                let sight = match (when.get("equals"), when.text("starts")?) {
                    (Some(value), _) => Sight::Equals(value.clone()),
                    (None, Some(start)) => Sight::Starts(start.to_owned()),
                    (None, None) => Sight::Empty(when.flag("empty")?),
                };
                Some(Look { at, sight })
            }
        };
        Ok(Self {
            ops: when
                .items("op")?
                .into_iter()
                .map(|(at, op)| choice(text(op, &at)?, &at, &OPS))
                .collect::<Result<_, _>>()?,
            statuses: when
                .items("status")?
                .into_iter()
                .map(|(at, status)| count(status, &at))
                .collect::<Result<_, _>>()?,
            look,
            contains: when.text("contains")?.map(str::to_owned),
            meaning: fields.need_choice("as", &MEANINGS)?,
            code: fields.text("code")?.map(str::to_owned),
        })
    }

    /// Whether an answer looks like this. An empty list of ops or statuses admits all.
    pub(crate) fn fits(&self, op: OpName, status: u16, body: Option<&Value>, text: &str) -> bool {
        (self.ops.is_empty() || self.ops.contains(&op))
            && (self.statuses.is_empty() || self.statuses.contains(&u32::from(status)))
            && self.look.as_ref().is_none_or(|look| look.fits(body))
            && self.contains.as_ref().is_none_or(|part| text.contains(part))
    }
}

impl Look {
    fn fits(&self, body: Option<&Value>) -> bool {
        let Some(body) = body else { return false };
        let found = body.pointer(&self.at);
        match &self.sight {
            Sight::Equals(value) => found == Some(value),
            Sight::Starts(start) => found.and_then(Value::as_str).is_some_and(|text| text.starts_with(start)),
            Sight::Empty(wanted) => found.is_none_or(is_empty) == *wanted,
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

impl ProblemMap {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let known = ["code", "detail", "field", "rule", "current", "always"];
        let fields = Fields::open(value, at, &known)?;
        Ok(Self {
            code: fields.pointer("code")?,
            detail: fields.pointer("detail")?,
            field: fields.pointer("field")?,
            rule: fields.pointer("rule")?,
            current: fields.pointer("current")?,
            always: fields.flag("always")?,
        })
    }
}
