//! Posts of this person that go at a time.

use super::Space;
use super::channels::place;
use crate::state::row::Rows;
use crate::state::trouble::Trouble;
use domain::intent::{self, Desk, Later};
use domain::kinds::{KnownKind, Scheduled};
use leptos::prelude::*;
use protocol::{RecordId, order_by_key};

impl Space {
    /// What is scheduled, sent and taken back too.
    pub fn scheduled(self) -> Rows<Scheduled> {
        self.tables().scheduled.rows().clone()
    }

    /// The ids of what waits or was not let in, what goes first first.
    pub fn to_go(self) -> Memo<Vec<RecordId>> {
        let rows = self.scheduled();
        Memo::new(move |_| {
            let mut standing: Vec<_> = rows.all().into_iter().filter(|row| row.body.stands()).collect();
            order_by_key(&mut standing, |row| row.body.due_at);
            standing.iter().map(|row| row.id().clone()).collect()
        })
    }

    /// Whether the backend keeps to this person what they keep for themselves; where it does not, what
    /// waits there could be read.
    pub fn keeps_private(self) -> Memo<bool> {
        Memo::new(move |_| {
            self.engine.generation().track();
            self.engine.driver().is_some_and(|driver| driver.keeps_private())
        })
    }

    /// Schedules a post, or changes the one that `id` names. A draft that it was is emptied.
    ///
    /// # Errors
    /// As [`Space::post`]; the problem's field points at what is wrong.
    pub async fn schedule(
        self,
        id: Option<RecordId>,
        text: String,
        channel: Option<RecordId>,
        due_at: i64,
    ) -> Result<(), Trouble> {
        let (message, mentions) = (self.new_id()?, self.named_in(&text));
        self.send_off(channel, id.is_none(), |desk, records, channel| {
            let later = Later { text, channel, mentions, due_at };
            match id {
                Some(id) => intent::reschedule(desk, records.need(KnownKind::Scheduled, &id)?, later),
                None => intent::schedule(desk, message, later),
            }
        })
        .await
    }

    /// Takes a scheduled post back.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn cancel_scheduled(self, id: RecordId) -> Result<(), Trouble> {
        self.intend(|desk, records| intent::cancel_scheduled(desk, records.need(KnownKind::Scheduled, &id)?))
            .await
    }

    /// Sends a scheduled post before its time, or once more after it was not let in.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn send_scheduled(self, id: RecordId) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let before = records.need(KnownKind::Scheduled, &id)?;
            let channel = before.body.read::<Scheduled>()?.channel;
            let context = place(desk, records, channel.as_ref());
            intent::send_scheduled(&Desk { context: &context, ..*desk }, before)
        })
        .await
    }
}
