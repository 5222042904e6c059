//! One proposal: what it would change and why, where it stands, what is thought of it, and what can be done.

use crate::features::rules::marks::{RuleChange, RuleChangeRow, RuleMark};
use crate::features::rules::proposals::decide::Decide;
use crate::features::rules::proposals::voices::VoicesOf;
use crate::features::rules::proposals::what_of;
use crate::i18n::Words;
use crate::state::{Opinions, Row, RowSignal, Space};
use crate::ui::{Chip, IconName, Tone};
use domain::kinds::{Binds, Proposal, ProposalState, ProposedChange, Rule, RuleKind};
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// The card, in a list.
#[component]
pub fn ProposalCard(
    /// Which proposal.
    id: RecordId,
    /// It, as it now stands.
    row: RowSignal<Proposal>,
    /// What is thought of all of them.
    opinions: StoredValue<Opinions>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let row = Signal::derive(move || row.get());
    // What was proposed never changes.
    let proposal = row.get_untracked().body.clone();
    let name = name_of(space, row.with_untracked(|row| row.author().clone()));
    let version = proposal.version.to_string();
    let by = move || {
        let when = words.moment(row.read().at);
        words.fill(Word::ProposalsOf, &[("name", &name.get()), ("when", &when), ("version", &version)])
    };
    let what = {
        let proposal = proposal.clone();
        move || what_of(words, &proposal)
    };
    let reason = proposal.reason.clone();
    let change = Memo::new(move |_| change_of(space, &proposal));

    view! {
        <li class="proposal">
            <div class="proposal-head">
                <h3 class="proposal-what">{what}</h3>
                <StateChip row />
            </div>
            <p class="soft small">{by}</p>
            <ul class="rule-changes-list">
                {move || view! { <RuleChangeRow change=change.get() /> }}
            </ul>
            <p class="proposal-why">
                {move || words.fill(Word::ProposalsWhy, &[("reason", &reason)])}
            </p>
            <Decided row />
            <VoicesOf id=id.clone() row opinions />
            <Decide id row name />
        </li>
    }
}

/// What the person is called.
fn name_of(space: Space, person: protocol::PersonId) -> Memo<String> {
    let member = space.member(person);
    Memo::new(move |_| member.get().map(|member| member.body.real_name.clone()).unwrap_or_default())
}

/// The rule before and after, as far as the version is on this device of which it speaks.
fn change_of(space: Space, proposal: &Proposal) -> RuleChange {
    space.editions().track();
    let number = proposal.rule.and_then(|no| usize::try_from(no).ok());
    let before = proposal.rule.and_then(|no| space.rule_of(proposal.version, no));
    let now = || Rule {
        no: 0,
        kind: proposal.kind.clone().unwrap_or(RuleKind::Must),
        text: proposal.text.clone(),
        chapter: None,
        binds: proposal.binds.clone().unwrap_or(Binds::All),
        locked: false,
        extra: Default::default(),
    };
    match proposal.change {
        ProposedChange::Drop => RuleChange { mark: RuleMark::Removed, number, before, now: None },
        ProposedChange::Add => {
            RuleChange { mark: RuleMark::Added, number: None, before: None, now: Some(now()) }
        }
        _ => RuleChange { mark: RuleMark::Changed, number, before, now: Some(now()) },
    }
}

#[component]
fn StateChip(row: Signal<Arc<Row<Proposal>>>) -> impl IntoView {
    let words = Words::expect();

    move || {
        let row = row.get();
        let version = row.body.adopted.unwrap_or_default().to_string();
        let (tone, icon, said) = match row.body.state {
            _ if row.pending.is_some() => {
                (Tone::Amber, IconName::Clock, words.text(Word::ProposalsStatePending))
            }
            ProposalState::Taken => (Tone::Indigo, IconName::Edit, words.text(Word::ProposalsStateTaken)),
            ProposalState::Adopted => {
                let said = words.fill(Word::ProposalsStateAdopted, &[("version", &version)]);
                (Tone::Jade, IconName::Check, said)
            }
            ProposalState::Declined => {
                (Tone::Rust, IconName::Cross, words.text(Word::ProposalsStateDeclined))
            }
            ProposalState::Withdrawn => {
                (Tone::Plain, IconName::Cross, words.text(Word::ProposalsStateWithdrawn))
            }
            _ => (Tone::Plain, IconName::Clock, words.text(Word::ProposalsStateOpen)),
        };
        view! {
            <Chip tone icon>
                {said}
            </Chip>
        }
    }
}

/// Who decided, when, and what they said to it; until when opinions are asked for.
#[component]
fn Decided(row: Signal<Arc<Row<Proposal>>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let by = Memo::new(move |_| row.read().body.decided_by.clone());

    let who = move || {
        let name = name_of(space, by.get()?);
        let row = row.get();
        let at = words.moment(row.body.decided_at.unwrap_or_default());
        let answer = row.body.answer.clone();
        let said = move || {
            let name = name.get();
            let values = [("name", name.as_str()), ("when", at.as_str()), ("answer", answer.as_str())];
            match answer.is_empty() {
                true => words.fill(Word::ProposalsDecidedBy, &values),
                false => words.fill(Word::ProposalsDecided, &values),
            }
        };
        Some(view! { <p class="proposal-answer">{said}</p> })
    };
    let until = move || {
        let row = row.read();
        let until = row.body.until.filter(|_| space.hears(&row.body))?;
        Some(words.fill(Word::ProposalsUntil, &[("when", &words.moment(until))]))
    };

    view! {
        {who}
        {move || until().map(|said| view! { <p class="soft small">{said}</p> })}
    }
}
