//! All proposals: what waits for a decision first, then what is in the draft, then what was decided.

use crate::features::rules::proposals::card::ProposalCard;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Opinions, Space};
use crate::ui::{ButtonKind, ButtonLink, Empty, IconName};
use domain::kinds::ProposalState;
use domain::policy::Action;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// What is no longer to be decided.
const DONE: &[ProposalState] = &[ProposalState::Adopted, ProposalState::Declined, ProposalState::Withdrawn];

/// The lists, and the way to a new proposal.
#[component]
pub fn ProposalList() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may = space.may(Action::Propose);
    let opinions = StoredValue::new(space.opinions());
    let open = space.proposals_in(&[ProposalState::Open]);
    let taken = space.proposals_in(&[ProposalState::Taken]);
    let done = space.proposals_in(DONE);
    let is_empty = Memo::new(move |_| [open, taken, done].iter().all(|list| list.read().is_empty()));

    view! {
        <p class="soft small">{words.say(Word::ProposalsAbout)}</p>
        <Show when=move || may.read().is_ok() && space.rules().read().is_some()>
            <p>
                <ButtonLink kind=ButtonKind::Ink to=path::propose(&space.id())>
                    {words.say(Word::ProposalsNew)}
                </ButtonLink>
            </p>
        </Show>
        <Show when=move || is_empty.get()>
            <Empty
                icon=IconName::Edit
                title=words.say(Word::ProposalsEmptyTitle)
                body=words.signal(Word::ProposalsEmptyBody)
            />
        </Show>
        <Part title=Word::ProposalsOpen ids=open opinions />
        <Part title=Word::ProposalsTaken ids=taken opinions />
        <Part title=Word::ProposalsDone ids=done opinions />
    }
}

#[component]
fn Part(title: Word, ids: Memo<Vec<RecordId>>, opinions: StoredValue<Opinions>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    view! {
        <Show when=move || !ids.read().is_empty()>
            <section class="section">
                <h2 class="section-title">{words.say(title)}</h2>
                <ul class="proposals" aria-label=words.say(title)>
                    <For each=move || ids.get() key=|id| id.clone() let:id>
                        {space
                            .proposal(&id)
                            .map(|row| view! { <ProposalCard id=id.clone() row opinions /> })}
                    </For>
                </ul>
            </section>
        </Show>
    }
}
