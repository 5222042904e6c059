//! What went wrong, in words: what happened, what was kept, what to do. The only place that turns
//! a trouble or a problem code into a sentence.

use crate::i18n::Words;
use crate::state::Trouble;
use protocol::Problem;
use words::Word;

/// A trouble as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What happened, in a few words.
    pub title: String,
    /// What was kept, and what can be done.
    pub body: String,
    /// What helps, for the one button beside it.
    pub remedy: Remedy,
}

/// What a person can do about a trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing here: the body says who can help, or what to change.
    Nothing,
    /// Ask again as it is.
    TryAgain,
    /// Sign in again.
    SignIn,
    /// Load the page anew.
    Reload,
    /// See which backend this is, and choose another.
    Connect,
    /// Read and confirm the rules.
    ConfirmRules,
}

impl Remedy {
    /// What its button says.
    pub fn word(self) -> Option<Word> {
        match self {
            Self::Nothing => None,
            Self::TryAgain => Some(Word::AppAgain),
            Self::SignIn => Some(Word::SyncChipSignin),
            Self::Reload => Some(Word::SyncUpdateGo),
            Self::Connect => Some(Word::EntryCoverConnect),
            Self::ConfirmRules => Some(Word::RulesConfirmGo),
        }
    }
}

impl Words {
    /// Explains `trouble`.
    pub fn explain(self, trouble: &Trouble) -> Explained {
        let (title, body, remedy) = match trouble {
            Trouble::Offline => {
                (Word::TroubleOfflineTitle, self.text(Word::TroubleOfflineBody), Remedy::TryAgain)
            }
            Trouble::Busy { after_ms: Some(ms) } => {
                let seconds = usize::try_from(ms.div_ceil(1000)).unwrap_or(usize::MAX);
                (Word::TroubleBusyTitle, self.count(Word::TroubleBusyWait, seconds), Remedy::TryAgain)
            }
            Trouble::Busy { after_ms: None } => {
                (Word::TroubleBusyTitle, self.text(Word::TroubleBusyBody), Remedy::TryAgain)
            }
            Trouble::SignedOut => {
                (Word::TroubleSignedOutTitle, self.text(Word::TroubleSignedOutBody), Remedy::SignIn)
            }
            Trouble::Full => (Word::TroubleFullTitle, self.text(Word::TroubleFullBody), Remedy::TryAgain),
            Trouble::Unreachable => {
                (Word::TroubleUnreachableTitle, self.text(Word::TroubleUnreachableBody), Remedy::TryAgain)
            }
            Trouble::Blocked(line) => {
                let body = self.fill(Word::TroubleBlockedBody, &[("line", line)]);
                (Word::TroubleBlockedTitle, body, Remedy::Nothing)
            }
            Trouble::Foreign(what) => {
                let body = self.fill(Word::TroubleForeignBody, &[("what", &shortened(what))]);
                (Word::TroubleForeignTitle, body, Remedy::Connect)
            }
            Trouble::Misconfigured(what) | Trouble::BadProfile(what, _) => {
                let body = self.fill(Word::TroubleMisconfiguredBody, &[("what", &shortened(what))]);
                (Word::TroubleMisconfiguredTitle, body, Remedy::Connect)
            }
            Trouble::Unsupported => {
                (Word::TroubleUnsupportedTitle, self.text(Word::TroubleUnsupportedBody), Remedy::Nothing)
            }
            Trouble::Broken(what) => {
                let body = self.fill(Word::TroubleBrokenBody, &[("what", &shortened(what))]);
                (Word::TroubleBrokenTitle, body, Remedy::Reload)
            }
            Trouble::Refused(problem) => return self.explain_refusal(problem),
        };
        Explained { title: self.text(title), body, remedy }
    }

    /// Why a write or a question was refused, as one sentence: for a field, a row, a button.
    pub fn refusal(self, problem: &Problem) -> String {
        // Who changes a password has no name to get wrong.
        if problem.code == "wrong-password" && problem.field.is_some() {
            return self.text(Word::MePasswordWrong);
        }
        match of_code(&problem.code) {
            Said::Word(word) => self.text(word),
            Said::Ours => self.fill(Word::TroubleCodeOurs, &[("code", &problem.code)]),
            Said::Unknown => {
                let code =
                    if problem.code.is_empty() { problem.status.to_string() } else { problem.code.clone() };
                self.fill(Word::TroubleCodeUnknown, &[("code", &shortened(&code))])
            }
        }
    }

