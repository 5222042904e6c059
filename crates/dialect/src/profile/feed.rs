//! How changes are asked for, and how lists page, filter and sort.

mod couch;
mod etag;

use crate::error::{Clash, ProfileError};
use crate::fields::{Fields, mismatch};
use crate::profile::ask::{self, Ask, KEYS};
use crate::template::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use etag::Gate;

/// How changes are asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Feed {
    /// By a place in the server's own history, which is opaque.
    Sequence {
        /// The newest page; without it a first load runs forward from `start`.
        newest: Option<Box<List>>,
        /// Older pages of a first load.
        older: Option<Box<List>>,
        /// Changes since `{cursor}`.
        since: Box<List>,
        /// The cursor before all changes.
        start: String,
    },
    /// By a field that grows with each change.
    SinceField {
        /// All records of a scope.
        list: Box<List>,
        /// The field's place in a record.
        at: String,
        /// Its name in filters and sorts.
        field: String,
        /// How far to look back, as a transaction may commit after a later one.
        overlap_ms: i64,
    },
    /// By listing everything and comparing.
    FullDiff {
        /// All records of a scope.
        list: Box<List>,
        /// What tells that nothing changed, without a list.
        gate: Option<Box<Gate>>,
    },
}

/// A request for a list and what its answer holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct List {
    pub(crate) ask: Ask,
    /// Where the answer holds the items.
    pub(crate) items: String,
    /// Where an item holds the record.
    pub(crate) item: String,
    /// Where the answer holds the next cursor.
    pub(crate) next: Option<String>,
    /// Where it holds the cursor of older pages.
    pub(crate) back: Option<String>,
    /// Where it says whether more changes wait.
    pub(crate) more: Option<String>,
    /// Where an item says that the server itself removed the record, and keeps nothing but its id.
    pub(crate) removed: Option<String>,
    /// At most so many items in one answer.
    pub(crate) max: u32,
}

/// How a list is paged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Paging {
    pub(crate) kind: PagingKind,
    /// The parameter that limits a page.
    pub(crate) limit: Option<String>,
    /// How many items one request asks for.
    pub(crate) size: u32,
    /// Whether a page with fewer items is the last.
    pub(crate) ends_short: bool,
    /// Where the number of all items stands.
    pub(crate) total: Option<Total>,
}

/// How the next page is named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum PagingKind {
    /// Everything comes at once.
    None,
    /// By its number.
    Page {
        /// The parameter.
        param: String,
        /// The first page's number.
        first: u32,
    },
    /// By how many items to skip.
    Offset {
        /// The parameter.
        param: String,
    },
    /// By a URL in the answer.
    NextLink(LinkAt),
    /// By a token in the answer.
    Token {
        /// The parameter.
        param: String,
        /// Where the token stands.
        at: String,
    },
}

/// Where the URL of the next page stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum LinkAt {
    /// In the body.
    Body(String),
    /// In a header, bare or as a link with `rel="next"`.
    Header(String),
}

/// Where the number of all items stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Total {
    /// In a header; after a slash, if it has one (`Content-Range`).
    Header(String),
    /// In the body.
    Body(String),
}

/// How a list is narrowed to values from or up to one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Filter {
    pub(crate) from: Option<(Text, Text)>,
    pub(crate) upto: Option<(Text, Text)>,
    /// What joins a bound to a condition that the list has under the same parameter.
    pub(crate) and: Option<String>,
}

/// How a list is sorted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sort {
    /// Parameters for ascending order.
    pub(crate) ascending: Vec<(String, Text)>,
    /// Parameters for descending order.
    pub(crate) descending: Vec<(String, Text)>,
}

#[derive(Clone, Copy)]
enum Kind {
    Sequence,
    CouchChanges,
    SinceField,
    EtagList,
    FullDiff,
}

const KINDS: [(&str, Kind); 5] = [
    ("sequence", Kind::Sequence),
    ("couch-changes", Kind::CouchChanges),
    ("since-field", Kind::SinceField),
    ("etag-list", Kind::EtagList),
    ("full-diff", Kind::FullDiff),
];

