//! What is looked for, and all that was found.

use crate::features::search::choices::{MESSAGES, NOTICES, PEOPLE, RULES, SearchChoices, is_said};
use crate::features::search::found::{FoundNotices, FoundPeople, FoundRules};
use crate::features::search::messages::FoundMessages;
use crate::i18n::Words;
use crate::state::{Sieve, Space};
use crate::ui::{InputKind, TextField};
use domain::find::Needle;
use leptos::prelude::*;
use words::Word;

/// The field, what of it alone, and what was found.
#[component]
pub fn SearchPanel() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let search = space.search();

    let needle = Memo::new(move |_| Needle::new(&search.query().read()));
    let sieve = space.sieve();
    let hunt =
        Action::new_local(move |(needle, sieve): &(Needle, Sieve)| space.hunt(needle.clone(), sieve.clone()));
    let tend = Action::new_local(move |(): &()| space.tend_index());
    tend.dispatch_local(());
    Effect::new(move |_| {
        hunt.dispatch_local((needle.get(), sieve.get()));
    });
    // What was said by nobody, nowhere and at no time is left out by a choice of these.
    let shows = move |kind: &'static str| {
        Memo::new(move |_| match search.kind().read().as_str() {
            "" => is_said(kind) || sieve.read().is_open(),
            chosen => chosen == kind,
        })
    };
    let is_alone = Signal::derive(move || !search.kind().read().is_empty());
    let (messages, notices, rules, people) = (shows(MESSAGES), shows(NOTICES), shows(RULES), shows(PEOPLE));

    view! {
        <div class="form" role="search">
            <TextField
                label=words.say(Word::SearchField)
                value=search.query()
                kind=InputKind::Search
                hint=words.signal(Word::SearchHint)
            />
            <SearchChoices />
        </div>
        <Show when=move || !needle.read().is_empty()>
            <Show when=move || rules.get()>
                <FoundRules needle is_alone />
            </Show>
            <Show when=move || people.get()>
                <FoundPeople needle is_alone />
            </Show>
            <Show when=move || notices.get()>
                <FoundNotices needle sieve is_alone />
            </Show>
            <Show when=move || messages.get()>
                <FoundMessages needle />
            </Show>
        </Show>
    }
}
