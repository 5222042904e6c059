//! One open space: what its screens read. Its verbs stand in [`verbs`], its stream in [`stream`].

pub mod stream;
pub mod verbs;

use crate::state::engine::Engine;
use crate::state::row::{Row, Rows};
use crate::state::space::stream::Stream;
use domain::kinds::{Ack, Audit, Invite, Member, Role, Rules, RulesDraft};
use leptos::prelude::*;
use protocol::{PersonId, SpaceId};
use std::sync::Arc;

/// How far a space is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// It is being read from the device, or fetched for the first time.
    #[default]
    Waiting,
    /// Neither the device nor the backend shows such a space to this person.
    Missing,
    /// It is here.
    Here,
}

/// Whether this person may post, and if not, what opens the composer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Composer {
    /// Rules or membership are still loading.
    #[default]
    Loading,
    /// Write.
    Open,
    /// The binding rules wait for this person's confirmation.
    NeedsConfirmation,
    /// Muted, an observer, or no member any more.
    Closed,
}

/// What a member of the staff makes of a person. See [`verbs::Space::invite`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvite {
    /// The link's secret. It stands nowhere else: only its hash is kept.
    pub token: String,
    /// When it expires, UTC milliseconds.
    pub expires_at: i64,
}

/// A handle to the open space. `Copy`; [`Space::provide`] puts it in the space layout's context.
#[derive(Clone, Copy)]
pub struct Space {
    id: StoredValue<SpaceId>,
    engine: Engine,
    phase: RwSignal<Phase>,
    about: RwSignal<Option<Arc<Row<domain::kinds::Space>>>>,
    members: StoredValue<Rows<Member>>,
    editions: RwSignal<Vec<Arc<Row<Rules>>>>,
    rules_draft: RwSignal<Option<Arc<Row<RulesDraft>>>>,
    ack: RwSignal<Option<Arc<Row<Ack>>>>,
    acks: StoredValue<Rows<Ack>>,
    invites: StoredValue<Rows<Invite>>,
    audit: StoredValue<Rows<Audit>>,
    stream: Stream,
    composer: RwSignal<Composer>,
}

impl Space {
    /// Opens the space `id` for the layout below and everything in it; closes it with the layout.
    pub fn provide(id: SpaceId) -> Self {
        let space = Self {
            id: StoredValue::new(id),
            engine: Engine::expect(),
            phase: RwSignal::default(),
            about: RwSignal::default(),
            members: StoredValue::new(Rows::default()),
            editions: RwSignal::default(),
            rules_draft: RwSignal::default(),
            ack: RwSignal::default(),
            acks: StoredValue::new(Rows::default()),
            invites: StoredValue::new(Rows::default()),
            audit: StoredValue::new(Rows::default()),
            stream: Stream::new(),
            composer: RwSignal::default(),
        };
        provide_context(space);
        space
    }

    /// The handle that the space's layout provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Which space.
    pub fn id(self) -> SpaceId {
        self.id.get_value()
    }

    /// How far it is there. While it waits, show a skeleton; where it is missing, say so.
    pub fn phase(self) -> Signal<Phase> {
        self.phase.into()
    }

    /// Name, purpose, for whom. The row's author is the owner.
    pub fn about(self) -> Signal<Option<Arc<Row<domain::kinds::Space>>>> {
        self.about.into()
    }

    /// The members, former ones too, ordered by the day they joined.
    pub fn members(self) -> Rows<Member> {
        self.members.get_value()
    }

    /// One member by person, reactively.
    pub fn member(self, person: PersonId) -> Memo<Option<Arc<Row<Member>>>> {
        let rows = self.members.get_value();
        let id = domain::kinds::member_id(&self.id(), &person);
        Memo::new(move |_| rows.get(&id))
    }

    /// This person's roles here; empty while unknown.
    pub fn my_roles(self) -> Memo<Vec<Role>> {
        Memo::new(|_| Vec::new())
    }

    /// The binding version of the rules: the highest published.
    pub fn rules(self) -> Memo<Option<Arc<Row<Rules>>>> {
        Memo::new(move |_| self.editions.read().last().cloned())
    }

    /// Every published version, oldest first.
    pub fn editions(self) -> Signal<Vec<Arc<Row<Rules>>>> {
        self.editions.into()
    }

    /// The rules that the staff is writing; `None` for others, or before anything is written.
    pub fn rules_draft(self) -> Signal<Option<Arc<Row<RulesDraft>>>> {
        self.rules_draft.into()
    }

    /// This person's confirmation of the binding version.
    pub fn ack(self) -> Signal<Option<Arc<Row<Ack>>>> {
        self.ack.into()
    }

    /// The confirmations that this person may see: one's own, and for the staff everybody's.
    pub fn acks(self) -> Rows<Ack> {
        self.acks.get_value()
    }

    /// The newest version that `person` has confirmed, as far as this person may see it.
    pub fn confirmed_by(self, person: PersonId) -> Memo<Option<u32>> {
        let rows = self.acks.get_value();
        Memo::new(move |_| {
            let acks = rows.order().read().iter().filter_map(|id| rows.get(id)).collect::<Vec<_>>();
            let own = acks.iter().filter(|ack| ack.head.subject.as_ref() == Some(&person));
            own.map(|ack| ack.body.version).max()
        })
    }

    /// The invitations; empty for others than the staff.
    pub fn invites(self) -> Rows<Invite> {
        self.invites.get_value()
    }

    /// The audit log, newest first; empty for others than the staff.
    pub fn audit(self) -> Rows<Audit> {
        self.audit.get_value()
    }

    /// The messages.
    pub fn stream(self) -> Stream {
        self.stream
    }

    /// Whether this person may post.
    pub fn composer(self) -> Signal<Composer> {
        self.composer.into()
    }
}
