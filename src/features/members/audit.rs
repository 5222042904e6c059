//! What happened in the space, as the server wrote it down: for staff.

use crate::i18n::Words;
use crate::state::{RowSignal, Space};
use crate::ui::{List, ListRow, RowMeta, RowTitle};
use domain::kinds::Audit;
use leptos::prelude::*;
use words::Word;

/// The log, newest first.
#[component]
pub fn AuditLog() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let log = space.audit();
    let order = log.order();
    let is_empty = {
        let order = order.clone();
        move || order.read().is_empty()
    };
    let log = StoredValue::new(log);

    view! {
        <Show when=is_empty>
            <p class="soft small">{words.say(Word::MembersAuditEmpty)}</p>
        </Show>
        <List label=words.signal(Word::MembersAuditTitle)>
            <For each=move || order.get() key=|id| id.clone() let:id>
                {log.get_value().row(&id).map(|entry| view! { <Entry entry /> })}
            </For>
        </List>
    }
}

#[component]
fn Entry(entry: RowSignal<Audit>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let row = Signal::derive(move || entry.get());
    let who = row.with_untracked(|row| row.body.who.clone());
    let member = who.map(|who| space.member(who));
    let said = move || {
        let row = row.get();
        let named = member.and_then(|member| member.get()).map(|member| member.body.real_name.clone());
        let what = row.body.what.clone().unwrap_or_default();
        let name = named.clone().unwrap_or_else(|| what.clone());
        match row.body.event.as_str() {
            "invite-used-again" => words.fill(Word::MembersAuditUsedAgain, &[("name", &what)]),
            "invite-expired-tried" => words.fill(Word::MembersAuditExpired, &[("name", &what)]),
            "invite-revoked-tried" => words.fill(Word::MembersAuditRevoked, &[("name", &what)]),
            "member-joined" => words.fill(Word::MembersAuditJoined, &[("name", &name)]),
            "member-removed" => words.fill(Word::MembersAuditRemoved, &[("name", &what)]),
            "member-left" => words.fill(Word::MembersAuditLeft, &[("name", &name)]),
            "roles-changed" => words.fill(Word::MembersAuditRoles, &[("name", &what)]),
            "rules-published" => words.fill(Word::MembersAuditPublished, &[("version", &what)]),
            other => words.fill(Word::MembersAuditOther, &[("event", other)]),
        }
    };

    view! {
        <ListRow>
            <RowTitle>{said}</RowTitle>
            <RowMeta>{move || words.full(row.read().at)}</RowMeta>
        </ListRow>
    }
}
