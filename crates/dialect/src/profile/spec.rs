//! All that a profile says, read and checked.

use crate::capabilities::{Accounts, Capabilities, CompareAndSet, FeedKind, Idempotency, Pokes, Tombstones};
use crate::error::{Clash, Fault, ProfileError, Shape};
use crate::fields::{Fields, fault, mismatch, text};
use crate::profile::accounts::{self, Recipes};
use crate::profile::ask::headers;
use crate::profile::declared::{Auth, Clock, PokeSource, Promises};
use crate::profile::feed::{Feed, Filter, Paging, PagingKind, Sort};
use crate::profile::ops::{Batch, Ops};
use crate::profile::outcomes::{ProblemMap, Rule};
use crate::profile::record::{RecordMap, Version};
use crate::profile::scopes::Scopes;
use crate::template::{Text, Vars};
use protocol::gather;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// All that a profile says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Spec {
    pub(crate) name: String,
    pub(crate) base: Text,
    #[serde(with = "crate::packed")]
    pub(crate) vars: Vars,
    pub(crate) headers: Vec<(String, Text)>,
    pub(crate) auth: Auth,
    pub(crate) record: RecordMap,
    pub(crate) version: Version,
    pub(crate) ops: Ops,
    pub(crate) batch: Option<Batch>,
    pub(crate) feed: Feed,
    pub(crate) paging: Paging,
    pub(crate) filter: Filter,
    pub(crate) sort: Sort,
    pub(crate) scopes: Scopes,
    pub(crate) outcomes: Vec<Rule>,
    pub(crate) problem: ProblemMap,
    pub(crate) clock: Clock,
    pub(crate) pokes: PokeSource,
    pub(crate) accounts: Recipes,
    pub(crate) promises: Promises,
}

const KEYS: [&str; 21] = [
    "$schema", "profile", "name", "server", "vars", "base", "headers", "auth", "record", "version", "ops",
    "batch", "feed", "paging", "filter", "sort", "scopes", "outcomes", "problem", "clock", "pokes",
];
const MORE_KEYS: [&str; 2] = ["accounts", "promises"];

impl Spec {
    /// Reads a profile.
    pub(crate) fn parse(json: &str) -> Result<Self, ProfileError> {
        let value: Value =
            serde_json::from_str(json).map_err(|error| fault("", Fault::NotJson(error.to_string())))?;
        check_version(&value)?;
        let top = Fields::open(&value, "", &[&KEYS[..], &MORE_KEYS].concat())?;
        top.text("server")?;
        let record = RecordMap::read(top.need("record")?, "/record")?;
        let outcomes = top.items("outcomes")?.into_iter();
        let spec = Self {
            name: top.need_text("name")?.to_owned(),
            base: Text::parse(top.need_text("base")?, "/base")?,
            vars: vars(&top)?,
            headers: headers(&top)?,
            auth: part(&top, "auth", Auth::read)?.unwrap_or_default(),
            version: Version::read(top.need("version")?, "/version")?,
            ops: Ops::read(top.need("ops")?, "/ops", record.key.is_some())?,
            batch: part(&top, "batch", Batch::read)?,
            feed: Feed::read(top.need("feed")?, "/feed")?,
            paging: part(&top, "paging", Paging::read)?.unwrap_or_default(),
            filter: part(&top, "filter", Filter::read)?.unwrap_or_default(),
            sort: part(&top, "sort", Sort::read)?.unwrap_or_default(),
            scopes: Scopes::read(top.need("scopes")?, "/scopes")?,
            outcomes: outcomes.map(|(at, rule)| Rule::read(rule, &at)).collect::<Result<_, _>>()?,
            problem: part(&top, "problem", ProblemMap::read)?.unwrap_or_default(),
            clock: part(&top, "clock", Clock::read)?.unwrap_or_default(),
            pokes: part(&top, "pokes", PokeSource::read)?.unwrap_or(PokeSource::Poll(20)),
            accounts: part(&top, "accounts", accounts::read)?.unwrap_or_default(),
            promises: Promises::read(top.need("promises")?, "/promises")?,
            record,
        };
        spec.check()
    }

