//! How two edits of a record meet, and in what order records are shown: per kind, as data.

use crate::kinds::KnownKind;
use protocol::{FieldClass, Kind, MergeRules};

/// Where a screen finds a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// By time, newest first, a window at a time.
    Timeline,
    /// By id, all of them at hand.
    Pinned,
}

/// The merge rules of `kind`. What is not named is a register: two edits of it are a conflict
/// that a person settles. So it is for every field of a kind that this version does not know.
pub fn rules_of(kind: &Kind) -> MergeRules {
    let rules = MergeRules::default();
    match KnownKind::of(kind) {
        // The author's own devices: the later text is the one that the author means.
        Some(KnownKind::Draft) => rules.with("text", FieldClass::LastWriter),
        // One's own devices: what was decided last is meant, but what was sent is sent.
        Some(KnownKind::Scheduled) => rules
            .with("state", FieldClass::LastWriter)
            .with("text", FieldClass::LastWriter)
            .with("mentions", FieldClass::LastWriter)
            .with("channel", FieldClass::LastWriter)
            .with("due_at", FieldClass::LastWriter)
            .with("refusal", FieldClass::LastWriter)
            .with("rule", FieldClass::LastWriter),
        Some(KnownKind::Read) => {
            // A device that read offline must not make unread again what another has read since.
            rules.with("upto_at", FieldClass::Furthest).with("upto_id", FieldClass::Furthest)
        }
        Some(KnownKind::Seen) => rules
            .with("purpose_at", FieldClass::LastWriter)
            .with("muted", FieldClass::LastWriter)
            .with("nudged", FieldClass::LastWriter)
            .with("told", FieldClass::LastWriter),
        // Sent by two devices that did not know of each other, as what was scheduled: the first one stands.
        Some(KnownKind::Message) => rules
            .with("sent_at", FieldClass::ServerJudged)
            .with("edited_at", FieldClass::LastWriter)
            .with("earlier", FieldClass::ServerJudged)
            .with("hidden", FieldClass::ServerJudged)
            .with("recalled_at", FieldClass::LastWriter),
        // One person's devices: what was said last is meant.
        Some(KnownKind::Reaction) => rules.with("word", FieldClass::LastWriter),
        Some(KnownKind::Opinion) => {
            rules.with("stance", FieldClass::LastWriter).with("text", FieldClass::LastWriter)
        }
        // Who decides second finds it decided: the first decision stands.
        Some(KnownKind::Proposal) => rules
            .with("state", FieldClass::ServerJudged)
            .with("decided_by", FieldClass::ServerJudged)
            .with("decided_at", FieldClass::ServerJudged)
            .with("answer", FieldClass::ServerJudged)
            .with("until", FieldClass::ServerJudged)
            .with("adopted", FieldClass::ServerJudged),
        Some(KnownKind::Space) => rules.with("reminded", FieldClass::LastWriter),
        // The fields of a place change together, and the later pin takes it.
        Some(KnownKind::Pin) => rules
            .with("message", FieldClass::LastWriter)
            .with("label", FieldClass::LastWriter)
            .with("expires_at", FieldClass::LastWriter),
        // Where each device puts its channels, a later order is as good as any.
        Some(KnownKind::Channel) => rules.with("order", FieldClass::LastWriter),
        // Confirmed on two devices that did not know of each other: the first one stands.
        Some(KnownKind::Confirm) => rules.with("at", FieldClass::ServerJudged),
        Some(KnownKind::Notice) => rules.with("reminded_at", FieldClass::LastWriter),
        Some(KnownKind::Handover) => rules.with("decided_at", FieldClass::LastWriter),
        Some(KnownKind::Measure) => rules
            .with("said", FieldClass::ServerJudged)
            .with("earlier", FieldClass::ServerJudged)
            .with("roles", FieldClass::ServerJudged)
            .with("seen_at", FieldClass::LastWriter),
        Some(KnownKind::Invite) => {
            rules.with("used_by", FieldClass::ServerJudged).with("used_at", FieldClass::ServerJudged)
        }
        Some(KnownKind::Member) => {
            rules.with("person", FieldClass::ServerJudged).with("joined_at", FieldClass::ServerJudged)
        }
        _ => rules,
    }
}

/// The field of `kind` by which a server paces new records: guards may bind one channel alone.
pub fn paced_by(kind: &Kind) -> Option<&'static str> {
    (KnownKind::of(kind) == Some(KnownKind::Message)).then_some("channel")
}

/// Where records of `kind` are found. Unknown kinds are pinned: they are few, and nothing pages
/// through them.
pub fn lane_of(kind: &Kind) -> Lane {
    match KnownKind::of(kind) {
        Some(KnownKind::Message | KnownKind::Reaction | KnownKind::Audit) => Lane::Timeline,
        _ => Lane::Pinned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Body;

    fn body(text: &str) -> Body {
        Body::parse(text).unwrap()
    }

    #[test]
    fn two_edits_of_one_message_are_a_conflict_about_the_text_alone() {
        let merged = rules_of(&KnownKind::Message.kind())
            .merge(
                &body(r#"{"text":"a"}"#),
                &body(r#"{"text":"b","edited_at":1}"#),
                &body(r#"{"text":"c","edited_at":2}"#),
            )
            .unwrap();
        assert_eq!(merged.conflicts, ["text"]);
    }

    #[test]
    fn a_device_can_not_say_who_used_an_invitation() {
        let merged = rules_of(&KnownKind::Invite.kind())
            .merge(
                &body(r#"{"state":"open"}"#),
                &body(r#"{"state":"open","used_by":"me","note":"x"}"#),
                &body(r#"{"state":"used","used_by":"li"}"#),
            )
            .unwrap();
        assert!(merged.conflicts.is_empty());
        assert_eq!(merged.body, body(r#"{"note":"x","state":"used","used_by":"li"}"#));
    }

    #[test]
    fn confirming_on_two_devices_is_one_confirmation_and_no_conflict() {
        let rules = rules_of(&KnownKind::Confirm.kind());
        assert!(!rules.differ(&body(r#"{"notice":"n","at":1}"#), &body(r#"{"notice":"n","at":2}"#)));
        assert!(rules.differ(&body(r#"{"notice":"n","at":1}"#), &body(r#"{"notice":"o","at":1}"#)));
    }

    #[test]
    fn of_two_decisions_about_a_proposal_the_first_stands_and_nobody_is_asked() {
        let merged = rules_of(&KnownKind::Proposal.kind())
            .merge(
                &body(r#"{"text":"a","state":"open"}"#),
                &body(r#"{"text":"a","state":"declined","decided_by":"me","answer":"no"}"#),
                &body(r#"{"text":"a","state":"taken","decided_by":"li","answer":""}"#),
            )
            .unwrap();
        assert!(merged.conflicts.is_empty());
        assert_eq!(merged.body, body(r#"{"answer":"","decided_by":"li","state":"taken","text":"a"}"#));
    }

    #[test]
    fn an_unknown_kind_merges_field_by_field() {
        assert_eq!(rules_of(&Kind::from("poll")), MergeRules::default());
        assert_eq!(lane_of(&Kind::from("poll")), Lane::Pinned);
    }
}
