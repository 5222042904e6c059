//! Joining by an invitation: the group's card, the account, then off to the rules.

use crate::features::account::account_fields::{AccountDraft, FIELDS};
use crate::features::account::asking_form::{AsMember, NewMember};
use crate::features::account::dead_link::DeadLink;
use crate::features::account::entry_form::EntryDraft;
use crate::features::account::invitation::InvitationCard;
use crate::features::account::kept::{Join, KeptHere, Said, forget, keep, try_again};
use crate::features::account::requests::MyRequests;
use crate::features::account::sign_in::SignIn;
use crate::features::account::trouble::{FormAlert, FormTrouble};
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Session, Spaces, Trouble, Typed};
use crate::ui::{
    Button, ButtonKind, ButtonLink, ButtonSize, ButtonWidth, Empty, IconName, Note, PageTitle, Skeleton, Tone,
};
use leptos::prelude::*;
use protocol::SpaceId;
use protocol::account::{EntryCard, InviteCard, JoinForm};
use words::Word;

/// Where a person stands before the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Card,
    Form,
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
    let draft = AccountDraft::new(for_name.get_value(), typed.clone());
    // Whom a personal link is for was chosen by name: nothing is asked.
    let entry = if waits { card.entry.clone() } else { EntryCard::default() };
    let form = EntryDraft::new(&entry, typed);
    let full = card.entry.full;
    let kept = RwSignal::new(None::<Said>);

    let join: Join = Action::new_local(move |said: &Said| {
        let said = said.clone();
        let answer = session.join(token.get_value(), said.0.clone(), said.1.clone());
        async move {
            let answer = answer.await;
            if waits && answer.as_ref().is_err_and(Trouble::passes) {
                keep(session, &token.get_value(), &said);
                let _ = kept.try_set(Some(said));
                return;
            }
            let _ = kept.try_set(None);
            forget(session);
            let Some(joined) = trouble.take(answer) else { return };
            draft.forget();
            form.forget();
            match joined.waits {
                true => step.set(Step::Waiting),
                false => on_joined.run(joined.space),
            }
        }
    });

    try_again(kept, join);

    view! {
        <KeptHere kept />
        {move || match step.get() {
            Step::Card => {
                view! {
                    <div class="stack">
                        <InvitationCard card=card.clone() />
                        <FormAlert trouble />
                        <Choose space for_name waits full form step join />
                    </div>
                }
                .into_any()
            }
            Step::Form => view! { <AsMember form trouble join on_back=move || step.set(Step::Card) /> }.into_any(),
            Step::Account => {
                view! { <NewMember draft form waits trouble join on_back=move || step.set(Step::Card) /> }.into_any()
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
    full: bool,
    form: EntryDraft,
    step: RwSignal<Step>,
    join: Join,
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
                    <Show
                        when=move || full
                        fallback=move || view! { <Accept waits form step join /> }
                    >
                        <Note tone=Tone::Amber icon=IconName::Info>
                            <p><strong>{words.say(Word::WaitingFull)}</strong></p>
                            <p>{words.say(Word::TroubleCodeSpaceFull)}</p>
                        </Note>
                    </Show>
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
fn Accept(waits: bool, form: EntryDraft, step: RwSignal<Step>, join: Join) -> impl IntoView {
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
        Some(me) if form.asks_something() => {
            form.begin(&me.dept, &me.post);
            step.set(Step::Form);
        }
        Some(_) => {
            join.dispatch_local((None, JoinForm::default()));
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
