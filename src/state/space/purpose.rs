//! The purpose of a space: what changed in it since a member saw it.

use super::Space;
use crate::state::keepsake;
use crate::state::trouble::Trouble;
use domain::intent;
use domain::kinds::{KnownKind, member_id, seen_id};
use leptos::prelude::*;
use protocol::{Audience, Scope};

impl Space {
    /// The purpose, where its owner changed it since this person joined or saw it last.
    pub fn new_purpose(self) -> Memo<Option<String>> {
        let (about, me, id) = (self.about(), self.session.me(), self.id());
        let (members, seen) = (self.members(), self.tables().seen.rows().clone());
        let private = Scope::new(self.id(), Audience::Private);
        Memo::new(move |_| {
            // What was seen elsewhere comes with the first page.
            if self.engine.raw_status().read().loading.contains(&private) {
                return None;
            }
            let (about, me) = (about.get()?, me.get()?);
            let member = members.get(&member_id(&id, &me.person))?;
            let kept = keepsake::of(self.engine, &id).and_then(|kept| kept.purpose_at);
            let seen = seen.get(&seen_id(&id, &me.person)).map(|row| row.body.purpose_at).max(kept);
            let is_new = about.body.owner_or(about.author()) != &me.person
                && about.body.has_new_purpose(member.body.joined_at, seen);
            is_new.then(|| about.body.purpose.clone())
        })
    }

    /// Notes that this person has seen the purpose as it is now.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn see_purpose(self) -> Result<(), Trouble> {
        let about = self.about().get_untracked();
        let Some(changed) = about.and_then(|about| about.body.purpose_at) else { return Ok(()) };
        if self.keep_here(|kept| kept.purpose_at = Some(changed)) {
            return Ok(());
        }
        self.intend(|desk, records| {
            let before = records.get(KnownKind::Seen, &seen_id(desk.space, &desk.actor.person));
            intent::see_purpose(desk, before, changed)
        })
        .await
    }
}
