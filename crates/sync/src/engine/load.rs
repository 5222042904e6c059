//! Opening and closing scopes: what of them is in memory, and paging older segments in.

use super::Engine;
use super::lane::{Job, Step};
use super::view::View;
use crate::journal::{self, Since, Touch};
use crate::key;
use crate::plan::{Found, JOURNAL, ReadPlan, Store, StoreKey};
use crate::planted::{self, Bug};
use crate::stored::{Row, Segment, SegmentRef};
use crate::visible::Older;
use protocol::Scope;

/// A reading of a scope.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Load {
    scope: Scope,
    /// Whether only segments are added to what is in memory.
    adding: bool,
    segments: Vec<SegmentRef>,
}

impl Load {
    /// Reads all that belongs into memory.
    pub(super) fn of(scope: Scope) -> Self {
        Self { scope, adding: false, segments: Vec::new() }
    }

    /// Whether it reads all of that scope.
    pub(super) fn is_whole(&self, scope: &Scope) -> bool {
        self.scope == *scope && !self.adding
    }

    fn older(scope: Scope) -> Self {
        Self { scope, adding: true, segments: Vec::new() }
    }
}

impl Engine {
    pub(super) fn open(&mut self, scope: Scope) {
        if self.open.insert(scope.clone()) {
            self.stale.insert(scope.clone());
        }
        if self.mirror.scope(&scope).evicted {
            self.lane.add_once(Job::Wish(scope));
        }
    }

    pub(super) fn close(&mut self, scope: &Scope) {
        if self.open.remove(scope) {
            self.closed_at.insert(scope.clone(), self.now.mono_ms);
        }
        self.stale.remove(scope);
        self.orphans.remove(scope);
        self.ghosts.leave(scope);
        self.views.remove(scope);
    }

    pub(super) fn load_older(&mut self, scope: &Scope) {
        match self.read_older(scope) {
            Older::Here => {
                let directory = self.mirror.directory(scope);
                if let Some(view) = self.views.get_mut(scope) {
                    view.deepen(&directory);
                    self.lane.add_once(Job::Load(Load::older(scope.clone())));
                }
            }
            Older::There => self.want_older(scope),
            Older::Full | Older::None => {}
        }
    }

    /// Segments that belong into memory and are not there.
    pub(super) fn wanted_segments(&self, scope: &Scope) -> Vec<SegmentRef> {
        match (self.views.get(scope), self.mirror.directories.get(scope)) {
            (Some(view), Some(directory)) => view.missing(directory),
            _ => Vec::new(),
        }
    }

    pub(super) fn begin_load(&mut self, load: &mut Load) -> Step {
        // An orphan stays as it is in memory: the store has nothing to show instead yet.
        if !self.open.contains(&load.scope) || self.is_orphan(&load.scope) {
            return Step::Done;
        }
        // What a later version wrote can't be read: what memory shows is all that this code will know.
        if self.newer && !load.adding && self.views.contains_key(&load.scope) {
            return Step::Done;
        }
        let mut plan = ReadPlan::default();
        if load.adding {
            load.segments = self.wanted_segments(&load.scope);
            if load.segments.is_empty() {
                return Step::Done;
            }
        } else {
            plan.ranges.push(key::under(Store::Rows, &load.scope.to_string()));
            load.segments = self.whole(&load.scope);
        }
        let keys = load.segments.iter().map(|segment| key::segment(&load.scope, segment.n));
        plan.gets = keys.map(|key| (Store::Segs, StoreKey::Text(key))).collect();
        plan.gets.push((Store::Meta, StoreKey::Text(JOURNAL.to_owned())));
        Step::Read(plan)
    }

    fn is_orphan(&self, scope: &Scope) -> bool {
        self.orphans.contains(scope) && !self.mirror.scope(scope).may_show()
    }

    /// A scope in memory, if it is what the stores hold.
    pub(super) fn stored(&self, scope: &Scope) -> Option<&View> {
        self.views.get(scope).filter(|_| !self.orphans.contains(scope))
    }

    /// The segments that belong into memory, or are there already: what a screen has once shown
    /// does not leave it because newer records came.
    fn whole(&self, scope: &Scope) -> Vec<SegmentRef> {
        let directory = self.mirror.directory(scope);
        let mut whole = self.fresh_view(scope).missing(&directory);
        let there = self.stored(scope).map(View::segments);
        for segment in directory.segments {
            let is_there = there.is_some_and(|there| there.contains_key(&segment.n));
            if is_there && !whole.contains(&segment) {
                whole.push(segment);
            }
        }
        whole
    }

