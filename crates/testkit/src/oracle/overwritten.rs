//! Where the server compares nothing: what is overwritten by who had not seen it comes back, or is
//! shown to who wrote it.

use super::{Intent, Invariant, Oracle, device_of};
use crate::cast::{self, Fields};
use crate::disk::Disk;
use crate::server::Effected;
use protocol::codec::{self, PlainCodec};
use protocol::{Audience, FieldClass, Mid, Mutation, Op, PersonId, RecordId};
use std::collections::{BTreeMap, BTreeSet};
use sync::Store;

/// What a write did to a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    /// Gave a field a value, which is one of a kind.
    Set(String, i64),
    /// Deleted it.
    Deleted,
}

/// Who did what, and what of it is gone by the doing of somebody who had not seen it.
#[derive(Debug, Default)]
pub(super) struct Overwritten {
    done: BTreeMap<(RecordId, Deed), Mid>,
    owed: BTreeMap<(RecordId, Deed), Mid>,
    /// Records of which that ever happened: their writers lay their own over what stands there.
    torn: BTreeSet<RecordId>,
}

impl Oracle {
    /// A write took effect at a server that compares nothing.
    pub(super) fn note_overwriting(
        &mut self,
        effect: &Effected,
        before: &Fields,
        after: &Fields,
        again: bool,
    ) {
        let id = &effect.after.head.id;
        let deeds = |fields: &Fields, deleted: bool| -> Vec<Deed> {
            let set = fields.iter().map(|(field, value)| Deed::Set(field.clone(), *value));
            set.chain(deleted.then_some(Deed::Deleted)).collect()
        };
        let was = deeds(before, effect.before.as_ref().is_some_and(|record| record.deleted));
        let is = deeds(after, effect.after.deleted);
        if let Some(mid) = &effect.mid {
            for deed in was.iter().filter(|deed| !is.contains(deed)) {
                let place = (id.clone(), deed.clone());
                if let Some(writer) = self.overwritten.done.get(&place).cloned()
                    && !self.knew(mid, (&writer, &place), again)
                {
                    self.overwritten.torn.insert(place.0.clone());
                    if is_binding(effect, deed) {
                        self.overwritten.owed.insert(place, writer);
                    }
                }
            }
        }
        for deed in is {
            let place = (id.clone(), deed);
            self.overwritten.owed.remove(&place);
            if let (Some(mid), false) = (&effect.mid, was.contains(&place.1)) {
                self.overwritten.done.entry(place).or_insert_with(|| mid.clone());
            }
        }
    }

    /// Whether something of a record was ever overwritten by who had not seen it.
    pub(super) fn is_torn(&self, id: &RecordId) -> bool {
        self.overwritten.torn.contains(id)
    }

    /// Whether a writer knew what another had done: they wrote it before, in the order of their log, or
    /// a screen showed it.
    fn knew(&self, mid: &Mid, (writer, (id, deed)): (&Mid, &(RecordId, Deed)), again: bool) -> bool {
        if mid.device == writer.device {
            return writer.n <= mid.n;
        }
        self.meant_by(mid, id).iter().any(|intent| match deed {
            // A private record is written anew over whatever of it shows.
            Deed::Set(..) if intent.saw.is_empty() && intent.head.scope.audience == Audience::Private => true,
            Deed::Set(field, value) => {
                intent.saw.get(field) == Some(value) || self.saw_through(intent, field, *value)
            }
            // Whoever makes it anew knew that it was gone, unless their request only came late.
            Deed::Deleted => intent.saw.is_empty() && !again,
        })
    }

    /// What may have been meant by a write of a record: where nobody lived to tell its name, or where
    /// it went on under another, anything that its device, one that was wiped, or who told nothing wrote
    /// there.
    fn meant_by(&self, mid: &Mid, id: &RecordId) -> Vec<&Intent> {
        if let Some(kept) = self.kept.get(mid) {
            return vec![&kept.intent];
        }
        let own = self
            .kept
            .iter()
            .filter(|(other, _)| other.device == mid.device || self.wiped.contains(&other.device));
        let all = own.map(|(_, kept)| &kept.intent).chain(self.asked.values().flatten());
        all.filter(|intent| intent.head.id == *id).collect()
    }

    /// A store at the end: what its person wrote and others overwrote unread stands in its log, where
    /// screens list it, or the person wrote something else over it.
    pub(super) fn checks_overwritten(&mut self, (device, person): (usize, &PersonId), disk: &Disk) {
        let Some(id) = device_of(disk) else { return };
        if self.decayed(&(device, person.clone())) != (false, false) || self.is_regranted(person) {
            return;
        }
        let rows =
            disk.all(Store::Log).filter_map(|(_, row)| codec::decode::<Mutation>(&PlainCodec, row).ok());
        let rows: Vec<Mutation> = rows.collect();
        let lost = self.overwritten.owed.iter().find(|((record, deed), writer)| {
            writer.device == id
                && !self.decided.contains(record)
                && !self.replaced(writer, record, deed)
                && !rows.iter().any(|row| row.head.id == *record && does(row, deed))
        });
        if let Some(((record, deed), writer)) = lost {
            let story =
                format!("{deed:?} of {record} by {writer:?} was overwritten unread, and nobody is told");
            self.find(Invariant::NothingSilent, story);
        }
    }

    /// Whether its own device wrote over it: in the order of its log, or where a screen showed it.
    fn replaced(&self, writer: &Mid, record: &RecordId, deed: &Deed) -> bool {
        let Deed::Set(field, value) = deed else { return false };
        self.kept.iter().any(|(mid, kept)| {
            let intent = &kept.intent;
            let changes = intent.deletes || intent.cleared.contains(field) || intent.set.contains_key(field);
            mid.device == writer.device
                && intent.head.id == *record
                && changes
                && (mid.n > writer.n || intent.saw.get(field) == Some(value))
        })
    }
}

/// Whether one may not lose it unread: of a cheap field, the later value is as good as any.
fn is_binding(effect: &Effected, deed: &Deed) -> bool {
    match deed {
        Deed::Set(field, _) => cast::class_of(&effect.after.head.kind, field) == FieldClass::Register,
        Deed::Deleted => true,
    }
}

fn does(row: &Mutation, deed: &Deed) -> bool {
    match deed {
        Deed::Set(field, value) => {
            row.body().is_some_and(|body| cast::fields(body).get(field) == Some(value))
        }
        Deed::Deleted => row.op == Op::Delete,
    }
}
