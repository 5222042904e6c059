//! A space's name by the naming rule: who, what, which time, and what it reads like while one types.

use crate::features::spaces::founding::FoundingForm;
use crate::i18n::Words;
use crate::state::Spaces;
use crate::ui::TextField;
use domain::naming::is_alike;
use leptos::prelude::*;
use words::Word;

/// The parts of the name, and the name.
#[component]
pub fn NameFields(
    /// The form.
    form: FoundingForm,
    /// Whether it was submitted without the parts that every name has.
    misses_name: RwSignal<bool>,
    /// What is wrong with the name as a whole.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let words = Words::expect();

    let missing = move |part: RwSignal<String>, word| {
        (misses_name.get() && !part.read().chars().any(char::is_alphanumeric)).then(|| words.text(word))
    };
    let topic = move || error.get().or_else(|| missing(form.topic, Word::SpacesNewTopicMissing));

    view! {
        <fieldset class="name-parts">
            <legend class="name-parts-legend">{words.say(Word::SpacesNewName)}</legend>
            <p class="small soft">{words.say(Word::SpacesNewNameHint)}</p>
            <TextField
                label=words.say(Word::SpacesNewDept)
                value=form.dept
                error=Signal::derive(move || missing(form.dept, Word::SpacesNewDeptMissing))
            />
            <TextField
                label=words.say(Word::SpacesNewTopic)
                value=form.topic
                error=Signal::derive(topic)
            />
            <TextField
                label=words.say(Word::SpacesNewTerm)
                value=form.term
                hint=words.signal(Word::SpacesNewTermHint)
                optional=words.signal(Word::AppOptional)
            />
            <NamePreview form />
        </fieldset>
    }
}

/// The name as everybody will read it, and whether one of my spaces is called that already.
#[component]
fn NamePreview(form: FoundingForm) -> impl IntoView {
    let words = Words::expect();
    let cards = Spaces::expect().cards();

    let same = move || {
        let name = form.name();
        let cards = cards.read();
        let mut names =
            cards.iter().flatten().filter_map(|card| card.about.as_ref()).map(|about| &about.name);
        names.any(|known| is_alike(known, &name))
    };

    view! {
        <p class="name-preview">
            <span class="tiny faint">{words.say(Word::SpacesNewPreview)}</span>
            <output class="name-preview-name">
                {move || {
                    Some(form.name())
                        .filter(|name| !name.is_empty())
                        .unwrap_or_else(|| words.text(Word::SpacesNewPreviewNone))
                }}
            </output>
        </p>
        <div role="status">
            <Show when=same>
                <p class="small">{words.say(Word::SpacesNewAlike)}</p>
            </Show>
        </div>
    }
}
