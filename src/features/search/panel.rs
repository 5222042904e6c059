//! What is looked for, and all that was found.

use crate::features::search::found::{FoundPeople, FoundRules};
use crate::features::search::messages::FoundMessages;
use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{InputKind, SelectField, TextField};
use domain::find::Needle;
use domain::namesakes::told_apart;
use leptos::prelude::*;
use protocol::PersonId;
use words::Word;

/// The field, whose messages alone, and what was found.
#[component]
pub fn SearchPanel() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let search = space.search();
    let members = space.members();

    let needle = Memo::new(move |_| Needle::new(&search.query().read()));
    let hunt = Action::new_local(move |(needle, author): &(Needle, Option<PersonId>)| {
        space.hunt(needle.clone(), author.clone())
    });
    let tend = Action::new_local(move |(): &()| space.tend_index());
    tend.dispatch_local(());
    Effect::new(move |_| {
        let author = Some(search.author().get()).filter(|author| !author.is_empty());
        hunt.dispatch_local((needle.get(), author.map(PersonId::new)));
    });
    let people = Signal::derive(move || {
        let all = (String::new(), words.text(Word::SearchAnybody));
        let members = members.all();
        let named = told_apart(members.iter().map(|row| &row.body));
        let named = named.into_iter().map(|(person, name)| (person.as_str().to_owned(), name));
        std::iter::once(all).chain(named).collect::<Vec<_>>()
    });

    view! {
        <div class="form" role="search">
            <TextField
                label=words.say(Word::SearchField)
                value=search.query()
                kind=InputKind::Search
                hint=words.signal(Word::SearchHint)
            />
            <SelectField label=words.say(Word::SearchAuthor) options=people value=search.author() />
        </div>
        <Show when=move || !needle.read().is_empty()>
            <FoundRules needle />
            <FoundPeople needle />
            <FoundMessages needle />
        </Show>
    }
}
