//! The messages in their order, a window over any number of them.

use crate::features::feed::acks::{AckRow, Acks};
use crate::features::feed::message::MessageRow;
use crate::features::feed::seek;
use crate::features::feed::unread_jump::{UnreadJump, fetch_unread};
use crate::i18n::Words;
use crate::state::space::stream::Stream;
use crate::state::{Row, RowSignal, ServerClock, Space};
use crate::ui::{
    Anchor, Button, ButtonSize, DayLine, Empty, Face, IconName, ListHandle, Load, Toasts, UnreadLine,
    WindowedList,
};
use domain::kinds::Message;
use domain::run::{Said, goes_on};
use leptos::prelude::*;
use protocol::RecordId;
use std::collections::HashMap;
use std::sync::Arc;
use words::Word;

/// Where each message stands: rows ask for their neighbor without walking the list.
pub(super) type Places = Arc<HashMap<RecordId, usize>>;

/// How many pages of older messages are fetched for who was further up; beyond, they begin at the end.
const FAR_BACK: u32 = 20;

/// The stream of the open space.
#[component]
pub fn StreamList(
    /// Moves the list from outside.
    handle: ListHandle<RecordId>,
    /// The message to open at, instead of where the reader was.
    target: Option<RecordId>,
    /// A message to go to, whenever it is set.
    sought_later: RwSignal<Option<RecordId>>,
    /// Draws what stands among the messages and is none.
    #[prop(into)]
    other: Callback<RecordId, AnyView>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let stream = space.stream();

    let all = stream.order();
    let acks = Acks::of(space);
    let rows: Signal<Vec<RecordId>> = acks.shown(all).into();
    let places: Memo<Places> = Memo::new(move |_| {
        let place = |(place, id): (usize, &RecordId)| (id.clone(), place);
        Arc::new(rows.read().iter().enumerate().map(place).collect())
    });
    open_what_is_sought(acks, all, target.clone(), sought_later);
    let face = move || match (rows.read().is_empty(), stream.is_loading().get()) {
        (true, true) => Face::Waiting,
        (true, false) => Face::Empty,
        (false, _) => Face::Here,
    };
    let sought = RwSignal::new(target.is_some());
    let is_back = come_back(space, rows, handle, target, sought);
    follow_reading(space, all, handle, is_back);
    seek::follow(sought_later, handle);
    fill_the_screen(space, rows);
    fetch_unread(space, all);

    view! {
        <Load
            face=Signal::derive(face)
            waiting=words.say(Word::AppLoading)
            empty=move || {
                view! {
                    <Empty
                        icon=IconName::Feed
                        title=words.say(Word::FeedEmpty)
                        body=Signal::derive(move || Some(words.text(Word::FeedEmptyHint)))
                    />
                }
            }
        >
            <WindowedList
                rows=rows
                row=move |id| view! { <Entry id rows places acks other /> }
                label=words.say(Word::FeedLog)
                anchor=Anchor::End
                on_near_start=move || stream.load_older()
                handle
            />
            <Show when=move || sought.get() || sought_later.read().is_some()>
                <p class="jump small soft" role="status">{words.say(Word::FeedSeeking)}</p>
            </Show>
            <UnreadJump places handle sought=sought_later />
            <Show when=move || !handle.is_at_end().get()>
                <div class="jump">
                    <Button size=ButtonSize::Compact on_press=move || handle.to_end()>
                        {words.say(Word::FeedNewest)}
                    </Button>
                </div>
            </Show>
        </Load>
    }
}

/// Who looks for one acknowledgement finds it, however many stand around it; and who comes back to one.
fn open_what_is_sought(
    acks: Acks,
    all: Signal<Vec<RecordId>>,
    target: Option<RecordId>,
    sought_later: RwSignal<Option<RecordId>>,
) {
    let target = StoredValue::new(target.or_else(|| Space::expect().stream_place()));
    Effect::new(move |_| {
        all.track();
        if let Some(sought) = sought_later.get() {
            acks.open_around(&sought);
        }
        target.with_value(|target| target.iter().for_each(|target| acks.open_around(target)));
    });
}

/// Takes the reader to `target`, or back to where they left the stream, and keeps where they are from
/// then on. Says when it is decided where they stand; `sought` holds while the target is.
fn come_back(
    space: Space,
    rows: Signal<Vec<RecordId>>,
    handle: ListHandle<RecordId>,
    target: Option<RecordId>,
    sought: RwSignal<bool>,
) -> Signal<bool> {
    // Who asks for one message waits for it, however far back it stands.
    let far_back = if target.is_some() { u32::MAX } else { FAR_BACK };
    let target = StoredValue::new(target);
    let (words, toasts) = (Words::expect(), Toasts::expect());
    let is_back = RwSignal::new(false);
    let left_at = StoredValue::new(None);
    let pages = StoredValue::new(0_u32);
    let (stream, is_loading) = (space.stream(), space.stream().is_loading());
    let has_older = stream.has_older();

    Effect::new(move |begun: Option<()>| {
        if begun.is_none() {
            left_at.set_value(target.get_value().or_else(|| space.stream_place()));
        }
        if is_back.get() || is_loading.get() || rows.read().is_empty() {
            return;
        }
        let Some(place) = left_at.get_value() else { return is_back.set(true) };
        let is_sought = sought.get_untracked();
        if rows.read().contains(&place) {
            if is_sought { handle.reveal(place) } else { handle.return_to(place) }
        } else if has_older.get() && pages.get_value() < far_back && (is_sought || handle.is_at_end().get()) {
            pages.update_value(|pages| *pages += 1);
            return stream.load_older();
        } else if is_sought {
            toasts.say(words.text(Word::FeedSeekingGone));
        }
        sought.set(false);
        is_back.set(true);
    });
    let place = handle.place();
    Effect::new(move |before: Option<Option<RecordId>>| {
        let place = place.get();
        if before.is_some_and(|before| before != place) {
            space.keep_stream_place(place.clone());
        }
        place
    });
    is_back.into()
}

