//! Unread counts over random histories: one person with several devices, each with several tabs, that
//! read, take note, go offline and sync in any order. What travels is merged by the rules of its kind.

#![cfg(test)]

use domain::kinds::{KnownKind, ReadCursor};
use domain::merge::rules_of;
use domain::unread::{Call, Entry, Reading, Unread, What};
use proptest::prelude::*;
use protocol::{Body, PersonId, RecordId};
use std::collections::BTreeSet;

const DEVICES: usize = 3;

/// One step of a history.
#[derive(Clone, Debug)]
enum Step {
    /// Something reaches the server.
    Happens { mine: bool, what: What },
    /// In a tab of a device, everything up to some place that the device knows is read.
    Reads { device: usize, share: usize },
    /// In a tab of a device, some announcement that the device knows is taken note of.
    Notes { device: usize, share: usize },
    /// A device sends what it has and fetches what it lacks.
    Syncs { device: usize },
}

/// What a device keeps; its tabs share it.
#[derive(Clone, Default)]
struct Device {
    /// How much of the log it has.
    known: usize,
    /// The cursor as the server had it when they last spoke, and as it is shown here.
    base: Option<Body>,
    shown: Option<Body>,
    noted: BTreeSet<RecordId>,
}

#[derive(Default)]
struct World {
    log: Vec<Entry>,
    cursor: Option<Body>,
    noted: BTreeSet<RecordId>,
    devices: [Device; DEVICES],
    /// What somebody has really looked at or noted on any device.
    read_at: i64,
}

fn me() -> PersonId {
    PersonId::from("me")
}

fn reading(cursor: Option<&Body>, noted: &BTreeSet<RecordId>) -> Reading {
    let cursor = cursor.and_then(|body| body.read::<ReadCursor>().ok());
    Reading { upto: cursor.map(|cursor| (cursor.upto_at, cursor.upto_id)), noted: noted.clone() }
}

