//! What a person does in a space. Each verb judges by the domain's policy first, then keeps the
//! intent's writes; it resolves when they are durable on this device.

use super::guards::enforced;
use super::{NewInvite, Space};
use crate::platform::entropy;
use crate::state::trouble::Trouble;
use domain::intent::{self, Desk, Intended, NewSpace, Profile, Version};
use domain::kinds::{self, Entry, KnownKind, Proposal, ProposalState, Role, RosterList, RosterRow, Rule};
use domain::policy::Before;
use domain::{Reason, Refusal};
use leptos::prelude::*;
use protocol::digest::{hex, sha256_hex};
use protocol::{PersonId, RecordId};

/// How long an invitation's link works, milliseconds.
const INVITATION_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

impl Space {
    /// Confirms the binding version of the rules: the seal.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn confirm_rules(self) -> Result<(), Trouble> {
        self.intend(|desk, _| {
            let rules = desk.context.binding().ok_or(Refusal::new(Reason::UnknownRuleVersion))?;
            intent::confirm_rules(desk, rules)
        })
        .await
    }

    /// Keeps the rules that are being written, numbered anew, with the text they come from.
    ///
    /// # Errors
    /// As [`Space::post`]; the problem's field points at the rule.
    pub async fn save_rules_draft(self, rules: Vec<Rule>, source: Option<String>) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let before = records.get(KnownKind::RulesDraft, &kinds::rules_draft_id(desk.space));
            intent::write_rules_draft(desk, before, rules, source.as_deref())
        })
        .await
    }

    /// The same for an editor that closes: judged before this returns.
    pub fn save_rules_draft_now(self, rules: Vec<Rule>, source: Option<String>) {
        self.intend_now(|desk, records| {
            let before = records.get(KnownKind::RulesDraft, &kinds::rules_draft_id(desk.space));
            intent::write_rules_draft(desk, before, rules, source.as_deref())
        });
    }

    /// Whether `rules` may be published as they are: the question comes before the deed.
    ///
    /// # Errors
    /// As [`Space::save_rules_draft`].
    pub fn check_rules(self, rules: Vec<Rule>, said: &Version<'_>) -> Result<(), Trouble> {
        let writes = self
            .judge(|desk, records| intent::publish_rules(desk, rules, said, enforced(desk, records), &[]))?;
        self.refuse_blind(&writes)
    }

    /// Publishes the draft as the next version. Everybody confirms anew; for `grace_hours` what
    /// they confirmed before counts on. The proposals that it takes up say so.
    ///
    /// # Errors
    /// As [`Space::save_rules_draft`].
    pub async fn publish_rules(
        self,
        reason: String,
        grace_hours: u32,
        taken_up: Vec<RecordId>,
    ) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let draft = records.get(KnownKind::RulesDraft, &kinds::rules_draft_id(desk.space));
            let draft = draft.ok_or(Refusal::new(Reason::NothingToPublish))?;
            let draft: kinds::RulesDraft = draft.body.read()?;
            // One that was declined meanwhile is taken up by nobody.
            let is_taken = |before: &Before<'_>| {
                before.body.read().is_ok_and(|it: Proposal| it.state == ProposalState::Taken)
            };
            let taken_up = taken_up.iter().filter_map(|id| records.get(KnownKind::Proposal, id));
            let taken_up: Vec<_> = taken_up.filter(is_taken).collect();
            let known = untrack(|| self.rules_source()).unwrap_or_default();
            let source = draft.source.as_deref().filter(|source| *source != known);
            let said = Version { reason: &reason, grace_hours, source };
            intent::publish_rules(desk, draft.rules, &said, enforced(desk, records), &taken_up)
        })
        .await
    }

    /// Reminds those who have not confirmed the binding version.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn remind_of_rules(self) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            intent::remind_of_rules(desk, records.need(KnownKind::Space, &kinds::space_id(desk.space))?)
        })
        .await
    }

    /// When those who have not confirmed the binding version were reminded last.
    pub fn reminded_of_rules(self) -> Memo<Option<i64>> {
        let (about, rules) = (self.about(), self.rules());
        Memo::new(move |_| {
            let version = rules.read().as_ref().map(|row| row.body.version)?;
            let reminded = about.read().as_ref().and_then(|row| row.body.reminded.clone())?;
            (reminded.version == version).then_some(reminded.at)
        })
    }

    /// Changes name, purpose and audience.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn describe(self, about: NewSpace) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let before = records.need(KnownKind::Space, &kinds::space_id(desk.space))?;
            intent::edit_space(desk, before, &about)
        })
        .await
    }

    /// Sets on which terms people ask to come in.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn set_entry(self, entry: Entry) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            let before = records.need(KnownKind::Space, &kinds::space_id(desk.space))?;
            intent::set_entry(desk, before, &entry)
        })
        .await
    }

    /// Whom the group expects, as this device has it now; nobody for others than the staff.
    pub fn roster(self) -> Vec<RosterRow> {
        let roster = self.judge(|desk, records| {
            let before = records.need(KnownKind::Roster, &kinds::roster_id(desk.space))?;
            Ok(before.body.read::<RosterList>()?)
        });
        roster.map(|roster| roster.rows).unwrap_or_default()
    }

    /// Lays down whom the group expects; an empty list deletes what was there.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn lay_roster(self, rows: Vec<RosterRow>) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            intent::lay_roster(desk, records.get(KnownKind::Roster, &kinds::roster_id(desk.space)), rows)
        })
        .await
    }

    /// Makes a personal, single-use invitation. The link is `device::link(path::join(&token))`.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn invite(self, for_name: String, note: String) -> Result<NewInvite, Trouble> {
        let (id, invite) = (self.new_id()?, self.new_invite()?);
        let hash = sha256_hex(invite.token.as_bytes());
        self.intend(|desk, _| intent::invite(desk, id, &for_name, &note, &hash, invite.expires_at)).await?;
        Ok(invite)
    }

    /// Makes a link by which up to `limit` people ask to come in, for the `purpose` that is noted with each.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn invite_many(self, purpose: String, limit: u32) -> Result<NewInvite, Trouble> {
        let (id, invite) = (self.new_id()?, self.new_invite()?);
        let hash = sha256_hex(invite.token.as_bytes());
        self.intend(|desk, _| intent::invite_many(desk, id, &purpose, limit, &hash, invite.expires_at))
            .await?;
        Ok(invite)
    }

    /// Calls an invitation back.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn revoke_invite(self, id: RecordId) -> Result<(), Trouble> {
        self.intend(|desk, records| intent::revoke_invite(desk, records.need(KnownKind::Invite, &id)?)).await
    }

    /// Gives an open invitation, expired or not, a new link: the old one dies.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn renew_invite(self, id: RecordId) -> Result<NewInvite, Trouble> {
        let invite = self.new_invite()?;
        let hash = sha256_hex(invite.token.as_bytes());
        self.intend(|desk, records| {
            intent::renew_invite(desk, records.need(KnownKind::Invite, &id)?, &hash, invite.expires_at)
        })
        .await?;
        Ok(invite)
    }

    /// Gives a member exactly these roles.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn appoint(self, person: PersonId, roles: Vec<Role>) -> Result<(), Trouble> {
        self.change_member(person, |desk, before| intent::change_roles(desk, before, roles)).await
    }

    /// Changes what the member list says of a person.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn change_profile(self, person: PersonId, profile: Profile) -> Result<(), Trouble> {
        self.change_member(person, |desk, before| intent::change_profile(desk, before, &profile)).await
    }

    /// Leaves the space.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn leave(self) -> Result<(), Trouble> {
        let me = self.session.me().get_untracked().ok_or(Trouble::SignedOut)?;
        let (engine, id) = (self.engine, self.id());
        self.change_member(me.person.clone(), intent::leave).await?;
        engine.note_left(id);
        Ok(())
    }

    /// The same for what nobody waits for, such as a way back: judged before this returns.
    pub fn appoint_now(self, person: &PersonId, roles: Vec<Role>) {
        self.intend_now(|desk, records| {
            let before = records.need(KnownKind::Member, &kinds::member_id(desk.space, person))?;
            intent::change_roles(desk, before, roles)
        });
    }

    async fn change_member(
        self,
        person: PersonId,
        act: impl FnOnce(&Desk<'_>, Before<'_>) -> Intended,
    ) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            act(desk, records.need(KnownKind::Member, &kinds::member_id(desk.space, &person))?)
        })
        .await
    }

    pub(super) fn new_id(self) -> Result<RecordId, Trouble> {
        Ok(RecordId::timed(self.clock.now_ms(), random()?))
    }

    fn new_invite(self) -> Result<NewInvite, Trouble> {
        let token = hex(&random::<16>()?);
        Ok(NewInvite { token, expires_at: self.clock.now_ms().saturating_add(INVITATION_MS) })
    }
}

/// Random bytes. A browser without any can name nothing and keep no secret.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Trouble> {
    entropy::bytes().ok_or_else(|| Trouble::Broken("the browser gives no randomness".to_owned()))
}
