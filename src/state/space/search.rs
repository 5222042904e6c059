//! Looking for words in all messages that this device has of the open space, also those that are not
//! in memory. The newest come first and are shown as they come; whoever types on starts anew. An index
//! says what need not be read; it is kept up beside ([`tend`]).

mod tend;

use super::Space;
use crate::state::engine::driver::Driver;
use crate::state::row::Row;
use domain::find::Needle;
use domain::kinds::{ChannelSort, Message, Notice};
use domain::limits::HOUR_MS;
use finder::{Hit, Hunt, Index, Sieve};
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
    kind: RwSignal<String>,
    author: RwSignal<String>,
    channel: RwSignal<String>,
    days: RwSignal<String>,
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
            kind: RwSignal::default(),
            author: RwSignal::default(),
            channel: RwSignal::default(),
            days: RwSignal::default(),
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

    /// Of which kind alone what is found is shown, by a name of the screen's; empty for all kinds.
    pub fn kind(self) -> RwSignal<String> {
        self.kind
    }

    /// Whose messages alone are looked for; empty for everybody's.
    pub fn author(self) -> RwSignal<String> {
        self.author
    }

    /// In which channel alone is looked; empty for all.
    pub fn channel(self) -> RwSignal<String> {
        self.channel
    }

    /// Within how many of the last days alone; empty for all times.
    pub fn days(self) -> RwSignal<String> {
        self.days
    }

    /// Leaves nothing out any more.
    pub fn open_up(self) {
        for choice in [self.kind, self.author, self.channel, self.days] {
            choice.set(String::new());
        }
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

    /// What the choices of the search leave out.
    pub fn sieve(self) -> Memo<Sieve> {
        let search = self.search;
        Memo::new(move |_| {
            let chosen = |choice: RwSignal<String>| Some(choice.get()).filter(|chosen| !chosen.is_empty());
            let days = chosen(search.days).and_then(|days| days.parse::<i64>().ok());
            let span = |days: i64| days.saturating_mul(24).saturating_mul(HOUR_MS);
            Sieve {
                author: chosen(search.author).map(PersonId::new),
                channel: chosen(search.channel).map(RecordId::new),
                since: days.map(|days| self.clock.now_ms().saturating_sub(span(days))),
            }
        })
    }

    /// The announcements that have the words of `needle` and that `sieve` lets through, newest first. They
    /// are all in memory.
    pub fn hunt_notices(self, needle: Memo<Needle>, sieve: Memo<Sieve>) -> Memo<Vec<Arc<Row<Notice>>>> {
        let (rows, channel) = (self.notices(), self.channel_of(&ChannelSort::Notices));
        Memo::new(move |_| {
            let (needle, sieve) = (needle.read(), sieve.read());
            let is_found = |row: &Arc<Row<Notice>>| {
                row.body.withdrawn.is_none()
                    && sieve.lets(row.author(), row.at, &channel)
                    && needle.find(&row.body.said()).is_some()
            };
            let mut found: Vec<_> = rows.all().into_iter().filter(is_found).collect();
            found.reverse();
            found
        })
    }

    /// Looks for `needle` in the messages that `sieve` lets through. A search that is under way ends.
    pub async fn hunt(self, needle: Needle, sieve: Sieve) {
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
        let mut hunt = Hunt::new(self.searched(), needle, sieve);
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
