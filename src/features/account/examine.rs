//! The doctor on the screen: starting it, how far it is, and what it found.

use crate::features::account::connect::Draft;
use crate::features::account::report::{StepList, Summary, names};
use crate::i18n::Words;
use crate::state::examination::{Account, Step};
use crate::state::{Backend, Choice, Examination, Session, Trouble};
use crate::ui::{Alert, Button, PasswordField, Progress, TextField};
use leptos::prelude::*;
use words::Word;

/// The examination of the backend that the form names.
#[component]
pub fn Examine(
    /// What stands in the form.
    draft: Draft,
) -> impl IntoView {
    let words = Words::expect();
    let examination = Examination::open();
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let run = Action::new_local(move |(choice, account): &(Choice, Option<Account>)| {
        examination.run(choice.clone(), account.clone())
    });
    // A report belongs to the connection that it is about.
    let choice = Memo::new(move |_| draft.choice());
    Effect::new(move |_| choice.with(|choice| examination.recall(choice)));
    let go = move || {
        let login = login.get_untracked().trim().to_owned();
        let account = (!login.is_empty()).then(|| Account { login, password: password.get_untracked() });
        run.dispatch_local((choice.get_untracked(), account));
    };
    let fault = move || match &*run.value().read() {
        Some(Err(trouble)) => Some(words.explain(trouble)),
        _ => None,
    };
    let go_label = move || match examination.report().read().is_some() {
        true => words.text(Word::DoctorAgain),
        false => words.text(Word::DoctorGo),
    };

    view! {
        <section class="section stack doctor" aria-labelledby="examination">
            <h2 class="section-title" id="examination">{words.say(Word::DoctorTitle)}</h2>
            <p class="section-note">{words.say(Word::DoctorLead)}</p>
            <WhoFor choice login password />
            <div class="doctor-acts">
                <Button is_busy=run.pending() on_press=go>{go_label}</Button>
                <Show when=move || run.pending().get()>
                    <Button on_press=move || examination.stop()>{words.say(Word::DoctorStop)}</Button>
                </Show>
            </div>
            <Alert
                title=Signal::derive(move || fault().map(|said| said.title))
                body=Signal::derive(move || fault().map(|said| said.body))
            />
            <HowFar examination />
            <Summary examination />
            <StepList examination />
        </section>
    }
}

/// Name and password for the examination, where the backend asks for them and nobody is signed in
/// on it here.
#[component]
fn WhoFor(choice: Memo<Choice>, login: RwSignal<String>, password: RwSignal<String>) -> impl IntoView {
    let words = Words::expect();
    let (backend, session) = (Backend::expect(), Session::expect());
    let proves = LocalResource::new(move || {
        let choice = choice.get();
        async move { backend.proves(&choice).await }
    });
    let is_asked = Memo::new(move |_| {
        let is_here = choice.read() == *backend.choice().read() && session.me().read().is_some();
        let proves: Option<Result<bool, Trouble>> = proves.get();
        !is_here && proves == Some(Ok(true))
    });

    view! {
        <Show when=move || is_asked.get()>
            <fieldset class="choices">
                <legend class="choices-legend">{words.say(Word::DoctorAccount)}</legend>
                <TextField
                    label=words.say(Word::EntryAccountLogin)
                    value=login
                    autocomplete="username"
                />
                <PasswordField
                    label=words.say(Word::EntryAccountPassword)
                    value=password
                    show=words.say(Word::AppPasswordShow)
                    hint=words.signal(Word::DoctorAccountHint)
                />
            </fieldset>
        </Show>
    }
}

/// The step under way, in words and as a bar.
#[component]
fn HowFar(examination: Examination) -> impl IntoView {
    let words = Words::expect();
    let place = |step: Step| Step::ALL.iter().position(|known| *known == step).map_or(0, |at| at + 1);
    let said = Signal::derive(move || match (examination.step().get(), examination.is_stopping().get()) {
        (None, _) => String::new(),
        (Some(_), true) => words.text(Word::DoctorStopping),
        (Some(step), false) => words.fill(
            Word::DoctorProgress,
            &[
                ("at", &place(step).to_string()),
                ("of", &Step::ALL.len().to_string()),
                ("step", &words.text(names::step(step))),
            ],
        ),
    });
    let percent = Signal::derive(move || {
        let at = examination.step().get().map_or(0, place) * 100 / Step::ALL.len();
        u32::try_from(at).unwrap_or_default()
    });

    view! {
        <p class="small" role="status">{said}</p>
        <Show when=move || examination.step().read().is_some()>
            <Progress percent label=said />
        </Show>
    }
}
