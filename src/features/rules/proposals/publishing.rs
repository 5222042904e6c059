//! Which proposals a version takes up: chosen before it is published, named with it afterwards.

use crate::features::rules::proposals::what_of;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{Checkbox, TextLink};
use domain::kinds::{ProposalState, Rule};
use leptos::prelude::*;
use protocol::RecordId;
use std::collections::BTreeMap;
use words::Word;

/// Which of the proposals in the draft are ticked; one that nobody touched is as the draft has it.
#[derive(Clone, Copy)]
pub struct TakenUpChoice {
    ticks: StoredValue<BTreeMap<RecordId, RwSignal<bool>>>,
}

impl Default for TakenUpChoice {
    /// Nothing is ticked yet.
    fn default() -> Self {
        Self { ticks: StoredValue::new(BTreeMap::new()) }
    }
}

impl TakenUpChoice {
    /// The proposals that are ticked now.
    pub fn chosen(self) -> Vec<RecordId> {
        self.ticks.with_value(|ticks| {
            let ticked = ticks.iter().filter(|(_, tick)| tick.try_get_untracked() == Some(true));
            ticked.map(|(id, _)| id.clone()).collect()
        })
    }
}

/// The choice; nothing where no proposal is in the draft.
#[component]
pub fn TakenUp(
    /// Where it is kept.
    choice: TakenUpChoice,
    /// The rules as they would be published.
    #[prop(into)]
    rules: Signal<Vec<Rule>>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let taken = space.proposals_in(&[ProposalState::Taken]);
    view! {
        <Show when=move || !taken.read().is_empty()>
            <fieldset class="stack">
                <legend class="small">{words.say(Word::ProposalsPublish)}</legend>
                <p class="soft small">{words.say(Word::ProposalsPublishHint)}</p>
                <For each=move || taken.get() key=|id| id.clone() let:id>
                    <Tick id choice rules />
                </For>
                <StillAsked />
            </fieldset>
        </Show>
    }
}

/// That opinions on some of them are still asked for; nothing where they are not.
#[component]
pub fn StillAsked() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let taken = space.proposals_in(&[ProposalState::Taken]);
    let asked = Memo::new(move |_| {
        let rows = taken.get().into_iter().filter_map(|id| space.proposal(&id));
        rows.filter(|row| space.hears(&row.read().body)).count()
    });

    view! {
        <Show when=move || asked.get() != 0>
            <p><b>{move || words.count(Word::ProposalsPublishAsked, asked.get())}</b></p>
        </Show>
    }
}

#[component]
fn Tick(id: RecordId, choice: TakenUpChoice, rules: Signal<Vec<Rule>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let row = space.proposal(&id)?;
    let proposal = row.get_untracked().body.clone();
    let author = space.member(row.get_untracked().author().clone());
    let is_met = {
        let proposal = proposal.clone();
        Memo::new(move |_| space.is_met(&proposal, &rules.read()))
    };
    let tick = RwSignal::new(is_met.get_untracked());
    // It follows the draft until somebody ticks it by hand; then the draft says no more what is meant.
    Effect::new(move |before: Option<bool>| {
        let now = is_met.get();
        if before.is_some_and(|before| before != now) {
            tick.set(now);
        }
        now
    });
    choice.ticks.update_value(|ticks| _ = ticks.insert(id.clone(), tick));
    let said = move || {
        let name = author.get().map(|member| member.body.real_name.clone()).unwrap_or_default();
        words.fill(Word::ProposalsPublishOne, &[("name", &name), ("what", &what_of(words, &proposal))])
    };
    on_cleanup(move || {
        let _ = choice.ticks.try_update_value(|ticks| ticks.remove(&id));
    });

    Some(view! { <Checkbox checked=tick>{said}</Checkbox> })
}

/// Whose proposals a published version took up; nothing where there were none.
#[component]
pub fn TakenUpIn(
    /// Which version.
    version: u32,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let adopted = space.adopted_in(version);
    let names = move || {
        let names = adopted.get().into_iter().map(|row| {
            let member = space.member(row.author().clone()).get();
            member.map(|member| member.body.real_name.clone()).unwrap_or_default()
        });
        let mut names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
        names.dedup();
        words.fill(Word::ProposalsEdition, &[("names", &words.list(&names))])
    };

    view! {
        <Show when=move || !adopted.read().is_empty()>
            <p class="section-note">
                <TextLink to=path::proposals(&space.id())>{names}</TextLink>
            </p>
        </Show>
    }
}
