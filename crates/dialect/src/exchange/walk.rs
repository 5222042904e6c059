//! Walking through the pages of a list, whatever way the server pages, and telling whether the
//! walk saw everything.

use super::Context;
use super::sequence::items;
use crate::heard::Heard;
use crate::http::Request;
use crate::profile::feed::{LinkAt, List, PagingKind, Total};
use crate::profile::outcomes::Meaning;
use crate::template::{Text, Vars, plain};
use protocol::Failure;
use protocol::digest::sha256;
use serde_json::Value;

/// More requests than this for one list are no list.
const MOST_REQUESTS: u32 = 10_000;

/// A walk through the pages of a list.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    list: List,
    vars: Vars,
    extra: Vec<(String, String)>,
    place: Place,
    size: u32,
    items: u64,
    requests: u32,
    total: Option<u64>,
    last_page: Option<[u8; 32]>,
    sound: bool,
}

/// Where the next page is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Count(u64),
    Url(String),
    Token(String),
}

/// One page of a walk, and the request for the next.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Its items.
    pub(super) items: Vec<Value>,
    /// What to send for the next page; `None` at the end.
    pub(super) next: Option<Request>,
}

impl Walk {
    /// A walk through `list` with `extra` parameters, such as a filter and an order.
    pub(super) fn new(list: &List, vars: Vars, extra: Vec<(String, String)>, size: u32) -> Self {
        Self {
            list: list.clone(),
            vars,
            extra,
            place: Place::Count(0),
            size: size.max(1),
            items: 0,
            requests: 0,
            total: None,
            last_page: None,
            sound: true,
        }
    }

    /// The request for the page that the walk has come to.
    pub(super) fn request(&mut self, context: &Context) -> Request {
        self.requests = self.requests.saturating_add(1);
        let paging = &context.spec.paging;
        let mut vars = self.vars.clone();
        vars.insert("limit".to_owned(), self.size.into());
        let mut extra = self.extra.clone();
        if let Some(limit) = &paging.limit {
            extra.push((limit.clone(), self.size.to_string()));
        }
        match (&paging.kind, &self.place) {
            (_, Place::Url(url)) => return self.list.ask.follow(&context.spec, &vars, url.clone()),
            (PagingKind::Page { param, first }, Place::Count(n)) => {
                extra.push((param.clone(), n.saturating_add(u64::from(*first)).to_string()));
            }
            (PagingKind::Offset { param }, Place::Count(_)) => {
                extra.push((param.clone(), self.items.to_string()));
            }
            (PagingKind::Token { param, .. }, Place::Token(token)) => {
                extra.push((param.clone(), token.clone()));
            }
            _ => {}
        }
        self.list.ask.build(&context.spec, &vars, &extra)
    }

    /// How large a page is asked for.
    pub(super) fn size(&self) -> u32 {
        self.size
    }

    /// Whether the pages that came were told apart by counting: then what is changed or removed
    /// meanwhile makes others slip from one page into the one before.
    pub(super) fn may_slip(&self, context: &Context) -> bool {
        let counts = matches!(context.spec.paging.kind, PagingKind::Page { .. } | PagingKind::Offset { .. });
        counts && self.items > u64::from(self.size)
    }

    /// Takes the answer to the last request.
    pub(super) fn take(&mut self, context: &Context, heard: &Heard) -> Result<Leaf, Failure> {
        if heard.meaning != Meaning::Ok {
            return Err(heard.failure());
        }
        let found = items(heard, &self.list.items)?.clone();
        let told = match &context.spec.paging.total {
            None => None,
            Some(Total::Header(name)) => heard.header(name).and_then(read_total),
            Some(Total::Body(at)) => heard.at(at).and_then(|value| read_total(&plain(value))),
        };
        self.sound &= self.requests == 1 || self.total == told;
        self.total = told;
        if told.is_none() && self.repeats(&found) {
            return Ok(Leaf { items: Vec::new(), next: None });
        }
        self.items = self.items.saturating_add(u64::try_from(found.len()).unwrap_or(u64::MAX));
        let next = self.next_place(context, heard, found.len());
        let next = match next {
            Some(_) if self.requests >= MOST_REQUESTS => {
                self.sound = false;
                None
            }
            Some(place) => {
                self.place = place;
                Some(self.request(context))
            }
            None => None,
        };
        Ok(Leaf { items: found, next })
    }

