//! A record as a screen shows it, and lists of them in which each row updates alone.

use crate::state::groups::Groups;
use crate::state::outbox::Fate;
use leptos::prelude::*;
use protocol::{Head, PersonId, RecordId};
use std::collections::HashMap;
use std::sync::Arc;

/// A record as it is shown: the server's version with all pending writes folded in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// What never changes.
    pub head: Head,
    /// When it was created: the server's time, or this device's until the server took it.
    pub at: i64,
    /// The content.
    pub body: T,
    /// What became of the latest write of it: `None` when the server has it.
    pub pending: Option<Pending>,
}

/// The write that a row waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its name for [`crate::state::Engine::resolve`].
    pub lsn: u64,
    /// Where it stands.
    pub fate: Fate,
}

impl<T> Row<T> {
    /// The record's id.
    pub fn id(&self) -> &RecordId {
        &self.head.id
    }

    /// Who created it.
    pub fn author(&self) -> &PersonId {
        &self.head.author
    }
}

/// A row behind a signal of its own. Reference-counted: a removed row frees its memory.
pub type RowSignal<T> = ArcRwSignal<Arc<Row<T>>>;

/// Rows for `<For>`: the order changes as one signal, each row as its own.
pub struct Rows<T> {
    order: ArcRwSignal<Vec<RecordId>>,
    rows: ArcRwSignal<HashMap<RecordId, RowSignal<T>>>,
    groups: Arc<[Groups<T>]>,
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        let groups = Arc::clone(&self.groups);
        Self { order: self.order.clone(), rows: self.rows.clone(), groups }
    }
}

impl<T: Send + Sync + 'static> Default for Rows<T> {
    fn default() -> Self {
        Self::grouped(Vec::new())
    }
}

impl<T: Send + Sync + 'static> Rows<T> {
    /// Rows that are gathered into these groups as they come.
    pub(crate) fn grouped(groups: Vec<Groups<T>>) -> Self {
        Self {
            order: ArcRwSignal::new(Vec::new()),
            rows: ArcRwSignal::new(HashMap::new()),
            groups: groups.into(),
        }
    }

    /// The ids in order. Use them as the keys of `<For>`.
    pub fn order(&self) -> ArcReadSignal<Vec<RecordId>> {
        self.order.read_only()
    }

    /// The row of `id`, without subscribing to the list. Inside it, `.read()` subscribes to the row.
    pub fn row(&self, id: &RecordId) -> Option<RowSignal<T>> {
        self.rows.read_untracked().get(id).cloned()
    }

    /// The row of `id` as it is now; subscribes to the row and to whether there is one.
    pub fn get(&self, id: &RecordId) -> Option<Arc<Row<T>>> {
        self.order.track();
        self.row(id).map(|row| row.get())
    }

    /// Every row as it is now, in order; subscribes to all. For short lists only.
    pub fn all(&self) -> Vec<Arc<Row<T>>> {
        self.order.read().iter().filter_map(|id| self.row(id).map(|row| row.get())).collect()
    }

    /// How many there are; subscribes to the order.
    pub fn count(&self) -> usize {
        self.order.read().len()
    }

    /// Shows `row`, whether it was there or not. Its place in the order comes by [`Rows::arrange`].
    pub(crate) fn put(&self, row: Row<T>)
    where
        T: PartialEq,
    {
        match self.row(row.id()) {
            Some(signal) => {
                if **signal.read_untracked() != row {
                    let row = Arc::new(row);
                    signal.set(Arc::clone(&row));
                    self.groups.iter().for_each(|groups| groups.put(row.id(), &row.body));
                }
            }
            None => {
                let id = row.head.id.clone();
                let row = Arc::new(row);
                let signal = ArcRwSignal::new(Arc::clone(&row));
                self.rows.update_untracked(|rows| _ = rows.insert(id, signal));
                self.groups.iter().for_each(|groups| groups.put(row.id(), &row.body));
            }
        }
    }

    /// Changes what became of a row's latest write.
    pub(crate) fn set_pending(&self, id: &RecordId, pending: Pending)
    where
        T: Clone,
    {
        let Some(signal) = self.row(id) else { return };
        if signal.read_untracked().pending.as_ref() != Some(&pending) {
            signal.update(|row| Arc::make_mut(row).pending = Some(pending));
        }
    }

    /// Takes a row away.
    pub(crate) fn remove(&self, id: &RecordId) {
        self.rows.update_untracked(|rows| _ = rows.remove(id));
        self.groups.iter().for_each(|groups| groups.remove(id));
    }

    /// Puts the rows in this order, if it differs from the present one.
    pub(crate) fn arrange<'a>(&self, ids: impl Iterator<Item = &'a RecordId> + Clone) {
        if !self.order.read_untracked().iter().eq(ids.clone()) {
            self.order.set(ids.cloned().collect());
        }
    }
}
