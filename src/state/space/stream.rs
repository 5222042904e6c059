//! The stream of an open space: a window over its messages, oldest first.

use crate::state::engine::Engine;
use crate::state::keepsake;
use crate::state::row::{Row, RowSignal, Rows};
use crate::state::session::Session;
use domain::kinds::{Message, ReadCursor, read_id};
use leptos::prelude::*;
use protocol::{Audience, RecordId, Scope, SpaceId};
use std::sync::Arc;
use sync::{Event, Older};

/// A handle to the messages that are in memory. Older ones come with [`Stream::load_older`].
#[derive(Clone, Copy)]
pub struct Stream {
    scope: StoredValue<Scope>,
    engine: Engine,
    rows: StoredValue<Rows<Message>>,
    first_unread: RwSignal<Option<RecordId>>,
    draft: RwSignal<String>,
}

impl Stream {
    pub(super) fn new(
        space: &SpaceId,
        engine: Engine,
        session: Session,
        rows: &Rows<Message>,
        reads: &Rows<ReadCursor>,
    ) -> Self {
        let stream = Self {
            scope: StoredValue::new(Scope::new(space.clone(), Audience::All)),
            engine,
            rows: StoredValue::new(rows.clone()),
            first_unread: RwSignal::default(),
            draft: RwSignal::default(),
        };
        stream.draw_unread_line(space.clone(), session, reads.clone());
        stream
    }

    /// Draws the unread line once, when messages and the reading position are both here.
    fn draw_unread_line(self, space: SpaceId, session: Session, reads: Rows<ReadCursor>) {
        let me = session.me();
        let private = Scope::new(space.clone(), Audience::Private);
        Effect::new(move |drawn: Option<bool>| {
            if drawn == Some(true) {
                return true;
            }
            let status = self.engine.raw_status().read();
            let all_here = self.scope.with_value(|all| !status.loading.contains(all));
            if !status.ready || !all_here || status.loading.contains(&private) {
                return false;
            }
            let Some(me) = me.get() else { return false };
            let read = match keepsake::of(self.engine, &space) {
                Some(kept) => kept.upto,
                None => reads
                    .get(&read_id(&space, &me.person))
                    .map(|row| (row.body.upto_at, row.body.upto_id.clone())),
            };
            let Some(upto) = read else { return true };
            let rows = self.rows.get_value();
            let is_new = |row: &Arc<Row<Message>>| {
                row.pending.is_none() && row.author() != &me.person && (row.at, row.id()) > (upto.0, &upto.1)
            };
            let order = rows.order();
            let first =
                order.read().iter().find(|id| rows.row(id).is_some_and(|row| is_new(&row.read()))).cloned();
            self.first_unread.set(first);
            true
        });
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
        let driver = self.engine.driver();
        driver.map_or(Older::None, |driver| {
            self.scope.with_value(|scope| driver.engine().older_available(scope))
        })
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

    /// Brings older messages into memory.
    pub fn load_older(self) {
        self.engine.hand(Event::LoadOlder(self.scope.get_value()));
    }
}