    /// What the backend can do.
    pub(crate) fn capabilities(&self) -> Capabilities {
        Capabilities {
            compare_and_set: match (self.version.emulated(), self.version.atomic) {
                (true, _) => CompareAndSet::Emulated,
                (false, true) => CompareAndSet::Atomic,
                (false, false) => CompareAndSet::Racy,
            },
            tombstones: match (&self.record.deleted, &self.ops.delete) {
                (None, _) => Tombstones::None,
                (Some(_), Some(_)) => Tombstones::Server,
                (Some(_), None) => Tombstones::Soft,
            },
            idempotency: match (self.promises.stores_results, &self.version.stamp) {
                (true, _) => Idempotency::Stored,
                (false, Some(_)) => Idempotency::Marked,
                (false, None) => Idempotency::ClientIds,
            },
            feed: match self.feed {
                Feed::Sequence { .. } => FeedKind::Sequence,
                Feed::SinceField { .. } => FeedKind::SinceField,
                Feed::FullDiff { gate: Some(_), .. } => FeedKind::EtagList,
                Feed::FullDiff { gate: None, .. } => FeedKind::FullDiff,
            },
            pokes: match &self.pokes {
                PokeSource::Poll(seconds) => Pokes::Poll { seconds: *seconds },
                PokeSource::Events { path, event, .. } => Pokes::Events {
                    url: format!("{}{}", self.base.fill(&self.vars), path.fill_path(&self.vars)),
                    event: event.clone(),
                },
            },
            accounts: self.promises.accounts,
            token_in_page: self.auth.header.is_some() && self.promises.accounts == Accounts::Proven,
            account_ops: gather(self.accounts.keys().copied()),
            enforces: self.promises.enforces.clone(),
            batch: self.batch.as_ref().map(|batch| batch.max),
            server_time: self.clock.header.is_some() || self.clock.at.is_some(),
            max_body_bytes: self.promises.max_body_bytes,
        }
    }

    /// How many records one page may hold.
    pub(crate) fn page_limit(&self) -> u32 {
        match &self.feed {
            Feed::Sequence { since, .. } => since.max,
            Feed::SinceField { list, .. } | Feed::FullDiff { list, .. } => list.max,
        }
    }

    /// Parts that must fit together.
    fn check(self) -> Result<Self, ProfileError> {
        if self.ops.delete.is_none() && self.record.deleted.is_none() {
            return Err(mismatch("/ops", Clash::DeletionUnplaced));
        }
        if self.version.emulated() && self.version.stamp.is_none() {
            return Err(mismatch("/version", Clash::StampMissing));
        }
        if let Feed::FullDiff { gate: Some(gate), .. } = &self.feed
            && gate.ask.is_none()
            && self.paging.kind != PagingKind::None
        {
            return Err(mismatch("/feed", Clash::TagOfPage));
        }
        if matches!(self.feed, Feed::SinceField { .. }) {
            if self.filter.from.is_none() {
                return Err(mismatch("/filter", Clash::FilterMissing));
            }
            if self.sort.ascending.is_empty() {
                return Err(mismatch("/sort", Clash::OrderMissing));
            }
        }
        Ok(self)
    }
}

/// The language's version comes first: a later one has other keys.
fn check_version(value: &Value) -> Result<(), ProfileError> {
    match value.get("profile") {
        Some(version) if *version == 1 => Ok(()),
        Some(version) => Err(fault("/profile", Fault::Version(version.to_string()))),
        None if value.is_object() => Err(fault("", Fault::Missing("profile".to_owned()))),
        None => Err(crate::fields::wrong("", Shape::Object, value)),
    }
}

fn part<T>(
    top: &Fields<'_>,
    key: &str,
    read: impl Fn(&Value, &str) -> Result<T, ProfileError>,
) -> Result<Option<T>, ProfileError> {
    top.get(key).map(|value| read(value, &top.at(key))).transpose()
}

/// Variables are texts; those that the interpreter sets itself can't be declared.
fn vars(top: &Fields<'_>) -> Result<Vars, ProfileError> {
    let mut vars = Vars::new();
    for (name, at, value) in top.members("vars")? {
        if crate::exchange::RESERVED.contains(&name) {
            return Err(mismatch(&at, Clash::NameReserved(name.to_owned())));
        }
        vars.insert(name.to_owned(), Value::String(text(value, &at)?.to_owned()));
    }
    Ok(vars)
}
