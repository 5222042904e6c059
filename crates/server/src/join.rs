//! Joining a space by an invitation: what it leads to, and the one transaction that uses it.

use crate::audit::{self, Event};
use crate::store::records::{self, Draft};
use crate::store::requests::Request;
use crate::store::{Turn, accounts, invites, replaced, requests, spaces};
use crate::trouble::{Code, Refusal, Trouble};
use crate::write;
use domain::kinds::{
    self, GroupLink, Invite, InviteState, KnownKind, Member, MemberState, Role, Rules, Space,
};
use domain::policy::{After, Before, Change, Context, Via, judge};
use protocol::account::{InviteCard, JoinForm, RequestState};
use protocol::{Audience, Body, Head, PersonId, Record, RecordId, Scope, SpaceId};
use rusqlite::{Connection, named_params};
use serde::de::DeserializeOwned;

/// For so long one useless try of an invitation stands for all, milliseconds: whoever holds an
/// old link must not be able to flood the log.
const QUIET_MS: i64 = 10 * 60 * 1000;

/// Why an invitation leads nowhere any more, and under which name a try of it is noted.
pub(crate) type Spent = (Code, &'static str);

/// An invitation that somebody has shown the token of.
pub(crate) struct Shown {
    pub(crate) record: Record,
    pub(crate) invite: Invite,
    /// Whether whoever made it may invite nobody any more: what a removed administrator left behind
    /// must open no door.
    is_orphaned: bool,
}

impl Shown {
    /// The invitation whose token has this hash.
    ///
    /// # Errors
    /// [`Code::LinkUnknown`] where there is none, [`Code::LinkReplaced`] where there was one.
    pub(crate) fn find(db: &Connection, token_hash: &str) -> Result<Self, Trouble> {
        let Some(record) = invites::find(db, token_hash)? else {
            return Err(replaced::why_none(db, token_hash)?.into());
        };
        let invite = read(&record.body)?;
        let issuer = spaces::access(db, &record.head.scope.space, &record.head.author)?;
        Ok(Self { record, invite, is_orphaned: !issuer.is_staff() })
    }

    fn space(&self) -> &SpaceId {
        &self.record.head.scope.space
    }

    /// Why it leads `who` nowhere any more, and under which name that is noted.
    pub(crate) fn why_spent(
        &self,
        db: &Connection,
        who: Option<&PersonId>,
        now: i64,
    ) -> Result<Option<Spent>, Trouble> {
        let spent = self.spent(now);
        // Who is in, or waits, has had a place by it: that others find none is not about them.
        let is_about_others = match (&spent, who) {
            (Some((Code::LinkFull, _)), Some(who)) => self.has_place(db, who)?,
            _ => false,
        };
        Ok(spent.filter(|_| !is_about_others))
    }

    fn has_place(&self, db: &Connection, who: &PersonId) -> Result<bool, Trouble> {
        let known = requests::find(db, self.space(), who)?;
        let waits = known.is_some_and(|request| request.state.is_open());
        Ok(waits || spaces::access(db, self.space(), who)?.is_inside())
    }

    fn spent(&self, now: i64) -> Option<Spent> {
        match self.invite.state {
            InviteState::Open if self.is_orphaned => Some((Code::LinkRevoked, "invite-revoked-tried")),
            InviteState::Open if self.invite.expires_at > now => {
                let is_full = self.invite.group.as_ref().is_some_and(GroupLink::is_full);
                is_full.then_some((Code::LinkFull, "link-full-tried"))
            }
            InviteState::Open => Some((Code::LinkExpired, "invite-expired-tried")),
            InviteState::Used => Some((Code::LinkUsed, "invite-used-again")),
            InviteState::Revoked | InviteState::Other(_) => Some((Code::LinkRevoked, "invite-revoked-tried")),
        }
    }

    /// Notes for the staff that a spent invitation was tried, by `who` if that is known.
    pub(crate) fn note_try(
        &self,
        turn: &mut Turn<'_>,
        name: &str,
        who: Option<&PersonId>,
    ) -> Result<(), Trouble> {
        // Whoever joined by it and opens the link again has done nothing odd.
        let is_joiner = who.is_some() && who == self.invite.used_by.as_ref();
        let id = &self.record.head.id;
        if is_joiner || was_noted(turn.connection(), self.space(), id, name, turn.now())? {
            return Ok(());
        }
        let (what, id) = (self.invite.for_name.clone(), id.to_string());
        audit::note(turn, &Event { space: self.space(), name, who, what, id })
    }

    /// What it shows before it is accepted.
    pub(crate) fn card(&self, db: &Connection) -> Result<InviteCard, Trouble> {
        let space = self.space().clone();
        let all = Scope::new(space.clone(), Audience::All);
        let record = records::find(db, &all, &kinds::space_id(&space))?.ok_or(Code::LinkUnknown)?;
        let about: Space = read(&record.body)?;
        let members = spaces::roster(db, &space)?.count();
        let entry = about.terms().card(members);
        let binding = spaces::published(db, &space)?.into_iter().map(|edition| edition.rules.version).max();
        let rules = match binding {
            Some(version) => records::find(db, &all, &kinds::rules_id(&space, version))?,
            None => None,
        };
        let rules: Option<Rules> = rules.map(|record| read(&record.body)).transpose()?;
        let owner = accounts::me(db, about.owner_or(&record.head.author), 0)?.real_name;
        Ok(InviteCard {
            name: about.name,
            purpose: about.purpose,
            for_whom: about.for_whom,
            not_for: about.not_for,
            owner,
            members,
            rules: rules.map_or(0, |rules| u32::try_from(rules.rules.len()).unwrap_or(u32::MAX)),
            for_name: self.invite.for_name.clone(),
            expires_at: self.invite.expires_at,
            waits: self.invite.group.is_some(),
            entry,
            space,
        })
    }

    /// Takes `person` in: as a member at once, or, by a link for many, as somebody who waits. Says which.
    pub(crate) fn accept(
        self,
        turn: &mut Turn<'_>,
        person: &PersonId,
        form: &JoinForm,
    ) -> Result<Way, Trouble> {
        let space = self.space().clone();
        if spaces::access(turn.connection(), &space, person)?.is_inside() {
            return Err(Code::AlreadyMember.into());
        }
        match self.invite.group.clone() {
            Some(group) => self.ask(turn, person, group, form),
            None => self.use_up(turn, person),
        }
    }

    /// Notes that `person` waits. Whoever comes back to the link waits no less, and counts once.
    fn ask(
        self,
        turn: &mut Turn<'_>,
        person: &PersonId,
        group: GroupLink,
        form: &JoinForm,
    ) -> Result<Way, Trouble> {
        let (space, now) = (self.space().clone(), turn.now());
        let known = requests::find(turn.connection(), &space, person)?;
        if known.is_some_and(|request| request.state.is_open()) {
            return Ok(Way::Waits(space));
        }
        let form = fill(turn.connection(), &space, form)?;
        ensure_place(turn.connection(), &space)?;
        let purpose = self.invite.for_name.clone();
        let request = Request {
            space: space.clone(),
            person: person.clone(),
            purpose: purpose.clone(),
            asked_at: now,
            state: RequestState::Waiting,
            reason: String::new(),
            decided_at: None,
            form,
            seen_at: None,
            question: String::new(),
            answer: String::new(),
        };
        requests::ask(turn.connection(), &request)?;
        let group = GroupLink { asked: group.asked.saturating_add(1), ..group };
        let counted = body(&Invite { group: Some(group), ..self.invite })?;
        let (head, at) = (&self.record.head, Some(self.record.at));
        records::store(turn, &Draft { head, at, body: Some(&counted) })?;
        let (what, id) = (accounts::me(turn.connection(), person, now)?.real_name, person.to_string());
        let event = Event { space: &space, name: "join-asked", who: Some(person), what, id };
        audit::note_for(turn, &event, &purpose)?;
        Ok(Way::Waits(space))
    }

    /// Makes `person` a member and uses the invitation up.
    fn use_up(self, turn: &mut Turn<'_>, person: &PersonId) -> Result<Way, Trouble> {
        let space = self.space().clone();
        ensure_place(turn.connection(), &space)?;
        let what = enter(turn, &space, person, &JoinForm::default())?;
        // Who comes in this way waits no longer: whoever made the invitation has let them in.
        requests::admit(turn.connection(), &space, person, &self.record.head.author, turn.now())?;
        let used = Invite {
            state: InviteState::Used,
            used_by: Some(person.clone()),
            used_at: Some(turn.now()),
            ..self.invite
        };
        put(turn, person, &self.record.head, Some(&self.record), &body(&used)?)?;
        let id = person.to_string();
        audit::note(turn, &Event { space: &space, name: "member-joined", who: Some(person), what, id })?;
        Ok(Way::Inside(space))
    }
}

/// How somebody came in.
pub(crate) enum Way {
    /// As a member of this space.
    Inside(SpaceId),
    /// As somebody who waits to be let into it.
    Waits(SpaceId),
}

/// What the group says of itself.
pub(crate) fn about(db: &Connection, space: &SpaceId) -> Result<Option<Space>, Trouble> {
    let all = Scope::new(space.clone(), Audience::All);
    records::find(db, &all, &kinds::space_id(space))?.map(|record| read(&record.body)).transpose()
}

/// The form as it is kept, by the terms of the moment.
fn fill(db: &Connection, space: &SpaceId, form: &JoinForm) -> Result<JoinForm, Trouble> {
    let terms = about(db, space)?.unwrap_or_default().terms();
    Ok(domain::entry::fill(&terms, form).map_err(|refusal| Refusal::from(&refusal))?)
}

/// Nobody comes into a group that has as many members as it may.
pub(crate) fn ensure_place(db: &Connection, space: &SpaceId) -> Result<(), Trouble> {
    let terms = about(db, space)?.unwrap_or_default().terms();
    if terms.limit > 0 && terms.is_full(spaces::roster(db, space)?.count()) {
        return Err(Code::SpaceFull.into());
    }
    Ok(())
}

/// Writes the membership of `person`, with what they said in the form of department and post, and says the
/// real name in it.
pub(crate) fn enter(
    turn: &mut Turn<'_>,
    space: &SpaceId,
    person: &PersonId,
    form: &JoinForm,
) -> Result<String, Trouble> {
    let now = turn.now();
    let me = accounts::me(turn.connection(), person, now)?;
    let id = kinds::member_id(space, person);
    let scope = Scope::new(space.clone(), Audience::All);
    let before = records::find(turn.connection(), &scope, &id)?;
    // A membership that ended lies under the same id; a new one takes its place, and what a
    // later version has noted in it stays.
    let ended: Option<Member> = before.as_ref().map(|record| read(&record.body)).transpose()?;
    let member = Member {
        person: person.clone(),
        real_name: me.real_name.clone(),
        dept: if form.dept.is_empty() { me.dept } else { form.dept.clone() },
        post: if form.post.is_empty() { me.post } else { form.post.clone() },
        roles: vec![Role::Member],
        state: MemberState::Active,
        joined_at: now,
        extra: ended.map(|member| member.extra).unwrap_or_default(),
    };
    let author = before.as_ref().map_or(person, |before| &before.head.author).clone();
    let head = Head { id, scope, kind: KnownKind::Member.kind(), author, subject: None };
    put(turn, person, &head, before.as_ref(), &body(&member)?)?;
    Ok(me.real_name)
}

/// An invitation as it is kept, where the server has a word in it: by a new link nobody has asked yet,
/// whatever the device that renews it says.
pub(crate) fn counted(current: &Record, body_after: &Body) -> Result<Option<Body>, Trouble> {
    let (before, after): (Invite, Invite) = (read(&current.body)?, read(body_after)?);
    if after.group.is_none() || after.token_hash == before.token_hash {
        return Ok(None);
    }
    Ok(Some(body(&Invite { group: after.recounted(), ..after })?))
}

/// Writes one record of the redemption, judged like any write.
fn put(
    turn: &mut Turn<'_>,
    person: &PersonId,
    head: &Head,
    before: Option<&Record>,
    body: &Body,
) -> Result<(), Trouble> {
    let space = &head.scope.space;
    let actor = spaces::access(turn.connection(), space, person)?.actor;
    let context = write::context(turn.connection(), space, person, turn.now())?;
    let context = Context { via: Via::Invitation, ..context };
    let change = Change { head, before: before.map(Before::from), after: After::Body(body) };
    judge(&actor, &change, &context).map_err(|refusal| Refusal::from(&refusal))?;
    let at = before.map(|before| before.at);
    records::store(turn, &Draft { head, at, body: Some(body) })?;
    Ok(())
}

/// Whether such a try was noted a short while ago. The newest entries suffice.
fn was_noted(db: &Connection, space: &SpaceId, id: &RecordId, name: &str, now: i64) -> Result<bool, Trouble> {
    let sql = "SELECT EXISTS (
                 SELECT 1 FROM (SELECT kind, at, body FROM records
                                WHERE space = :space AND audience = 'staff' ORDER BY seq DESC LIMIT 100)
                 WHERE kind = 'audit' AND at > :since
                   AND body ->> 'id' = :id AND body ->> 'event' = :event)";
    let params = named_params! {
        ":space": space.as_str(),
        ":since": now - QUIET_MS,
        ":id": id.as_str(),
        ":event": name,
    };
    Ok(db.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
}

fn read<T: DeserializeOwned>(body: &Body) -> Result<T, Trouble> {
    body.read().map_err(|error| Trouble::Broken(format!("a judged body does not read: {error}")))
}

fn body<T: serde::Serialize>(value: &T) -> Result<Body, Trouble> {
    Body::of(value).map_err(|error| Trouble::Broken(error.to_string()))
}
