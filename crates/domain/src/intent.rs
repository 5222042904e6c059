//! What screens do to records: each function says what a person wants and returns the writes
//! that bring it about, judged by [`crate::policy`] before they are handed out.
//!
//! Time comes with the [`Context`], ids and randomness as arguments. Where an intent writes
//! several records, every prefix of them is legal, and `deps` keep their order on the server.

mod channels;
mod entry;
mod found;
mod guards;
mod handover;
mod invites;
mod measures;
mod members;
mod notices;
mod proposals;
mod reactions;
mod rules;
mod scheduled;
mod talk;

pub use channels::{
    MoveReason, NewChannel, NewPin, change_channel, move_post, mute_channel, note_nudge, open_channel,
    pin_post, unpin_post, wish_to_be_told,
};
pub use entry::{lay_roster, set_entry};
pub use found::{NewSpace, Profile, create_space, edit_space, see_purpose, set_on_duty};
pub use guards::{
    Decision, HandIn, decide_held, hand_in, post_granted, set_guards, with_guard_at, withdraw_held,
};
pub use handover::{Estate, accept_handover, decide_handover, former_roles, offer_handover, owning_roles};
pub use invites::{invite, invite_many, renew_invite, revoke_invite};
pub use measures::{NewMeasure, NewReport, decide_report, report_post, see_measure, take_measure};
pub use members::{change_profile, change_roles, leave, with_role};
pub use notices::{NewNotice, confirm_notice, publish_notice, remind_of_notice, see_notice, withdraw_notice};
pub use proposals::{
    NewProposal, Taking, decline_proposal, propose, say_to_proposal, take_proposal, withdraw_proposal,
};
pub use reactions::react;
pub use rules::{Enforced, Version, confirm_rules, publish_rules, remind_of_rules, write_rules_draft};
pub use scheduled::{Later, cancel_scheduled, refuse_scheduled, reschedule, schedule, send_scheduled};
pub use talk::{NewPost, delete_message, edit_message, mark_read, post_message, recall_message, save_draft};

use crate::kinds::{self, KnownKind, SCHEMA, member_id, space_id};
use crate::policy::{Actor, After, Before, Change, Context, judge};
use crate::refusal::Refusal;
use protocol::{Head, Op, PersonId, RecordId, Scope, SpaceId};
use serde::Serialize;

/// One write of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordWrite {
    /// The record's head.
    pub head: Head,
    /// What to do.
    pub op: Op,
    /// Records that must be on the server first.
    pub deps: Vec<RecordId>,
    /// The version of the body's shape.
    pub schema: u32,
}

/// The writes of an intent, or why there are none. An empty list means that nothing would change.
pub type Intended = Result<Vec<RecordWrite>, Refusal>;

/// Where a person acts: the space, who they are in it, and what is known at the moment.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The space.
    pub space: &'a SpaceId,
    /// The person.
    pub actor: &'a Actor,
    /// What is known.
    pub context: &'a Context,
}

impl Desk<'_> {
    fn me(&self) -> &PersonId {
        &self.actor.person
    }

    /// The head of a new record of `kind` in the kind's scope; personal ones are about oneself.
    fn head(&self, kind: KnownKind, id: RecordId) -> Head {
        let audience = kind.audience();
        let subject = audience.has_subject().then(|| self.me().clone());
        let scope = Scope::new(self.space.clone(), audience);
        Head { id, scope, kind: kind.kind(), author: self.me().clone(), subject }
    }

    /// What everything in a space stands on: the space and one's own membership in it.
    fn ground(&self) -> Vec<RecordId> {
        vec![space_id(self.space), member_id(self.space, self.me())]
    }

    /// What a post stands on: the server looks for the confirmation, and it must have arrived,
    /// whichever counts there by then.
    fn confirmed_ground(&self) -> Vec<RecordId> {
        let confirmed = self.context.confirmed.iter().map(|confirmation| confirmation.rules.version);
        let acks = confirmed.map(|version| kinds::ack_id(self.space, self.me(), version));
        self.ground().into_iter().chain(acks).collect()
    }

    /// A creation that the policy lets pass.
    fn create<T: Serialize>(
        &self,
        head: Head,
        body: &T,
        deps: Vec<RecordId>,
    ) -> Result<RecordWrite, Refusal> {
        let body = protocol::Body::of(body)?;
        judge(self.actor, &Change { head: &head, before: None, after: After::Body(&body) }, self.context)?;
        Ok(RecordWrite { head, op: Op::Create(body), deps, schema: SCHEMA })
    }

    /// An update that the policy lets pass; nothing where the body stays the same.
    fn update<T: Serialize>(&self, before: Before<'_>, body: &T) -> Intended {
        let body = protocol::Body::of(body)?;
        if same(&body, before.body) {
            return Ok(Vec::new());
        }
        let change = Change { head: before.head, before: Some(before), after: After::Body(&body) };
        judge(self.actor, &change, self.context)?;
        let op = Op::Update { body, base: before.body.clone() };
        Ok(vec![RecordWrite { head: before.head.clone(), op, deps: self.ground(), schema: SCHEMA }])
    }

    /// A deletion that the policy lets pass.
    fn delete(&self, before: Before<'_>) -> Intended {
        let change = Change { head: before.head, before: Some(before), after: After::Tombstone };
        judge(self.actor, &change, self.context)?;
        let head = before.head.clone();
        Ok(vec![RecordWrite { head, op: Op::Delete, deps: self.ground(), schema: SCHEMA }])
    }
}

/// Whether two bodies hold the same JSON, however they are spaced.
fn same(a: &protocol::Body, b: &protocol::Body) -> bool {
    match (a.read::<serde_json::Value>(), b.read::<serde_json::Value>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
