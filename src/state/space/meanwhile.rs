//! What was decided about this person, and what ended, while they were away.

use super::Space;
use super::unread::Left;
use crate::state::row::Row;
use domain::kinds::{Held, HeldState, Measure, Notice};
use domain::unread::Ending;
use leptos::prelude::*;
use protocol::PersonId;
use std::sync::Arc;

impl Space {
    /// How many of this person's held posts and requests for a permission were decided meanwhile.
    pub fn posts_decided_meanwhile(self) -> Memo<usize> {
        let rows = self.held();
        self.meanwhile(move |since, me| {
            let is_news = |row: &&Arc<Row<Held>>| {
                let is_over = !matches!(row.body.state, HeldState::Waiting | HeldState::Withdrawn);
                let is_mine = row.head.subject.as_ref() == Some(me);
                is_over && is_mine && row.body.decided_at.is_some_and(|at| at > since)
            };
            rows.all().iter().filter(is_news).count()
        })
    }

    /// How many measures were taken about this person meanwhile that they have not noted to have seen.
    pub fn measured_meanwhile(self) -> Memo<usize> {
        let rows = self.measures();
        self.meanwhile(move |since, me| {
            let is_news = |row: &&Arc<Row<Measure>>| {
                let is_mine = row.head.subject.as_ref() == Some(me) && row.author() != me;
                is_mine && row.at > since && row.body.seen_at.is_none()
            };
            rows.all().iter().filter(is_news).count()
        })
    }

    /// How many announcements of others have come into their last day meanwhile, or are over.
    pub fn ended_meanwhile(self, ending: Ending) -> Memo<usize> {
        let rows = self.notices();
        self.meanwhile(move |since, me| {
            let now_ms = self.clock.now_ms();
            let is_news = |row: &&Arc<Row<Notice>>| {
                row.author() != me && Ending::of(&row.body, row.at, since, now_ms) == Some(ending)
            };
            rows.all().iter().filter(is_news).count()
        })
    }

    /// What `count` makes of since when this person was away; nothing where they were not.
    fn meanwhile(self, count: impl Fn(i64, &PersonId) -> usize + Send + Sync + 'static) -> Memo<usize> {
        let me = self.session.me();
        Memo::new(move |_| {
            let (left, me) = (self.left.read(), me.read());
            let away = left.as_ref().map(Left::at).zip(me.as_ref());
            away.map_or(0, |(since, me)| count(since, &me.person))
        })
    }
}
