//! Reporting a post. Who will read it is said before it is sent.

use crate::i18n::Words;
use crate::state::{Row, Space, Trouble, Typed};
use crate::ui::{Alert, Button, ButtonKind, ButtonRole, Form, TextArea, Toasts};
use domain::intent::NewReport;
use domain::kinds::{OWNER_REPORT, Report, ReportState};
use leptos::prelude::*;
use protocol::{PersonId, RecordId};
use std::sync::Arc;
use words::Word;

/// The form, or what became of one's report.
#[component]
pub fn ReportForm(
    /// The post.
    message: RecordId,
    /// Who wrote it.
    person: PersonId,
    /// What they are called.
    #[prop(into)]
    name: Signal<String>,
    /// What it says.
    #[prop(into)]
    said: Signal<String>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let goes_to_owner = space.report_goes_to_owner(person.clone());
    let mine = space.my_report(message.clone());
    let about = StoredValue::new((message, person));
    let reads = move || match goes_to_owner.get() {
        Some(true) => words.fill(Word::MeasuresReportOwner, &[("name", &name.get())]),
        _ => words.fill(Word::MeasuresReportStaff, &[("name", &name.get())]),
    };

    view! {
        {move || match (mine.get(), goes_to_owner.get()) {
            (Some(report), _) => {
                view! { <p class="soft small">{move || fate(words, &report)}</p> }.into_any()
            }
            (None, None) => {
                view! { <p class="soft small">{words.say(Word::MeasuresReportNone)}</p> }.into_any()
            }
            (None, Some(_)) => {
                view! {
                    <p class="soft small">{reads}</p>
                    <Write about said />
                }
                    .into_any()
            }
        }}
    }
}

fn fate(words: Words, report: &Arc<Row<Report>>) -> String {
    // The owner alone reads what becomes of a report about an administrator.
    let is_to_owner = report.head.kind.as_str() == OWNER_REPORT;
    words.text(match report.body.state {
        _ if is_to_owner => Word::MeasuresReportToldOwner,
        ReportState::Upheld => Word::MeasuresReportUpheld,
        ReportState::Dismissed => Word::MeasuresReportDismissed,
        _ => Word::MeasuresReportOpen,
    })
}

#[component]
fn Write(about: StoredValue<(RecordId, PersonId)>, said: Signal<String>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let form = about.with_value(|(message, _)| ["report", space.id().as_str(), message.as_str()].join("."));
    let mut typed = Typed::of(form);
    let reason = typed.field("reason", String::new());
    let typed = StoredValue::new(typed);

    let report = Action::new_local(move |reason: &String| {
        let (message, person) = about.get_value();
        let new = NewReport { message, person, said: said.get_untracked(), reason: reason.clone() };
        async move {
            space.report_post(new).await?;
            let _ = typed.try_with_value(Typed::forget);
            toasts.say(words.text(Word::MeasuresReportDone));
            Ok(())
        }
    });
    let trouble = Signal::derive(move || report.value().get().and_then(Result::<(), Trouble>::err));
    let at_reason = move || match &*trouble.read() {
        Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some("/reason") => {
            Some(words.refusal(problem))
        }
        _ => None,
    };
    let explained = Memo::new(move |_| {
        let trouble = trouble.get().filter(|_| at_reason().is_none())?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });

    view! {
        <Form
            on_submit=move |()| _ = report.dispatch_local(reason.get_untracked())
            answered=Signal::derive(move || report.version().get())
            label=words.signal(Word::MeasuresReportTitle)
        >
            <TextArea
                label=words.say(Word::MeasuresReportReason)
                value=reason
                lines=2
                error=Signal::derive(at_reason)
            />
            <Alert
                title=Signal::derive(move || explained.get().map(|(title, _)| title))
                body=Signal::derive(move || explained.get().map(|(_, body)| body))
            />
            <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=report.pending()>
                {words.say(Word::MeasuresReportGo)}
            </Button>
        </Form>
    }
}
