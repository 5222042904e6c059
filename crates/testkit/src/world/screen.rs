//! What a tab's screens show: read again only where the engine said that something changed, so
//! that a change it forgets to tell of is seen at the end.

use super::World;
use super::device::TabRef;
use crate::cast::{self, Fields};
use protocol::{Body, Head, Kind, RecordId, Scope};
use std::collections::{BTreeMap, BTreeSet};
use sync::visible::{Place, Standing, Visible};
use sync::{ChangeSet, Engine};

/// One record on a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its head.
    pub head: Head,
    /// Its body.
    pub body: Body,
    /// How far its last write came.
    pub standing: Standing,
}

/// The screens of a tab: its open scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// What is shown.
    pub shown: BTreeMap<Scope, BTreeMap<RecordId, Shown>>,
    /// What is listed as unsent, by log number, and how far each came.
    pub outbox: Vec<(u64, u8)>,
    /// The scopes that were read at least once.
    pub read: BTreeSet<Scope>,
    /// Values that each field showed once and shows no more.
    pub passed: BTreeMap<(RecordId, String), BTreeSet<i64>>,
}

impl Shown {
    /// The record as a screen keeps it.
    pub fn of(visible: &Visible<'_>) -> Self {
        Self { head: visible.head.clone(), body: visible.body.clone(), standing: visible.standing }
    }

    /// The body's fields.
    pub fn fields(&self) -> Fields {
        cast::fields(&self.body)
    }
}

impl Screen {
    /// What an engine lists as unsent.
    pub fn outbox_of(engine: &Engine) -> Vec<(u64, u8)> {
        let sort = |place: &Place<'_>| match place {
            Place::Waiting => 0,
            Place::Unknown => 1,
            Place::Behind(_) => 2,
            Place::Parked(_) => 3,
            Place::Refused(_) => 4,
            Place::Conflicted(_) => 5,
        };
        engine.outbox().iter().map(|unsent| (unsent.lsn, sort(&unsent.place))).collect()
    }
}

/// Everything that an engine shows of a scope.
pub fn whole(engine: &Engine, scope: &Scope) -> BTreeMap<RecordId, Shown> {
    let kinds = cast::KINDS.iter().map(|kind| Kind::from(*kind));
    kinds
        .flat_map(|kind| {
            let records = engine.records(scope, &kind).map(|visible| Shown::of(&visible));
            records.collect::<Vec<_>>()
        })
        .map(|shown| (shown.head.id.clone(), shown))
        .collect()
}

impl World {
    /// The engine says that something changed: the screens read it again.
    pub(super) fn show(&mut self, at: TabRef, changes: &ChangeSet) {
        let Some(tab) = self.tab(at) else { return };
        let Some(engine) = &tab.engine else { return };
        let mut news: Vec<(Scope, RecordId, Option<Shown>)> = Vec::new();
        for (scope, ids) in &changes.records {
            if !tab.opened.contains(scope) || changes.scopes.contains(scope) {
                continue;
            }
            for id in ids {
                let shown = engine.visible(scope, id).map(|visible| Shown::of(&visible));
                let shown = shown.filter(|shown| cast::KINDS.contains(&shown.head.kind.as_str()));
                news.push((scope.clone(), id.clone(), shown));
            }
        }
        for scope in &changes.scopes {
            if !tab.opened.contains(scope) {
                continue;
            }
            let now = whole(engine, scope);
            let before = tab.screen.shown.get(scope);
            let gone = before.into_iter().flat_map(BTreeMap::keys).filter(|id| !now.contains_key(*id));
            news.extend(gone.map(|id| (scope.clone(), id.clone(), None)));
            news.extend(now.into_iter().map(|(id, shown)| (scope.clone(), id, Some(shown))));
        }
        let outbox = changes.outbox.then(|| Screen::outbox_of(engine));
        if let Some(tab) = self.tab_mut(at) {
            tab.screen.read.extend(changes.scopes.iter().cloned());
            tab.screen.outbox = outbox.unwrap_or_else(|| std::mem::take(&mut tab.screen.outbox));
        }
        for (scope, id, shown) in news {
            self.change_screen(at, &scope, &id, shown);
        }
    }

    fn change_screen(&mut self, at: TabRef, scope: &Scope, id: &RecordId, shown: Option<Shown>) {
        let Some(tab) = self.tab_mut(at) else { return };
        let place = tab.screen.shown.entry(scope.clone()).or_default();
        let before = match &shown {
            Some(shown) => place.insert(id.clone(), shown.clone()),
            None => place.remove(id),
        };
        if before != shown {
            self.oracle_sees_screen(at, (scope, id), (before, shown));
        }
    }
}
