//! A profile of one's own: pasted, from a file, or from an address; and what it leaves open.

use crate::features::account::connect::Draft;
use crate::features::account::profile_fault::ProfileWords;
use crate::i18n::Words;
use crate::state::device::{self, FileInput};
use crate::state::{Backend, Trouble};
use crate::ui::{Button, FileField, InputKind, TextArea, TextField};
use leptos::prelude::*;
use words::Word;

/// The fields for a profile of one's own.
#[component]
pub fn OwnProfile(
    /// What stands in the form.
    draft: Draft,
) -> impl IntoView {
    let words = Words::expect();
    let backend = Backend::expect();
    let variables = LocalResource::new(move || {
        let json = draft.json.get();
        async move { if json.trim().is_empty() { Ok(Vec::new()) } else { backend.variables(&json).await } }
    });
    let fault = Signal::derive(move || match &*variables.read() {
        Some(Err(Trouble::BadProfile(_, fault))) => Some(words.profile_fault(fault)),
        Some(Err(other)) => Some(words.explain(other).title),
        _ => None,
    });
    let names = Memo::new(move |_| match &*variables.read() {
        Some(Ok(vars)) => vars.clone(),
        _ => Vec::new(),
    });
    let open = Action::new_local(move |input: &FileInput| {
        let text = device::read_file(input.clone());
        async move {
            if let Some(text) = text.await {
                let _ = draft.json.try_set(text);
            }
        }
    });

    view! {
        <TextArea
            label=words.say(Word::DoctorProfileField)
            value=draft.json
            hint=words.signal(Word::DoctorProfileHint)
            error=fault
            lines=8
        />
        <FileField
            label=Signal::derive(words.say(Word::DoctorProfileFile))
            accept=".json,application/json"
            on_choose=move |input: FileInput| _ = open.dispatch_local(input)
        />
        <FromLink draft />
        <Show when=move || !names.read().is_empty()>
            <fieldset class="choices">
                <legend class="choices-legend">{words.say(Word::DoctorProfileVars)}</legend>
                <For each=move || names.get() key=Clone::clone let:pair>
                    <Variable draft name=pair.0 default=pair.1 />
                </For>
            </fieldset>
        </Show>
    }
}

/// Fetches a profile from an address.
#[component]
fn FromLink(draft: Draft) -> impl IntoView {
    let words = Words::expect();
    let link = RwSignal::new(String::new());
    let fetch = Action::new_local(move |url: &String| {
        let text = device::read_link(url.clone());
        async move {
            let text = text.await;
            let is_there = text.is_some();
            if let Some(text) = text {
                let _ = draft.json.try_set(text);
            }
            is_there
        }
    });
    let fault = Signal::derive(move || {
        (fetch.value().get() == Some(false)).then(|| words.text(Word::DoctorProfileAbsent))
    });

    view! {
        <TextField
            label=words.say(Word::DoctorProfileLink)
            value=link
            kind=InputKind::Url
            error=fault
            optional=words.signal(Word::AppOptional)
        />
        <div>
            <Button
                is_busy=fetch.pending()
                on_press=move || _ = fetch.dispatch_local(link.get_untracked().trim().to_owned())
            >
                {words.say(Word::DoctorProfileFetch)}
            </Button>
        </div>
    }
}

/// One variable of the profile.
#[component]
fn Variable(draft: Draft, name: String, default: String) -> impl IntoView {
    let known = draft.vars.read_untracked().get(&name).cloned();
    let value = RwSignal::new(known.unwrap_or(default));
    let label = name.clone();
    Effect::new(move |_| {
        let text = value.get().trim().trim_end_matches('/').to_owned();
        draft.vars.update(|vars| _ = vars.insert(name.clone(), text));
    });

    view! { <TextField label=move || label.clone() value /> }
}
