//! The way to the first message that was unread when the stream was opened, while that is out of sight.

use crate::features::feed::stream_list::Places;
use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{Button, ButtonSize, ListHandle};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// How many pages are fetched to know where the unread part begins; beyond, it begins with what is there.
const MOST_PAGES: u32 = 20;

/// Whether the way is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    /// It is not known yet what is in sight.
    Open,
    /// It is.
    Stands,
    /// The first unread message was in sight, or somebody took the way: it is offered no more.
    Over,
}

/// A button that says how many were unread, and leads to the first of them.
#[component]
pub fn UnreadJump(
    /// Where each message stands.
    places: Memo<Places>,
    /// Tells what is in sight.
    handle: ListHandle<RecordId>,
    /// Takes the reader to what it names.
    sought: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let words = Words::expect();
    let stream = Space::expect().stream();
    let (first, in_sight) = (stream.first_unread(), handle.in_sight());
    let is_pressed = RwSignal::new(false);

    let is_seen = move || {
        let places = places.read();
        let place = |id: &RecordId| places.get(id).copied();
        let unread = first.read().as_ref().and_then(place)?;
        let (from, to) = in_sight.read().as_ref().map(|(from, to)| (place(from), place(to)))?;
        Some((from?..=to?).contains(&unread))
    };
    let offer = Memo::new(move |before: Option<&Offer>| match is_seen() {
        _ if before == Some(&Offer::Over) || is_pressed.get() => Offer::Over,
        Some(true) => Offer::Over,
        Some(false) => Offer::Stands,
        None => before.copied().unwrap_or(Offer::Open),
    });
    let count = stream.unread_then();
    let is_offered = move || offer.get() == Offer::Stands && count.get() > 0;
    let go = move || {
        is_pressed.set(true);
        sought.set(first.get_untracked());
    };

    view! {
        <Show when=is_offered>
            <div class="jump" data-to="unread">
                <Button size=ButtonSize::Compact on_press=go>
                    {move || words.count(Word::FeedUnreadJump, count.get())}
                </Button>
            </div>
        </Show>
    }
}

/// Fetches older messages as long as all that are here were unread: the first unread one, and how many
/// they are, is known once one that was read is here.
pub fn fetch_unread(space: Space, all: Signal<Vec<RecordId>>) {
    let stream = space.stream();
    let (has_older, is_loading) = (stream.has_older(), stream.is_loading());
    let pages = StoredValue::new(0_u32);

    Effect::new(move |_| {
        let is_all_unread =
            stream.first_unread().read().as_ref().is_some_and(|first| all.read().first() == Some(first));
        if is_all_unread && has_older.get() && !is_loading.get() && pages.get_value() < MOST_PAGES {
            pages.update_value(|pages| *pages += 1);
            stream.load_older();
        }
    });
}
