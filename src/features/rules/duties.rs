//! The rules that bind this person.

use crate::features::rules::clauses::Clauses;
use crate::i18n::Words;
use crate::state::Space;
use domain::kinds::Rule;
use leptos::prelude::*;
use words::Word;

/// The rules of the binding version that bind whoever reads, grouped as on the page of the rules.
#[component]
pub fn MyDuties() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let rules = space.rules();
    let binding: Memo<Vec<Rule>> = Memo::new(move |_| {
        let all = rules.get().map(|rules| rules.body.rules.clone()).unwrap_or_default();
        all.into_iter().filter(|rule| space.binds_me(&rule.binds)).collect()
    });

    view! {
        <Show when=move || binding.read().is_empty()>
            <p class="soft small">{words.say(Word::RulesStateNoneMember)}</p>
        </Show>
        {move || view! { <Clauses space=space.id() rules=binding.get() /> }}
    }
}
