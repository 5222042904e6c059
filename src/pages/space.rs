//! The layout of a space: opens it for the pages inside, and says so where it is not to be had.

use crate::i18n::Words;
use crate::pages::{Shell, Threshold, Whereabouts};
use crate::routes::path;
use crate::state::{Phase, Space, device};
use crate::ui::{Button, ButtonKind, ButtonLink, Empty, IconName, Skeleton, Toasts, TopBar};
use domain::shown::is_blank;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use protocol::SpaceId;
use words::Word;

/// Opens the space that the address names; another address opens another.
#[component]
pub fn SpaceLayout() -> impl IntoView {
    Words::of_page();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("space").unwrap_or_default());

    view! {
        <Threshold>{move || view! { <OpenSpace id=SpaceId::new(id.get()) /> }}</Threshold>
    }
}

#[component]
fn OpenSpace(id: SpaceId) -> impl IntoView {
    Whereabouts::expect().enter(id.clone());
    let space = Space::provide(id);
    let phase = Memo::new(move |_| space.phase().get());

    move || match phase.get() {
        Phase::Here => view! { <Outlet /> }.into_any(),
        Phase::Waiting => view! { <NotYet /> }.into_any(),
        Phase::Missing => view! { <NoSpace /> }.into_any(),
    }
}

#[component]
fn NotYet() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell bar=move || view! { <SpaceBar title=words.say(Word::AppLoading) waits=true /> }>
            <div class="column">
                <Skeleton label=words.say(Word::AppLoading) />
            </div>
        </Shell>
    }
}

#[component]
fn NoSpace() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell bar=move || view! { <SpaceBar title=words.say(Word::SpacesMissingTitle) /> }>
            <Empty
                icon=IconName::Search
                title=words.say(Word::SpacesMissingTitle)
                body=words.signal(Word::SpacesMissingBody)
            >
                <WhyRemoved />
                <LeftOver />
                <ButtonLink kind=ButtonKind::Ink to=path::home()>
                    {words.say(Word::AppMissingHome)}
                </ButtonLink>
            </Empty>
        </Shell>
    }
}

#[component]
fn SpaceBar(#[prop(into)] title: Signal<String>, #[prop(optional)] waits: bool) -> impl IntoView {
    let words = Words::expect();

    view! {
        <TopBar
            title=title
            waits=waits
            back=Signal::derive(|| Some(path::home()))
            back_label=Signal::derive(words.say(Word::AppBack))
        />
    }
}

/// Who was removed reads when, by which rule, and why.
#[component]
fn WhyRemoved() -> impl IntoView {
    let words = Words::expect();
    let removal = Space::expect().removal();

    move || {
        removal.get().map(|(taken_at, rule, reason)| {
            let rule = rule.map(|no| words.fill(Word::GuardsRule, &[("no", &no.to_string())]));
            let reason = words.fill(Word::MeasuresReason, &[("reason", &reason)]);
            let parts = [Some(words.fill(Word::MeasuresRemoved, &[("when", &words.full(taken_at))])), rule];
            view! {
                <p>{parts.into_iter().flatten().collect::<Vec<_>>().join(" ")}</p>
                <p>{reason}</p>
            }
        })
    }
}

/// What was being written when the space closed: it can't be posted any more, but it is its author's.
#[component]
fn LeftOver() -> impl IntoView {
    let words = Words::expect();
    let toasts = Toasts::expect();
    let text = Space::expect().left_over();
    let copy = Action::new_local(move |text: &String| {
        let answer = device::copy(text.clone());
        async move {
            if answer.await {
                toasts.say(words.text(Word::SpacesLeftCopied));
            }
        }
    });

    (!is_blank(&text)).then(|| {
        let shown = text.clone();
        view! {
            <p>{words.say(Word::SpacesLeftOver)}</p>
            <blockquote class="written">{shown}</blockquote>
            <Button
                is_busy=copy.pending()
                on_press=move || {
                    copy.dispatch_local(text.clone());
                }
            >
                {words.say(Word::SpacesLeftCopy)}
            </Button>
        }
    })
}
