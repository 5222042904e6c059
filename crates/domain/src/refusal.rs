//! Why something is refused: one typed reason for each, and the field that is wrong.
//!
//! Reasons travel as the `code` of a [`Problem`]; the app has words for each code.

use protocol::{BodyError, Problem};
use std::borrow::Cow;
use std::fmt;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident, $status:literal, $code:literal, $sentence:literal;)+) => {
        /// Every reason to refuse.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Reason {
            $(#[doc = $sentence] $(#[$doc])* $name,)+
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable name.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The HTTP status that carries it: 403 where another person may, 422 where nobody may, 429
            /// where anybody may later.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ }
            }

            /// One sentence for developers.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)+ }
            }
        }
    };
}

reasons! {
    NotAMember, 403, "not-a-member", "Only members of the space may do this.";
    RoleNeeded, 403, "role-needed", "This needs a role that the person does not have.";
    OwnerOnly, 403, "owner-only", "Only the owner of the space may do this.";
    NotYours, 403, "not-yours", "Only the record's author or subject may do this.";
    ServerOnly, 403, "server-only", "Only the server writes this.";
    InvitationNeeded, 403, "invitation-needed", "One joins a space by an invitation.";
    MayNotFound, 403, "may-not-create-spaces", "The person may not create spaces.";
    RuleLocked, 403, "rule-locked", "Only the owner may change which rules are locked, and what they say.";
    Muted, 403, "muted", "The member is muted.";
    Suspended, 403, "suspended", "The membership is suspended.";
    RulesNotConfirmed, 403, "rules-not-confirmed", "The binding version of the rules is not confirmed.";
    EditWindowOver, 403, "edit-window-over", "The time for editing is over.";
    Blocked, 403, "blocked", "A rule of the space does not let this through.";
    NeedsRelease, 403, "needs-release", "A rule of the space wants an administrator to look at this first.";
    SaidBefore, 403, "said-before", "Somebody has said this already; saying it again needs a reason.";
    NeedsPermit, 403, "needs-permit", "A rule of the space wants a permission for this first.";
    SortNeeded, 403, "sort-needed", "The channel asks what kind of post this is.";
    Paced, 429, "paced", "A rule of the space wants more time between posts.";
    RecallWindowOver, 403, "recall-window-over", "The time for recalling is over.";
    UrgentSpent, 403, "urgent-spent", "Three urgent announcements within 24 hours are the most.";
    RemindedLately, 403, "reminded-lately", "Those who have not confirmed were reminded within the hour.";
    OutOfReach, 403, "out-of-reach", "Where nothing compares versions, this waits until the server is in reach.";
    OwnPost, 403, "own-post", "Nobody decides about what they wrote themselves.";
    MeasureNeeded, 403, "measure-needed", "This is done by a measure, with its rule and its reason.";
    PostHidden, 403, "post-hidden", "The post is hidden.";
    ChannelClosed, 403, "channel-closed", "The channel takes no more messages.";
    EditedOften, 403, "edited-often", "The message was edited too often, or says too much in all its versions.";
    OwnerReported, 422, "owner-reported", "What the owner writes can't be reported: the owner reads every report.";
    OwnerStays, 422, "owner-stays", "The owner can't leave, be removed or lose the ownership.";
    UnknownRole, 422, "unknown-role", "There is no such role to give.";
    NotInScope, 422, "not-in-scope", "The group is for others.";
    NoSpace, 422, "no-space", "There is no such space.";
    SpaceExists, 422, "space-exists", "The space exists already.";
    Gone, 422, "gone", "The record was deleted.";
    Immutable, 422, "immutable", "This never changes.";
    NotDeletable, 422, "not-deletable", "Records of this kind are not deleted.";
    WrongAudience, 422, "wrong-audience", "Records of this kind are for another audience.";
    WrongId, 422, "wrong-id", "The id does not fit the kind.";
    WrongAuthor, 422, "wrong-author", "The author is not the person who writes.";
    WrongSubject, 422, "wrong-subject", "The subject is missing or wrong for the audience.";
    WrongState, 422, "wrong-state", "There is no way from this state to that one.";
    WrongShape, 422, "wrong-shape", "The body does not fit its kind.";
    UnknownKind, 422, "unknown-kind", "This version does not know the kind.";
    Empty, 422, "empty", "The field is empty.";
    TooLong, 422, "too-long", "The field is too long.";
    TooMany, 422, "too-many", "The list has too many entries.";
    TooLarge, 422, "too-large", "The body is too large.";
    ForbiddenCharacter, 422, "forbidden-character", "The field holds a character that does not show.";
    WrongValue, 422, "wrong-value", "The field has a value that does not fit.";
    WrongNumbering, 422, "wrong-numbering", "The rules are not numbered 1, 2, 3 …";
    RuleVersionTaken, 422, "rule-version-taken", "This version of the rules was published already.";
    RuleVersionGap, 422, "rule-version-gap", "The version is not the one after the current one.";
    UnknownRuleVersion, 422, "unknown-rule-version", "There is no such version of the rules.";
    NameUnruled, 422, "name-unruled", "The name does not say whose space it is and what it is about: department-topic-term.";
    OpinionsClosed, 422, "opinions-closed", "Opinions on this proposal are taken no more.";
    UnknownRule, 422, "unknown-rule", "The binding rules have no rule of this number.";
    HashMismatch, 422, "hash-mismatch", "The hash does not fit the rules.";
    NothingToPublish, 422, "nothing-to-publish", "The draft has no rules.";
    BlankLeft, 422, "blank-left", "A blank in a rule is not filled in.";
    WrongTime, 422, "wrong-time", "The time is over already, or too far ahead.";
    BadExpiry, 422, "bad-expiry", "The expiry lies in the past or too far ahead.";
    BadHash, 422, "bad-hash", "Expected 64 lower-case hexadecimal digits.";
}

