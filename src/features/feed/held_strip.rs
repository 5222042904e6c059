//! One's own posts that a guard has set aside: what each waits for, or why it came back.

use crate::features::feed::compose::Compose;
use crate::i18n::Words;
use crate::state::{Row, RowSignal, Space};
use crate::ui::{Button, ButtonKind, ButtonSize, Icon, IconName, IconSize, Toasts};
use domain::kinds::{Held, HeldState};
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// Nothing where nothing is set aside.
#[component]
pub fn HeldStrip() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let mine = space.my_held();
    let rows = StoredValue::new(space.held());

    view! {
        <Show when=move || !mine.read().is_empty()>
            <ul class="held-strip" aria-label=words.say(Word::GuardsHeldTitle)>
                <For each=move || mine.get() key=|id| id.clone() let:id>
                    {rows.get_value().row(&id).map(|held| view! { <Mine held id /> })}
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn Mine(held: RowSignal<Held>, id: RecordId) -> impl IntoView {
    let words = Words::expect();
    let row = Signal::derive(move || held.get());

    let icon = move || match row.read().body.state {
        HeldState::Returned => IconName::Back,
        _ => IconName::Clock,
    };

    view! {
        <li class="held-line">
            {move || view! { <Icon name=icon() size=IconSize::Small /> }}
            <div class="held-words">
                <p>{move || state_of(words, &row.read())}</p>
                <p class="held-text">{move || row.read().body.text.clone()}</p>
            </div>
            <MineActs row id />
        </li>
    }
}

fn state_of(words: Words, row: &Row<Held>) -> String {
    match row.body.state {
        HeldState::Returned => words.fill(Word::GuardsHeldReturned, &[("reason", &row.body.reason)]),
        _ if row.body.mistaken => words.text(Word::GuardsHeldDisputed),
        _ => words.text(Word::GuardsHeldWaiting),
    }
}

#[component]
fn MineActs(row: Signal<Arc<Row<Held>>>, id: RecordId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let compose = Compose::expect();
    let toasts = Toasts::expect();
    let id = StoredValue::new(id);
    let is_free = Memo::new(move |_| compose.text().read().trim().is_empty());

    let put_away = Action::new_local(move |into_composer: &bool| {
        let into_composer = *into_composer;
        let text = row.with_untracked(|row| row.body.text.clone());
        async move {
            match space.withdraw_held(id.get_value()).await {
                // Kept as a draft at once: it now stands nowhere else.
                Ok(()) if into_composer => {
                    space.keep_draft(text.clone());
                    compose.text().set(text);
                }
                Ok(()) => {}
                Err(trouble) => {
                    let said = words.explain(&trouble);
                    toasts.say(format!("{}. {}", said.title, said.body));
                }
            }
        }
    });
    let put_away_word = move || match row.read().body.state {
        HeldState::Returned => words.text(Word::GuardsHeldDismiss),
        _ => words.text(Word::GuardsHeldWithdraw),
    };

    view! {
        <div class="held-acts">
            <Show when=move || is_free.get()>
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Compact
                    on_press=move || {
                        put_away.dispatch_local(true);
                    }
                >
                    {words.say(Word::GuardsHeldEdit)}
                </Button>
            </Show>
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Compact
                on_press=move || {
                    put_away.dispatch_local(false);
                }
            >
                {put_away_word}
            </Button>
        </div>
    }
}
