//! The pinned rules: one line that says what binds and whether I confirmed it; open, the rules.

use crate::features::rules::Clauses;
use crate::features::rules::marks::marks;
use crate::features::rules::since::{changed_words, grace_words};
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Space};
use crate::ui::{ButtonKind, ButtonLink, ButtonSize, Icon, IconName, Seal, SealSize, SealState};
use domain::kinds::{Ack, Rules};
use domain::policy::Action;
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// The panel, in every screen of a space.
#[component]
pub fn RulesPanel(
    /// Where it stands: `top` of the main column, or `side` on a desk.
    place: &'static str,
) -> impl IntoView {
    let space = Space::expect();
    let knows = space.knows_ack();

    move || match (space.rules().get(), space.ack().get()) {
        (None, _) => view! { <NoRules place /> }.into_any(),
        (Some(rules), Some(ack)) => view! { <Confirmed place rules ack /> }.into_any(),
        (Some(rules), None) if knows.get() => view! { <Unconfirmed place rules /> }.into_any(),
        (Some(rules), None) => view! { <Unknown place rules /> }.into_any(),
    }
}

/// Nobody is asked to confirm what they may have confirmed already.
#[component]
fn Unknown(place: &'static str, rules: Arc<Row<Rules>>) -> impl IntoView {
    let words = Words::expect();

    view! {
        <section class="rules-panel" data-place=place aria-label=words.say(Word::RulesTitle)>
            <div class="rules-head">
                <Seal state=SealState::Blank size=SealSize::Medium />
                <PanelName rules state=words.signal(Word::AppLoading) />
            </div>
        </section>
    }
}

#[component]
fn NoRules(place: &'static str) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let may_write = space.may(Action::WriteRulesDraft);
    let line = move || match may_write.get() {
        Ok(()) if space.rules_draft().read().is_some() => words.text(Word::RulesStateDraft),
        Ok(()) => words.text(Word::RulesStateNoneOwner),
        Err(_) => words.text(Word::RulesStateNoneMember),
    };

    view! {
        <section class="rules-panel" data-place=place aria-label=words.say(Word::RulesTitle)>
            <div class="rules-head">
                <Seal state=SealState::Blank />
                <span>
                    <b class="rules-name">{words.say(Word::RulesStateNone)}</b>
                    <span class="rules-state">{line}</span>
                </span>
                {move || {
                    may_write
                        .get()
                        .is_ok()
                        .then(|| {
                            view! {
                                <ButtonLink kind=ButtonKind::Line size=ButtonSize::Compact to=path::rules_edit(&space.id())>
                                    {words.say(Word::RulesWrite)}
                                </ButtonLink>
                            }
                        })
                }}
            </div>
        </section>
    }
}

#[component]
fn Confirmed(place: &'static str, rules: Arc<Row<Rules>>, ack: Arc<Row<Ack>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let before = space.edition_before(rules.body.version);
    let clauses = rules.body.rules.clone();
    let brought = Memo::new(move |_| {
        let before = before.read();
        before.as_ref().map(|before| marks(&before.body.rules, &clauses)).unwrap_or_default()
    });
    let confirmed_at = ack.at;
    let is_pending = ack.pending.is_some();
    let state = move || match is_pending {
        true => words.text(Word::RulesStatePending),
        false => words.fill(Word::RulesStateConfirmed, &[("when", &words.moment(confirmed_at))]),
    };

    view! {
        <details class="rules-panel" data-place=place data-state="confirmed">
            <summary class="rules-head">
                <Seal state=SealState::Stamped size=SealSize::Medium />
                <PanelName rules=Arc::clone(&rules) state=Signal::derive(state) />
                <Icon name=IconName::Down />
            </summary>
            <div class="rules-body">
                {move || {
                    let (rules, marks) = (rules.body.rules.clone(), brought.get());
                    view! { <Clauses space=space.id() rules marks /> }
                }}
                <div class="rules-signed">
                    <Seal state=SealState::Stamped size=SealSize::Small />
                    <p>{state}</p>
                    <a class="link" href=path::rules(&space.id())>
                        {words.say(Word::RulesHistory)}
                    </a>
                </div>
            </div>
        </details>
    }
}

/// No `details` here: a link must not stand inside a summary.
#[component]
fn Unconfirmed(place: &'static str, rules: Arc<Row<Rules>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (reading, standing) = (space.reading(), space.standing());

    let has_former = move || reading.read().former.is_some();
    let state = move || match has_former() {
        true => changed_words(words, &reading.read()),
        false => words.text(Word::RulesStateUnconfirmed),
    };
    let grace = move || grace_words(words, reading.read().former, standing.get());
    let reminded_at = space.reminded_of_rules();
    let reminded =
        move || Some(words.fill(Word::RulesReminded, &[("when", &words.moment(reminded_at.get()?))]));
    let go = move || match has_former() {
        true => words.text(Word::RulesConfirmChanges),
        false => words.text(Word::RulesConfirmGo),
    };

    view! {
        <section
            class="rules-panel"
            data-place=place
            data-state="unconfirmed"
            aria-label=words.say(Word::RulesTitle)
        >
            <div class="rules-head">
                <Seal state=SealState::Blank size=SealSize::Medium />
                <PanelName rules state=Signal::derive(state) />
                <ButtonLink kind=ButtonKind::Binds size=ButtonSize::Compact to=path::rules_read(&space.id())>
                    {go}
                </ButtonLink>
            </div>
            {move || grace().map(|said| view! { <p class="rules-grace">{said}</p> })}
            {move || reminded().map(|said| view! { <p class="rules-grace">{said}</p> })}
        </section>
    }
}

#[component]
fn PanelName(rules: Arc<Row<Rules>>, state: Signal<String>) -> impl IntoView {
    let words = Words::expect();
    let version = rules.body.version;
    let count = rules.body.rules.len();

    view! {
        <span>
            <b class="rules-name">
                {move || words.fill(Word::RulesVersion, &[("version", &version.to_string())])}
            </b>
            " "
            <span class="faint tiny">{move || words.count(Word::RulesCount, count)}</span>
            <span class="rules-state">{state}</span>
        </span>
    }
}
