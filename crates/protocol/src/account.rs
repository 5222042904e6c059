//! What the app asks of a backend's accounts, invitations and sessions, before any dialect.
//! Passwords and tokens travel in bodies only, never in a URL.

mod application;
mod question;

pub use application::{
    AdvanceRequest, Applicant, DecideRequest, EntryCard, JoinForm, JoinRequest, JoinRequests, RequestCourse,
    RequestState, RequestStep, RosterFinding, RosterMatch, Twin,
};

pub use question::{AnswerQuestion, QuestionKey, QuestionSheet, QuestionVerdict, RuleQuestion, SetQuestions};

use crate::call::Failure;
use crate::ids::{PersonId, SpaceId};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// A question to the accounts of a backend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountCall {
    /// Who are you, and has anybody set you up?
    Hello,
    /// Makes the first account, which owns the organisation.
    Setup(Setup),
    /// Starts a session on this device.
    SignIn {
        /// The sign-in name.
        login: String,
        /// The password.
        password: String,
        /// How the device is listed among one's own.
        device: String,
    },
    /// Ends this device's session.
    SignOut,
    /// Who am I?
    Me,
    /// My signed-in devices.
    Sessions,
    /// Ends one of my sessions.
    RevokeSession {
        /// Its id from `Sessions`.
        id: String,
    },
    /// Changes my password; ends my other sessions.
    ChangePassword {
        /// The present one.
        old: String,
        /// The next one.
        new: String,
    },
    /// An administrator makes a one-time reset link for somebody.
    IssueReset {
        /// For whom.
        person: PersonId,
        /// The space that both belong to and the caller administers.
        space: SpaceId,
    },
    /// Sets a new password by a reset link's token, and signs in.
    RedeemReset {
        /// The token.
        token: String,
        /// The new password.
        new: String,
        /// As in `SignIn`.
        device: String,
    },
    /// Shows whose password a reset link sets.
    PeekReset {
        /// The token.
        token: String,
    },
    /// Makes a link by which I sign in on another device.
    IssuePass,
    /// What became of it?
    PassState,
    /// Shows as whom such a link signs in.
    PeekPass {
        /// The token.
        token: String,
    },
    /// Signs in by it.
    RedeemPass {
        /// The token.
        token: String,
        /// As in `SignIn`.
        device: String,
    },
    /// Shows the card of the group that an invitation leads to.
    PeekInvite {
        /// The token.
        token: String,
    },
    /// Accepts an invitation: with a new account, or `None` as who is signed in.
    RedeemInvite {
        /// The token.
        token: String,
        /// The account to make.
        account: Option<NewAccount>,
        /// What the group asks, where it is a link for many.
        form: JoinForm,
        /// As in `SignIn`.
        device: String,
    },
    /// Looks around in the demo, which an empty server makes first.
    PlayDemo {
        /// As whom of [`Me::demo`]; `None` as the first.
        person: Option<PersonId>,
        /// As in `SignIn`.
        device: String,
    },
    /// Takes the demo away, with all that was written in it.
    EndDemo,
    /// What have I asked, and who asks where I let people in?
    Requests,
    /// Lets somebody in who waits, or not.
    DecideRequest(DecideRequest),
    /// Goes on with a request that nobody has decided.
    AdvanceRequest(AdvanceRequest),
    /// What is asked about the rules of a group?
    Questions {
        /// Which group.
        space: SpaceId,
    },
    /// Sets what is asked.
    SetQuestions(SetQuestions),
    /// Is this the right answer?
    AnswerQuestion(AnswerQuestion),
}

/// The first run's answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The organisation's name.
    pub organization: String,
    /// `zh-Hans`, `zh-Hant` or `en`.
    pub locale: String,
    /// The first account.
    pub account: NewAccount,
    /// How the device is listed.
    pub device: String,
}

/// An account to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// The sign-in name: unique, the real name unless that is taken.
    pub login: String,
    /// The real name.
    pub real_name: String,
    /// Department.
    pub dept: String,
    /// Post.
    pub post: String,
    /// The password, at least eight characters.
    pub password: String,
}

