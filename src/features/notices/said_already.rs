//! That what is being announced was said before, in the same words or nearly: told, and nothing more.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{Icon, IconName, IconSize, TextLink};
use domain::guard::{Finding, Found};
use leptos::prelude::*;
use words::Word;

/// The line, with a way to what says it; nothing where nothing does.
#[component]
pub fn SaidAlready(
    /// What would be announced.
    text: Signal<String>,
) -> impl IntoView {
    let space = Space::expect();
    let found = space.said_already(text);

    view! { <div class="outlook" role="status">{move || found.get().map(|finding| view! { <Line finding /> })}</div> }
}

#[component]
fn Line(finding: Finding) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let Found::SaidBefore { message, .. } = &finding.found else { return ().into_any() };
    let said = words.finding(&finding, space.who_said(message));
    let rule = words.fill(Word::GuardsRule, &[("no", &finding.rule.to_string())]);
    let is_announced = space.notices().row(message).is_some();
    let to =
        if is_announced { path::notice(&space.id(), message) } else { path::message(&space.id(), message) };

    view! {
        <p class="outlook-line">
            <Icon name=IconName::Info size=IconSize::Small />
            <span>{said}</span>
            <TextLink to=path::rule(&space.id(), finding.rule)>{rule}</TextLink>
            <TextLink to=to>{words.say(Word::GuardsComposeJump)}</TextLink>
        </p>
    }
    .into_any()
}
