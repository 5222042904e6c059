//! Keeps the rows of one kind in one scope as the engine has them. Only what changed is parsed.

use crate::state::engine::board::{Glance, Touched};
use crate::state::outbox;
use crate::state::row::{Pending, Row, Rows};
use protocol::{Kind, RecordId, Rev, Scope};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::HashMap;
use sync::{Standing, Visible};

/// In which direction rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Oldest first.
    Ascending,
    /// Newest first.
    Descending,
}

/// The rows of one kind.
pub(crate) struct Table<T> {
    rows: Rows<T>,
    keeper: Keeper,
}

/// Rows of whatever type: all that keeping them needs to know of it, so that what keeps them is
/// there once and not for each kind.
trait Shelf {
    /// Shows a record; false for a body that is not of its kind: a broken record is kept by the
    /// engine and shown by no screen.
    fn put(&self, visible: &Visible<'_>, pending: Option<Pending>) -> bool;
    fn set_pending(&self, id: &RecordId, pending: Pending);
    fn remove(&self, id: &RecordId);
    fn arrange(&self, ids: &[&RecordId]);
}

/// Keeps rows current.
struct Keeper {
    kind: Kind,
    direction: Direction,
    shown: RefCell<HashMap<RecordId, Version>>,
}

/// What a shown row was made from. A row that is on the server and has the same version is the
/// same row; one that is not may have changed under the same number.
#[derive(PartialEq)]
struct Version {
    rev: Option<Rev>,
    standing: Standing,
}

impl<T> Table<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
{
    pub(crate) fn new(kind: &str, direction: Direction) -> Self {
        Self::with_rows(kind, direction, Rows::default())
    }

    /// A table whose rows are gathered into groups, too.
    pub(crate) fn with_rows(kind: &str, direction: Direction, rows: Rows<T>) -> Self {
        let keeper = Keeper { kind: Kind::from(kind), direction, shown: RefCell::default() };
        Self { rows, keeper }
    }

    pub(crate) fn rows(&self) -> &Rows<T> {
        &self.rows
    }

    /// Shows what the engine now has.
    pub(crate) fn refresh(&self, glance: &Glance<'_>, scope: &Scope, touched: Touched<'_>) {
        self.keeper.refresh(&self.rows, glance, scope, touched);
    }
}

impl<T> Shelf for Rows<T>
where
    T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
{
    fn put(&self, visible: &Visible<'_>, pending: Option<Pending>) -> bool {
        let Ok(body) = visible.body.read() else { return false };
        self.put(Row { head: visible.head.clone(), at: visible.at, body, pending });
        true
    }

    fn set_pending(&self, id: &RecordId, pending: Pending) {
        self.set_pending(id, pending);
    }

    fn remove(&self, id: &RecordId) {
        self.remove(id);
    }

    fn arrange(&self, ids: &[&RecordId]) {
        self.arrange(ids.iter().copied());
    }
}

impl Keeper {
    fn refresh(&self, rows: &dyn Shelf, glance: &Glance<'_>, scope: &Scope, touched: Touched<'_>) {
        let is_moved = match touched {
            Touched::All => self.refresh_all(rows, glance, scope),
            Touched::Fates => {
                self.refresh_fates(rows, glance);
                false
            }
            Touched::Records(ids) => {
                // Counted, because every record is to be looked at, also after the first that moved.
                ids.iter().filter(|id| self.refresh_one(rows, glance, scope, id)).count() > 0
            }
        };
        if is_moved {
            self.arrange(rows, glance, scope);
        }
    }

    fn refresh_all(&self, rows: &dyn Shelf, glance: &Glance<'_>, scope: &Scope) -> bool {
        let mut gone: HashMap<RecordId, ()> = self.shown.borrow().keys().map(|id| (id.clone(), ())).collect();
        for visible in glance.engine.records(scope, &self.kind) {
            if self.show(rows, glance, &visible).is_some() {
                gone.remove(&visible.head.id);
            }
        }
        gone.keys().for_each(|id| self.hide(rows, id));
        true
    }

    /// Shows what became of the writes that rows wait for. No body is parsed.
    fn refresh_fates(&self, rows: &dyn Shelf, glance: &Glance<'_>) {
        let shown = self.shown.borrow();
        for (id, version) in shown.iter().filter(|(_, version)| version.standing != Standing::Synced) {
            // Where the write is gone, the record itself changed, and is told of as such.
            if let Some(pending) = pending_of(glance, version.standing) {
                rows.set_pending(id, pending);
            }
        }
    }

    /// Whether the order may have changed.
    fn refresh_one(&self, rows: &dyn Shelf, glance: &Glance<'_>, scope: &Scope, id: &RecordId) -> bool {
        let visible = glance.engine.visible(scope, id).filter(|visible| visible.head.kind == self.kind);
        match visible.and_then(|visible| self.show(rows, glance, &visible)) {
            Some(moved) => moved,
            None => {
                let was_shown = self.shown.borrow().contains_key(id);
                if was_shown {
                    self.hide(rows, id);
                }
                was_shown
            }
        }
    }

    /// Shows one record; says whether its place may have changed. `None` for one that can't be shown.
    fn show(&self, rows: &dyn Shelf, glance: &Glance<'_>, visible: &Visible<'_>) -> Option<bool> {
        let version = Version { rev: visible.rev.cloned(), standing: visible.standing };
        let known = self.shown.borrow().get(&visible.head.id).map(|shown| {
            (
                shown.standing == Standing::Synced && *shown == version,
                shown.rev.is_some() == version.rev.is_some(),
            )
        });
        if known.is_some_and(|(is_same, _)| is_same) {
            return Some(false);
        }
        if !rows.put(visible, pending_of(glance, visible.standing)) {
            return None;
        }
        self.shown.borrow_mut().insert(visible.head.id.clone(), version);
        Some(!known.is_some_and(|(_, stays)| stays))
    }

    fn hide(&self, rows: &dyn Shelf, id: &RecordId) {
        self.shown.borrow_mut().remove(id);
        rows.remove(id);
    }

    fn arrange(&self, rows: &dyn Shelf, glance: &Glance<'_>, scope: &Scope) {
        let shown = self.shown.borrow();
        let mut ids: Vec<&RecordId> = glance
            .engine
            .records(scope, &self.kind)
            .map(|visible| &visible.head.id)
            .filter(|id| shown.contains_key(*id))
            .collect();
        if self.direction == Direction::Descending {
            ids.reverse();
        }
        rows.arrange(&ids);
    }
}

/// The write that a record waits for.
fn pending_of(glance: &Glance<'_>, standing: Standing) -> Option<Pending> {
    let lsn = match standing {
        Standing::Synced => return None,
        Standing::Waiting(lsn)
        | Standing::Parked(lsn)
        | Standing::Refused(lsn)
        | Standing::Conflicted(lsn) => lsn,
    };
    Some(Pending { lsn, fate: outbox::fate(glance.unsent(lsn)?) })
}
