//! Why one can't post for now: until when, by whom, by which rule, and why.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::Space;
use crate::ui::TextLink;
use domain::measures::Muting;
use leptos::prelude::*;
use words::Word;

/// Nothing for who is not muted.
#[component]
pub fn MutedNote() -> impl IntoView {
    let space = Space::expect();
    let muting = space.muting();

    move || muting.get().map(|muting| view! { <Muted muting /> })
}

#[component]
fn Muted(muting: Muting) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let by = space.member(muting.taken.by.clone());
    let measure = muting.taken.measure;
    let until = move || {
        let who = by.get().map(|member| member.body.real_name.clone()).unwrap_or_default();
        words.fill(Word::MeasuresMuted, &[("when", &words.moment(muting.until_ms)), ("who", &who)])
    };
    let reason = move || words.fill(Word::MeasuresReason, &[("reason", &measure.reason)]);

    view! {
        <div class="composer-muted" role="status">
            <p>{until}</p>
            <p>
                {reason} " "
                {measure
                    .rule
                    .map(|no| {
                        let word = move || words.fill(Word::GuardsRule, &[("no", &no.to_string())]);
                        view! { <TextLink to=path::rule(&space.id(), no)>{word}</TextLink> }
                    })}
            </p>
            <p>{words.say(Word::MeasuresMutedDraft)}</p>
        </div>
    }
}
