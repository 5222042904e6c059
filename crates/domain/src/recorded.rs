//! What a group records about its people: each kind, who reads it, how long it is kept; and what of it
//! a person takes along. Confirming the rules is no consent to any of this, so it stands by itself.

use crate::kinds::KnownKind;
use protocol::{Audience, PersonId, Record};
use serde_json::{Map, Value, json};

/// Who reads records of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readers {
    /// All members.
    Members,
    /// Whom it is about, and owner and administrators.
    SubjectAndStaff,
    /// Owner and administrators.
    Staff,
    /// The owner.
    Owner,
    /// Only whom it is about.
    Subject,
}

/// How long records of a kind are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// As long as the group.
    WithGroup,
    /// Until its author or an administrator takes it away; that it was there remains.
    UntilTakenAway,
    /// Only as it stands: what is written anew takes the place of what was.
    AsItStands,
}

/// Who reads records of `kind`. It follows from their audience, so that it can't say less than is so.
pub fn readers(kind: KnownKind) -> Readers {
    match (kind, kind.audience()) {
        (KnownKind::OwnerReport, _) => Readers::Owner,
        (_, Audience::All) => Readers::Members,
        (_, Audience::Personal) => Readers::SubjectAndStaff,
        (_, Audience::Private) => Readers::Subject,
        (_, Audience::Staff | Audience::Keys | Audience::Label(_)) => Readers::Staff,
    }
}

/// How long records of `kind` are kept.
pub fn kept(kind: KnownKind) -> Kept {
    use KnownKind as K;
    match kind {
        K::Rules | K::Ack | K::Confirm | K::Noted | K::Audit | K::Measure => Kept::WithGroup,
        K::Held | K::Report | K::OwnerReport | K::Invite | K::Handover | K::Proposal => Kept::WithGroup,
        K::Message | K::Notice => Kept::UntilTakenAway,
        K::Channel | K::Reaction | K::Pin | K::Opinion => Kept::AsItStands,
        K::Space | K::Member | K::RulesDraft | K::Guards | K::Roster => Kept::AsItStands,
        K::Draft | K::Scheduled | K::Read | K::Seen => Kept::AsItStands,
    }
}

/// Whether `record` is by `person` or about them.
pub fn is_of(record: &Record, person: &PersonId) -> bool {
    let is_member = KnownKind::of(&record.head.kind) == Some(KnownKind::Member);
    let text = |name: &str| body(record).get(name).and_then(Value::as_str).map(str::to_owned);
    let is_theirs = record.head.author == *person || record.head.subject.as_ref() == Some(person);
    // A membership says itself whose it is; whoever wrote it last is another matter.
    if is_member { text("person").as_deref() == Some(person.as_str()) } else { is_theirs }
}

/// `record` as a person takes it along: all that it says but what would open a door.
pub fn taken_along(record: &Record) -> Value {
    let mut body = body(record);
    body.remove("token_hash");
    json!({
        "kind": record.head.kind,
        "id": record.head.id,
        "at": record.at,
        "author": record.head.author,
        "subject": record.head.subject,
        "body": body,
    })
}

fn body(record: &Record) -> Map<String, Value> {
    record.body.read().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Body, Head, RecordId, Rev, Scope, SpaceId};

    fn record(kind: KnownKind, author: &str, subject: Option<&str>, body: &str) -> Record {
        let head = Head {
            id: RecordId::from("id"),
            scope: Scope::new(SpaceId::from("space"), kind.audience()),
            kind: kind.kind(),
            author: PersonId::from(author),
            subject: subject.map(PersonId::from),
        };
        Record { head, rev: Rev("1".to_owned()), at: 5, deleted: false, body: Body::parse(body).unwrap() }
    }

    #[test]
    fn nobody_but_its_readers_is_named_as_reading_a_kind() {
        for kind in KnownKind::ALL {
            let is_private = matches!(readers(kind), Readers::Subject | Readers::Owner);
            assert_eq!(is_private, kind.audience() == Audience::Private, "{kind:?}");
            let is_open = readers(kind) == Readers::Members;
            assert_eq!(is_open, kind.audience() == Audience::All, "{kind:?}");
        }
    }

    #[test]
    fn one_takes_along_what_one_wrote_and_what_is_about_one_and_no_key_to_a_door() {
        let me = PersonId::from("me");
        assert!(is_of(&record(KnownKind::Message, "me", None, "{}"), &me));
        assert!(is_of(&record(KnownKind::Measure, "admin", Some("me"), "{}"), &me));
        assert!(!is_of(&record(KnownKind::Message, "you", None, "{}"), &me));
        assert!(is_of(&record(KnownKind::Member, "owner", None, r#"{"person":"me"}"#), &me));
        assert!(!is_of(&record(KnownKind::Member, "me", None, r#"{"person":"you"}"#), &me));
        let invite = record(KnownKind::Invite, "me", None, r#"{"for_name":"李","token_hash":"abc"}"#);
        let taken = taken_along(&invite);
        assert_eq!(taken["body"], json!({"for_name": "李"}));
    }
}
