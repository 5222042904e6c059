//! Who may do what: one code for the app, which offers, and for the server, which takes.
//!
//! [`judge`] answers for one write, [`may`] for one thing that a screen might offer, [`reach`]
//! for what may be read. A write is judged as it would change the record; what the person means
//! by it is not known here.
//!
//! Everybody who posts confirms the binding rules first, the owner too; publishing confirms. For
//! the grace of a new version the confirmation of the former one counts: see [`gate`].
//! Writes of kinds that this version does not know are refused, because nobody could say whose
//! they are, except what a person keeps in their own private scope.

mod action;
mod case;
mod channel;
mod entry;
mod envelope;
mod guards;
mod handover;
mod invite;
mod measure;
mod member;
mod notice;
mod proposal;
mod reach;
mod reaction;
mod report;
mod rules;
mod space;
mod talk;

pub use action::{Action, may};
pub use case::{Asked, Case, Citable, Place, Post, Proposed};
pub use reach::{Reach, reach};

use crate::guard::Watch;
use crate::kinds::{Binds, KnownKind, MemberState, Role};
use crate::measures::{self, Muting, Taken};
use crate::refusal::{Reason, Refusal};
use crate::rules::RulesRef;
use crate::rules::gate::{self, Confirmation, Edition, Standing};
use protocol::{Body, Head, PersonId, Record};

/// Who acts, and what they are in the space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// Their membership; `None` for somebody who is no member.
    pub membership: Option<Membership>,
    /// Whether they may found spaces.
    pub may_found: bool,
}

/// What a member record says that matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Their roles.
    pub roles: Vec<Role>,
    /// Where the membership stands.
    pub state: MemberState,
}

/// By which way a write comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Via {
    /// A person writes a record.
    #[default]
    Person,
    /// The server redeems an invitation for the actor, who has shown its token.
    Invitation,
    /// The server writes on its own.
    Server,
}

/// What is known about the space and the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The owner of the space. `None` where there is no such space.
    pub owner: Option<PersonId>,
    /// The moment, UTC milliseconds: the server's clock where there is one.
    pub now_ms: i64,
    /// All published versions of the rules, in any order.
    pub published: Vec<Edition>,
    /// The actor's confirmations: at least those of [`gate::open_editions`].
    pub confirmed: Vec<Confirmation>,
    /// The guards of the space, and what they look at.
    pub watch: Watch,
    /// The measures that were taken about the actor.
    pub measures: Vec<Taken>,
    /// Whom and what a measure, a report or a change of a membership is about.
    pub case: Case,
    /// By which way the write comes.
    pub via: Via,
}

/// A record as it stands before a write.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// Its head.
    pub head: &'a Head,
    /// Its body.
    pub body: &'a Body,
    /// When the server took its creation (or, not yet there, when it was written), UTC milliseconds.
    pub at: i64,
    /// Whether it is a tombstone.
    pub deleted: bool,
}

/// What a write leaves.
#[derive(Clone, Copy, Debug)]
pub enum After<'a> {
    /// This body.
    Body(&'a Body),
    /// A tombstone.
    Tombstone,
}

/// One write.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The record's head as the write has it.
    pub head: &'a Head,
    /// The record as it stands; `None` for a creation.
    pub before: Option<Before<'a>>,
    /// What the write leaves.
    pub after: After<'a>,
}

impl<'a> From<&'a Record> for Before<'a> {
    fn from(record: &'a Record) -> Self {
        Self { head: &record.head, body: &record.body, at: record.at, deleted: record.deleted }
    }
}

impl Context {
    /// The version of the rules that binds: the highest published one.
    pub fn binding(&self) -> Option<&RulesRef> {
        gate::binding(&self.published).map(|edition| &edition.rules)
    }

    /// The published rules of `version`.
    pub fn version(&self, version: u32) -> Option<&RulesRef> {
        self.published.iter().map(|edition| &edition.rules).find(|rules| rules.version == version)
    }

    /// What the rules make of the actor at the moment.
    pub fn standing(&self) -> Standing {
        Standing::of(&self.published, &self.confirmed, self.now_ms)
    }

    /// What keeps the actor from posting for a time.
    pub fn muting(&self) -> Option<Muting> {
        measures::muting(&self.measures, self.now_ms)
    }
}

impl Actor {
    /// Somebody who is no member and may not found spaces.
    pub fn stranger(person: PersonId) -> Self {
        Self { person, membership: None, may_found: false }
    }

    /// Whether the actor owns the space.
    pub fn is_owner(&self, context: &Context) -> bool {
        context.owner.as_ref() == Some(&self.person)
    }

    /// Whether the actor owns the space or administers it.
    pub fn is_staff(&self, context: &Context) -> bool {
        self.is_owner(context) || (self.state() == Some(&MemberState::Active) && self.has(&Role::Admin))
    }

    /// Whether a rule that binds these people binds the actor. Whom a later version names binds
    /// everybody, so that nobody takes a duty for another's.
    pub fn is_bound(&self, binds: &Binds, context: &Context) -> bool {
        match binds {
            Binds::Admins => self.is_owner(context) || self.has(&Role::Admin),
            Binds::Trainers => self.has(&Role::Trainer),
            Binds::Procedure => false,
            Binds::All | Binds::Other(_) => true,
        }
    }

