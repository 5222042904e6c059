//! When this person's posts go, where a guard paces them: those that wait, and the next one. The
//! server decides by its own clock; this is what it will say.

use super::Space;
use super::channels::ChannelShown;
use crate::state::outbox::Fate;
use crate::state::row::Row;
use domain::guard::pace::{self, Own, Pacer};
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
    /// When one would go that is posted now, and by which rule it waits: for each channel in which it
    /// would wait.
    next: HashMap<RecordId, (i64, u32)>,
}

impl Slots {
    /// When the waiting post `id` goes, if a guard paces it.
    pub fn of(&self, id: &RecordId) -> Option<i64> {
        self.waiting.get(id).copied()
    }

    /// When a post into `channel` would go that is sent now, and by which rule; `None` where it goes at
    /// once.
    pub fn next(&self, channel: &RecordId) -> Option<(i64, u32)> {
        self.next.get(channel).copied()
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
        let (guards, channels) = (self.guards_of_mine(), self.channels());
        let pacers = Memo::new(move |_| Pacer::of(&guards.read()));
        let order = self.stream.rows().order();
        let unsent = Memo::new(move |_| self.engine.raw_status().read().waiting);
        Effect::new(move |before: Option<Vec<Pacer>>| {
            let pacers = pacers.get();
            order.track();
            unsent.track();
            channels.track();
            self.find_slots(&pacers);
            self.tick(&pacers);
            if before.is_some_and(|before| before != pacers) {
                self.engine.hand(Event::NetHint { online: true });
            }
            pacers
        });
        on_cleanup(move || drop(self.pace.ticking.try_update_value(Option::take)));
    }

    fn tick(self, pacers: &[Pacer]) {
        let is_ticking = self.pace.ticking.try_with_value(Option::is_some).unwrap_or(true);
        match (pacers.is_empty(), is_ticking) {
            (true, true) => drop(self.pace.ticking.try_update_value(Option::take)),
            (false, false) => {
                let pacers = pacers.to_vec();
                let ticking = Interval::new(TICK_MS, move || self.find_slots(&pacers));
                self.pace.ticking.try_set_value(Some(ticking));
            }
            _ => {}
        }
    }

    fn find_slots(self, pacers: &[Pacer]) {
        let slots = if pacers.is_empty() { Slots::default() } else { self.slots_now(pacers) };
        if self.pace.slots.try_get_untracked().is_some_and(|known| known != slots) {
            let _ = self.pace.slots.try_set(slots);
        }
    }

    fn slots_now(self, pacers: &[Pacer]) -> Slots {
        let now = self.clock.now_ms();
        let (mut own, waiting) = self.own_posts(now);
        let into: Vec<RecordId> = waiting.iter().map(|(_, channel)| channel.clone()).collect();
        let times = pace::schedule(pacers, &own, now, &into);
        own.extend(times.iter().zip(&into).map(|(time, channel)| Own::new(*time, channel.clone())));
        let mut next = HashMap::new();
        for ChannelShown { id, .. } in self.channels().get_untracked() {
            // What waits for this channel goes first.
            let ahead = times.iter().zip(&into).filter(|(_, channel)| **channel == id);
            let from = ahead.map(|(time, _)| *time).max().unwrap_or(now).max(now);
            if let (moment, Some(rule)) = pace::next(pacers, &own, &id, from) {
                next.insert(id, (moment, rule));
            }
        }
        let later = waiting.into_iter().zip(times).filter(|(_, time)| *time > now);
        Slots { waiting: later.map(|((id, _), time)| (id, time)).collect(), next }
    }

    /// One's latest posts, and those that wait with their channels, oldest first.
    fn own_posts(self, now: i64) -> (Vec<Own>, Vec<(RecordId, RecordId)>) {
        let Some(me) = self.session.me().get_untracked() else { return Default::default() };
        let rows = self.stream.rows();
        let order = rows.order().get_untracked();
        let newest = order.iter().rev().filter_map(|id| rows.row(id)).map(|row| row.get_untracked());
        let late = newest.take_while(|row: &Arc<Row<Message>>| {
            row.pending.is_some() || row.at > now.saturating_sub(BACK_MS)
        });
        let (mut own, mut waiting) = (Vec::new(), Vec::new());
        for row in late.filter(|row| *row.author() == me.person) {
            let channel = self.home_of(row.body.channel.as_ref());
            match &row.pending {
                // An edit of what is long there is no new post; its own time still counts.
                None => own.push(Own::new(row.at, channel)),
                Some(pending) if waits(&pending.fate) => waiting.push((row.id().clone(), channel)),
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
