//! Where one has asked to come in: the card, and how it stands. It asks again by itself while one waits.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{ServerClock, Session, Trouble, Typed};
use crate::ui::{
    Button, ButtonKind, ButtonLink, ButtonRole, Card, Chip, Confirm, Face, Form, IconName, Load, Note,
    TextArea, Toasts, Tone, every,
};
use domain::shown::is_blank;
use leptos::prelude::*;
use protocol::SpaceId;
use protocol::account::{AdvanceRequest, JoinRequest, RequestCourse, RequestState, RequestStep};
use std::time::Duration;
use words::Word;

/// How often it asks.
const EVERY: Duration = Duration::from_secs(10);

/// Goes on with one's own request.
type GoOn = Action<(SpaceId, RequestStep, String), ()>;

/// The cards, newest first.
#[component]
pub fn MyRequests() -> impl IntoView {
    let words = Words::expect();
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let asked = LocalResource::new(move || session.requests());

    let go_on: GoOn = Action::new_local(move |(space, step, text): &(SpaceId, RequestStep, String)| {
        let (space, step, text) = (space.clone(), *step, text.clone());
        async move {
            let Some(person) = session.me().get_untracked().map(|me| me.person.clone()) else { return };
            let advance = AdvanceRequest { space, person, step, text };
            if let Err(trouble) = session.advance_request(advance).await {
                let said = words.explain(&trouble);
                toasts.say(format!("{}. {}", said.title, said.body));
            }
            asked.refetch();
        }
    });
    // Asking again draws nothing anew that is as it was: somebody may be typing an answer.
    let known = Memo::new(move |before: Option<&Vec<JoinRequest>>| match asked.get() {
        Some(Ok(requests)) => requests.mine,
        _ => before.cloned().unwrap_or_default(),
    });
    let mine = move || asked.get().and_then(Result::ok).map(|requests| requests.mine).unwrap_or_default();
    let waits = move || mine().iter().any(|request| request.state.is_open());
    every(EVERY, move || {
        if untrack(waits) {
            asked.refetch();
        }
    });
    let face = move || match asked.get() {
        None => Face::Waiting,
        Some(Err(_)) => Face::Failed,
        Some(Ok(requests)) if requests.mine.is_empty() => Face::Empty,
        Some(Ok(_)) => Face::Here,
    };

    view! {
        <Load
            face=Signal::derive(face)
            waiting=words.say(Word::AppLoading)
            empty=move || view! { <p class="soft small">{words.say(Word::WaitingNone)}</p> }
            failed=move || {
                let trouble = asked.get().and_then(Result::err);
                view! { <NotKnown trouble on_again=move || asked.refetch() /> }
            }
        >
            <div class="stack">
                {move || known.get().into_iter().map(|request| view! { <Asked request go_on /> }).collect_view()}
            </div>
        </Load>
    }
}

#[component]
fn NotKnown(trouble: Option<Trouble>, #[prop(into)] on_again: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let said =
        trouble.map(|trouble| words.explain(&trouble)).map(|said| format!("{}. {}", said.title, said.body));

    view! {
        <p class="soft small">{said}</p>
        <Button on_press=move || on_again.run(())>{words.say(Word::AppAgain)}</Button>
    }
}

#[component]
fn Asked(request: JoinRequest, go_on: GoOn) -> impl IntoView {
    let words = Words::expect();
    let JoinRequest { space, name, purpose, asked_at, state, reason, course } = request;
    let (tone, word) = match state {
        RequestState::Waiting => (Tone::Amber, Word::WaitingStateWaiting),
        RequestState::More => (Tone::Seal, Word::WaitingStateMore),
        RequestState::Admitted => (Tone::Jade, Word::WaitingStateAdmitted),
        RequestState::Declined => (Tone::Plain, Word::WaitingStateDeclined),
        RequestState::Withdrawn => (Tone::Plain, Word::WaitingStateWithdrawn),
    };
    let group = name.clone();

    view! {
        <Card>
            <article class="stack">
                <h2 class="section-title">{name}</h2>
                <p>{purpose}</p>
                <p class="cluster small">
                    <Chip tone icon=IconName::Clock>
                        {words.say(word)}
                    </Chip>
                    <span>{move || words.fill(Word::WaitingSince, &[("when", &words.moment(asked_at))])}</span>
                </p>
                <Course asked_at state course=course.clone() />
                {(!reason.is_empty()).then(|| view! { <p class="soft">{reason}</p> })}
                {(state == RequestState::More)
                    .then(|| view! { <More space=space.clone() question=course.question.clone() go_on /> })}
                {(state == RequestState::Admitted)
                    .then(|| {
                        view! {
                            <ButtonLink kind=ButtonKind::Ink to=path::rules_read(&space)>
                                {words.say(Word::EntryJoinOpen)}
                            </ButtonLink>
                        }
                    })}
                {state.is_open().then(|| view! { <Withdraw space=space.clone() name=group go_on /> })}
            </article>
        </Card>
    }
}