/// A refusal: the reason, and the field of the body that is wrong as a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    reason: Reason,
    field: Option<Cow<'static, str>>,
    rule: Option<u32>,
    until_ms: Option<i64>,
}

impl Refusal {
    /// A refusal of the write as a whole.
    pub const fn new(reason: Reason) -> Self {
        Self { reason, field: None, rule: None, until_ms: None }
    }

    /// The refusal with the field that is wrong, as a JSON pointer.
    #[must_use]
    pub fn at(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The refusal with the number of the rule of the space that it enforces.
    #[must_use]
    pub fn by_rule(self, no: u32) -> Self {
        Self { rule: Some(no), ..self }
    }

    /// The refusal with the moment from which it stands no more, UTC milliseconds.
    #[must_use]
    pub fn until(self, until_ms: i64) -> Self {
        Self { until_ms: Some(until_ms), ..self }
    }

    /// The rule of the space that it enforces.
    pub const fn rule(&self) -> Option<u32> {
        self.rule
    }

    /// From when it stands no more, UTC milliseconds. It travels as the patience that the answer
    /// asks for, not in the problem.
    pub const fn until_ms(&self) -> Option<i64> {
        self.until_ms
    }

    /// Why.
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// The reason's stable name.
    pub const fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// The field that is wrong, as a JSON pointer.
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}

impl From<BodyError> for Refusal {
    fn from(error: BodyError) -> Self {
        Self::new(match error {
            BodyError::TooLarge(_) => Reason::TooLarge,
            BodyError::NotJson(_)
            | BodyError::NotAnObject
            | BodyError::Number(_)
            | BodyError::TooDeep
            | BodyError::Shape(_) => Reason::WrongShape,
        })
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        Self {
            detail: refusal.reason.sentence().to_owned(),
            field: refusal.field().map(str::to_owned),
            rule: refusal.rule.map(|no| no.to_string()),
            ..Self::new(refusal.reason.status(), refusal.code())
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::from(&refusal)
    }
}

/// A problem whose code is no reason of this crate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no reason that this version knows")]
pub struct UnknownCode(pub String);

impl TryFrom<&Problem> for Refusal {
    type Error = UnknownCode;

    fn try_from(problem: &Problem) -> Result<Self, UnknownCode> {
        let reason = Reason::ALL.iter().find(|reason| reason.code() == problem.code);
        let reason = *reason.ok_or_else(|| UnknownCode(problem.code.clone()))?;
        let rule = problem.rule.as_ref().and_then(|no| no.parse().ok());
        Ok(Self { reason, field: problem.field.clone().map(Cow::Owned), rule, until_ms: None })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Some(field) => write!(f, "{field}: {}", self.reason.sentence()),
            None => f.write_str(self.reason.sentence()),
        }
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_refusal_survives_its_problem() {
        for &reason in Reason::ALL {
            for refusal in [Refusal::new(reason), Refusal::new(reason).at("/rules/3/text").by_rule(3)] {
                assert_eq!(Refusal::try_from(&Problem::from(&refusal)), Ok(refusal));
            }
        }
    }

    #[test]
    fn codes_are_unique_kebab_case() {
        let codes: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.code()).collect();
        assert_eq!(codes.len(), Reason::ALL.len());
        for code in codes {
            assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
        }
    }

    #[test]
    fn a_foreign_code_is_no_refusal() {
        let problem = Problem::new(422, "teapot");
        assert_eq!(Refusal::try_from(&problem), Err(UnknownCode("teapot".to_owned())));
    }
}
