//! Who is responsible for what now, and who is on duty today.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Session, Space};
use crate::ui::TextLink;
use domain::duties::Duty;
use leptos::prelude::*;
use protocol::PersonId;
use words::Word;

/// The days of the week, from Monday.
pub const DAYS: [Word; 7] = [
    Word::MembersDutyMonday,
    Word::MembersDutyTuesday,
    Word::MembersDutyWednesday,
    Word::MembersDutyThursday,
    Word::MembersDutyFriday,
    Word::MembersDutySaturday,
    Word::MembersDutySunday,
];

/// Whoever is on duty today, then each duty with the people who answer for it.
#[component]
pub fn Responsible(
    /// Whether it says whom to ask: then whatever one answers for oneself is left out.
    #[prop(optional)]
    is_for_asking: bool,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let me = Session::expect().me();
    let (today, about) = (space.on_duty_today(), space.about());
    let has_roster = move || about.read().as_ref().is_some_and(|about| !about.body.on_duty.is_empty());
    let day = move || {
        let day = DAYS.get(usize::from(space.weekday()).saturating_sub(1));
        let day = day.map(|word| words.text(*word)).unwrap_or_default();
        words.fill(Word::MembersDutyToday, &[("day", &day)])
    };
    let is_left_out = move |people: &[PersonId]| {
        is_for_asking && me.read().as_ref().is_some_and(|me| people == std::slice::from_ref(&me.person))
    };
    let lines = Duty::ALL.map(|duty| {
        let people = space.responsible(duty);
        move || {
            let people = people.get();
            (!is_left_out(&people)).then(|| {
                view! { <Line what=words.signal(duty_word(duty)) people /> }
            })
        }
    });

    view! {
        <dl class="duties">
            <Show when=has_roster>
                {move || {
                    let people = today.get().into_iter().collect();
                    view! { <Line what=Signal::derive(day) people /> }
                }}
            </Show>
            {lines.collect_view()}
        </dl>
    }
}

#[component]
fn Line(what: Signal<String>, people: Vec<PersonId>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let is_empty = people.is_empty();
    let named = people.into_iter().map(|person| {
        let to = path::member(&space.id(), &person);
        let member = space.member(person);
        let name = move || member.get().map(|member| member.body.real_name.clone()).unwrap_or_default();
        view! { <TextLink to=to>{name}</TextLink> }
    });

    view! {
        <div class="duty">
            <dt class="duty-what">{move || what.get()}</dt>
            <dd class="duty-who">
                {is_empty.then(|| view! { <span class="soft">{words.say(Word::MembersDutyNobody)}</span> })}
                {named.collect_view()}
            </dd>
        </div>
    }
}

/// What this person answers for beside the rules that bind them; nothing where that is nothing.
#[component]
pub fn MyAnswers() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let me = Session::expect().me();
    let today = space.on_duty_today();
    let all = Duty::ALL.map(|duty| (duty, space.responsible(duty)));
    let mine = move || {
        let me = me.get()?.person.clone();
        let mine = all.iter().filter(|(_, people)| people.read().contains(&me));
        let mine: Vec<String> = mine.map(|(duty, _)| words.text(duty_word(*duty))).collect();
        (!mine.is_empty()).then(|| words.fill(Word::MembersDutyMine, &[("duties", &words.list(&mine))]))
    };
    let is_on = move || {
        let me = me.read();
        me.as_ref().is_some_and(|me| today.read().as_ref() == Some(&me.person))
    };

    view! {
        {move || mine().map(|said| view! { <p>{said}</p> })}
        {move || is_on().then(|| view! { <p><b>{words.say(Word::MembersDutyMineToday)}</b></p> })}
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
