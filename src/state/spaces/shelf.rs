//! The spaces of the list, each held open with a watcher that looks at it, not at every record.

use super::SpaceCard;
use super::look::Look;
use crate::state::clock::ServerClock;
use crate::state::engine::Engine;
use crate::state::engine::board::Watcher;
use crate::state::engine::driver::Driver;
use crate::state::keepsake;
use leptos::prelude::*;
use protocol::{Audience, Few, PersonId, Scope, SpaceId, gather};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::{Rc, Weak};

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
                let (engine, now_ms) = (glance.engine, clock.now_ms());
                let look = Look { engine, space: &space, person: &person, kept, now_ms };
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
