//! What happened in the space, as the server wrote it down: for staff.

use crate::features::members::role_words;
use crate::i18n::Words;
use crate::state::{RowSignal, Space};
use crate::ui::{List, ListRow, RowMeta, RowTitle};
use domain::kinds::{Audit, ChannelSort, Role};
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
        let who = member.and_then(|member| member.get()).map(|member| member.body.real_name.clone());
        sentence(words, &row.body, &who.unwrap_or_default())
    };

    view! {
        <ListRow>
            <RowTitle>{said}</RowTitle>
            <RowMeta>{move || words.full(row.read().at)}</RowMeta>
        </ListRow>
    }
}

/// An event in words; one of a later version by its name.
fn sentence(words: Words, audit: &Audit, who: &str) -> String {
    let name = audit.what.as_deref().unwrap_or_default();
    let word = match audit.event.as_str() {
        "rules-published" => {
            return words.fill(Word::MembersAuditPublished, &[("who", who), ("version", name)]);
        }
        "space-founded" => return words.fill(Word::MembersAuditFounded, &[("who", who)]),
        "space-changed" => return words.fill(Word::MembersAuditChanged, &[("who", who)]),
        "message-removed" => return words.fill(Word::MembersAuditMessageRemoved, &[("who", who)]),
        "guards-changed" => return words.fill(Word::MembersAuditGuards, &[("who", who)]),
        "questions-set" => return words.fill(Word::MembersAuditQuestions, &[("who", who)]),
        "post-released" => return words.fill(Word::MembersAuditReleased, &[("who", who), ("rules", name)]),
        "permit-granted" => {
            return words.fill(Word::MembersAuditPermitGranted, &[("who", who), ("rules", name)]);
        }
        "permit-declined" => {
            return words.fill(Word::MembersAuditPermitDeclined, &[("who", who), ("rules", name)]);
        }
        "post-returned" => return words.fill(Word::MembersAuditReturned, &[("who", who), ("rules", name)]),
        "report-upheld" => return words.fill(Word::MembersAuditReportUpheld, &[("who", who)]),
        "report-dismissed" => return words.fill(Word::MembersAuditReportDismissed, &[("who", who)]),
        "join-asked" | "member-admitted" | "join-declined" | "join-more-asked" | "join-withdrawn" => {
            return of_waiting(words, audit, who);
        }
        "roles-changed" if audit.extra.contains_key("roles") => return of_roles(words, audit, who),
        "post-moved" if audit.extra.contains_key("from") => return of_move(words, audit, who),
        "post-moved" => return words.fill(Word::MembersAuditPostMoved, &[("who", who)]),
        event if event.starts_with("channel-") => return of_channel(words, event, who, name),
        "space-renamed" => Word::MembersAuditSpaceRenamed,
        "rules-proposed" if name.is_empty() => Word::MembersAuditProposed,
        "rules-proposed" => Word::MembersAuditProposedRule,
        "proposal-taken" => Word::MembersAuditProposalTaken,
        "proposal-declined" => Word::MembersAuditProposalDeclined,
        "proposal-withdrawn" => Word::MembersAuditProposalWithdrawn,
        "post-pinned" => Word::MembersAuditPinned,
        "post-unpinned" => Word::MembersAuditUnpinned,
        "notice-withdrawn" => Word::MembersAuditNoticeWithdrawn,
        "handover-offered" => Word::MembersAuditHandoverOffered,
        "handover-declined" => Word::MembersAuditHandoverDeclined,
        "handover-withdrawn" => Word::MembersAuditHandoverWithdrawn,
        "space-handed-over" => Word::MembersAuditHandedOver,
        "post-hidden" => Word::MembersAuditHidden,
        "post-shown" => Word::MembersAuditShown,
        "edit-asked" => Word::MembersAuditEditAsked,
        "member-warned" => Word::MembersAuditWarned,
        "member-unmuted" => Word::MembersAuditUnmuted,
        "invite-made" => Word::MembersAuditInvited,
        "invite-revoked" => Word::MembersAuditInviteRevoked,
        "invite-renewed" => Word::MembersAuditInviteRenewed,
        "invite-used-again" => Word::MembersAuditUsedAgain,
        "link-full-tried" => Word::MembersAuditLinkFull,
        "invite-expired-tried" => Word::MembersAuditExpired,
        "invite-revoked-tried" => Word::MembersAuditRevoked,
        "reset-issued" => Word::MembersAuditResetIssued,
        "reset-used" => Word::MembersAuditResetUsed,
        "member-joined" => Word::MembersAuditJoined,
        "member-removed" => Word::MembersAuditRemoved,
        "member-left" | "member-departed" => Word::MembersAuditLeft,
        "member-muted" => Word::MembersAuditMuted,
        "member-suspended" => Word::MembersAuditSuspended,
        "member-restored" => Word::MembersAuditRestored,
        "member-state-changed" => Word::MembersAuditState,
        "roles-changed" => Word::MembersAuditRoles,
        "member-renamed" => Word::MembersAuditRenamed,
        other => return words.fill(Word::MembersAuditOther, &[("event", other)]),
    };
    words.fill(word, &[("who", who), ("name", name)])
}

