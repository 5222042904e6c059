//! What judgments in a space stand on: who this person is there, and which rules bind.

use super::tables::Tables;
use crate::state::row::Row;
use domain::kinds::{Ack, space_id};
use domain::policy::{Actor, Context, Membership};
use domain::rules::RulesRef;
use protocol::account::Me;
use protocol::{PersonId, SpaceId};
use std::sync::Arc;

/// Who acts, and what is known; the moment is filled in when it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ground {
    pub(super) actor: Actor,
    pub(super) context: Context,
}

impl Ground {
    /// Reads the ground from the tables, reactively. `None` while nobody is signed in.
    pub(super) fn of(me: Option<&Me>, space: &SpaceId, tables: &Tables) -> Option<Self> {
        let me = me?;
        let about = tables.about.rows().get(&space_id(space));
        let member = tables.members.rows().get(&domain::kinds::member_id(space, &me.person));
        let membership =
            member.map(|row| Membership { roles: row.body.roles.clone(), state: row.body.state.clone() });
        let published = tables.rules.rows().all();
        let published = published
            .iter()
            .map(|row| RulesRef { version: row.body.version, hash: row.body.hash.clone() })
            .collect();
        let acks = tables.acks.rows().all();
        Some(Self {
            actor: Actor { person: me.person.clone(), membership, may_found: me.can_create_space },
            context: Context {
                owner: about.map(|row| row.author().clone()),
                published,
                confirmed: newest_of(&acks, &me.person),
                ..Context::default()
            },
        })
    }
}

/// The newest version that `person` has confirmed.
fn newest_of(acks: &[Arc<Row<Ack>>], person: &PersonId) -> Option<RulesRef> {
    let own = acks.iter().filter(|ack| ack.head.subject.as_ref() == Some(person));
    let newest = own.max_by_key(|ack| ack.body.version)?;
    Some(RulesRef { version: newest.body.version, hash: newest.body.hash.clone() })
}
