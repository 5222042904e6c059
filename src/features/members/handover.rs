//! Handing the space over: the owner offers it to one member, who accepts or declines.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Fate, PassedOnBy, Pending, Row, Session, Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, Card, Confirm, Form, List, ListRow, RowMeta, RowTitle,
    SelectField, TextArea, TextLink, Toasts,
};
use domain::kinds::{Handover as Offer, HandoverState};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::{PersonId, RecordId};
use std::sync::Arc;
use words::Word;

/// What the person may do about it: answer, offer, or read who owns the space.
#[component]
pub fn Handover() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may_offer = space.may(Deed::HandOver);
    let (mine, by) = (space.offered_to_me(), space.passed_on_by());
    let owner = name_of(space, space.owner());
    let owned_by = move || words.fill(Word::HandoverOwner, &[("name", &owner.get())]);
    tell_of_the_end(space, mine);

    view! {
        <p>{owned_by}</p>
        <TooLate />
        {move || mine.get().map(|offer| view! { <Answer offer /> })}
        <Show when=move || by.get() == PassedOnBy::Devices>
            <p class="soft small">{words.say(Word::HandoverUnchecked)}</p>
        </Show>
        <Show when=move || may_offer.read().is_ok()>
            <Show
                when=move || by.get() != PassedOnBy::Nobody
                fallback=move || view! { <p class="soft small">{words.say(Word::HandoverImpossible)}</p> }
            >
                <OfferForm />
                <Offers />
            </Show>
        </Show>
    }
}

/// Says that the offer which is being looked at no longer stands: the question about it goes with it.
fn tell_of_the_end(space: Space, mine: Memo<Option<Arc<Row<Offer>>>>) {
    let (words, toasts) = (Words::expect(), Toasts::expect());
    Effect::new(move |before: Option<Option<RecordId>>| {
        let now = mine.read().as_ref().map(|offer| offer.id().clone());
        let gone = before.flatten().filter(|before| Some(before) != now.as_ref());
        let gone = gone.and_then(|gone| space.handovers().row(&gone)).map(|row| row.get_untracked());
        let is_own =
            |row: &Row<Offer>| matches!(row.body.state, HandoverState::Accepted | HandoverState::Declined);
        if gone.is_some_and(|row| !is_own(&row)) {
            toasts.say(words.text(Word::HandoverGone));
        }
        now
    });
}

/// That an answer of this person did not count, until they have seen to it.
#[component]
fn TooLate() -> impl IntoView {
    let words = Words::expect();
    let (offers, me) = (Space::expect().handovers(), Session::expect().me());
    let fate = Memo::new(move |_| {
        let me = me.read().as_ref().map(|me| me.person.clone());
        let own = offers.all().into_iter().filter(|row| row.head.subject == me);
        let fates = own.filter_map(|row| row.pending.clone()).map(|Pending { fate, .. }| fate);
        fates.filter(|fate| matches!(fate, Fate::Conflict { .. } | Fate::Parked(_) | Fate::Refused(_))).last()
    });
    let is_late = move || fate.read().is_some();
    let why = move || match fate.get()? {
        Fate::Parked(problem) | Fate::Refused(problem) => Some(words.refusal(&problem)),
        _ => Some(words.text(Word::HandoverGone)),
    };

    view! {
        <Alert
            title=Signal::derive(move || is_late().then(|| words.text(Word::HandoverLate)))
            body=Signal::derive(why)
        />
        <Show when=is_late>
            <p>
                <TextLink to=path::sync()>{words.say(Word::FeedRowWhy)}</TextLink>
            </p>
        </Show>
    }
}

/// The way there, for whom it is meant: the owner, and whoever was offered the space.
#[component]
pub fn HandoverLink() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (may_offer, mine) = (space.may(Deed::HandOver), space.offered_to_me());
    let word =
        move || words.text(if mine.read().is_some() { Word::HandoverTold } else { Word::HandoverTitle });

    view! {
        <Show when=move || may_offer.read().is_ok() || mine.read().is_some()>
            <p>
                <TextLink to=Signal::derive(move || path::handover(&space.id()))>{word}</TextLink>
            </p>
        </Show>
    }
}

/// What somebody is called; nothing while that is unknown.
fn name_of(space: Space, person: Memo<Option<PersonId>>) -> Memo<String> {
    let members = space.members();
    Memo::new(move |_| {
        let member =
            person.get().and_then(|person| members.get(&domain::kinds::member_id(&space.id(), &person)));
        member.map(|member| member.body.real_name.clone()).unwrap_or_default()
    })
}

