//! How much one wants to be told of a space, and of its channels.

use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{Choice, Segmented, SelectField, Toasts};
use domain::kinds::{Level, Wishes};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

const LEVELS: [(Level, Word); 3] = [
    (Level::All, Word::ToldLevelAll),
    (Level::Named, Word::ToldLevelNamed),
    (Level::Nothing, Word::ToldLevelNothing),
];

/// The choices. Each is kept as soon as it is made, for all devices of the person.
#[component]
pub fn Levels() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let wishes = space.wishes();
    let keep = Action::new_local(move |wishes: &Wishes| {
        let wishes = wishes.clone();
        async move {
            let done: Result<(), Trouble> = space.wish(wishes).await;
            if let Err(trouble) = done {
                let said = words.explain(&trouble);
                toasts.say([said.title, said.body].join(". "));
            }
        }
    });
    let keep = Callback::new(move |wishes| _ = keep.dispatch_local(wishes));
    let choices = LEVELS.into_iter().map(|(level, word)| Choice::new(level, words.say(word)));
    let of_space = Signal::derive(move || wishes.read().of_space());
    let choose = move |level| keep.run(Wishes { level: Some(level), ..wishes.get_untracked() });
    let channels = space.channels();
    let rows = move || channels.get().into_iter().filter(|shown| !shown.channel.archived && !shown.is_muted);

    view! {
        <div class="stack">
            <Segmented
                legend=words.say(Word::ToldOfSpace)
                choices=choices.collect()
                selected=of_space
                on_select=choose
            />
            <p class="soft small">{words.say(Word::ToldChannels)}</p>
            <For each=rows key=|shown| shown.id.clone() let:shown>
                <OfChannel id=shown.id.clone() name=words.channel(&shown.channel) keep />
            </For>
        </div>
    }
}

#[component]
fn OfChannel(id: RecordId, name: String, keep: Callback<Wishes>) -> impl IntoView {
    let words = Words::expect();
    let wishes = Space::expect().wishes();
    let id = StoredValue::new(id);
    let chosen = Memo::new(move |_| {
        let wishes = wishes.read();
        wishes.chosen(&id.get_value()).map(|level| level.as_str().to_owned()).unwrap_or_default()
    });
    let value = RwSignal::new(chosen.get_untracked());
    let options = move || {
        let same = (String::new(), words.text(Word::ToldLevelSame));
        let levels = LEVELS.map(|(level, word)| (level.as_str().to_owned(), words.text(word)));
        std::iter::once(same).chain(levels).collect::<Vec<_>>()
    };

    // The field is a native one with a value of its own: it shows what is kept, and what is chosen in it
    // is kept.
    Effect::new(move |_| value.set(chosen.get()));
    Effect::new(move |_| {
        let wanted = value.get();
        if untrack(|| chosen.get()) != wanted {
            let level = (!wanted.is_empty()).then(|| Level::from(wanted.as_str()));
            keep.run(wishes.get_untracked().with_channel(&id.get_value(), level));
        }
    });

    view! { <SelectField label=Signal::stored(name) options=Signal::derive(options) value /> }
}
