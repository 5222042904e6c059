//! The rows of an open space, kept by the engine's news: one table for each kind.

use super::Space;
use crate::state::engine::Engine;
use crate::state::engine::board::{Glance, Touched, Watcher};
use crate::state::groups::Groups;
use crate::state::row::Rows;
use crate::state::table::{Direction, Table};
use domain::acks::is_ack;
use domain::kinds::{
    self, Ack, Audit, Channel, Confirm, Draft, Guards, Handover, Held as HeldPost, Invite, Measure, Member,
    Message, Noted, Notice, Pin, Proposal, Reaction, ReadCursor, Report, Rules, RulesDraft, Scheduled, Seen,
};
use leptos::prelude::*;
use protocol::{Audience, RecordId, Scope, SpaceId};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;

/// Every table of a space.
pub(super) struct Tables {
    pub(super) about: Table<kinds::Space>,
    pub(super) members: Table<Member>,
    pub(super) rules: Table<Rules>,
    pub(super) proposals: Table<Proposal>,
    pub(super) messages: Table<Message>,
    /// The answers, by the message that began the conversation.
    pub(super) answers: Groups<Message>,
    /// The messages of each channel.
    pub(super) channeled: Groups<Message>,
    /// The messages that only acknowledge something: one group.
    pub(super) acks_said: Groups<Message>,
    pub(super) channels: Table<Channel>,
    pub(super) reactions: Table<Reaction>,
    /// What is said in a word to each message.
    pub(super) reacted: Groups<Reaction>,
    pub(super) pins: Table<Pin>,
    pub(super) notices: Table<Notice>,
    pub(super) guards: Table<Guards>,
    pub(super) rules_draft: Table<RulesDraft>,
    pub(super) invites: Table<Invite>,
    pub(super) audit: Table<Audit>,
    pub(super) acks: Table<Ack>,
    pub(super) confirms: Table<Confirm>,
    pub(super) held: Table<HeldPost>,
    pub(super) measures: Table<Measure>,
    pub(super) reports: Table<Report>,
    pub(super) owner_reports: Table<Report>,
    pub(super) handovers: Table<Handover>,
    pub(super) drafts: Table<Draft>,
    pub(super) scheduled: Table<Scheduled>,
    pub(super) reads: Table<ReadCursor>,
    pub(super) noted: Table<Noted>,
    pub(super) seen: Table<Seen>,
}

impl Tables {
    fn new() -> Self {
        let answers = Groups::by(|message: &Message| message.root().cloned());
        let channeled = Groups::by(|message: &Message| Some(channel_of(message)));
        let acks_said = Groups::by(|message: &Message| is_ack(&message.text).then(unnamed));
        let messages = Rows::grouped(vec![answers.clone(), channeled.clone(), acks_said.clone()]);
        let reacted = Groups::by(|said: &Reaction| said.word.is_some().then(|| said.message.clone()));
        let reactions = Rows::grouped(vec![reacted.clone()]);
        Self {
            about: Table::new(kinds::SPACE, Direction::Ascending),
            members: Table::new(kinds::MEMBER, Direction::Ascending),
            rules: Table::new(kinds::RULES, Direction::Ascending),
            proposals: Table::new(kinds::PROPOSAL, Direction::Ascending),
            messages: Table::with_rows(kinds::MESSAGE, Direction::Ascending, messages),
            answers,
            channeled,
            acks_said,
            channels: Table::new(kinds::CHANNEL, Direction::Ascending),
            reactions: Table::with_rows(kinds::REACTION, Direction::Ascending, reactions),
            reacted,
            pins: Table::new(kinds::PIN, Direction::Ascending),
            notices: Table::new(kinds::NOTICE, Direction::Ascending),
            guards: Table::new(kinds::GUARDS, Direction::Ascending),
            rules_draft: Table::new(kinds::RULES_DRAFT, Direction::Ascending),
            invites: Table::new(kinds::INVITE, Direction::Descending),
            audit: Table::new(kinds::AUDIT, Direction::Descending),
            acks: Table::new(kinds::ACK, Direction::Ascending),
            confirms: Table::new(kinds::CONFIRM, Direction::Ascending),
            held: Table::new(kinds::HELD, Direction::Ascending),
            measures: Table::new(kinds::MEASURE, Direction::Ascending),
            reports: Table::new(kinds::REPORT, Direction::Ascending),
            owner_reports: Table::new(kinds::OWNER_REPORT, Direction::Ascending),
            handovers: Table::new(kinds::HANDOVER, Direction::Ascending),
            drafts: Table::new(kinds::DRAFT, Direction::Ascending),
            scheduled: Table::new(kinds::SCHEDULED, Direction::Ascending),
            reads: Table::new(kinds::READ, Direction::Ascending),
            noted: Table::new(kinds::NOTED, Direction::Ascending),
            seen: Table::new(kinds::SEEN, Direction::Ascending),
        }
    }

