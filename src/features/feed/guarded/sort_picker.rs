//! What kind of post it is, where the channel asks: one of its own, or another with a reason.

use crate::features::feed::outlook::Outlook;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{ChipButton, TextField, TextLink};
use leptos::prelude::*;
use words::Word;

/// Nothing where nobody asks: an answer needs no name, and what stands has one.
#[component]
pub fn SortPicker(
    /// Where the choice is kept.
    outlook: Outlook,
) -> impl IntoView {
    let asked = outlook.asked();

    move || asked.get().map(|(rule, sorts)| view! { <Choices outlook rule sorts /> })
}

#[component]
fn Choices(outlook: Outlook, rule: u32, sorts: Vec<String>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (chosen, why) = outlook.choice();
    let is_other = Memo::new(move |_| chosen.read().as_deref() == Some(""));

    let rule_words = move || words.fill(Word::GuardsRule, &[("no", &rule.to_string())]);
    let choice = move |name: String| {
        let (shown, picked) = (name.clone(), name.clone());
        let is_on = Signal::derive(move || chosen.read().as_ref() == Some(&shown));
        view! { <ChipButton is_on on_press=move || chosen.set(Some(picked.clone()))>{name}</ChipButton> }
    };

    view! {
        <div class="outlook-line" role="group" aria-label=words.say(Word::GuardsSortTitle)>
            <span>{words.say(Word::GuardsSortTitle)}</span>
            {sorts.into_iter().map(choice).collect::<Vec<_>>()}
            <ChipButton is_on=is_other on_press=move || chosen.set(Some(String::new()))>
                {words.say(Word::GuardsSortOther)}
            </ChipButton>
            <TextLink to=path::rule(&space.id(), rule)>{rule_words}</TextLink>
        </div>
        <Show when=move || is_other.get()>
            <div class="outlook-remark">
                <TextField label=words.say(Word::GuardsSortWhy) value=why />
            </div>
        </Show>
    }
}
