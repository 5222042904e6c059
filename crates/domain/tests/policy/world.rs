//! A space with a person in every role, and writes as they would come in.

use domain::guard::Check;
use domain::guard::check::Interval;
use domain::kinds::{
    Ack, Binds, Entry, EntryAsk, Guards, Handover, HandoverState, Held, HeldState, Invite, InviteState,
    KnownKind, Measure, MeasureKind, Member, MemberState, Mentions, Message, Report, ReportState, Role,
    RosterList, RosterRow, Rule, RuleKind, Rules, RulesDraft, Space, ack_id, guards_id, held_id, member_id,
    report_id, roster_id, rules_draft_id, rules_id, space_id,
};
use domain::measures::Taken;
use domain::policy::{Actor, After, Before, Case, Change, Context, Membership, Post, judge};
use domain::refusal::{Reason, Refusal};
use domain::rules::gate::{Confirmation, Edition};
use domain::rules::{RulesRef, content_hash};
use protocol::{Body, Head, PersonId, RecordId, Scope, SpaceId};
use serde::Serialize;

pub(crate) const NOW: i64 = 1_760_000_000_000;
pub(crate) const HOUR: i64 = 3_600_000;

/// A moment in one space.
pub(crate) struct World {
    pub(crate) space: SpaceId,
    pub(crate) context: Context,
}

pub(crate) fn person(name: &str) -> PersonId {
    PersonId::from(name)
}

/// A time-ordered id that differs for every `n`.
pub(crate) fn timed(n: u8) -> RecordId {
    RecordId::timed(NOW, [n; 10])
}

pub(crate) fn rule(no: u32, text: &str) -> Rule {
    Rule {
        no,
        kind: RuleKind::Must,
        text: text.to_owned(),
        chapter: None,
        binds: Binds::All,
        locked: false,
        extra: Default::default(),
    }
}

pub(crate) fn member(name: &str, roles: &[Role], state: MemberState) -> Member {
    Member {
        person: person(name),
        real_name: name.to_owned(),
        dept: String::new(),
        post: String::new(),
        roles: roles.to_vec(),
        state,
        joined_at: 7,
        extra: Default::default(),
    }
}

/// Somebody with one role in good standing. The owner's name is `owner`.
pub(crate) fn actor(name: &str, role: Option<Role>) -> Actor {
    let membership = role.map(|role| Membership { roles: vec![role], state: MemberState::Active });
    Actor { person: person(name), membership, may_found: false }
}

pub(crate) fn body(value: &impl Serialize) -> Body {
    Body::of(value).unwrap()
}

impl World {
    /// A space of `owner` with version 1 of the rules, confirmed by whoever acts.
    pub(crate) fn new() -> Self {
        let rules = RulesRef { version: 1, hash: content_hash(&[rule(1, "说请")]) };
        let context = Context {
            owner: Some(person("owner")),
            now_ms: NOW,
            published: vec![Edition { rules: rules.clone(), at: NOW - 9 * HOUR, grace_hours: 0 }],
            confirmed: vec![Confirmation { rules, at: NOW - 8 * HOUR }],
            ..Context::default()
        };
        Self { space: SpaceId::new(timed(0).as_str()), context }
    }

    pub(crate) fn head(&self, kind: KnownKind, id: RecordId, author: &str) -> Head {
        let audience = kind.audience();
        let subject = audience.has_subject().then(|| person(author));
        Head {
            id,
            scope: Scope::new(self.space.clone(), audience),
            kind: kind.kind(),
            author: person(author),
            subject,
        }
    }

    pub(crate) fn create(&self, actor: &Actor, head: &Head, after: &impl Serialize) -> Result<(), Refusal> {
        let after = body(after);
        judge(actor, &Change { head, before: None, after: After::Body(&after) }, &self.context)
    }

    /// An update of a record that was created `age_ms` ago.
    pub(crate) fn update(
        &self,
        actor: &Actor,
        head: &Head,
        age_ms: i64,
        before: &impl Serialize,
        after: &impl Serialize,
    ) -> Result<(), Refusal> {
        let (before, after) = (body(before), body(after));
        let before = Before { head, body: &before, at: NOW - age_ms, deleted: false };
        judge(actor, &Change { head, before: Some(before), after: After::Body(&after) }, &self.context)
    }

    pub(crate) fn delete(
        &self,
        actor: &Actor,
        head: &Head,
        age_ms: i64,
        before: &impl Serialize,
    ) -> Result<(), Refusal> {
        let before = body(before);
        let before = Before { head, body: &before, at: NOW - age_ms, deleted: false };
        judge(actor, &Change { head, before: Some(before), after: After::Tombstone }, &self.context)
    }

    pub(crate) fn message(&self, text: &str) -> Message {
        Message::new(text.to_owned(), NOW)
    }

