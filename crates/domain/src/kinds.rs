//! The kinds of records and the shape of their bodies.
//!
//! The structs are what *travels*: lenient to read, and what they do not know they keep in
//! `extra`. What may be *written* is decided by [`crate::limits`] and [`crate::policy`].

mod channel;
mod entry;
mod guards;
mod handover;
mod held;
mod ids;
mod invite;
mod measure;
mod member;
mod notice;
mod open;
mod pin;
mod proposal;
mod reaction;
mod report;
mod rules;
mod scheduled;
mod space;
mod system;
mod talk;
mod wishes;

pub use channel::{Channel, ChannelSort, Moved};
pub use entry::{Entry, EntryAsk, RosterList, RosterRow};
pub use guards::{Guard, GuardKind, Guards};
pub use handover::{Handover, HandoverState};
pub use held::{Held, HeldState};
pub use ids::{
    ack_id, channel_id, confirm_id, draft_id, guards_id, held_id, is_timed, member_id, noted_id, opinion_id,
    pin_id, reaction_id, read_id, report_id, roster_id, rules_draft_id, rules_id, seen_id, space_id,
};
pub use invite::{GroupLink, Invite, InviteState};
pub use measure::{Measure, MeasureKind};
pub use member::{Member, MemberState, Role};
pub use notice::{Confirm, Importance, Noted, Notice, ScheduleRow, Withdrawn};
pub(crate) use open::open_enum;
pub use pin::Pin;
pub use proposal::{Opinion, Proposal, ProposalState, ProposedChange, Stance};
pub use reaction::{Reaction, ReactionWord};
pub use report::{Report, ReportState};
pub use rules::{Ack, Binds, Rule, RuleKind, Rules, RulesDraft};
pub use scheduled::{Scheduled, ScheduledState, scheduled_id};
pub use space::{Course, OnDuty, RulesReminder, Seen, Space, Template};
pub use system::Audit;
pub use talk::{Draft, Earlier, Hidden, Mentions, Message, PostSort, ReadCursor};
pub use wishes::{ChannelLevel, Level, Wishes};

use protocol::{Audience, Kind};

/// Fields that this version does not know, kept through a round trip.
pub type Extra = serde_json::Map<String, serde_json::Value>;

/// The version of the bodies that this crate writes.
pub const SCHEMA: u32 = 1;

/// A group space.
pub const SPACE: &str = "space";
/// A person's membership in a space.
pub const MEMBER: &str = "member";
/// The rules that are being written.
pub const RULES_DRAFT: &str = "rules-draft";
/// A published version of the rules.
pub const RULES: &str = "rules";
/// A person's confirmation of a version.
pub const ACK: &str = "ack";
/// A change of the rules that a member proposes.
pub const PROPOSAL: &str = "proposal";
/// What a person says to a proposal.
pub const OPINION: &str = "opinion";
/// A message of the stream.
pub const MESSAGE: &str = "message";
/// A channel.
pub const CHANNEL: &str = "channel";
/// What a person says to a message in a word.
pub const REACTION: &str = "reaction";
/// A place for a pinned message.
pub const PIN: &str = "pin";
/// An announcement.
pub const NOTICE: &str = "notice";
/// A person's confirmation of an announcement.
pub const CONFIRM: &str = "confirm";
/// That a person has taken note of an announcement.
pub const NOTED: &str = "noted";
/// The guards of a space.
pub const GUARDS: &str = "guards";
/// A post that was set aside.
pub const HELD: &str = "held";
/// What was done about a person.
pub const MEASURE: &str = "measure";
/// A report, for the administrators.
pub const REPORT: &str = "report";
/// A report about an administrator, for the owner alone.
pub const OWNER_REPORT: &str = "owner-report";
/// An offer to hand the space over.
pub const HANDOVER: &str = "handover";
/// A person's unsent text.
pub const DRAFT: &str = "draft";
/// A post that is to go at a time.
pub const SCHEDULED: &str = "scheduled";
/// How far a person has read.
pub const READ: &str = "read";
/// Which change of the purpose a person has seen.
pub const SEEN: &str = "seen";
/// An invitation.
pub const INVITE: &str = "invite";
/// Whom the group expects.
pub const ROSTER: &str = "roster";
/// An entry of the audit log.
pub const AUDIT: &str = "audit";

