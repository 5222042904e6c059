//! What this person wants to be told of the open space.

use super::Space;
use crate::state::keepsake;
use crate::state::trouble::Trouble;
use domain::intent;
use domain::kinds::{KnownKind, Wishes, seen_id};
use leptos::prelude::*;

impl Space {
    /// What they want.
    pub fn wishes(self) -> Memo<Wishes> {
        let (seen, me, id) = (self.tables().seen.rows().clone(), self.session.me(), self.id());
        Memo::new(move |_| {
            self.kept.track();
            self.engine.generation().track();
            if let Some(kept) = keepsake::of(self.engine, &id) {
                return kept.wishes;
            }
            let person = me.read().as_ref().map(|me| me.person.clone());
            let seen = person.and_then(|person| seen.get(&seen_id(&id, &person)));
            seen.map(|row| row.body.told.clone()).unwrap_or_default()
        })
    }

    /// Wants this from now on, on all devices; where the backend keeps nothing private, on this one.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn wish(self, wishes: Wishes) -> Result<(), Trouble> {
        if self.keep_here(|kept| kept.wishes = wishes.clone()) {
            self.kept.update(|kept| *kept = kept.wrapping_add(1));
            return Ok(());
        }
        self.intend(|desk, records| {
            let before = records.get(KnownKind::Seen, &seen_id(desk.space, &desk.actor.person));
            intent::wish_to_be_told(desk, before, &wishes)
        })
        .await
    }
}
