//! One open space: what its screens read. Its verbs stand in [`verbs`] and [`talk`], its stream in [`stream`],
//! its rules and their confirmations in [`rules`].

pub mod acks;
pub mod admission;
pub mod channels;
pub(crate) mod desk;
mod dispatch;
mod drawer;
mod duties;
mod grace;
mod ground;
pub mod guards;
pub mod handling;
pub mod handover;
pub mod marks;
pub mod meanwhile;
pub mod measures;
pub mod mentions;
pub mod notices;
mod overtaken;
pub mod pace;
mod place;
pub mod proposals;
pub mod purpose;
mod reach;
pub mod recorded;
pub mod rules;
mod scheduled;
pub mod search;
pub(crate) mod set_aside;
pub mod stream;
mod tables;
pub mod talk;
pub mod unread;
pub mod verbs;
mod wishes;
mod written;

use crate::state::clock::ServerClock;
use crate::state::engine::Engine;
use crate::state::row::{Row, Rows};
use crate::state::session::Session;
use crate::state::space::stream::Stream;
pub use dispatch::Dispatch;
use domain::kinds::{self, Audit, Invite, Member, Role};
use domain::policy::{Action, may};
use domain::rules::gate::Standing;
use domain::unread::Unread;
use domain::waiting::Applied;
use domain::{Reason, Refusal};
use drawer::Drawer;
use grace::Grace;
use ground::Ground;
use leptos::prelude::*;
use measures::{HiddenPosts, hidden_by};
use pace::Pace;
use protocol::{Audience, PersonId, Scope, SpaceId};
use search::Search;
use std::rc::Rc;
use std::sync::Arc;
use tables::Held;
use unread::Left;

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
    /// Muted for a time: write a draft, and send it then.
    Muted,
    /// An observer reads, and does not post.
    Observing,
    /// No member any more.
    Closed,
}

/// A personal, single-use invitation's link.
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
    session: Session,
    clock: ServerClock,
    held: StoredValue<Rc<Held>, LocalStorage>,
    drawer: StoredValue<Rc<Drawer>, LocalStorage>,
    ground: Memo<Option<Arc<Ground>>>,
    stream: Stream,
    hidden: Memo<HiddenPosts>,
    /// Counts what this device alone was told to keep, where the backend keeps nothing private.
    kept: RwSignal<u32>,
    away: RwSignal<Arc<Unread>>,
    left: RwSignal<Option<Left>>,
    pace: Pace,
    search: Search,
    /// Who waits to be let in, as the backend said.
    applicants: RwSignal<Arc<Vec<Applied>>>,
}

impl Space {
    /// Opens the space `id` for the layout below and everything in it; closes it with the layout.
    pub fn provide(id: SpaceId) -> Self {
        let (engine, session, clock) = (Engine::expect(), Session::expect().of_page(), ServerClock::expect());
        let held = Rc::new(Held::new(id.clone()));
        let held_handle = StoredValue::new_local(Rc::clone(&held));
        let me = session.me();
        let grace = Grace::new(clock);
        let ground = {
            let id = id.clone();
            Memo::new(move |_| {
                let tables = held_handle.try_get_value()?;
                Ground::of(me.read().as_deref(), &id, &tables.tables, grace.moment()).map(Arc::new)
            })
        };
        let stream = Stream::new(&id, engine, &held.tables);
        let space = Self {
            id: StoredValue::new(id),
            engine,
            session,
            clock,
            held: held_handle,
            drawer: StoredValue::new_local(Rc::default()),
            ground,
            stream,
            hidden: hidden_by(held.tables.measures.rows().clone()),
            kept: RwSignal::new(0),
            away: RwSignal::default(),
            left: RwSignal::new(None),
            pace: Pace::new(),
            search: Search::new(),
            applicants: RwSignal::default(),
        };
        space.keep_open();
        space.look_back();
        space.tend_drawer();
        grace.follow(space.next_end());
        space.send_overtaken();
        space.hand_in_set_aside();
        space.keep_pace();
        space.tend_later();
        space.ask_who_waits();
        provide_context(space);
        space
    }