/// A kind that this version knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KnownKind {
    /// [`SPACE`]
    Space,
    /// [`MEMBER`]
    Member,
    /// [`RULES_DRAFT`]
    RulesDraft,
    /// [`RULES`]
    Rules,
    /// [`ACK`]
    Ack,
    /// [`PROPOSAL`]
    Proposal,
    /// [`OPINION`]
    Opinion,
    /// [`MESSAGE`]
    Message,
    /// [`CHANNEL`]
    Channel,
    /// [`REACTION`]
    Reaction,
    /// [`PIN`]
    Pin,
    /// [`NOTICE`]
    Notice,
    /// [`CONFIRM`]
    Confirm,
    /// [`NOTED`]
    Noted,
    /// [`GUARDS`]
    Guards,
    /// [`HELD`]
    Held,
    /// [`MEASURE`]
    Measure,
    /// [`REPORT`]
    Report,
    /// [`OWNER_REPORT`]
    OwnerReport,
    /// [`HANDOVER`]
    Handover,
    /// [`DRAFT`]
    Draft,
    /// [`SCHEDULED`]
    Scheduled,
    /// [`READ`]
    Read,
    /// [`SEEN`]
    Seen,
    /// [`INVITE`]
    Invite,
    /// [`ROSTER`]
    Roster,
    /// [`AUDIT`]
    Audit,
}

impl KnownKind {
    /// Every kind of this version.
    pub const ALL: [Self; 27] = [
        Self::Space,
        Self::Member,
        Self::RulesDraft,
        Self::Rules,
        Self::Ack,
        Self::Proposal,
        Self::Opinion,
        Self::Message,
        Self::Channel,
        Self::Reaction,
        Self::Pin,
        Self::Notice,
        Self::Confirm,
        Self::Noted,
        Self::Guards,
        Self::Held,
        Self::Measure,
        Self::Report,
        Self::OwnerReport,
        Self::Handover,
        Self::Draft,
        Self::Scheduled,
        Self::Read,
        Self::Seen,
        Self::Invite,
        Self::Roster,
        Self::Audit,
    ];

    /// The known kind of that name.
    pub fn of(kind: &Kind) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == kind.as_str())
    }

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Space => SPACE,
            Self::Member => MEMBER,
            Self::RulesDraft => RULES_DRAFT,
            Self::Rules => RULES,
            Self::Ack => ACK,
            Self::Proposal => PROPOSAL,
            Self::Opinion => OPINION,
            Self::Message => MESSAGE,
            Self::Channel => CHANNEL,
            Self::Reaction => REACTION,
            Self::Pin => PIN,
            Self::Notice => NOTICE,
            Self::Confirm => CONFIRM,
            Self::Noted => NOTED,
            Self::Guards => GUARDS,
            Self::Held => HELD,
            Self::Measure => MEASURE,
            Self::Report => REPORT,
            Self::OwnerReport => OWNER_REPORT,
            Self::Handover => HANDOVER,
            Self::Draft => DRAFT,
            Self::Scheduled => SCHEDULED,
            Self::Read => READ,
            Self::Seen => SEEN,
            Self::Invite => INVITE,
            Self::Roster => ROSTER,
            Self::Audit => AUDIT,
        }
    }

    /// Its name as a protocol kind.
    pub fn kind(self) -> Kind {
        Kind::from(self.name())
    }

    /// Who may read its records.
    pub const fn audience(self) -> Audience {
        match self {
            Self::Space
            | Self::Member
            | Self::Rules
            | Self::Proposal
            | Self::Opinion
            | Self::Message
            | Self::Channel
            | Self::Reaction
            | Self::Pin
            | Self::Notice
            | Self::Guards => Audience::All,
            Self::RulesDraft | Self::Invite | Self::Roster | Self::Audit => Audience::Staff,
            Self::Ack | Self::Confirm | Self::Held | Self::Measure | Self::Report | Self::Handover => {
                Audience::Personal
            }
            Self::Draft | Self::Scheduled | Self::Read | Self::Noted | Self::Seen | Self::OwnerReport => {
                Audience::Private
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Body;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for known in KnownKind::ALL {
            assert_eq!(KnownKind::of(&known.kind()), Some(known));
        }
        assert_eq!(KnownKind::of(&Kind::from("poll")), None);
    }

    #[test]
    fn what_a_later_version_adds_survives_a_round_trip() {
        let text = concat!(
            r#"{"dept":"","joined_at":5,"muted_until":9,"person":"p","post":"","real_name":"李四","#,
            r#""roles":["admin","mentor"],"state":"sabbatical"}"#
        );
        let member: Member = Body::parse(text).unwrap().read().unwrap();
        assert_eq!(member.roles, [Role::Admin, Role::Other("mentor".to_owned())]);
        let value = serde_json::to_value(&member).unwrap();
        assert_eq!(value, serde_json::from_str::<serde_json::Value>(text).unwrap());
    }
}