    fn fresh_view(&self, scope: &Scope) -> View {
        let depth = self.views.get(scope).map_or(self.config.limits.opening_segments, View::depth);
        View::of_depth(depth)
    }

    pub(super) fn loaded(&mut self, load: &mut Load, found: &Found) -> Step {
        let scope = load.scope.clone();
        if !self.open.contains(&scope) || self.is_orphan(&scope) {
            return Step::Done;
        }
        if !self.fits_directory(&scope, found.gets.last().and_then(Option::as_deref)) {
            self.stale.insert(scope);
            self.catch_up();
            return Step::Done;
        }
        let fresh = self.fresh_view(&scope);
        let (mut view, before) = match self.views.remove(&scope) {
            Some(view) if load.adding => (view, None),
            before => (fresh, before),
        };
        let mut is_sound = true;
        for (reference, stored) in std::mem::take(&mut load.segments).into_iter().zip(&found.gets) {
            match stored.as_deref().and_then(|stored| self.read::<Segment>(stored)) {
                Some(segment) => {
                    let changed = view.take_segment(reference, segment);
                    self.changes.records.entry(scope.clone()).or_default().extend(changed);
                }
                None => is_sound = false,
            }
        }
        let rows = found.ranges.first().into_iter().flatten();
        let rows: Vec<Option<Row>> = rows.map(|(_, stored)| self.read(stored)).collect();
        // Only what was read at the moment that memory knows can be added up.
        let journal = found.gets.last().and_then(Option::as_deref);
        let is_now = journal::change(journal) == self.mirror.change;
        is_sound &= rows.iter().all(Option::is_some);
        is_sound &= load.adding || !is_now || self.adds_up(&scope, &rows);
        for row in rows.into_iter().flatten() {
            _ = view.take_row(row);
        }
        let is_sound = is_sound || planted::on(Bug::DamageUnseen);
        if !is_sound {
            self.lane.add_once(Job::Repair(scope.clone()));
        }
        let is_half = self.is_half(&scope);
        match before {
            // What memory shows is better than what is left on the disk.
            Some(before) if !is_sound => _ = self.views.insert(scope, before),
            // This tab slept while another began to load the scope anew.
            Some(before) if is_half && before.shows_beyond(&view) => {
                self.views.insert(scope.clone(), before.overlaid(view));
                self.orphans.insert(scope.clone());
                self.changes.scopes.insert(scope);
            }
            _ => self.take_view(scope, view, load.adding),
        }
        Step::Done
    }

    /// Whether the stores hold no more of a scope than the beginning of a load that runs forward.
    fn is_half(&self, scope: &Scope) -> bool {
        self.is_to_be_loaded(scope) && self.mirror.scope(scope).back.is_some()
    }

    /// Whether a scope that may be read is yet to be loaded, for the first time or anew.
    fn is_to_be_loaded(&self, scope: &Scope) -> bool {
        self.mirror.scopes.get(scope).is_some_and(|meta| meta.listed && !meta.may_show())
    }

    fn take_view(&mut self, scope: Scope, view: View, adding: bool) {
        if !adding {
            if self.is_to_be_loaded(&scope) && self.ghosts.outlast(&scope, |id| view.base(id).is_some()) {
                // What this tab wrote left the log, and then the store, before the tab ever read it.
                self.orphans.insert(scope.clone());
            } else {
                // Where a later version writes, what took a write's place can't be read.
                if !self.newer {
                    self.ghosts.leave(&scope);
                }
                self.orphans.remove(&scope);
            }
            self.changes.scopes.insert(scope.clone());
        }
        self.views.insert(scope, view);
    }

    /// Whether what was read of a scope belongs to the directory that is known, by the journal read with
    /// it. Else another tab has since moved rows into segments, or dropped both, and what was read
    /// would show too little until the new directory is known.
    fn fits_directory(&self, scope: &Scope, journal: Option<&[u8]>) -> bool {
        // Also of a damaged journal, which tells nothing until the next transaction writes it anew.
        if journal::change(journal) == self.mirror.change || planted::on(Bug::TornLoad) {
            return true;
        }
        let Since::Touched { places, .. } = journal::read(journal, self.mirror.change) else { return false };
        let directory = key::directory(scope);
        !places.iter().any(|touch| match touch {
            Touch::Key(Store::Meta, key) => *key == directory,
            Touch::Part(Store::Meta, part) => part == key::split(&directory).0,
            _ => false,
        })
    }
}