    /// Keeps the scopes open on whichever engine runs, the staff's too where this person reads it.
    fn keep_open(self) {
        Effect::new(move |_| {
            self.engine.generation().track();
            if let Some(held) = self.held.try_get_value() {
                held.attach(self.engine);
            }
        });
        let is_staff = Memo::new(move |_| {
            let ground = self.ground.read();
            ground.as_ref().is_some_and(|ground| ground.actor.is_staff(&ground.context))
        });
        Effect::new(move |_| {
            self.engine.generation().track();
            if let (true, Some(held)) = (is_staff.get(), self.held.try_get_value()) {
                held.open(self.engine, Audience::Staff);
            }
        });
        on_cleanup(move || {
            if let Some(held) = self.held.try_get_value() {
                held.detach(self.engine);
            }
        });
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
    pub fn phase(self) -> Memo<Phase> {
        let (about, all) = (self.about(), Scope::new(self.id(), Audience::All));
        Memo::new(move |_| {
            if about.read().is_some() {
                self.session.has_arrived(&self.id());
                return Phase::Here;
            }
            let status = self.engine.raw_status().read();
            let is_known = status.ready && !status.loading.contains(&all);
            // Who has just joined is ahead of the engine, which hears of the space in a moment.
            let is_coming = self.session.has_just_joined(&self.id());
            if is_known && !is_coming { Phase::Missing } else { Phase::Waiting }
        })
    }

    /// Name, purpose, for whom.
    pub fn about(self) -> Memo<Option<Arc<Row<kinds::Space>>>> {
        let (rows, id) = (self.tables().about.rows().clone(), kinds::space_id(&self.id()));
        Memo::new(move |_| rows.get(&id))
    }

    /// The members, former ones too, in the order in which they joined.
    pub fn members(self) -> Rows<Member> {
        self.tables().members.rows().clone()
    }

    /// One member by person, reactively.
    pub fn member(self, person: PersonId) -> Memo<Option<Arc<Row<Member>>>> {
        let (rows, id) = (self.members(), kinds::member_id(&self.id(), &person));
        Memo::new(move |_| rows.get(&id))
    }

    /// How many are members now.
    pub fn active_members(self) -> Memo<usize> {
        let rows = self.members();
        Memo::new(move |_| rows.all().iter().filter(|row| !row.body.state.is_over()).count())
    }

    /// This person's roles here; empty while unknown.
    pub fn my_roles(self) -> Memo<Vec<Role>> {
        Memo::new(move |_| {
            let ground = self.ground.read();
            let membership = ground.as_ref().and_then(|ground| ground.actor.membership.as_ref());
            membership.map(|membership| membership.roles.clone()).unwrap_or_default()
        })
    }

    /// The invitations, newest first; empty for others than the staff.
    pub fn invites(self) -> Rows<Invite> {
        self.tables().invites.rows().clone()
    }

    /// The audit log, newest first; empty for others than the staff.
    pub fn audit(self) -> Rows<Audit> {
        self.tables().audit.rows().clone()
    }

    /// The messages.
    pub fn stream(self) -> Stream {
        self.stream
    }

    /// Whether this person may do `action` here, and if not, why: the server's own judgment.
    pub fn may(self, action: Action) -> Memo<Result<(), Refusal>> {
        Memo::new(move |_| match &*self.ground.read() {
            Some(ground) => may(&ground.actor, action, &ground.context),
            None => Err(Reason::NotAMember.into()),
        })
    }

    /// Whether this person may post.
    pub fn composer(self) -> Memo<Composer> {
        let (post, phase) = (self.may(Action::Post), self.phase());
        let personal = Scope::new(self.id(), Audience::Personal);
        Memo::new(move |_| {
            let refusal = match (phase.get(), &*post.read()) {
                (Phase::Waiting, _) => return Composer::Loading,
                (_, Ok(())) => return Composer::Open,
                (_, Err(refusal)) => refusal.reason(),
            };
            let is_loading = self.engine.raw_status().read().loading.contains(&personal);
            match refusal {
                Reason::RulesNotConfirmed if is_loading => Composer::Loading,
                Reason::RulesNotConfirmed => Composer::NeedsConfirmation,
                Reason::Muted if self.muting_now() => Composer::Muted,
                Reason::RoleNeeded => Composer::Observing,
                _ => Composer::Closed,
            }
        })
    }

    fn muting_now(self) -> bool {
        self.ground.read().as_ref().is_some_and(|ground| ground.context.muting().is_some())
    }

    /// When the next time is over that judgments here depend on: a grace, a muting.
    fn next_end(self) -> Memo<Option<i64>> {
        Memo::new(move |_| {
            let ground = self.ground.read();
            let context = &ground.as_ref()?.context;
            let grace = match context.standing() {
                Standing::Grace { until_ms } => Some(until_ms),
                _ => None,
            };
            let muted = context.muting().map(|muting| muting.until_ms);
            grace.into_iter().chain(muted).min()
        })
    }

    fn tables(self) -> Rc<tables::Tables> {
        self.held.with_value(|held| Rc::clone(&held.tables))
    }
}
