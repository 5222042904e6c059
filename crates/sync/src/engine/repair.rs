//! Damage: what the disk changed or lost. A checksum shows what changed, the scope's sums what is
//! missing. What the backend has is dropped and pulled again; nothing of it shows meanwhile. What
//! only stood here, in the log, is told (`boot.rs`). What a later version wrote is no damage.

use super::Engine;
use super::evict::journal;
use super::lane::{Job, Step};
use crate::effect::Issue;
use crate::key;
use crate::plan::{Found, ReadPlan, Store, StoreKey};
use crate::planted::{self, Bug};
use crate::stored::{self, Directory, Row, ScopeMeta, Segment, SegmentRef, Sums};
use protocol::codec::{self, CodecError, PlainCodec};
use protocol::{RecordId, Scope};
use serde::de::DeserializeOwned;

impl Engine {
    /// Reads a stored value; `None` where it is damaged, or of a later version.
    pub(super) fn read<T: DeserializeOwned>(&mut self, stored: &[u8]) -> Option<T> {
        let read = codec::decode(&PlainCodec, stored);
        if let Err(CodecError::Format(_)) = read
            && codec::is_newer(stored)
        {
            self.meet_newer();
        }
        read.ok()
    }

    /// A later version has been at work here: from now on this tab reads and appends only.
    pub(super) fn meet_newer(&mut self) {
        if !self.newer && !planted::on(Bug::NewerTakenForDamage) {
            self.newer = true;
            self.surface(Issue::NewerFormat);
            self.step_down();
        }
    }

    pub(super) fn check_format(&mut self) {
        if self.mirror.format() > stored::FORMAT {
            self.meet_newer();
        }
    }

    /// All rows of a scope, for a leader to work on. `None`, and a repair to come, where they are not
    /// what was written.
    pub(super) fn sound_rows(&mut self, scope: &Scope, found: &Found) -> Option<Vec<Row>> {
        let values = found.ranges.first().into_iter().flatten();
        let rows: Vec<Option<Row>> = values.map(|(_, stored)| self.read(stored)).collect();
        if planted::on(Bug::DamageFolded) {
            return Some(rows.into_iter().flatten().collect());
        }
        if self.adds_up(scope, &rows) {
            return rows.into_iter().collect();
        }
        self.lane.add_once(Job::Repair(scope.clone()));
        None
    }

    /// Whether the rows of a scope can be read, and are those that its sums name.
    pub(super) fn adds_up(&self, scope: &Scope, rows: &[Option<Row>]) -> bool {
        let Some(rows) = rows.iter().map(Option::as_ref).collect::<Option<Vec<&Row>>>() else { return false };
        let meta = self.mirror.scope(scope);
        let found = Sums::of(&self.mirror.directory(scope), rows.iter().map(|row| &row.record.head.id));
        meta.sums.is_none_or(|sums| sums == found)
    }

    /// Scopes whose own value or directory broke or is missing.
    pub(super) fn mend_scopes(&mut self) {
        let known = self.mirror.scopes.iter();
        let unfit = known.filter(|(scope, meta)| !meta.fits(&self.mirror.directory(scope)));
        let mut broken: Vec<Scope> = unfit.map(|(scope, _)| scope.clone()).collect();
        let without = self.mirror.directories.keys().filter(|scope| !self.mirror.scopes.contains_key(*scope));
        broken.extend(without.cloned());
        broken.append(&mut self.mirror.broken);
        for scope in broken {
            // Before anything is written that rests on what is missing.
            self.lane.add_front(Job::Repair(scope));
        }
    }

    pub(super) fn begin_repair(&mut self, scope: &Scope) -> Step {
        if self.newer {
            return Step::Done;
        }
        let part = scope.to_string();
        let own = [key::scope(scope), key::directory(scope)].map(|key| (Store::Meta, StoreKey::Text(key)));
        let [meta, directory] = own;
        Step::Read(ReadPlan {
            gets: vec![journal(), meta, directory],
            ranges: vec![key::under(Store::Rows, &part), key::under(Store::Segs, &part)],
        })
    }

