//! What people do: they write, look around, decide about what was refused, open and close tabs.

use super::device::TabRef;
use super::screen::Shown;
use super::{Happening, World};
use crate::cast::{self, ACK, ANSWER, Fields, MESSAGE, TOPIC};
use crate::fault::Fault;
use crate::oracle::Intent;
use protocol::{Audience, Head, Kind, Op, PersonId, RecordId, Scope};
use sync::{Event, Resolution, Ticket, Write};

/// What people do next.
#[derive(Clone, Copy)]
enum Deed {
    Write,
    LookAround,
    Decide,
    TurnAway,
    OpenOrClose,
    Mishap,
}

impl World {
    /// Somebody does something, or something goes wrong; then time passes.
    pub(super) fn act(&mut self) {
        let deed = self.dice.people.weighted(&[
            (50, Deed::Write),
            (12, Deed::LookAround),
            (6, Deed::Decide),
            (4, Deed::TurnAway),
            (3, Deed::OpenOrClose),
            (25, Deed::Mishap),
        ]);
        match deed {
            Some(Deed::Mishap) | None => self.mishap(),
            Some(deed) => {
                if let Some(at) = self.somebody() {
                    self.does(at, deed);
                }
            }
        }
        let pause = self.dice.people.weighted(&[(40, 5), (30, 60), (20, 600), (8, 4_000), (2, 30_000)]);
        let pause = self.dice.people.between(0, pause.unwrap_or(60));
        self.agenda.enter(pause, Happening::Act);
    }

    /// A tab in which a person can act.
    fn somebody(&mut self) -> Option<TabRef> {
        let awake: Vec<TabRef> = self.tabs().filter(|(_, tab)| tab.is_awake()).map(|(at, _)| at).collect();
        self.dice.people.pick(&awake).copied()
    }

    fn does(&mut self, at: TabRef, deed: Deed) {
        match deed {
            Deed::Write => self.write_something(at),
            Deed::LookAround => self.look_around(at),
            Deed::Decide => self.decide(at),
            Deed::TurnAway => {
                let Some(tab) = self.tab_mut(at) else { return };
                tab.visible = !tab.visible;
                let visible = tab.visible;
                self.deliver(at, Event::Visible(visible));
            }
            Deed::OpenOrClose => {
                self.close_tab(at);
                let delay = self.dice.people.between(10, 2_000);
                self.agenda.enter(delay, Happening::Opens { device: at.device, tab: at.tab });
            }
            Deed::Mishap => {}
        }
    }

    /// The screens of a new tab.
    pub(super) fn open_some_scopes(&mut self, at: TabRef) {
        for scope in self.cast.scopes() {
            let chance = if scope.audience == Audience::All { 900 } else { 350 };
            if self.dice.people.per_mille(chance) {
                self.open_scope(at, scope);
            }
        }
    }

    /// A screen shows a scope.
    pub(super) fn open_scope(&mut self, at: TabRef, scope: Scope) {
        if self.tab_mut(at).is_some_and(|tab| tab.opened.insert(scope.clone())) {
            self.deliver(at, Event::Open(scope));
        }
    }

    fn look_around(&mut self, at: TabRef) {
        let scopes = self.cast.scopes();
        let Some(scope) = self.dice.people.pick(&scopes).cloned() else { return };
        let is_open = self.tab(at).is_some_and(|tab| tab.opened.contains(&scope));
        match (is_open, self.dice.people.below(3)) {
            (false, _) => self.open_scope(at, scope),
            (true, 0) => {
                if let Some(tab) = self.tab_mut(at) {
                    tab.opened.remove(&scope);
                    tab.screen.shown.remove(&scope);
                    tab.screen.read.remove(&scope);
                }
                self.deliver(at, Event::Close(scope));
            }
            (true, _) => self.deliver(at, Event::LoadOlder(scope)),
        }
    }

    /// A person decides about a write that is stuck.
    fn decide(&mut self, at: TabRef) {
        let Some(tab) = self.tab(at) else { return };
        let Some(engine) = &tab.engine else { return };
        let stuck: Vec<(u64, RecordId, Fields)> = engine
            .outbox()
            .iter()
            .filter(|unsent| !matches!(unsent.place, sync::visible::Place::Waiting))
            .map(|unsent| (unsent.lsn, unsent.head().id.clone(), op_fields(unsent.op())))
            .collect();
        let unreadable = engine.unreadable().next();
        let Some((lsn, record, mut fields)) = self.dice.people.pick(&stuck).cloned() else {
            if let Some(lsn) = unreadable {
                self.give_up_unreadable(at, lsn);
            }
            return;
        };
        let how = match self.dice.people.below(5) {
            0 => Resolution::Retry,
            1 => {
                fields.remove("bad");
                fields.insert("a".to_owned(), self.tag());
                Resolution::Edit(cast::body(&fields))
            }
            2 | 3 => Resolution::UseMine,
            _ => Resolution::Discard,
        };
        self.oracle_sees_resolve(at, lsn, &record, &how);
        self.deliver(at, Event::Resolve { lsn, how });
    }

    /// What can't be read can only be given up.
    fn give_up_unreadable(&mut self, at: TabRef, lsn: u64) {
        let how = Resolution::Discard;
        self.oracle_sees_discard(at, lsn);
        self.deliver(at, Event::Resolve { lsn, how });
    }

    /// A value that nothing else in this run has.
    pub(super) fn tag(&mut self) -> i64 {
        self.tags += 1;
        i64::try_from(self.tags).unwrap_or_default()
    }

