//! Which backend this device talks to, and what that backend can't do.

use crate::features::account::trouble::{FormAlert, FormTrouble};
use crate::i18n::Words;
use crate::state::{Backend, Choice, Weakness};
use crate::ui::{
    Button, ButtonKind, ButtonRole, Choice as Entry, Form, IconName, InputKind, Note, RadioGroup, TextField,
    Tone,
};
use leptos::prelude::*;
use words::Word;

/// The name by which the page's own server stands among the profiles.
const OWN: &str = "own";

/// The form: the page's own server, or one of the built-in profiles at an address.
#[component]
pub fn ConnectBackend() -> impl IntoView {
    let words = Words::expect();
    let backend = Backend::expect();
    let (profile, url) =
        (RwSignal::new(named(&backend.choice().get_untracked())), RwSignal::new(String::new()));
    let trouble = FormTrouble::new(&["url"]);

    let connect = Action::new_local(move |choice: &Choice| {
        let answer = backend.connect(choice.clone());
        async move { trouble.take(answer.await).is_some() }
    });
    let choices = vec![
        Entry::new(OWN.to_owned(), words.say(Word::EntryConnectOwn)),
        Entry::new("json-server".to_owned(), words.say(Word::EntryConnectJsonServer)),
        Entry::new("kinto".to_owned(), words.say(Word::EntryConnectKinto)),
        Entry::new("pocketbase".to_owned(), words.say(Word::EntryConnectPocketbase)),
    ];
    let is_elsewhere = Memo::new(move |_| profile.read().as_str() != OWN);
    let send = move |()| {
        connect.dispatch_local(match is_elsewhere.get_untracked() {
            false => Choice::Own,
            true => Choice::BuiltIn {
                profile: profile.get_untracked(),
                url: url.get_untracked().trim().trim_end_matches('/').to_owned(),
            },
        });
    };

    view! {
        <Form on_submit=send answered=trouble.answered()>
            <RadioGroup
                legend=words.say(Word::EntryConnectLead)
                choices=choices
                selected=profile
                on_select=move |chosen| profile.set(chosen)
            />
            <Show when=move || is_elsewhere.get()>
                <TextField
                    label=words.say(Word::EntryConnectUrl)
                    value=url
                    kind=InputKind::Url
                    error=trouble.of("url", words)
                />
            </Show>
            <FormAlert trouble />
            <div>
                <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=connect.pending()>
                    {words.say(Word::EntryConnectUse)}
                </Button>
            </div>
            <Weaknesses />
        </Form>
    }
}

fn named(choice: &Choice) -> String {
    match choice {
        Choice::BuiltIn { profile, .. } => profile.clone(),
        Choice::Own | Choice::Profile { .. } => OWN.to_owned(),
    }
}

/// What the backend in use can't do; nothing for one that can do it all.
#[component]
pub fn Weaknesses() -> impl IntoView {
    let words = Words::expect();
    let backend = Backend::expect();
    let weaknesses = backend.weaknesses();

    view! {
        <Show when=move || !weaknesses.read().is_empty()>
            <Note tone=Tone::Amber icon=IconName::Info>
                <b>{words.say(Word::EntryConnectWeak)}</b>
                <ul>
                    {move || {
                        weaknesses
                            .get()
                            .into_iter()
                            .map(|weakness| view! { <li>{words.say(weakness_word(weakness))}</li> })
                            .collect_view()
                    }}
                </ul>
            </Note>
        </Show>
    }
}

fn weakness_word(weakness: Weakness) -> Word {
    match weakness {
        Weakness::AnyoneIsAnyone => Word::EntryConnectWeakAnyone,
        Weakness::ReadsEverything => Word::EntryConnectWeakReads,
        Weakness::RulesAreAdvice => Word::EntryConnectWeakRules,
        Weakness::ForgedAuthors => Word::EntryConnectWeakAuthors,
        Weakness::LastWriterWins => Word::EntryConnectWeakLast,
        Weakness::DeletionsSeenLate => Word::EntryConnectWeakDeletions,
        Weakness::Polled => Word::EntryConnectWeakPolled,
        Weakness::DeviceTime => Word::EntryConnectWeakTime,
        Weakness::NoInvitations => Word::EntryConnectWeakInvitations,
        Weakness::NoResets => Word::EntryConnectWeakResets,
    }
}
