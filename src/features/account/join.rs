//! Joining by an invitation: the group's card, the account, then off to the rules.

use crate::features::account::account_fields::{AccountDraft, AccountFields, FIELDS};
use crate::features::account::dead_link::DeadLink;
use crate::features::account::invitation::InvitationCard;
use crate::features::account::requests::MyRequests;
use crate::features::account::sign_in::SignIn;
use crate::features::account::trouble::{FormAlert, FormTrouble};
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Session, Spaces, Typed};
use crate::ui::{
    Button, ButtonKind, ButtonLink, ButtonRole, ButtonSize, ButtonWidth, Empty, Form, IconName, Note,
    PageTitle, Skeleton, Tone,
};
use leptos::prelude::*;
use protocol::SpaceId;
use protocol::account::{InviteCard, NewAccount};
use words::Word;

/// Where a person stands before the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Card,
    Account,
    SignIn,
    Declined,
    Waiting,
}

/// The whole way from the link to the rules.
#[component]
pub fn JoinByInvitation(
    /// The link's secret.
    token: String,
    /// Runs with the space when the person has joined.
    #[prop(into)]
    on_joined: Callback<SpaceId>,
) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let token = StoredValue::new(token);
    let card = LocalResource::new(move || session.peek_invite(token.get_value()));

    move || match card.get() {
        None => view! {
            <PageTitle title=words.say(Word::AppName) heard=true />
            <Skeleton label=words.say(Word::EntryJoinLoading) />
        }
        .into_any(),
        Some(Ok(card)) => view! { <Invited card token on_joined /> }.into_any(),
        Some(Err(trouble)) => view! { <DeadLink trouble on_again=move || card.refetch() /> }.into_any(),
    }
}

#[component]
fn Invited(card: InviteCard, token: StoredValue<String>, on_joined: Callback<SpaceId>) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let step = RwSignal::new(Step::Card);
    let trouble = FormTrouble::new(FIELDS);
    let (waits, expires_at) = (card.waits, card.expires_at);
    // A link for many names nobody: whoever comes by it says who they are.
    let for_name = StoredValue::new(if waits { String::new() } else { card.for_name.clone() });
    let space = StoredValue::new(card.space.clone());
    let typed = Typed::of(["join", card.space.as_str(), &card.for_name].join("."));
    let draft = AccountDraft::new(for_name.get_value(), typed);

    let join = Action::new_local(move |account: &Option<NewAccount>| {
        let answer = session.join(token.get_value(), account.clone());
        async move {
            let Some(joined) = trouble.take(answer.await) else { return };
            draft.forget();
            match joined.waits {
                true => step.set(Step::Waiting),
                false => on_joined.run(joined.space),
            }
        }
    });

    view! {
        {move || match step.get() {
            Step::Card => {
                view! {
                    <div class="stack">
                        <InvitationCard card=card.clone() />
                        <FormAlert trouble />
                        <Choose space for_name waits step join />
                    </div>
                }
                .into_any()
            }
            Step::Account => {
                view! { <NewMember draft waits trouble join step /> }.into_any()
            }
            Step::SignIn => {
                view! {
                    <div class="stack">
                        <PageTitle title=words.say(Word::EntrySigninTitle) />
                        <SignIn on_done=move || { step.set(Step::Card) } />
                    </div>
                }
                .into_any()
            }
            Step::Waiting => {
                view! {
                    <PageTitle title=words.say(Word::WaitingTitle) heard=true />
                    <MyRequests />
                }
                .into_any()
            }
            Step::Declined => {
                view! {
                    <Empty
                        icon=IconName::Exit
                        alone=true
                        title=words.say(Word::EntryJoinDecline)
                        body=Signal::derive(move || {
                            let when = words.moment(expires_at);
                            Some(words.fill(Word::EntryJoinDeclined, &[("when", &when)]))
                        })
                    >
                        <Button on_press=move || step.set(Step::Card)>
                            {words.say(Word::EntryJoinReconsider)}
                        </Button>
                    </Empty>
                }
                .into_any()
            }
        }}
    }
}

