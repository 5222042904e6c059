//! What waits for a decision: released into the stream, or returned with a reason.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, RowSignal, Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, ButtonSize, Chip, Dialog, Empty, Form, IconName, TextArea,
    TextLink, Toasts, Tone,
};
use domain::intent::Decision;
use domain::kinds::Held;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// The queue, the oldest first.
#[component]
pub fn HeldQueue() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let waiting = space.to_decide();
    let rows = StoredValue::new(space.held());

    view! {
        <Show
            when=move || !waiting.read().is_empty()
            fallback=move || {
                view! {
                    <Empty
                        icon=IconName::Check
                        title=words.say(Word::GuardsQueueEmptyTitle)
                        body=words.signal(Word::GuardsQueueEmptyBody)
                    />
                }
            }
        >
            <ul class="held-queue" aria-label=words.say(Word::GuardsQueueTitle)>
                <For each=move || waiting.get() key=|id| id.clone() let:id>
                    {rows.get_value().row(&id).map(|held| view! { <Case held id /> })}
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn Case(held: RowSignal<Held>, id: RecordId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let row = Signal::derive(move || held.get());
    let author = row.with_untracked(|row| row.author().clone());
    let member = space.member(author);
    let name =
        Memo::new(move |_| member.get().map(|member| member.body.real_name.clone()).unwrap_or_default());
    let rules = row.with_untracked(|row| row.body.rules.clone());
    let asks = row.with_untracked(|row| row.body.asks());

    view! {
        <li class="held-case">
            <p class="held-head">
                <b>{move || name.get()}</b>
                <span class="soft small">{move || words.moment(row.read().body.sent_at)}</span>
                <span class="soft small">{move || words.waiting(space.waits_since(row.read().at))}</span>
                {rules
                    .into_iter()
                    .map(|no| {
                        let word = move || words.fill(Word::GuardsRule, &[("no", &no.to_string())]);
                        view! { <TextLink to=path::rule(&space.id(), no)>{word}</TextLink> }
                    })
                    .collect::<Vec<_>>()}
                {asks
                    .then(|| view! { <Chip tone=Tone::Indigo>{words.say(Word::GuardsPermitChip)}</Chip> })}
                <Show when=move || row.read().body.mistaken>
                    <Chip tone=Tone::Amber>{words.say(Word::GuardsQueueMistaken)}</Chip>
                </Show>
            </p>
            <p class="held-said">{move || row.read().body.text.clone()}</p>
            {move || {
                pleas_of(words, &row.read())
                    .into_iter()
                    .map(|plea| view! { <p class="soft small">{plea}</p> })
                    .collect::<Vec<_>>()
            }}
            <Decide id name asks />
        </li>
    }
}

/// What its author says to it.
fn pleas_of(words: Words, row: &Arc<Row<Held>>) -> Vec<String> {
    let plea = &row.body.plea;
    match &row.body.source {
        Some(source) => vec![
            words.fill(Word::GuardsPermitFor, &[("purpose", plea)]),
            words.fill(Word::GuardsPermitFrom, &[("source", source)]),
        ],
        None if plea.is_empty() => Vec::new(),
        None => vec![words.fill(Word::GuardsQueuePlea, &[("plea", plea)])],
    }
}

#[component]
fn Decide(id: RecordId, name: Memo<String>, asks: bool) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let id = StoredValue::new(id);
    let returning = RwSignal::new(false);

    let release = Action::new_local(move |(): &()| async move {
        let (decision, done) = match asks {
            true => (Decision::Grant, Word::GuardsPermitGiven),
            false => (Decision::Release, Word::GuardsQueueReleased),
        };
        match space.decide_held(id.get_value(), decision).await {
            Ok(()) => toasts.say(words.text(done)),
            Err(trouble) => {
                let said = words.explain(&trouble);
                toasts.say(format!("{}. {}", said.title, said.body));
            }
        }
    });

    view! {
        <div class="held-acts">
            <Button size=ButtonSize::Compact on_press=move || returning.set(true)>
                {words.say(if asks { Word::GuardsPermitDecline } else { Word::GuardsQueueReturn })}
            </Button>
            <Button
                kind=ButtonKind::Binds
                size=ButtonSize::Compact
                is_busy=release.pending()
                on_press=move || {
                    release.dispatch_local(());
                }
            >
                {words.say(if asks { Word::GuardsPermitGrant } else { Word::GuardsQueueRelease })}
            </Button>
        </div>
        <Dialog
            open=returning
            title=Signal::derive(move || {
                let word = if asks { Word::GuardsPermitDeclineTo } else { Word::GuardsQueueReturnTo };
                words.fill(word, &[("name", &name.get())])
            })
            on_close=move || returning.set(false)
        >
            <ReturnForm id=id.get_value() returning asks />
        </Dialog>
    }
}

#[component]
fn ReturnForm(id: RecordId, returning: RwSignal<bool>, asks: bool) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let id = StoredValue::new(id);
    let reason = RwSignal::new(String::new());
    let verb = if asks { Word::GuardsPermitDecline } else { Word::GuardsQueueReturn };

    let give_back = Action::new_local(move |reason: &String| {
        let decision = Decision::Return(reason.clone());
        async move {
            space.decide_held(id.get_value(), decision).await?;
            let _ = returning.try_set(false);
            Ok(())
        }
    });
    let trouble = Signal::derive(move || give_back.value().get().and_then(Result::<(), Trouble>::err));
    let at_reason = move || match &*trouble.read() {
        Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some("/reason") => {
            Some(words.refusal(problem))
        }
        _ => None,
    };
    let said = Memo::new(move |_| {
        let trouble = trouble.get().filter(|_| at_reason().is_none())?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });

    view! {
        <Form
            on_submit=move |()| _ = give_back.dispatch_local(reason.get_untracked())
            answered=Signal::derive(move || give_back.version().get())
            label=words.signal(verb)
        >
            <TextArea
                label=words.say(Word::GuardsQueueReason)
                value=reason
                lines=2
                error=Signal::derive(at_reason)
            />
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
            <div class="held-acts">
                <Button on_press=move || returning.set(false)>{words.say(Word::FeedComposerCancel)}</Button>
                <Button kind=ButtonKind::Ink role=ButtonRole::Submit is_busy=give_back.pending()>
                    {words.say(verb)}
                </Button>
            </div>
        </Form>
    }
}
