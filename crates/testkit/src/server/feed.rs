//! How a server tells its changes: one feed per scope, in the style of its kind.

use super::vault::{Row, Shelf, Vault};
use crate::cast::TOPIC;
use protocol::{Cursor, Failure, Page, PersonId, PullFrom, Record, Scope};

/// What sort of feed a server has, and what else it can do. Made from what the documents of such
/// backends promise, and from what was seen of the running ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// A gap-free sequence, tombstones, stored results, records in answers, pokes.
    Reference,
    /// A cursor by a value that may be committed late, so changes are told again for a while: PostgREST
    /// and PocketBase with a time column.
    Keyset,
    /// Answers to writes tell the version only; the cursor may rewind: CouchDB's protocol.
    Terse,
    /// No feed and no tombstones: the whole list each time; no pokes. A plain list with versions.
    Diff,
}

impl Style {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Reference, Self::Keyset, Self::Terse, Self::Diff];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Keyset => "keyset",
            Self::Terse => "terse",
            Self::Diff => "diff",
        }
    }

    /// Whether it pokes.
    pub fn pokes(self) -> bool {
        self != Self::Diff
    }

    /// Whether a first load comes by this row in its place among the newest, and not with the first
    /// page, which brings all that a screen needs whole.
    fn pages(self, row: &Row) -> bool {
        self != Self::Reference || row.record.head.kind.as_str() != TOPIC
    }

    /// Whether it hints at a scope's newest change in the list of scopes.
    pub fn hints(self) -> bool {
        self == Self::Reference
    }
}

/// How long a keyset server tells a change again: longer than a transaction may stay open.
const OVERLAP_MS: u64 = 60_000;
/// How far a terse server's cursor goes back.
const REWIND: u64 = 2;

/// A cursor's parts.
#[derive(Clone, Copy)]
struct Mark {
    generation: u64,
    seq: u64,
    at_ms: u64,
}

impl Mark {
    fn cursor(self) -> Cursor {
        Cursor(format!("{}.{}.{}", self.generation, self.seq, self.at_ms))
    }

    fn read(cursor: &Cursor) -> Option<Self> {
        let mut parts = cursor.0.split('.').map(str::parse::<u64>);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(generation)), Some(Ok(seq)), Some(Ok(at_ms)), None) => {
                Some(Self { generation, seq, at_ms })
            }
            _ => None,
        }
    }
}

/// Why a page was not given, and whether a purge was the cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPage {
    /// The person may not read the scope.
    Forbidden,
    /// The cursor is from before a reset.
    Reset,
    /// The cursor is from before the horizon.
    Purged,
}

impl From<NoPage> for Failure {
    fn from(why: NoPage) -> Self {
        match why {
            NoPage::Forbidden => Self::Forbidden,
            NoPage::Reset | NoPage::Purged => Self::CursorGone,
        }
    }
}

impl Vault {
    /// A page of `scope` for `person`.
    ///
    /// # Errors
    /// A missing right, or a cursor that the server does not know.
    pub fn page(
        &mut self,
        person: &PersonId,
        scope: &Scope,
        (from, limit, style): (&PullFrom, u32, Style),
        now: u64,
    ) -> Result<Page, NoPage> {
        if !self.may_read(person, scope) {
            return Err(NoPage::Forbidden);
        }
        let server_ms = Some(self.clock(now));
        let Some(shelf) = self.shelves.get(scope) else { return Err(NoPage::Forbidden) };
        let sees = |row: &&Row| self.sees(person, &row.record);
        let limit = limit.max(1) as usize;
        let page = match from {
            PullFrom::Start => {
                let mut page = shelf.newest(u64::MAX, limit, |row| sees(row) && style.pages(row), now);
                page.records.extend(shelf.pinned(|row| sees(row) && !style.pages(row)));
                page
            }
            PullFrom::Back(cursor) => {
                let mark = Mark::read(cursor).filter(|mark| mark.generation == shelf.generation);
                let mark = mark.ok_or(NoPage::Reset)?;
                let page = shelf.newest(mark.seq, limit, |row| sees(row) && style.pages(row), now);
                Page { next: None, ..page }
            }
            PullFrom::Since(cursor) => {
                let mark = Mark::read(cursor).filter(|mark| mark.generation == shelf.generation);
                let mark = mark.ok_or(NoPage::Reset)?;
                if mark.seq < shelf.horizon && style != Style::Diff {
                    return Err(NoPage::Purged);
                }
                match style {
                    Style::Diff => shelf.whole(sees, now),
                    Style::Reference => shelf.since(mark, (mark.seq, None), limit, sees, now),
                    Style::Keyset => {
                        let again = mark.at_ms.saturating_sub(OVERLAP_MS);
                        shelf.since(mark, (mark.seq, Some(again)), limit, sees, now)
                    }
                    Style::Terse => {
                        shelf.since(mark, (mark.seq.saturating_sub(REWIND), None), limit, sees, now)
                    }
                }
            }
        };
        if let Some(shelf) = self.shelves.get_mut(scope) {
            shelf.issued = shelf.seq;
        }
        Ok(Page { server_ms, ..page })
    }
}

