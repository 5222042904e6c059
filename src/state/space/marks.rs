//! What stands at a message beside its words: reactions, answers, and whether it is pinned.

use super::Space;
use crate::state::groups::Group;
use crate::state::row::{Row, Rows};
use crate::state::trouble::Trouble;
use domain::intent::{self, NewPin};
use domain::kinds::{KnownKind, Message, Pin, ReactionWord, pin_id, reaction_id};
use domain::limits;
use leptos::prelude::*;
use protocol::{PersonId, RecordId, order_by_key};
use std::sync::Arc;

/// A word that was said to a message, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The word.
    pub word: ReactionWord,
    /// Who said it, in no order.
    pub people: Vec<PersonId>,
    /// Whether this person is among them.
    pub is_mine: bool,
}

impl Space {
    /// What was said in a word to a message, in the order in which words are offered.
    pub fn reactions(self, message: &RecordId) -> Memo<Vec<Said>> {
        let tables = self.tables();
        let (group, rows) = (tables.reacted.group(message), tables.reactions.rows().clone());
        let me = self.session.me();
        Memo::new(move |_| {
            let me = me.read().as_ref().map(|me| me.person.clone());
            let said = members(&group, &rows);
            let of_word = |word: &ReactionWord| {
                let people: Vec<_> = said
                    .iter()
                    .filter(|row| row.body.word.as_ref() == Some(word))
                    .map(|row| row.author().clone())
                    .collect();
                let is_mine = me.as_ref().is_some_and(|me| people.contains(me));
                (!people.is_empty()).then(|| Said { word: word.clone(), people, is_mine })
            };
            ReactionWord::KNOWN.iter().filter_map(of_word).collect()
        })
    }

    /// Says a word to a message; the same word again takes it back.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn react(self, message: RecordId, word: ReactionWord) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let id = reaction_id(desk.space, &message, &desk.actor.person);
            intent::react(desk, records.get(KnownKind::Reaction, &id), &message, word)
        })
        .await
    }

    /// The answers in the conversation that `message` began.
    pub fn answers(self, message: &RecordId) -> Group {
        self.tables().answers.group(message)
    }

    /// The answers with what they say, oldest first, unsent ones last.
    pub fn conversation(self, message: &RecordId) -> Memo<Vec<RecordId>> {
        let (group, rows) = (self.answers(message), self.stream.rows());
        Memo::new(move |_| {
            let mut answers = members(&group, &rows);
            order_by_key(&mut answers, |row: &Arc<Row<Message>>| {
                (row.pending.is_some(), row.at, row.id().clone())
            });
            answers.iter().map(|row| row.id().clone()).collect()
        })
    }

    /// The pinned messages that stand now, by their places.
    pub fn pins(self) -> Memo<Vec<Pin>> {
        let (rows, said) = (self.tables().pins.rows().clone(), self.stream.rows());
        let quarters = self.clock.quarters();
        Memo::new(move |_| {
            quarters.track();
            let now_ms = self.clock.now_ms();
            let mut pins: Vec<_> = rows.all().iter().map(|row| row.body.clone()).collect();
            // A label may say the words of what was recalled, and not every backend takes it down.
            let stands = |id: &RecordId| said.row(id).is_none_or(|row| row.read().body.recalled_at.is_none());
            pins.retain(|pin| pin.standing(now_ms).is_some_and(&stands));
            order_by_key(&mut pins, |pin| pin.slot);
            pins
        })
    }

    /// The first place for a pinned message that is free; `None` where all three are taken.
    pub fn free_slot(self) -> Option<u8> {
        let pins = self.pins().get_untracked();
        (1..=limits::PINS).find(|slot| pins.iter().all(|pin| pin.slot != *slot))
    }

    /// Pins a message in a place, whatever stands there.
    ///
    /// # Errors
    /// As [`Space::post`]; the problem's field points at what is wrong.
    pub async fn pin(self, slot: u8, new: NewPin) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let before = records.get(KnownKind::Pin, &pin_id(desk.space, slot));
            intent::pin_post(desk, before, slot, &new)
        })
        .await
    }

    /// Takes what is pinned in a place down.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn unpin(self, slot: u8) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            intent::unpin_post(desk, records.need(KnownKind::Pin, &pin_id(desk.space, slot))?)
        })
        .await
    }
}

/// The rows of a group as they are now; subscribes to the group and to each of them.
fn members<T: Send + Sync + 'static>(group: &Group, rows: &Rows<T>) -> Vec<Arc<Row<T>>> {
    group.read().iter().filter_map(|id| rows.row(id)).map(|row| row.get()).collect()
}
