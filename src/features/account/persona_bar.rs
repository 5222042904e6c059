//! The line over everything in the demo: that it is one, as whom one looks at it, and the way out.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Session, Trouble, device};
use crate::ui::{Button, ButtonKind, ButtonSize, Chip, IconName, Menu, MenuItem, Toasts, Tone};
use domain::kinds::Role;
use leptos::prelude::*;
use protocol::PersonId;
use protocol::account::{Me, Persona};
use std::sync::Arc;
use words::Word;

/// The line.
#[component]
pub fn PersonaBar() -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let toasts = Toasts::expect();
    let (me, personas) = (session.me(), session.personas());

    // Another person's pages begin where that person's spaces are listed, and with nothing in memory.
    let begin_anew = || device::load(&path::home());
    let tell = move |trouble: &Trouble| {
        let said = words.explain(trouble);
        toasts.say(format!("{}. {}", said.title, said.body));
    };
    let play = Action::new_local(move |person: &PersonId| {
        let answer = session.play_demo(Some(person.clone()));
        async move { answer.await.map_or_else(|trouble| tell(&trouble), |_| begin_anew()) }
    });
    let end = Action::new_local(move |(): &()| {
        let answer = session.end_demo();
        async move { answer.await.map_or_else(|trouble| tell(&trouble), |()| begin_anew()) }
    });
    let others = move || {
        let personas = personas.get();
        let others = personas.iter().filter(|persona| !is_me(me.get().as_ref(), persona)).cloned();
        others.collect::<Vec<_>>()
    };

    view! {
        <div class="demo-bar" role="region" aria-label=words.say(Word::DemoTitle)>
            <Chip tone=Tone::Seal>{words.say(Word::DemoTitle)}</Chip>
            <span class="demo-bar-who">{move || who(words, me.get().as_ref())}</span>
            <Menu label=words.say(Word::DemoSwitch) icon=IconName::People>
                {move || {
                    others()
                        .into_iter()
                        .map(|persona| view! { <Other persona play /> })
                        .collect_view()
                }}
            </Menu>
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Compact
                is_busy=end.pending()
                on_press=move || {
                    end.dispatch_local(());
                }
            >
                {words.say(Word::DemoEnd)}
            </Button>
        </div>
    }
}

/// Somebody else to be.
#[component]
fn Other(persona: Persona, play: Action<PersonId, ()>) -> impl IntoView {
    let words = Words::expect();
    let Persona { person, real_name, role } = persona;
    let role = Role::from(role.as_str());

    view! {
        <MenuItem
            icon=IconName::Me
            on_press=move || {
                play.dispatch_local(person.clone());
            }
        >
            {move || words.fill(Word::DemoAs, &[("name", &real_name), ("role", &words.text(word_of(&role)))])}
        </MenuItem>
    }
}

fn who(words: Words, me: Option<&Arc<Me>>) -> Option<String> {
    let persona = me?.demo.iter().find(|persona| is_me(me, persona))?;
    let role = words.text(word_of(&Role::from(persona.role.as_str())));
    Some(words.fill(Word::DemoAs, &[("name", &persona.real_name), ("role", &role)]))
}

fn is_me(me: Option<&Arc<Me>>, persona: &Persona) -> bool {
    me.is_some_and(|me| me.person == persona.person)
}

fn word_of(role: &Role) -> Word {
    match role {
        Role::Owner => Word::MembersRoleOwner,
        Role::Admin => Word::MembersRoleAdmin,
        Role::Trainer => Word::MembersRoleTrainer,
        Role::Observer => Word::MembersRoleObserver,
        _ => Word::MembersRoleMember,
    }
}
