//! Questions about the rules for who has come in. They may be passed over, and a wrong answer shows the rule
//! and may be tried again: they are there to understand, not to sort people.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Backend, Session, Space, Trouble};
use crate::ui::{Button, ButtonRole, Choice, Form, Icon, IconName, Note, RadioGroup, TextLink, Tone};
use leptos::prelude::*;
use protocol::account::{AnswerQuestion, QuestionSheet, QuestionVerdict, RuleQuestion};
use words::Word;

/// What is asked of whoever reads; nothing where nothing is, or where it can't be had now. The owner, who
/// has written it, is not asked.
pub fn asked_here() -> Signal<Option<QuestionSheet>> {
    let (space, session) = (Space::expect(), Session::expect());
    let answers = Backend::expect().asks_questions();
    let sheet = LocalResource::new(move || async move {
        if !answers.get_untracked() {
            return None;
        }
        let sheet = session.questions(space.id()).await.ok()?;
        let is_asked = |question: &RuleQuestion| question.key.is_none();
        (!sheet.questions.is_empty() && sheet.questions.iter().all(is_asked)).then_some(sheet)
    });
    Signal::derive(move || sheet.get().flatten())
}

/// The questions.
#[component]
pub fn RuleQuestions(
    /// They, as [`asked_here`] has them.
    sheet: QuestionSheet,
) -> impl IntoView {
    let words = Words::expect();
    let set_at = sheet.set_at;
    let asked = sheet.questions.into_iter().zip(0_u32..);

    view! {
        <div class="stack">
            <p class="soft small">{words.say(Word::WaitingQuestionsLead)}</p>
            {asked.map(|(question, place)| view! { <Asked question place set_at /> }).collect_view()}
        </div>
    }
}

/// One question, and what its answer was found to be.
#[component]
fn Asked(question: RuleQuestion, place: u32, set_at: i64) -> impl IntoView {
    let words = Words::expect();
    let (space, session) = (Space::expect(), Session::expect());
    let chosen = RwSignal::new(None::<u32>);
    let verdict = RwSignal::new(None::<QuestionVerdict>);
    let choices: Vec<_> = question.choices.into_iter().zip(0_u32..).map(choice).collect();

    let check = Action::new_local(move |choice: &u32| {
        let answer = AnswerQuestion { space: space.id(), set_at, question: place, choice: *choice };
        async move {
            let found = session.answer_question(answer).await?;
            // Another answer may have been chosen meanwhile.
            let _ = verdict.try_set(Some(found));
            Ok::<(), Trouble>(())
        }
    });
    let select = move |choice: Option<u32>| {
        verdict.set(None);
        chosen.set(choice);
    };
    let submit = move |()| {
        if let Some(choice) = chosen.get_untracked() {
            check.dispatch_local(choice);
        }
    };
    let blocked = move || chosen.get().is_none().then(|| words.text(Word::WaitingQuestionsChoose));
    let failed = move || {
        let trouble = check.value().get().and_then(Result::err)?;
        Some(words.explain(&trouble).title)
    };

    view! {
        <Form on_submit=submit label=Signal::stored(question.text.clone())>
            <RadioGroup
                legend=Signal::stored(question.text)
                choices=choices
                selected=chosen
                on_select=select
            />
            <div>
                <Button
                    role=ButtonRole::Submit
                    is_busy=check.pending()
                    blocked=Signal::derive(blocked)
                >
                    {words.say(Word::WaitingQuestionsCheck)}
                </Button>
            </div>
            <div role="status">
                {move || verdict.get().map(|verdict| view! { <Found verdict /> })}
                {move || failed().map(|title| view! { <p class="field-error">{title}</p> })}
            </div>
        </Form>
    }
}

fn choice((text, place): (String, u32)) -> Choice<Option<u32>> {
    Choice::new(Some(place), move || text.clone())
}

/// Whether it is right; else what the rule says.
#[component]
fn Found(verdict: QuestionVerdict) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let QuestionVerdict { right, rule, version } = verdict;

    let editions = space.editions();

    let said = move || {
        let editions = editions.read();
        let edition = editions.iter().find(|edition| edition.body.version == version)?;
        edition.body.rules.iter().find(|one| one.no == rule).map(|one| one.text.clone())
    };
    if right {
        let sign = view! { <Icon name=IconName::Check /> };
        return view! { <p class="cluster">{sign} <b>{words.say(Word::WaitingQuestionsRight)}</b></p> }
            .into_any();
    }
    view! {
        <Note tone=Tone::Amber icon=IconName::Warn>
            <p>
                <b>{words.say(Word::WaitingQuestionsWrong)}</b>
                " "
                <TextLink to=path::rule(
                    &space.id(),
                    rule,
                )>{words.fill(Word::GuardsRule, &[("no", &rule.to_string())])}</TextLink>
            </p>
            <p>{said}</p>
        </Note>
    }
    .into_any()
}