/// What stands at the end while the reader does is read.
fn follow_reading(
    space: Space,
    rows: Signal<Vec<RecordId>>,
    handle: ListHandle<RecordId>,
    is_back: Signal<bool>,
) {
    let stream = space.stream();
    Effect::new(move |_| {
        // Who looks at one channel has not seen what was said in the others.
        if is_back.get()
            && stream.channel().read().is_none()
            && handle.is_at_end().get()
            && let Some(newest) = rows.read().last()
        {
            // What one said oneself has its place once the server has it.
            let _ = stream.at(newest);
            space.mark_read(newest.clone());
        }
    });
}

/// Fetches older messages while those of the channel to which the stream is narrowed don't fill a screen.
fn fill_the_screen(space: Space, rows: Signal<Vec<RecordId>>) {
    const A_SCREEN: usize = 20;
    let stream = space.stream();
    let (in_memory, has_older) = (stream.rows().order(), stream.has_older());

    Effect::new(move |_| {
        in_memory.track();
        if stream.channel().read().is_some() && rows.read().len() < A_SCREEN && has_older.get() {
            stream.load_older();
        }
    });
}

/// A message with the lines that belong above it: a new day, the unread line.
#[component]
fn Entry(
    id: RecordId,
    rows: Signal<Vec<RecordId>>,
    places: Memo<Places>,
    acks: Acks,
    other: Callback<RecordId, AnyView>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let today = ServerClock::expect().today();
    let stream = space.stream();

    let message = stream.message(&id);
    let key = id.clone();
    // It changes when older ones come in or one is taken out; its time, when the server takes it.
    let above_id = Memo::new(move |_| {
        let place = places.read().get(&key).copied()?.checked_sub(1)?;
        rows.read().get(place).cloned()
    });
    let above = Memo::new(move |_| stream.at(above_id.read().as_ref()?));
    let key = id.clone();
    let day = Memo::new(move |_| {
        let day = words.day(stream.at(&key).unwrap_or_default(), today.get());
        let begins = above.get().is_none_or(|above| words.day(above, today.get()) != day);
        begins.then_some(day)
    });
    let key = id.clone();
    let unread = Memo::new(move |_| {
        let is_first = stream.first_unread().read().as_ref() == Some(&key);
        is_first.then(|| stream.unread_then().get()).filter(|said| *said > 0)
    });
    let key = id.clone();
    let run = Memo::new(move |_| acks.begun_by(&key));
    let goes_on = message.clone().map(|message| going_on(message, above_id, (stream, acks)));
    let goes_on = Signal::derive(move || {
        let goes_on = goes_on.is_some_and(|goes_on| goes_on.get());
        goes_on && day.read().is_none() && unread.read().is_none()
    });

    view! {
        {move || day.get().map(|day| view! { <DayLine label=Signal::stored(day) /> })}
        {move || {
            unread
                .get()
                .map(|count| {
                    let label = Signal::derive(move || words.count(Word::FeedUnread, count));
                    view! { <UnreadLine label /> }
                })
        }}
        {match message {
            Some(message) => view! { <OneOrMany message run acks goes_on /> }.into_any(),
            None => other.run(id),
        }}
    }
}

/// Whether a message goes on with the one above it, as [`domain::run`] has it.
fn going_on(
    message: RowSignal<Message>,
    above: Memo<Option<RecordId>>,
    (stream, acks): (Stream, Acks),
) -> Memo<bool> {
    Memo::new(move |_| {
        let above = above.read();
        // Acknowledgements that are drawn as one line are nobody's words to go on with.
        let above = above.as_ref().filter(|id| acks.begun_by(id).is_none());
        let Some(above) = above.and_then(|id| stream.message(id)) else { return false };
        let (above, this) = (above.read(), message.read());
        goes_on(said(&above), said(&this))
    })
}

fn said(row: &Row<Message>) -> Said<'_> {
    Said { author: row.author(), at: row.at, message: &row.body }
}

/// The message, or with it all that acknowledge the same after it.
#[component]
fn OneOrMany(
    message: RowSignal<Message>,
    run: Memo<Option<Vec<RecordId>>>,
    acks: Acks,
    goes_on: Signal<bool>,
) -> impl IntoView {
    move || match run.get() {
        Some(run) => view! { <AckRow run acks /> }.into_any(),
        None => view! { <MessageRow message=message.clone() goes_on /> }.into_any(),
    }
}
