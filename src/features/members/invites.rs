//! Invitations: one person, one use, a date of expiry; called back or renewed with one press.

use crate::features::members::entry_terms::EntryTerms;
use crate::features::members::group_link::GroupLinkForm;
use crate::features::members::invite_form::InviteForm;
use crate::features::members::invite_many::InviteMany;
use crate::features::members::link::LinkOnce;
use crate::features::members::questions_form::QuestionsForm;
use crate::features::members::roster_form::RosterForm;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Backend, Engine, NewInvite, RowSignal, ServerClock, Space, Trouble, device};
use crate::ui::{
    Button, ButtonKind, Chip, Confirm, Dialog, IconName, List, ListRow, Menu, MenuItem, MenuKind, RowMeta,
    RowTitle, Toasts, Tone,
};
use domain::kinds::{self, GroupLink, Invite, InviteState};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// A link that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeLink {
    /// For whom; of a link for many, what for.
    pub name: String,
    /// Its secret and its end.
    pub invite: NewInvite,
    /// Whether many may use it.
    pub is_for_many: bool,
}

/// Where it is put, to be shown once.
pub type Made = RwSignal<Option<MadeLink>>;

/// The form, the link that it makes, and the list.
#[component]
pub fn Invitations() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let can_wait = Backend::expect().lets_people_wait();
    let may_edit = space.may(Deed::EditSpace);
    let made: Made = RwSignal::new(None);
    let invites = space.invites();
    let order = invites.order();
    let is_empty = {
        let order = order.clone();
        move || order.read().is_empty()
    };
    let invites = StoredValue::new(invites);
    let sorted = Memo::new(move |_| {
        let is_open = |id: &RecordId| {
            let invite = invites.with_value(|invites| invites.row(id));
            invite.is_some_and(|invite| invite.read().body.state == InviteState::Open)
        };
        let (open, over): (Vec<_>, Vec<_>) = order.get().into_iter().rev().partition(is_open);
        (open, over)
    });
    let over = move || sorted.read().1.len();

    view! {
        <InviteForm made />
        <MadeDialog made />
        <Show when=move || can_wait.get()>
            <details class="roster-more">
                <summary class="link">{words.say(Word::WaitingLinkOpen)}</summary>
                <GroupLinkForm made />
            </details>
            <Show when=move || may_edit.read().is_ok()>
                <details class="roster-more">
                    <summary class="link">{words.say(Word::WaitingTermsOpen)}</summary>
                    <EntryTerms />
                </details>
            </Show>
            <details class="roster-more">
                <summary class="link">{words.say(Word::WaitingRosterOpen)}</summary>
                <RosterForm />
            </details>
        </Show>
        <OwnQuestions />
        <details class="roster-more">
            <summary class="link">{words.say(Word::MembersManyOpen)}</summary>
            <InviteMany />
        </details>
        <Show when=is_empty>
            <p class="soft small">{words.say(Word::MembersInviteEmpty)}</p>
        </Show>
        <List label=words.signal(Word::MembersInviteTitle)>
            <For each=move || sorted.read().0.clone() key=|id| id.clone() let:id>
                {invites.get_value().row(&id).map(|invite| view! { <InviteRow invite made /> })}
            </For>
        </List>
        <Show when=move || { over() > 0 }>
            <details class="roster-more">
                <summary class="link">{move || words.count(Word::MembersInviteOver, over())}</summary>
                <List label=Signal::derive(move || words.count(Word::MembersInviteOver, over()))>
                    <For each=move || sorted.read().1.clone() key=|id| id.clone() let:id>
                        {invites.get_value().row(&id).map(|invite| view! { <InviteRow invite made /> })}
                    </For>
                </List>
            </details>
        </Show>
    }
}

/// The questions about the rules; for the owner.
#[component]
fn OwnQuestions() -> impl IntoView {
    let words = Words::expect();
    let can_ask = Backend::expect().asks_questions();
    let may_edit = Space::expect().may(Deed::EditSpace);
    // The right answers come to this device when they are looked at, and not before.
    let asks = RwSignal::new(false);

    view! {
        <Show when=move || can_ask.get() && may_edit.read().is_ok()>
            <details class="roster-more" on:toggle=move |_| asks.set(true)>
                <summary class="link">{words.say(Word::WaitingQuestionsOpen)}</summary>
                <Show when=move || asks.get()>
                    <QuestionsForm />
                </Show>
            </details>
        </Show>
    }
}