#[component]
fn OfferForm() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let (heir, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let heirs = space.heirs();
    let options = move || {
        let none = (String::new(), words.text(Word::HandoverChoose));
        let named = heirs.get().into_iter().map(|(person, name)| (person.to_string(), name));
        std::iter::once(none).chain(named).collect::<Vec<_>>()
    };
    let is_chosen = move || !heir.read().is_empty();

    let offer = Action::new_local(move |(to, said): &(String, String)| {
        let (to, said) = (PersonId::new(to.clone()), said.clone());
        async move {
            space.offer_handover(to, said).await?;
            let _ = (heir.try_set(String::new()), note.try_set(String::new()));
            toasts.say(words.text(Word::HandoverOffered));
            Ok(())
        }
    });
    let send = move |()| {
        if untrack(is_chosen) {
            offer.dispatch_local((heir.get_untracked(), note.get_untracked()));
        }
    };

    view! {
        <Form
            on_submit=send
            answered=Signal::derive(move || offer.version().get())
            label=words.signal(Word::HandoverTitle)
        >
            <p class="soft small">{words.say(Word::HandoverLead)}</p>
            <SelectField label=words.say(Word::HandoverTo) options=Signal::derive(options) value=heir />
            <TextArea
                label=words.say(Word::HandoverNote)
                value=note
                lines=2
                optional=words.signal(Word::AppOptional)
            />
            <Said trouble=Signal::derive(move || offer.value().get().and_then(Result::err)) />
            <div>
                <Button
                    kind=ButtonKind::Ink
                    role=ButtonRole::Submit
                    is_busy=offer.pending()
                    blocked=Signal::derive(move || (!is_chosen()).then(|| words.text(Word::HandoverChoose)))
                >
                    {words.say(Word::HandoverOffer)}
                </Button>
            </div>
        </Form>
    }
}

/// What went wrong.
#[component]
fn Said(trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let said = Memo::new(move |_| {
        trouble.get().map(|trouble| words.explain(&trouble)).map(|said| (said.title, said.body))
    });

    view! {
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}

/// What waits for an answer; the owner may take it back.
#[component]
fn Offers() -> impl IntoView {
    let words = Words::expect();
    let open = Space::expect().open_handovers();
    let has_some = move || !open.read().is_empty();

    view! {
        <Show when=has_some>
            <List label=words.signal(Word::HandoverOpen)>
                <For each=move || open.get() key=|row| row.id().clone() let:row>
                    <Waiting row />
                </For>
            </List>
        </Show>
    }
}

#[component]
fn Waiting(row: Arc<Row<Offer>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (id, at) = (row.id().clone(), row.at);
    let heir = row.head.subject.clone();
    let name = name_of(space, Memo::new(move |_| heir.clone()));
    let withdraw = decides(id, HandoverState::Withdrawn);
    let when = move || words.fill(Word::HandoverWaits, &[("when", &words.moment(at))]);

    view! {
        <ListRow end=move || {
            view! {
                <Button
                    is_busy=withdraw.pending()
                    on_press=move || {
                        withdraw.dispatch_local(());
                    }
                >
                    {words.say(Word::HandoverWithdraw)}
                </Button>
            }
        }>
            <RowTitle>{move || name.get()}</RowTitle>
            <RowMeta>{when}</RowMeta>
        </ListRow>
    }
}

/// An action that answers an offer or takes it back; what fails is told as a toast.
fn decides(id: RecordId, state: HandoverState) -> Action<(), ()> {
    let (words, space, toasts) = (Words::expect(), Space::expect(), Toasts::expect());
    Action::new_local(move |(): &()| {
        let (id, state) = (id.clone(), state.clone());
        async move {
            let done = match state {
                HandoverState::Accepted => space.accept_handover(id).await,
                state => space.decide_handover(id, state).await,
            };
            if let Err(trouble) = done {
                let said = words.explain(&trouble);
                toasts.say([said.title, said.body].join(". "));
            }
        }
    })
}

/// The owner's offer to this person. Accepting is asked once more: only the new owner could undo it.
#[component]
fn Answer(offer: Arc<Row<Offer>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let asks = RwSignal::new(false);
    let id = offer.id().clone();
    let (accept, decline) =
        (decides(id.clone(), HandoverState::Accepted), decides(id, HandoverState::Declined));
    let by = name_of(space, space.owner());
    let said = move || words.fill(Word::HandoverMine, &[("name", &by.get())]);
    let note = offer.body.note.clone();

    view! {
        <Card>
            <div class="stack">
                <p>{said}</p>
                {(!note.is_empty()).then(|| view! { <blockquote>{note}</blockquote> })}
                <p class="soft small">{words.say(Word::HandoverDuty)}</p>
                <div class="cluster">
                    <Button kind=ButtonKind::Ink is_busy=accept.pending() on_press=move || asks.set(true)>
                        {words.say(Word::HandoverAccept)}
                    </Button>
                    <Button
                        is_busy=decline.pending()
                        on_press=move || {
                            decline.dispatch_local(());
                        }
                    >
                        {words.say(Word::HandoverDecline)}
                    </Button>
                </div>
            </div>
        </Card>
        <Confirm
            open=asks
            kind=ButtonKind::Ink
            title=words.say(Word::HandoverAcceptAsk)
            cancel=words.say(Word::AppCancel)
            act=words.say(Word::HandoverAccept)
            on_confirm=move || {
                accept.dispatch_local(());
            }
        >
            <p>{words.say(Word::HandoverAcceptWill)}</p>
        </Confirm>
    }
}
