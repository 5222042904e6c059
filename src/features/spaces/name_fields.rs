//! A space's name by the naming rule: who, what, which time, and what it reads like while one types.

use crate::i18n::Words;
use crate::state::Spaces;
use crate::ui::TextField;
use domain::naming::{NameParts, is_similar, says_something};
use leptos::prelude::*;
use protocol::SpaceId;
use words::Word;

/// The parts of a name as they are typed.
#[derive(Clone, Copy)]
pub struct TypedName {
    /// Whose space it is.
    pub dept: RwSignal<String>,
    /// What it is about.
    pub topic: RwSignal<String>,
    /// Which time or round.
    pub term: RwSignal<String>,
}

impl TypedName {
    /// A name to begin with, by its parts.
    pub fn new(dept: String, topic: String, term: String) -> Self {
        Self { dept: RwSignal::new(dept), topic: RwSignal::new(topic), term: RwSignal::new(term) }
    }

    /// The parts of a name that stands.
    pub fn of(name: &str) -> Self {
        let NameParts { dept, topic, term } = NameParts::of(name);
        Self::new(dept.to_owned(), topic.to_owned(), term.to_owned())
    }

    /// The name that the parts make; subscribes to them.
    pub fn name(self) -> String {
        self.parts(|parts| parts.compose())
    }

    /// Whether the name says whose space it is and what it is about; subscribes to its parts.
    pub fn is_whole(self) -> bool {
        self.parts(|parts| parts.is_whole())
    }

    fn parts<T>(self, read: impl FnOnce(NameParts<'_>) -> T) -> T {
        let (dept, topic, term) = (self.dept.read(), self.topic.read(), self.term.read());
        read(NameParts { dept: &dept, topic: &topic, term: &term })
    }
}

/// The parts of the name, and the name.
#[component]
pub fn NameFields(
    /// The name.
    form: TypedName,
    /// The space that it is the name of, where there is one already.
    #[prop(optional_no_strip)]
    of: Option<SpaceId>,
    /// Whether it was submitted without the parts that every name has.
    misses_name: RwSignal<bool>,
    /// What is wrong with the name as a whole.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let words = Words::expect();

    let missing = move |part: RwSignal<String>, word| {
        (misses_name.get() && !says_something(&part.read())).then(|| words.text(word))
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
            <NamePreview form of />
        </fieldset>
    }
}

/// The name as everybody will read it, and whether one of my spaces is called that already.
#[component]
fn NamePreview(form: TypedName, of: Option<SpaceId>) -> impl IntoView {
    let words = Words::expect();
    let cards = Spaces::expect().cards();

    let similar = Memo::new(move |_| {
        let name = form.name();
        let cards = cards.read();
        let others = cards.iter().flatten().filter(|card| of.as_ref() != Some(&card.id));
        let mut names = others.filter_map(|card| card.about.as_ref()).map(|about| &about.name);
        names.find(|known| is_similar(known, &name)).cloned()
    });

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
            {move || {
                similar
                    .get()
                    .map(|name| {
                        view! {
                            <p class="small">{words.fill(Word::SpacesNewAlike, &[("name", &name)])}</p>
                        }
                    })
            }}
        </div>
    }
}
