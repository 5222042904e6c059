//! Whether everybody agrees: each tab with the server, its screens with its engine, and what is
//! stuck with a reason for it.

use super::World;
use super::device::{Tab, TabRef};
use super::screen::{Screen, whole};
use crate::cast;
use protocol::codec::{self, PlainCodec};
use protocol::{RecordId, Scope};
use std::collections::{BTreeMap, BTreeSet};
use sync::key::{self, MetaKey};
use sync::stored::ScopeMeta;
use sync::visible::{MAY_BE_DELETED, Place, Unsent};
use sync::{Engine, Store, StoreKey};

impl World {
    /// The first thing in which a tab and the server disagree, if there is one.
    pub(super) fn disagreement(&self) -> Option<String> {
        let scopes = self.cast.scopes();
        self.tabs().find_map(|(at, tab)| self.tab_disagrees(at, tab, &scopes))
    }

    fn tab_disagrees(&self, at: TabRef, tab: &Tab, scopes: &[Scope]) -> Option<String> {
        let engine = tab.engine.as_ref()?;
        let status = engine.status();
        if !status.ready {
            return Some(format!("{at} is not ready"));
        }
        // After a wipe, memory goes on showing what the new store doesn't hold yet.
        if let Some(scope) = status.loading.first() {
            return Some(format!("{at} still loads {scope}"));
        }
        // What was not read shows nothing, whatever the store holds: its disk may be blocked for a while.
        if let Some(scope) = tab.opened.iter().find(|scope| !status.shown.contains(*scope)) {
            return Some(format!("{at} has not read {scope} yet"));
        }
        let account = self.devices.get(at.device).and_then(|device| device.accounts.get(&tab.person));
        if account.is_some_and(|account| account.disk.meta(key::LISTED).is_none()) {
            return Some(format!("{at} has not heard yet what there is to load"));
        }
        let outbox = engine.outbox();
        if let Some(unsent) = outbox.iter().find(|one| matches!(one.place, Place::Waiting | Place::Unknown)) {
            return Some(format!("{at} still holds {unsent:?}"));
        }
        if let Some(unsent) = outbox.iter().find(|one| !self.is_explained(tab, &outbox, one)) {
            return Some(format!("{at} holds back for no reason: {unsent:?}"));
        }
        if let Some(scope) = self.half_replaced(at, tab) {
            return Some(format!("{at} still keeps an old snapshot of {scope}"));
        }
        if let Some(lsn) = self.unlisted(at, tab, engine, &outbox) {
            return Some(format!("{at}: the log still holds {lsn}, which no screen lists"));
        }
        if tab.screen.outbox != Screen::outbox_of(engine) {
            return Some(format!("{at}: the screen of what is unsent is stale"));
        }
        let stuck = outbox.iter().map(|unsent| unsent.head().id.clone()).collect();
        scopes.iter().find_map(|scope| self.scope_disagrees((at, tab), engine, scope, &stuck))
    }

    /// A scope whose new snapshot is whole and whose old one was never dropped: it takes up room, and
    /// what only it holds would show for ever.
    fn half_replaced(&self, at: TabRef, tab: &Tab) -> Option<Scope> {
        let account = self.devices.get(at.device)?.accounts.get(&tab.person)?;
        account.disk.all(Store::Meta).find_map(|(key, value)| {
            let StoreKey::Text(name) = key else { return None };
            let MetaKey::Scope(scope) = key::meta(name) else { return None };
            let meta: ScopeMeta = codec::decode(&PlainCodec, value).ok()?;
            meta.is_replacing().then_some(scope)
        })
    }

    /// A row of the log that screens don't list: what has arrived must leave in the end.
    fn unlisted(&self, at: TabRef, tab: &Tab, engine: &Engine, outbox: &[Unsent<'_>]) -> Option<u64> {
        let account = self.devices.get(at.device)?.accounts.get(&tab.person)?;
        let mut lsns = account.disk.all(Store::Log).filter_map(|(key, _)| match key {
            StoreKey::Lsn(lsn) => Some(*lsn),
            StoreKey::Text(_) => None,
        });
        let unreadable: Vec<u64> = engine.unreadable().collect();
        lsns.find(|lsn| !unreadable.contains(lsn) && outbox.iter().all(|unsent| unsent.lsn != *lsn))
    }

    fn scope_disagrees(
        &self,
        (at, tab): (TabRef, &Tab),
        engine: &Engine,
        scope: &Scope,
        stuck: &BTreeSet<RecordId>,
    ) -> Option<String> {
        let mut wanted = self.backend.view(&tab.person, scope);
        wanted.retain(|_, record| cast::KINDS.contains(&record.head.kind.as_str()));
        let shown = whole(engine, scope);
        for (id, record) in wanted.iter().filter(|(id, _)| !stuck.contains(*id)) {
            let seen = shown.get(id);
            if seen.is_none_or(|seen| seen.body != record.body) {
                return Some(format!("{at} shows {seen:?} of {scope}, the server has {record:?}"));
            }
        }
        let beyond = shown.iter().find(|(id, _)| !wanted.contains_key(*id) && !stuck.contains(*id));
        if let Some((id, seen)) = beyond {
            return Some(format!("{at} shows {id} of {scope}, which the server has not: {seen:?}"));
        }
        let screen = tab.screen.shown.get(scope);
        if screen.unwrap_or(&BTreeMap::new()) != &shown {
            return Some(format!("{at}: the screen of {scope} is stale: {screen:?} for {shown:?}"));
        }
        None
    }

    /// Whether a stuck write has a reason: a refusal of its own, a conflict, a lost scope, or
    /// another stuck write on which it rests. One refusal delays only its dependents.
    fn is_explained(&self, tab: &Tab, outbox: &[Unsent<'_>], one: &Unsent<'_>) -> bool {
        let (scope, id) = (&one.head().scope, &one.head().id);
        match one.place {
            Place::Waiting | Place::Unknown => false,
            Place::Conflicted(_) => true,
            Place::Refused(why) => {
                // A change of what is not there, because it was given up before it came.
                let is_of_nothing = why.code == "gone" && self.backend.vault.record(scope, id).is_none();
                !self.backend.model.compares() || self.backend.vault.has_refused(id) || is_of_nothing
            }
            // Whoever lost a right and has it again decides what becomes of the writes held back.
            Place::Parked(why) if why.code == MAY_BE_DELETED => !self.backend.model.keeps_results(),
            Place::Parked(_) => self.oracle.is_regranted(&tab.person),
            Place::Behind(lsn) => rests_on(outbox, one, lsn),
        }
    }
}

/// Whether a write rests on the stuck write of that number: by its record, by what it depends on,
/// or by way of others.
fn rests_on(outbox: &[Unsent<'_>], one: &Unsent<'_>, lsn: u64) -> bool {
    let mut reached = BTreeSet::from([one.lsn]);
    loop {
        let more: Vec<u64> = outbox
            .iter()
            .filter(|other| !reached.contains(&other.lsn))
            .filter(|other| {
                outbox.iter().filter(|from| reached.contains(&from.lsn) && other.lsn < from.lsn).any(|from| {
                    from.head().id == other.head().id || from.mutation.deps.contains(&other.head().id)
                })
            })
            .map(|other| other.lsn)
            .collect();
        if more.is_empty() {
            break;
        }
        reached.extend(more);
    }
    let target = outbox.iter().find(|other| other.lsn == lsn && reached.contains(&other.lsn));
    target.is_some_and(|target| {
        matches!(target.place, Place::Refused(_) | Place::Parked(_) | Place::Conflicted(_))
    })
}