    /// A person writes: mostly one record, sometimes several that belong together.
    fn write_something(&mut self, at: TabRef) {
        let Some(tab) = self.tab(at) else { return };
        let opened: Vec<Scope> = tab.opened.iter().cloned().collect();
        let Some(scope) = self.dice.people.pick(&opened).cloned() else { return };
        let count = self.dice.people.weighted(&[(8, 1), (1, 2), (1, 3)]).unwrap_or(1);
        let mut writes: Vec<Write> = Vec::new();
        let mut intents = Vec::new();
        for _ in 0..count {
            let Some((mut write, intent)) = self.one_write(at, &scope) else { continue };
            if writes.iter().any(|earlier| earlier.head.id == write.head.id) {
                continue;
            }
            if let (Some(parent), Op::Create(_)) = (writes.first(), &write.op) {
                write.deps.push(parent.head.id.clone());
            }
            intents.push(Intent { deps: write.deps.clone(), ..intent });
            writes.push(write);
        }
        if writes.is_empty() {
            return;
        }
        if self.devices.get(at.device).is_some_and(|device| device.clock_off != 0) {
            self.tally.hit(Fault::ClockJump);
        }
        let ticket = self.tag() as u64;
        self.oracle.sees_commit(at, ticket, intents);
        self.deliver(at, Event::Commit { ticket: Ticket(ticket), writes });
    }

    fn one_write(&mut self, at: TabRef, scope: &Scope) -> Option<(Write, Intent)> {
        let person = self.person_of(at)?;
        let shown: Vec<Shown> = self.tab(at)?.screen.shown.get(scope)?.values().cloned().collect();
        let crowd = shown.len() as u64;
        let sort = self.dice.people.weighted(&[(60_u64.saturating_sub(crowd), 0), (45, 1), (10, 2)])?;
        if let (1 | 2, Some(target)) = (sort, self.dice.people.pick(&shown)) {
            let target = target.clone();
            return Some(if sort == 1 { self.an_edit(target) } else { a_deletion(target) });
        }
        Some(self.a_creation(scope, &person, &shown))
    }

    fn a_creation(&mut self, scope: &Scope, person: &PersonId, shown: &[Shown]) -> (Write, Intent) {
        let kind = self.dice.people.pick(&[MESSAGE, MESSAGE, TOPIC, TOPIC, ANSWER, ACK]).copied();
        let kind = kind.unwrap_or(MESSAGE);
        let (id, body) = if kind == ACK {
            let version = self.dice.people.between(1, 2);
            let parts =
                [scope.space.as_str(), &scope.audience.to_string(), person.as_str(), &version.to_string()];
            (RecordId::derived(&parts), Fields::from([("a".to_owned(), -(version as i64))]))
        } else {
            let fields = cast::FIELDS.map(|field| (field.to_owned(), self.tag()));
            let spoilt = self.dice.people.per_mille(40).then(|| ("bad".to_owned(), self.tag()));
            let id = RecordId::new(format!("r{}", self.tag()));
            (id, fields.into_iter().chain(spoilt).collect())
        };
        let subject = scope.audience.has_subject().then(|| self.subject(person));
        let parent = self.dice.people.pick(shown).filter(|_| kind == MESSAGE);
        let deps =
            parent.map(|parent| parent.head.id.clone()).into_iter().filter(|parent| *parent != id).collect();
        let head = Head { id, scope: scope.clone(), kind: Kind::from(kind), author: person.clone(), subject };
        let intent = Intent::creates(head.clone(), body.clone());
        (Write { head, op: Op::Create(cast::body(&body)), deps, schema: 1 }, intent)
    }

    /// Mostly oneself; sometimes another, which only staff may do.
    fn subject(&mut self, person: &PersonId) -> PersonId {
        let other = self.dice.people.pick(&self.cast.people).cloned();
        // A server without rules takes what nobody then sees.
        let is_refused = self.backend.model.compares();
        if !is_refused || self.dice.people.per_mille(850) {
            person.clone()
        } else {
            other.unwrap_or_else(|| person.clone())
        }
    }

    fn an_edit(&mut self, target: Shown) -> (Write, Intent) {
        let saw = target.fields();
        let mut fields = saw.clone();
        let touched =
            self.dice.people.pick(&[&["a"][..], &["b"], &["flag"], &["a", "b"], &["b", "flag"]]).copied();
        let mut set = Fields::new();
        for field in touched.unwrap_or(&["a"]) {
            set.insert((*field).to_owned(), self.tag());
        }
        if self.dice.people.per_mille(20) {
            set.insert("bad".to_owned(), self.tag());
        } else {
            fields.remove("bad");
        }
        fields.extend(set.clone());
        let intent = Intent::edits(target.head.clone(), saw, fields.clone());
        let op = Op::Update { body: cast::body(&fields), base: target.body };
        (Write { head: target.head, op, deps: Vec::new(), schema: 1 }, intent)
    }
}

fn a_deletion(target: Shown) -> (Write, Intent) {
    let intent = Intent::deletes(target.head.clone(), target.fields());
    (Write { head: target.head, op: Op::Delete, deps: Vec::new(), schema: 1 }, intent)
}

fn op_fields(op: &Op) -> Fields {
    match op {
        Op::Create(body) | Op::Update { body, .. } => cast::fields(body),
        Op::Delete => Fields::new(),
    }
}
