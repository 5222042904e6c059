//! What stands after the decision: the stamp, or what declining means.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Session, Space};
use crate::ui::{Button, ButtonKind, ButtonLink, Seal, SealSize, SealState};
use leptos::prelude::*;
use words::Word;

/// The version is confirmed: the stamp falls once.
#[component]
pub fn Stamped(
    /// Which version.
    version: u32,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let session = Session::expect();

    let who = move || session.me().get().map(|me| format!("{} · {}", me.real_name, me.dept));
    let digest = move || space.rules().get().map(|rules| digest(&rules.body.hash));
    let is_pending = move || space.ack().read().as_ref().is_some_and(|ack| ack.pending.is_some());

    view! {
        <div class="stamped">
            <Seal state=SealState::Falls size=SealSize::Huge />
            <h2 class="stamped-title">
                {move || words.fill(Word::RulesStampedTitle, &[("version", &version.to_string())])}
            </h2>
            <p class="soft small">{who}</p>
            <p class="tiny faint">
                {move || {
                    digest().map(|digest| words.fill(Word::RulesHash, &[("hash", &digest)]))
                }}
            </p>
            <p class="tiny faint">
                {move || is_pending().then(|| words.text(Word::RulesStampedKept))}
            </p>
            <p class="tiny faint">{words.say(Word::RulesStampedNotConsent)}</p>
            <ButtonLink kind=ButtonKind::Ink to=path::space(&space.id())>
                {words.say(Word::RulesStampedEnter)}
            </ButtonLink>
            <ButtonLink kind=ButtonKind::Quiet to=path::welcome(&space.id())>
                {words.say(Word::WaitingWelcomeOpen)}
            </ButtonLink>
        </div>
    }
}

/// Without a confirmation one reads; nothing is recorded.
#[component]
pub fn Declined(
    /// Runs when the person wants to read the rules after all.
    #[prop(into)]
    on_back: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    view! {
        <div class="stamped">
            <Seal state=SealState::Blank size=SealSize::Large />
            <h2 class="stamped-title">{words.say(Word::RulesReadDeclinedTitle)}</h2>
            <p class="soft">{words.say(Word::RulesReadDeclinedBody)}</p>
            <Button kind=ButtonKind::Ink on_press=move || on_back.run(())>
                {words.say(Word::RulesReadBack)}
            </Button>
            <ButtonLink kind=ButtonKind::Quiet to=path::space(&space.id())>
                {words.say(Word::RulesReadOnlyread)}
            </ButtonLink>
        </div>
    }
}

/// A hash as people compare it: the first eight and the last four digits.
pub fn digest(hash: &str) -> String {
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    let end = hash.len();
    format!("{} {} … {}", part(0, 4), part(4, 8), part(end.saturating_sub(4), end))
}
