//! The stream of an open space: a window over its messages, oldest first, with the announcements that
//! stand among them.

use super::tables::{Tables, unnamed};
use crate::state::engine::Engine;
use crate::state::row::{Row, RowSignal, Rows};
use domain::kinds::{ChannelSort, Message, Notice, channel_id};
use leptos::prelude::*;
use protocol::{Audience, RecordId, Scope, SpaceId};
use std::collections::HashMap;
use std::sync::Arc;
use sync::{Event, Older};

/// A handle to the messages that are in memory. Older ones come with [`Stream::load_older`].
#[derive(Clone, Copy)]
pub struct Stream {
    scope: StoredValue<Scope>,
    engine: Engine,
    rows: StoredValue<Rows<Message>>,
    notices: StoredValue<Rows<Notice>>,
    order: Memo<Vec<RecordId>>,
    /// The channel to which the stream is narrowed.
    channel: RwSignal<Option<RecordId>>,
    first_unread: RwSignal<Option<RecordId>>,
    unread_then: RwSignal<usize>,
    draft: RwSignal<String>,
    /// What this tab has recalled, in its words.
    recalled: RwSignal<HashMap<RecordId, String>>,
}

impl Stream {
    pub(super) fn new(space: &SpaceId, engine: Engine, tables: &Tables) -> Self {
        let (rows, notices) = (tables.messages.rows(), tables.notices.rows());
        let scope = StoredValue::new(Scope::new(space.clone(), Audience::All));
        let (own, others) = (rows.clone(), notices.clone());
        let is_whole = Memo::new(move |_| {
            own.order().track();
            engine.raw_status().track();
            older(engine, scope) == Older::None
        });
        let own = rows.clone();
        let all = Memo::new(move |_| interleaved(&own, &others, is_whole.get()));
        let (channel, order) = narrowed(space, all, tables);
        Self {
            scope,
            engine,
            rows: StoredValue::new(rows.clone()),
            notices: StoredValue::new(notices.clone()),
            order,
            channel,
            first_unread: RwSignal::default(),
            unread_then: RwSignal::default(),
            draft: RwSignal::default(),
            recalled: RwSignal::default(),
        }
    }

    /// Messages and announcements as they follow each other, oldest first, own unsent ones last. Of the
    /// announcements those that stand among the messages that are in memory.
    pub fn order(self) -> Signal<Vec<RecordId>> {
        self.order.into()
    }

    /// The channel to which the stream is narrowed; all of them without one.
    pub fn channel(self) -> Signal<Option<RecordId>> {
        self.channel.into()
    }

    /// Narrows the stream to one channel, or shows all again.
    pub fn narrow(self, channel: Option<RecordId>) {
        if self.channel.get_untracked() != channel {
            self.channel.set(channel);
        }
    }

    /// When the message or announcement `id` was taken, by this device's clock until then. Subscribes
    /// to it: where that clock is wrong, its day is another one once the server has it.
    pub fn at(self, id: &RecordId) -> Option<i64> {
        if let Some(row) = self.rows.with_value(|rows| rows.row(id)) {
            return Some(row.read().at);
        }
        let notice = self.notices.with_value(|notices| notices.row(id))?;
        Some(notice.read().at)
    }

