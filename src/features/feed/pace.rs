//! When the next post goes, where a guard paces them: a countdown under the composer.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{Icon, IconName, IconSize, TextLink, every};
use leptos::prelude::*;
use protocol::RecordId;
use std::time::Duration;
use words::Word;

/// Nothing where a post goes at once.
#[component]
pub fn PaceLine(
    /// The channel into which the next post goes.
    channel: Signal<RecordId>,
) -> impl IntoView {
    let space = Space::expect();
    let slots = space.slots();
    let next = Memo::new(move |_| slots.read().next(&channel.read()));

    move || next.get().map(|(until, rule)| view! { <Countdown until rule /> })
}

/// The words stay as they are while the seconds run, so that nothing is read out again and again.
#[component]
fn Countdown(until: i64, rule: u32) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let left = RwSignal::new(seconds_until(until, space));

    every(Duration::from_secs(1), move || left.set(seconds_until(until, space)));
    let rule_words = words.fill(Word::GuardsRule, &[("no", &rule.to_string())]);

    view! {
        <p class="outlook-line">
            <Icon name=IconName::Clock size=IconSize::Small />
            <span>
                {move || words.fill(Word::GuardsPaceNext, &[("time", &words.time(until))])} " "
                <b role="timer">{move || clock_of(left.get())}</b>
            </span>
            <TextLink to=path::rule(&space.id(), rule)>{rule_words}</TextLink>
        </p>
    }
}

fn seconds_until(until: i64, space: Space) -> i64 {
    until.saturating_sub(space.now_ms()).max(0).saturating_add(999) / 1_000
}

/// `0:42`, `12:05`, `7:00:00`.
fn clock_of(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::clock_of;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn seconds_read_as_a_clock() {
        assert_eq!([42, 725, 25_200].map(clock_of), ["0:42", "12:05", "7:00:00"]);
    }
}
