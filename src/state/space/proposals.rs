//! What members propose for the rules, what is thought of it, and what becomes of it.

use super::Space;
use super::desk::Records;
use super::guards::citable;
use super::unread::Left;
use crate::state::groups::Groups;
use crate::state::row::{Row, RowSignal, Rows};
use crate::state::trouble::Trouble;
use domain::intent::{self, Desk, Intended, NewProposal, Taking};
use domain::kinds::{
    KnownKind, OPINION, Opinion, Proposal, ProposalState, Rule, Rules, Stance, opinion_id, rules_draft_id,
    rules_id,
};
use domain::policy::{Case, Context, Proposed};
use domain::rules::proposed;
use domain::{Reason, Refusal};
use leptos::prelude::*;
use protocol::{RecordId, order_by_key};
use std::cmp::Reverse;
use std::sync::Arc;

/// The opinions of all proposals, for the screens that show them.
#[derive(Clone)]
pub struct Opinions {
    rows: Rows<Opinion>,
    groups: Groups<Opinion>,
}

/// What is thought of one proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    /// How many are for it.
    pub backing: usize,
    /// How many are against it.
    pub against: usize,
    /// All of them, the oldest first.
    pub said: Vec<Arc<Row<Opinion>>>,
    /// This person's own.
    pub mine: Option<Arc<Row<Opinion>>>,
}

impl Space {
    /// One proposal, while it is here.
    pub fn proposal(self, id: &RecordId) -> Option<RowSignal<Proposal>> {
        self.tables().proposals.rows().row(id)
    }

    /// The proposals in these states, the latest first.
    pub fn proposals_in(self, states: &'static [ProposalState]) -> Memo<Vec<RecordId>> {
        let rows = self.tables().proposals.rows().clone();
        Memo::new(move |_| {
            let mut found = rows.all();
            found.retain(|row| states.contains(&row.body.state));
            order_by_key(&mut found, |row| Reverse((row.at, row.id().clone())));
            found.iter().map(|row| row.id().clone()).collect()
        })
    }

    /// The proposals that a version took up.
    pub fn adopted_in(self, version: u32) -> Memo<Vec<Arc<Row<Proposal>>>> {
        let rows = self.tables().proposals.rows().clone();
        Memo::new(move |_| {
            let mut found = rows.all();
            found.retain(|row| row.body.adopted == Some(version));
            found
        })
    }

    /// The proposals about which this person is to decide: what is open, for the staff.
    pub fn proposals_to_decide(self) -> Memo<usize> {
        let rows = self.tables().proposals.rows().clone();
        Memo::new(move |_| {
            let ground = self.ground.read();
            let is_staff = ground.as_ref().is_some_and(|ground| ground.actor.is_staff(&ground.context));
            let open = || rows.all().iter().filter(|row| row.body.state == ProposalState::Open).count();
            if is_staff { open() } else { 0 }
        })
    }

    /// How many of this person's own proposals were decided since they looked last.
    pub fn decided_meanwhile(self) -> Memo<usize> {
        let (rows, me) = (self.tables().proposals.rows().clone(), self.session.me());
        Memo::new(move |_| {
            let (left, me) = (self.left.read(), me.read());
            let Some((since, me)) = left.as_ref().map(Left::at).zip(me.as_ref()) else { return 0 };
            let is_news = |row: &&Arc<Row<Proposal>>| {
                *row.author() == me.person
                    && row.body.decided_by.as_ref() != Some(&me.person)
                    && row.body.decided_at.is_some_and(|at| at > since)
            };
            rows.all().iter().filter(is_news).count()
        })
    }

    /// The opinions, kept as long as the component lives that asks.
    pub fn opinions(self) -> Opinions {
        let groups = Groups::by(|said: &Opinion| said.stance.is_some().then(|| said.proposal.clone()));
        let rows = Rows::grouped(vec![groups.clone()]);
        self.keep_beside(OPINION, rows.clone());
        Opinions { rows, groups }
    }

    /// What is thought of a proposal.
    pub fn voices(self, opinions: &Opinions, proposal: &RecordId) -> Memo<Voices> {
        let (rows, group) = (opinions.rows.clone(), opinions.groups.group(proposal));
        let (me, space, proposal) = (self.session.me(), self.id(), proposal.clone());
        Memo::new(move |_| {
            let mut said: Vec<_> =
                group.read().iter().filter_map(|id| rows.row(id)).map(|row| row.get()).collect();
            order_by_key(&mut said, |row| (row.at, row.id().clone()));
            let count =
                |stance: Stance| said.iter().filter(|row| row.body.stance.as_ref() == Some(&stance)).count();
            let mine = me.read().as_ref().map(|me| opinion_id(&space, &proposal, &me.person));
            Voices {
                backing: count(Stance::For),
                against: count(Stance::Against),
                mine: said.iter().find(|row| Some(row.id()) == mine.as_ref()).cloned(),
                said,
            }
        })
    }