/// What whoever holds the link can do: somebody who is inside has nothing to accept.
#[component]
fn Choose(
    space: StoredValue<SpaceId>,
    for_name: StoredValue<String>,
    waits: bool,
    step: RwSignal<Step>,
    join: Action<Option<NewAccount>, ()>,
) -> impl IntoView {
    let words = Words::expect();
    let (me, cards) = (Session::expect().me(), Spaces::expect().cards());

    let is_inside = Memo::new(move |_| {
        let cards = cards.read();
        me.read().is_some() && cards.iter().flatten().any(|card| card.id == space.get_value())
    });
    // Somebody else's link would be used up by whoever happens to be signed in.
    let is_anothers = Memo::new(move |_| {
        !waits && me.read().as_ref().is_some_and(|me| me.real_name != for_name.get_value())
    });
    let anothers = move || {
        let mine = me.get().map(|me| me.real_name.clone()).unwrap_or_default();
        words.fill(Word::EntryJoinAnothers, &[("me", &mine), ("name", &for_name.get_value())])
    };
    let inside = move || {
        let mine = me.get().map(|me| me.real_name.clone()).unwrap_or_default();
        if waits {
            return words.fill(Word::WaitingInside, &[("me", &mine)]);
        }
        words.fill(Word::EntryJoinInside, &[("me", &mine), ("name", &for_name.get_value())])
    };

    view! {
        <Show
            when=move || is_inside.get()
            fallback=move || {
                view! {
                    <Show when=move || is_anothers.get()>
                        <Note tone=Tone::Amber icon=IconName::Info>
                            <p>{anothers}</p>
                        </Note>
                    </Show>
                    <Accept waits step join />
                }
            }
        >
            <Note tone=Tone::Indigo icon=IconName::Info>
                <p>{inside}</p>
            </Note>
            <ButtonLink
                kind=ButtonKind::Ink
                size=ButtonSize::Tall
                width=ButtonWidth::Full
                to=path::space(&space.get_value())
            >
                {words.say(Word::EntryJoinOpen)}
            </ButtonLink>
        </Show>
    }
}

#[component]
fn Accept(waits: bool, step: RwSignal<Step>, join: Action<Option<NewAccount>, ()>) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let me = session.me();

    let accept_words = move || match me.get() {
        Some(me) if waits => words.fill(Word::WaitingAskAs, &[("name", &me.real_name)]),
        None if waits => words.text(Word::WaitingAsk),
        Some(me) => words.fill(Word::EntryJoinAs, &[("name", &me.real_name)]),
        None => words.text(Word::EntryJoinAccept),
    };
    let accept = move || match me.get_untracked() {
        Some(_) => {
            join.dispatch_local(None);
        }
        None => step.set(Step::Account),
    };

    view! {
        <p class="tiny faint">
            {words.say(if waits { Word::WaitingAfter } else { Word::EntryJoinAfter })}
        </p>
        <Button
            kind=ButtonKind::Ink
            size=ButtonSize::Tall
            width=ButtonWidth::Full
            is_busy=join.pending()
            on_press=accept
        >
            {accept_words}
        </Button>
        <Show when=move || me.read().is_none()>
            <Button width=ButtonWidth::Full on_press=move || step.set(Step::SignIn)>
                {words.say(Word::EntryJoinAccountHave)}
            </Button>
        </Show>
        <Button
            kind=ButtonKind::Quiet
            width=ButtonWidth::Full
            on_press=move || step.set(Step::Declined)
        >
            {words.say(Word::EntryJoinDecline)}
        </Button>
    }
}

#[component]
fn NewMember(
    draft: AccountDraft,
    waits: bool,
    trouble: FormTrouble,
    join: Action<Option<NewAccount>, ()>,
    step: RwSignal<Step>,
) -> impl IntoView {
    let words = Words::expect();

    let send = move |()| {
        if let Some(account) = draft.finish() {
            join.dispatch_local(Some(account));
        }
    };

    view! {
        <Form on_submit=send answered=trouble.answered()>
            <h1 class="form-title" tabindex="-1">{words.say(Word::EntryJoinAccount)}</h1>
            <AccountFields draft trouble />
            <FormAlert trouble />
            <Button
                kind=ButtonKind::Ink
                size=ButtonSize::Tall
                width=ButtonWidth::Full
                role=ButtonRole::Submit
                is_busy=join.pending()
            >
                {words.say(if waits { Word::WaitingAsk } else { Word::EntryJoinSubmit })}
            </Button>
            <Button kind=ButtonKind::Quiet width=ButtonWidth::Full on_press=move || step.set(Step::Card)>
                {words.say(Word::AppBack)}
            </Button>
        </Form>
    }
}
