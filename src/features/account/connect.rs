//! Connecting a backend: a preset or a profile of one's own, its variables, and the doctor.

use crate::features::account::backend::Weaknesses;
use crate::features::account::examine::Examine;
use crate::features::account::profile::OwnProfile;
use crate::features::account::trouble::{FormAlert, FormTrouble};
use crate::i18n::Words;
use crate::state::{Backend, Choice};
use crate::ui::{Button, ButtonKind, ButtonRole, Choice as Entry, Form, InputKind, RadioGroup, TextField};
use leptos::prelude::*;
use std::collections::BTreeMap;
use words::Word;

/// The names by which the page's own server and a pasted profile stand among the presets.
const OWN: &str = "own";
const PASTED: &str = "pasted";

/// What stands in the form.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Which preset.
    preset: RwSignal<String>,
    /// A preset's address.
    url: RwSignal<String>,
    /// A profile of one's own.
    pub json: RwSignal<String>,
    /// Its variables.
    pub vars: RwSignal<BTreeMap<String, String>>,
}

impl Draft {
    fn of(choice: &Choice) -> Self {
        let (preset, url, json, vars) = match choice {
            Choice::Own => (OWN, "", "", BTreeMap::new()),
            Choice::BuiltIn { profile, url } => (profile.as_str(), url.as_str(), "", BTreeMap::new()),
            Choice::Profile { json, vars, .. } => (PASTED, "", json.as_str(), vars.clone()),
        };
        Self {
            preset: RwSignal::new(preset.to_owned()),
            url: RwSignal::new(url.to_owned()),
            json: RwSignal::new(json.to_owned()),
            vars: RwSignal::new(vars),
        }
    }

    /// The choice that it comes to.
    pub fn choice(self) -> Choice {
        match self.preset.get().as_str() {
            OWN => Choice::Own,
            PASTED => Choice::Profile { json: self.json.get(), url: None, vars: self.vars.get() },
            preset => Choice::BuiltIn {
                profile: preset.to_owned(),
                url: self.url.get().trim().trim_end_matches('/').to_owned(),
            },
        }
    }
}

/// The form.
#[component]
pub fn ConnectBackend() -> impl IntoView {
    let words = Words::expect();
    let backend = Backend::expect();
    let draft = Draft::of(&backend.choice().get_untracked());
    let trouble = FormTrouble::new(&["url"]);
    trouble.fades("url", draft.url);

    let connect = Action::new_local(move |choice: &Choice| {
        let answer = backend.connect(choice.clone());
        async move { trouble.take(answer.await).is_some() }
    });
    let choices = vec![
        Entry::new(OWN.to_owned(), words.say(Word::EntryConnectOwn)),
        Entry::new("json-server".to_owned(), words.say(Word::EntryConnectJsonServer)),
        Entry::new("kinto".to_owned(), words.say(Word::EntryConnectKinto)),
        Entry::new("pocketbase".to_owned(), words.say(Word::EntryConnectPocketbase)),
        Entry::new("couchdb".to_owned(), words.say(Word::EntryConnectCouchdb)),
        Entry::new("postgrest".to_owned(), words.say(Word::EntryConnectPostgrest)),
        Entry::new(PASTED.to_owned(), words.say(Word::DoctorProfileOwn)),
    ];
    let preset = draft.preset;
    let is_at = move |name: &'static str| Memo::new(move |_| preset.read().as_str() == name);
    let (is_own, is_pasted) = (is_at(OWN), is_at(PASTED));
    let send = move |()| _ = connect.dispatch_local(untrack(move || draft.choice()));

    view! {
        <Form on_submit=send answered=trouble.answered()>
            <RadioGroup
                legend=words.say(Word::EntryConnectLead)
                choices=choices
                selected=preset
                on_select=move |chosen| preset.set(chosen)
            />
            <Show when=move || !is_own.get() && !is_pasted.get()>
                <TextField
                    label=words.say(Word::EntryConnectUrl)
                    value=draft.url
                    kind=InputKind::Url
                    error=trouble.of("url", words)
                />
            </Show>
            <Show when=move || is_pasted.get()>
                <OwnProfile draft />
            </Show>
            <FormAlert trouble />
            <div>
                <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=connect.pending()>
                    {words.say(Word::EntryConnectUse)}
                </Button>
            </div>
        </Form>
        <Examine draft />
        <Weaknesses />
    }
}
