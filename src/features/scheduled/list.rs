//! What waits for its time, and what was not let in.

use crate::features::scheduled::form::{ScheduleForm, Writing};
use crate::i18n::Words;
use crate::state::{Fate, Row, RowSignal, Space, Trouble};
use crate::ui::{Button, ButtonSize, Chip, Empty, IconName, List, ListRow, RowMeta, RowTitle, Toasts, Tone};
use domain::kinds::{Scheduled, ScheduledState};
use leptos::prelude::*;
use protocol::{Problem, RecordId};
use std::sync::Arc;
use words::Word;

/// The form over the list; a sentence where the backend could not keep a waiting post to oneself.
#[component]
pub fn ScheduledPosts() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (keeps, to_go) = (space.keeps_private(), space.to_go());
    let writing = Writing::new(space);
    let rows = StoredValue::new(space.scheduled());
    let is_empty = move || to_go.read().is_empty();

    view! {
        <Show
            when=move || keeps.get()
            fallback=move || view! { <p class="soft">{words.say(Word::ScheduledImpossible)}</p> }
        >
            <ScheduleForm writing />
            <section class="section">
                <header class="section-head">
                    <h2 class="section-title">{words.say(Word::ScheduledList)}</h2>
                </header>
                <Show
                    when=move || !is_empty()
                    fallback=move || {
                        view! { <Empty icon=IconName::Clock title=words.say(Word::ScheduledNone) /> }
                    }
                >
                    <List label=words.signal(Word::ScheduledList)>
                        <For each=move || to_go.get() key=|id| id.clone() let:id>
                            {rows.get_value().row(&id).map(|row| view! { <Waiting row writing /> })}
                        </For>
                    </List>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Waiting(row: RowSignal<Scheduled>, writing: Writing) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let row = Signal::derive(move || row.get());
    let (channels, text) = (space.channels(), move || row.read().body.text.clone());
    let when = move || {
        let row = row.read();
        let home = space.home_of(row.body.channel.as_ref());
        let channel =
            channels.read().iter().find(|shown| shown.id == home).map(|shown| words.channel(&shown.channel));
        let moment = words.full(row.body.due_at);
        words.fill(Word::ScheduledLine, &[("when", &moment), ("channel", &channel.unwrap_or_default())])
    };
    let refused = move || refusal_of(&row.read()).map(|problem| words.refusal(&problem));

    view! {
        <ListRow end=move || view! { <Acts row writing /> }>
            <RowTitle>{text}</RowTitle>
            <RowMeta>{when}</RowMeta>
            {move || {
                refused()
                    .map(|why| {
                        view! {
                            <RowMeta>
                                <Chip tone=Tone::Bare>{words.say(Word::ScheduledRefused)}</Chip>
                                " "
                                {why}
                            </RowMeta>
                        }
                    })
            }}
        </ListRow>
    }
}

/// Why it is not let in, where it is not: by this device, or its own record by the server.
fn refusal_of(row: &Arc<Row<Scheduled>>) -> Option<Problem> {
    if let Some(Fate::Refused(problem) | Fate::Parked(problem)) =
        row.pending.as_ref().map(|pending| &pending.fate)
    {
        return Some(problem.clone());
    }
    let scheduled = &row.body;
    let code = scheduled.refusal.as_deref().filter(|_| scheduled.state == ScheduledState::Refused)?;
    Some(Problem { rule: scheduled.rule.map(|no| no.to_string()), ..Problem::new(403, code) })
}

/// What is done with it.
#[derive(Clone, Copy)]
enum Deed {
    Send,
    Cancel,
}

#[component]
fn Acts(row: Signal<Arc<Row<Scheduled>>>, writing: Writing) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let id = StoredValue::new(row.with_untracked(|row| row.id().clone()));

    let act = Action::new_local(move |deed: &Deed| {
        let (deed, id): (Deed, RecordId) = (*deed, id.get_value());
        async move {
            let done: Result<(), Trouble> = match deed {
                Deed::Send => space.send_scheduled(id).await,
                Deed::Cancel => space.cancel_scheduled(id).await,
            };
            match done {
                Ok(()) => toasts.say(words.text(match deed {
                    Deed::Send => Word::ScheduledSent,
                    Deed::Cancel => Word::ScheduledCancelled,
                })),
                Err(trouble) => {
                    let said = words.explain(&trouble);
                    toasts.say([said.title, said.body].join(". "));
                }
            }
        }
    });
    let change = move || {
        let row = row.get_untracked();
        writing.change(row.id().clone(), &row.body, &space.home_of(row.body.channel.as_ref()));
    };
    let label =
        move |word: Word| Signal::derive(move || words.fill(word, &[("text", &row.read().body.text)]));

    view! {
        <div class="cluster">
            <Button size=ButtonSize::Compact label=label(Word::ScheduledChangeOf) on_press=change>
                {words.say(Word::ScheduledChange)}
            </Button>
            <Button
                size=ButtonSize::Compact
                is_busy=act.pending()
                label=label(Word::ScheduledSendOf)
                on_press=move || {
                    act.dispatch_local(Deed::Send);
                }
            >
                {words.say(Word::ScheduledSend)}
            </Button>
            <Button
                size=ButtonSize::Compact
                label=label(Word::ScheduledCancelOf)
                on_press=move || {
                    act.dispatch_local(Deed::Cancel);
                }
            >
                {words.say(Word::ScheduledCancel)}
            </Button>
        </div>
    }
}
