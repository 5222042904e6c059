//! The list as others hold it.

use leptos::prelude::*;

/// Moves a list from outside, and tells whether its reader stands at the end.
pub struct ListHandle<K: Send + Sync + 'static> {
    wish: RwSignal<Option<Wish<K>>>,
    at_end: RwSignal<bool>,
    place: RwSignal<Option<K>>,
    in_sight: RwSignal<Option<(K, K)>>,
}

// By hand: a derive would ask the keys to be `Copy`.
impl<K: Send + Sync + 'static> Clone for ListHandle<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Send + Sync + 'static> Copy for ListHandle<K> {}

/// What is wanted of a list.
#[derive(Clone)]
pub(super) enum Wish<K> {
    /// The end.
    End,
    /// The row with this key in sight.
    Row(K),
    /// The row with this key at the top, where its reader was.
    Place(K),
}

impl<K: Clone + Send + Sync + 'static> ListHandle<K> {
    /// A handle for one list.
    pub fn new() -> Self {
        Self {
            wish: RwSignal::new(None),
            at_end: RwSignal::new(true),
            place: RwSignal::new(None),
            in_sight: RwSignal::new(None),
        }
    }

    /// Goes to the last row and follows the end from then on.
    pub fn to_end(self) {
        self.wish.set(Some(Wish::End));
    }

    /// Brings a row into sight, as soon as the list has it.
    pub fn reveal(self, key: K) {
        self.wish.set(Some(Wish::Row(key)));
    }

    /// Goes back to where the reader was, as soon as the list has that row.
    pub fn return_to(self, key: K) {
        // Who goes on from there before the list came to rest has left a place all the same.
        self.place.set(Some(key.clone()));
        self.wish.set(Some(Wish::Place(key)));
    }

    /// The row at the top of the screen, told whenever the reader rests; `None` at the end.
    pub fn place(self) -> Signal<Option<K>> {
        self.place.into()
    }

    /// The first and the last row in sight, told whenever the reader rests; `None` until they do.
    pub fn in_sight(self) -> Signal<Option<(K, K)>> {
        self.in_sight.into()
    }

    /// Says what the reader who rests has in sight.
    pub(super) fn sees(self, in_sight: Option<(K, K)>)
    where
        K: PartialEq,
    {
        if self.in_sight.with_untracked(|known| *known != in_sight) {
            self.in_sight.set(in_sight);
        }
    }

    /// Says where the reader rests.
    pub(super) fn rests_at(self, place: Option<K>)
    where
        K: PartialEq,
    {
        if self.place.with_untracked(|known| *known != place) {
            self.place.set(place);
        }
    }

    /// What is wanted and not yet done.
    pub(super) fn wish(self) -> RwSignal<Option<Wish<K>>> {
        self.wish
    }

    /// Says whether the reader stands at the end, where that has changed.
    pub(super) fn tell(self, at_end: bool) {
        if self.at_end.get_untracked() != at_end {
            self.at_end.set(at_end);
        }
    }

    /// Whether the reader stands at the end.
    pub fn is_at_end(self) -> Signal<bool> {
        self.at_end.into()
    }
}

impl<K: Clone + Send + Sync + 'static> Default for ListHandle<K> {
    fn default() -> Self {
        Self::new()
    }
}
