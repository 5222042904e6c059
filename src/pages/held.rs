//! What waits for a decision: reports, and what guards have set aside. For owner and administrators.

use crate::features::guards::HeldQueue;
use crate::features::measures::ReportQueue;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{ButtonLink, Empty, IconName, TopBar};
use domain::handling::{Handling, WINDOW_DAYS};
use domain::policy::Action;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn HeldPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may = space.may(Action::DecideHeld);
    let (held, reports) = (space.to_decide(), space.reports_to_decide());
    // It says that nothing waits, where nothing does.
    let proposals = space.proposals_to_decide();
    let shows_held =
        Memo::new(move |_| !held.read().is_empty() || (reports.read().is_empty() && proposals.get() == 0));

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::GuardsQueueTitle)
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <Show
                    when=move || may.read().is_ok()
                    fallback=move || {
                        view! {
                            <Empty
                                icon=IconName::Lock
                                title=words.say(Word::GuardsForbiddenTitle)
                                body=words.signal(Word::GuardsForbiddenBody)
                            />
                        }
                    }
                >
                    <Show when=move || proposals.get() != 0>
                        <p>
                            <ButtonLink to=path::proposals(&space.id())>
                                {words.count(Word::ProposalsLink, proposals.get())}
                            </ButtonLink>
                        </p>
                    </Show>
                    <Handled />
                    <ReportQueue />
                    <Show when=move || shows_held.get()>
                        <HeldQueue />
                    </Show>
                </Show>
            </div>
        </Shell>
    }
}

/// How quickly it was decided lately; nothing where nothing was.
#[component]
fn Handled() -> impl IntoView {
    let words = Words::expect();
    let handling = Space::expect().handling();
    let said = move |Handling { count, median_ms }| {
        let (time, days) = (words.span(median_ms), words.number(WINDOW_DAYS));
        words.count_with(Word::GuardsQueueHandled, count, &[("time", &time), ("days", &days)])
    };

    move || handling.get().map(|told| view! { <p class="soft small">{said(told)}</p> })
}
