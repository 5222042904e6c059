//! Members of a space; for staff also invitations and what happened.

use crate::features::members::{
    AuditLog, DutyRoster, Invitations, LeaveSpace, MemberList, Responsible, WaitingList,
};
use crate::features::rules::RulesPanel;
use crate::features::sync_status::InReachOnly;
use crate::i18n::Words;
use crate::pages::{Section, Shell};
use crate::routes::path;
use crate::state::{Backend, Space};
use crate::ui::{ButtonLink, TopBar};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use words::Word;

/// The page.
#[component]
pub fn MembersPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let backend = Backend::expect();
    let navigate = use_navigate();
    let may_invite = space.may(Action::Invite);
    let (may_admit, can_wait) = (space.may(Action::Admit), backend.lets_people_wait());
    let may_see_audit = space.may(Action::SeeAudit);

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::MembersTitle)
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <RulesPanel place="page" />
            <div class="column">
                <p>
                    <ButtonLink to=Signal::derive(move || path::about(&space.id()))>
                        {words.say(Word::SpacesAboutTitle)}
                    </ButtonLink>
                </p>
                <Show when=move || may_admit.get().is_ok() && can_wait.get()>
                    <Section title=words.say(Word::WaitingListTitle)>
                        <WaitingList />
                    </Section>
                </Show>
                <Section title=words.say(Word::MembersList)>
                    <InReachOnly action=Action::ChangeRoles />
                    <MemberList />
                </Section>
                <Section title=words.say(Word::MembersDutyTitle)>
                    <Responsible />
                    <DutyRoster />
                </Section>
                <Show when=move || may_invite.get().is_ok()>
                    <Section title=words.say(Word::MembersInviteTitle)>
                        <Invitations />
                    </Section>
                </Show>
                <Show when=move || may_see_audit.get().is_ok() && backend.has_accounts().get()>
                    <Section title=words.say(Word::MembersAuditTitle)>
                        <AuditLog />
                    </Section>
                </Show>
                <LeaveSpace on_left=move || navigate(&path::home(), Default::default()) />
            </div>
        </Shell>
    }
}
