//! Effects at the server: once each, in order, and never over what their writer had not seen.

use super::{History, Intent, Invariant, Oracle, Release};
use crate::cast::{self, Fields};
use crate::server::Effected;
use protocol::{DeviceId, FieldClass, Mid, Record, RecordId};

impl Oracle {
    /// A write took effect. `compares` is whether the server refuses a stale base.
    pub fn sees_effect(&mut self, effect: &Effected, compares: bool) {
        self.effects += 1;
        let before = effect.before.as_ref().map(|record| cast::fields(&record.body)).unwrap_or_default();
        let after = cast::fields(&effect.after.body);
        if !compares {
            let again = effect.mid.as_ref().is_some_and(|mid| self.taken.contains(mid));
            self.note_overwriting(effect, &before, &after, again);
        }
        if let Some(mid) = &effect.mid {
            let intent = self.kept.get(mid).map(|kept| kept.intent.clone());
            let decided = self.decided.contains(&effect.after.head.id);
            // Where nothing is compared, the last writer wins, and the network chooses who is last.
            let again = !self.taken.insert(mid.clone());
            // Whoever decided about a creation that had come without their knowing writes upon it.
            if again && compares && !decided {
                self.find(Invariant::Once, format!("{mid:?} took effect again: {effect:?}"));
            }
            if !decided && compares {
                self.check_order(mid, effect);
                self.check_once(&before, &after, &effect.after);
            }
            if let (Some(intent), false, true) = (intent, decided, compares) {
                self.check_silence((mid, &intent), effect, (&before, &after));
            }
            if let Some(kept) = self.kept.get_mut(mid) {
                kept.released = kept.released.or(Some(Release::Taken));
            }
        }
        let history = self.histories.entry(effect.after.head.id.clone()).or_default();
        history.take(&effect.after, after, effect.mid.as_ref().map(|mid| &mid.device));
    }

    /// A record that stood on the server before anybody came.
    pub fn sees_seeded(&mut self, record: &Record) {
        let history = self.histories.entry(record.head.id.clone()).or_default();
        history.take(record, cast::fields(&record.body), None);
    }

    fn check_order(&mut self, mid: &Mid, effect: &Effected) {
        let id = &effect.after.head.id;
        let last = self.histories.entry(id.clone()).or_default().last.insert(mid.device.clone(), mid.n);
        if let Some(last) = last.filter(|last| *last > mid.n) {
            self.find(Invariant::InOrder, format!("{mid:?} of {id} took effect after {last}"));
        }
        let deps = self.kept.get(mid).map(|kept| kept.intent.deps.clone()).unwrap_or_default();
        let missing = deps.iter().find(|dep| {
            let is_unknown = self.histories.get(*dep).is_none_or(|history| history.values.is_empty());
            is_unknown && !self.decided.contains(*dep)
        });
        if let Some(dep) = missing {
            self.find(Invariant::InOrder, format!("{mid:?} took effect before {dep}, on which it rests"));
        }
    }

    /// A value that a record had once and lost does not come back by itself.
    fn check_once(&mut self, before: &Fields, after: &Fields, record: &Record) {
        let Some(history) = self.histories.get(&record.head.id) else { return };
        let again = after.iter().find(|(field, value)| {
            before.get(*field) != Some(*value)
                && **value > 0
                && *field != "score"
                && history
                    .values
                    .get(&((*field).clone(), **value))
                    .is_some_and(|writer| writer.as_ref().is_none_or(|device| !self.wiped.contains(device)))
        });
        if let Some((field, value)) = again {
            let story = format!("{field} = {value} of {} took effect again", record.head.id);
            self.find(Invariant::Once, story);
        }
    }

