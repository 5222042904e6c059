//! The rules of the open space: versions, confirmations, and what somebody has yet to read.

use super::Space;
use crate::state::row::{Row, Rows};
use domain::kinds::{self, Ack, Member, Rule, Rules, RulesDraft};
use domain::rules::difference::{Change, difference, to_confirm};
use domain::rules::gate::Standing;
use domain::states::MEMBERSHIP;
use leptos::prelude::*;
use protocol::{Audience, Scope, order_by_key};
use std::sync::Arc;

/// What a person reads before they confirm a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The version that they confirmed before; without one they read everything.
    pub former: Option<u32>,
    /// The rules to read, in order: those that bind the person.
    pub laws: Vec<Law>,
    /// How many rules the version has.
    pub all: usize,
    /// The rules that are gone.
    pub removed: Vec<Rule>,
}

/// A rule to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Law {
    /// The rule.
    pub rule: Rule,
    /// What it said before, where it is a changed one.
    pub before: Option<Rule>,
}

/// Who has confirmed the binding version, and who has not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// Those who have, the latest first.
    pub confirmed: Vec<Signed>,
    /// Those who have not, with the version that they confirmed before, in the order of joining.
    pub missing: Vec<(Arc<Row<Member>>, Option<u32>)>,
}

/// A member and their confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Who.
    pub member: Arc<Row<Member>>,
    /// When, and which content.
    pub ack: Arc<Row<Ack>>,
}

impl Space {
    /// The binding version of the rules: the highest published.
    pub fn rules(self) -> Memo<Option<Arc<Row<Rules>>>> {
        let editions = self.editions();
        Memo::new(move |_| editions.read().last().cloned())
    }

    /// The policy text that the binding rules were made from, where there was one; subscribes.
    pub fn rules_source(self) -> Option<String> {
        let editions = self.editions();
        let editions = editions.read();
        editions.iter().rev().find_map(|row| row.body.source.clone())
    }

    /// Every published version, oldest first.
    pub fn editions(self) -> Memo<Vec<Arc<Row<Rules>>>> {
        let rows = self.tables().rules.rows().clone();
        Memo::new(move |_| {
            let mut editions = rows.all();
            order_by_key(&mut editions, |row| row.body.version);
            editions
        })
    }

    /// The version before `version`.
    pub fn edition_before(self, version: u32) -> Memo<Option<Arc<Row<Rules>>>> {
        let editions = self.editions();
        Memo::new(move |_| editions.read().iter().rev().find(|row| row.body.version < version).cloned())
    }

    /// Whether it is known what the staff is writing: for the staff, when their scope was read. An editor
    /// that opened earlier would begin with the binding rules, and then keep them as the draft.
    pub fn knows_rules_draft(self) -> Memo<bool> {
        let staff = Scope::new(self.id(), Audience::Staff);
        Memo::new(move |knew: Option<&bool>| {
            // Once known it stays so: a scope that is fetched anew must not close an editor in use.
            if knew == Some(&true) {
                return true;
            }
            let ground = self.ground.read();
            let Some(ground) = ground.as_ref() else { return false };
            let status = self.engine.raw_status().read();
            !ground.actor.is_staff(&ground.context)
                || (status.shown.contains(&staff) && !status.loading.contains(&staff))
        })
    }

    /// The rules that the staff is writing; `None` for others, or before anything is written.
    pub fn rules_draft(self) -> Memo<Option<Arc<Row<RulesDraft>>>> {
        let (rows, id) = (self.tables().rules_draft.rows().clone(), kinds::rules_draft_id(&self.id()));
        Memo::new(move |_| rows.get(&id))
    }

    /// This person's confirmation of the binding version.
    pub fn ack(self) -> Memo<Option<Arc<Row<Ack>>>> {
        let (rows, rules, me, space) = (self.acks(), self.rules(), self.session.me(), self.id());
        Memo::new(move |_| {
            let (version, hash) =
                rules.read().as_ref().map(|row| (row.body.version, row.body.hash.clone()))?;
            let person = me.read().as_ref().map(|me| me.person.clone())?;
            let ack = rows.get(&kinds::ack_id(&space, &person, version))?;
            (ack.body.hash == hash).then_some(ack)
        })
    }

    /// Whether it is known what this person has confirmed: not before their own part of the space is here.
    pub fn knows_ack(self) -> Memo<bool> {
        let personal = Scope::new(self.id(), Audience::Personal);
        Memo::new(move |knew: Option<&bool>| {
            let status = self.engine.raw_status().read();
            let is_here = status.shown.contains(&personal) && !status.loading.contains(&personal);
            knew == Some(&true) || is_here
        })
    }

