//! Which writes decide about others: what they may do, and by which rules.
//!
//! Where a server compares nothing, the last writer wins. Of a text both versions can be kept and
//! offered; of who may do what only one holds, and nobody must take a right back, or give one, without
//! having seen what stands. So these writes wait for the server there: they are refused while it is
//! out of reach.

use crate::intent::RecordWrite;
use crate::kinds::{KnownKind, Member, Space};
use crate::refusal::{Reason, Refusal};
use protocol::{Body, Op};

/// Refuses writes that decide about others. To be asked where nothing compares versions and the server
/// is out of reach.
///
/// # Errors
/// [`Reason::OutOfReach`] where one of them does.
pub fn wait_for_reach(writes: &[RecordWrite]) -> Result<(), Refusal> {
    if writes.iter().any(decides) { Err(Reason::OutOfReach.into()) } else { Ok(()) }
}

/// Whether a write changes who owns the space, what a membership allows, or which rules and guards hold.
/// What is only being prepared, like the draft of the rules, binds nobody.
pub fn decides(write: &RecordWrite) -> bool {
    match (KnownKind::of(&write.head.kind), &write.op) {
        (Some(KnownKind::Rules | KnownKind::Guards), _) => true,
        (Some(KnownKind::Member | KnownKind::Space), Op::Delete) => true,
        (Some(KnownKind::Member), Op::Update { body, base }) => differ(base, body, rights_of),
        (Some(KnownKind::Space), Op::Update { body, base }) => differ(base, body, owner_of),
        _ => false,
    }
}

/// Whether two bodies say different things; one that can't be read says what nobody knows.
fn differ<T: PartialEq>(base: &Body, body: &Body, read: impl Fn(&Body) -> Option<T>) -> bool {
    match (read(base), read(body)) {
        (Some(base), Some(body)) => base != body,
        _ => true,
    }
}

fn rights_of(body: &Body) -> Option<impl PartialEq + use<>> {
    let member: Member = body.read().ok()?;
    Some((member.roles, member.state))
}

fn owner_of(body: &Body) -> Option<impl PartialEq + use<>> {
    let space: Space = body.read().ok()?;
    Some(space.owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::SCHEMA;
    use protocol::{Audience, Head, PersonId, RecordId, Scope, SpaceId};
    use serde_json::{Value, json};

    fn write(kind: KnownKind, op: Op) -> RecordWrite {
        let head = Head {
            id: RecordId::new("r"),
            scope: Scope::new(SpaceId::new("s"), Audience::All),
            kind: kind.kind(),
            author: PersonId::new("p"),
            subject: None,
        };
        RecordWrite { head, op, deps: Vec::new(), schema: SCHEMA }
    }

    fn update(kind: KnownKind, base: &Value, body: &Value) -> RecordWrite {
        write(kind, Op::Update { base: Body::of(base).unwrap(), body: Body::of(body).unwrap() })
    }

    fn member(post: &str, roles: &[&str], state: &str) -> Value {
        json!({
            "person": "p", "real_name": "Lin", "dept": "Sales", "post": post, "roles": roles,
            "state": state, "joined_at": 1
        })
    }

    #[test]
    fn roles_states_rules_and_guards_decide_about_others() {
        let before = member("Manager", &["member"], "active");
        let appointed = member("Manager", &["member", "admin"], "active");
        let removed = member("Manager", &["member"], "removed");
        for write in [
            update(KnownKind::Member, &before, &appointed),
            update(KnownKind::Member, &before, &removed),
            write(KnownKind::Rules, Op::Create(Body::of(&json!({})).unwrap())),
            update(KnownKind::Guards, &json!({}), &json!({ "guards": [] })),
            // What can't be read may be anything.
            update(KnownKind::Member, &before, &json!({ "roles": 7 })),
        ] {
            assert!(decides(&write), "{write:?}");
            let refused = wait_for_reach(std::slice::from_ref(&write)).unwrap_err();
            assert_eq!(refused.reason(), Reason::OutOfReach);
        }
    }

    #[test]
    fn words_and_drafts_and_what_is_said_of_oneself_bind_nobody() {
        let body = || Body::of(&json!({ "text": "早" })).unwrap();
        let writes = [
            write(KnownKind::Message, Op::Create(body())),
            write(KnownKind::RulesDraft, Op::Create(body())),
            write(KnownKind::Draft, Op::Delete),
            update(
                KnownKind::Member,
                &member("Manager", &["member"], "active"),
                &member("Trainer", &["member"], "active"),
            ),
        ];
        assert_eq!(wait_for_reach(&writes), Ok(()));
    }
}
