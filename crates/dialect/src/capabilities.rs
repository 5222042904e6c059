//! What a backend can do, as its profile declares it, and what it therefore can't: the engine
//! degrades and the screens warn by these, never by a backend's name.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a backend can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// How surely a stale write is refused.
    pub compare_and_set: CompareAndSet,
    /// How a deletion is seen by others.
    pub tombstones: Tombstones,
    /// What becomes of a write that is sent twice.
    pub idempotency: Idempotency,
    /// How changes are asked for.
    pub feed: FeedKind,
    /// How one learns that something changed.
    pub pokes: Pokes,
    /// What an account is worth.
    pub accounts: Accounts,
    /// Whether a token proves who one is, which lives in the open page alone.
    pub token_in_page: bool,
    /// Which account calls are answered at all.
    pub account_ops: BTreeSet<AccountOp>,
    /// What the server itself enforces.
    pub enforces: BTreeSet<Enforced>,
    /// How many writes travel in one request; `None` where each has its own.
    pub batch: Option<u32>,
    /// Whether the server tells its clock; where not, times are the devices'.
    pub server_time: bool,
    /// The largest request body in bytes, if there is a limit.
    pub max_body_bytes: Option<u64>,
}

/// How surely a stale write is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareAndSet {
    /// Compared and written in one step.
    Atomic,
    /// Compared, but two writers at once may both win; reading back tells the loser.
    Racy,
    /// Not compared by the server: read, compare, write, read back.
    Emulated,
}

/// How a deletion is seen by others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tombstones {
    /// The server leaves one in its feed.
    Server,
    /// A field marks the record as deleted.
    Soft,
    /// Not at all: only the complete list of ids tells.
    None,
}

/// What becomes of a write that is sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// The server keeps the result of each mutation and answers it again.
    Stored,
    /// The writer's mark in the record tells whether it took effect.
    Marked,
    /// Ids are the client's, so a second creation meets the first.
    ClientIds,
}

/// How changes are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedKind {
    /// By a place in the server's own history.
    Sequence,
    /// By a field that grows with each change.
    SinceField,
    /// By listing everything and comparing, where an entity tag says that something changed.
    EtagList,
    /// By listing everything and comparing.
    FullDiff,
}

/// How one learns that something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pokes {
    /// By server-sent events.
    Events {
        /// The stream's URL.
        url: String,
        /// The event's name. [`crate::Profile::read_poke`] reads its data.
        event: String,
    },
    /// By asking.
    Poll {
        /// Every so many seconds while a screen is visible.
        seconds: u32,
    },
}

/// What an account is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Accounts {
    /// The server proves who one is.
    Proven,
    /// One says who one is, and the server believes it.
    Advisory,
}

/// A rule that the server itself enforces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Enforced {
    /// Who may read a scope.
    Reading,
    /// Who may write what.
    Writing,
    /// That the author of a record is the one who is signed in.
    Authorship,
    /// The rules of a space, such as confirming them before posting.
    Rules,
    /// That a space changes hands by an offer and its acceptance alone, and then at once.
    Ownership,
}

/// An account call by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AccountOp {
    /// `AccountCall::Hello`.
    Hello,
    /// `AccountCall::Setup`.
    Setup,
    /// `AccountCall::SignIn`.
    SignIn,
    /// `AccountCall::SignOut`.
    SignOut,
    /// `AccountCall::Me`.
    Me,
    /// `AccountCall::Sessions`.
    Sessions,
    /// `AccountCall::RevokeSession`.
    RevokeSession,
    /// `AccountCall::ChangePassword`.
    ChangePassword,
    /// `AccountCall::IssueReset`.
    IssueReset,
    /// `AccountCall::RedeemReset`.
    RedeemReset,
    /// `AccountCall::PeekReset`.
    PeekReset,
    /// `AccountCall::IssuePass`.
    IssuePass,
    /// `AccountCall::PassState`.
    PassState,
    /// `AccountCall::PeekPass`.
    PeekPass,
    /// `AccountCall::RedeemPass`.
    RedeemPass,
    /// `AccountCall::PeekInvite`.
    PeekInvite,
    /// `AccountCall::RedeemInvite`.
    RedeemInvite,
    /// `AccountCall::PlayDemo`.
    PlayDemo,
    /// `AccountCall::EndDemo`.
    EndDemo,
    /// `AccountCall::Requests`.
    Requests,
    /// `AccountCall::DecideRequest`.
    DecideRequest,
    /// `AccountCall::AdvanceRequest`.
    AdvanceRequest,
    /// `AccountCall::Questions`.
    Questions,
    /// `AccountCall::SetQuestions`.
    SetQuestions,
    /// `AccountCall::AnswerQuestion`.
    AnswerQuestion,
}

/// Something that a person should know before trusting a backend. Screens have words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weakness {
    /// Anybody who reaches the server can sign in as anybody.
    AnyoneIsAnyone,
    /// Whoever reaches the server reads everything on it.
    ReadsEverything,
    /// Roles and rules bind only those who use this app.
    RulesAreAdvice,
    /// A record may name an author who did not write it.
    ForgedAuthors,
    /// Two edits at the same moment: the last one wins, the other is offered again.
    LastWriterWins,
    /// Nothing compares versions: who may do what, and the rules, are decided only in reach of the server.
    DecidesInReach,
    /// A record that somebody removes on the server directly is seen late.
    DeletionsSeenLate,
    /// Looking for changes lists all that is stored, or does so once anything changed.
    ListsEverything,
    /// Whoever opens the page anew signs in again.
    SignsInAnew,
    /// Changes of others come only every so often.
    Polled,
    /// Times are the devices' own.
    DeviceTime,
    /// Nobody can be invited by a link.
    NoInvitations,
    /// A lost password can't be reset by a link.
    NoResets,
}

impl Capabilities {
    /// Whether what decides about others may only be written while the server is in reach: where it
    /// compares nothing, one who writes blindly takes back what somebody else decided meanwhile.
    pub fn decides_in_reach(&self) -> bool {
        self.compare_and_set == CompareAndSet::Emulated
    }

    /// What is missing, worst first.
    pub fn weaknesses(&self) -> Vec<Weakness> {
        let lacks = |what| !self.enforces.contains(&what);
        let found = [
            (self.accounts == Accounts::Advisory, Weakness::AnyoneIsAnyone),
            (lacks(Enforced::Reading), Weakness::ReadsEverything),
            (lacks(Enforced::Writing) || lacks(Enforced::Rules), Weakness::RulesAreAdvice),
            (lacks(Enforced::Authorship), Weakness::ForgedAuthors),
            (self.compare_and_set != CompareAndSet::Atomic, Weakness::LastWriterWins),
            (self.decides_in_reach(), Weakness::DecidesInReach),
            (self.tombstones == Tombstones::None, Weakness::DeletionsSeenLate),
            (matches!(self.feed, FeedKind::FullDiff | FeedKind::EtagList), Weakness::ListsEverything),
            (self.token_in_page, Weakness::SignsInAnew),
            (matches!(self.pokes, Pokes::Poll { .. }), Weakness::Polled),
            (!self.server_time, Weakness::DeviceTime),
            (!self.account_ops.contains(&AccountOp::RedeemInvite), Weakness::NoInvitations),
            (!self.account_ops.contains(&AccountOp::RedeemReset), Weakness::NoResets),
        ];
        found.into_iter().filter_map(|(weak, what)| weak.then_some(what)).collect()
    }
}