    /// Whether opinions on a proposal are taken now.
    pub fn hears(self, proposal: &Proposal) -> bool {
        proposal.hears(self.clock.now_ms())
    }

    /// A rule of a version, where that is here.
    pub fn rule_of(self, version: u32, no: u32) -> Option<Rule> {
        let row = self.tables().rules.rows().get(&rules_id(&self.id(), version))?;
        row.body.rules.iter().find(|rule| rule.no == no).cloned()
    }

    /// Whether `rules` say what a proposal wanted them to, word for word.
    pub fn is_met(self, proposal: &Proposal, rules: &[Rule]) -> bool {
        let read = self.tables().rules.rows().get(&rules_id(&self.id(), proposal.version));
        let read = read.as_ref().map(|row| row.body.rules.as_slice()).unwrap_or_default();
        proposed::is_met(proposal, read, rules)
    }

    /// Whether the draft still has the rule that a proposal is about, so that it can be put in by itself;
    /// the binding rules, where there is no draft. Subscribes.
    pub fn fits_draft(self, proposal: &Proposal) -> bool {
        let (draft, binding) = (self.rules_draft(), self.rules());
        let drafted = draft.get().map(|row| row.body.rules.clone());
        let rules = drafted.or_else(|| binding.get().map(|row| row.body.rules.clone())).unwrap_or_default();
        let read = self.tables().rules.rows().get(&rules_id(&self.id(), proposal.version));
        let read = read.as_ref().map(|row| row.body.rules.as_slice()).unwrap_or_default();
        proposed::apply(proposal, read, &rules).is_some()
    }

    /// Proposes a change of the rules.
    ///
    /// # Errors
    /// As [`Space::post`]; the problem's field points at what is wrong.
    pub async fn propose(self, new: NewProposal) -> Result<(), Trouble> {
        let id = self.new_id()?;
        self.intend(|desk, records| {
            let citable = citable(desk, records, Vec::new());
            let case = Case { citable, ..Case::default() };
            let context = Context { case, ..desk.context.clone() };
            intent::propose(&Desk { context: &context, ..*desk }, id, &new)
        })
        .await
    }

    /// Takes one's own proposal back.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn withdraw_proposal(self, id: RecordId) -> Result<(), Trouble> {
        self.intend(|desk, records| intent::withdraw_proposal(desk, records.need(KnownKind::Proposal, &id)?))
            .await
    }

    /// Does not take a proposal up.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn decline_proposal(self, id: RecordId, reason: String) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            intent::decline_proposal(desk, records.need(KnownKind::Proposal, &id)?, &reason)
        })
        .await
    }

    /// Puts a proposal into the draft; for so many hours opinions are asked for.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn take_proposal(self, id: RecordId, answer: String, hours: u32) -> Result<(), Trouble> {
        self.intend(|desk, records| taken(desk, records, &id, &answer, hours)).await
    }

    /// Says something to a proposal; no stance takes back what was said.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn say_to_proposal(
        self,
        id: RecordId,
        stance: Option<Stance>,
        text: String,
    ) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let proposed = match records.get(KnownKind::Proposal, &id) {
                Some(before) if before.body.read::<Proposal>()?.hears(desk.context.now_ms) => Proposed::Open,
                Some(_) => Proposed::Closed,
                None => Proposed::Missing,
            };
            let case = Case { proposed, ..Case::default() };
            let context = Context { case, ..desk.context.clone() };
            let before = records.get(KnownKind::Opinion, &opinion_id(desk.space, &id, &desk.actor.person));
            intent::say_to_proposal(&Desk { context: &context, ..*desk }, before, &id, stance, &text)
        })
        .await
    }
}

fn taken(desk: &Desk<'_>, records: &Records<'_>, id: &RecordId, answer: &str, hours: u32) -> Intended {
    let before = records.need(KnownKind::Proposal, id)?;
    let proposal: Proposal = before.body.read()?;
    let rules_of = |version: u32| -> Result<Vec<Rule>, Refusal> {
        let rules = records.need(KnownKind::Rules, &rules_id(desk.space, version))?;
        Ok(rules.body.read::<Rules>()?.rules)
    };
    let binding = desk.context.binding().ok_or_else(|| Refusal::new(Reason::UnknownRuleVersion))?.version;
    let (read, binding) = (rules_of(proposal.version)?, rules_of(binding)?);
    let draft = records.get(KnownKind::RulesDraft, &rules_draft_id(desk.space));
    let taking = Taking { read: &read, binding: &binding, draft };
    intent::take_proposal(desk, before, taking, answer, hours)
}
