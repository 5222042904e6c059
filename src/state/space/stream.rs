//! The stream of an open space: a window over its messages, oldest first.

use crate::state::row::{Row, RowSignal, Rows};
use domain::kinds::Message;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;

/// A handle to the messages that are in memory. Older ones come with [`Stream::load_older`].
#[derive(Clone, Copy)]
pub struct Stream {
    rows: StoredValue<Rows<Message>>,
    has_older: RwSignal<bool>,
    is_loading: RwSignal<bool>,
    first_unread: RwSignal<Option<RecordId>>,
    draft: RwSignal<String>,
}

impl Stream {
    pub(super) fn new() -> Self {
        Self {
            rows: StoredValue::new(Rows::default()),
            has_older: RwSignal::default(),
            is_loading: RwSignal::default(),
            first_unread: RwSignal::default(),
            draft: RwSignal::default(),
        }
    }

    /// The messages, oldest first, own unsent ones last.
    pub fn rows(self) -> Rows<Message> {
        self.rows.get_value()
    }

    /// One message, if it is in memory; reads without subscribing to the order.
    pub fn message(self, id: &RecordId) -> Option<RowSignal<Message>> {
        self.rows.get_value().row(id)
    }

    /// The message that `id` answers, as it is now, if it is in memory.
    pub fn quoted(self, id: RecordId) -> Memo<Option<Arc<Row<Message>>>> {
        let rows = self.rows.get_value();
        Memo::new(move |_| rows.get(&id))
    }

    /// Whether older messages exist, on the device or the backend.
    pub fn has_older(self) -> Signal<bool> {
        self.has_older.into()
    }

    /// Whether messages are being read or fetched.
    pub fn is_loading(self) -> Signal<bool> {
        self.is_loading.into()
    }

    /// The first message that this person had not read when the space was opened: the unread line
    /// stands above it. It does not move while one reads.
    pub fn first_unread(self) -> Signal<Option<RecordId>> {
        self.first_unread.into()
    }

    /// The person's unsent text, as it was kept.
    pub fn draft(self) -> Signal<String> {
        self.draft.into()
    }

    /// Brings older messages into memory.
    pub fn load_older(self) {}
}
