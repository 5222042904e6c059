//! The spaces of the list, each held open with a watcher that looks at it, not at every record.

use super::SpaceCard;
use crate::state::clock::ServerClock;
use crate::state::engine::Engine;
use crate::state::engine::board::{Glance, Watcher};
use crate::state::engine::driver::Driver;
use crate::state::keepsake::{self, Keepsake};
use domain::channels;
use domain::kinds::{self, Ack, Confirm, KnownKind, Message, Noted, ReadCursor, Rules, Seen};
use domain::unread::{Call, Entry, Place, Reading, Unread, What};
use leptos::prelude::*;
use protocol::{Audience, Few, PersonId, RecordId, Scope, SpaceId, gather};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use sync::{Standing, Visible};

/// The scopes that a card looks at.
const AUDIENCES: [Audience; 3] = [Audience::All, Audience::Personal, Audience::Private];

/// What is held open.
pub(super) struct Shelf {
    cards: RwSignal<Vec<SpaceCard>>,
    clock: ServerClock,
    held: RefCell<Option<Held>>,
}

/// What is held open on one driver.
struct Held {
    driver: Weak<Driver>,
    spaces: Few<SpaceId, Vec<Rc<Watcher>>>,
}

impl Held {
    fn release(&mut self, space: &SpaceId) {
        self.spaces.remove(space);
        if let Some(driver) = self.driver.upgrade() {
            AUDIENCES.into_iter().for_each(|audience| driver.close(Scope::new(space.clone(), audience)));
        }
    }
}

impl Shelf {
    pub(super) fn new(cards: RwSignal<Vec<SpaceCard>>, clock: ServerClock) -> Self {
        Self { cards, clock, held: RefCell::default() }
    }

    /// Lets everything go.
    pub(super) fn clear(&self) {
        if let Some(mut held) = self.held.take() {
            let spaces: Vec<SpaceId> = held.spaces.keys().cloned().collect();
            spaces.iter().for_each(|space| held.release(space));
        }
        if !self.cards.read_untracked().is_empty() {
            self.cards.set(Vec::new());
        }
    }

    /// Holds exactly `spaces` open.
    pub(super) fn show(&self, engine: Engine, person: &PersonId, spaces: BTreeSet<SpaceId>) {
        let Some(driver) = engine.driver() else { return self.clear() };
        let is_same =
            self.held.borrow().as_ref().is_some_and(|held| held.driver.ptr_eq(&Rc::downgrade(&driver)));
        if !is_same {
            self.clear();
            self.held.replace(Some(Held { driver: Rc::downgrade(&driver), spaces: Few::new() }));
        }
        let (gone, new) = {
            let held = self.held.borrow();
            let known: BTreeSet<SpaceId> = gather(held.iter().flat_map(|held| held.spaces.keys().cloned()));
            let gone: Vec<SpaceId> = known.difference(&spaces).cloned().collect();
            let new: Vec<SpaceId> = spaces.difference(&known).cloned().collect();
            (gone, new)
        };
        for space in gone {
            if let Some(held) = &mut *self.held.borrow_mut() {
                held.release(&space);
            }
            self.cards.update(|cards| cards.retain(|card| card.id != space));
        }
        for space in new {
            let watchers = self.open(&driver, &space, person);
            if let Some(held) = &mut *self.held.borrow_mut() {
                held.spaces.insert(space, watchers);
            }
        }
    }

    fn open(&self, driver: &Driver, space: &SpaceId, person: &PersonId) -> Vec<Rc<Watcher>> {
        let open = |audience| {
            let scope = Scope::new(space.clone(), audience);
            driver.open(scope.clone());
            let (cards, clock) = (self.cards, self.clock);
            let (space, person) = (space.clone(), person.clone());
            let kept_in = (!driver.keeps_private()).then(|| driver.database().to_owned());
            let watcher = Watcher::new(scope, move |glance, _| {
                let kept = kept_in.as_ref().map(|database| keepsake::read(database, &space));
                let look = Look { glance, space: &space, person: &person, kept, now_ms: clock.now_ms() };
                put(cards, look.card());
            });
            driver.board().watch(&driver.engine(), &watcher);
            watcher
        };
        AUDIENCES.into_iter().map(open).collect()
    }
}

/// Puts a card in its place by name.
fn put(cards: RwSignal<Vec<SpaceCard>>, card: SpaceCard) {
    let is_known = cards.try_with_untracked(|cards| cards.contains(&card)).unwrap_or(true);
    if is_known {
        return;
    }
    let _ = cards.try_update(|cards| {
        cards.retain(|known| known.id != card.id);
        let name = |card: &SpaceCard| card.about.as_ref().map(|about| about.name.clone());
        let place = cards.partition_point(|known| (name(known), &known.id) <= (name(&card), &card.id));
        cards.insert(place, card);
    });
}

/// What a card is drawn from.
struct Look<'a> {
    glance: &'a Glance<'a>,
    space: &'a SpaceId,
    person: &'a PersonId,
    /// What this device alone keeps, where the backend keeps nothing private.
    kept: Option<Keepsake>,
    now_ms: i64,
}

impl<'a> Look<'a> {
    fn scope(&self, audience: Audience) -> Scope {
        Scope::new(self.space.clone(), audience)
    }

    fn all(&self, audience: Audience, kind: KnownKind) -> impl Iterator<Item = Visible<'a>> + use<'a> {
        self.glance.engine.records(&self.scope(audience), &kind.kind())
    }

    fn card(&self) -> SpaceCard {
        let about = self.glance.engine.visible(&self.scope(Audience::All), &kinds::space_id(self.space));
        let reading = self.reading();
        let unread = Unread::of(self.person, &reading, self.log(&reading));
        SpaceCard {
            id: self.space.clone(),
            is_unsent: about.is_some_and(|about| about.standing != Standing::Synced && about.rev.is_none()),
            about: about.and_then(|about| about.body.read().ok()).map(Arc::new),
            needs_confirmation: self.needs_confirmation(),
            has_news: unread.said > 0 || !unread.announced.is_empty(),
            to_note: unread.to_note.len(),
            to_me: unread.to_me.len(),
        }
    }

    fn needs_confirmation(&self) -> bool {
        let rules = self.all(Audience::All, KnownKind::Rules);
        let binding = rules.filter_map(|row| row.body.read::<Rules>().ok()).max_by_key(|rules| rules.version);
        binding.is_some_and(|rules| {
            let id = kinds::ack_id(self.space, self.person, rules.version);
            let ack = self.glance.engine.visible(&self.scope(Audience::Personal), &id);
            ack.and_then(|ack| ack.body.read::<Ack>().ok()).is_none_or(|ack| ack.hash != rules.hash)
        })
    }

    fn reading(&self) -> Reading {
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
        let read = self.glance.engine.visible(&self.scope(Audience::Private), &id)?;
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
    fn muted(&self) -> BTreeSet<RecordId> {
        if let Some(kept) = &self.kept {
            return kept.muted.clone();
        }
        let id = kinds::seen_id(self.space, self.person);
        let seen = self.glance.engine.visible(&self.scope(Audience::Private), &id);
        let seen = seen.and_then(|seen| seen.body.read::<Seen>().ok());
        gather(seen.into_iter().flat_map(|seen| seen.muted))
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
