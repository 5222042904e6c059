//! Invitations: one person, one use, a date of expiry; called back or renewed with one press.

use crate::features::members::group_link::GroupLinkForm;
use crate::features::members::invite_form::InviteForm;
use crate::features::members::invite_many::InviteMany;
use crate::features::members::link::LinkOnce;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Backend, Engine, NewInvite, RowSignal, ServerClock, Space, Trouble, device};
use crate::ui::{
    Button, ButtonKind, Chip, Confirm, Dialog, IconName, List, ListRow, Menu, MenuItem, MenuKind, RowMeta,
    RowTitle, Toasts, Tone,
};
use domain::kinds::{self, GroupLink, Invite, InviteState};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// A link that was just made, and for whom.
pub type Made = RwSignal<Option<(String, NewInvite)>>;

/// The form, the link that it makes, and the list.
#[component]
pub fn Invitations() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let can_wait = Backend::expect().lets_people_wait();
    let made: Made = RwSignal::new(None);
    let invites = space.invites();
    let order = invites.order();
    let is_empty = {
        let order = order.clone();
        move || order.read().is_empty()
    };
    let newest_first = move || order.get().into_iter().rev().collect::<Vec<_>>();
    let invites = StoredValue::new(invites);

    view! {
        <InviteForm made />
        <MadeDialog made />
        <Show when=move || can_wait.get()>
            <details class="roster-more">
                <summary class="link">{words.say(Word::WaitingLinkOpen)}</summary>
                <GroupLinkForm made />
            </details>
        </Show>
        <details class="roster-more">
            <summary class="link">{words.say(Word::MembersManyOpen)}</summary>
            <InviteMany />
        </details>
        <Show when=is_empty>
            <p class="soft small">{words.say(Word::MembersInviteEmpty)}</p>
        </Show>
        <List label=words.signal(Word::MembersInviteTitle)>
            <For
                each=newest_first
                key=|id| id.clone()
                let:id
            >
                {invites.get_value().row(&id).map(|invite| view! { <InviteRow invite made /> })}
            </For>
        </List>
    }
}

#[component]
fn MadeDialog(made: Made) -> impl IntoView {
    let words = Words::expect();

    let outbox = Engine::expect().outbox();
    let is_unsent =
        Memo::new(move |_| outbox.read().iter().any(|write| write.head.kind.as_str() == kinds::INVITE));
    let name = move || made.get().map(|(name, _)| name).unwrap_or_default();
    let address =
        move || made.get().map(|(_, invite)| device::link(&path::join(&invite.token))).unwrap_or_default();

    view! {
        <Dialog
            open=Signal::derive(move || made.read().is_some())
            title=Signal::derive(move || words.fill(Word::MembersInviteReady, &[("name", &name())]))
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
                label=Signal::derive(move || words.fill(Word::MembersInviteQr, &[("name", &name())]))
                note=Signal::derive(move || {
                    words.fill(Word::MembersInviteShowOnce, &[("name", &name())])
                })
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
                    <InviteActs id=id.get_value() name made />
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
fn InviteActs(id: RecordId, name: Memo<String>, made: Made) -> impl IntoView {
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
            Ok(invite) => _ = made.try_set(Some((name.get_untracked(), invite))),
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
