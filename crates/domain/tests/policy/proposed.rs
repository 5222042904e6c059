//! Proposals for the rules, opinions of them, and reminding those who have not confirmed.

use crate::world::{HOUR, NOW, World, actor, person, reason, timed};
use domain::kinds::{
    Binds, KnownKind, MemberState, Opinion, Proposal, ProposalState, ProposedChange, Role, RuleKind,
    RulesReminder, Space, Stance, opinion_id, space_id,
};
use domain::policy::{Actor, Case, Citable, Proposed};
use domain::refusal::{Reason, Refusal};
use domain::rules::gate::Edition;
use protocol::Head;

impl World {
    pub(crate) fn proposal(&self) -> Proposal {
        Proposal {
            change: ProposedChange::Reword,
            version: 1,
            rule: Some(1),
            kind: Some(RuleKind::Must),
            binds: Some(Binds::All),
            text: "说请和谢谢".to_owned(),
            reason: "客户听得见".to_owned(),
            state: ProposalState::Open,
            decided_by: None,
            decided_at: None,
            answer: String::new(),
            until: None,
            adopted: None,
            extra: Default::default(),
        }
    }

    fn proposal_head(&self, author: &str) -> Head {
        self.head(KnownKind::Proposal, timed(7), author)
    }

    pub(crate) fn proposes(&self, actor: &Actor) -> Result<(), Refusal> {
        self.proposes_this(actor, &self.proposal())
    }

    fn proposes_this(&self, actor: &Actor, proposal: &Proposal) -> Result<(), Refusal> {
        self.create(actor, &self.proposal_head(actor.person.as_str()), proposal)
    }

    /// What `actor` makes of a proposal when they decide about it.
    fn decided(&self, actor: &Actor, state: ProposalState) -> Proposal {
        let is_declined = state == ProposalState::Declined;
        Proposal {
            state,
            decided_by: Some(actor.person.clone()),
            decided_at: Some(NOW),
            answer: if is_declined { "已有第 2 条" } else { "" }.to_owned(),
            ..self.proposal()
        }
    }

    pub(crate) fn decides(&self, actor: &Actor, state: ProposalState) -> Result<(), Refusal> {
        self.turns(actor, "somebody", &self.proposal(), &self.decided(actor, state))
    }

    fn turns(&self, actor: &Actor, author: &str, before: &Proposal, after: &Proposal) -> Result<(), Refusal> {
        self.update(actor, &self.proposal_head(author), HOUR, before, after)
    }

    pub(crate) fn withdraws(&self, actor: &Actor, author: &str) -> Result<(), Refusal> {
        let after = Proposal { state: ProposalState::Withdrawn, ..self.proposal() };
        self.turns(actor, author, &self.proposal(), &after)
    }

    /// `actor` publishes version 2, which takes up what somebody proposed.
    pub(crate) fn adopts(&self, actor: &Actor) -> Result<(), Refusal> {
        let mut world = Self::new();
        world.context.published.push(Edition::of(&self.rules(2), NOW));
        let taken = world.decided(actor, ProposalState::Taken);
        let after = Proposal { state: ProposalState::Adopted, adopted: Some(2), ..taken.clone() };
        world.turns(actor, "somebody", &taken, &after)
    }

    pub(crate) fn says_to_proposal(&self, actor: &Actor, whose: &str) -> Result<(), Refusal> {
        self.create(actor, &self.opinion_head(whose), &self.opinion())
    }

    fn opinion_head(&self, whose: &str) -> Head {
        self.head(KnownKind::Opinion, opinion_id(&self.space, &timed(7), &person(whose)), whose)
    }

    fn opinion(&self) -> Opinion {
        Opinion {
            proposal: timed(7),
            stance: Some(Stance::For),
            text: "早该如此".to_owned(),
            extra: Default::default(),
        }
    }

    /// `actor` reminds of version 1, of which was reminded at `last`.
    pub(crate) fn reminds_of_rules(&self, actor: &Actor, last: Option<i64>) -> Result<(), Refusal> {
        let reminder = |at| RulesReminder { version: 1, at, ..RulesReminder::default() };
        self.sets_reminder(actor, last.map(reminder), Some(reminder(NOW)))
    }

    fn sets_reminder(
        &self,
        actor: &Actor,
        before: Option<RulesReminder>,
        after: Option<RulesReminder>,
    ) -> Result<(), Refusal> {
        let space = |reminded| Space {
            name: "销售部-新品".to_owned(),
            purpose: "学新品".to_owned(),
            reminded,
            ..Space::default()
        };
        let head = self.head(KnownKind::Space, space_id(&self.space), "owner");
        self.update(actor, &head, 99 * HOUR, &space(before), &space(after))
    }

