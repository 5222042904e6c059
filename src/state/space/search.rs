//! Looking for words in all messages that this device has of the open space, also those that are not
//! in memory. The newest come first and are shown as they come; whoever types on starts anew.

use super::Space;
use crate::state::row::Row;
use domain::find::Needle;
use domain::kinds::{self, Message};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::{Audience, PersonId, Record, RecordId, Scope};
use std::collections::BTreeMap;
use std::sync::Arc;
use sync::Scan;

/// How long typing rests before the search begins, milliseconds.
const REST_MS: u32 = 200;

/// After so many messages the search ends: more words find fewer.
pub const MOST_HITS: usize = 200;

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which.
    pub id: RecordId,
    /// Who wrote it.
    pub author: PersonId,
    /// When the server took it, UTC milliseconds.
    pub at: i64,
    /// Its text.
    pub text: String,
}

/// A handle to the search. It lasts as long as the space is open: who comes back finds it as it was.
#[derive(Clone, Copy)]
pub struct Search {
    query: RwSignal<String>,
    author: RwSignal<String>,
    hits: RwSignal<Arc<Vec<Hit>>>,
    is_busy: RwSignal<bool>,
    /// Counts the searches: an older one stops when it sees a newer number.
    turn: StoredValue<u32>,
}

impl Search {
    pub(super) fn new() -> Self {
        Self {
            query: RwSignal::default(),
            author: RwSignal::default(),
            hits: RwSignal::default(),
            is_busy: RwSignal::new(false),
            turn: StoredValue::new(0),
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

    /// The messages found so far, newest first; at most [`MOST_HITS`].
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
}

/// What one search has found.
struct Hunt {
    needle: Needle,
    author: Option<PersonId>,
    found: BTreeMap<RecordId, Hit>,
}

impl Hunt {
    fn weigh(&mut self, id: &RecordId, author: &PersonId, at: i64, message: Option<&Message>) {
        let is_wanted = self.author.as_ref().is_none_or(|wanted| wanted == author);
        let text =
            message.filter(|message| is_wanted && message.hidden.is_none()).map(|message| &message.text);
        match text.filter(|text| self.needle.find(text).is_some()) {
            Some(text) => {
                let hit = Hit { id: id.clone(), author: author.clone(), at, text: text.clone() };
                self.found.insert(id.clone(), hit);
            }
            None => _ = self.found.remove(id),
        }
    }

    fn hits(&self) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self.found.values().cloned().collect();
        hits.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
        hits.truncate(MOST_HITS);
        hits
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
        TimeoutFuture::new(REST_MS).await;
        let mut hunt = Hunt { needle, author, found: BTreeMap::new() };
        self.hunt_unsent(&mut hunt);
        let mut scan = Scan::new(Scope::new(self.id(), Audience::All));
        while search.is_at(turn) && hunt.found.len() < MOST_HITS {
            let (Some(plan), Some(driver)) = (scan.plan(), self.engine.driver()) else { break };
            let Ok(found) = driver.look(&plan).await else { break };
            for record in scan.take(&found) {
                self.weigh(&mut hunt, &record);
            }
            let hits = hunt.hits();
            let is_new = search.hits.try_with_untracked(|known| known.as_slice() != hits.as_slice());
            if search.is_at(turn) && is_new == Some(true) {
                let _ = search.hits.try_set(Arc::new(hits));
            }
        }
        if search.is_at(turn) {
            let _ = (search.hits.try_set(Arc::new(hunt.hits())), search.is_busy.try_set(false));
        }
    }

    /// What was written here and is not on the backend stands in memory alone.
    fn hunt_unsent(self, hunt: &mut Hunt) {
        let rows = self.stream.rows();
        let order = rows.order().get_untracked();
        let unsent = order.iter().rev().filter_map(|id| rows.row(id)).map(|row| row.get_untracked());
        for row in unsent.take_while(|row: &Arc<Row<Message>>| row.pending.is_some()) {
            hunt.weigh(row.id(), row.author(), row.at, Some(&row.body));
        }
    }

    /// A record of the store; as it is shown, where it is in memory.
    fn weigh(self, hunt: &mut Hunt, record: &Record) {
        if record.head.kind.as_str() != kinds::MESSAGE {
            return;
        }
        let (id, author, at) = (&record.head.id, &record.head.author, record.at);
        if let Some(row) = self.stream.message(id) {
            let row = row.get_untracked();
            return hunt.weigh(id, author, row.at, Some(&row.body));
        }
        let message = if record.deleted { None } else { record.body.read::<Message>().ok() };
        hunt.weigh(id, author, at, message.as_ref());
    }
}
