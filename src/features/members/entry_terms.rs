//! On which terms people ask to come in; for the owner.

use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{Alert, Button, ButtonRole, Checkbox, Form, TextArea, TextField, Toasts};
use domain::kinds::{Entry, EntryAsk};
use leptos::prelude::*;
use words::Word;

/// A question, whether it is asked, and how it is called.
type Ask = (EntryAsk, RwSignal<bool>, Word);

/// The form.
#[component]
pub fn EntryTerms() -> impl IntoView {
    let words = Words::expect();
    let (space, toasts) = (Space::expect(), Toasts::expect());
    let known = space.about().get_untracked().map(|about| about.body.terms()).unwrap_or_default();
    let asks =
        StoredValue::new(EntryAsk::KNOWN.iter().map(|ask| question(&known, ask)).collect::<Vec<Ask>>());
    let depts = RwSignal::new(known.depts.join("\n"));
    let pledge = RwSignal::new(known.pledge.clone());
    let (hours, limit) = (RwSignal::new(known.hours.to_string()), RwSignal::new(known.limit.to_string()));

    let save = Action::new_local(move |entry: &Entry| {
        let answer = space.set_entry(entry.clone());
        async move {
            answer.await?;
            toasts.say(words.text(Word::WaitingTermsSaved));
            Ok::<(), Trouble>(())
        }
    });
    let trouble = Signal::derive(move || save.value().get().and_then(Result::err));
    let send = move |()| {
        let asked = asks.with_value(|asks| {
            let asked = asks.iter().filter(|(_, is_on, _)| is_on.get_untracked());
            asked.map(|(ask, ..)| ask.clone()).collect()
        });
        // What is no number is beyond every limit.
        let number = |text: RwSignal<String>| text.read_untracked().trim().parse().unwrap_or(u32::MAX);
        let about = space.about().get_untracked();
        let before = about.map(|about| about.body.terms()).unwrap_or_default();
        save.dispatch_local(Entry {
            asks: asked,
            pledge: pledge.get_untracked(),
            depts: depts.get_untracked().lines().map(str::to_owned).collect(),
            hours: number(hours),
            limit: number(limit),
            utc_offset_min: Some(space.utc_offset_min()),
            ..before
        });
    };

    view! {
        <Form
            on_submit=send
            answered=Signal::derive(move || save.version().get())
            label=words.signal(Word::WaitingTermsOpen)
        >
            <fieldset class="choices">
                <legend class="choices-legend">{words.say(Word::WaitingTermsAsks)}</legend>
                {asks.get_value().into_iter().map(|ask| view! { <Asked ask /> }).collect_view()}
            </fieldset>
            <Rest trouble depts hours limit pledge />
            <Failed trouble />
            <div>
                <Button role=ButtonRole::Submit is_busy=save.pending()>
                    {words.say(Word::WaitingTermsSave)}
                </Button>
            </div>
        </Form>
    }
}

fn question(known: &Entry, ask: &EntryAsk) -> Ask {
    let word = match ask {
        EntryAsk::Dept => Word::EntryAccountDept,
        EntryAsk::Post => Word::EntryAccountPost,
        EntryAsk::Number => Word::WaitingFormNumber,
        EntryAsk::Purpose | EntryAsk::Other(_) => Word::WaitingFormPurpose,
        EntryAsk::Regular => Word::WaitingFormRegular,
        EntryAsk::Pledge => Word::WaitingFormPledge,
    };
    (ask.clone(), RwSignal::new(known.asks.contains(ask)), word)
}

#[component]
fn Asked(ask: Ask) -> impl IntoView {
    let words = Words::expect();
    let (_, checked, word) = ask;

    view! {
        <Checkbox checked>
            {words.say(word)}
        </Checkbox>
    }
}

#[component]
fn Rest(
    trouble: Signal<Option<Trouble>>,
    depts: RwSignal<String>,
    hours: RwSignal<String>,
    limit: RwSignal<String>,
    pledge: RwSignal<String>,
) -> impl IntoView {
    let words = Words::expect();
    let error = move |pointer: &'static str| {
        Signal::derive(move || match &*trouble.read() {
            Some(Trouble::Refused(problem)) if is_at(problem, pointer) => Some(words.refusal(problem)),
            _ => None,
        })
    };
    let optional = words.signal(Word::AppOptional);

    view! {
        <TextArea
            label=words.say(Word::WaitingTermsDepts)
            value=depts
            error=error("/entry/depts")
            lines=2
            optional
        />
        <TextField label=words.say(Word::WaitingTermsHours) value=hours error=error("/entry/hours") />
        <TextField label=words.say(Word::WaitingTermsLimit) value=limit error=error("/entry/limit") />
        <TextArea
            label=words.say(Word::WaitingTermsPledge)
            value=pledge
            error=error("/entry/pledge")
            lines=2
            optional
        />
    }
}

fn is_at(problem: &protocol::Problem, pointer: &str) -> bool {
    problem.field.as_deref().is_some_and(|field| field.starts_with(pointer))
}

/// What no field shows.
#[component]
fn Failed(trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let is_at_a_field = matches!(&trouble, Trouble::Refused(problem) if is_at(problem, "/entry"));
        (!is_at_a_field).then(|| words.explain(&trouble)).map(|said| (said.title, said.body))
    });

    view! {
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}
