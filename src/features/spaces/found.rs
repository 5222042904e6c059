//! Founding a space: name, purpose, for whom.

use crate::i18n::Words;
use crate::state::{Prefs, Spaces, Trouble};
use crate::ui::{Alert, Button, ButtonKind, ButtonRole, ButtonSize, ButtonWidth, Form, TextField};
use domain::intent::NewSpace;
use leptos::prelude::*;
use protocol::SpaceId;
use words::Word;

/// The form as it is being filled in.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    purpose: RwSignal<String>,
    for_whom: RwSignal<String>,
    not_for: RwSignal<String>,
}

/// The form.
#[component]
pub fn FoundSpace(
    /// Runs with the new space.
    #[prop(into)]
    on_done: Callback<SpaceId>,
) -> impl IntoView {
    let words = Words::expect();
    let spaces = Spaces::expect();
    let prefs = Prefs::expect();
    let draft = Draft {
        name: RwSignal::default(),
        purpose: RwSignal::default(),
        for_whom: RwSignal::default(),
        not_for: RwSignal::default(),
    };

    let found = Action::new_local(move |about: &NewSpace| {
        let answer = spaces.found(about.clone());
        async move { answer.await.map(|space| on_done.run(space)) }
    });
    let trouble = Signal::derive(move || found.value().get().and_then(Result::<(), Trouble>::err));
    let send = move |()| {
        found.dispatch_local(NewSpace {
            name: draft.name.get_untracked(),
            purpose: draft.purpose.get_untracked(),
            for_whom: draft.for_whom.get_untracked(),
            not_for: draft.not_for.get_untracked(),
            locale: prefs.language().get_untracked().tag().to_owned(),
        });
    };

    view! {
        <Form on_submit=send answered=Signal::derive(move || found.version().get())>
            <Fields draft trouble />
            <FoundAlert trouble />
            <Button
                kind=ButtonKind::Ink
                size=ButtonSize::Tall
                width=ButtonWidth::Full
                role=ButtonRole::Submit
                is_busy=found.pending()
            >
                {words.say(Word::SpacesNewSubmit)}
            </Button>
        </Form>
    }
}

const FIELDS: [&str; 4] = ["/name", "/purpose", "/for_whom", "/not_for"];

/// What is wrong with the field at `pointer`.
fn error(trouble: Signal<Option<Trouble>>, pointer: &'static str, words: Words) -> Signal<Option<String>> {
    Signal::derive(move || match &*trouble.read() {
        Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some(pointer) => {
            Some(words.refusal(problem))
        }
        _ => None,
    })
}

#[component]
fn Fields(draft: Draft, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let [name, purpose, for_whom, not_for] = FIELDS;

    view! {
        <TextField
            label=words.say(Word::SpacesNewName)
            value=draft.name
            hint=Signal::derive(move || Some(words.text(Word::SpacesNewNameHint)))
            error=error(trouble, name, words)
        />
        <TextField
            label=words.say(Word::SpacesNewPurpose)
            value=draft.purpose
            hint=Signal::derive(move || Some(words.text(Word::SpacesNewPurposeHint)))
            error=error(trouble, purpose, words)
        />
        <TextField
            label=words.say(Word::SpacesNewFor)
            value=draft.for_whom
            error=error(trouble, for_whom, words)
            optional=words.signal(Word::AppOptional)
        />
        <TextField
            label=words.say(Word::SpacesNewNotFor)
            value=draft.not_for
            hint=Signal::derive(move || Some(words.text(Word::SpacesNewNotForHint)))
            error=error(trouble, not_for, words)
            optional=words.signal(Word::AppOptional)
        />
    }
}

#[component]
fn FoundAlert(trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let is_at_a_field = matches!(
            &trouble,
            Trouble::Refused(problem) if problem.field.as_deref().is_some_and(|field| FIELDS.contains(&field))
        );
        (!is_at_a_field).then(|| words.explain(&trouble)).map(|said| (said.title, said.body))
    });

    view! {
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}
