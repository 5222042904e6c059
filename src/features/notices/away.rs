//! What happened while this person was away: told once when the space opens, with a way to where the
//! unread part begins.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{Button, ButtonKind, ButtonSize, TextLink};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// The note; nothing where the stream says all there is.
#[component]
pub fn AwayNote(
    /// Runs with a message, to show it.
    #[prop(into)]
    on_jump: Callback<RecordId>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let away = space.away();
    let (asked, decided) = (space.asked_meanwhile(), space.decided_meanwhile());
    let is_shown = Memo::new(move |_| {
        let away = away.read();
        asked.get() > 0
            || decided.get() > 0
            || !away.to_me.is_empty()
            || !away.announced.is_empty()
            || !away.ruled.is_empty()
    });
    let first = move || {
        let jump = move |id: RecordId| on_jump.run(id);
        if let Some(id) = away.read_untracked().first.clone() {
            jump(id);
        }
    };

    view! {
        <Show when=move || is_shown.get()>
            <section class="away" aria-label=words.say(Word::NoticesAway)>
                <p class="away-words">
                    <b class="away-head">{words.say(Word::NoticesAway)}</b>
                    <Told on_jump asked decided />
                </p>
                <div class="away-acts">
                    <Show when=move || away.read().first.is_some()>
                        <Button size=ButtonSize::Compact on_press=first>
                            {words.say(Word::NoticesAwayFirst)}
                        </Button>
                    </Show>
                    <Button
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Compact
                        on_press=move || space.put_away()
                    >
                        {words.say(Word::NoticesAwayClose)}
                    </Button>
                </div>
            </section>
        </Show>
    }
}

/// What there is, each as a way to it.
#[component]
fn Told(on_jump: Callback<RecordId>, asked: Memo<usize>, decided: Memo<usize>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let away = space.away();
    let link = move |count: usize, word: Word, to: String| {
        (count > 0).then(|| view! { <TextLink to=to>{move || words.count(word, count)}</TextLink> })
    };
    let named = move || {
        let first = away.read().to_me.first().cloned()?;
        let count = away.read().to_me.len();
        Some(view! {
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Compact
                on_press=move || on_jump.run(first.clone())
            >
                {move || words.count(Word::NoticesAwayToMe, count)}
            </Button>
        })
    };

    view! {
        {move || link(away.read().announced.len(), Word::NoticesAwayAnnounced, path::notices(&space.id()))}
        {named}
        {move || link(away.read().ruled.len(), Word::NoticesAwayRuled, path::rules(&space.id()))}
        {move || link(asked.get(), Word::NoticesAwayAsked, path::members(&space.id()))}
        {move || link(decided.get(), Word::NoticesAwayProposals, path::proposals(&space.id()))}
        {move || {
            let said = away.read().said;
            (said > 0).then(|| view! { <span>{words.count(Word::NoticesAwaySaid, said)}</span> })
        }}
    }
}
