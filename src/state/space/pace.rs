//! When this person's posts go, where a guard paces them: those that wait, and the next one. The
//! server decides by its own clock; this is what it will say.

use super::Space;
use crate::state::outbox::Fate;
use crate::state::row::Row;
use domain::guard::{Check, pace};
use domain::kinds::Message;
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use protocol::RecordId;
use std::collections::HashMap;
use std::sync::Arc;
use sync::Event;

/// How often a countdown moves, milliseconds.
const TICK_MS: u32 = 1_000;

/// No guard looks further back, milliseconds.
const BACK_MS: i64 = 24 * 60 * 60 * 1_000;

/// When posts go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    /// When each of the waiting ones goes, UTC milliseconds.
    waiting: HashMap<RecordId, i64>,
    /// When one would go that is posted now, and by which rule it waits.
    next: Option<(i64, u32)>,
}

impl Slots {
    /// When the waiting post `id` goes, if a guard paces it.
    pub fn of(&self, id: &RecordId) -> Option<i64> {
        self.waiting.get(id).copied()
    }

    /// When a post would go that is sent now, and by which rule; `None` where it goes at once.
    pub fn next(&self) -> Option<(i64, u32)> {
        self.next
    }
}

/// A handle to the pace of one's own posts.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    slots: RwSignal<Slots>,
    ticking: StoredValue<Option<Interval>, LocalStorage>,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { slots: RwSignal::default(), ticking: StoredValue::new_local(None) }
    }
}

impl Space {
    /// When this person's posts go.
    pub fn slots(self) -> Signal<Slots> {
        self.pace.slots.into()
    }

    /// The server's time, as far as this device knows; for a countdown.
    pub fn now_ms(self) -> i64 {
        self.clock.now_ms()
    }

    /// Keeps the slots current: with every change of one's posts, and by the second where a guard
    /// paces at all. Whenever the guards change, what waits is tried at once.
    pub(super) fn keep_pace(self) {
        let guards = self.guards_of_mine();
        let checks = Memo::new(move |_| {
            let guards = guards.read();
            let checks = guards.iter().filter_map(|guard| Some((guard.rule, Check::of(guard).ok()??)));
            let paces =
                |check: &Check| matches!(check, Check::Interval(_) | Check::Flood(_) | Check::QuietHours(_));
            checks.filter(|(_, check)| paces(check)).collect::<Vec<_>>()
        });
        let order = self.stream.rows().order();
        let unsent = Memo::new(move |_| self.engine.raw_status().read().waiting);
        Effect::new(move |before: Option<Vec<(u32, Check)>>| {
            let checks = checks.get();
            order.track();
            unsent.track();
            self.find_slots(&checks);
            self.tick(&checks);
            if before.is_some_and(|before| before != checks) {
                self.engine.hand(Event::NetHint { online: true });
            }
            checks
        });
        on_cleanup(move || drop(self.pace.ticking.try_update_value(Option::take)));
    }

    fn tick(self, checks: &[(u32, Check)]) {
        let is_ticking = self.pace.ticking.try_with_value(Option::is_some).unwrap_or(true);
        match (checks.is_empty(), is_ticking) {
            (true, true) => drop(self.pace.ticking.try_update_value(Option::take)),
            (false, false) => {
                let checks = checks.to_vec();
                let ticking = Interval::new(TICK_MS, move || self.find_slots(&checks));
                self.pace.ticking.try_set_value(Some(ticking));
            }
            _ => {}
        }
    }

    fn find_slots(self, checks: &[(u32, Check)]) {
        let slots = if checks.is_empty() { Slots::default() } else { self.slots_now(checks) };
        if self.pace.slots.try_get_untracked().is_some_and(|known| known != slots) {
            let _ = self.pace.slots.try_set(slots);
        }
    }

    fn slots_now(self, checks: &[(u32, Check)]) -> Slots {
        let now = self.clock.now_ms();
        let (own, waiting) = self.own_posts(now);
        let only: Vec<Check> = checks.iter().map(|(_, check)| check.clone()).collect();
        let times = pace::schedule(&only, &own, now, waiting.len().saturating_add(1));
        let next = times.last().copied().filter(|next| *next > now).map(|next| {
            let mut taken = own.clone();
            taken.extend(times.iter().take(waiting.len()));
            let last = |check: &Check| pace::until(check, &taken, now);
            let by = checks.iter().max_by_key(|(_, check)| last(check)).map_or(0, |(rule, _)| *rule);
            (next, by)
        });
        let later = waiting.into_iter().zip(times).filter(|(_, time)| *time > now);
        Slots { waiting: later.collect(), next }
    }

    /// When one's latest posts were taken, and those that wait, oldest first.
    fn own_posts(self, now: i64) -> (Vec<i64>, Vec<RecordId>) {
        let Some(me) = self.session.me().get_untracked() else { return Default::default() };
        let rows = self.stream.rows();
        let order = rows.order().get_untracked();
        let newest = order.iter().rev().filter_map(|id| rows.row(id)).map(|row| row.get_untracked());
        let late = newest.take_while(|row: &Arc<Row<Message>>| {
            row.pending.is_some() || row.at > now.saturating_sub(BACK_MS)
        });
        let (mut own, mut waiting) = (Vec::new(), Vec::new());
        for row in late.filter(|row| *row.author() == me.person) {
            match &row.pending {
                // An edit of what is long there is no new post; its own time still counts.
                None => own.push(row.at),
                Some(pending) if waits(&pending.fate) => waiting.push(row.id().clone()),
                Some(_) => {}
            }
        }
        waiting.reverse();
        (own, waiting)
    }
}

fn waits(fate: &Fate) -> bool {
    matches!(fate, Fate::Queued | Fate::Sending | Fate::Unsure | Fate::Behind(_))
}
