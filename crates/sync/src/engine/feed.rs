//! Pulling: which scope is asked next, and from where. A poke only makes a scope worth asking; the
//! cursor moves with its page and in no other way.

use super::Engine;
use super::backoff::Backoff;
use super::calls::Asked;
use crate::event::Timer;
use crate::planted::{self, Bug};
use protocol::{Call, Few, PullFrom, RecordId, Rev, Scope, order};
use std::collections::BTreeSet;

/// A scope as the leader pulls it.
#[derive(Clone, Debug, Default)]
pub(super) struct Feed {
    /// Whether something may have changed since the cursor.
    pub(super) dirty: bool,
    /// Whether a pull or read of it is in the air or being stored.
    pub(super) busy: bool,
    /// Whether a screen waits for older records.
    pub(super) older: bool,
    /// Whether the backend refused to show it.
    pub(super) forbidden: bool,
    pub(super) backoff: Backoff,
    /// What acknowledgements brought while it was busy: the answer may be older than that.
    pub(super) raced: Few<RecordId, Rev>,
    /// Records to be read one by one.
    pub(super) reads: BTreeSet<RecordId>,
    /// Records of writes that met something untold; the write is judged by what is read.
    pub(super) unjudged: BTreeSet<RecordId>,
    /// Acknowledged writes that the pull in the air need not show, because it was asked before.
    pub(super) excused: BTreeSet<u64>,
    /// Records that the backend has and that can't be read: each is told once.
    pub(super) unreadable: BTreeSet<RecordId>,
    /// The hint of its newest change that the present round of pulls reaches.
    pub(super) hint: Option<String>,
}

impl Feed {
    fn begin(&mut self) {
        self.busy = true;
        self.raced.clear();
        self.excused.clear();
    }

    /// A round of pulls is complete and did not show these acknowledged writes: their records are
    /// read one by one.
    pub(super) fn note_unseen(&mut self, unseen: &[(u64, RecordId)]) {
        for (lsn, id) in unseen {
            if self.excused.contains(lsn) {
                self.dirty = true;
            } else {
                self.reads.insert(id.clone());
            }
        }
    }
}

/// How urgent a pull is; the lesser comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    OpenStart,
    OpenSince,
    OpenOlder,
    Start,
    Since,
    Back,
}

impl Engine {
    pub(super) fn poked(&mut self, scope: Option<Scope>) {
        let scope = scope.filter(|scope| self.is_listed(scope));
        let Some(lead) = &mut self.lead else { return };
        match scope {
            Some(scope) => {
                if !planted::on(Bug::PokeMovesCursor) {
                    lead.feed(&scope).dirty = true;
                }
            }
            None => lead.heads.want(true),
        }
    }

    pub(super) fn pokes(&mut self, open: bool) {
        let Some(lead) = &mut self.lead else { return };
        // Pokes are not repeated: what happened while the channel was closed is asked for once.
        if open && !lead.pokes_open {
            lead.heads.want(true);
        }
        lead.pokes_open = open;
    }

    pub(super) fn want_older(&mut self, scope: &Scope) {
        if let Some(lead) = &mut self.lead {
            lead.feed(scope).older = true;
        }
    }

    /// Asks for what is due, the most urgent first.
    pub(super) fn ask_pulls(&mut self) {
        let Some(lead) = &self.lead else { return };
        let now = self.now.mono_ms;
        let mut due: Vec<(Rank, Scope, Asked)> = Vec::new();
        let mut later: Vec<(Scope, u64)> = Vec::new();
        for (scope, meta) in &self.mirror.scopes {
            let feed = lead.feeds.get(scope);
            if !meta.listed || feed.is_some_and(|feed| feed.busy) {
                continue;
            }
            let Some((rank, asked)) = self.next_for(scope) else { continue };
            match feed.and_then(|feed| feed.backoff.wait_until(now)) {
                Some(until) => later.push((scope.clone(), until)),
                None => due.push((rank, scope.clone(), asked)),
            }
        }
        order(&mut due, |(a, first, _), (b, second, _)| (a, first).cmp(&(b, second)));
        for (scope, until) in later {
            self.arm(Timer::Pull(scope), Some(until));
        }
        for (_, scope, asked) in due {
            if !self.may_ask() || self.pulls_in_the_air() >= self.config.limits.pulls {
                return;
            }
            self.begin_pull(&scope, asked);
        }
    }

    fn pulls_in_the_air(&self) -> usize {
        self.lead.as_ref().map_or(0, |lead| lead.feeds.values().filter(|feed| feed.busy).count())
    }

    pub(super) fn next_for(&self, scope: &Scope) -> Option<(Rank, Asked)> {
        let meta = self.mirror.scopes.get(scope)?;
        let feed = self.lead.as_ref().and_then(|lead| lead.feeds.get(scope));
        let is_open = self.open.contains(scope);
        let of = |open: Rank, closed: Rank| if is_open { open } else { closed };
        let pull = |from: PullFrom| Asked::Pull(scope.clone(), from);
        if let Some(id) = feed.and_then(|feed| feed.reads.first()) {
            return Some((of(Rank::OpenSince, Rank::Since), Asked::Read(scope.clone(), id.clone())));
        }
        if meta.evicted && !is_open {
            return None;
        }
        let Some(cursor) = &meta.cursor else {
            // A feed that runs only forward tells where changes go on with its last page.
            let from = meta.back.clone().map_or(PullFrom::Start, PullFrom::Back);
            return Some((of(Rank::OpenStart, Rank::Start), pull(from)));
        };
        if feed.is_some_and(|feed| feed.dirty) {
            return Some((of(Rank::OpenSince, Rank::Since), pull(PullFrom::Since(cursor.clone()))));
        }
        let back = meta.back.clone()?;
        let older = is_open && feed.is_some_and(|feed| feed.older);
        Some((if older { Rank::OpenOlder } else { Rank::Back }, pull(PullFrom::Back(back))))
    }

    fn begin_pull(&mut self, scope: &Scope, asked: Asked) {
        let limits = self.config.limits;
        let Some(lead) = &mut self.lead else { return };
        let feed = lead.feed(scope);
        feed.begin();
        let call = match &asked {
            Asked::Pull(scope, from) => {
                if matches!(from, PullFrom::Since(_) | PullFrom::Start) {
                    // What changes from now on makes it dirty again.
                    feed.dirty = false;
                }
                let limit = if matches!(from, PullFrom::Back(_)) { limits.past_page } else { limits.page };
                Call::Pull { scope: scope.clone(), from: from.clone(), limit }
            }
            Asked::Read(scope, id) => Call::Read { scope: scope.clone(), id: id.clone() },
            Asked::Scopes | Asked::Push(_) => return,
        };
        self.ask(asked, call);
    }

    /// After a write arrived, its scope is pulled: others may have written before it.
    pub(super) fn pull_after_push(&mut self, scope: &Scope) {
        let is_listed = self.is_listed(scope);
        let Some(lead) = &mut self.lead else { return };
        if planted::on(Bug::NoPullAfterPush) {
            return;
        }
        if is_listed {
            lead.feed(scope).dirty = true;
        } else {
            // The write may have founded the scope.
            lead.heads.want(false);
        }
    }
}