    fn explain_refusal(self, problem: &Problem) -> Explained {
        let title = match &problem.rule {
            Some(no) => self.fill(Word::TroubleRefusedRule, &[("no", no)]),
            None => self.text(Word::TroubleRefusedTitle),
        };
        Explained { title, body: self.refusal(problem), remedy: remedy_of(&problem.code) }
    }
}

/// How a problem code is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// By a sentence of its own.
    Word(Word),
    /// As a mistake between app and server: no person can do anything about these.
    Ours,
    /// As a code of another version.
    Unknown,
}

/// What every code means to a person: the reasons of `domain::refusal` and those of the server.
#[rustfmt::skip]
fn of_code(code: &str) -> Said {
    Said::Word(match code {
        "not-a-member" | "no-longer-a-member" => Word::TroubleCodeNotAMember,
        "role-needed" => Word::TroubleCodeRoleNeeded,
        "owner-only" => Word::TroubleCodeOwnerOnly,
        "not-yours" => Word::TroubleCodeNotYours,
        "server-only" => Word::TroubleCodeServerOnly,
        "invitation-needed" => Word::TroubleCodeInvitationNeeded,
        "may-not-create-spaces" => Word::TroubleCodeMayNotCreateSpaces,
        "muted" => Word::TroubleCodeMuted,
        "suspended" => Word::TroubleCodeSuspended,
        "rules-not-confirmed" => Word::TroubleCodeRulesNotConfirmed,
        "blocked" => Word::TroubleCodeBlocked,
        "needs-release" => Word::TroubleCodeNeedsRelease,
        "needs-permit" => Word::TroubleCodeNeedsPermit,
        "sort-needed" => Word::TroubleCodeSortNeeded,
        "unknown-rule" => Word::TroubleCodeUnknownRule,
        "name-unruled" => Word::TroubleCodeNameUnruled,
        "opinions-closed" => Word::TroubleCodeOpinionsClosed,
        "said-before" => Word::TroubleCodeSaidBefore,
        "channel-closed" => Word::TroubleCodeChannelClosed,
        "edited-often" => Word::TroubleCodeEditedOften,
        "paced" => Word::TroubleCodePaced,
        "urgent-spent" => Word::TroubleCodeUrgentSpent,
        "reminded-lately" => Word::TroubleCodeRemindedLately,
        "out-of-reach" => Word::TroubleCodeOutOfReach,
        "own-post" => Word::TroubleCodeOwnPost,
        "edit-window-over" => Word::TroubleCodeEditWindowOver,
        "recall-window-over" => Word::TroubleCodeRecallWindowOver,
        "measure-needed" => Word::TroubleCodeMeasureNeeded,
        "post-hidden" => Word::TroubleCodePostHidden,
        "owner-reported" => Word::TroubleCodeOwnerReported,
        "owner-stays" => Word::TroubleCodeOwnerStays,
        "no-space" => Word::TroubleCodeNoSpace,
        "space-exists" => Word::TroubleCodeSpaceExists,
        "gone" => Word::TroubleCodeGone,
        "may-be-deleted" => Word::TroubleCodeMayBeDeleted,
        "immutable" => Word::TroubleCodeImmutable,
        "not-deletable" => Word::TroubleCodeNotDeletable,
        "wrong-state" => Word::TroubleCodeWrongState,
        "empty" => Word::TroubleCodeEmpty,
        "too-long" => Word::TroubleCodeTooLong,
        "too-many" => Word::TroubleCodeTooMany,
        "too-large" => Word::TroubleCodeTooLarge,
        "forbidden-character" => Word::TroubleCodeForbiddenCharacter,
        "wrong-value" => Word::TroubleCodeWrongValue,
        "rule-version-taken" | "rule-version-gap" => Word::TroubleCodeRuleVersionTaken,
        "unknown-rule-version" => Word::TroubleCodeUnknownRuleVersion,
        "old-rule-version" | "hash-mismatch" => Word::TroubleCodeOldRuleVersion,
        "blank-left" => Word::RulesEditBlank,
        "rule-locked" => Word::RulesEditLockedRefused,
        "nothing-to-publish" => Word::TroubleCodeNothingToPublish,
        "wrong-time" => Word::TroubleCodeWrongTime,
        "bad-expiry" => Word::TroubleCodeBadExpiry,
        "slow-down" => Word::TroubleCodeSlowDown,
        "bad-text" => Word::TroubleCodeBadText,
        "already-member" => Word::TroubleCodeAlreadyMember,
        "already-decided" => Word::TroubleCodeAlreadyDecided,
        "forbidden" | "scope-forbidden" => Word::TroubleCodeForbidden,
        "not-found" | "record-unknown" => Word::TroubleCodeNotFound,
        "conflict" => Word::TroubleCodeConflict,
        "server-full" => Word::TroubleCodeServerFull,
        "internal" => Word::TroubleCodeInternal,
        "bad-request" | "bad-write" | "wrong-verb" | "not-json" | "token-taken" | "bad-scope" | "needs-precondition"
        | "needs-mutation" | "mutation-reused" | "cursor-gone" | "bad-id" | "bad-kind" | "bad-body"
        | "bad-subject" | "head-changed" | "unknown-role" | "wrong-audience" | "wrong-id"
        | "wrong-author" | "wrong-subject" | "wrong-shape" | "unknown-kind" | "wrong-numbering"
        | "bad-hash" => return Said::Ours,
        code => return of_door(code).map_or(Said::Unknown, Said::Word),
    })
}