impl Feed {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let all = ["newest", "older", "since", "start", "list", "at", "field", "overlap_ms"];
        let all = [&couch::keys()[..], &etag::KEYS_OF_FEED, &all].concat();
        let kind = Fields::open(value, at, &all)?.need_choice("kind", &KINDS)?;
        match kind {
            Kind::Sequence => {
                let fields = Fields::open(value, at, &["kind", "newest", "older", "since", "start"])?;
                let list = |name: &str| {
                    fields.get(name).map(|value| List::read(value, &fields.at(name))).transpose()
                };
                let since = List::read(fields.need("since")?, &fields.at("since"))?;
                if since.next.is_none() {
                    return Err(mismatch(&fields.at("since"), Clash::NextUnplaced));
                }
                Ok(Self::Sequence {
                    newest: list("newest")?.map(Box::new),
                    older: list("older")?.map(Box::new),
                    since: Box::new(since),
                    start: fields.text("start")?.unwrap_or("0").to_owned(),
                })
            }
            Kind::CouchChanges => couch::read(&Fields::open(value, at, &couch::keys())?),
            Kind::SinceField => {
                let fields = Fields::open(value, at, &["kind", "list", "at", "field", "overlap_ms"])?;
                let at = fields.need_pointer("at")?;
                let field = fields.text("field")?.map_or_else(|| field_name(&at), str::to_owned);
                Ok(Self::SinceField {
                    list: Box::new(List::read(fields.need("list")?, &fields.at("list"))?),
                    at,
                    field,
                    overlap_ms: i64::from(fields.count("overlap_ms")?.unwrap_or(5_000)),
                })
            }
            Kind::EtagList => etag::read(&Fields::open(value, at, &etag::KEYS_OF_FEED)?),
            Kind::FullDiff => {
                let fields = Fields::open(value, at, &["kind", "list"])?;
                let list = Box::new(List::read(fields.need("list")?, &fields.at("list"))?);
                Ok(Self::FullDiff { list, gate: None })
            }
        }
    }
}

/// A pointer as query languages name a field: `/a/b` as `a.b`.
pub(crate) fn field_name(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

impl List {
    /// The keys of a list, in addition to those of a request.
    pub(crate) const KEYS: [&'static str; 6] = ["items", "item", "next", "back", "more", "max"];

    fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        Self::from_fields(&Fields::open(value, at, &[&KEYS[..], &Self::KEYS].concat())?)
    }

    /// Reads a list from an object that may hold more.
    pub(crate) fn from_fields(fields: &Fields<'_>) -> Result<Self, ProfileError> {
        let max = fields.count("max")?.unwrap_or(500);
        if max == 0 {
            return Err(mismatch(&fields.at("max"), Clash::NothingFits));
        }
        Ok(Self {
            ask: Ask::read(fields)?,
            items: fields.need_pointer("items")?,
            item: fields.pointer("item")?.unwrap_or_default(),
            next: fields.pointer("next")?,
            back: fields.pointer("back")?,
            more: fields.pointer("more")?,
            removed: None,
            max,
        })
    }
}

impl Paging {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        #[derive(Clone, Copy)]
        enum Word {
            None,
            Page,
            Offset,
            Link,
            Token,
        }
        let known = ["kind", "param", "limit", "first", "size", "ends", "at", "header", "total"];
        let fields = Fields::open(value, at, &known)?;
        let words = [
            ("none", Word::None),
            ("page", Word::Page),
            ("offset", Word::Offset),
            ("next-link", Word::Link),
            ("token", Word::Token),
        ];
        let param = || fields.need_text("param").map(str::to_owned);
        let kind = match fields.need_choice("kind", &words)? {
            Word::None => PagingKind::None,
            Word::Page => PagingKind::Page { param: param()?, first: fields.count("first")?.unwrap_or(1) },
            Word::Offset => PagingKind::Offset { param: param()? },
            Word::Token => PagingKind::Token { param: param()?, at: fields.need_pointer("at")? },
            Word::Link => PagingKind::NextLink(match fields.text("header")? {
                Some(header) => LinkAt::Header(header.to_ascii_lowercase()),
                None => LinkAt::Body(fields.need_pointer("at")?),
            }),
        };
        let size = fields.count("size")?.unwrap_or(500);
        if size == 0 {
            return Err(mismatch(&fields.at("size"), Clash::NothingFits));
        }
        let total = fields.get("total").map(|value| Total::read(value, &fields.at("total"))).transpose()?;
        let ends_short = fields.choice("ends", &[("empty", false), ("short", true)])?.unwrap_or(false);
        Ok(Self { kind, limit: fields.text("limit")?.map(str::to_owned), size, ends_short, total })
    }
}

impl Default for Paging {
    fn default() -> Self {
        Self { kind: PagingKind::None, limit: None, size: 500, ends_short: false, total: None }
    }
}

impl Total {
    fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &["header", "at"])?;
        match fields.text("header")? {
            Some(header) => Ok(Self::Header(header.to_ascii_lowercase())),
            None => Ok(Self::Body(fields.need_pointer("at")?)),
        }
    }
}

impl Filter {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &["from", "upto", "and"])?;
        let bound = |name: &str| {
            let members = fields.members(name)?;
            if members.len() > 1 {
                return Err(mismatch(&fields.at(name), Clash::BoundIsOne));
            }
            let Some((key, at, value)) = members.into_iter().next() else { return Ok(None) };
            let value = Text::parse(crate::fields::text(value, &at)?, &at)?;
            Ok(Some((Text::parse(key, &at)?, value)))
        };
        Ok(Self { from: bound("from")?, upto: bound("upto")?, and: fields.text("and")?.map(str::to_owned) })
    }
}

impl Sort {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &["ascending", "descending"])?;
        Ok(Self {
            ascending: ask::query(&fields, "ascending")?,
            descending: ask::query(&fields, "descending")?,
        })
    }
}