    /// Whether the walk, being at its end, saw all that there is: `distinct` items of a list that
    /// tells its length and did not change it, or that came in one piece.
    pub(super) fn saw_all(&self, context: &Context, distinct: u64) -> bool {
        self.sound
            && match self.total {
                Some(total) => total == distinct,
                None => context.spec.paging.kind == PagingKind::None,
            }
    }

    /// Whether the page is the same as the one before: some servers answer a page past the end with
    /// their last one.
    fn repeats(&mut self, found: &[Value]) -> bool {
        let print = sha256(Value::Array(found.to_vec()).to_string().as_bytes());
        !found.is_empty() && self.last_page.replace(print) == Some(print)
    }

    fn next_place(&mut self, context: &Context, heard: &Heard, found: usize) -> Option<Place> {
        match &context.spec.paging.kind {
            PagingKind::None => None,
            PagingKind::Page { .. } | PagingKind::Offset { .. } => {
                let is_short = u32::try_from(found).is_ok_and(|found| found < self.size);
                let ends = found == 0 || (is_short && context.spec.paging.ends_short);
                let end = ends || self.total.is_some_and(|total| self.items >= total);
                let Place::Count(n) = self.place else { return None };
                (!end).then(|| Place::Count(n.saturating_add(1)))
            }
            PagingKind::Token { at, .. } => {
                let token = heard.at(at).map(plain).filter(|token| !token.is_empty())?;
                Some(Place::Token(token)).filter(|next| *next != self.place)
            }
            PagingKind::NextLink(link) => {
                let url = match link {
                    LinkAt::Body(at) => heard.at(at).map(plain),
                    LinkAt::Header(name) => heard.header(name).and_then(read_link),
                };
                let url = absolute(context, url.filter(|url| !url.is_empty())?);
                self.sound &= url.is_some();
                url.map(Place::Url).filter(|next| *next != self.place)
            }
        }
    }
}

/// Parameters with `{field}` and `{value}` filled in.
pub(super) fn fill(
    params: impl IntoIterator<Item = (String, Text)>,
    field: &str,
    value: Option<&Value>,
) -> Vec<(String, String)> {
    let mut vars = Vars::new();
    vars.insert("field".to_owned(), field.into());
    vars.insert("value".to_owned(), value.cloned().unwrap_or_default());
    params.into_iter().map(|(key, text)| (key, text.fill(&vars))).collect()
}

/// A filter with `{field}` and `{value}` filled in.
pub(super) fn fill_bound(bound: &Option<(Text, Text)>, field: &str, value: &Value) -> Vec<(String, String)> {
    let mut vars = Vars::new();
    vars.insert("field".to_owned(), field.into());
    vars.insert("value".to_owned(), value.clone());
    bound.iter().map(|(key, text)| (key.fill(&vars), text.fill(&vars))).collect()
}

/// `42`, or the part behind the slash of `items 0-9/42`.
fn read_total(text: &str) -> Option<u64> {
    text.rsplit('/').next()?.trim().parse().ok()
}

/// A bare URL, or the target of the link whose relation is `next` (RFC 8288).
fn read_link(header: &str) -> Option<String> {
    if !header.contains('<') {
        return Some(header.trim().to_owned());
    }
    header.split(',').find_map(|link| {
        let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = parameters.split(';').any(|p| matches!(p.trim(), "rel=\"next\"" | "rel=next"));
        is_next.then(|| target.to_owned())
    })
}

/// A link that stays on the profile's host, as the session goes along with it.
fn absolute(context: &Context, url: String) -> Option<String> {
    let base = context.spec.base.fill(&context.vars);
    let origin_end = base
        .find("://")
        .map(|at| at + 3)
        .and_then(|from| base.get(from..)?.find('/').map(|at| from + at).or(Some(base.len())));
    let origin = base.get(..origin_end.unwrap_or(0)).unwrap_or_default();
    if url.starts_with('/') && !url.starts_with("//") {
        return Some(format!("{origin}{url}"));
    }
    let rest = url.strip_prefix(origin).filter(|_| !origin.is_empty())?;
    rest.starts_with(['/', '?']).then_some(url)
}
