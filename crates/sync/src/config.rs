//! What an engine is told once: whose store it is, how kinds behave, and its limits.

use protocol::{DeviceId, FieldClass, Kind, MergeRules, PersonId};
use std::collections::BTreeMap;

/// How the records of a kind are kept in reach.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Lane {
    /// Always loaded with its scope: what screens need whole (members, rules, settings).
    Pinned,
    /// Loaded newest first, as far back as a screen asks.
    #[default]
    Timeline,
}

/// How one kind behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindRule {
    /// How two edits of a record meet.
    pub merge: MergeRules,
    /// How it is kept in reach.
    pub lane: Lane,
    /// The field by which a backend paces new records: those that differ in it wait for themselves.
    /// Without one, all of the kind wait together.
    pub paced_by: Option<String>,
}

/// How every kind behaves. A kind without a rule has registers and lies on the timeline, so that
/// kinds of a later version survive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindRules {
    rules: BTreeMap<Kind, KindRule>,
    fallback: KindRule,
}

impl KindRules {
    /// The rules with one more.
    #[must_use]
    pub fn with(mut self, kind: &str, lane: Lane, merge: MergeRules) -> Self {
        self.rules.insert(Kind::from(kind), KindRule { merge, lane, paced_by: None });
        self
    }

    /// The rules with `field` of `kind` in `class`.
    #[must_use]
    pub fn with_field(mut self, kind: &str, field: &str, class: FieldClass) -> Self {
        let rule = self.rules.entry(Kind::from(kind)).or_default();
        rule.merge = std::mem::take(&mut rule.merge).with(field, class);
        self
    }

    /// The rules with new records of `kind` paced by what stands in `field`.
    #[must_use]
    pub fn with_pace(mut self, kind: &str, field: &str) -> Self {
        self.rules.entry(Kind::from(kind)).or_default().paced_by = Some(field.to_owned());
        self
    }

    /// The rule of a kind.
    pub fn of(&self, kind: &Kind) -> &KindRule {
        self.rules.get(kind).unwrap_or(&self.fallback)
    }
}

/// What the browser's ledger, kept apart from the store, remembers of it. If the store is empty
/// and the ledger isn't, or if it is another one than the ledger speaks of, the store was wiped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// How many writes were unsent.
    pub unsent: u64,
    /// The device of the store; earlier versions did not note it.
    pub device: Option<DeviceId>,
}

/// How much is asked for and kept at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Records in a pulled page.
    pub page: u32,
    /// Records in a page of the past. Nobody waits for it, and each page costs a round trip.
    pub past_page: u32,
    /// Mutations in a push.
    pub batch: usize,
    /// Bytes of bodies in a push.
    pub batch_bytes: usize,
    /// Records in a segment.
    pub segment: usize,
    /// Bytes in a segment, about.
    pub segment_bytes: usize,
    /// Timeline segments that opening a scope loads.
    pub opening_segments: usize,
    /// Rows of a scope from which on they are folded at once.
    pub rows: u32,
    /// Rows of a scope from which on they are folded when idle.
    pub idle_rows: u32,
    /// Records of all scopes in memory, beyond which no older ones are loaded.
    pub in_memory: usize,
    /// Pulls at one time.
    pub pulls: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page: 256,
            past_page: 500,
            batch: 50,
            batch_bytes: 512 * 1024,
            segment: 256,
            segment_bytes: 128 * 1024,
            opening_segments: 2,
            rows: 2_000,
            idle_rows: 256,
            in_memory: 120_000,
            pulls: 3,
        }
    }
}

/// How long things may take, milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intervals {
    /// The leader's heartbeat.
    pub heartbeat: u64,
    /// Silence after which a visible tab takes the lead by force.
    pub silence: u64,
    /// Between polls while the page is visible and nothing pokes.
    pub poll_active: u64,
    /// Between polls otherwise.
    pub poll_idle: u64,
    /// The first delay after a failure, at most; it doubles.
    pub retry_first: u64,
    /// The longest delay after a failure.
    pub retry_most: u64,
    /// Quiet time after which rows are folded into segments.
    pub quiet: u64,
}

impl Default for Intervals {
    fn default() -> Self {
        Self {
            heartbeat: 3_000,
            silence: 10_000,
            poll_active: 15_000,
            poll_idle: 5 * 60_000,
            retry_first: 1_000,
            retry_most: 5 * 60_000,
            quiet: 20_000,
        }
    }
}

/// What an engine is told once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Whose store it is: one database per backend and account. Nothing is sent while anybody
    /// else is signed in.
    pub principal: PersonId,
    /// Randomness of the device, different for each engine: for its id and for jitter.
    pub entropy: u64,
    /// How kinds behave.
    pub kinds: KindRules,
    /// How much at once.
    pub limits: Limits,
    /// How long.
    pub intervals: Intervals,
    /// Whether the backend refuses a write whose base is old. If not, pulls go before pushes.
    pub compare_and_set: bool,
    /// Whether the backend keeps the result of each write and tells it again. If not, a write that is
    /// sent again may have had its effect, and others may have written since.
    pub keeps_results: bool,
    /// Whether a deletion only marks its record, which nobody removes: what is created again meets it.
    pub tombstones_stay: bool,
    /// Whether the store outlives the page.
    pub kept: bool,
    /// What the ledger remembers, if there is one.
    pub ledger: Option<Ledger>,
}

impl Config {
    /// A configuration with the usual limits.
    pub fn new(principal: PersonId, entropy: u64, kinds: KindRules) -> Self {
        Self {
            principal,
            entropy,
            kinds,
            limits: Limits::default(),
            intervals: Intervals::default(),
            compare_and_set: true,
            keeps_results: true,
            tombstones_stay: false,
            kept: true,
            ledger: None,
        }
    }
}