/// Who asked to come in and who decided, with what the link was made for.
fn of_waiting(words: Words, audit: &Audit, who: &str) -> String {
    let word = match audit.event.as_str() {
        "join-asked" => Word::MembersAuditAsked,
        "member-admitted" => Word::MembersAuditAdmitted,
        "join-more-asked" => Word::MembersAuditMoreAsked,
        "join-withdrawn" => Word::MembersAuditWithdrawn,
        _ => Word::MembersAuditDeclined,
    };
    let purpose = audit.extra.get("purpose").and_then(|purpose| purpose.as_str()).unwrap_or_default();
    let name = audit.what.as_deref().unwrap_or_default();
    words.fill(word, &[("who", who), ("name", name), ("purpose", purpose)])
}

/// Whose roles were changed, and to which.
fn of_roles(words: Words, audit: &Audit, who: &str) -> String {
    let names = audit.extra.get("roles").and_then(|roles| roles.as_str()).unwrap_or_default();
    let roles: Vec<Role> = names.split(' ').map(Role::from).collect();
    let said: Vec<String> =
        role_words(roles.contains(&Role::Owner), &roles).into_iter().map(|word| words.text(word)).collect();
    let name = audit.what.as_deref().unwrap_or_default();
    let parts = [("who", who), ("name", name), ("roles", &words.list(&said))];
    words.fill(Word::MembersAuditRolesNow, &parts)
}

/// Whose post was moved, from where to where; by which rule and why, where that is said.
fn of_move(words: Words, audit: &Audit, who: &str) -> String {
    let noted = |key: &str| audit.extra.get(key).and_then(|noted| noted.as_str()).unwrap_or_default();
    let (from, to) = (channel_name(words, noted("from")), channel_name(words, noted("to")));
    let name = audit.what.as_deref().unwrap_or_default();
    let parts = [("who", who), ("name", name), ("from", from.as_str()), ("to", to.as_str())];
    let said = words.fill(Word::MembersAuditPostMovedFrom, &parts);
    let rule = Some(noted("rule")).filter(|no| !no.is_empty());
    let rule = rule.map(|no| words.fill(Word::GuardsRule, &[("no", no)]));
    let reason = Some(noted("reason")).filter(|reason| !reason.is_empty()).map(str::to_owned);
    [Some(said), rule, reason].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A channel that has no name of its own is noted by its sort.
fn channel_name(words: Words, name: &str) -> String {
    match ChannelSort::from(name) {
        ChannelSort::Custom | ChannelSort::Other(_) => name.to_owned(),
        sort => words.channel_sort(&sort),
    }
}

fn of_channel(words: Words, event: &str, who: &str, name: &str) -> String {
    let word = match event {
        "channel-opened" => Word::MembersAuditChannelOpened,
        "channel-archived" => Word::MembersAuditChannelArchived,
        _ => Word::MembersAuditChannelChanged,
    };
    words.fill(word, &[("who", who), ("name", &channel_name(words, name))])
}
