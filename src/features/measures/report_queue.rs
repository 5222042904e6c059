//! Reports that wait for a decision. Taking a measure about the post decides them, too.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{RowSignal, Space};
use crate::ui::{Button, ButtonKind, ButtonLink, ButtonSize, Toasts};
use domain::kinds::{Report, ReportState};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// The queue, the oldest first; nothing where none waits.
#[component]
pub fn ReportQueue() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let waiting = space.reports_to_decide();

    view! {
        <Show when=move || !waiting.read().is_empty()>
            <ul class="held-queue" aria-label=words.say(Word::MeasuresReportQueue)>
                <For each=move || waiting.get() key=|id| id.clone() let:id>
                    {space.report(&id).map(|report| view! { <Case report id /> })}
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn Case(report: RowSignal<Report>, id: RecordId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let row = Signal::derive(move || report.get());
    let (author, person) = row.with_untracked(|row| (row.author().clone(), row.body.person.clone()));
    let (by, about) = (space.member(author), space.member(person));
    let by = move || by.get().map(|member| member.body.real_name.clone()).unwrap_or_default();
    let about = move || about.get().map(|member| member.body.real_name.clone()).unwrap_or_default();

    view! {
        <li class="held-case">
            <p class="held-head">
                <b>
                    {move || {
                        words.fill(Word::MeasuresReportBy, &[("who", &by()), ("name", &about())])
                    }}
                </b>
                <time class="faint small">{move || words.moment(row.read().at)}</time>
                <span class="soft small">{move || words.waiting(space.waits_since(row.read().at))}</span>
            </p>
            <p class="held-said">{move || row.read().body.said.clone()}</p>
            <p class="soft small">
                {move || words.fill(Word::MeasuresReason, &[("reason", &row.read().body.reason)])}
            </p>
            <Decide id message=row.with_untracked(|row| row.body.message.clone()) />
        </li>
    }
}

#[component]
fn Decide(id: RecordId, message: RecordId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let id = StoredValue::new(id);

    let decide = Action::new_local(move |state: &ReportState| {
        let (id, state) = (id.get_value(), state.clone());
        async move {
            if let Err(trouble) = space.decide_report(id, state).await {
                let said = words.explain(&trouble);
                toasts.say(format!("{}. {}", said.title, said.body));
            }
        }
    });

    view! {
        <div class="held-acts">
            <Button
                size=ButtonSize::Compact
                is_busy=decide.pending()
                on_press=move || {
                    decide.dispatch_local(ReportState::Dismissed);
                }
            >
                {words.say(Word::MeasuresReportDismiss)}
            </Button>
            <ButtonLink
                kind=ButtonKind::Ink
                size=ButtonSize::Compact
                to=path::post(&space.id(), &message)
            >
                {words.say(Word::MeasuresReportAct)}
            </ButtonLink>
        </div>
    }
}