/// Taking the request back: what was filled in goes with it, so it is asked first.
#[component]
fn Withdraw(space: SpaceId, name: String, go_on: GoOn) -> impl IntoView {
    let words = Words::expect();
    let asks = RwSignal::new(false);
    let title = Signal::derive(move || words.fill(Word::WaitingWithdrawAsk, &[("name", &name)]));
    let withdraw = move || _ = go_on.dispatch_local((space.clone(), RequestStep::Withdraw, String::new()));

    view! {
        <div>
            <Button kind=ButtonKind::Quiet is_busy=go_on.pending() on_press=move || asks.set(true)>
                {words.say(Word::WaitingWithdraw)}
            </Button>
        </div>
        <Confirm
            open=asks
            title
            cancel=words.say(Word::AppCancel)
            act=words.say(Word::WaitingWithdraw)
            on_confirm=withdraw
        >
            <p>{words.say(Word::WaitingWithdrawWhat)}</p>
        </Confirm>
    }
}

/// Handed in, looked at, decided: when each was, and until when the last is expected.
#[component]
fn Course(asked_at: i64, state: RequestState, course: RequestCourse) -> impl IntoView {
    let words = Words::expect();
    let clock = ServerClock::expect();
    let seen_at = course.seen_at.or(course.decided_at);
    let steps = [
        (Word::WaitingStepAsked, Some(asked_at)),
        (Word::WaitingStepSeen, seen_at),
        (Word::WaitingStepDecided, course.decided_at),
    ];
    let line = move |(step, at): (Word, Option<i64>)| {
        let when = move || at.map_or_else(|| words.text(Word::WaitingStepOpen), |at| words.moment(at));
        view! {
            <dt class="facts-term">{words.say(step)}</dt>
            <dd class="facts-value">{when}</dd>
        }
    };
    let due = move || {
        let due_at = course.due_at.filter(|_| state.is_open())?;
        let word = if clock.now_ms() > due_at { Word::WaitingDueOver } else { Word::WaitingDue };
        Some(words.fill(word, &[("when", &words.moment(due_at))]))
    };

    view! {
        <dl class="facts">
            {steps.map(line).collect_view()}
        </dl>
        <p class="small">{due}</p>
        {(!course.answer.is_empty())
            .then(|| {
                let answer = course.answer;
                let said = move || words.fill(Word::WaitingMoreSent, &[("text", &answer)]);
                view! { <p class="soft small">{said}</p> }
            })}
    }
}

/// What the person is asked, and the answer.
#[component]
fn More(space: SpaceId, question: String, go_on: GoOn) -> impl IntoView {
    let words = Words::expect();
    let mut typed = Typed::of(["more", space.as_str()].join("."));
    let answer = typed.field("answer", String::new());
    let is_sent = RwSignal::new(false);

    let send = move |()| {
        is_sent.set(true);
        if !is_blank(&answer.read_untracked()) {
            typed.forget();
            go_on.dispatch_local((space.clone(), RequestStep::Answer, answer.get_untracked()));
        }
    };
    let error =
        move || (is_sent.get() && is_blank(&answer.read())).then(|| words.text(Word::EntryAccountRequired));

    view! {
        <Form on_submit=send label=words.signal(Word::WaitingMoreTitle)>
            <Note tone=Tone::Amber icon=IconName::Info>
                <p><strong>{words.say(Word::WaitingMoreTitle)}</strong></p>
                <p>{question}</p>
            </Note>
            <TextArea
                label=words.say(Word::WaitingMoreAnswer)
                value=answer
                error=Signal::derive(error)
                lines=2
            />
            <div>
                <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=go_on.pending()>
                    {words.say(Word::WaitingMoreSend)}
                </Button>
            </div>
        </Form>
    }
}
