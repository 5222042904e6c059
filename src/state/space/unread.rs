//! What waits for this person in the open space: counted by [`domain::unread`] alone.

use super::Space;
use crate::state::keepsake;
use crate::state::row::{Row, Rows};
use domain::channels;
use domain::kinds::{Notice, read_id};
use domain::unread::{Call, Entry, Place, Reading, Unread, What};
use leptos::prelude::*;
use protocol::{Audience, PersonId, RecordId, Scope, order_by_key};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Space {
    /// The announcements of which this person has taken note, or which they confirmed.
    pub fn noted(self) -> Memo<BTreeSet<RecordId>> {
        let (noted, confirms) = (self.tables().noted.rows().clone(), self.confirms());
        let (me, space) = (self.session.me(), self.id());
        Memo::new(move |_| {
            self.kept.track();
            self.engine.generation().track();
            let person = me.read().as_ref().map(|me| me.person.clone());
            let confirmed = confirms.all().into_iter().filter(|row| row.head.subject == person);
            let kept = keepsake::of(self.engine, &space).map(|kept| kept.noted).unwrap_or_default();
            let noted = noted.all().into_iter().map(|row| row.body.notice.clone());
            noted.chain(confirmed.map(|row| row.body.notice.clone())).chain(kept).collect()
        })
    }

    /// The announcements that wait for this person to take note of them, those that they were
    /// reminded of and the most urgent first.
    pub fn to_note(self) -> Memo<Vec<RecordId>> {
        let (notices, noted, me) = (self.notices(), self.noted(), self.session.me());
        Memo::new(move |_| {
            let Some(me) = me.get() else { return Vec::new() };
            let reading = Reading { upto: None, noted: noted.get() };
            let log = announced(&notices, self.clock.now_ms());
            let mut waiting = Unread::of(&me.person, &reading, log).to_note;
            // What one was reminded of comes first; of equally important ones the order of the stream is
            // kept.
            order_by_key(&mut waiting, |id| {
                let row = notices.row(id);
                let rank =
                    |row: &Arc<Row<Notice>>| (row.body.reminded_at.is_some(), row.body.importance.clone());
                std::cmp::Reverse(row.map(|row| row.with_untracked(rank)))
            });
            waiting
        })
    }

    /// What had happened when the space was opened, since this person looked last. Only what is yet to
    /// be fetched of it adds to it; what comes while one reads does not.
    pub fn away(self) -> Signal<Arc<Unread>> {
        self.away.into()
    }

    /// That one has seen what happened.
    pub fn put_away(self) {
        self.left.set(None);
        self.away.set(Arc::default());
    }

    /// Looks back to where this person left, once that was read from the device.
    pub(super) fn look_back(self) {
        let (me, space) = (self.session.me(), self.id());
        let scopes = [Audience::All, Audience::Private].map(|audience| Scope::new(space.clone(), audience));
        let opened_at = self.clock.now_ms();
        Effect::new(move |done: Option<bool>| {
            if done == Some(true) {
                return true;
            }
            let status = self.engine.raw_status().read();
            let is_here = |scope: &Scope| status.shown.contains(scope) && !status.loading.contains(scope);
            if !status.ready || !scopes.iter().all(is_here) {
                return false;
            }
            let Some(person) = me.read().as_ref().map(|me| me.person.clone()) else { return false };
            // Who never looked has nothing to come back to.
            let upto = untrack(|| self.position(&person));
            let _ = self.left.try_set(upto.map(|upto| Left { person, upto, opened_at }));
            true
        });
        Effect::new(move |_| {
            let Some(left) = self.left.get() else { return };
            let unread = self.since(&left);
            self.stream.set_unread(unread.first.clone(), unread.said);
            let _ = self.away.try_set(Arc::new(unread));
        });
    }

    /// The newest place that this person has seen.
    fn position(self, person: &PersonId) -> Option<Place> {
        let space = self.id();
        match keepsake::of(self.engine, &space) {
            Some(kept) => kept.upto,
            None => {
                let row = self.tables().reads.rows().get(&read_id(&space, person))?;
                Some((row.body.upto_at, row.body.upto_id.clone()))
            }
        }
    }

    /// What happened after a person had left and before they came back, of what is in memory.
    fn since(self, left: &Left) -> Unread {
        let Left { person, upto, opened_at } = left;
        let rows = self.stream.rows();
        let order = rows.order();
        let order = order.read();
        let newest = order.iter().rev().filter_map(|id| rows.row(id)).map(|row| row.get_untracked());
        let others = newest.filter(|row| row.author() != person);
        let (space, muted) = (self.id(), untrack(|| self.muted_channels().get()));
        let since = others.take_while(|row| (row.at, row.id()) > (upto.0, &upto.1));
        // What was recalled says nothing that one has missed.
        let said = since.filter(|row| row.body.recalled_at.is_none()).map(|row| Entry {
            place: (row.at, row.id().clone()),
            author: row.author().clone(),
            what: What::Said {
                to_me: row.body.mentions.name(person),
                muted: muted.contains(&channels::home(&space, row.body.channel.as_ref())),
            },
        });
        let editions = self.tables().rules.rows().all();
        let ruled = editions.iter().map(|row| Entry {
            place: (row.at, row.id().clone()),
            author: row.author().clone(),
            what: What::Ruled,
        });
        let log = said.chain(ruled).chain(announced(&self.notices(), self.clock.now_ms()));
        let reading = Reading { upto: Some(upto.clone()), noted: untrack(|| self.noted().get()) };
        Unread::of(person, &reading, log.filter(|entry| entry.place.0 <= *opened_at))
    }
}

/// Where and when somebody left a space, and came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Left {
    person: PersonId,
    upto: Place,
    opened_at: i64,
}

impl Left {
    /// Up to when they had seen what happened.
    pub(super) fn at(&self) -> i64 {
        self.upto.0
    }
}

/// The announcements as entries of the log; subscribes to them.
fn announced(notices: &Rows<Notice>, now_ms: i64) -> Vec<Entry> {
    let entry = |row: Arc<Row<Notice>>| Entry {
        place: (row.at, row.id().clone()),
        author: row.author().clone(),
        what: What::Announced(Call::of(&row.body, now_ms)),
    };
    notices.all().into_iter().map(entry).collect()
}
