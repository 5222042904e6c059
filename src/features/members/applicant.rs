//! One request to come in, in full: what was said, how it compares, and what can be done about it.

use crate::features::members::waiting_list::{Decide, decision};
use crate::i18n::Words;
use crate::state::{Session, Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, ButtonSize, Chip, Dialog, Form, IconName, TextArea, Tone,
};
use domain::shown::is_blank;
use leptos::prelude::*;
use protocol::account::{AdvanceRequest, Applicant, RequestStep, RosterFinding, RosterMatch, Twin};
use words::Word;

/// The request on the screen, if any.
pub type Shown = RwSignal<Option<Applicant>>;

/// The dialog. Opening it tells who waits that somebody has looked.
#[component]
pub fn ApplicantDialog(
    /// Which request.
    shown: Shown,
    /// Lets somebody in.
    decide: Decide,
    /// Asks why not.
    declined: Shown,
    /// Runs when something was asked.
    #[prop(into)]
    on_asked: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();

    Effect::new(move |_| {
        let Some(applicant) = shown.get().filter(|applicant| applicant.course.seen_at.is_none()) else {
            return;
        };
        leptos::task::spawn_local_scoped_with_cancellation(async move {
            // A look that nobody hears of is no reason to disturb who looks.
            _ = session.advance_request(step(applicant, RequestStep::Look, String::new())).await;
        });
    });
    let name = move || shown.get().map(|applicant| applicant.real_name).unwrap_or_default();
    let admit = move || {
        if let Some(applicant) = shown.get_untracked() {
            decide.dispatch_local(decision(applicant, true, String::new()));
        }
        shown.set(None);
    };
    let decline = move || {
        declined.set(shown.get_untracked());
        shown.set(None);
    };

    view! {
        <Dialog
            open=Signal::derive(move || shown.read().is_some())
            title=Signal::derive(move || words.fill(Word::WaitingLookTitle, &[("name", &name())]))
            on_close=move || shown.set(None)
            actions=move || {
                view! {
                    <Button on_press=move || shown.set(None)>{words.say(Word::AppClose)}</Button>
                    <Button on_press=decline>{words.say(Word::WaitingListDecline)}</Button>
                    <Button kind=ButtonKind::Ink on_press=admit>
                        {words.say(Word::WaitingListAdmit)}
                    </Button>
                }
            }
        >
            {move || shown.get().map(|applicant| view! { <Facts applicant /> })}
            <AskMore shown on_asked />
        </Dialog>
    }
}

#[component]
fn Facts(applicant: Applicant) -> impl IntoView {
    let words = Words::expect();
    let about = Space::expect().about();
    let Applicant { dept, post, link, course, roster, twins, .. } = applicant;
    let form = course.form;
    let about = about.get().map(|about| about.body.clone()).unwrap_or_default();
    let yes = |is: bool, word: Word| if is { words.text(word) } else { String::new() };
    let rows = [
        (Word::EntryAccountDept, dept),
        (Word::EntryAccountPost, post),
        (Word::WaitingFormNumber, form.number),
        (Word::WaitingFormPurpose, form.purpose),
        (Word::WaitingFormRegular, yes(form.regular, Word::WaitingLookYes)),
        (Word::WaitingFormPledge, yes(!form.pledge.is_empty(), Word::WaitingLookPromised)),
        (Word::WaitingLookLink, link),
        (Word::WaitingLookScope, about.for_whom),
        (Word::EntryJoinNotFor, about.not_for),
    ];
    let row = |(word, said): (Word, String)| {
        (!said.is_empty()).then(|| {
            view! {
                <dt class="facts-term">{words.say(word)}</dt>
                <dd class="facts-value">{said}</dd>
            }
        })
    };
    let line = |word: Word, said: String| {
        (!said.is_empty()).then(|| view! { <p>{move || words.fill(word, &[("text", &said)])}</p> })
    };

    view! {
        <div class="stack">
            <RosterChip roster />
            {twins.into_iter().map(|twin| view! { <TwinLine twin /> }).collect_view()}
            <dl class="facts">{rows.map(row).collect_view()}</dl>
            {line(Word::WaitingLookAsked, course.question)}
            {line(Word::WaitingLookAnswered, course.answer)}
        </div>
    }
}

/// How somebody stands against the roster, in words.
#[component]
pub fn RosterChip(
    /// What was found; none where there is no roster.
    roster: Option<RosterFinding>,
) -> impl IntoView {
    let words = Words::expect();

    roster.map(|RosterFinding { verdict, dept, number }| {
        let (tone, icon, word, value) = match verdict {
            RosterMatch::On => (Tone::Jade, IconName::Check, Word::WaitingRosterOn, String::new()),
            RosterMatch::DeptDiffers => (Tone::Amber, IconName::Warn, Word::WaitingRosterDept, dept),
            RosterMatch::NumberDiffers => (Tone::Amber, IconName::Warn, Word::WaitingRosterNumber, number),
            RosterMatch::Missing => (Tone::Rust, IconName::Warn, Word::WaitingRosterMissing, String::new()),
        };
        let said = move || match value.is_empty() {
            true => words.text(word),
            false => words.fill(word, &[("value", &value)]),
        };
        view! {
            <p>
                <Chip tone icon>
                    {said}
                </Chip>
            </p>
        }
    })
}

#[component]
fn TwinLine(twin: Twin) -> impl IntoView {
    let words = Words::expect();
    let word = if twin.waits { Word::WaitingTwinWaits } else { Word::WaitingTwinMember };
    let name = [twin.real_name, twin.dept];
    let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");

    view! {
        <p>
            <Chip tone=Tone::Amber icon=IconName::Warn>
                {move || words.fill(word, &[("name", &name)])}
            </Chip>
        </p>
    }
}

#[component]
fn AskMore(shown: Shown, on_asked: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let question = RwSignal::new(String::new());
    let is_sent = RwSignal::new(false);

    let ask = Action::new_local(move |question: &String| {
        let (applicant, question) = (shown.get_untracked(), question.clone());
        async move {
            let Some(applicant) = applicant else { return Ok(()) };
            session.advance_request(step(applicant, RequestStep::Ask, question)).await?;
            shown.set(None);
            on_asked.run(());
            Ok::<(), Trouble>(())
        }
    });
    let said = Memo::new(move |_| {
        let trouble = ask.value().get().and_then(Result::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let send = move |()| {
        is_sent.set(true);
        if !is_blank(&question.read_untracked()) {
            ask.dispatch_local(question.get_untracked());
        }
    };
    let error =
        move || (is_sent.get() && is_blank(&question.read())).then(|| words.text(Word::EntryAccountRequired));

    view! {
        <Form on_submit=send label=words.signal(Word::WaitingLookAskSend)>
            <TextArea
                label=words.say(Word::WaitingLookAsk)
                value=question
                error=Signal::derive(error)
                lines=2
            />
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <div>
                <Button role=ButtonRole::Submit size=ButtonSize::Compact is_busy=ask.pending()>
                    {words.say(Word::WaitingLookAskSend)}
                </Button>
            </div>
        </Form>
    }
}

fn step(applicant: Applicant, step: RequestStep, text: String) -> AdvanceRequest {
    AdvanceRequest { space: applicant.space, person: applicant.person, step, text }
}
