//! Tells open event streams what changed. What gets lost here costs a poke, never a record.

use crate::access::Roster;
use protocol::{PersonId, Scope};
use std::sync::Arc;
use tokio::sync::broadcast;

/// How many notices a slow listener may fall behind before it is told to look everywhere.
const BACKLOG: usize = 1024;

/// Something that listeners hear of.
#[derive(Clone, Debug)]
pub(crate) enum Notice {
    /// A record of the scope changed.
    Changed {
        /// The scope.
        scope: Scope,
        /// The record's subject.
        subject: Option<PersonId>,
        /// Who may read what in the space.
        roster: Arc<Roster>,
    },
    /// A session ended.
    Ended {
        /// Its id.
        session: String,
    },
    /// The server closes.
    Closing,
}

/// The place where the writer speaks and the streams listen.
#[derive(Clone)]
pub(crate) struct Hub(broadcast::Sender<Notice>);

impl Hub {
    /// A hub without listeners.
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(BACKLOG))
    }

    /// Tells whoever listens.
    pub(crate) fn tell(&self, notice: Notice) {
        // Without a listener this fails, which is no failure.
        let _ = self.0.send(notice);
    }

    /// Whether anybody listens.
    pub(crate) fn has_listeners(&self) -> bool {
        self.0.receiver_count() > 0
    }

    /// Listens from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Notice> {
        self.0.subscribe()
    }
}
