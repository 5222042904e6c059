//! Looking for words in all messages that this device has of the open space, also those that are not
//! in memory. The newest come first and are shown as they come; whoever types on starts anew. An index
//! says what need not be read; it is kept up beside ([`tend`]).

mod tend;

use super::Space;
use crate::state::engine::driver::Driver;
use crate::state::row::Row;
use domain::find::Needle;
use domain::kinds::Message;
use finder::{Hit, Hunt, Index};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::{Audience, PersonId, RecordId, Scope};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// How long typing rests before the search begins, milliseconds.
const REST_MS: u32 = 200;

/// The index, with the name of the store that it is about.
type Shelf = Rc<RefCell<Option<(String, Index)>>>;

/// A handle to the search. It lasts as long as the space is open: who comes back finds it as it was.
#[derive(Clone, Copy)]
pub struct Search {
    query: RwSignal<String>,
    author: RwSignal<String>,
    hits: RwSignal<Arc<Vec<Hit>>>,
    is_busy: RwSignal<bool>,
    /// Counts the searches: an older one stops when it sees a newer number.
    turn: StoredValue<u32>,
    shelf: StoredValue<Shelf, LocalStorage>,
    is_tended: StoredValue<bool>,
}

impl Search {
    pub(super) fn new() -> Self {
        Self {
            query: RwSignal::default(),
            author: RwSignal::default(),
            hits: RwSignal::default(),
            is_busy: RwSignal::new(false),
            turn: StoredValue::new(0),
            shelf: StoredValue::new_local(Rc::default()),
            is_tended: StoredValue::new(false),
        }
    }

    /// What is typed.
    pub fn query(self) -> RwSignal<String> {
        self.query
    }

    /// Whose messages alone are looked for; empty for everybody's.
    pub fn author(self) -> RwSignal<String> {
        self.author
    }

    /// The messages found so far, newest first; at most [`finder::MOST_HITS`].
    pub fn hits(self) -> Signal<Arc<Vec<Hit>>> {
        self.hits.into()
    }

    /// Whether it is still looking.
    pub fn is_busy(self) -> Signal<bool> {
        self.is_busy.into()
    }

    fn is_at(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    fn show(self, hits: Vec<Hit>) {
        let is_new = self.hits.try_with_untracked(|known| known.as_slice() != hits.as_slice());
        if is_new == Some(true) {
            let _ = self.hits.try_set(Arc::new(hits));
        }
    }
}

impl Space {
    /// The search in this space.
    pub fn search(self) -> Search {
        self.search
    }

    /// Looks for `needle` in the messages, in those of `author` alone where there is one. A search that
    /// is under way ends.
    pub async fn hunt(self, needle: Needle, author: Option<PersonId>) {
        let search = self.search;
        let turn = search.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        let Some(turn) = turn else { return };
        if needle.is_empty() {
            let _ = (search.hits.try_set(Arc::default()), search.is_busy.try_set(false));
            return;
        }
        let _ = search.is_busy.try_set(true);
        let mut hunt = Hunt::new(self.searched(), needle, author);
        TimeoutFuture::new(REST_MS).await;
        let Some(driver) = self.engine.driver().filter(|_| search.is_at(turn)) else { return };
        let shelf = self.shelved(&driver).await;
        if search.is_at(turn) {
            self.hunt_unsent(&driver, &mut hunt);
        }
        while let Some(plan) = hunt.plan() {
            let Ok(found) = driver.look(&plan).await else { break };
            // Whoever typed on or left the space wants it no more.
            if !search.is_at(turn) {
                return;
            }
            let index = shelf.as_ref().map(|shelf| shelf.borrow());
            let index = index.as_deref().and_then(Option::as_ref).map(|(_, index)| index);
            hunt.take(&found, index, |id, take| self.see(id, take));
            search.show(hunt.hits());
        }
        if search.is_at(turn) {
            search.show(hunt.hits());
            let _ = search.is_busy.try_set(false);
        }
    }

    fn searched(self) -> Scope {
        Scope::new(self.id(), Audience::All)
    }

    /// What is written here and is not on the backend stands in memory alone.
    fn hunt_unsent(self, driver: &Driver, hunt: &mut Hunt) {
        let scope = self.searched();
        let unsent: Vec<RecordId> = driver
            .engine()
            .outbox()
            .into_iter()
            .filter(|unsent| unsent.head().scope == scope)
            .map(|unsent| unsent.head().id.clone())
            .collect();
        for id in unsent {
            self.see(&id, &mut |author, at, message| hunt.weigh(&id, author, at, Some(message)));
        }
    }

    /// Hands over a message as it is shown, if it is in memory.
    fn see(self, id: &RecordId, take: &mut dyn FnMut(&PersonId, i64, &Message)) -> bool {
        let Some(row) = self.stream.message(id) else { return false };
        let row: Arc<Row<Message>> = row.get_untracked();
        take(row.author(), row.at, &row.body);
        true
    }

    /// The index as far as it is kept on this device.
    async fn shelved(self, driver: &Driver) -> Option<Shelf> {
        let shelf = self.search.shelf.try_get_value()?;
        let device = driver.engine().device()?.to_string();
        let is_here = shelf.borrow().as_ref().is_some_and(|(of, _)| *of == device);
        if !is_here {
            let mut index = Index::new(self.searched(), &device);
            // What can't be read is made anew.
            if let Ok(found) = driver.shelf().await.read(&index.plan()).await {
                index.take(&found);
            }
            shelf.replace(Some((device, index)));
        }
        Some(shelf)
    }
}