    pub(crate) fn post(&self, actor: &Actor) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Message, timed(1), actor.person.as_str());
        self.create(actor, &head, &self.message("早"))
    }

    pub(crate) fn edit(&self, actor: &Actor, author: &str, age_ms: i64) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Message, timed(1), author);
        let edited = Message { edited_at: Some(NOW), ..self.message("晚") };
        self.update(actor, &head, age_ms, &self.message("早"), &edited)
    }

    pub(crate) fn take_back(&self, actor: &Actor, author: &str, age_ms: i64) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Message, timed(1), author);
        self.delete(actor, &head, age_ms, &self.message("早"))
    }

    pub(crate) fn recall(&self, actor: &Actor, author: &str, age_ms: i64) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Message, timed(1), author);
        let said = self.message("早");
        self.update(actor, &head, age_ms, &said, &said.recalled(NOW))
    }

    pub(crate) fn draft_rules(&self, actor: &Actor) -> Result<(), Refusal> {
        let head = self.head(KnownKind::RulesDraft, rules_draft_id(&self.space), actor.person.as_str());
        self.create(actor, &head, &RulesDraft { rules: vec![rule(1, "")], ..RulesDraft::default() })
    }

    pub(crate) fn publish(&self, actor: &Actor, version: u32) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Rules, rules_id(&self.space, version), actor.person.as_str());
        self.create(actor, &head, &self.rules(version))
    }

    pub(crate) fn rules(&self, version: u32) -> Rules {
        let rules = vec![rule(1, "说请"), rule(2, "说谢谢")];
        let hash = content_hash(&rules);
        let reason = String::new();
        Rules {
            version,
            rules,
            hash,
            reason,
            published_at: NOW,
            grace_hours: None,
            source: None,
            extra: Default::default(),
        }
    }

    pub(crate) fn confirm(&self, actor: &Actor, rules: &RulesRef) -> Result<(), Refusal> {
        let id = ack_id(&self.space, &actor.person, rules.version);
        let ack =
            Ack { version: rules.version, hash: rules.hash.clone(), at: NOW, extra: Default::default() };
        self.create(actor, &self.head(KnownKind::Ack, id, actor.person.as_str()), &ack)
    }

    pub(crate) fn invite(&self) -> Invite {
        Invite {
            group: None,
            for_name: "李四".to_owned(),
            note: String::new(),
            token_hash: "a".repeat(64),
            expires_at: NOW + HOUR,
            state: InviteState::Open,
            used_by: None,
            used_at: None,
            extra: Default::default(),
        }
    }

    pub(crate) fn set_guards(&self, actor: &Actor) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Guards, guards_id(&self.space), actor.person.as_str());
        let guard = Check::Interval(Interval { seconds: 60 }).guard(1);
        self.create(actor, &head, &Guards { guards: vec![guard], ..Guards::default() })
    }

    pub(crate) fn held(&self, state: HeldState) -> Held {
        let reason = if state == HeldState::Returned { "请写明来源" } else { "" }.to_owned();
        Held {
            message: timed(1),
            text: "代购".to_owned(),
            reply_to: None,
            thread: None,
            channel: None,
            mentions: Mentions::default(),
            sent_at: NOW,
            rules: vec![1],
            plea: String::new(),
            mistaken: false,
            source: None,
            expires_at: None,
            sort: None,
            state,
            decided_by: None,
            decided_at: None,
            reason,
            extra: Default::default(),
        }
    }

    fn held_head(&self, author: &str) -> Head {
        self.head(KnownKind::Held, held_id(&self.space, &timed(1)), author)
    }

    pub(crate) fn hand_in(&self, actor: &Actor) -> Result<(), Refusal> {
        self.create(actor, &self.held_head(actor.person.as_str()), &self.held(HeldState::Waiting))
    }

    /// `actor` turns what `author` handed in.
    pub(crate) fn turn_held(&self, actor: &Actor, author: &str, state: HeldState) -> Result<(), Refusal> {
        let decided_by = (state != HeldState::Withdrawn).then(|| actor.person.clone());
        let after = Held { decided_by, ..self.held(state) };
        self.update(actor, &self.held_head(author), HOUR, &self.held(HeldState::Waiting), &after)
    }

    pub(crate) fn make_invite(&self, actor: &Actor) -> Result<(), Refusal> {
        self.create(actor, &self.head(KnownKind::Invite, timed(2), actor.person.as_str()), &self.invite())
    }

    pub(crate) fn change_invite(
        &self,
        actor: &Actor,
        before: &Invite,
        after: &Invite,
    ) -> Result<(), Refusal> {
        self.update(actor, &self.head(KnownKind::Invite, timed(2), "admin"), HOUR, before, after)
    }

    pub(crate) fn change_member(
        &self,
        actor: &Actor,
        before: &Member,
        after: &Member,
    ) -> Result<(), Refusal> {
        let id = member_id(&self.space, &before.person);
        self.update(actor, &self.head(KnownKind::Member, id, before.person.as_str()), HOUR, before, after)
    }

    pub(crate) fn turn_member(
        &self,
        actor: &Actor,
        before: &Member,
        state: MemberState,
    ) -> Result<(), Refusal> {
        self.change_member(actor, before, &Member { state, ..before.clone() })
    }

    /// A measure of `kind` that lacks nothing, about the post that [`timed`] 9 names.
    pub(crate) fn measure(&self, kind: MeasureKind) -> Measure {
        let is_against = kind.is_against();
        Measure {
            rule: is_against.then_some(1),
            version: is_against.then_some(1),
            reason: "屡次刷屏".to_owned(),
            message: kind.is_about_post().then(|| timed(9)),
            minutes: (kind == MeasureKind::Muted).then_some(60),
            ..Measure::new(kind)
        }
    }

    /// The world in which a write is about `name`, who has `role` and wrote the post `timed(9)`.
    pub(crate) fn about(&self, name: &str, role: Role) -> Self {
        let member = Some(Membership { roles: vec![role], state: MemberState::Active });
        let post = Post::Here { author: person(name), is_hidden: false };
        let case = Case { member, post, ..Case::default() };
        Self { space: self.space.clone(), context: Context { case, ..self.context.clone() } }
    }

    /// The world in which `actor` has just taken a removal.
    pub(crate) fn with_removal_by(&self, actor: &Actor) -> Self {
        let measure = self.measure(MeasureKind::Removed);
        let measures = vec![Taken { by: actor.person.clone(), at: NOW, measure }];
        let case = Case { measures, ..self.context.case.clone() };
        Self { space: self.space.clone(), context: Context { case, ..self.context.clone() } }
    }

    pub(crate) fn takes(
        &self,
        actor: &Actor,
        about: &str,
        role: Role,
        kind: MeasureKind,
    ) -> Result<(), Refusal> {
        self.about(about, role).takes_this(actor, about, &self.measure(kind))
    }

    pub(crate) fn takes_this(&self, actor: &Actor, about: &str, measure: &Measure) -> Result<(), Refusal> {
        let mut head = self.head(KnownKind::Measure, timed(3), actor.person.as_str());
        head.subject = Some(person(about));
        self.create(actor, &head, measure)
    }

    /// `actor` reports the post of `target`, who has `role`.
    pub(crate) fn reports(&self, actor: &Actor, role: Role, kind: KnownKind) -> Result<(), Refusal> {
        self.about("target", role).reports_this(actor, kind, &self.report())
    }

    pub(crate) fn report(&self) -> Report {
        Report {
            message: timed(9),
            person: person("target"),
            said: "代购".to_owned(),
            reason: "广告".to_owned(),
            state: ReportState::Open,
            decided_by: None,
            decided_at: None,
            answer: String::new(),
            extra: Default::default(),
        }
    }

    pub(crate) fn reports_this(
        &self,
        actor: &Actor,
        kind: KnownKind,
        report: &Report,
    ) -> Result<(), Refusal> {
        self.create(actor, &self.report_head(kind, actor.person.as_str()), report)
    }

    /// The head of the report of `timed(9)` by `reporter`.
    pub(crate) fn report_head(&self, kind: KnownKind, reporter: &str) -> Head {
        let mut head = self.head(kind, report_id(&self.space, &timed(9), &person(reporter)), reporter);
        if kind == KnownKind::OwnerReport {
            head.subject = Some(person("owner"));
        }
        head
    }

    /// `actor` offers the space to `heir`, an active member.
    pub(crate) fn offers(&self, actor: &Actor, heir: &str) -> Result<(), Refusal> {
        let head = self.offer_head(actor.person.as_str(), heir);
        self.about(heir, Role::Member).create(actor, &head, &Handover::new("拜托".to_owned()))
    }

    /// `actor` turns the owner's offer to `heir` into `state`.
    pub(crate) fn answers(&self, actor: &Actor, heir: &str, state: HandoverState) -> Result<(), Refusal> {
        let open = Handover::new("拜托".to_owned());
        let answered = Handover { state, decided_at: Some(NOW), ..open.clone() };
        self.update(actor, &self.offer_head("owner", heir), HOUR, &open, &answered)
    }

    pub(crate) fn offer_head(&self, by: &str, heir: &str) -> Head {
        let mut head = self.head(KnownKind::Handover, timed(4), by);
        head.subject = Some(person(heir));
        head
    }

    pub(crate) fn sets_entry(&self, actor: &Actor) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Space, space_id(&self.space), "owner");
        let space = Space { name: "甲".to_owned(), purpose: "训".to_owned(), ..Space::default() };
        let entry = Some(Entry { asks: vec![EntryAsk::Purpose], hours: 24, ..Entry::default() });
        self.update(actor, &head, HOUR, &space, &Space { entry, ..space.clone() })
    }

    pub(crate) fn lays_roster(&self, actor: &Actor) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Roster, roster_id(&self.space), actor.person.as_str());
        let rows = vec![RosterRow { name: "李四".to_owned(), ..RosterRow::default() }];
        self.create(actor, &head, &RosterList { rows, ..RosterList::default() })
    }

    pub(crate) fn edit_space(&self, actor: &Actor) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Space, space_id(&self.space), "owner");
        let space =
            |name: &str| Space { name: name.to_owned(), purpose: "训".to_owned(), ..Space::default() };
        self.update(actor, &head, HOUR, &space("甲"), &space("乙"))
    }
}

pub(crate) fn reason(verdict: Result<(), Refusal>) -> Option<Reason> {
    verdict.err().map(|refusal| refusal.reason())
}
