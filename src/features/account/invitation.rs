//! The card of the group that an invitation leads to: the purpose first.

use crate::i18n::Words;
use crate::ui::{Card, Icon, IconName, IconSize, Seal, SealSize, SealState};
use leptos::prelude::*;
use protocol::account::InviteCard;
use words::Word;

/// The card.
#[component]
pub fn InvitationCard(
    /// What the backend told of the group.
    card: InviteCard,
) -> impl IntoView {
    let words = Words::expect();
    let InviteCard { name, purpose, for_name, expires_at, waits, .. } = card.clone();
    let invites = move || match waits {
        true => words.fill(Word::WaitingCard, &[("purpose", &for_name)]),
        false => words.fill(Word::EntryJoinInvites, &[("name", &for_name)]),
    };
    let until = if waits { Word::WaitingUntil } else { Word::EntryJoinOnce };

    view! {
        <Card>
            <article class="invite-card">
                <header class="invite-head">
                    <div>
                        <p class="tiny faint">{invites}</p>
                        <h1 class="invite-name" tabindex="-1">{name}</h1>
                    </div>
                    <Seal state=SealState::Blank size=SealSize::Medium />
                </header>
                <p class="invite-purpose">{purpose}</p>
                <hr class="invite-rule" />
                <Facts card />
                <hr class="invite-rule" />
                <p class="cluster small">
                    <Icon name=IconName::Clock size=IconSize::Small />
                    <span>
                        {move || words.fill(until, &[("when", &words.moment(expires_at))])}
                    </span>
                </p>
            </article>
        </Card>
    }
}

#[component]
fn Facts(card: InviteCard) -> impl IntoView {
    let words = Words::expect();
    let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let (members, rules) = (count(card.members), count(card.rules));
    let rules_said = move || match rules {
        0 => words.text(Word::EntryJoinRulesNone),
        some => words.count(Word::EntryJoinRulesCount, some),
    };

    view! {
        <dl class="facts">
            {(!card.for_whom.is_empty())
                .then(|| {
                    view! {
                        <dt class="facts-term">{words.say(Word::EntryJoinFor)}</dt>
                        <dd class="facts-value">{card.for_whom}</dd>
                    }
                })}
            {(!card.not_for.is_empty())
                .then(|| {
                    view! {
                        <dt class="facts-term">{words.say(Word::EntryJoinNotFor)}</dt>
                        <dd class="facts-value">{card.not_for}</dd>
                    }
                })}
            <dt class="facts-term">{words.say(Word::EntryJoinOwner)}</dt>
            <dd class="facts-value">{card.owner}</dd>
            <dt class="facts-term">{words.say(Word::EntryJoinMembers)}</dt>
            <dd class="facts-value">{move || words.count(Word::EntryJoinMembersCount, members)}</dd>
            <dt class="facts-term">{words.say(Word::EntryJoinRules)}</dt>
            <dd class="facts-value">{rules_said}</dd>
        </dl>
    }
}
