//! Who waits to come in, for those who let people in: one press for each, and a reason where one declines.

use crate::i18n::Words;
use crate::state::{Session, Space, Trouble};
use crate::ui::{
    Avatar, Button, ButtonKind, ButtonSize, Dialog, Face, List, ListRow, Load, RowMeta, RowTitle, TextField,
    Toasts,
};
use domain::limits;
use leptos::prelude::*;
use protocol::account::{Applicant, DecideRequest};
use words::Word;

/// Decides about somebody.
type Decide = Action<DecideRequest, ()>;

/// The list. It needs a network: who waits is no record of the space.
#[component]
pub fn WaitingList() -> impl IntoView {
    let words = Words::expect();
    let (session, space, toasts) = (Session::expect(), Space::expect(), Toasts::expect());
    let asked = LocalResource::new(move || session.requests());
    let declined = RwSignal::new(None::<Applicant>);

    let decide: Decide = Action::new_local(move |decision: &DecideRequest| {
        let answer = session.decide_request(decision.clone());
        async move {
            if let Err(trouble) = answer.await {
                toasts.say(explain(words, &trouble));
            }
            asked.refetch();
        }
    });
    let waiting = move || {
        let requests = asked.get().and_then(Result::ok).unwrap_or_default();
        requests.applicants.into_iter().filter(|applicant| applicant.space == space.id()).collect::<Vec<_>>()
    };
    Effect::new(move |_| {
        if let Some(Ok(requests)) = &*asked.read() {
            space.take_applicants(&requests.applicants);
        }
    });
    let face = move || match asked.get() {
        None => Face::Waiting,
        Some(Err(_)) => Face::Failed,
        Some(Ok(_)) if waiting().is_empty() => Face::Empty,
        Some(Ok(_)) => Face::Here,
    };

    view! {
        <Load
            face=Signal::derive(face)
            waiting=words.say(Word::AppLoading)
            empty=move || view! { <p class="soft small">{words.say(Word::WaitingListEmpty)}</p> }
            failed=move || {
                let trouble = asked.get().and_then(Result::err);
                let said = trouble.map(|trouble| explain(words, &trouble));
                view! {
                    <p class="soft small">{said}</p>
                    <Button on_press=move || asked.refetch()>{words.say(Word::AppAgain)}</Button>
                }
            }
        >
            <List label=words.signal(Word::WaitingListTitle)>
                <For each=waiting key=|applicant| applicant.person.clone() let:applicant>
                    <Waits applicant decide declined />
                </For>
            </List>
        </Load>
        <AskWhy declined decide />
    }
}

fn explain(words: Words, trouble: &Trouble) -> String {
    let said = words.explain(trouble);
    format!("{}. {}", said.title, said.body)
}

/// One of them.
#[component]
fn Waits(applicant: Applicant, decide: Decide, declined: RwSignal<Option<Applicant>>) -> impl IntoView {
    let words = Words::expect();
    let kept = StoredValue::new(applicant.clone());
    let Applicant { real_name, dept, post, link, asked_at, .. } = applicant;
    let line = [dept, post].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let since =
        move || words.fill(Word::WaitingListSince, &[("when", &words.moment(asked_at)), ("link", &link)]);
    let name = real_name.clone();
    let admit = move || {
        let applicant = kept.get_value();
        decide.dispatch_local(decision(applicant, true, String::new()));
    };

    view! {
        <ListRow
            lead=move || view! { <Avatar name=Signal::stored(name) /> }
            end=move || {
                view! {
                    <Button
                        kind=ButtonKind::Ink
                        size=ButtonSize::Compact
                        is_busy=decide.pending()
                        on_press=admit
                    >
                        {words.say(Word::WaitingListAdmit)}
                    </Button>
                    <Button
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Compact
                        on_press=move || declined.set(Some(kept.get_value()))
                    >
                        {words.say(Word::WaitingListDecline)}
                    </Button>
                }
            }
        >
            <RowTitle>{real_name}</RowTitle>
            <RowMeta>{line} " " {since}</RowMeta>
        </ListRow>
    }
}

/// Why not, if that is to be told.
#[component]
fn AskWhy(declined: RwSignal<Option<Applicant>>, decide: Decide) -> impl IntoView {
    let words = Words::expect();
    let reason = RwSignal::new(String::new());

    let name = move || declined.get().map(|applicant| applicant.real_name).unwrap_or_default();
    let send = move || {
        if let Some(applicant) = declined.get_untracked() {
            decide.dispatch_local(decision(applicant, false, reason.get_untracked()));
        }
        reason.set(String::new());
        declined.set(None);
    };

    view! {
        <Dialog
            open=Signal::derive(move || declined.read().is_some())
            title=Signal::derive(move || words.fill(Word::WaitingDeclineTitle, &[("name", &name())]))
            on_close=move || declined.set(None)
            actions=move || {
                view! {
                    <Button on_press=move || declined.set(None)>{words.say(Word::AppCancel)}</Button>
                    <Button kind=ButtonKind::Danger on_press=send>
                        {words.say(Word::WaitingListDecline)}
                    </Button>
                }
            }
        >
            <TextField
                label=words.say(Word::WaitingDeclineReason)
                value=reason
                optional=words.signal(Word::AppOptional)
            />
        </Dialog>
    }
}

fn decision(applicant: Applicant, admit: bool, reason: String) -> DecideRequest {
    // What doesn't fit goes as it is: the server says why it doesn't.
    let reason = limits::DECLINE_REASON.parse("/reason", &reason).unwrap_or(reason);
    DecideRequest { space: applicant.space, person: applicant.person, admit, reason }
}
