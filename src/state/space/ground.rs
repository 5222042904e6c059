//! What judgments in a space stand on: who this person is there, and which rules bind.

use super::measures::taken;
use super::tables::Tables;
use domain::guard::Watch;
use domain::kinds::{guards_id, space_id};
use domain::policy::{Actor, Context, Membership};
use domain::rules::RulesRef;
use domain::rules::gate::{Confirmation, Edition};
use protocol::SpaceId;
use protocol::account::Me;

/// Who acts, and what is known; for a write, the moment is filled in anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ground {
    pub(super) actor: Actor,
    pub(super) context: Context,
}

impl Ground {
    /// Reads the ground from the tables, reactively. `None` while nobody is signed in.
    pub(super) fn of(me: Option<&Me>, space: &SpaceId, tables: &Tables, now_ms: i64) -> Option<Self> {
        let me = me?;
        let about = tables.about.rows().get(&space_id(space));
        let member = tables.members.rows().get(&domain::kinds::member_id(space, &me.person));
        let membership =
            member.map(|row| Membership { roles: row.body.roles.clone(), state: row.body.state.clone() });
        let measures = tables.measures.rows().all();
        let about_me = measures.iter().filter(|row| row.head.subject.as_ref() == Some(&me.person));
        let guards = tables.guards.rows().get(&guards_id(space));
        let published = tables.rules.rows().all();
        let published = published.iter().map(|row| Edition::of(&row.body, row.at)).collect();
        let acks = tables.acks.rows().all();
        let own = acks.iter().filter(|ack| ack.head.subject.as_ref() == Some(&me.person));
        let confirmed = own.map(|ack| {
            let rules = RulesRef { version: ack.body.version, hash: ack.body.hash.clone() };
            Confirmation { rules, at: ack.at }
        });
        Some(Self {
            actor: Actor { person: me.person.clone(), membership, may_found: me.can_create_space },
            context: Context {
                owner: about.map(|row| row.body.owner_or(row.author()).clone()),
                now_ms,
                published,
                confirmed: confirmed.collect(),
                measures: about_me.map(|row| taken(row)).collect(),
                watch: Watch {
                    guards: guards.map(|row| row.body.guards.clone()).unwrap_or_default(),
                    ..Watch::default()
                },
                ..Context::default()
            },
        })
    }
}
