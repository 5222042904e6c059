//! The rules that a new space begins with: a draft, which its owner changes before anybody reads it.

use crate::features::spaces::founding::FoundingForm;
use crate::i18n::Words;
use crate::state::Prefs;
use crate::ui::Checkbox;
use leptos::prelude::*;
use words::Word;

/// Whether to begin with them, and what they say.
#[component]
pub fn PresetRules(
    /// The form.
    form: FoundingForm,
) -> impl IntoView {
    let words = Words::expect();
    let language = Prefs::expect().language();
    let rules = Memo::new(move |_| form.preset(language.get().tag()));

    let texts = move || {
        let rules = rules.get().into_iter();
        rules.map(|rule| view! { <li>{rule.text}</li> }).collect::<Vec<_>>()
    };

    view! {
        <Checkbox checked=form.with_rules hint=words.signal(Word::SpacesNewRulesHint)>
            {move || words.count(Word::SpacesNewRules, rules.read().len())}
        </Checkbox>
        <Show when=move || form.with_rules.get()>
            <details class="preset">
                <summary class="small">{words.say(Word::SpacesNewRulesShow)}</summary>
                <ol class="preset-rules" lang=move || language.get().tag()>{texts}</ol>
            </details>
        </Show>
    }
}