#[component]
fn MadeDialog(made: Made) -> impl IntoView {
    let words = Words::expect();

    let outbox = Engine::expect().outbox();
    let is_unsent =
        Memo::new(move |_| outbox.read().iter().any(|write| write.head.kind.as_str() == kinds::INVITE));
    let is_for_many = move || made.read().as_ref().is_some_and(|made| made.is_for_many);
    let say = move |one: Word, many: Word| {
        Signal::derive(move || {
            let name = made.read().as_ref().map(|made| made.name.clone()).unwrap_or_default();
            words.fill(if is_for_many() { many } else { one }, &[("name", &name)])
        })
    };
    let address = move || {
        let made = made.read();
        made.as_ref().map(|made| device::link(&path::join(&made.invite.token))).unwrap_or_default()
    };

    view! {
        <Dialog
            open=Signal::derive(move || made.read().is_some())
            title=say(Word::MembersInviteReady, Word::WaitingLinkReady)
            on_close=move || made.set(None)
            stays=true
            actions=move || {
                view! {
                    <Button kind=ButtonKind::Ink on_press=move || made.set(None)>
                        {words.say(Word::AppClose)}
                    </Button>
                }
            }
        >
            <LinkOnce
                address=Signal::derive(address)
                label=say(Word::MembersInviteQr, Word::WaitingLinkQr)
                note=say(Word::MembersInviteShowOnce, Word::WaitingLinkShowOnce)
            />
            <Show when=move || is_unsent.get()>
                <p class="tiny faint">{words.say(Word::MembersInviteWaiting)}</p>
            </Show>
        </Dialog>
    }
}

#[component]
fn InviteRow(invite: RowSignal<Invite>, made: Made) -> impl IntoView {
    let words = Words::expect();
    let clock = ServerClock::expect();

    let row = Signal::derive(move || invite.get());
    let id = row.with_untracked(|row| row.id().clone());
    let name = Memo::new(move |_| row.read().body.for_name.clone());
    let note = move || row.read().body.note.clone();
    let asked = move || {
        let row = row.read();
        let group = row.body.group.as_ref()?;
        let (asked, limit) = (group.asked.to_string(), group.limit.to_string());
        Some(words.fill(Word::WaitingLinkAsked, &[("asked", &asked), ("limit", &limit)]))
    };
    let is_open = move || row.read().body.state == InviteState::Open;
    let is_for_many = row.with_untracked(|row| row.body.group.is_some());
    let state = move || {
        let invite = &row.read().body;
        let expires = words.moment(invite.expires_at);
        match &invite.state {
            InviteState::Used => {
                let used = invite.used_at.map(|at| words.moment(at)).unwrap_or_default();
                (Tone::Jade, words.fill(Word::MembersInviteUsed, &[("when", &used)]))
            }
            InviteState::Open if invite.group.as_ref().is_some_and(GroupLink::is_full) => {
                (Tone::Jade, words.text(Word::WaitingLinkFull))
            }
            InviteState::Open if invite.expires_at > clock.now_ms() => {
                (Tone::Indigo, words.fill(Word::MembersInviteOpen, &[("when", &expires)]))
            }
            InviteState::Open => (Tone::Amber, words.fill(Word::MembersInviteExpired, &[("when", &expires)])),
            _ => (Tone::Plain, words.text(Word::MembersInviteRevoked)),
        }
    };

    view! {
        <ListRow end=move || {
            let id = StoredValue::new(id);
            view! {
                <Show when=is_open>
                    <InviteActs id=id.get_value() name is_for_many made />
                </Show>
            }
        }>
            <RowTitle>{move || name.get()}</RowTitle>
            <RowMeta>
                {move || {
                    let (tone, said) = state();
                    view! { <Chip tone>{said}</Chip> }
                }} " " {note} {asked}
            </RowMeta>
        </ListRow>
    }
}

#[component]
fn InviteActs(id: RecordId, name: Memo<String>, is_for_many: bool, made: Made) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let id = StoredValue::new(id);
    let asks = RwSignal::new(false);

    let say = move |trouble: Trouble| {
        let said = words.explain(&trouble);
        toasts.say(format!("{}. {}", said.title, said.body));
    };
    let revoke = Action::new_local(move |(): &()| async move {
        if let Err(trouble) = space.revoke_invite(id.get_value()).await {
            say(trouble);
        }
    });
    let renew = Action::new_local(move |(): &()| async move {
        match space.renew_invite(id.get_value()).await {
            Ok(invite) => {
                let _ = made.try_set(Some(MadeLink { name: name.get_untracked(), invite, is_for_many }));
            }
            Err(trouble) => say(trouble),
        }
    });

    view! {
        <Menu label=Signal::derive(move || words.fill(Word::MembersMenu, &[("name", &name.get())]))>
            <MenuItem
                icon=IconName::Link
                on_press=move || {
                    renew.dispatch_local(());
                }
            >
                {words.say(Word::MembersInviteRenew)}
            </MenuItem>
            <MenuItem
                icon=IconName::Cross
                kind=MenuKind::Danger
                on_press=move || asks.set(true)
            >
                {words.say(Word::MembersInviteRevoke)}
            </MenuItem>
        </Menu>
        <Confirm
            open=asks
            title=words.say(Word::MembersInviteRevokeTitle)
            cancel=words.say(Word::AppCancel)
            act=words.say(Word::MembersInviteRevoke)
            on_confirm=move || {
                revoke.dispatch_local(());
            }
        >
            <p>{move || words.fill(Word::MembersInviteRevokeAsk, &[("name", &name.get())])}</p>
        </Confirm>
    }
}
