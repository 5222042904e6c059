//! The draft as it is being edited: its rules in order, and what can be done with their places.

use crate::features::rules::edited_rule::EditedRule;
use domain::import::{Flaw, flaws};
use domain::kinds::Rule;
use domain::rules::edit;
use leptos::prelude::*;
use protocol::Problem;

/// Where a rule goes among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// One place up.
    Up,
    /// One place down.
    Down,
    /// Before all others.
    Top,
    /// Behind all others.
    End,
}

impl Shift {
    /// The place that it leads to from `from` among `len`; `None` where it is there already.
    fn from(self, from: usize, len: usize) -> Option<usize> {
        let last = len.checked_sub(1)?;
        let to = match self {
            Self::Up => from.checked_sub(1)?,
            Self::Down => from.checked_add(1)?,
            Self::Top => 0,
            Self::End => last,
        };
        (to != from && to <= last).then_some(to)
    }
}

/// Two rules as they were before they became one, or one as it was before it became two.
pub struct Undone {
    /// The rule that stayed.
    kept: EditedRule,
    /// What it was.
    was: Rule,
    /// The other one and its place: it comes back, or goes again.
    other: (usize, EditedRule),
    /// Whether the other one was merged into the first.
    is_merged: bool,
}

/// The rules as they are being edited.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The rules in their order.
    pub rules: RwSignal<Vec<EditedRule>>,
    /// The policy text that they were made from.
    pub source: RwSignal<Option<String>>,
    /// Why the last publishing was refused.
    pub fault: RwSignal<Option<Problem>>,
    /// The rule that somebody wants to see.
    pub sought: RwSignal<Option<u64>>,
    next_key: StoredValue<u64>,
    /// Owns the signals of all rules: a rule that a dialog made outlives the dialog.
    owner: StoredValue<Owner>,
}

impl Draft {
    /// A draft that begins with `rules`.
    pub fn new(rules: Vec<Rule>, source: Option<String>) -> Self {
        let draft = Self {
            rules: RwSignal::new(Vec::new()),
            source: RwSignal::new(source),
            fault: RwSignal::new(None),
            sought: RwSignal::new(None),
            next_key: StoredValue::new(0),
            owner: StoredValue::new(Owner::new()),
        };
        let _ = draft.append(rules);
        draft
    }

    /// Puts `rules` after the others, and tells the key of the first.
    pub fn append(self, rules: Vec<Rule>) -> Option<u64> {
        let edited: Vec<EditedRule> = rules.into_iter().map(|rule| self.edited(rule)).collect();
        let first = edited.first().map(|rule| rule.key);
        self.rules.update(|all| all.extend(edited));
        first
    }

    /// Brings a rule into sight, again where it was sought before.
    pub fn seek(self, key: u64) {
        self.sought.set(None);
        self.sought.set(Some(key));
    }

    fn edited(self, rule: Rule) -> EditedRule {
        let key = self.next_key.get_value();
        self.next_key.set_value(key.saturating_add(1));
        self.owner.with_value(|owner| owner.with(|| EditedRule::new(key, rule)))
    }

    /// Remembers the policy text that rules were made from.
    pub fn remember_source(self, text: String) {
        self.source.set(Some(text));
    }

    /// Notes why publishing was refused, or that it is tried anew.
    pub fn blame(self, fault: Option<Problem>) {
        self.fault.set(fault);
    }

    /// The rules as they now stand; subscribes to each.
    pub fn now(self) -> Vec<Rule> {
        self.rules.read().iter().map(|rule| rule.rule()).collect()
    }

    /// The place of a rule; subscribes to the order.
    pub fn place(self, key: u64) -> usize {
        self.rules.read().iter().position(|rule| rule.key == key).unwrap_or_default()
    }

    /// The chapter that begins with a rule: none where it stands in that of the rule before. Subscribes to
    /// the order and to both.
    pub fn chapter_at(self, key: u64) -> Option<String> {
        let rules = self.rules.read();
        let place = rules.iter().position(|rule| rule.key == key)?;
        let of = |place: usize| rules.get(place).map(|rule| rule.chapter.get()).unwrap_or_default();
        let before = place.checked_sub(1).map(of).unwrap_or_default();
        Some(of(place)).filter(|chapter| !chapter.is_empty() && *chapter != before)
    }

    /// What looks broken in each rule, where the draft was made from a policy's text: what a person
    /// writes is not looked at over their shoulder.
    pub fn flaws(self) -> Memo<Vec<Vec<Flaw>>> {
        Memo::new(move |_| match &*self.source.read() {
            Some(_) => flaws(self.now().iter().map(|rule| rule.text.as_str())),
            None => Vec::new(),
        })
    }

    /// Moves a rule among the others.
    pub fn shift(self, key: u64, shift: Shift) {
        self.rules.update(|rules| {
            let from = rules.iter().position(|rule| rule.key == key);
            if let Some((from, to)) = from.and_then(|from| Some((from, shift.from(from, rules.len())?))) {
                let rule = rules.remove(from);
                rules.insert(to, rule);
            }
        });
    }

    /// Takes a rule out, and says where it stood.
    pub fn remove(self, key: u64) -> Option<(usize, EditedRule)> {
        self.rules.try_update(|rules| {
            let place = rules.iter().position(|rule| rule.key == key)?;
            Some((place, rules.remove(place)))
        })?
    }

    /// Puts a rule that was taken out back where it stood.
    pub fn put_back(self, place: usize, rule: EditedRule) {
        self.rules.update(|rules| rules.insert(place.min(rules.len()), rule));
    }

    /// Makes one rule of this one and the next.
    pub fn merge_with_next(self, key: u64) -> Option<Undone> {
        let (kept, next) = self.rules.with_untracked(|rules| {
            let place = rules.iter().position(|rule| rule.key == key)?;
            Some((*rules.get(place)?, *rules.get(place.checked_add(1)?)?))
        })?;
        let was = untrack(|| kept.rule());
        kept.become_rule(&edit::merge(&was, &untrack(|| next.rule())));
        Some(Undone { kept, was, other: self.remove(next.key)?, is_merged: true })
    }

    /// Makes two rules of one, cut at a place of [`edit::cuts`].
    pub fn split(self, key: u64, cut: usize) -> Option<Undone> {
        let (place, kept) = self.rules.with_untracked(|rules| {
            let place = rules.iter().position(|rule| rule.key == key)?;
            Some((place, *rules.get(place)?))
        })?;
        let was = untrack(|| kept.rule());
        let (first, second) = edit::split(&was, cut)?;
        let other = (place.checked_add(1)?, self.edited(second));
        kept.become_rule(&first);
        self.put_back(other.0, other.1);
        Some(Undone { kept, was, other, is_merged: false })
    }

    /// Takes a merging or a cut back.
    pub fn undo(self, undone: &Undone) {
        let Undone { kept, was, other: (place, other), is_merged } = undone;
        kept.become_rule(was);
        if *is_merged {
            self.put_back(*place, *other);
        } else {
            self.remove(other.key);
        }
    }
}
