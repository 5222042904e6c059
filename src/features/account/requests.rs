//! Where one has asked to come in: the card, and how it stands. It asks again by itself while one waits.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Session, Trouble};
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Chip, Face, IconName, Load, Tone};
use leptos::prelude::*;
use protocol::account::{JoinRequest, RequestState};
use std::time::Duration;
use words::Word;

/// How often it asks.
const EVERY: Duration = Duration::from_secs(10);

/// The cards, newest first.
#[component]
pub fn MyRequests() -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let asked = LocalResource::new(move || session.requests());

    let mine = move || asked.get().and_then(Result::ok).map(|requests| requests.mine).unwrap_or_default();
    let waits = move || mine().iter().any(|request| request.state == RequestState::Waiting);
    let clock = set_interval_with_handle(
        move || {
            if untrack(waits) {
                asked.refetch();
            }
        },
        EVERY,
    );
    on_cleanup(move || {
        if let Ok(clock) = clock {
            clock.clear();
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
                {move || mine().into_iter().map(|request| view! { <Asked request /> }).collect_view()}
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
fn Asked(request: JoinRequest) -> impl IntoView {
    let words = Words::expect();
    let JoinRequest { space, name, purpose, asked_at, state, reason } = request;
    let (tone, word) = match state {
        RequestState::Waiting => (Tone::Amber, Word::WaitingStateWaiting),
        RequestState::Admitted => (Tone::Jade, Word::WaitingStateAdmitted),
        RequestState::Declined => (Tone::Plain, Word::WaitingStateDeclined),
    };

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
                {(!reason.is_empty()).then(|| view! { <p class="soft">{reason}</p> })}
                {(state == RequestState::Admitted)
                    .then(|| {
                        view! {
                            <ButtonLink kind=ButtonKind::Ink to=path::rules_read(&space)>
                                {words.say(Word::EntryJoinOpen)}
                            </ButtonLink>
                        }
                    })}
            </article>
        </Card>
    }
}