    /// The confirmations that this person may see: one's own, and for the staff everybody's.
    pub fn acks(self) -> Rows<Ack> {
        self.tables().acks.rows().clone()
    }

    /// What the rules make of this person now; it changes by itself when a grace is over.
    pub fn standing(self) -> Memo<Standing> {
        Memo::new(move |_| {
            let ground = self.ground.read();
            ground.as_ref().map_or(Standing::Unbound, |ground| ground.context.standing())
        })
    }

    /// What this person reads before confirming the binding version, as of now.
    pub fn reading(self) -> Memo<Reading> {
        let (editions, ground) = (self.editions(), self.ground);
        Memo::new(move |_| {
            let (editions, ground) = (editions.read(), ground.read());
            let (Some(binding), Some(ground)) = (editions.last(), &*ground) else {
                return Reading::default();
            };
            let confirmed = &ground.context.confirmed;
            let is_confirmed = |rules: &Rules| {
                confirmed.iter().any(|c| c.rules.version == rules.version && c.rules.hash == rules.hash)
            };
            let former = editions.iter().rev().skip(1).find(|edition| is_confirmed(&edition.body));
            let binds = |binds: &kinds::Binds| ground.actor.is_bound(binds, &ground.context);
            reading(former.map(|former| &former.body), &binding.body, binds)
        })
    }

    /// Whether rules that bind these people bind this person.
    pub fn binds_me(self, binds: &kinds::Binds) -> bool {
        let ground = self.ground.read();
        ground.as_ref().is_some_and(|ground| ground.actor.is_bound(binds, &ground.context))
    }

    /// How many people besides this one a new version asks to read and confirm it.
    pub fn others(self) -> Memo<usize> {
        let (members, me) = (self.members(), self.session.me());
        Memo::new(move |_| {
            let me = me.read().as_ref().map(|me| me.person.clone());
            let is_other = |member: &&Arc<Row<Member>>| {
                !MEMBERSHIP.is_terminal(&member.body.state) && Some(&member.body.person) != me.as_ref()
            };
            members.all().iter().filter(is_other).count()
        })
    }

    /// Who of the members has confirmed the binding version; complete for the staff alone.
    pub fn roll(self) -> Memo<Roll> {
        let (rules, acks, members) = (self.rules(), self.acks(), self.members());
        Memo::new(move |_| {
            let (rules, acks) = (rules.read(), acks.all());
            let Some(rules) = &*rules else { return Roll::default() };
            let mut roll = Roll::default();
            let is_inside = |member: &Arc<Row<Member>>| !MEMBERSHIP.is_terminal(&member.body.state);
            for member in members.all().into_iter().filter(is_inside) {
                let own = acks.iter().filter(|ack| ack.head.subject.as_ref() == Some(&member.body.person));
                match own.max_by_key(|ack| ack.body.version) {
                    Some(ack)
                        if ack.body.version == rules.body.version && ack.body.hash == rules.body.hash =>
                    {
                        roll.confirmed.push(Signed { member, ack: Arc::clone(ack) });
                    }
                    former => roll.missing.push((member, former.map(|ack| ack.body.version))),
                }
            }
            order_by_key(&mut roll.confirmed, |signed| std::cmp::Reverse(signed.ack.at));
            roll
        })
    }
}

fn reading(former: Option<&Rules>, binding: &Rules, binds: impl Fn(&kinds::Binds) -> bool) -> Reading {
    let new = &binding.rules;
    let old = former.map(|former| former.rules.as_slice());
    let rule = |rules: &[Rule], place: usize| rules.get(place).cloned();
    let law = |change: Change| match change {
        Change::Changed { old: was, new: is } => {
            Some(Law { rule: rule(new, is)?, before: old.and_then(|old| rule(old, was)) })
        }
        Change::Added { new: is } => Some(Law { rule: rule(new, is)?, before: None }),
        Change::Same { .. } | Change::Moved { .. } | Change::Removed { .. } => None,
    };
    let gone = |change: Change| match change {
        Change::Removed { old: was } => old.and_then(|old| rule(old, was)),
        _ => None,
    };
    Reading {
        former: former.map(|former| former.version),
        all: new.len(),
        laws: to_confirm(old, new, binds).into_iter().filter_map(law).collect(),
        removed: old.map(|old| difference(old, new)).into_iter().flatten().filter_map(gone).collect(),
    }
}
