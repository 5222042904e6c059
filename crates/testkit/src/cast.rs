//! The cast: people, their spaces, the kinds of records they write and how edits of these merge.

use protocol::{Audience, Body, FieldClass, Kind, MergeRules, PersonId, Scope, SpaceId};
use std::collections::BTreeMap;
use sync::config::{KindRules, Lane, Limits};

/// What a person may do in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Founded it.
    Owner,
    /// Helps to run it.
    Admin,
    /// Takes part.
    Member,
}

impl Role {
    /// Whether the person belongs to the staff.
    pub fn is_staff(self) -> bool {
        self != Self::Member
    }
}

/// A message: its author may edit its text; `n` never changes after creation.
pub const MESSAGE: &str = "message";
/// A topic: anybody edits any of its fields, which are registers; `flag` is a cheap one.
pub const TOPIC: &str = "topic";
/// A confirmation: created once, never changed.
pub const ACK: &str = "ack";
/// An answer: its `score` is the server's.
pub const ANSWER: &str = "answer";

/// The kinds in play.
pub const KINDS: [&str; 4] = [MESSAGE, TOPIC, ACK, ANSWER];

/// The body's fields that people write.
pub const FIELDS: [&str; 3] = ["a", "b", "flag"];

/// How each kind behaves on a device.
pub fn kind_rules() -> KindRules {
    KindRules::default()
        .with(TOPIC, Lane::Pinned, MergeRules::default().with("flag", FieldClass::LastWriter))
        .with(ANSWER, Lane::Timeline, MergeRules::default().with("score", FieldClass::ServerJudged))
}

/// Limits so small that pages, batches and segments have borders everywhere.
pub fn limits() -> Limits {
    Limits {
        page: 4,
        past_page: 6,
        batch: 4,
        segment: 4,
        opening_segments: 1,
        rows: 12,
        idle_rows: 3,
        pulls: 2,
        ..Limits::default()
    }
}

/// How a field merges, by the oracle's own table.
pub fn class_of(kind: &Kind, field: &str) -> FieldClass {
    match (kind.as_str(), field) {
        (TOPIC, "flag") => FieldClass::LastWriter,
        (ANSWER, "score") => FieldClass::ServerJudged,
        _ => FieldClass::Register,
    }
}

/// The audiences in play.
pub const AUDIENCES: [Audience; 4] = [Audience::All, Audience::Staff, Audience::Personal, Audience::Private];

/// Who takes part.
#[derive(Clone, Debug)]
pub struct Cast {
    /// The people; the first owns every space.
    pub people: Vec<PersonId>,
    /// The spaces.
    pub spaces: Vec<SpaceId>,
}

impl Cast {
    /// So many people in so many spaces.
    pub fn of(people: u64, spaces: u64) -> Self {
        Self {
            people: (0..people).map(|n| PersonId::new(format!("p{n}"))).collect(),
            spaces: (0..spaces).map(|n| SpaceId::new(format!("s{n}"))).collect(),
        }
    }

    /// The role with which the person of that number starts.
    pub fn role(number: usize) -> Role {
        match number {
            0 => Role::Owner,
            1 => Role::Admin,
            _ => Role::Member,
        }
    }

    /// Every scope.
    pub fn scopes(&self) -> Vec<Scope> {
        let of_space = |space: &SpaceId| AUDIENCES.map(|audience| Scope::new(space.clone(), audience));
        self.spaces.iter().flat_map(of_space).collect()
    }
}

/// A body's fields, as the model writes them: each value is one of a kind in its run.
pub type Fields = BTreeMap<String, i64>;

/// Reads a body of the model.
pub fn fields(body: &Body) -> Fields {
    body.read().unwrap_or_default()
}

/// Writes a body of the model.
pub fn body(fields: &Fields) -> Body {
    Body::of(fields).unwrap_or_else(|_| Body::empty())
}
