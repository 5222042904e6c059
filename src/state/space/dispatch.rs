//! Sends what is due, in whichever space: the tab that leads does, once the backend is reached and what
//! other devices did has been heard. The message has one id from the beginning, so that two devices that
//! send it write one.

use super::channels::place;
use super::desk::{Records, write};
use super::ground::Ground;
use super::tables::Held;
use crate::platform::task;
use crate::state::clock::ServerClock;
use crate::state::engine::Engine;
use crate::state::row::Row;
use crate::state::session::Session;
use crate::state::spaces::Spaces;
use domain::intent::{self, Desk, RecordWrite};
use domain::kinds::{KnownKind, Scheduled};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use protocol::account::Me;
use protocol::{Audience, RecordId, Scope, SpaceId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A browser's timers hold no longer than some weeks, and clocks are set: look again after this long.
const LOOK_AGAIN_MS: i64 = 60 * 60 * 1000;
/// After the way to the backend was found, so long for what other devices did to arrive, milliseconds.
const HEAR_FIRST_MS: i64 = 3_000;

/// A handle to it.
#[derive(Clone, Copy)]
pub struct Dispatch {
    engine: Engine,
    session: Session,
    clock: ServerClock,
    /// Moves when it is time to look.
    ticks: RwSignal<u32>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
    /// What is being kept as sent.
    under_way: StoredValue<BTreeSet<RecordId>>,
    /// From when on this tab has heard what others did, by the server's clock.
    heard_at: StoredValue<Option<i64>>,
}

impl Dispatch {
    /// Sends what is due as long as the component lives that calls this.
    pub fn run() {
        let dispatch = Self {
            engine: Engine::expect(),
            session: Session::expect(),
            clock: ServerClock::expect(),
            ticks: RwSignal::new(0),
            timer: StoredValue::new_local(None),
            under_way: StoredValue::default(),
            heard_at: StoredValue::new(None),
        };
        let cards = Spaces::expect().cards();
        let dates = Memo::new(move |_| {
            let cards = cards.read();
            let due = cards.iter().flatten().filter_map(|card| Some((card.id.clone(), card.due?)));
            due.collect::<Vec<(SpaceId, i64)>>()
        });
        let (status, sync) = (dispatch.engine.raw_status(), dispatch.engine.status());
        let may_send =
            Memo::new(move |_| status.read().leader && status.read().ready && !sync.read().offline);
        Effect::new(move |_| {
            dispatch.ticks.track();
            dispatch.look(&dates.read(), may_send.get());
        });
    }

    fn look(self, dates: &[(SpaceId, i64)], may_send: bool) {
        let now_ms = self.clock.now_ms();
        if !may_send {
            self.heard_at.set_value(None);
            return;
        }
        let heard_at = self.heard_at.get_value().unwrap_or(now_ms.saturating_add(HEAR_FIRST_MS));
        self.heard_at.set_value(Some(heard_at));
        let (due, later): (Vec<_>, Vec<_>) =
            dates.iter().partition(|(_, due_at)| *due_at <= now_ms && heard_at <= now_ms);
        let space = due.iter().filter(|(space, _)| self.has_heard(space)).map(|(space, _)| space);
        space.for_each(|space| self.send_due(space));
        let next = later.iter().map(|(_, due_at)| (*due_at).max(heard_at)).min();
        let wait = next.map_or(LOOK_AGAIN_MS, |next| next.saturating_sub(now_ms).clamp(0, LOOK_AGAIN_MS));
        let again = Timeout::new(u32::try_from(wait).unwrap_or_default(), move || {
            let _ = self.ticks.try_update(|ticks| *ticks = ticks.wrapping_add(1));
        });
        self.timer.set_value(Some(again));
    }

    /// Whether all that matters for a judgment has been fetched once.
    fn has_heard(self, space: &SpaceId) -> bool {
        let status = self.engine.raw_status().read();
        let scopes = [Audience::All, Audience::Personal, Audience::Private];
        scopes.into_iter().all(|audience| !status.loading.contains(&Scope::new(space.clone(), audience)))
    }

    fn send_due(self, space: &SpaceId) {
        let Some(me) = self.session.me().get_untracked() else { return };
        let held = Held::new(space.clone());
        held.attach(self.engine);
        let rows = untrack(|| held.tables.scheduled.rows().all());
        let now_ms = self.clock.now_ms();
        let is_free = |id: &RecordId| self.under_way.with_value(|under_way| !under_way.contains(id));
        for row in rows.iter().filter(|row| row.body.is_due(now_ms) && is_free(row.id())) {
            if let Some(writes) = self.judged(&held, &me, space, row) {
                self.keep(row.id().clone(), writes);
            }
        }
        held.detach(self.engine);
    }

    /// The writes that send a post; those that say why it is not let in, where it is not.
    fn judged(
        self,
        held: &Held,
        me: &Me,
        space: &SpaceId,
        row: &Arc<Row<Scheduled>>,
    ) -> Option<Vec<RecordWrite>> {
        let driver = self.engine.driver()?;
        let ground = untrack(|| Ground::of(Some(me), space, &held.tables, self.clock.now_ms()))?;
        let engine = driver.engine();
        let records = Records::of(&engine, space);
        let desk = Desk { space, actor: &ground.actor, context: &ground.context };
        let before = records.get(KnownKind::Scheduled, row.id())?;
        let context = place(&desk, &records, row.body.channel.as_ref());
        let judged = intent::send_scheduled(&Desk { context: &context, ..desk }, before);
        judged.or_else(|refusal| intent::refuse_scheduled(&desk, before, &refusal)).ok()
    }

    fn keep(self, id: RecordId, writes: Vec<RecordWrite>) {
        self.under_way.update_value(|under_way| _ = under_way.insert(id.clone()));
        task::spawn(async move {
            // What can't be kept now is tried at the next look.
            let _ = self.engine.submit(writes.into_iter().map(write).collect()).await;
            self.under_way.try_update_value(|under_way| under_way.remove(&id));
        });
    }
}
