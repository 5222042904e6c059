//! A record as a screen shows it, and lists of them in which each row updates alone.

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
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        Self { order: self.order.clone(), rows: self.rows.clone() }
    }
}

impl<T: Send + Sync + 'static> Default for Rows<T> {
    fn default() -> Self {
        Self { order: ArcRwSignal::new(Vec::new()), rows: ArcRwSignal::new(HashMap::new()) }
    }
}

impl<T: PartialEq + Send + Sync + 'static> Rows<T> {
    /// The ids in order. Use them as the keys of `<For>`.
    pub fn order(&self) -> ArcReadSignal<Vec<RecordId>> {
        self.order.read_only()
    }

    /// The row of `id`, without subscribing to the list. Inside it, `.read()` subscribes to the row.
    pub fn row(&self, id: &RecordId) -> Option<RowSignal<T>> {
        self.rows.read_untracked().get(id).cloned()
    }

    /// The row of `id` as it is now; subscribes to the row, or, while there is none, to the order.
    pub fn get(&self, id: &RecordId) -> Option<Arc<Row<T>>> {
        match self.row(id) {
            Some(row) => Some(row.get()),
            None => {
                self.order.track();
                None
            }
        }
    }

    /// How many there are; subscribes to the order.
    pub fn count(&self) -> usize {
        self.order.read().len()
    }
}
