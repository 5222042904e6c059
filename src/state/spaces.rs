//! The spaces of who is signed in: the list on the home screen, and founding another.

use crate::state::engine::Engine;
use crate::state::row::Row;
use crate::state::trouble::Trouble;
use domain::intent::NewSpace;
use domain::kinds::Space as About;
use leptos::prelude::*;
use protocol::SpaceId;
use std::sync::Arc;

/// A space in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceCard {
    /// Which.
    pub id: SpaceId,
    /// Name, purpose, for whom; `None` until it was fetched for the first time.
    pub about: Option<Arc<Row<About>>>,
    /// Whether the binding rules wait for this person's confirmation.
    pub needs_confirmation: bool,
    /// Whether something is newer than what this person has read.
    pub has_news: bool,
}

/// A handle to the list.
#[derive(Clone, Copy)]
pub struct Spaces {
    engine: Engine,
    cards: RwSignal<Option<Vec<SpaceCard>>>,
}

impl Spaces {
    /// Puts the list in context; it fills when somebody is signed in.
    pub fn provide(engine: Engine) -> Self {
        let spaces = Self { engine, cards: RwSignal::new(None) };
        provide_context(spaces);
        spaces
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The spaces, by name; `None` while they are being read.
    pub fn cards(self) -> Signal<Option<Vec<SpaceCard>>> {
        self.cards.into()
    }

    /// Founds a space; whoever does it owns it.
    ///
    /// # Errors
    /// Refused; nothing kept.
    pub async fn found(self, about: NewSpace) -> Result<SpaceId, Trouble> {
        let _ = (about, self.engine);
        Err(Trouble::Unsupported)
    }
}