impl Shelf {
    fn mark(&self, seq: u64, now: u64) -> Mark {
        Mark { generation: self.generation, seq, at_ms: now }
    }

    fn newest(&self, below: u64, limit: usize, sees: impl Fn(&&Row) -> bool, now: u64) -> Page {
        let rows = self.by_seq.range(..below).rev().filter_map(|(_, id)| self.rows.get(id));
        let mut live = rows.filter(|row| !row.record.deleted).filter(|row| sees(row)).peekable();
        let mut records: Vec<Record> = Vec::new();
        let mut lowest = 0;
        while records.len() < limit {
            let Some(row) = live.next() else { break };
            lowest = row.seq;
            records.push(row.record.clone());
        }
        let back = live.peek().map(|_| self.mark(lowest, now).cursor());
        let next = Some(self.mark(self.seq, now).cursor());
        Page { records, next, back, ..Page::default() }
    }

    fn pinned(&self, is_pinned: impl Fn(&&Row) -> bool) -> impl Iterator<Item = Record> {
        let live = self.rows.values().filter(|row| !row.record.deleted);
        live.filter(move |row| is_pinned(row)).map(|row| row.record.clone())
    }

    /// Changes after a place, and those that were first readable after a time: these are told
    /// again, since a cursor may have passed them before they could be read.
    fn since(
        &self,
        mark: Mark,
        (after, again): (u64, Option<u64>),
        limit: usize,
        sees: impl Fn(&&Row) -> bool,
        now: u64,
    ) -> Page {
        let told_again = |row: &&Row| again.is_some_and(|from| row.seq <= after && row.readable_ms >= from);
        let repeats = self.rows.values().filter(told_again).filter(|row| sees(row));
        let mut records: Vec<Record> = repeats.map(|row| row.record.clone()).collect();
        let mut last = mark.seq;
        let mut taken = 0;
        let mut more = false;
        for (seq, id) in self.by_seq.range(after.saturating_add(1)..) {
            if taken == limit && *seq > mark.seq {
                more = true;
                break;
            }
            last = last.max(*seq);
            if let Some(row) = self.rows.get(id).filter(|row| sees(row)) {
                records.push(row.record.clone());
                taken += 1;
            }
        }
        let last = if more { last } else { self.seq };
        // While pages remain, the overlap is still counted from the first page's time.
        let at_ms = if more { mark.at_ms } else { now };
        let next = Some(Mark { at_ms, ..self.mark(last, now) }.cursor());
        Page { records, next, more, ..Page::default() }
    }

    fn whole(&self, sees: impl Fn(&&Row) -> bool, now: u64) -> Page {
        let live = self.rows.values().filter(|row| !row.record.deleted).filter(|row| sees(row));
        let records: Vec<Record> = live.map(|row| row.record.clone()).collect();
        let all_ids = Some(records.iter().map(|record| record.head.id.clone()).collect());
        let next = Some(self.mark(self.seq, now).cursor());
        Page { records, next, all_ids, ..Page::default() }
    }
}
