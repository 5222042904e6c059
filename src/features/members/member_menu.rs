//! What staff can do with a member: appoint, remove, help with a password.

use crate::features::members::link::LinkOnce;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Session, Space, Trouble, device};
use crate::ui::{Button, ButtonKind, Dialog, IconName, Menu, MenuItem, MenuKind, Toasts};
use domain::kinds::{Member, MemberState, Role};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::PersonId;
use protocol::account::ResetLink;
use std::sync::Arc;
use words::Word;

/// The menu; nothing where nothing may be done.
#[component]
pub fn MemberMenu(
    /// Who.
    person: PersonId,
    /// The person's name.
    name: Memo<String>,
    /// The membership.
    row: Signal<Arc<Row<Member>>>,
) -> impl IntoView {
    let space = Space::expect();
    let session = Session::expect();
    let who = StoredValue::new(person);

    let may_manage = space.may(Deed::ManageMembers);
    let is_me =
        Memo::new(move |_| session.me().read().as_ref().is_some_and(|me| me.person == who.get_value()));
    let is_owner = Memo::new(move |_| {
        space.about().read().as_ref().is_some_and(|about| *about.author() == who.get_value())
    });
    let is_gone = Memo::new(move |_| {
        matches!(row.read().body.state, MemberState::Removed | MemberState::Left | MemberState::Departed)
    });
    let is_offered = move || may_manage.get().is_ok() && !is_me.get() && !is_owner.get() && !is_gone.get();

    view! {
        <Show when=is_offered>
            <Actions who name row />
        </Show>
    }
}

#[component]
fn Actions(who: StoredValue<PersonId>, name: Memo<String>, row: Signal<Arc<Row<Member>>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let session = Session::expect();
    let toasts = Toasts::expect();
    let asks = RwSignal::new(false);
    let link = RwSignal::new(None::<ResetLink>);
    let may_appoint = space.may(Deed::ChangeRoles);

    let say = move |trouble: Trouble| toasts.say(explain(words, &trouble));
    let is_admin = Memo::new(move |_| row.read().body.roles.contains(&Role::Admin));
    let appoint = Action::new_local(move |(): &()| async move {
        let roles = if is_admin.get_untracked() { vec![Role::Member] } else { vec![Role::Admin] };
        if let Err(trouble) = space.appoint(who.get_value(), roles).await {
            say(trouble);
        }
    });
    let reset = Action::new_local(move |(): &()| async move {
        match session.issue_reset(who.get_value(), space.id()).await {
            Ok(made) => _ = link.try_set(Some(made)),
            Err(trouble) => say(trouble),
        }
    });
    let appoint_word = move || if is_admin.get() { Word::MembersDropAdmin } else { Word::MembersMakeAdmin };

    view! {
        <Menu label=Signal::derive(move || words.fill(Word::MembersMenu, &[("name", &name.get())]))>
            <Show when=move || may_appoint.get().is_ok()>
                <MenuItem
                    icon=IconName::Guard
                    on_press=move || {
                        appoint.dispatch_local(());
                    }
                >
                    {move || words.text(appoint_word())}
                </MenuItem>
            </Show>
            <MenuItem
                icon=IconName::Lock
                on_press=move || {
                    reset.dispatch_local(());
                }
            >
                {words.say(Word::MembersReset)}
            </MenuItem>
            <MenuItem icon=IconName::Exit kind=MenuKind::Danger on_press=move || asks.set(true)>
                {words.say(Word::MembersRemove)}
            </MenuItem>
        </Menu>
        <AskRemove who name asks />
        <ResetDialog link name />
    }
}

fn explain(words: Words, trouble: &Trouble) -> String {
    let said = words.explain(trouble);
    format!("{}. {}", said.title, said.body)
}

#[component]
fn AskRemove(who: StoredValue<PersonId>, name: Memo<String>, asks: RwSignal<bool>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();

    let remove = Action::new_local(move |(): &()| async move {
        if let Err(trouble) = space.remove_member(who.get_value()).await {
            toasts.say(explain(words, &trouble));
        }
        let _ = asks.try_set(false);
    });

    view! {
        <Dialog
            open=asks
            title=words.say(Word::MembersRemove)
            on_close=move || asks.set(false)
            actions=move || {
                view! {
                    <Button on_press=move || asks.set(false)>{words.say(Word::AppCancel)}</Button>
                    <Button
                        kind=ButtonKind::Danger
                        is_busy=remove.pending()
                        on_press=move || {
                            remove.dispatch_local(());
                        }
                    >
                        {words.say(Word::MembersRemove)}
                    </Button>
                }
            }
        >
            <p>{move || words.fill(Word::MembersRemoveAsk, &[("name", &name.get())])}</p>
        </Dialog>
    }
}

/// The link is shown once: nothing keeps it.
#[component]
fn ResetDialog(link: RwSignal<Option<ResetLink>>, name: Memo<String>) -> impl IntoView {
    let words = Words::expect();

    let address = move || link.get().map(|link| device::link(&path::reset(&link.token))).unwrap_or_default();
    let body = move || {
        let when = link.get().map(|link| words.moment(link.expires_at)).unwrap_or_default();
        words.fill(Word::MembersResetBody, &[("name", &name.get()), ("when", &when)])
    };

    view! {
        <Dialog
            open=Signal::derive(move || link.read().is_some())
            title=words.say(Word::MembersReset)
            on_close=move || link.set(None)
            stays=true
            actions=move || {
                view! {
                    <Button kind=ButtonKind::Ink on_press=move || link.set(None)>
                        {words.say(Word::AppClose)}
                    </Button>
                }
            }
        >
            <LinkOnce
                address=Signal::derive(address)
                label=words.say(Word::MembersReset)
                note=Signal::derive(body)
            />
        </Dialog>
    }
}
