//! For whom confirmed before: what changed since, why, and until when the former confirmation counts.

use crate::features::rules::marks::{ChangeMark, RuleMark};
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Reading, Space};
use crate::ui::TextLink;
use domain::kinds::Rule;
use domain::rules::gate::Standing;
use leptos::prelude::*;
use words::Word;

/// How many of the rules that bind this person changed.
pub fn changed_words(words: Words, reading: &Reading) -> String {
    match reading.laws.len() {
        0 => words.text(Word::RulesStateChangedNone),
        count => words.count(Word::RulesStateChanged, count),
    }
}

/// Until when the confirmation of `former` counts; nothing once it counts no more.
pub fn grace_words(words: Words, former: Option<u32>, standing: Standing) -> Option<String> {
    let Standing::Grace { until_ms } = standing else { return None };
    let version = former?.to_string();
    Some(words.fill(Word::RulesStateGrace, &[("version", &version), ("when", &words.moment(until_ms))]))
}

/// The head of the reader.
#[component]
pub fn Since(
    /// The version that was confirmed before.
    former: u32,
    /// How many rules there are to read.
    count: usize,
    /// The rules that are gone.
    removed: Vec<Rule>,
    /// Why the rules changed; may be empty.
    reason: String,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let standing = space.standing();

    let version = former.to_string();
    let since = move || match count {
        0 => words.fill(Word::RulesReadSinceNone, &[("version", &version)]),
        count => words.count_with(Word::RulesReadSince, count, &[("version", &version)]),
    };

    view! {
        <div class="reader-since">
            <p>
                {since} " "
                <TextLink to=path::rules(&space.id())>{words.say(Word::RulesReadAll)}</TextLink>
            </p>
            {(!reason.is_empty()).then(|| view! { <p><b>{words.say(Word::RulesReason)}</b>" "{reason}</p> })}
            {move || grace_words(words, Some(former), standing.get()).map(|said| view! { <p>{said}</p> })}
            <Removed rules=removed />
        </div>
    }
}

/// The head of the reader for whom nothing was confirmed before: how many of the rules bind them, and the way to
/// all of them, which have the same digest.
#[component]
pub fn Whole(
    /// How many rules bind the person.
    bound: usize,
    /// How many there are.
    whole: usize,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let all = whole.to_string();
    let said = move || words.count_with(Word::RulesReadBound, bound, &[("all", &all)]);

    view! {
        <div class="reader-since">
            <p>
                {(bound < whole).then(|| view! { {said} " " })}
                <TextLink to=path::rules(&space.id())>{words.say(Word::RulesReadAll)}</TextLink>
            </p>
        </div>
    }
}

/// The rules that are gone, to be seen with what is confirmed; nothing is asked for them.
#[component]
fn Removed(rules: Vec<Rule>) -> impl IntoView {
    let words = Words::expect();
    let count = rules.len();
    let row = |rule: Rule| {
        view! { <li><ChangeMark mark=RuleMark::Removed /> " " <del>{rule.text}</del></li> }
    };

    (count > 0).then(|| {
        view! {
            <details open=true>
                <summary class="link">{move || words.count(Word::RulesReadRemoved, count)}</summary>
                <ul>{rules.into_iter().map(row).collect_view()}</ul>
            </details>
        }
    })
}
