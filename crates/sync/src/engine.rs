//! The engine: events in, effects out, and what screens read.

use crate::config::Config;
use crate::effect::{ChangeSet, Effect};
use crate::event::{Event, Now};
use crate::visible::{Older, Status, Unsent, Visible};
use protocol::{Kind, RecordId, Scope};

/// The state machine of one tab.
#[derive(Clone, Debug)]
pub struct Engine {
    config: Config,
    now: Now,
    out: Vec<Effect>,
    changes: ChangeSet,
}

impl Engine {
    /// An engine that knows nothing yet; [`Engine::boot`] comes next.
    pub fn new(config: Config) -> Self {
        Self { config, now: Now { mono_ms: 0, wall_ms: 0 }, out: Vec::new(), changes: ChangeSet::default() }
    }

    /// Starts: reads the store and asks for the lead.
    pub fn boot(&mut self, now: Now) -> Vec<Effect> {
        self.now = now;
        self.flush()
    }

    /// Takes one event.
    pub fn step(&mut self, now: Now, event: Event) -> Vec<Effect> {
        self.now = now;
        let _ = (event, &self.config);
        self.flush()
    }

    /// A record of an open scope as screens show it; `None` if it is deleted or not loaded.
    pub fn visible(&self, scope: &Scope, id: &RecordId) -> Option<Visible<'_>> {
        let _ = (scope, id);
        None
    }

    /// The visible records of a kind in an open scope, by (`at`, id); what the server doesn't have
    /// yet comes last, in the order it was written.
    pub fn records(&self, scope: &Scope, kind: &Kind) -> impl Iterator<Item = Visible<'_>> {
        let _ = (scope, kind);
        std::iter::empty()
    }

    /// The writes that have not arrived, in log order.
    pub fn outbox(&self) -> Vec<Unsent<'_>> {
        Vec::new()
    }

    /// Log numbers whose values can't be read. They stay until a person discards them.
    pub fn unreadable(&self) -> Vec<u64> {
        Vec::new()
    }

    /// How sync stands.
    pub fn status(&self) -> Status {
        Status::default()
    }

    /// Whether records older than the loaded ones can be had.
    pub fn older_available(&self, scope: &Scope) -> Older {
        let _ = scope;
        Older::None
    }

    fn flush(&mut self) -> Vec<Effect> {
        let changes = std::mem::take(&mut self.changes);
        if changes != ChangeSet::default() {
            self.out.push(Effect::Publish(changes));
        }
        std::mem::take(&mut self.out)
    }
}
