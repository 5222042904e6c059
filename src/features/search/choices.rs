//! What is left out of what is found: of which kind, by whom, where and since when; and in words, what is.

use crate::i18n::Words;
use crate::state::{ChannelShown, Space};
use crate::ui::{Button, ButtonKind, ButtonSize, SelectField};
use domain::namesakes::told_apart;
use leptos::prelude::*;
use words::Word;

/// The kinds of what is found; each stands for itself in the search's handle.
pub const MESSAGES: &str = "messages";
/// See [`MESSAGES`].
pub const NOTICES: &str = "notices";
/// See [`MESSAGES`].
pub const RULES: &str = "rules";
/// See [`MESSAGES`].
pub const PEOPLE: &str = "people";

const KINDS: [(&str, Word); 5] = [
    ("", Word::SearchKindAll),
    (MESSAGES, Word::SearchMessages),
    (NOTICES, Word::NoticesTitle),
    (RULES, Word::SearchRules),
    (PEOPLE, Word::SearchPeople),
];

/// Since when, in days.
const TIMES: [(&str, Word); 3] =
    [("", Word::SearchTimeAll), ("7", Word::SearchTimeWeek), ("30", Word::SearchTimeMonth)];

/// Values and their words, the first for all.
type Options = Signal<Vec<(String, String)>>;

/// What there is to choose from.
#[derive(Clone, Copy)]
struct Offered {
    kinds: Options,
    people: Options,
    channels: Options,
    times: Options,
}

fn offered(words: Words, space: Space) -> Offered {
    let (members, channels) = (space.members(), space.channels());
    let fixed = move |all: &[(&str, Word)]| {
        all.iter().map(|(value, word)| ((*value).to_owned(), words.text(*word))).collect::<Vec<_>>()
    };
    let people = move || {
        let all = (String::new(), words.text(Word::SearchAnybody));
        let members = members.all();
        let named = told_apart(members.iter().map(|row| &row.body));
        let named = named.into_iter().map(|(person, name)| (person.as_str().to_owned(), name));
        std::iter::once(all).chain(named).collect()
    };
    let channels = move || {
        let all = (String::new(), words.text(Word::SearchEverywhere));
        let option = |ChannelShown { id, channel, .. }| (id.to_string(), words.channel(&channel));
        std::iter::once(all).chain(channels.get().into_iter().map(option)).collect()
    };
    Offered {
        kinds: Signal::derive(move || fixed(&KINDS)),
        people: Signal::derive(people),
        channels: Signal::derive(channels),
        times: Signal::derive(move || fixed(&TIMES)),
    }
}

/// Whether what is looked for was said by somebody, somewhere and at a time: rules and people were not.
pub fn is_said(kind: &str) -> bool {
    kind != RULES && kind != PEOPLE
}

/// The choices, and what they leave out.
#[component]
pub fn SearchChoices() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let search = space.search();
    let offered = offered(words, space);
    let is_of_talk = Memo::new(move |_| is_said(&search.kind().read()));

    view! {
        <div class="search-choices">
            <SelectField label=words.say(Word::SearchKind) options=offered.kinds value=search.kind() />
            <Show when=move || is_of_talk.get()>
                <SelectField
                    label=words.say(Word::SearchAuthor)
                    options=offered.people
                    value=search.author()
                />
                <SelectField
                    label=words.say(Word::SearchChannel)
                    options=offered.channels
                    value=search.channel()
                />
                <SelectField label=words.say(Word::SearchTime) options=offered.times value=search.days() />
            </Show>
        </div>
        <LeftOut offered is_of_talk />
    }
}

/// Which of all is shown alone, and a way back to all; nothing where all is shown.
#[component]
fn LeftOut(offered: Offered, is_of_talk: Memo<bool>) -> impl IntoView {
    let words = Words::expect();
    let search = Space::expect().search();
    let chosen = move |options: Options, value: RwSignal<String>| {
        let value = value.get();
        let named = (!value.is_empty()).then(|| options.get().into_iter().find(|(name, _)| *name == value));
        named.flatten().map(|(_, word)| word)
    };
    let only = Memo::new(move |_| {
        let of_talk = [
            chosen(offered.people, search.author()),
            chosen(offered.channels, search.channel()),
            chosen(offered.times, search.days()),
        ];
        let of_talk = of_talk.into_iter().filter(|_| is_of_talk.get());
        let all = std::iter::once(chosen(offered.kinds, search.kind())).chain(of_talk);
        all.flatten().collect::<Vec<_>>().join(" · ")
    });

    view! {
        <Show when=move || !only.read().is_empty()>
            <p class="cluster" role="status">
                <span class="small">
                    {move || words.fill(Word::SearchOnly, &[("what", &only.get())])}
                </span>
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Compact
                    on_press=move || search.open_up()
                >
                    {words.say(Word::SearchOpenUp)}
                </Button>
            </p>
        </Show>
    }
}