    /// A write changes what its writer changed, from what its writer saw.
    fn check_silence(
        &mut self,
        (mid, intent): (&Mid, &Intent),
        effect: &Effected,
        (before, after): (&Fields, &Fields),
    ) {
        let id = &effect.after.head.id;
        if effect.after.deleted {
            if let Some((field, value)) =
                before.iter().find(|(field, value)| !self.was_seen((mid, intent), field, **value))
            {
                let story = format!("{id} was deleted over {field} = {value}, which nobody saw: {effect:?}");
                self.find(Invariant::NothingSilent, story);
            }
            return;
        }
        for field in before.keys().chain(after.keys()) {
            let (was, is) = (before.get(field), after.get(field));
            let class = cast::class_of(&intent.head.kind, field);
            if was == is || class == FieldClass::ServerJudged {
                continue;
            }
            let wanted = intent.set.get(field);
            if is.is_some_and(|value| wanted != is && self.is_untold(id, field, *value)) {
                continue;
            }
            let meant = wanted.is_some() && wanted == is || is.is_none() && intent.cleared.contains(field);
            if !meant {
                let story = format!(
                    "{id}.{field} went from {was:?} to {is:?} without anybody's wish: {effect:?}, {intent:?}"
                );
                self.find(Invariant::NothingSilent, story);
                return;
            }
            let unseen = was.is_some_and(|value| !self.was_seen((mid, intent), field, *value));
            if unseen && class == FieldClass::Register {
                let story = format!("{id}.{field} = {was:?} was overwritten unseen: {effect:?}, {intent:?}");
                self.find(Invariant::NothingSilent, story);
                return;
            }
        }
    }

    /// Whether a value is of a commit that its tab did not live to tell of: it went into the log, and
    /// a later one may have been taken into it.
    fn is_untold(&self, id: &RecordId, field: &str, value: i64) -> bool {
        let was_there = self
            .histories
            .get(id)
            .is_some_and(|history| history.values.contains_key(&(field.to_owned(), value)));
        !was_there && self.uttered.contains(&(id.clone(), value))
    }

    /// Whether a writer knew a value: from the screen, or because their own store wrote it, whose
    /// writes go in the order of its log, or because they saw what a write made of it that this one may
    /// have been taken into: one of a wiped store, or one that its tab did not live to tell of.
    fn was_seen(&self, (mid, intent): (&Mid, &Intent), field: &str, value: i64) -> bool {
        let history = self.histories.get(&intent.head.id);
        let writer = history.and_then(|history| history.values.get(&(field.to_owned(), value)));
        let is_own = writer.is_some_and(|writer| writer.as_ref() == Some(&mid.device));
        intent.saw.get(field) == Some(&value)
            || field == "score"
            || is_own
            || self.saw_through(intent, field, value)
    }

    /// Whether what a writer saw of a field goes back to `value` by writes of wiped stores and untold
    /// ones alone.
    pub(super) fn saw_through(&self, intent: &Intent, field: &str, value: i64) -> bool {
        let wiped = self.kept.iter().filter(|(mid, _)| self.wiped.contains(&mid.device));
        let wiped = wiped.map(|(_, kept)| &kept.intent);
        let earlier: Vec<&Intent> = wiped.chain(self.asked.values().flatten()).collect();
        let mut seen = intent.saw.get(field);
        // Each value is one of a kind, so that each step goes to an earlier one.
        while let Some(now) = seen {
            if *now == value {
                return true;
            }
            let writer = earlier
                .iter()
                .find(|earlier| earlier.head.id == intent.head.id && earlier.set.get(field) == Some(now));
            seen = writer.and_then(|earlier| earlier.saw.get(field));
        }
        false
    }
}

impl History {
    fn take(&mut self, record: &Record, fields: Fields, device: Option<&DeviceId>) {
        for (field, value) in &fields {
            let is_now = self.now.get(field) == Some(value);
            if !is_now && self.values.contains_key(&(field.clone(), *value)) {
                self.returned.insert((field.clone(), *value));
            }
            self.values.entry((field.clone(), *value)).or_insert_with(|| device.cloned());
        }
        self.versions.entry(record.rev.clone()).or_default().push(fields);
        self.now = self.versions.get(&record.rev).and_then(|all| all.last()).cloned().unwrap_or_default();
        self.deleted |= record.deleted;
        self.is_live = !record.deleted;
    }
}
