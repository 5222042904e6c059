//! A search for words in the messages that a device has, newest first.

use crate::index::Index;
use domain::find::{Needle, name_gram};
use domain::kinds::{MESSAGE, Message};
use protocol::{PersonId, Record, RecordId, Scope};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Found, ReadPlan, Scan};

/// After so many messages a search ends: more words find fewer.
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

/// A search on its way. Run [`Hunt::plan`] on the engine's stores and hand what was found to
/// [`Hunt::take`], until there is no plan.
#[derive(Clone, Debug)]
pub struct Hunt {
    needle: Needle,
    author: Option<PersonId>,
    /// What a segment must have.
    grams: Vec<u32>,
    scan: Scan,
    has_begun: bool,
    found: BTreeMap<RecordId, Hit>,
    /// Those of which a later version is being looked for.
    doubted: BTreeSet<RecordId>,
}

impl Hunt {
    /// Looks for `needle` in `scope`, in the messages of `author` alone where there is one.
    pub fn new(scope: Scope, needle: Needle, author: Option<PersonId>) -> Self {
        let mut grams = needle.grams();
        grams.extend(author.as_ref().map(|author| name_gram(author.as_str())));
        Self {
            needle,
            author,
            grams,
            scan: Scan::new(scope),
            has_begun: false,
            found: BTreeMap::new(),
            doubted: BTreeSet::new(),
        }
    }

    /// What to read next; `None` at the end, or when enough is found.
    pub fn plan(&mut self) -> Option<ReadPlan> {
        let is_enough = self.found.len() >= MOST_HITS && !self.scan.is_in_doubt();
        if is_enough { None } else { self.scan.plan() }
    }

    /// Takes what a step brought. `shown` hands over a message as it is in memory, if it is: that
    /// counts more than what is stored.
    pub fn take(
        &mut self,
        found: &Found,
        index: Option<&Index>,
        shown: impl Fn(&RecordId, &mut dyn FnMut(&PersonId, i64, &Message)) -> bool,
    ) {
        let records = self.scan.take(found);
        if !std::mem::replace(&mut self.has_begun, true)
            && let Some(index) = index
        {
            self.scan.pass_over(|of| {
                let sheet = index.sheet(of).filter(|sheet| !sheet.may_hold(&self.grams))?;
                Some(sheet.marks().clone())
            });
        }
        for record in records.iter().filter(|record| record.deleted || record.head.kind.as_str() == MESSAGE) {
            let (id, author) = (&record.head.id, &record.head.author);
            let is_shown = shown(id, &mut |author, at, message| self.weigh(id, author, at, Some(message)));
            if !is_shown {
                self.weigh(id, author, record.at, read(record).as_ref());
                self.question(id);
            }
        }
        if !self.scan.is_in_doubt() {
            self.doubted.clear();
        }
    }

    /// Judges a message by its words.
    pub fn weigh(&mut self, id: &RecordId, author: &PersonId, at: i64, message: Option<&Message>) {
        let is_wanted = self.author.as_ref().is_none_or(|wanted| wanted == author);
        let text = message.filter(|message| is_wanted && message.stands()).map(|message| &message.text);
        match text.filter(|text| self.needle.find(text).is_some()) {
            Some(text) => {
                let hit = Hit { id: id.clone(), author: author.clone(), at, text: text.clone() };
                self.found.insert(id.clone(), hit);
            }
            None => _ = self.found.remove(id),
        }
    }

    /// A later version of what was found may lie where nothing was looked for: what it said before is
    /// not to be shown.
    fn question(&mut self, id: &RecordId) {
        if self.found.contains_key(id) && self.scan.doubt(id) {
            self.doubted.insert(id.clone());
        }
    }

    /// What is found so far, newest first; at most [`MOST_HITS`].
    pub fn hits(&self) -> Vec<Hit> {
        let sure = self.found.values().filter(|hit| !self.doubted.contains(&hit.id));
        let mut hits: Vec<Hit> = sure.cloned().collect();
        hits.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
        hits.truncate(MOST_HITS);
        hits
    }
}

fn read(record: &Record) -> Option<Message> {
    if record.deleted { None } else { record.body.read().ok() }
}