    fn state(&self) -> Option<&MemberState> {
        self.membership.as_ref().map(|membership| &membership.state)
    }

    fn has(&self, role: &Role) -> bool {
        self.membership.as_ref().is_some_and(|membership| membership.roles.contains(role))
    }

    fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(role))
    }
}

/// Whether `actor` may make `change`.
///
/// # Errors
/// The first rule that the write breaks.
pub fn judge(actor: &Actor, change: &Change<'_>, context: &Context) -> Result<(), Refusal> {
    let known = KnownKind::of(&change.head.kind);
    envelope::check(actor, known, change, context)?;
    let Some(known) = known else { return may(actor, Action::KeepOwn, context) };
    let step = Step { actor, head: change.head, context };
    match (known, change.before, change.after) {
        (KnownKind::Audit, None, After::Body(_)) => Ok(()),
        (KnownKind::Audit, ..) => Err(Reason::Immutable.into()),
        (KnownKind::Message, Some(before), After::Tombstone) => talk::delete(&step, before),
        (KnownKind::Message, None, After::Body(body)) => talk::post(&step, body),
        (KnownKind::Message, Some(before), After::Body(body)) => talk::change(&step, before, body),
        (KnownKind::Rules | KnownKind::Ack | KnownKind::Confirm | KnownKind::Noted, Some(_), _) => {
            Err(Reason::Immutable.into())
        }
        (KnownKind::Channel, before, After::Body(body)) => {
            channel::write(&step, before.map(|before| before.body), body)
        }
        (KnownKind::Pin, _, After::Body(body)) => channel::pin(&step, body),
        (KnownKind::Reaction, before, After::Body(body)) => {
            reaction::write(&step, before.map(|before| before.body), body)
        }
        (KnownKind::Notice, None, After::Body(body)) => notice::publish(&step, body),
        (KnownKind::Notice, Some(before), After::Body(body)) => notice::change(&step, before, body),
        (KnownKind::Confirm, None, After::Body(body)) => notice::confirm(&step, body),
        (KnownKind::Noted, None, After::Body(body)) => notice::see(&step, body),
        (KnownKind::Held, Some(before), After::Body(body)) => guards::decide(&step, before.body, body),
        (KnownKind::Held, None, After::Body(body)) => guards::hand_in(&step, body),
        (KnownKind::Measure, None, After::Body(body)) => measure::take(&step, body),
        (KnownKind::Measure, Some(before), After::Body(body)) => measure::see(&step, before.body, body),
        (KnownKind::Report | KnownKind::OwnerReport, None, After::Body(body)) => {
            report::make(&step, known, body)
        }
        (KnownKind::Report | KnownKind::OwnerReport, Some(before), After::Body(body)) => {
            report::decide(&step, before.body, body)
        }
        (KnownKind::Handover, None, After::Body(body)) => handover::offer(&step, body),
        (KnownKind::Handover, Some(before), After::Body(body)) => handover::decide(&step, before.body, body),
        (_, _, After::Tombstone) => Err(Reason::NotDeletable.into()),
        (KnownKind::Space, before, After::Body(body)) => {
            space::write(&step, before.map(|before| before.body), body)
        }
        (KnownKind::Member, None, After::Body(body)) => member::join(&step, body),
        (KnownKind::Member, Some(before), After::Body(body)) => member::change(&step, before.body, body),
        (KnownKind::RulesDraft, before, After::Body(body)) => {
            rules::draft(&step, before.map(|before| before.body), body)
        }
        (KnownKind::Rules, None, After::Body(body)) => rules::publish(&step, body),
        (KnownKind::Ack, None, After::Body(body)) => rules::confirm(&step, body),
        (KnownKind::Proposal, None, After::Body(body)) => proposal::make(&step, body),
        (KnownKind::Proposal, Some(before), After::Body(body)) => proposal::change(&step, before.body, body),
        (KnownKind::Opinion, before, After::Body(body)) => {
            proposal::say(&step, before.map(|before| before.body), body)
        }
        (KnownKind::Guards, before, After::Body(body)) => {
            guards::set(&step, before.map(|before| before.body), body)
        }
        (KnownKind::Draft | KnownKind::Read | KnownKind::Seen, _, After::Body(body)) => {
            talk::keep(&step, known, body)
        }
        (KnownKind::Scheduled, before, After::Body(body)) => {
            talk::schedule(&step, before.map(|before| before.body), body)
        }
        (KnownKind::Roster, _, After::Body(body)) => entry::roster(&step, body),
        (KnownKind::Invite, None, After::Body(body)) => invite::make(&step, body),
        (KnownKind::Invite, Some(before), After::Body(body)) => invite::change(&step, before.body, body),
    }
}

/// What every rule of a kind looks at.
struct Step<'a> {
    actor: &'a Actor,
    head: &'a Head,
    context: &'a Context,
}

impl Step<'_> {
    fn may(&self, action: Action) -> Result<(), Refusal> {
        may(self.actor, action, self.context)
    }
}

/// `Ok` if `fits`, else `reason` at `field`.
fn require(fits: bool, reason: Reason, field: &'static str) -> Result<(), Refusal> {
    if fits { Ok(()) } else { Err(Refusal::new(reason).at(field)) }
}
