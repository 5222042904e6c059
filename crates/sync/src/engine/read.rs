//! What screens read: the base with the pending writes laid over it, worked out on demand.

use super::{Engine, log};
use crate::planted::{self, Bug};
use crate::visible::{self, Older, Place, Standing, Status, Unsent, Visible};
use protocol::{Body, Kind, Mutation, MutationState, Op, Record, RecordId, Scope};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// How many steps of "waits for what waits for" are followed.
const CHAIN: usize = 32;

impl Engine {
    pub(super) fn read_record(&self, scope: &Scope, id: &RecordId) -> Option<Visible<'_>> {
        self.show(scope, id, self.views.get(scope).and_then(|view| view.base(id)))
    }

    fn show<'a>(&'a self, scope: &Scope, id: &RecordId, base: Option<&'a Record>) -> Option<Visible<'a>> {
        let pending = || self.shown_on(scope, id);
        let body = match self.folded(scope, id, base)? {
            Cow::Borrowed(body) => body,
            Cow::Owned(_) => self.laid_over.get(&(scope.clone(), id.clone()))?,
        };
        let first = pending().next().map(|(_, mutation)| mutation);
        let head = base.map(|record| &record.head).or_else(|| first.map(|mutation| &mutation.head))?;
        let at = base.map(|record| record.at).or_else(|| first.map(|mutation| mutation.hlc.wall_ms))?;
        let standing = pending()
            .fold(Standing::Synced, |standing, (lsn, mutation)| self.standing(standing, lsn, mutation));
        Some(Visible { head, body, at, rev: base.map(|record| &record.rev), standing })
    }

    fn folded<'a>(&'a self, scope: &Scope, id: &RecordId, base: Option<&'a Record>) -> Option<Cow<'a, Body>> {
        let hidden = planted::on(Bug::PendingNotShown) && base.is_some();
        visible::fold(base, self.shown_on(scope, id).map(|(_, mutation)| mutation).filter(|_| !hidden))
    }

    /// Keeps the bodies that lie neither in the base nor in a write, so that screens can borrow them.
    pub(super) fn lay_over_changed(&mut self) {
        let mut changed: BTreeSet<(Scope, RecordId)> = BTreeSet::new();
        for (scope, ids) in &self.changes.records {
            changed.extend(ids.iter().map(|id| (scope.clone(), id.clone())));
        }
        for scope in &self.changes.scopes {
            let kept = self.laid_over.keys().filter(|(other, _)| other == scope).cloned();
            changed.extend(kept);
            let pending = self.shown_in(scope).map(|(_, mutation)| mutation.head.id.clone());
            changed.extend(pending.map(|id| (scope.clone(), id)));
        }
        for (scope, id) in changed {
            let base = self.views.get(&scope).and_then(|view| view.base(&id));
            let owned = match self.folded(&scope, &id, base) {
                Some(Cow::Owned(body)) => Some(body),
                _ => None,
            };
            match owned {
                Some(body) => self.laid_over.insert((scope, id), body),
                None => self.laid_over.remove(&(scope, id)),
            };
        }
    }

    /// The worse of what is known and what one more write says.
    fn standing(&self, so_far: Standing, lsn: u64, mutation: &Mutation) -> Standing {
        match (so_far, &mutation.state) {
            (_, MutationState::Conflicted { .. }) => Standing::Conflicted(lsn),
            (Standing::Conflicted(_), _) | (_, MutationState::AckedUnseen { .. }) => so_far,
            (_, MutationState::Rejected(_)) => Standing::Refused(lsn),
            (Standing::Refused(_), _) => so_far,
            (_, MutationState::Parked(_)) => Standing::Parked(lsn),
            (Standing::Parked(_), _) => so_far,
            _ if self.behind(mutation, lsn, CHAIN).is_some() => Standing::Parked(lsn),
            _ => Standing::Waiting(lsn),
        }
    }

    /// The body that shows of a record, also where its scope is not open.
    pub(super) fn shown_body(&self, scope: &Scope, id: &RecordId) -> Option<Cow<'_, Body>> {
        self.folded(scope, id, self.views.get(scope).and_then(|view| view.base(id)))
    }

    pub(super) fn read_kind<'a>(
        &'a self,
        scope: &Scope,
        kind: &Kind,
    ) -> impl Iterator<Item = Visible<'a>> + use<'a> {
        let of_scope = scope.clone();
        let settled =
            self.views.get(scope).into_iter().flat_map(|view| view.of_kind(kind)).collect::<Vec<_>>();
        let settled = settled.into_iter();
        let settled = settled.filter_map(move |record| self.show(&of_scope, &record.head.id, Some(record)));
        settled.chain(self.created(scope, kind))
    }

    /// Records that the server doesn't have yet, or has as deleted, in the order of the log.
    fn created(&self, scope: &Scope, kind: &Kind) -> Vec<Visible<'_>> {
        let view = self.views.get(scope);
        let mut listed: BTreeSet<&RecordId> = BTreeSet::new();
        let mut created = Vec::new();
        for (_, mutation) in self.shown_in(scope) {
            let id = &mutation.head.id;
            let base = view.and_then(|view| view.base(id));
            let is_new = matches!(mutation.op, Op::Create(_)) && base.is_none_or(|record| record.deleted);
            if is_new && mutation.head.kind == *kind && listed.insert(id) {
                created.extend(self.show(scope, id, base));
            }
        }
        created
    }

    pub(super) fn read_outbox(&self) -> Vec<Unsent<'_>> {
        let unsent = self.mirror.log.iter().filter(|(_, mutation)| !log::is_acked(mutation));
        unsent.map(|(lsn, mutation)| Unsent { lsn, mutation, place: self.place(lsn, mutation) }).collect()
    }

    fn place<'a>(&'a self, lsn: u64, mutation: &'a Mutation) -> Place<'a> {
        match &mutation.state {
            MutationState::Conflicted { .. } => Place::Conflicted(self.mirror.conflicts.get(&lsn)),
            MutationState::Rejected(problem) => Place::Refused(problem),
            MutationState::Parked(problem) => Place::Parked(problem),
            MutationState::Unknown => Place::Unknown,
            _ => match self.behind(mutation, lsn, CHAIN) {
                Some(other) => Place::Behind(other),
                None => Place::Waiting,
            },
        }
    }

    /// The write that a person must decide about before this one can go.
    fn behind(&self, mutation: &Mutation, lsn: u64, steps: usize) -> Option<u64> {
        let rests_on = std::iter::once(&mutation.head.id).chain(&mutation.deps);
        let mut earlier =
            rests_on.flat_map(|id| self.mirror.log.of_record(id).take_while(|(other, _)| *other < lsn));
        earlier.find_map(|(other, earlier)| {
            if log::is_stuck(earlier) {
                return Some(other);
            }
            steps.checked_sub(1).and_then(|steps| self.behind(earlier, other, steps))
        })
    }

    pub(super) fn read_status(&self) -> Status {
        let mut status = Status {
            ready: self.ready,
            leader: self.lead.is_some(),
            online: self.online && self.lead.as_ref().is_none_or(|lead| lead.circuit.failures() == 0),
            signed_in: self.is_signed_in(),
            pokes: self.lead.as_ref().is_some_and(|lead| lead.pokes_open),
            newer_format: self.newer,
            server_offset_ms: self.server_offset_ms,
            shown: self.views.keys().cloned().collect(),
            waiting: self.mirror.log.waiting(),
            stuck: self.mirror.log.stuck(),
            oldest_unsent_ms: self.mirror.log.oldest().map(|mutation| mutation.hlc.wall_ms),
            ..Status::default()
        };
        for (scope, meta) in &self.mirror.scopes {
            if meta.listed {
                status.scopes.insert(scope.clone());
            }
            if meta.listed && self.open.contains(scope) && meta.cursor.is_none() {
                status.loading.insert(scope.clone());
            }
        }
        status
    }

    pub(super) fn read_older(&self, scope: &Scope) -> Older {
        let Some(view) = self.views.get(scope) else { return Older::None };
        let Some(meta) = self.mirror.scopes.get(scope) else { return Older::None };
        let here = self.mirror.directories.get(scope).is_some_and(|directory| view.has_older(directory));
        let in_memory: usize = self.views.values().map(super::view::View::len).sum();
        match (here, &meta.back) {
            (true, _) if in_memory >= self.config.limits.in_memory => Older::Full,
            (true, _) => Older::Here,
            (false, Some(_)) if meta.cursor.is_some() => Older::There,
            (false, _) => Older::None,
        }
    }
}
