//! One member as a card: who they are, what they answer for, since when they take part.

use crate::features::members::{gone_word, place_words, role_words};
use crate::i18n::Words;
use crate::state::{Row, Space};
use crate::ui::{Avatar, AvatarSize, Card, Chip, Tone};
use domain::kinds::Member;
use leptos::prelude::*;
use protocol::PersonId;
use std::sync::Arc;
use words::Word;

/// The card; nothing while nothing is known of the person.
#[component]
pub fn MemberCard(
    /// Who.
    person: PersonId,
) -> impl IntoView {
    let member = Space::expect().member(person);

    move || member.get().map(|member| view! { <Known member /> })
}

#[component]
fn Known(member: Arc<Row<Member>>) -> impl IntoView {
    let words = Words::expect();
    let owner = Space::expect().owner();
    let body = member.body.clone();
    let (name, place) = (body.real_name.clone(), place_words(&body));
    let since = move || words.fill(Word::MembersSince, &[("when", &words.full(body.joined_at))]);
    let (person, roles) = (body.person.clone(), body.roles.clone());
    let roles = move || role_words(owner.read().as_ref() == Some(&person), &roles);
    let gone = gone_word(&body.state);

    view! {
        <Card>
            <div class="member-card">
                <Avatar name=Signal::stored(name.clone()) size=AvatarSize::Large />
                <div class="stack">
                    <p class="member-card-name">{name}</p>
                    {(!place.is_empty()).then(|| view! { <p class="soft small">{place}</p> })}
                    <p class="cluster">
                        {gone.map(|word| view! { <Chip tone=Tone::Bare>{words.say(word)}</Chip> })}
                        {move || {
                            let chip = |word| view! { <Chip>{words.say(word)}</Chip> };
                            roles().into_iter().map(chip).collect_view()
                        }}
                    </p>
                    <p class="faint small">{since}</p>
                </div>
            </div>
        </Card>
    }
}
