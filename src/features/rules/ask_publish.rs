//! The question before rules are published: how many they are, whom they ask, and from when on.

use crate::features::rules::draft::Draft;
use crate::features::rules::proposals::StillAsked;
use crate::features::rules::publish::grace_word;
use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{ButtonKind, Confirm};
use domain::guard::Following;
use domain::kinds::Guard;
use domain::rules::secrecy::has_secrecy;
use leptos::prelude::*;
use words::Word;

/// The question.
#[component]
pub fn AskPublish(
    /// The rules being edited.
    draft: Draft,
    /// Which version they become.
    version: Memo<String>,
    /// For how many hours a former confirmation counts on; 0 where there is none.
    #[prop(into)]
    grace: Signal<u32>,
    /// Whether it is asked.
    asks: RwSignal<bool>,
    /// Runs when they are to be published.
    #[prop(into)]
    on_publish: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let others = Space::expect().others();

    let rules = move || words.count(Word::RulesPublishAskRules, draft.now().len());
    let whom = move || match others.get() {
        0 => words.text(Word::RulesPublishAskNobody),
        others => words.count(Word::RulesPublishAskOthers, others),
    };
    let until = move || match grace_word(grace.get()).filter(|_| grace.get() > 0) {
        Some(word) => words.fill(Word::RulesPublishAskGrace, &[("grace", &words.text(word))]),
        None => words.text(Word::RulesPublishAskAtOnce),
    };

    view! {
        <Confirm
            open=asks
            title=Signal::derive(move || words.fill(Word::RulesPublishAsk, &[("version", &version.get())]))
            cancel=words.say(Word::AppCancel)
            act=words.say(Word::RulesPublishGo)
            kind=ButtonKind::Binds
            on_confirm=on_publish
        >
            <p>{rules}</p>
            <p>{whom}</p>
            <Show when=move || others.get() != 0>
                <p>{until}</p>
            </Show>
            <Broken draft asks />
            <Show when=move || asks.get() && !has_secrecy(&draft.now())>
                <p><b>{words.say(Word::RulesPublishAskSecrecy)}</b></p>
            </Show>
            <GuardsGoing draft asks />
            <StillAsked />
            <p>{words.say(Word::RulesPublishAskSelf)}</p>
        </Confirm>
    }
}

/// The rules that look broken: they can be published, but not unnoticed.
#[component]
fn Broken(draft: Draft, asks: RwSignal<bool>) -> impl IntoView {
    let words = Words::expect();
    let flaws = draft.flaws();

    let line = move || {
        let numbers: Vec<String> = flaws.with(|flaws| {
            let broken = (1_usize..).zip(flaws).filter(|(_, flaws)| !flaws.is_empty());
            broken.map(|(no, _)| no.to_string()).collect()
        });
        let is_news = asks.get() && !numbers.is_empty();
        is_news.then(|| words.fill(Word::RulesPublishAskBroken, &[("numbers", &numbers.join(", "))]))
    };

    move || line().map(|line| view! { <p><b>{line}</b></p> })
}

/// The guards that get another number with their rules, or go with them.
#[component]
fn GuardsGoing(draft: Draft, asks: RwSignal<bool>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let name = move |guard: &Guard| words.guard_kind(&guard.kind);
    let moved = move |(guard, to): (Guard, u32)| {
        let (from, to) = (guard.rule.to_string(), to.to_string());
        words.fill(Word::RulesPublishAskGuardMoved, &[("guard", &name(&guard)), ("from", &from), ("to", &to)])
    };
    let gone = move |guard: Guard| {
        let no = guard.rule.to_string();
        words.fill(Word::RulesPublishAskGuardGone, &[("guard", &name(&guard)), ("no", &no)])
    };

    move || {
        let following = if asks.get() { space.following(&draft.now()) } else { Following::default() };
        let lines = following.moved.into_iter().map(moved).chain(following.dropped.into_iter().map(gone));
        lines.map(|line| view! { <p>{line}</p> }).collect::<Vec<_>>()
    }
}