    /// Shows what the engine has in `scope`.
    fn refresh(&self, glance: &Glance<'_>, scope: &Scope, touched: Touched<'_>) {
        match scope.audience {
            Audience::All => {
                self.about.refresh(glance, scope, touched);
                self.members.refresh(glance, scope, touched);
                self.rules.refresh(glance, scope, touched);
                self.proposals.refresh(glance, scope, touched);
                self.channels.refresh(glance, scope, touched);
                self.messages.refresh(glance, scope, touched);
                self.reactions.refresh(glance, scope, touched);
                self.pins.refresh(glance, scope, touched);
                self.notices.refresh(glance, scope, touched);
                self.guards.refresh(glance, scope, touched);
            }
            Audience::Staff => {
                self.rules_draft.refresh(glance, scope, touched);
                self.invites.refresh(glance, scope, touched);
                self.audit.refresh(glance, scope, touched);
            }
            Audience::Personal => {
                self.acks.refresh(glance, scope, touched);
                self.confirms.refresh(glance, scope, touched);
                self.held.refresh(glance, scope, touched);
                self.measures.refresh(glance, scope, touched);
                self.reports.refresh(glance, scope, touched);
                self.handovers.refresh(glance, scope, touched);
            }
            Audience::Private => {
                self.drafts.refresh(glance, scope, touched);
                self.scheduled.refresh(glance, scope, touched);
                self.reads.refresh(glance, scope, touched);
                self.noted.refresh(glance, scope, touched);
                self.seen.refresh(glance, scope, touched);
                self.owner_reports.refresh(glance, scope, touched);
            }
            Audience::Keys | Audience::Label(_) => {}
        }
    }
}

impl Space {
    /// Keeps `rows` as the engine has the records of `kind` that all members read, as long as the component
    /// lives that asks: what few screens show costs the others nothing.
    pub(super) fn keep_beside<T>(self, kind: &str, rows: Rows<T>)
    where
        T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
    {
        let (table, scope) =
            (Table::with_rows(kind, Direction::Ascending, rows), Scope::new(self.id(), Audience::All));
        let watched = scope.clone();
        let watcher = Watcher::new(scope, move |glance, touched| table.refresh(glance, &watched, touched));
        // The board keeps no watcher alive.
        let watcher = StoredValue::new_local(watcher);
        Effect::new(move |_| {
            self.engine.generation().track();
            if let (Some(driver), Some(watcher)) = (self.engine.driver(), watcher.try_get_value()) {
                driver.board().watch(&driver.engine(), &watcher);
            }
        });
    }
}

/// The group of a message among the channels.
fn channel_of(message: &Message) -> RecordId {
    message.channel.clone().unwrap_or_else(unnamed)
}

/// The group of the messages of the general channel, which name none.
pub(super) fn unnamed() -> RecordId {
    RecordId::from("")
}

/// A space that a screen holds open: its tables, and what keeps them current.
pub(super) struct Held {
    space: SpaceId,
    pub(super) tables: Rc<Tables>,
    open: RefCell<Vec<(Scope, Rc<Watcher>)>>,
}

impl Held {
    pub(super) fn new(space: SpaceId) -> Self {
        Self { space, tables: Rc::new(Tables::new()), open: RefCell::default() }
    }

    /// Opens the scopes that every member reads, on the engine that now runs.
    pub(super) fn attach(&self, engine: Engine) {
        self.detach(engine);
        for audience in [Audience::All, Audience::Personal, Audience::Private] {
            self.open(engine, audience);
        }
    }

    /// Opens one scope more, if it is not open.
    pub(super) fn open(&self, engine: Engine, audience: Audience) {
        let scope = Scope::new(self.space.clone(), audience);
        if self.open.borrow().iter().any(|(open, _)| *open == scope) {
            return;
        }
        let Some(driver) = engine.driver() else { return };
        driver.open(scope.clone());
        let (tables, watched) = (Rc::clone(&self.tables), scope.clone());
        let watcher = Watcher::new(scope.clone(), move |glance, touched| {
            tables.refresh(glance, &watched, touched);
        });
        driver.board().watch(&driver.engine(), &watcher);
        self.open.borrow_mut().push((scope, watcher));
    }

    /// Lets every scope go.
    pub(super) fn detach(&self, engine: Engine) {
        let open = std::mem::take(&mut *self.open.borrow_mut());
        let Some(driver) = engine.driver() else { return };
        open.into_iter().for_each(|(scope, _)| driver.close(scope));
    }
}