    fn with_case(case: Case) -> Self {
        let mut world = Self::new();
        world.context.case = case;
        world
    }
}

fn owner() -> Actor {
    actor("owner", Some(Role::Owner))
}

fn li() -> Actor {
    actor("li", Some(Role::Member))
}

#[test]
fn feedback_is_open_to_who_has_not_confirmed_and_to_who_is_muted() {
    let mut world = World::new();
    world.context.confirmed.clear();
    assert_eq!(reason(world.post(&li())), Some(Reason::RulesNotConfirmed));
    assert_eq!(world.proposes(&li()), Ok(()));
    assert_eq!(world.says_to_proposal(&li(), "li"), Ok(()));
    let mut muted = li();
    muted.membership.as_mut().unwrap().state = MemberState::Muted;
    assert_eq!(world.proposes(&muted), Ok(()));
}

#[test]
fn a_proposal_says_which_rule_becomes_what_and_why() {
    let world = World::new();
    let fits = |proposal: &Proposal| world.proposes_this(&li(), proposal);
    let dropped = Proposal {
        change: ProposedChange::Drop,
        kind: None,
        binds: None,
        text: String::new(),
        ..world.proposal()
    };
    let added = Proposal { change: ProposedChange::Add, rule: None, ..world.proposal() };
    for proposal in [&dropped, &added] {
        assert_eq!(fits(proposal), Ok(()));
    }
    for (field, proposal) in [
        ("/reason", Proposal { reason: " ".to_owned(), ..world.proposal() }),
        ("/text", Proposal { text: String::new(), ..world.proposal() }),
        ("/text", Proposal { text: "说请".to_owned(), ..dropped.clone() }),
        ("/rule", Proposal { rule: None, ..world.proposal() }),
        ("/rule", Proposal { rule: Some(1), ..added }),
        ("/kind", Proposal { kind: None, ..world.proposal() }),
        ("/kind", Proposal { kind: Some(RuleKind::from("x")), ..world.proposal() }),
        ("/binds", Proposal { binds: Some(Binds::from("x")), ..world.proposal() }),
        ("/change", Proposal { change: ProposedChange::from("merge"), ..world.proposal() }),
        ("/version", Proposal { version: 4, ..world.proposal() }),
        ("/state", Proposal { state: ProposalState::Taken, ..world.proposal() }),
        ("/adopted", Proposal { adopted: Some(1), ..world.proposal() }),
        ("/answer", world.decided(&li(), ProposalState::Open)),
    ] {
        let refusal = fits(&proposal).unwrap_err();
        let expected = if field == "/answer" { "/decided_by" } else { field };
        assert_eq!(refusal.field(), Some(expected), "{proposal:?}");
    }
}

#[test]
fn the_rule_must_be_there_while_its_version_binds() {
    let citable = Citable::Known { rules: vec![1, 2], channels: Vec::new() };
    let mut world = World::with_case(Case { citable, ..Case::default() });
    let third = Proposal { rule: Some(3), ..world.proposal() };
    assert_eq!(reason(world.proposes_this(&li(), &third)), Some(Reason::UnknownRule));
    // Written upon version 1, handed in when version 2 binds: whoever decides sees what it was about.
    let second = world.rules(2);
    world.context.published.push(Edition::of(&second, NOW));
    assert_eq!(world.proposes_this(&li(), &third), Ok(()));
}

#[test]
fn what_is_proposed_and_what_is_decided_stays() {
    let world = World::new();
    let admin = actor("admin", Some(Role::Admin));
    let other = Proposal { text: "别的话".to_owned(), ..world.decided(&admin, ProposalState::Taken) };
    assert_eq!(reason(world.turns(&admin, "li", &world.proposal(), &other)), Some(Reason::Immutable));
    for before in [ProposalState::Declined, ProposalState::Withdrawn, ProposalState::Adopted] {
        for after in ProposalState::KNOWN {
            let (before, after) =
                (world.decided(&admin, before.clone()), world.decided(&admin, after.clone()));
            assert_eq!(reason(world.turns(&admin, "admin", &before, &after)), Some(Reason::WrongState));
        }
    }
    let (taken, declined) =
        (world.decided(&admin, ProposalState::Taken), world.decided(&admin, ProposalState::Declined));
    assert_eq!(world.turns(&admin, "li", &taken, &declined), Ok(()));
    let silent = Proposal { answer: String::new(), ..declined };
    assert_eq!(reason(world.turns(&admin, "li", &taken, &silent)), Some(Reason::Empty));
    let far = Proposal { decided_at: Some(NOW + 48 * HOUR), ..world.decided(&admin, ProposalState::Taken) };
    assert_eq!(reason(world.turns(&admin, "li", &world.proposal(), &far)), Some(Reason::WrongValue));
    let in_anothers_name = world.decided(&owner(), ProposalState::Taken);
    let verdict = world.turns(&admin, "li", &world.proposal(), &in_anothers_name);
    assert_eq!(reason(verdict), Some(Reason::WrongAuthor));
}

