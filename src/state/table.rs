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
    kind: Kind,
    direction: Direction,
    rows: Rows<T>,
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
        Self { kind: Kind::from(kind), direction, rows: Rows::default(), shown: RefCell::default() }
    }

    pub(crate) fn rows(&self) -> &Rows<T> {
        &self.rows
    }

    /// Shows what the engine now has.
    pub(crate) fn refresh(&self, glance: &Glance<'_>, scope: &Scope, touched: Touched<'_>) {
        let is_moved = match touched {
            Touched::All => self.refresh_all(glance, scope),
            Touched::Fates => {
                self.refresh_fates(glance);
                false
            }
            Touched::Records(ids) => {
                // Counted, because every record is to be looked at, also after the first that moved.
                ids.iter().filter(|id| self.refresh_one(glance, scope, id)).count() > 0
            }
        };
        if is_moved {
            self.arrange(glance, scope);
        }
    }

    fn refresh_all(&self, glance: &Glance<'_>, scope: &Scope) -> bool {
        let mut gone: HashMap<RecordId, ()> = self.shown.borrow().keys().map(|id| (id.clone(), ())).collect();
        for visible in glance.engine.records(scope, &self.kind) {
            if self.show(glance, &visible).is_some() {
                gone.remove(&visible.head.id);
            }
        }
        gone.keys().for_each(|id| self.hide(id));
        true
    }

    /// Shows what became of the writes that rows wait for. No body is parsed.
    fn refresh_fates(&self, glance: &Glance<'_>) {
        let shown = self.shown.borrow();
        for (id, version) in shown.iter().filter(|(_, version)| version.standing != Standing::Synced) {
            // Where the write is gone, the record itself changed, and is told of as such.
            if let Some(pending) = pending_of(glance, version.standing) {
                self.rows.set_pending(id, pending);
            }
        }
    }

    /// Whether the order may have changed.
    fn refresh_one(&self, glance: &Glance<'_>, scope: &Scope, id: &RecordId) -> bool {
        let visible = glance.engine.visible(scope, id).filter(|visible| visible.head.kind == self.kind);
        match visible.and_then(|visible| self.show(glance, &visible)) {
            Some(moved) => moved,
            None => {
                let was_shown = self.shown.borrow().contains_key(id);
                if was_shown {
                    self.hide(id);
                }
                was_shown
            }
        }
    }

    /// Shows one record; says whether its place may have changed. `None` for a body that is not of
    /// its kind: a broken record is kept by the engine and shown by no screen.
    fn show(&self, glance: &Glance<'_>, visible: &Visible<'_>) -> Option<bool> {
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
        let row = row_of(glance, visible)?;
        self.rows.put(row);
        self.shown.borrow_mut().insert(visible.head.id.clone(), version);
        Some(!known.is_some_and(|(_, stays)| stays))
    }

    fn hide(&self, id: &RecordId) {
        self.shown.borrow_mut().remove(id);
        self.rows.remove(id);
    }

    fn arrange(&self, glance: &Glance<'_>, scope: &Scope) {
        let shown = self.shown.borrow();
        let ids: Vec<&RecordId> = glance
            .engine
            .records(scope, &self.kind)
            .map(|visible| &visible.head.id)
            .filter(|id| shown.contains_key(*id))
            .collect();
        match self.direction {
            Direction::Ascending => self.rows.arrange(ids.iter().copied()),
            Direction::Descending => self.rows.arrange(ids.iter().copied().rev()),
        }
    }
}

/// A record as a row.
fn row_of<T: DeserializeOwned>(glance: &Glance<'_>, visible: &Visible<'_>) -> Option<Row<T>> {
    let pending = pending_of(glance, visible.standing);
    Some(Row { head: visible.head.clone(), at: visible.at, body: visible.body.read().ok()?, pending })
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