/// Who a backend is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hello {
    /// The organisation's name; empty before set-up.
    pub organization: String,
    /// Whether the first account is still to be made.
    pub needs_setup: bool,
    /// Whether everything here is a demo, in which anybody may look around.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    /// The server's clock, UTC milliseconds.
    pub now: i64,
    /// The server's version.
    pub version: String,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The person.
    pub person: PersonId,
    /// The sign-in name.
    pub login: String,
    /// The real name.
    pub real_name: String,
    /// Department.
    pub dept: String,
    /// Post.
    pub post: String,
    /// The organisation's name.
    pub organization: String,
    /// Whether the person may found spaces.
    pub can_create_space: bool,
    /// The server's clock, UTC milliseconds.
    pub now: i64,
    /// Whom one may be instead, where everything here is a demo.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demo: Vec<Persona>,
}

/// One of the demo's people, as whom somebody looks around.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Persona {
    /// The person.
    pub person: PersonId,
    /// The real name.
    pub real_name: String,
    /// The role that matters most, by its name in the record of the membership.
    pub role: String,
}

/// One signed-in device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionInfo {
    /// Its id; no secret.
    pub id: String,
    /// How it is listed.
    pub device: String,
    /// Since when, UTC milliseconds.
    pub created_at: i64,
    /// Last seen, UTC milliseconds.
    pub seen_at: i64,
    /// Whether it is this one.
    pub current: bool,
}

/// What an invitation shows before it is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteCard {
    /// The space.
    pub space: SpaceId,
    /// Its name.
    pub name: String,
    /// Its purpose in one line.
    pub purpose: String,
    /// For whom.
    pub for_whom: String,
    /// Not for whom; may be empty.
    pub not_for: String,
    /// The owner's real name.
    pub owner: String,
    /// How many members.
    pub members: u32,
    /// How many rules the binding version has; 0 where none is published.
    pub rules: u32,
    /// Whom the invitation is for, by real name.
    pub for_name: String,
    /// When it expires, UTC milliseconds.
    pub expires_at: i64,
    /// Whether it is for many: then one asks by it and waits, and `for_name` says what it is for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
    /// On which terms one asks by it.
    #[serde(default)]
    pub entry: EntryCard,
}

/// A reset link's secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetLink {
    /// Goes into the link's fragment.
    pub token: String,
    /// When it expires, UTC milliseconds.
    pub expires_at: i64,
}

/// What a reset link shows before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetCard {
    /// The real name of whose password it sets.
    pub real_name: String,
    /// The name that this person signs in with.
    pub login: String,
    /// When it expires, UTC milliseconds.
    pub expires_at: i64,
}

/// The secret of a link by which somebody signs in on another device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassLink {
    /// Goes into the link's fragment.
    pub token: String,
    /// When it expires, UTC milliseconds.
    pub expires_at: i64,
}

/// What became of the link that this device made last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassState {
    /// When it expires, UTC milliseconds.
    pub expires_at: i64,
    /// Whether it was used.
    pub used: bool,
    /// The device that signed in by it, as long as it is signed in.
    pub session: Option<SessionInfo>,
    /// How often it was tried after it had been used.
    #[serde(default)]
    pub again: u32,
}

/// What such a link shows before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassCard {
    /// The real name of whom it signs in.
    pub real_name: String,
    /// The sign-in name.
    pub login: String,
    /// The organisation's name.
    pub organization: String,
    /// When it expires, UTC milliseconds.
    pub expires_at: i64,
}

/// Who joined which space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Joined {
    /// The space.
    pub space: SpaceId,
    /// The person, now signed in.
    pub me: Me,
    /// Whether they are no member yet, but wait to be let in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
}

/// What an account call brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountOutcome {
    /// To `Hello`.
    Hello(Hello),
    /// To `Setup`, `SignIn`, `Me`, `RedeemReset`, `RedeemPass`, `PlayDemo`.
    Me(Me),
    /// To `Sessions`.
    Sessions(Vec<SessionInfo>),
    /// To `IssueReset`.
    Reset(ResetLink),
    /// To `PeekReset`.
    ResetCard(ResetCard),
    /// To `IssuePass`.
    Pass(PassLink),
    /// To `PassState`.
    PassState(PassState),
    /// To `PeekPass`.
    PassCard(PassCard),
    /// To `PeekInvite`.
    Card(InviteCard),
    /// To `RedeemInvite`.
    Joined(Joined),
    /// To `Requests`.
    Requests(JoinRequests),
    /// To `Questions`.
    Questions(QuestionSheet),
    /// To `AnswerQuestion`.
    Verdict(QuestionVerdict),
    /// To the others.
    Done,
    /// Refused; the code says why.
    Refused(Problem),
    /// No answer that counts.
    Failed(Failure),
}
