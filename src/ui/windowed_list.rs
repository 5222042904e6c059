//! A list of any length that keeps only the rows in sight in the document: 100,000 rows open and
//! scroll like 1,000. What is to be shown is decided in [`window`]; here it meets the browser.

mod handle;
mod heights;
mod window;

use crate::platform::{focus, measure};
use handle::Wish;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use std::hash::Hash;
use std::ops::Range;
use std::time::Duration;
use window::{Frame, Window};

pub use handle::ListHandle;
pub use window::Anchor;

/// How long nobody scrolls before a reader counts as resting.
const RESTS: Duration = Duration::from_millis(150);

/// The three elements of a list: what scrolls, what is as tall as all rows, what holds those in sight.
#[derive(Clone, Copy)]
struct Elements {
    scroller: NodeRef<html::Div>,
    all: NodeRef<html::Div>,
    rows: NodeRef<html::Div>,
}

/// What a list knows between events.
struct List<K: Send + Sync + 'static> {
    elements: Elements,
    window: StoredValue<Window>,
    keys: StoredValue<Vec<K>>,
    range: StoredValue<Range<usize>>,
    visible: RwSignal<Vec<K>>,
    handle: ListHandle<K>,
    on_near_start: Option<Callback<()>>,
    /// For how many rows older ones were asked for last: they are asked for once.
    asked_at: StoredValue<Option<usize>>,
    has_focus: StoredValue<bool>,
    /// Counts scroll events, to know when they rest.
    beat: StoredValue<u64>,
}

impl<K: Send + Sync + 'static> Clone for List<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Send + Sync + 'static> Copy for List<K> {}

/// A windowed list. Rows are told apart by their keys; heights may differ and change.
#[component]
pub fn WindowedList<K, V>(
    /// The keys of all rows in order, first to last.
    #[prop(into)]
    rows: Signal<Vec<K>>,
    /// The view of one row.
    row: impl Fn(K) -> V + Clone + Send + Sync + 'static,
    /// Names the list.
    #[prop(into)]
    label: Signal<String>,
    /// Where it begins, and what it follows.
    #[prop(optional)]
    anchor: Anchor,
    /// The height of a usual row in pixels, used until a row was measured.
    #[prop(default = 72.0)]
    estimate: f64,
    /// Runs when the reader comes near the first row: bring older ones.
    #[prop(optional, into)]
    on_near_start: Option<Callback<()>>,
    /// Moves the list from outside.
    #[prop(optional)]
    handle: Option<ListHandle<K>>,
) -> impl IntoView
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let elements = Elements { scroller: NodeRef::new(), all: NodeRef::new(), rows: NodeRef::new() };
    let list = List {
        elements,
        window: StoredValue::new(Window::new(anchor, estimate)),
        keys: StoredValue::new(Vec::new()),
        range: StoredValue::new(0..0),
        visible: RwSignal::new(Vec::new()),
        handle: handle.unwrap_or_default(),
        on_near_start,
        asked_at: StoredValue::new(None),
        has_focus: StoredValue::new(false),
        beat: StoredValue::new(0),
    };
    let (role, anchored) = match anchor {
        Anchor::Start => ("region", "start"),
        Anchor::End => ("log", "end"),
    };

    list.follow(rows);

    view! {
        <div
            class="windowed-list"
            node_ref=elements.scroller
            role=role
            tabindex="0"
            aria-label=move || label.get()
            on:scroll=move |_| list.scrolled()
            on:keydown=move |event| list.typed(&event)
        >
            <div class="windowed-list-all" data-anchor=anchored node_ref=elements.all>
                <div
                    class="windowed-list-rows"
                    node_ref=elements.rows
                    on:focusin=move |_| list.has_focus.set_value(true)
                    on:focusout=move |_| list.has_focus.set_value(false)
                >
                    <For
                        each=move || list.visible.get()
                        key=|key| key.clone()
                        children=move |key| view! { <div class="windowed-list-row">{row(key)}</div> }
                    />
                </div>
            </div>
        </div>
    }
}

