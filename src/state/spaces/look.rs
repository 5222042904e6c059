//! A space as it stands for one person: its card, and what waits in it.

use super::SpaceCard;
use crate::state::keepsake::Keepsake;
use domain::channels;
use domain::kinds::{
    self, Ack, Confirm, KnownKind, Message, Noted, ReadCursor, Rules, Scheduled, ScheduledState, Seen, Wishes,
};
use domain::unread::{Call, Entry, Place, Reading, Unread, What};
use protocol::{Audience, PersonId, RecordId, Scope, SpaceId, gather};
use std::collections::BTreeSet;
use std::sync::Arc;
use sync::{Standing, Visible};

/// A space as it stands for one person.
pub(super) struct Look<'a> {
    pub(super) engine: &'a sync::Engine,
    pub(super) space: &'a SpaceId,
    pub(super) person: &'a PersonId,
    /// What this device alone keeps, where the backend keeps nothing private.
    pub(super) kept: Option<Keepsake>,
    pub(super) now_ms: i64,
}

impl<'a> Look<'a> {
    pub(super) fn scope(&self, audience: Audience) -> Scope {
        Scope::new(self.space.clone(), audience)
    }

    pub(super) fn all(
        &self,
        audience: Audience,
        kind: KnownKind,
    ) -> impl Iterator<Item = Visible<'a>> + use<'a> {
        self.engine.records(&self.scope(audience), &kind.kind())
    }

    pub(super) fn card(&self) -> SpaceCard {
        let about = self.engine.visible(&self.scope(Audience::All), &kinds::space_id(self.space));
        let reading = self.reading();
        let unread = Unread::of(self.person, &reading, self.log(&reading));
        SpaceCard {
            id: self.space.clone(),
            is_unsent: about.is_some_and(|about| about.standing != Standing::Synced && about.rev.is_none()),
            about: about.and_then(|about| about.body.read().ok()).map(Arc::new),
            needs_confirmation: self.needs_confirmation(),
            has_news: !unread.announced.is_empty(),
            said: unread.said,
            to_note: unread.to_note.len(),
            to_me: unread.to_me.len(),
            due: self.scheduled(&ScheduledState::Waiting).map(|post| post.due_at).min(),
            not_let_in: self.scheduled(&ScheduledState::Refused).count(),
        }
    }

    /// What the person has scheduled that stands so.
    fn scheduled<'s>(&self, state: &'s ScheduledState) -> impl Iterator<Item = Scheduled> + use<'s, 'a> {
        let all = self.all(Audience::Private, KnownKind::Scheduled);
        all.filter_map(|row| row.body.read::<Scheduled>().ok()).filter(|post| post.state == *state)
    }

    /// The record of the binding version of the rules.
    pub(super) fn binding(&self) -> Option<Visible<'a>> {
        let version = |row: &Visible<'_>| row.body.read::<Rules>().map_or(0, |rules| rules.version);
        self.all(Audience::All, KnownKind::Rules).max_by_key(version)
    }

    /// Whether the person has yet to confirm the binding version of the rules.
    pub(super) fn needs_confirmation(&self) -> bool {
        let binding = self.binding().and_then(|row| row.body.read::<Rules>().ok());
        binding.is_some_and(|rules| {
            let id = kinds::ack_id(self.space, self.person, rules.version);
            let ack = self.engine.visible(&self.scope(Audience::Personal), &id);
            ack.and_then(|ack| ack.body.read::<Ack>().ok()).is_none_or(|ack| ack.hash != rules.hash)
        })
    }

    pub(super) fn reading(&self) -> Reading {
        let noted = self.all(Audience::Private, KnownKind::Noted);
        let noted = noted.filter_map(|row| Some(row.body.read::<Noted>().ok()?.notice));
        let confirmed = self.all(Audience::Personal, KnownKind::Confirm);
        let own = confirmed.filter(|row| row.head.subject.as_ref() == Some(self.person));
        let confirmed = own.filter_map(|row| Some(row.body.read::<Confirm>().ok()?.notice));
        let kept = self.kept.iter().flat_map(|kept| kept.noted.iter().cloned());
        Reading { upto: self.upto(), noted: gather(noted.chain(confirmed).chain(kept)) }
    }

    fn upto(&self) -> Option<Place> {
        if let Some(kept) = &self.kept {
            return kept.upto.clone();
        }
        let id = kinds::read_id(self.space, self.person);
        let read = self.engine.visible(&self.scope(Audience::Private), &id)?;
        read.body.read::<ReadCursor>().ok().map(|read| (read.upto_at, read.upto_id))
    }

    /// What others did that may wait. Of messages only what is new is looked at, and of these only those
    /// are read in which somebody is named.
    fn log(&self, reading: &Reading) -> Vec<Entry> {
        let entry = |row: &Visible<'_>, what: What| Entry {
            place: (row.at, row.head.id.clone()),
            author: row.head.author.clone(),
            what,
        };
        let is_new = |row: &Visible<'_>| {
            let upto = reading.upto.as_ref();
            row.head.author != *self.person && upto.is_none_or(|(at, id)| (row.at, &row.head.id) > (*at, id))
        };
        let said = self.all(Audience::All, KnownKind::Message).filter(is_new);
        let said = said.filter(|row| !is_recalled(row));
        let muted = self.muted();
        let said = said.map(|row| {
            let what = What::Said { to_me: self.is_named(&row), muted: self.is_muted(&row, &muted) };
            entry(&row, what)
        });
        let announced = self.all(Audience::All, KnownKind::Notice).filter_map(|row| {
            let call = Call::of(&row.body.read().ok()?, self.now_ms);
            Some(entry(&row, What::Announced(call)))
        });
        said.chain(announced).collect()
    }

    /// The channels of which the person does not want to hear.
    pub(super) fn muted(&self) -> BTreeSet<RecordId> {
        if let Some(kept) = &self.kept {
            return kept.muted.clone();
        }
        gather(self.seen().into_iter().flat_map(|seen| seen.muted))
    }

    /// What the person wants to be told of the space.
    pub(super) fn wishes(&self) -> Wishes {
        match &self.kept {
            Some(kept) => kept.wishes.clone(),
            None => self.seen().map(|seen| seen.told).unwrap_or_default(),
        }
    }

    fn seen(&self) -> Option<Seen> {
        let id = kinds::seen_id(self.space, self.person);
        self.engine.visible(&self.scope(Audience::Private), &id)?.body.read().ok()
    }

    fn is_muted(&self, row: &Visible<'_>, muted: &BTreeSet<RecordId>) -> bool {
        let channel = |message: Message| channels::home(self.space, message.channel.as_ref());
        !muted.is_empty() && row.body.read().is_ok_and(|message| muted.contains(&channel(message)))
    }

    fn is_named(&self, row: &Visible<'_>) -> bool {
        let may_name = row.body.as_str().contains("\"mentions\"");
        may_name && row.body.read::<Message>().is_ok_and(|message| message.mentions.name(self.person))
    }
}

/// Whether a message was recalled: it says nothing that waits for anybody. Few are, so few are read.
fn is_recalled(row: &Visible<'_>) -> bool {
    let may_be = row.body.as_str().contains("\"recalled_at\"");
    may_be && row.body.read::<Message>().is_ok_and(|message| message.recalled_at.is_some())
}