impl World {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Happens { mine, what } => {
                let at = i64::try_from(self.log.len()).unwrap() + 1;
                // Ids come from the clocks of devices: their order is not the stream's.
                let id = RecordId::new(format!("{:04}", (at * 7919) % 9973));
                let author = if *mine { me() } else { PersonId::from("li") };
                self.log.push(Entry { place: (at, id), author, what: *what });
            }
            Step::Reads { device, share } => {
                let device = &mut self.devices[*device];
                let Some(entry) = device.known.checked_sub(1).map(|last| &self.log[share % (last + 1)])
                else {
                    return;
                };
                let (upto_at, upto_id) = entry.place.clone();
                let here = reading(device.shown.as_ref(), &device.noted).upto;
                if here.is_none_or(|here| here < entry.place) {
                    let cursor = ReadCursor { upto_at, upto_id, extra: Default::default() };
                    device.shown = Some(Body::of(&cursor).unwrap());
                    self.read_at = self.read_at.max(upto_at);
                }
            }
            Step::Notes { device, share } => {
                let device = &mut self.devices[*device];
                let known = self.log[..device.known].iter();
                let notices: Vec<_> =
                    known.filter(|entry| matches!(entry.what, What::Announced(_))).collect();
                if let Some(entry) = notices.get(share % notices.len().max(1)) {
                    device.noted.insert(entry.place.1.clone());
                }
            }
            Step::Syncs { device } => self.sync(*device),
        }
    }

    fn sync(&mut self, device: usize) {
        let device = &mut self.devices[device];
        device.known = self.log.len();
        self.noted.extend(device.noted.iter().cloned());
        device.noted.clone_from(&self.noted);
        let merged = match (&device.base, &device.shown, &self.cursor) {
            (_, None, theirs) => theirs.clone(),
            (_, ours, None) => ours.clone(),
            (base, Some(ours), Some(theirs)) => {
                let empty = Body::empty();
                let base = base.as_ref().unwrap_or(&empty);
                let rules = rules_of(&KnownKind::Read.kind());
                let merged = rules.merge(base, ours, theirs).unwrap();
                assert!(merged.conflicts.is_empty(), "a position is nobody's decision");
                Some(merged.body)
            }
        };
        self.cursor.clone_from(&merged);
        device.base.clone_from(&merged);
        device.shown = merged;
    }

    fn unread_on(&self, device: usize) -> Unread {
        let device = &self.devices[device];
        let reading = reading(device.shown.as_ref(), &device.noted);
        Unread::of(&me(), &reading, self.log[..device.known].to_vec())
    }

    /// Nothing that was read anywhere, everything that was read nowhere.
    fn truth(&self) -> Unread {
        let upto = (self.read_at > 0).then(|| (self.read_at, RecordId::from("~")));
        let mut unread = Unread::default();
        let others = self.log.iter().filter(|entry| entry.author != me());
        for Entry { place, what, .. } in others {
            let is_new = upto.as_ref().is_none_or(|upto| place > upto);
            let is_noted = self.noted.contains(&place.1);
            let list = match what {
                What::Announced(Call::Note) if !is_noted => &mut unread.to_note,
                What::Announced(Call::Read) if is_new => &mut unread.announced,
                What::Ruled if is_new => &mut unread.ruled,
                What::Said { to_me: true, .. } if is_new => &mut unread.to_me,
                _ => &mut Vec::new(),
            };
            list.push(place.1.clone());
            if is_new && !is_noted && matches!(what, What::Announced(Call::Note)) {
                unread.called.push(place.1.clone());
            }
            let is_silent = matches!(what, What::Said { to_me: false, muted: true });
            unread.said += usize::from(is_new && !is_silent && matches!(what, What::Said { .. }));
            let shows = !is_silent && !matches!(what, What::Ruled | What::Announced(Call::Over));
            if is_new && shows && unread.first.is_none() {
                unread.first = Some(place.1.clone());
            }
        }
        unread
    }
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        4 => any::<(bool, bool)>().prop_map(|(to_me, muted)| What::Said { to_me, muted }),
        1 => Just(What::Announced(Call::Note)),
        1 => Just(What::Announced(Call::Read)),
        1 => Just(What::Announced(Call::Over)),
        1 => Just(What::Ruled),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let device = 0..DEVICES;
    prop_oneof![
        4 => (prop::bool::weighted(0.2), what()).prop_map(|(mine, what)| Step::Happens { mine, what }),
        2 => (device.clone(), 0..64_usize).prop_map(|(device, share)| Step::Reads { device, share }),
        1 => (device.clone(), 0..64_usize).prop_map(|(device, share)| Step::Notes { device, share }),
        3 => device.prop_map(|device| Step::Syncs { device }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_read_on_one_device_is_read_on_all_and_nothing_else_is(history in prop::collection::vec(step(), 0..60)) {
        let mut world = World::default();
        for step in &history {
            world.take(step);
        }
        // Twice: the first to sync hears in the second round what the last one brought.
        for device in (0..DEVICES).chain(0..DEVICES) {
            world.sync(device);
        }
        let truth = world.truth();
        for device in 0..DEVICES {
            prop_assert_eq!(&world.unread_on(device), &truth, "device {}", device);
        }
    }

    #[test]
    fn reading_and_syncing_never_make_more_unread(history in prop::collection::vec(step(), 0..60)) {
        let mut world = World::default();
        for step in &history {
            let before: Vec<_> = (0..DEVICES).map(|device| world.unread_on(device)).collect();
            world.take(step);
            if let Step::Reads { device, .. } | Step::Notes { device, .. } = step {
                let (was, is) = (&before[*device], world.unread_on(*device));
                prop_assert!(is.said <= was.said && is.to_me.len() <= was.to_me.len());
                prop_assert!(is.to_note.len() <= was.to_note.len() && is.ruled.len() <= was.ruled.len());
                prop_assert!(is.called.len() <= was.called.len());
            }
        }
    }

    #[test]
    fn talk_changes_nothing_about_what_is_to_be_noted(history in prop::collection::vec(step(), 0..60)) {
        let mut with_talk = World::default();
        history.iter().for_each(|step| with_talk.take(step));
        with_talk.sync(0);
        let is_talk = |entry: &Entry| matches!(entry.what, What::Said { .. });
        let quiet: Vec<Entry> = with_talk.log.iter().filter(|entry| !is_talk(entry)).cloned().collect();
        let device = &with_talk.devices[0];
        let reading = reading(device.shown.as_ref(), &device.noted);
        let without = Unread::of(&me(), &Reading { upto: None, ..reading }, quiet);
        prop_assert_eq!(with_talk.unread_on(0).to_note, without.to_note);
    }
}