    /// Drops what is damaged and has the scope loaded anew, beside what is left; or, where it can't be
    /// told what belongs together, drops all of it.
    pub(super) fn repair_found(&mut self, scope: &Scope, found: &Found) -> Step {
        let Some(mut draft) = self.intruding_draft(found.gets.first().and_then(Option::as_ref)) else {
            return self.after_catching_up(Job::Repair(scope.clone()));
        };
        let values = found.ranges.iter().flatten().map(|(_, stored)| stored);
        if values.chain(found.gets.iter().skip(1).flatten()).any(|stored| codec::is_newer(stored)) {
            self.meet_newer();
        }
        let Some(left) = Left::of(scope, found).filter(|left| !self.newer && !left.is_sound) else {
            // Whatever looked like damage was another tab's doing, just then.
            self.stale.extend(self.open.get(scope).cloned());
            return Step::Done;
        };
        for (store, key) in left.damaged {
            draft.delete(store, key);
        }
        draft.put_directory(scope, &left.directory);
        draft.put_scope(scope, &left.meta);
        self.surface(Issue::Corrupt { lsn: None });
        Step::Tx(draft.into_plan())
    }

    /// What is in memory of the scope goes on showing until it is loaded again.
    pub(super) fn repaired(&mut self, scope: Scope) {
        if let Some(view) = self.views.get_mut(&scope) {
            view.detach();
            self.orphans.insert(scope);
        }
    }
}

/// What is left of a scope once the damage is cut out.
struct Left {
    is_sound: bool,
    meta: ScopeMeta,
    directory: Directory,
    damaged: Vec<(Store, StoreKey)>,
}

impl Left {
    /// Sorts what a repair found; `None` where there is no such scope any more.
    fn of(scope: &Scope, found: &Found) -> Option<Self> {
        let ([_, meta, directory], [rows, segments]) = (found.gets.as_slice(), found.ranges.as_slice())
        else {
            return None;
        };
        if meta.is_none() && directory.is_none() && rows.is_empty() && segments.is_empty() {
            return None;
        }
        let meta = meta.as_ref().and_then(|stored| ScopeMeta::open(stored).ok());
        let listed = directory.as_ref().map_or_else(|| Some(Directory::default()), |stored| open(stored));
        Some(match (meta, listed) {
            (Some(meta), Some(directory)) if meta.fits(&directory) => {
                Self::partly(scope, (meta, directory), rows, segments)
            }
            (meta, directory) => {
                let next = directory.map_or(0, |directory| directory.next);
                let listed = ScopeMeta { listed: true, ..ScopeMeta::default() };
                let keys = |store, all: &[(StoreKey, Vec<u8>)]| {
                    all.iter().map(move |(key, _)| (store, key.clone())).collect::<Vec<_>>()
                };
                Self {
                    is_sound: false,
                    meta: meta.unwrap_or(listed).emptied(),
                    directory: Directory { next, segments: Vec::new() },
                    damaged: [keys(Store::Rows, rows), keys(Store::Segs, segments)].concat(),
                }
            }
        })
    }

    fn partly(
        scope: &Scope,
        (mut meta, mut directory): (ScopeMeta, Directory),
        rows: &[(StoreKey, Vec<u8>)],
        segments: &[(StoreKey, Vec<u8>)],
    ) -> Self {
        let mut damaged = Vec::new();
        let mut ids: Vec<RecordId> = Vec::new();
        for (key, stored) in rows {
            match open::<Row>(stored) {
                Some(row) => ids.push(row.record.head.id),
                None => damaged.push((Store::Rows, key.clone())),
            }
        }
        let mut sound: Vec<&StoreKey> = Vec::new();
        for (key, stored) in segments {
            let is_listed = directory.segments.iter().any(|one| one.is_at(scope, key));
            match open::<Segment>(stored).filter(|_| is_listed) {
                Some(_) => sound.push(key),
                None => damaged.push((Store::Segs, key.clone())),
            }
        }
        let listed = directory.segments.len();
        directory.segments.retain(|one| sound.iter().any(|key| one.is_at(scope, key)));
        let sums = Sums::of(&directory, ids.iter());
        let is_complete =
            listed == directory.segments.len() && meta.sums.as_ref().is_none_or(|was| *was == sums);
        meta.sums = Some(sums);
        Self { is_sound: is_complete && damaged.is_empty(), meta: meta.anew(), directory, damaged }
    }
}

impl SegmentRef {
    fn is_at(&self, scope: &Scope, key: &StoreKey) -> bool {
        matches!(key, StoreKey::Text(key) if *key == key::segment(scope, self.n))
    }
}

fn open<T: DeserializeOwned>(stored: &[u8]) -> Option<T> {
    codec::decode(&PlainCodec, stored).ok()
}
