//! Who has confirmed the rules in force, when and with which content, and who has not: for staff.

use crate::features::rules::stamped::digest;
use crate::i18n::Words;
use crate::state::{Roll, Row, Signed, Space};
use crate::ui::{
    Avatar, Button, ButtonKind, List, ListRow, RowMeta, RowTitle, Seal, SealSize, SealState, Toasts,
};
use domain::kinds::Member;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// The list, once there are rules; nothing for whom it is not.
#[component]
pub fn ConfirmationRoll() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may_see = space.may(Deed::SeeConfirmations);
    let roll = space.roll();

    let is_shown = Memo::new(move |_| may_see.read().is_ok() && space.rules().read().is_some());
    let count = move || {
        let Roll { confirmed, missing } = &*roll.read();
        let (confirmed, all) = (confirmed.len(), confirmed.len().saturating_add(missing.len()));
        words.fill(Word::RulesRollCount, &[("confirmed", &confirmed.to_string()), ("all", &all.to_string())])
    };

    view! {
        <Show when=move || is_shown.get()>
            <section class="section" aria-label=words.say(Word::RulesRollTitle)>
                <div class="section-head">
                    <h2 class="section-title">{words.say(Word::RulesRollTitle)}</h2>
                    <span class="section-note">{count}</span>
                </div>
                {move || {
                    let missing = roll.read().missing.clone();
                    (!missing.is_empty()).then(|| view! { <Missing missing /> })
                }}
                <Remind roll />
                {move || {
                    let confirmed = roll.read().confirmed.clone();
                    (!confirmed.is_empty()).then(|| view! { <Confirmed confirmed /> })
                }}
            </section>
        </Show>
    }
}

/// One tap for all who have not confirmed; at most once an hour.
#[component]
fn Remind(roll: Memo<Roll>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let may = space.may(Deed::EditSpace);
    let reminded = space.reminded_of_rules();
    let is_needed = Memo::new(move |_| may.read().is_ok() && !roll.read().missing.is_empty());

    let remind = Action::new_local(move |(): &()| async move {
        match space.remind_of_rules().await {
            Ok(()) => toasts.say(words.text(Word::RulesRollRemindDone)),
            Err(trouble) => {
                let said = words.explain(&trouble);
                toasts.say(format!("{}. {}", said.title, said.body));
            }
        }
    });
    let waits = move || {
        let again_at = space.reminds_again_at(reminded.get())?;
        Some(words.fill(Word::RulesRollRemindAgain, &[("when", &words.time(again_at))]))
    };

    view! {
        <Show when=move || is_needed.get()>
            <p>
                <Button
                    kind=ButtonKind::Ink
                    is_busy=remind.pending()
                    blocked=Signal::derive(waits)
                    on_press=move || {
                        remind.dispatch_local(());
                    }
                >
                    {words.say(Word::RulesRollRemind)}
                </Button>
            </p>
        </Show>
    }
}

#[component]
fn Missing(missing: Vec<(Arc<Row<Member>>, Option<u32>)>) -> impl IntoView {
    let words = Words::expect();
    let row = move |(member, former): (Arc<Row<Member>>, Option<u32>)| {
        let said = move || match former {
            Some(version) => words.fill(Word::RulesRollFormer, &[("version", &version.to_string())]),
            None => words.text(Word::RulesRollMissingNone),
        };
        view! { <Signatory member state=SealState::Blank said=Signal::derive(said) /> }
    };

    view! {
        <h3 class="small">{words.say(Word::RulesRollMissing)}</h3>
        <List label=words.signal(Word::RulesRollMissing)>
            {missing.into_iter().map(row).collect_view()}
        </List>
    }
}

#[component]
fn Confirmed(confirmed: Vec<Signed>) -> impl IntoView {
    let words = Words::expect();
    let row = move |Signed { member, ack }: Signed| {
        let hash = digest(&ack.body.hash);
        let said =
            move || words.fill(Word::RulesRollSigned, &[("when", &words.full(ack.at)), ("hash", &hash)]);
        view! { <Signatory member state=SealState::Stamped said=Signal::derive(said) /> }
    };

    view! {
        <h3 class="small">{words.say(Word::RulesRollConfirmed)}</h3>
        <List label=words.signal(Word::RulesRollConfirmed)>
            {confirmed.into_iter().map(row).collect_view()}
        </List>
    }
}

#[component]
fn Signatory(member: Arc<Row<Member>>, state: SealState, said: Signal<String>) -> impl IntoView {
    let name = member.body.real_name.clone();
    let shown = name.clone();

    view! {
        <ListRow
            lead=move || view! { <Avatar name=Signal::stored(shown.clone()) /> }
            end=move || view! { <Seal size=SealSize::Small state=Signal::stored(state) /> }
        >
            <RowTitle>{name}</RowTitle>
            <RowMeta>{said}</RowMeta>
        </ListRow>
    }
}