#[test]
fn a_version_takes_up_only_what_was_in_the_draft_and_only_once_it_is_there() {
    let world = World::new();
    assert_eq!(world.adopts(&owner()), Ok(()));
    let taken = world.decided(&owner(), ProposalState::Taken);
    let adopted =
        |version| Proposal { state: ProposalState::Adopted, adopted: Some(version), ..taken.clone() };
    assert_eq!(reason(world.turns(&owner(), "li", &taken, &adopted(2))), Some(Reason::UnknownRuleVersion));
    assert_eq!(reason(world.turns(&owner(), "li", &taken, &adopted(1))), Some(Reason::WrongValue));
    let verdict = world.turns(&owner(), "li", &world.proposal(), &adopted(1));
    assert_eq!(reason(verdict), Some(Reason::WrongState));
}

#[test]
fn opinions_are_ones_own_and_end_with_the_asking() {
    let world = World::new();
    assert_eq!(
        reason(world.create(&li(), &world.opinion_head("wang"), &world.opinion())),
        Some(Reason::WrongAuthor)
    );
    let closed = World::with_case(Case { proposed: Proposed::Closed, ..Case::default() });
    assert_eq!(reason(closed.says_to_proposal(&li(), "li")), Some(Reason::OpinionsClosed));
    let gone = World::with_case(Case { proposed: Proposed::Missing, ..Case::default() });
    assert_eq!(reason(gone.says_to_proposal(&li(), "li")), Some(Reason::Gone));
    let back = Opinion { stance: None, text: String::new(), ..world.opinion() };
    assert_eq!(closed.update(&li(), &world.opinion_head("li"), HOUR, &world.opinion(), &back), Ok(()));
    let other = Opinion { stance: Some(Stance::from("maybe")), ..world.opinion() };
    assert_eq!(reason(world.create(&li(), &world.opinion_head("li"), &other)), Some(Reason::WrongValue));
}

#[test]
fn opinions_are_heard_until_the_decision_and_in_the_draft_until_the_moment_that_was_named() {
    let world = World::new();
    assert!(world.proposal().hears(NOW));
    let taken = world.decided(&owner(), ProposalState::Taken);
    assert!(!taken.hears(NOW));
    let asked = Proposal { until: Some(NOW + HOUR), ..taken };
    assert!(asked.hears(NOW) && !asked.hears(NOW + HOUR));
    assert!(!world.decided(&owner(), ProposalState::Declined).hears(NOW));
}

#[test]
fn who_has_not_confirmed_the_rules_is_reminded_once_an_hour() {
    let world = World::new();
    assert_eq!(world.reminds_of_rules(&owner(), None), Ok(()));
    assert_eq!(world.reminds_of_rules(&owner(), Some(NOW - HOUR)), Ok(()));
    let verdict = world.reminds_of_rules(&owner(), Some(NOW - HOUR + 1));
    assert_eq!(reason(verdict), Some(Reason::RemindedLately));
    let of = |version, at| Some(RulesReminder { version, at, ..RulesReminder::default() });
    let set = |before, after| reason(world.sets_reminder(&owner(), before, after));
    assert_eq!(set(None, of(2, NOW)), Some(Reason::UnknownRuleVersion));
    assert_eq!(set(None, of(1, NOW + HOUR)), Some(Reason::WrongValue));
    assert_eq!(set(of(1, NOW), None), Some(Reason::Empty));
    assert_eq!(set(of(1, NOW), of(1, NOW)), None);
    // A new version is a new matter.
    let mut next = World::new();
    next.context.published.push(Edition::of(&world.rules(2), NOW));
    assert_eq!(next.sets_reminder(&owner(), of(1, NOW), of(2, NOW)), Ok(()));
}
