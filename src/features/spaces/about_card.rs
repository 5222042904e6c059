//! The card of a space for its members: the purpose first.

use crate::i18n::Words;
use crate::state::Space;
use crate::ui::Card;
use domain::kinds::member_id;
use leptos::prelude::*;
use words::Word;

/// Purpose, for whom, goals, owner.
#[component]
pub fn AboutCard() -> impl IntoView {
    let words = Words::expect();
    let about = Space::expect().about();
    let purpose = move || about.read().as_ref().map(|about| about.body.purpose.clone());
    let name = move || about.read().as_ref().map(|about| about.body.name.clone());
    let changed = move || {
        let changed = about.read().as_ref().and_then(|about| about.body.purpose_at);
        changed.map(|at| words.fill(Word::SpacesAboutChanged, &[("when", &words.full(at))]))
    };

    let former = move || {
        let names = about.read().as_ref().map(|about| about.body.former_names.clone()).unwrap_or_default();
        (!names.is_empty()).then(|| words.fill(Word::SpacesAboutFormer, &[("names", &words.list(&names))]))
    };

    view! {
        <Card>
            <article class="about">
                <h2 class="about-name">{name}</h2>
                {move || former().map(|said| view! { <p class="tiny faint">{said}</p> })}
                <p class="about-purpose">{purpose}</p>
                {move || changed().map(|said| view! { <p class="tiny faint">{said}</p> })}
                <Facts />
            </article>
        </Card>
    }
}

#[component]
fn Facts() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let about = space.about();

    let (members, owned_by) = (space.members(), space.owner());
    let owner = move || {
        let owner = members.get(&member_id(&space.id(), &owned_by.get()?))?;
        Some(owner.body.real_name.clone())
    };
    let facts = move || {
        let about = about.get()?;
        let goals = about.body.goals.iter().map(|goal| view! { <li>{goal.clone()}</li> });
        let goals = (!about.body.goals.is_empty()).then(|| {
            view! {
                <dt class="facts-term">{words.say(Word::SpacesNewGoals)}</dt>
                <dd class="facts-value">
                    <ol class="about-goals">{goals.collect::<Vec<_>>()}</ol>
                </dd>
            }
        });
        let said = |word, text: &str| {
            let text = text.to_owned();
            (!text.is_empty()).then(|| {
                view! {
                    <dt class="facts-term">{words.say(word)}</dt>
                    <dd class="facts-value">{text}</dd>
                }
            })
        };
        Some(view! {
            {goals}
            {said(Word::EntryJoinFor, &about.body.for_whom)}
            {said(Word::EntryJoinNotFor, &about.body.not_for)}
        })
    };

    view! {
        <dl class="facts">
            {facts}
            <dt class="facts-term">{words.say(Word::EntryJoinOwner)}</dt>
            <dd class="facts-value">{owner}</dd>
        </dl>
    }
}