impl<K: Clone + Eq + Hash + Send + Sync + 'static> List<K> {
    /// Keeps the list in step with its rows, its sizes and its handle.
    fn follow(self, rows: Signal<Vec<K>>) {
        let sizes = StoredValue::new_local(None);
        Effect::new(move |_| {
            let (Some(scroller), Some(held)) = (self.elements.scroller.get(), self.elements.rows.get())
            else {
                return;
            };
            sizes.set_value(measure::Sizes::watch(&[&scroller, &held], move || self.resized()));
        });
        on_cleanup(move || drop(sizes.try_update_value(Option::take)));

        Effect::new(move |_| {
            if self.elements.all.get().is_some() {
                rows.with(|rows| self.changed(rows));
            }
        });
        Effect::new(move |_| {
            rows.track(); // a row that is wished for may come later
            if let Some(wish) = self.handle.wish().get() {
                self.fulfil(wish);
            }
        });
    }

    fn scrolled(self) {
        let Some(scroller) = self.elements.scroller.get_untracked() else { return };
        // Where the screen has grown, the browser moves the end into it and says so before the sizes
        // are told: by the old size that would look like a reader who left the end.
        self.fits(measure::view_height(&scroller));
        let top = measure::scroll_top(&scroller);
        self.apply(self.window.try_update_value(|window| window.scrolled(top)));
        let beat = self.beat.get_value().wrapping_add(1);
        self.beat.set_value(beat);
        let rested = move || {
            if self.beat.try_get_value() == Some(beat) {
                self.apply(self.window.try_update_value(Window::rested).flatten());
                let (place, sight) = self.window.with_value(|window| (window.place(), window.in_sight()));
                let key = |at: usize| self.keys.with_value(|keys| keys.get(at).cloned());
                self.handle.rests_at(place.and_then(key));
                self.handle.sees(sight.and_then(|(first, last)| key(first).zip(key(last))));
            }
        };
        set_timeout(rested, RESTS);
    }

    /// The ends of the list are further away than a smooth scroll over unmeasured rows finds.
    fn typed(self, event: &KeyboardEvent) {
        let wish = match event.key().as_str() {
            "Home" => self.keys.with_value(|keys| keys.first().cloned()).map(Wish::Row),
            "End" => Some(Wish::End),
            _ => None,
        };
        if let Some(wish) = wish.filter(|_| event.target() == event.current_target()) {
            event.prevent_default();
            self.fulfil(wish);
        }
    }

    /// The screen or a row changed its size: told before the change is painted.
    fn resized(self) {
        let Some(scroller) = self.elements.scroller.try_get_untracked().flatten() else { return };
        let before = self.range.try_get_value();
        self.fits(measure::view_height(&scroller));
        // Where other rows are to be seen, those in the document are still the former ones: their heights
        // would be taken for the others'. The new ones change the size of what holds them, and are measured then.
        if self.range.try_get_value() == before {
            self.measure();
        }
    }

    /// Before the first rows: by a guess more of them would be made than are seen, and others.
    fn learn_view(self) {
        if let Some(scroller) = self.elements.scroller.get_untracked() {
            let view = measure::view_height(&scroller);
            self.window.update_value(|window| _ = window.resized(view));
        }
    }

    /// What is in sight has this height now.
    fn fits(self, view: f64) {
        self.apply(self.window.try_update_value(|window| window.resized(view)).flatten());
    }

    fn changed(self, rows: &[K]) {
        let (front, back) = self.keys.with_value(|old| kept(old, rows));
        if self.keys.with_value(Vec::is_empty) {
            self.learn_view();
        }
        self.keys.set_value(rows.to_vec());
        // The rows may be others though the same numbers are in sight.
        self.range.set_value(usize::MAX..usize::MAX);
        self.apply(self.window.try_update_value(|window| window.changed(front, back, rows.len())));
    }

    fn fulfil(self, wish: Wish<K>) {
        let of = |key: &K| self.keys.with_value(|keys| keys.iter().position(|other| other == key));
        let index = match &wish {
            Wish::End => Some(0),
            Wish::Row(key) | Wish::Place(key) => of(key),
        };
        let Some(index) = index else { return };
        self.handle.wish().set(None);
        self.apply(self.window.try_update_value(|window| match wish {
            Wish::End => window.go_to_end(),
            Wish::Row(_) => window.reveal(index),
            Wish::Place(_) => window.return_to(index),
        }));
    }

    /// Measures the rows in the document, and keeps the focus from falling off with a row that left.
    fn measure(self) {
        let Some(held) = self.elements.rows.try_get_untracked().flatten() else { return };
        let Some(first) = self.range.try_get_value().map(|range| range.start) else { return };
        let heights = measure::child_heights(&held);
        if let Some(frame) = self.window.try_update_value(|window| window.measured(first, &heights)).flatten()
        {
            self.apply(Some(frame));
        }
        if self.has_focus.get_value() && !focus::is_within(&held) {
            self.has_focus.set_value(false);
            if let Some(scroller) = self.elements.scroller.get_untracked() {
                focus::focus_in_place(&scroller);
            }
        }
    }

    /// Sizes first, so that the scroll position has room; rows follow before the next paint.
    fn apply(self, frame: Option<Frame>) {
        let Some(Frame { rows, offset, total, scroll }) = frame else { return };
        let Elements { scroller, all, rows: held } = self.elements;
        let elements = (scroller.get_untracked(), all.get_untracked(), held.get_untracked());
        let (Some(scroller), Some(all), Some(held)) = elements else { return };
        measure::set_height(&all, total);
        measure::set_offset(&held, offset);
        if let Some(top) = scroll {
            measure::scroll_to(&scroller, top);
        }
        let (at_end, near_start) =
            self.window.with_value(|window| (window.is_at_end(), window.is_near_start()));
        self.handle.tell(at_end);
        if at_end {
            self.handle.rests_at(None);
        }
        if near_start {
            self.ask_for_older();
        }
        if self.range.get_value() != rows {
            self.range.set_value(rows.clone());
            let guesses = self.window.with_value(|window| window.guesses(rows.clone()));
            self.visible.set(self.keys.with_value(|keys| keys.get(rows).unwrap_or_default().to_vec()));
            // As soon as the rows are made, in the same task: at guessed heights they stand elsewhere, and a
            // frame that shows or counts them there sees them jump. Each turn knows a row more, so that there
            // is a last one; two rows whose heights depend on which of them is there would go on for ever.
            if guesses {
                queue_microtask(move || self.measure());
            }
        }
    }

    fn ask_for_older(self) {
        let Some(on_near_start) = self.on_near_start else { return };
        let len = self.keys.with_value(Vec::len);
        if self.asked_at.get_value() != Some(len) {
            self.asked_at.set_value(Some(len));
            on_near_start.run(());
        }
    }
}

/// How many rows at the front and at the back stayed as they were.
fn kept<K: PartialEq>(old: &[K], new: &[K]) -> (usize, usize) {
    let front = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - front;
    let back = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    (front, back)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn what_stayed_is_counted_from_both_ends_and_never_twice() {
        assert_eq!(kept(&[3, 4], &[1, 2, 3, 4]), (0, 2));
        assert_eq!(kept(&[1, 2], &[1, 2, 3]), (2, 0));
        assert_eq!(kept(&[1, 2, 3], &[1, 3]), (1, 1));
        assert_eq!(kept(&[1, 1], &[1, 1, 1]), (2, 0));
        assert_eq!(kept::<u8>(&[], &[]), (0, 0));
    }
}
