//! Screens: nothing invented, nothing that flickers, nothing that vanishes.

use super::{Intent, Invariant, Oracle};
use crate::world::device::TabRef;
use crate::world::screen::{Screen, Shown};
use protocol::{PersonId, RecordId};
use sync::visible::Standing;

impl Oracle {
    /// A record on a screen changed. `screen` is the screen after it; `windowed` whether older
    /// records are left out of it.
    pub fn sees_screen(
        &mut self,
        (at, person, windowed): (TabRef, &PersonId, bool),
        id: &RecordId,
        (before, now): (Option<&Shown>, Option<&Shown>),
        screen: &mut Screen,
    ) {
        if let Some(now) = now {
            self.check_invented(at, now);
        }
        let decided = self.decided.contains(id);
        let told = |shown: Option<&Shown>| {
            shown.is_some_and(|shown| !matches!(shown.standing, Standing::Synced | Standing::Waiting(_)))
        };
        let worn =
            before.or(now).is_some_and(|shown| self.is_worn(&(at.device, person.clone()), &shown.head.scope));
        let spared = decided
            || self.is_torn(id)
            || told(before)
            || told(now)
            || self.regranted.contains(person)
            || worn;
        match (before, now) {
            (Some(before), Some(now)) => {
                let fields = now.fields();
                for (field, old) in before.fields() {
                    let new = fields.get(&field).copied();
                    if new == Some(old) {
                        continue;
                    }
                    let passed = screen.passed.entry((id.clone(), field.clone())).or_default();
                    passed.insert(old);
                    let returned = |new: i64| {
                        let history = self.histories.get(id);
                        history.is_some_and(|history| history.returned.contains(&(field.clone(), new)))
                    };
                    let again = |new: &i64| {
                        *new > 0 && passed.contains(new) && !spared && field != "score" && !returned(*new)
                    };
                    if let Some(new) = new.filter(again) {
                        let story = format!("{at} shows {id}.{field} = {new} again, after {old}");
                        self.find(Invariant::NoFlicker, story);
                    }
                }
            }
            (Some(before), None) if !spared && !windowed => self.check_vanished(at, person, id, before),
            _ => {}
        }
    }

    fn check_invented(&mut self, at: TabRef, now: &Shown) {
        let id = &now.head.id;
        let history = self.histories.get(id);
        let invented = now.fields().into_iter().find(|(field, value)| {
            !self.uttered.contains(&(id.clone(), *value))
                && history.is_none_or(|history| !history.values.contains_key(&(field.clone(), *value)))
        });
        if let Some((field, value)) = invented {
            self.find(Invariant::Folded, format!("{at} shows {id}.{field} = {value}, which nobody wrote"));
        }
    }

    /// A record leaves a screen only because somebody deleted it.
    fn check_vanished(&mut self, at: TabRef, person: &PersonId, id: &RecordId, before: &Shown) {
        let deleted = self.histories.get(id).is_some_and(|history| history.deleted);
        let deletes = |intent: &Intent| intent.deletes && intent.head.id == *id;
        let meant = self.kept.values().any(|kept| deletes(&kept.intent))
            || self.asked.values().flatten().any(deletes);
        if !deleted && !meant {
            self.find(Invariant::NoFlicker, format!("{at} of {person}: {id} vanished: {before:?}"));
        }
    }

    /// Somebody's rights changed.
    pub fn sees_regrant(&mut self, person: &PersonId) {
        self.regranted.insert(person.clone());
    }

    /// Whether somebody's rights ever changed.
    pub fn is_regranted(&self, person: &PersonId) -> bool {
        self.regranted.contains(person)
    }

    /// A commit was told as kept: its tab shows it.
    pub fn checks_own_write(&mut self, at: TabRef, intent: &Intent, shown: Option<&Shown>) {
        let id = &intent.head.id;
        let history = self.histories.get(id);
        if self.decided.contains(id) || history.is_some_and(|history| history.deleted) {
            return;
        }
        if shown.is_some_and(|shown| !matches!(shown.standing, Standing::Synced | Standing::Waiting(_))) {
            return;
        }
        let story = match shown {
            Some(_) if intent.deletes => format!("{at} still shows {id}, which it deleted"),
            None if !intent.deletes && intent.saw.is_empty() => {
                format!("{at} does not show {id}, which it wrote")
            }
            Some(shown) => {
                let fields = shown.fields();
                let old = intent.set.keys().find(|field| {
                    intent.saw.contains_key(*field) && fields.get(*field) == intent.saw.get(*field)
                });
                let Some(field) = old else { return };
                format!("{at} shows {id}.{field} as it was before its own write")
            }
            None => return,
        };
        self.find(Invariant::Folded, story);
    }
}
