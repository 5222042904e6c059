//! Where the engine's news is put up: signals for the app as a whole, and watchers of scopes.

use crate::state::clock::ServerClock;
use crate::state::outbox::{is_work, wants_confirmation};
use crate::state::space::set_aside::wants_release;
use leptos::prelude::*;
use protocol::{RecordId, Scope, SpaceId};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use sync::{ChangeSet, Issue, Place, Status, Unsent};

/// The engine as watchers see it while they are told.
pub(crate) struct Glance<'a> {
    /// What screens read.
    pub(crate) engine: &'a sync::Engine,
    /// The unsent writes, by number.
    pub(crate) outbox: Vec<Unsent<'a>>,
}

impl<'a> Glance<'a> {
    pub(crate) fn of(engine: &'a sync::Engine) -> Self {
        Self { engine, outbox: engine.outbox() }
    }

    /// The unsent write with this number.
    pub(crate) fn unsent(&self, lsn: u64) -> Option<&Unsent<'a>> {
        let place = self.outbox.binary_search_by_key(&lsn, |unsent| unsent.lsn).ok()?;
        self.outbox.get(place)
    }
}

/// What changed in a scope.
#[derive(Clone, Copy)]
pub(crate) enum Touched<'a> {
    /// Anything may have.
    All,
    /// These records.
    Records(&'a BTreeSet<RecordId>),
    /// The fate of unsent writes, with no record changed by it.
    Fates,
}

type Tell = dyn Fn(&Glance<'_>, Touched<'_>);

/// Hears what changes in one scope, for as long as somebody holds it.
pub(crate) struct Watcher {
    scope: Scope,
    tell: Box<Tell>,
}

impl Watcher {
    pub(crate) fn new(scope: Scope, tell: impl Fn(&Glance<'_>, Touched<'_>) + 'static) -> Rc<Self> {
        Rc::new(Self { scope, tell: Box::new(tell) })
    }
}

/// What the outbox holds, without its bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// What the person wrote and nobody has to decide about: it goes by itself.
    pub(crate) waiting: usize,
    /// Writes that were refused or held back.
    pub(crate) refused: usize,
    /// Writes that wait for the person's confirmation of the rules alone.
    pub(crate) overtaken: usize,
    /// Writes that an administrator is to look at: an open space hands them in by itself.
    pub(crate) set_aside: usize,
    /// Writes that met another's edit.
    pub(crate) conflicts: usize,
    /// Spaces that were founded here.
    pub(crate) founded: BTreeSet<SpaceId>,
}

impl Tally {
    fn of(outbox: &[Unsent<'_>]) -> Self {
        let mut tally = Self::default();
        for unsent in outbox {
            match unsent.place {
                Place::Waiting | Place::Unknown | Place::Behind(_) => {
                    tally.waiting += usize::from(is_work(unsent, outbox));
                }
                Place::Parked(why) | Place::Refused(why) if wants_confirmation(why) => tally.overtaken += 1,
                Place::Refused(why) if wants_release(why) => tally.set_aside += 1,
                Place::Parked(_) | Place::Refused(_) => tally.refused += 1,
                Place::Conflicted(_) => tally.conflicts += 1,
            }
            if unsent.head().kind.as_str() == domain::kinds::SPACE {
                tally.founded.insert(unsent.head().scope.space.clone());
            }
        }
        tally
    }
}

/// The signals of the app as a whole.
#[derive(Clone, Copy)]
pub(crate) struct Signals {
    pub(crate) status: RwSignal<Arc<Status>>,
    pub(crate) tally: RwSignal<Tally>,
    /// Counts the changes of the outbox, which is read only where a screen shows it.
    pub(crate) outbox: RwSignal<u64>,
    pub(crate) issues: RwSignal<Vec<Issue>>,
    /// What the tab that sends said last: whether it reaches the backend.
    pub(crate) sender_reaches: RwSignal<bool>,
    pub(crate) clock: ServerClock,
}

/// Tells the screens. Signals of a shell that is gone are left alone.
pub(crate) struct Board {
    signals: Signals,
    watchers: RefCell<Vec<Weak<Watcher>>>,
    asked_to_keep: Cell<bool>,
}

impl Board {
    pub(crate) fn new(signals: Signals) -> Self {
        Self { signals, watchers: RefCell::default(), asked_to_keep: Cell::new(false) }
    }

    /// Tells `watcher` of everything now, and of changes from now on.
    pub(crate) fn watch(&self, engine: &sync::Engine, watcher: &Rc<Watcher>) {
        self.watchers.borrow_mut().push(Rc::downgrade(watcher));
        (watcher.tell)(&Glance::of(engine), Touched::All);
    }

    pub(super) fn publish(&self, engine: &sync::Engine, changes: &ChangeSet) {
        let glance = Glance::of(engine);
        if changes.outbox {
            let tally = Tally::of(&glance.outbox);
            if self.signals.tally.try_get_untracked().is_some_and(|known| known != tally) {
                let _ = self.signals.tally.try_set(tally);
            }
            let _ = self.signals.outbox.try_update(|changes| *changes += 1);
        }
        for watcher in self.live_watchers() {
            if changes.scopes.contains(&watcher.scope) {
                (watcher.tell)(&glance, Touched::All);
                continue;
            }
            if let Some(records) = changes.records.get(&watcher.scope) {
                (watcher.tell)(&glance, Touched::Records(records));
            }
            if changes.outbox {
                (watcher.tell)(&glance, Touched::Fates);
            }
        }
        // After the records: who sees that a scope is loaded finds its records there.
        if changes.status || changes.outbox {
            self.put_up(engine.status());
        }
    }

    fn put_up(&self, status: Status) {
        if let Some(offset_ms) = status.server_offset_ms {
            self.signals.clock.set_offset(offset_ms);
        }
        if status.online {
            self.take_back_foreign();
        }
        let shown = self.signals.status.try_get_untracked();
        if shown.is_some_and(|shown| *shown != status) {
            let _ = self.signals.status.try_set(Arc::new(status));
        }
    }

    /// The backend answers as itself: that something else did is over.
    fn take_back_foreign(&self) {
        let is_foreign = |issue: &Issue| matches!(issue, Issue::ForeignBackend(_));
        if self.signals.issues.try_with_untracked(|issues| issues.iter().any(is_foreign)) == Some(true) {
            let _ = self.signals.issues.try_update(|issues| issues.retain(|issue| !is_foreign(issue)));
        }
    }

    fn live_watchers(&self) -> Vec<Rc<Watcher>> {
        let mut watchers = self.watchers.borrow_mut();
        watchers.retain(|watcher| watcher.strong_count() > 0);
        watchers.iter().filter_map(Weak::upgrade).collect()
    }

    /// The tab that sends reaches the backend, or does not.
    pub(super) fn sender_reaches(&self, reaches: bool) {
        let _ = self.signals.sender_reaches.try_set(reaches);
    }

    pub(super) fn surface(&self, issue: Issue) {
        let _ = self.signals.issues.try_update(|issues| {
            if !issues.contains(&issue) {
                issues.push(issue);
            }
        });
    }

    /// `true` the first time.
    pub(super) fn ask_once(&self) -> bool {
        !self.asked_to_keep.replace(true)
    }

    /// Takes everything down, when another account's engine comes.
    pub(super) fn clear(&self) {
        let _ = self.signals.status.try_set(Arc::default());
        let _ = self.signals.tally.try_set(Tally::default());
        let _ = self.signals.outbox.try_update(|changes| *changes += 1);
        let _ = self.signals.issues.try_set(Vec::new());
        self.sender_reaches(true);
    }
}
