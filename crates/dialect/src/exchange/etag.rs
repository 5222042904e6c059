//! A list that need not be fetched while its entity tag stays the same: the tag stands in the cursor
//! beside what is known of the list, and is shown to the server before anything is listed.

use super::Context;
use super::digest::Digest;
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::feed::{Feed, Gate};
use crate::wire;
use protocol::{Cursor, Scope};

/// The status of "nothing changed".
const NOT_MODIFIED: u16 = 304;

/// What a cursor says: what is known of a list, and the tag that it had then. Without a tag, the list
/// is looked at whatever the server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) tag: Option<String>,
    pub(super) digest: Digest,
}

impl Known {
    /// Reads a cursor; `None` where it is of another feed.
    pub(super) fn read(cursor: &Cursor) -> Option<Self> {
        let Some(rest) = cursor.0.strip_prefix("tag1.") else {
            return Some(Self { tag: None, digest: Digest::read(cursor)? });
        };
        let (length, rest) = rest.split_once('.')?;
        let (tag, list) = rest.split_at_checked(length.parse().ok()?)?;
        Some(Self { tag: Some(tag.to_owned()), digest: Digest::read(&Cursor(list.to_owned()))? })
    }

    /// The cursor that says the same.
    pub(super) fn cursor(&self) -> Cursor {
        let list = self.digest.cursor();
        match &self.tag {
            Some(tag) => Cursor(format!("tag1.{}.{tag}{}", tag.len(), list.0)),
            None => list,
        }
    }
}

/// The gate of the profile, where its lists have one.
pub(super) fn gate(context: &Context) -> Option<&Gate> {
    match &context.spec.feed {
        Feed::FullDiff { gate, .. } => gate.as_deref(),
        _ => None,
    }
}

/// The request that asks for the tag alone; `None` where the list itself carries it.
pub(super) fn ask(context: &Context, scope: &Scope, known: Option<&str>) -> Option<Request> {
    let mut vars = context.vars.clone();
    wire::name_scope(&mut vars, scope);
    let request = gate(context)?.ask.as_ref()?.build(&context.spec, &vars, &[]);
    Some(unless(request, known))
}

/// The request, to be answered only where the tag is another.
pub(super) fn unless(mut request: Request, known: Option<&str>) -> Request {
    request.headers.extend(known.map(|tag| ("if-none-match".to_owned(), tag.to_owned())));
    request
}

/// Whether the server says that the tag is still the same.
pub(super) fn is_unchanged(response: Option<&Response>) -> bool {
    response.is_some_and(|response| response.status == NOT_MODIFIED)
}

/// The tag that an answer shows, where the page may read it.
pub(super) fn tag(context: &Context, heard: &Heard) -> Option<String> {
    heard.header(&gate(context)?.header).map(str::to_owned).filter(|tag| !tag.is_empty())
}
