//! A search for words in the messages that a device has, newest first.

use crate::index::Index;
use domain::channels;
use domain::find::{Needle, name_gram};
use domain::kinds::{MESSAGE, Message};
use protocol::{PersonId, Record, RecordId, Scope, SpaceId};
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

/// What is left out although it has the words. All of it counts together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sieve {
    /// Whose words alone are wanted.
    pub author: Option<PersonId>,
    /// In which channel alone; the general one by its derived id.
    pub channel: Option<RecordId>,
    /// From when on, UTC milliseconds.
    pub since: Option<i64>,
}

impl Sieve {
    /// Whether it leaves nothing out.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it lets through what `author` said at `at` in `channel`.
    pub fn lets(&self, author: &PersonId, at: i64, channel: &RecordId) -> bool {
        self.author.as_ref().is_none_or(|wanted| wanted == author)
            && self.channel.as_ref().is_none_or(|wanted| wanted == channel)
            && self.since.is_none_or(|since| at >= since)
    }
}

/// A search on its way. Run [`Hunt::plan`] on the engine's stores and hand what was found to
/// [`Hunt::take`], until there is no plan.
#[derive(Clone, Debug)]
pub struct Hunt {
    space: SpaceId,
    needle: Needle,
    sieve: Sieve,
    /// What a segment must have.
    grams: Vec<u32>,
    scan: Scan,
    has_begun: bool,
    found: BTreeMap<RecordId, Hit>,
    /// Those of which a later version is being looked for.
    doubted: BTreeSet<RecordId>,
}

impl Hunt {
    /// Looks for `needle` in `scope`, in the messages that `sieve` lets through.
    pub fn new(scope: Scope, needle: Needle, sieve: Sieve) -> Self {
        let mut grams = needle.grams();
        grams.extend(sieve.author.as_ref().map(|author| name_gram(author.as_str())));
        Self {
            space: scope.space.clone(),
            needle,
            sieve,
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
        let is_wanted = |message: &&Message| {
            let channel = channels::home(&self.space, message.channel.as_ref());
            message.stands() && self.sieve.lets(author, at, &channel)
        };
        let text = message.filter(is_wanted).map(|message| &message.text);
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
