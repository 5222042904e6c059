//! Which space the person is in, also while they look at a page that belongs to none: the places
//! at the foot of the screen stay those of the space, and back leads into it.

use leptos::prelude::*;
use protocol::SpaceId;

/// A handle to it.
#[derive(Clone, Copy)]
pub struct Whereabouts(RwSignal<Option<SpaceId>>);

impl Whereabouts {
    /// Puts the handle in context; nobody is in a space at the start.
    pub fn provide() -> Self {
        let whereabouts = Self(RwSignal::new(None));
        provide_context(whereabouts);
        whereabouts
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The space, if the person is in one.
    pub fn space(self) -> Signal<Option<SpaceId>> {
        self.0.into()
    }

    /// The person went into a space.
    pub fn enter(self, space: SpaceId) {
        if self.0.with_untracked(|known| known.as_ref() != Some(&space)) {
            self.0.set(Some(space));
        }
    }

    /// The person went home.
    pub fn leave(self) {
        self.0.set(None);
    }
}
