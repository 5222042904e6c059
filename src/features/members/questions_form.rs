//! What is asked about the rules of who comes in; for the owner, who alone reads the right answers.

use crate::i18n::Words;
use crate::state::{Backend, Session, Space, Trouble};
use crate::ui::{Alert, Button, ButtonRole, Form, SelectField, TextArea, TextField, Toasts};
use domain::limits::MAX_QUESTIONS;
use domain::policy::Action as Deed;
use domain::questions::{answers, of_answers, set_sheet};
use leptos::prelude::*;
use protocol::Problem;
use protocol::account::{QuestionSheet, RuleQuestion, SetQuestions};
use words::Word;

/// A question as it is being written: empty where none is asked.
#[derive(Clone, Copy)]
struct Draft {
    text: RwSignal<String>,
    right: RwSignal<String>,
    others: RwSignal<String>,
    rule: RwSignal<String>,
}

/// The form, to be opened; nothing where it would be refused.
#[component]
pub fn QuestionsForm() -> impl IntoView {
    let words = Words::expect();
    let can_ask = Backend::expect().asks_questions();
    let may_edit = Space::expect().may(Deed::EditSpace);
    // The right answers come to this device when they are looked at, and not before.
    let is_open = RwSignal::new(false);

    view! {
        <Show when=move || can_ask.get() && may_edit.read().is_ok()>
            <details class="roster-more" on:toggle=move |_| is_open.set(true)>
                <summary class="link">{words.say(Word::WaitingQuestionsOpen)}</summary>
                <Show when=move || is_open.get()>
                    <Known />
                </Show>
            </details>
        </Show>
    }
}

/// What is asked now, once it is known.
#[component]
fn Known() -> impl IntoView {
    let words = Words::expect();
    let (space, session) = (Space::expect(), Session::expect());
    let sheet = LocalResource::new(move || session.questions(space.id()));

    move || {
        sheet.get().map(|sheet| match sheet {
            Ok(sheet) => view! { <Fields sheet /> }.into_any(),
            Err(trouble) => {
                let said = words.explain(&trouble);
                view! { <Alert title=said.title body=said.body /> }.into_any()
            }
        })
    }
}

#[component]
fn Fields(sheet: QuestionSheet) -> impl IntoView {
    let words = Words::expect();
    let (space, session, toasts) = (Space::expect(), Session::expect(), Toasts::expect());
    let drafts = StoredValue::new(drafts(&sheet, space));

    let save = Action::new_local(move |(): &()| async move {
        let sheet: Vec<_> = drafts.with_value(|drafts| drafts.iter().map(asked).collect());
        let rules = space.rules().get_untracked();
        let numbers: Vec<u32> =
            rules.iter().flat_map(|rules| &rules.body.rules).map(|rule| rule.no).collect();
        let questions =
            set_sheet(&sheet, &numbers).map_err(|refusal| Trouble::Refused(Problem::from(refusal)))?;
        session.set_questions(SetQuestions { space: space.id(), questions }).await?;
        toasts.say(words.text(Word::WaitingQuestionsSaved));
        Ok::<(), Trouble>(())
    });
    let trouble = Signal::derive(move || save.value().get().and_then(Result::err));
    let is_older = move || {
        let binding = space.rules().get().map_or(0, |rules| rules.body.version);
        (sheet.version != 0 && sheet.version != binding)
            .then(|| words.fill(Word::WaitingQuestionsOlder, &[("version", &sheet.version.to_string())]))
    };

    view! {
        <Form
            on_submit=move |()| _ = save.dispatch_local(())
            answered=Signal::derive(move || save.version().get())
            label=words.signal(Word::WaitingQuestionsOpen)
        >
            <p class="soft small">{words.say(Word::WaitingQuestionsHint)}</p>
            {move || is_older().map(|said| view! { <p class="small">{said}</p> })}
            {drafts
                .get_value()
                .into_iter()
                .enumerate()
                .map(|(place, draft)| view! { <OneQuestion place draft trouble /> })
                .collect_view()}
            <Failed trouble />
            <div>
                <Button role=ButtonRole::Submit is_busy=save.pending()>
                    {words.say(Word::WaitingQuestionsSave)}
                </Button>
            </div>
        </Form>
    }
}

#[component]
fn OneQuestion(place: usize, draft: Draft, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let rules = Space::expect().rules();
    let number = place.saturating_add(1).to_string();

    let error = move |part: &'static str| {
        Signal::derive(move || match &*trouble.read() {
            Some(Trouble::Refused(problem)) => {
                let at = format!("/questions/{place}/{part}");
                (problem.field.as_deref() == Some(at.as_str())).then(|| words.refusal(problem))
            }
            _ => None,
        })
    };
    let options = Signal::derive(move || {
        let rules = rules.get().map(|rules| rules.body.rules.clone()).unwrap_or_default();
        let option = |rule: &domain::kinds::Rule| {
            let start: String = rule.text.chars().take(40).collect();
            (rule.no.to_string(), format!("{} · {start}", rule.no))
        };
        rules.iter().map(option).collect::<Vec<_>>()
    });

    view! {
        <fieldset class="choices">
            <legend class="choices-legend">
                {move || words.fill(Word::WaitingQuestionsNumber, &[("no", &number)])}
            </legend>
            <TextField
                label=words.say(Word::WaitingQuestionsText)
                value=draft.text
                error=error("text")
                optional=words.signal(Word::AppOptional)
            />
            <TextField label=words.say(Word::WaitingQuestionsKey) value=draft.right error=error("key") />
            <TextArea
                label=words.say(Word::WaitingQuestionsOthers)
                value=draft.others
                error=error("choices")
                lines=3
            />
            <SelectField
                label=words.say(Word::WaitingQuestionsRule)
                options=options
                value=draft.rule
                error=error("rule")
            />
        </fieldset>
    }
}

/// What no field shows.
#[component]
fn Failed(trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let is_at_a_field = matches!(&trouble, Trouble::Refused(problem) if problem.field.is_some());
        (!is_at_a_field).then(|| words.explain(&trouble)).map(|said| (said.title, said.body))
    });

    view! {
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}

/// As many as may be asked, those that are first.
fn drafts(sheet: &QuestionSheet, space: Space) -> Vec<Draft> {
    let first = space.rules().get_untracked().and_then(|rules| Some(rules.body.rules.first()?.no));
    let draft = |place: usize| {
        let asked = sheet.questions.get(place);
        let (right, others) = asked.map(answers).unwrap_or_default();
        let rule = asked.and_then(|asked| Some(asked.key.as_ref()?.rule)).or(first).unwrap_or_default();
        Draft {
            text: RwSignal::new(asked.map(|asked| asked.text.clone()).unwrap_or_default()),
            right: RwSignal::new(right),
            others: RwSignal::new(others),
            rule: RwSignal::new(rule.to_string()),
        }
    };
    (0..MAX_QUESTIONS).map(draft).collect()
}

/// The question, where anything of it is written.
fn asked(draft: &Draft) -> Option<RuleQuestion> {
    let (text, right, others) =
        (draft.text.get_untracked(), draft.right.get_untracked(), draft.others.get_untracked());
    let is_asked = [&text, &right, &others].iter().any(|typed| !typed.trim().is_empty());
    is_asked
        .then(|| of_answers(&text, &right, &others, draft.rule.get_untracked().parse().unwrap_or_default()))
}
