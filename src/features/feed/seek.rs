//! Going to one message of the stream, however far back it stands.

use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{ListHandle, Toasts};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// Takes the reader to whatever `sought` names: shows all channels where the stream is narrowed to
/// others, and fetches older messages until it is there.
pub fn follow(sought: RwSignal<Option<RecordId>>, handle: ListHandle<RecordId>) {
    let (words, toasts) = (Words::expect(), Toasts::expect());
    let stream = Space::expect().stream();
    let (rows, has_older) = (stream.order(), stream.has_older());

    Effect::new(move |_| {
        let Some(message) = sought.get() else { return };
        if rows.read().contains(&message) {
            handle.reveal(message);
            sought.set(None);
        } else if stream.channel().get_untracked().is_some() {
            stream.narrow(None);
        } else if has_older.get() {
            stream.load_older();
        } else {
            toasts.say(words.text(Word::FeedSeekingGone));
            sought.set(None);
        }
    });
}
