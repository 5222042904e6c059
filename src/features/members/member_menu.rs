//! What staff can do with a member: appoint, see what was done, help with a password.

use crate::features::members::link::LinkOnce;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Session, Space, Trouble, device};
use crate::ui::{Button, ButtonKind, Dialog, IconName, Menu, MenuItem, MenuLink, Toast, Toasts};
use domain::intent::with_role;
use domain::kinds::{Member, MemberState, Role};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::PersonId;
use protocol::account::ResetLink;
use std::sync::Arc;
use words::Word;

/// What giving a role is called, and what taking it back.
const ADMIN: [Word; 2] = [Word::MembersMakeAdmin, Word::MembersDropAdmin];
const TRAINER: [Word; 2] = [Word::MembersMakeTrainer, Word::MembersDropTrainer];
const REVIEWER: [Word; 2] = [Word::MembersMakeReviewer, Word::MembersDropReviewer];

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
    let owner = space.owner();
    let is_owner = Memo::new(move |_| owner.read().as_ref() == Some(&who.get_value()));
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
    let link = RwSignal::new(None::<ResetLink>);
    let may_appoint = space.may(Deed::ChangeRoles);

    let say = move |trouble: Trouble| toasts.say(explain(words, &trouble));
    let reset = Action::new_local(move |(): &()| async move {
        match session.issue_reset(who.get_value(), space.id()).await {
            Ok(made) => _ = link.try_set(Some(made)),
            Err(trouble) => say(trouble),
        }
    });
    let appoint = Action::new_local(move |role: &Role| {
        let before = row.with_untracked(|row| row.body.roles.clone());
        let after = with_role(&before, role, !before.contains(role));
        let person = who.get_value();
        let said = words.fill(Word::MembersAppointed, &[("name", &name.get_untracked())]);
        async move {
            match space.appoint(person.clone(), after).await {
                Ok(()) => {
                    let undo = move || space.appoint_now(&person, before.clone());
                    toasts.show(Toast::new(said).with_action(words.text(Word::RulesEditUndo), undo));
                }
                Err(trouble) => say(trouble),
            }
        }
    });
    let on_press = Callback::new(move |role| _ = appoint.dispatch_local(role));
    let to = path::member(&space.id(), &who.get_value());

    view! {
        <Menu label=Signal::derive(move || words.fill(Word::MembersMenu, &[("name", &name.get())]))>
            <MenuLink icon=IconName::File to=to.clone()>
                {words.say(Word::MembersOpen)}
            </MenuLink>
            <Show when=move || may_appoint.get().is_ok()>
                <Appoint row on_press role=Role::Admin words_of=ADMIN />
                <Appoint row on_press role=Role::Trainer words_of=TRAINER />
                <Appoint row on_press role=Role::Reviewer words_of=REVIEWER />
            </Show>
            <MenuItem
                icon=IconName::Lock
                on_press=move || {
                    reset.dispatch_local(());
                }
            >
                {words.say(Word::MembersReset)}
            </MenuItem>
        </Menu>
        <ResetDialog link name />
    }
}

fn explain(words: Words, trouble: &Trouble) -> String {
    let said = words.explain(trouble);
    format!("{}. {}", said.title, said.body)
}

/// Gives a role, or takes it back.
#[component]
fn Appoint(
    row: Signal<Arc<Row<Member>>>,
    role: Role,
    /// What giving it is called, and what taking it back.
    words_of: [Word; 2],
    on_press: Callback<Role>,
) -> impl IntoView {
    let words = Words::expect();
    let [make, drop] = words_of;
    let known = role.clone();
    let word = move || words.text(if row.read().body.roles.contains(&known) { drop } else { make });

    view! {
        <MenuItem icon=IconName::Guard on_press=move || on_press.run(role.clone())>
            {word}
        </MenuItem>
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
