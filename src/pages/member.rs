//! One member: who they are, and for that person and for staff what was done about them.

use crate::features::measures::{MeasureForm, MeasureList};
use crate::features::members::MemberCard;
use crate::i18n::Words;
use crate::pages::{Section, Shell};
use crate::routes::path;
use crate::state::{Session, Space};
use crate::ui::TopBar;
use domain::kinds::MeasureKind;
use domain::policy::Action;
use domain::states::MEMBERSHIP;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use protocol::PersonId;
use words::Word;

/// The page.
#[component]
pub fn MemberPage() -> impl IntoView {
    let params = use_params_map();
    let person = Memo::new(move |_| params.read().get("person").unwrap_or_default());

    move || view! { <OfPerson person=PersonId::new(person.get()) /> }
}

#[component]
fn OfPerson(person: PersonId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let session = Session::expect();
    let member = space.member(person.clone());
    let name =
        Memo::new(move |_| member.get().map(|member| member.body.real_name.clone()).unwrap_or_default());
    let who = person.clone();
    let is_me = Memo::new(move |_| session.me().read().as_ref().is_some_and(|me| me.person == who));
    let sees = space.may(Action::ManageMembers);
    let may_take = space.may_take(person.clone());
    let is_inside = Memo::new(move |_| {
        member.read().as_ref().is_some_and(|member| !MEMBERSHIP.is_terminal(&member.body.state))
    });
    let person = StoredValue::new(person);

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=name
                    back=Signal::derive(move || Some(path::members(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <MemberCard person=person.get_value() />
                <Show when=move || is_me.get() || sees.read().is_ok()>
                    <Section title=words.say(Word::MeasuresTitle)>
                        <MeasureList person=person.get_value() name />
                    </Section>
                    <Show when=move || may_take.read().is_ok() && is_inside.get()>
                        <Section title=words.say(Word::MeasuresTake)>
                            <MeasureForm person=person.get_value() name kinds=Signal::stored(kinds()) />
                        </Section>
                    </Show>
                </Show>
            </div>
        </Shell>
    }
}

/// What can be done about a person, the mildest first.
fn kinds() -> Vec<MeasureKind> {
    vec![MeasureKind::Warned, MeasureKind::Muted, MeasureKind::Unmuted, MeasureKind::Removed]
}
