//! The spaces of who is signed in: the list on the home screen, and founding another.

mod look;
pub mod news;
mod shelf;

use crate::state::clock::ServerClock;
use crate::state::engine::Engine;
use crate::state::keepsake::{self, Founding};
use crate::state::session::Session;
use crate::state::space::desk::write;
use crate::state::space::verbs::random;
use crate::state::trouble::Trouble;
use domain::intent::{self, NewSpace, Profile};
use domain::kinds::{Rule, Space as About};
use domain::policy::Actor;
use leptos::prelude::*;
use protocol::{Audience, Problem, RecordId, SpaceId, gather};
use shelf::Shelf;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// A space in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceCard {
    /// Which.
    pub id: SpaceId,
    /// Name, purpose, for whom; `None` until it was fetched for the first time.
    pub about: Option<Arc<About>>,
    /// Whether the space is only on this device yet.
    pub is_unsent: bool,
    /// Whether the binding rules wait for this person's confirmation.
    pub needs_confirmation: bool,
    /// Whether something was announced that this person has not read.
    pub has_news: bool,
    /// How many messages this person has not read.
    pub said: usize,
    /// How many announcements wait for this person to take note of them.
    pub to_note: usize,
    /// How many unread messages name this person, of those that are in memory.
    pub to_me: usize,
    /// When the next of this person's scheduled posts is due, UTC milliseconds.
    pub due: Option<i64>,
    /// How many of them were not let in.
    pub not_let_in: usize,
}

/// A handle to the list.
#[derive(Clone, Copy)]
pub struct Spaces {
    engine: Engine,
    session: Session,
    clock: ServerClock,
    /// How many screens show the list: the spaces are held open as long as there is one.
    viewers: RwSignal<u32>,
    shelf: StoredValue<Rc<Shelf>, LocalStorage>,
    cards: RwSignal<Vec<SpaceCard>>,
}

impl Spaces {
    /// Puts the list in context; it fills when somebody is signed in and a screen shows it.
    pub fn provide(engine: Engine, session: Session, clock: ServerClock) -> Self {
        let cards = RwSignal::new(Vec::new());
        let shelf = StoredValue::new_local(Rc::new(Shelf::new(cards, clock)));
        let spaces = Self { engine, session, clock, viewers: RwSignal::new(0), shelf, cards };
        spaces.keep_current();
        provide_context(spaces);
        spaces
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The spaces, by name; `None` while they are being read. Call it from the component that
    /// shows them: they are held open for as long as that lives.
    pub fn cards(self) -> Memo<Option<Vec<SpaceCard>>> {
        self.viewers.update(|viewers| *viewers += 1);
        on_cleanup(move || _ = self.viewers.try_update(|viewers| *viewers -= 1));
        let status = self.engine.raw_status();
        Memo::new(move |_| status.read().ready.then(|| self.cards.get()))
    }

    /// How many announcements and messages that name this person wait in all spaces together, of the
    /// spaces that a screen holds open.
    pub fn waiting(self) -> Memo<usize> {
        Memo::new(move |_| {
            self.cards
                .read()
                .iter()
                .fold(0_usize, |sum, card| sum.saturating_add(card.to_note).saturating_add(card.to_me))
        })
    }

    /// Whether a post of this person waits for its time in any of these spaces.
    pub fn has_dates(self) -> Memo<bool> {
        Memo::new(move |_| self.cards.read().iter().any(|card| card.due.is_some()))
    }

    /// What was typed of a space that is not founded yet: one's own department to begin with.
    pub fn founding(self) -> Founding {
        let kept = self.engine.driver().and_then(|driver| keepsake::founding(driver.database()));
        kept.unwrap_or_else(|| {
            let me = self.session.me().get_untracked();
            Founding { dept: me.map(|me| me.dept.clone()).unwrap_or_default(), ..Founding::default() }
        })
    }

    /// Keeps what is typed of it, over a reload.
    pub fn keep_founding(self, typed: &Founding) {
        if let Some(driver) = self.engine.driver() {
            keepsake::keep_founding(driver.database(), Some(typed));
        }
    }

    /// Founds a space that begins with a draft of `rules`; whoever does it owns it. What was typed is
    /// forgotten with that.
    ///
    /// # Errors
    /// Refused; nothing kept.
    pub async fn found(self, about: NewSpace, rules: Vec<Rule>) -> Result<SpaceId, Trouble> {
        let me = self.session.me().get_untracked().ok_or(Trouble::SignedOut)?;
        let now_ms = self.clock.now_ms();
        let id = SpaceId::from(RecordId::timed(now_ms, random()?).as_str());
        let actor = Actor { person: me.person.clone(), membership: None, may_found: me.can_create_space };
        let profile =
            Profile { real_name: me.real_name.clone(), dept: me.dept.clone(), post: me.post.clone() };
        let writes = intent::create_space(&actor, now_ms, &id, &about, &profile, rules)
            .map_err(|refusal| Trouble::Refused(Problem::from(refusal)))?;
        self.engine.submit(writes.into_iter().map(write).collect()).await?;
        if let Some(driver) = self.engine.driver() {
            keepsake::keep_founding(driver.database(), None);
        }
        Ok(id)
    }

    /// Holds open what the backend lets this person read, and what was founded here and not sent.
    fn keep_current(self) {
        Effect::new(move |_| {
            self.engine.generation().track();
            let person = self.session.me().read().as_ref().map(|me| me.person.clone());
            let (Some(person), true) = (person, self.viewers.get() > 0) else {
                self.shelf.with_value(|shelf| shelf.clear());
                return;
            };
            // Opening a scope brings news at once, which writes what is read here.
            let spaces = self.to_hold();
            self.shelf.with_value(|shelf| shelf.show(self.engine, &person, spaces));
        });
    }

    /// What is to be held open; subscribes to it, and holds no guard when it returns.
    fn to_hold(self) -> BTreeSet<SpaceId> {
        let status = self.engine.raw_status().read();
        let tally = self.engine.tally().read();
        // Who was removed reads a part of a space, and not the space.
        let whole = status.scopes.iter().filter(|scope| scope.audience == Audience::All);
        let listed = whole.map(|scope| scope.space.clone());
        let all = listed.chain(tally.founded.iter().cloned());
        // A connection test may have left an empty space behind, which is nobody's to see.
        gather(all.filter(|space| !doctor::is_probe(space.as_str())))
    }
}
