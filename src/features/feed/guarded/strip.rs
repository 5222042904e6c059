//! One's own posts that a guard has set aside: what each waits for, why it came back, or until when it may
//! be posted.

use crate::features::feed::compose::Compose;
use crate::features::feed::trouble::tell;
use crate::i18n::Words;
use crate::state::{Row, RowSignal, Space};
use crate::ui::{Button, ButtonKind, ButtonSize, Icon, IconName, IconSize, Toasts};
use domain::kinds::{Held, HeldState};
use domain::shown::is_blank;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// Nothing where nothing is set aside.
#[component]
pub fn Strip() -> impl IntoView {
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
    let space = Space::expect();
    let until = space.granted_until(held.clone());
    let row = Signal::derive(move || held.get());

    let icon = move || match row.read().body.state {
        HeldState::Returned => IconName::Back,
        HeldState::Granted => IconName::Check,
        _ => IconName::Clock,
    };

    view! {
        <li class="held-line">
            {move || view! { <Icon name=icon() size=IconSize::Small /> }}
            <div class="held-words">
                <p>{move || state_of(words, &row.read(), until.get())}</p>
                <p class="held-text">{move || row.read().body.text.clone()}</p>
            </div>
            <MineActs row until id />
        </li>
    }
}

/// Where it stands; `until` says how long a permission still lasts.
fn state_of(words: Words, row: &Row<Held>, until: Option<i64>) -> String {
    match row.body.state {
        HeldState::Returned if row.body.asks() => {
            words.fill(Word::GuardsPermitDeclined, &[("reason", &row.body.reason)])
        }
        HeldState::Returned => words.fill(Word::GuardsHeldReturned, &[("reason", &row.body.reason)]),
        HeldState::Granted => match until {
            Some(until) => words.fill(Word::GuardsPermitGranted, &[("time", &words.moment(until))]),
            None => words.text(Word::GuardsPermitOver),
        },
        _ if row.body.asks() => words.text(Word::GuardsPermitWaiting),
        _ if row.body.mistaken => words.text(Word::GuardsHeldDisputed),
        _ => words.text(Word::GuardsHeldWaiting),
    }
}

#[component]
fn MineActs(row: Signal<Arc<Row<Held>>>, until: Memo<Option<i64>>, id: RecordId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let compose = Compose::expect();
    let toasts = Toasts::expect();
    let id = StoredValue::new(id);
    let is_granted = Memo::new(move |_| until.read().is_some());
    // What was granted holds for these words.
    let is_free = Memo::new(move |_| is_blank(&compose.text().read()) && !is_granted.get());

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
                Err(trouble) => tell(words, toasts, &trouble),
            }
        }
    });
    let post = Action::new_local(move |(): &()| async move {
        if let Err(trouble) = space.post_granted(id.get_value()).await {
            tell(words, toasts, &trouble);
        }
    });
    let put_away_word = move || match row.read().body.state {
        HeldState::Returned | HeldState::Granted => words.text(Word::GuardsHeldDismiss),
        _ => words.text(Word::GuardsHeldWithdraw),
    };

    view! {
        <div class="held-acts">
            <Show when=move || is_granted.get()>
                <Button
                    kind=ButtonKind::Ink
                    size=ButtonSize::Compact
                    is_busy=post.pending()
                    on_press=move || {
                        post.dispatch_local(());
                    }
                >
                    {words.say(Word::GuardsPermitPost)}
                </Button>
            </Show>
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
