//! Who is responsible for what now.

use crate::i18n::Words;
use crate::state::Space;
use domain::duties::{Duty, responsible};
use leptos::prelude::*;
use protocol::PersonId;
use words::Word;

/// Each duty with the people who answer for it.
#[component]
pub fn Responsible() -> impl IntoView {
    let space = Space::expect();
    let (members, owner) = (space.members(), space.owner());
    let people = move |duty: Duty| {
        let owner = owner.get()?;
        let all = members.all();
        Some(responsible(duty, &owner, all.iter().map(|row| &row.body)))
    };
    let rows = Memo::new(move |_| Duty::ALL.map(|duty| (duty, people(duty).unwrap_or_default())));

    view! {
        <dl class="duties">
            {move || {
                rows.get().map(|(duty, people)| view! { <Line duty people /> }).collect_view()
            }}
        </dl>
    }
}

#[component]
fn Line(duty: Duty, people: Vec<PersonId>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let named = people.into_iter().map(|person| {
        let member = space.member(person);
        let name = move || member.get().map(|member| member.body.real_name.clone()).unwrap_or_default();
        view! { <span>{name}</span> }
    });

    view! {
        <div class="duty">
            <dt class="duty-what">{words.say(duty_word(duty))}</dt>
            <dd class="duty-who">{named.collect_view()}</dd>
        </div>
    }
}

fn duty_word(duty: Duty) -> Word {
    match duty {
        Duty::Rules => Word::MembersDutyRules,
        Duty::Order => Word::MembersDutyOrder,
        Duty::Teaching => Word::MembersDutyTeaching,
        Duty::Review => Word::MembersDutyReview,
    }
}