    /// When `id` was taken, and whether the server has it.
    pub(super) fn stands(self, id: &RecordId) -> Option<(i64, bool)> {
        if let Some(row) = self.rows.with_value(|rows| rows.row(id)) {
            return Some(row.with_untracked(|row| (row.at, row.pending.is_none())));
        }
        let notice = self.notices.with_value(|notices| notices.row(id))?;
        Some(notice.with_untracked(|row| (row.at, row.pending.is_none())))
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

    /// Whether older messages exist, on the device or the backend, and can be had now.
    pub fn has_older(self) -> Memo<bool> {
        let rows = self.rows.get_value();
        Memo::new(move |_| {
            rows.order().track();
            self.engine.raw_status().track();
            matches!(self.older(), Older::Here | Older::There)
        })
    }

    /// Whether older messages are left out because memory is full.
    pub fn is_full(self) -> Memo<bool> {
        let rows = self.rows.get_value();
        Memo::new(move |_| {
            rows.order().track();
            self.older() == Older::Full
        })
    }

    fn older(self) -> Older {
        older(self.engine, self.scope)
    }

    /// Whether the newest messages are being read or fetched.
    pub fn is_loading(self) -> Memo<bool> {
        let status = self.engine.raw_status();
        Memo::new(move |_| {
            let status = status.read();
            !status.ready || self.scope.with_value(|scope| status.loading.contains(scope))
        })
    }

    /// The first message that this person had not read when the space was opened: the unread line
    /// stands above it. It does not move while one reads.
    pub fn first_unread(self) -> Signal<Option<RecordId>> {
        self.first_unread.into()
    }

    /// How many messages of others were unread then, as *while you were away* counts them.
    pub fn unread_then(self) -> Signal<usize> {
        self.unread_then.into()
    }

    pub(super) fn set_unread(self, first: Option<RecordId>, said: usize) {
        let _ = self.unread_then.try_set(said);
        let _ = self.first_unread.try_set(first);
    }

    /// The person's unsent text, as it was kept. It changes when it is first read, and when another
    /// device or tab changed it; not by one's own typing here.
    pub fn draft(self) -> Signal<String> {
        self.draft.into()
    }

    pub(super) fn set_draft(self, text: String) {
        if self.draft.try_get_untracked().is_some_and(|known| known != text) {
            let _ = self.draft.try_set(text);
        }
    }

    /// What the message `id` said before it was recalled here. No record keeps it, only this tab.
    pub fn recalled_words(self, id: &RecordId) -> Option<String> {
        self.recalled.read().get(id).cloned()
    }

    pub(super) fn remember_recalled(self, id: RecordId, text: String) {
        let _ = self.recalled.try_update(|recalled| _ = recalled.insert(id, text));
    }

    /// Brings older messages into memory.
    pub fn load_older(self) {
        self.engine.hand(Event::LoadOlder(self.scope.get_value()));
    }
}

/// The choice of a channel, and what of `all` stands in it. The announcements stand among the notices.
fn narrowed(
    space: &SpaceId,
    all: Memo<Vec<RecordId>>,
    tables: &Tables,
) -> (RwSignal<Option<RecordId>>, Memo<Vec<RecordId>>) {
    let channel = RwSignal::new(None::<RecordId>);
    let (channeled, messages) = (tables.channeled.clone(), tables.messages.rows().clone());
    let [general, notices] =
        [ChannelSort::General, ChannelSort::Notices].map(|sort| channel_id(space, &sort));
    let order = Memo::new(move |_| {
        let Some(chosen) = channel.get() else { return all.get() };
        let key = if chosen == general { unnamed() } else { chosen.clone() };
        let group = channeled.group(&key);
        let group = group.read();
        let has_notices = chosen == notices;
        let stands = |id: &&RecordId| group.contains(*id) || (has_notices && messages.row(id).is_none());
        all.read().iter().filter(stands).cloned().collect()
    });
    (channel, order)
}

fn older(engine: Engine, scope: StoredValue<Scope>) -> Older {
    let driver = engine.driver();
    driver.map_or(Older::None, |driver| {
        scope.try_with_value(|scope| driver.engine().older_available(scope)).unwrap_or(Older::None)
    })
}

/// The ids of both, by time. What stands before the oldest message waits until that is read, unless
/// there is nothing older.
fn interleaved(rows: &Rows<Message>, notices: &Rows<Notice>, is_whole: bool) -> Vec<RecordId> {
    let notices = notices.all();
    let order = rows.order();
    let ids = order.read();
    let comes_before = |id: &RecordId, notice: &Row<Notice>| {
        let row = rows.row(id);
        row.is_some_and(|row| row.with_untracked(|row| (row.at, row.id()) < (notice.at, notice.id())))
    };
    let mut merged = Vec::with_capacity(ids.len().saturating_add(notices.len()));
    let mut rest = ids.as_slice();
    for notice in notices {
        let (before, after) = rest.split_at(rest.partition_point(|id| comes_before(id, &notice)));
        merged.extend_from_slice(before);
        rest = after;
        if is_whole || !merged.is_empty() || ids.is_empty() {
            merged.push(notice.id().clone());
        }
    }
    merged.extend_from_slice(rest);
    merged
}
