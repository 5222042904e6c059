//! What the guards found in the composer, said before it is sent: each with its rule, and what can be
//! done about it.

use super::Occasion;
use super::ack_hint::AckHint;
use super::ask::Ask;
use super::sort_picker::SortPicker;
use crate::features::feed::compose::{Compose, Purpose};
use crate::features::feed::outlook::{Outlook, posting};
use crate::features::feed::write_into::Target;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonSize, Icon, IconName, IconSize, TextField, TextLink, Toasts,
};
use domain::guard::{Course, Finding, Found};
use domain::intent::HandIn;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// The note.
#[component]
pub fn Note(
    /// What it is about.
    occasion: Occasion,
) -> impl IntoView {
    let Occasion { outlook, target, on_jump, on_handed_in } = occasion;
    let findings = Memo::new(move |_| outlook.findings());
    let compose = Compose::expect();
    let is_edit = Memo::new(move |_| matches!(&*compose.purpose().read(), Purpose::Edit { .. }));
    let course = Memo::new(move |_| outlook.course());

    view! {
        <SortPicker outlook />
        <div class="outlook" role="status">
            {move || {
                findings
                    .get()
                    .into_iter()
                    .map(|finding| view! { <FindingLine finding outlook on_jump /> })
                    .collect::<Vec<_>>()
            }}
        </div>
        <AckHint target />
        {move || match course.get() {
            Some(Course::Explain | Course::Ask | Course::Hold | Course::Block) if is_edit.get() => {
                view! { <NoEdit /> }.into_any()
            }
            Some(Course::Explain) => {
                view! { <Remark outlook label=Word::GuardsComposeAgain /> }.into_any()
            }
            Some(Course::Ask) => view! { <Ask outlook target on_handed_in /> }.into_any(),
            Some(Course::Hold) => {
                view! { <Remark outlook label=Word::GuardsComposePlea optional=Word::AppOptional /> }.into_any()
            }
            Some(Course::Block) => view! { <Mistake outlook target on_handed_in /> }.into_any(),
            _ => ().into_any(),
        }}
    }
}

#[component]
fn FindingLine(finding: Finding, outlook: Outlook, on_jump: Callback<RecordId>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let icon = if finding.course >= Course::Ask { IconName::Guard } else { IconName::Info };
    let to = path::rule(&space.id(), finding.rule);
    let rule = words.fill(Word::GuardsRule, &[("no", &finding.rule.to_string())]);
    let same = match &finding.found {
        Found::SaidBefore { message, .. } => Some(message.clone()),
        _ => None,
    };
    let said = words.finding(&finding, same.as_ref().and_then(|id| space.who_said(id)));
    let announced = same.clone().filter(|id| space.notices().row(id).is_some());
    let same = same.filter(|_| announced.is_none());

    let is_nudge = finding.found == Found::Astray;

    view! {
        <p class="outlook-line">
            <Icon name=icon size=IconSize::Small />
            <span>{said}</span>
            <TextLink to=to>{rule}</TextLink>
            {is_nudge
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Quiet
                            size=ButtonSize::Compact
                            on_press=move || outlook.hear()
                        >
                            {words.say(Word::GuardsTopicHeard)}
                        </Button>
                    }
                })}
            {announced
                .map(|id| {
                    view! {
                        <TextLink to=path::notice(
                            &space.id(),
                            &id,
                        )>{words.say(Word::GuardsComposeJump)}</TextLink>
                    }
                })}
            {same
                .map(|message| {
                    view! {
                        <Button
                            kind=ButtonKind::Quiet
                            size=ButtonSize::Compact
                            on_press=move || on_jump.run(message.clone())
                        >
                            {words.say(Word::GuardsComposeJump)}
                        </Button>
                    }
                })}
        </p>
    }
}

#[component]
fn Remark(outlook: Outlook, label: Word, #[prop(optional)] optional: Option<Word>) -> impl IntoView {
    let words = Words::expect();
    let optional = Signal::derive(move || optional.map(|word| words.text(word)));

    view! {
        <div class="outlook-remark">
            <TextField label=words.say(label) value=outlook.remark_field() optional=optional />
        </div>
    }
}

/// What is changed can't wait for an administrator: the message stands in the stream already.
#[component]
fn NoEdit() -> impl IntoView {
    let words = Words::expect();

    view! { <p class="outlook-line">{words.say(Word::GuardsComposeNoEdit)}</p> }
}

/// A guard may be wrong: one press, and an administrator looks.
#[component]
fn Mistake(outlook: Outlook, target: Target, on_handed_in: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let compose = Compose::expect();
    let toasts = Toasts::expect();

    let report = Action::new_local(move |post: &HandIn| {
        let post = post.clone();
        async move {
            space.hand_in(post, compose.is_draft()).await?;
            toasts.say(words.text(Word::GuardsComposeReported));
            on_handed_in.run(());
            Ok(())
        }
    });
    let said = Memo::new(move |_| {
        let trouble = report.value().get().and_then(Result::<(), Trouble>::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });
    let press = move || {
        report.dispatch_local(outlook.hand_in(posting(compose, outlook, target), true));
    };

    view! {
        <div class="outlook-acts">
            <Button size=ButtonSize::Compact is_busy=report.pending() on_press=press>
                {words.say(Word::GuardsComposeMistake)}
            </Button>
        </div>
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}