/// What is said where one comes in: sessions, passwords, links.
fn of_door(code: &str) -> Option<Word> {
    Some(match code {
        "foreign-origin" | "unknown-host" => Word::TroubleCodeForeignOrigin,
        "signed-out" | "session-revoked" => Word::TroubleSignedOutBody,
        "wrong-password" => Word::TroubleCodeWrongPassword,
        "too-many-tries" => Word::TroubleCodeTooManyTries,
        "already-set-up" => Word::TroubleCodeAlreadySetUp,
        "needs-setup" => Word::TroubleCodeNeedsSetup,
        "login-taken" => Word::TroubleCodeLoginTaken,
        "weak-password" => Word::TroubleCodeWeakPassword,
        "link-unknown" => Word::TroubleCodeLinkUnknown,
        "link-used" => Word::TroubleCodeLinkUsed,
        "link-full" => Word::TroubleCodeLinkFull,
        "space-full" => Word::TroubleCodeSpaceFull,
        "not-in-scope" => Word::TroubleCodeNotInScope,
        "link-expired" => Word::TroubleCodeLinkExpired,
        "link-revoked" => Word::TroubleCodeLinkRevoked,
        "link-replaced" => Word::TroubleCodeLinkReplaced,
        "demo-only" => Word::TroubleCodeDemoOnly,
        "reset-forbidden" => Word::TroubleCodeResetForbidden,
        _ => return None,
    })
}

fn remedy_of(code: &str) -> Remedy {
    match code {
        "signed-out" => Remedy::SignIn,
        "rules-not-confirmed" | "old-rule-version" | "hash-mismatch" => Remedy::ConfirmRules,
        "too-many-tries" | "slow-down" | "internal" => Remedy::TryAgain,
        code if of_code(code) == Said::Ours => Remedy::Reload,
        _ => Remedy::Nothing,
    }
}

/// A foreign text in a sentence of ours: an error page must not fill the screen.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 160;
    let mut chars = text.chars();
    let mut short: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::refusal::Reason;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn every_reason_of_the_domain_has_words() {
        for reason in Reason::ALL {
            assert_ne!(of_code(reason.code()), Said::Unknown, "{}", reason.code());
        }
    }

    #[wasm_bindgen_test]
    fn a_code_of_another_version_is_said_to_be_unknown() {
        assert_eq!(of_code("teapot"), Said::Unknown);
        assert_eq!(remedy_of("teapot"), Remedy::Nothing);
    }

    #[wasm_bindgen_test]
    fn a_foreign_text_is_cut_at_a_character() {
        assert_eq!(shortened("短"), "短");
        assert_eq!(shortened(&"長".repeat(500)).chars().count(), 161);
    }
}
