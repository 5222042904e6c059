//! What a guard would have done to the newest messages, before it is set.

use crate::i18n::Words;
use crate::state::Space;
use domain::kinds::Guard;
use leptos::prelude::*;
use words::Word;

/// How many of the newest messages are looked at.
const MESSAGES: usize = 200;
/// How many of those that it stops are shown.
const SHOWN: usize = 5;

/// The count, and the newest of those that it would have stopped.
#[component]
pub fn Preview(
    /// The guard as it stands.
    #[prop(into)]
    guard: Signal<Guard>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let found = Memo::new(move |_| {
        let (looked_at, stopped) = space.rehearse(&guard.read(), MESSAGES)?;
        let shown: Vec<(String, String)> = stopped
            .iter()
            .take(SHOWN)
            .map(|(said, finding)| (said.text.clone(), words.finding(finding, None)))
            .collect();
        Some((looked_at, stopped.len(), shown))
    });
    let sentence = move || {
        let (looked_at, stopped, _) = found.get()?;
        let of = words.number(i64::try_from(looked_at).unwrap_or(i64::MAX));
        Some(words.count_with(Word::GuardsPreviewCount, stopped, &[("of", &of)]))
    };

    view! {
        <p class="soft small" role="status">{sentence}</p>
        <ul class="guard-preview">
            {move || {
                found
                    .get()
                    .map(|(_, _, shown)| shown)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|(text, why)| view! { <li class="soft small"><q>{text}</q> " " {why}</li> })
                    .collect::<Vec<_>>()
            }}
        </ul>
    }
}
