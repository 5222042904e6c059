//! Who is on duty on which day of the week; for the owner.

use crate::features::members::responsible::DAYS;
use crate::i18n::Words;
use crate::state::{Row, Space, Trouble};
use crate::ui::{Button, ButtonRole, Form, SelectField, Toasts};
use domain::kinds::{Member, MemberState, OnDuty};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::PersonId;
use std::sync::Arc;
use words::Word;

/// The form, folded; nothing for others.
#[component]
pub fn DutyRoster() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may = space.may(Deed::EditSpace);

    view! {
        <Show when=move || may.read().is_ok()>
            <details>
                <summary class="link">{words.say(Word::MembersDutySet)}</summary>
                <Week />
            </details>
        </Show>
    }
}

#[component]
fn Week() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let known = space.about().get_untracked().map(|about| about.body.on_duty.clone()).unwrap_or_default();
    // A day of a later version's making is kept as it is: only what is chosen here changes.
    let days: Vec<(u8, RwSignal<String>)> = (1..=7_u8)
        .map(|weekday| {
            let person = known.iter().find(|on_duty| on_duty.weekday == weekday);
            (weekday, RwSignal::new(person.map(|on| on.person.to_string()).unwrap_or_default()))
        })
        .collect();
    let chosen = days.clone();

    let keep = Action::new_local(move |(): &()| {
        let named = chosen.iter().map(|(weekday, person)| (*weekday, person.get_untracked()));
        let on_duty = named.filter(|(_, person)| !person.is_empty()).map(|(weekday, person)| {
            let person = PersonId::new(person);
            let extra = known.iter().find(|on| on.weekday == weekday).map(|on| on.extra.clone());
            OnDuty { weekday, person, extra: extra.unwrap_or_default() }
        });
        let answer = space.set_on_duty(on_duty.collect());
        async move {
            match answer.await {
                Ok(()) => toasts.say(words.text(Word::MembersDutySetDone)),
                Err(trouble) => toasts.say(said_of(words, &trouble)),
            }
        }
    });
    let options = people(words, space);
    let fields = days.into_iter().zip(DAYS).map(move |((_, person), word)| {
        view! { <SelectField label=words.say(word) options value=person /> }
    });

    view! {
        <Form on_submit=move |()| _ = keep.dispatch_local(()) label=words.signal(Word::MembersDutySet)>
            <p class="soft small">{words.say(Word::MembersDutySetHint)}</p>
            {fields.collect_view()}
            <div>
                <Button role=ButtonRole::Submit is_busy=keep.pending()>
                    {words.say(Word::MembersDutySetGo)}
                </Button>
            </div>
        </Form>
    }
}

/// Nobody, then everybody who takes part, by name.
fn people(words: Words, space: Space) -> Signal<Vec<(String, String)>> {
    let members = space.members();
    Signal::derive(move || {
        let takes_part = |row: &Arc<Row<Member>>| row.body.state == MemberState::Active;
        let named = members.all().into_iter().filter(takes_part);
        let named = named.map(|row| (row.body.person.to_string(), row.body.real_name.clone()));
        let nobody = (String::new(), words.text(Word::MembersDutySetNone));
        std::iter::once(nobody).chain(named).collect()
    })
}

fn said_of(words: Words, trouble: &Trouble) -> String {
    let said = words.explain(trouble);
    format!("{}. {}", said.title, said.body)
}
