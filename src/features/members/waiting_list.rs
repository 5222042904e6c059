//! Who waits to come in, for those who let people in: one press for each, and a reason where one declines.

use crate::features::members::applicant::{ApplicantDialog, RosterChip, Shown};
use crate::i18n::Words;
use crate::state::{Session, Space, Trouble};
use crate::ui::{
    Avatar, Button, ButtonKind, ButtonSize, Chip, Dialog, Face, List, ListRow, Load, RowMeta, RowTitle,
    TextField, Toasts, Tone,
};
use domain::limits;
use domain::shown::is_blank;
use leptos::prelude::*;
use protocol::PersonId;
use protocol::account::{Applicant, DecideRequest, RequestState};
use words::Word;

/// Decides about somebody.
pub type Decide = Action<DecideRequest, ()>;

/// The list. It needs a network: who waits is no record of the space.
#[component]
pub fn WaitingList() -> impl IntoView {
    let words = Words::expect();
    let (session, space, toasts) = (Session::expect(), Space::expect(), Toasts::expect());
    let asked = LocalResource::new(move || session.requests());
    let declined: Shown = RwSignal::new(None);
    let shown: Shown = RwSignal::new(None);

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
                // What became of a request draws its row anew.
                <For each=waiting key=drawn_by let:applicant>
                    <Waits applicant shown decide declined />
                </For>
            </List>
        </Load>
        <ApplicantDialog shown decide declined on_asked=move || asked.refetch() />
        <AskWhy declined decide />
    }
}

/// All that a row shows and that may change while somebody waits.
fn drawn_by(applicant: &Applicant) -> (PersonId, RequestState, String, Option<i64>) {
    let course = &applicant.course;
    let said = [course.question.as_str(), &course.answer].concat();
    (applicant.person.clone(), applicant.state, said, course.seen_at)
}

fn explain(words: Words, trouble: &Trouble) -> String {
    let said = words.explain(trouble);
    format!("{}. {}", said.title, said.body)
}

/// One of them.
#[component]
fn Waits(applicant: Applicant, shown: Shown, decide: Decide, declined: Shown) -> impl IntoView {
    let words = Words::expect();
    let kept = StoredValue::new(applicant.clone());
    let Applicant { real_name, dept, post, link, asked_at, state, course, roster, .. } = applicant;
    let is_asked = state == RequestState::More;
    let is_answered = !is_asked && !course.answer.is_empty();
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
                        kind=ButtonKind::Line
                        size=ButtonSize::Compact
                        on_press=move || shown.set(Some(kept.get_value()))
                    >
                        {words.say(Word::WaitingLook)}
                    </Button>
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
            {(!line.is_empty()).then(|| view! { <RowMeta>{line}</RowMeta> })}
            <RowMeta>{since}</RowMeta>
            <RosterChip roster />
            {is_asked
                .then(|| view! { <p><Chip tone=Tone::Amber>{words.say(Word::WaitingListAsked)}</Chip></p> })}
            {is_answered
                .then(|| {
                    let said = move || words.fill(Word::WaitingLookAnswered, &[("text", &course.answer)]);
                    view! { <RowMeta>{said}</RowMeta> }
                })}
        </ListRow>
    }
}

/// Why not, if that is to be told.
#[component]
fn AskWhy(declined: Shown, decide: Decide) -> impl IntoView {
    let words = Words::expect();
    let reason = RwSignal::new(String::new());
    // Nobody is turned away without being told why.
    let is_sent = RwSignal::new(false);
    let error =
        move || (is_sent.get() && is_blank(&reason.read())).then(|| words.text(Word::EntryAccountRequired));

    let name = move || declined.get().map(|applicant| applicant.real_name).unwrap_or_default();
    let send = move || {
        is_sent.set(true);
        if is_blank(&reason.read_untracked()) {
            return;
        }
        if let Some(applicant) = declined.get_untracked() {
            decide.dispatch_local(decision(applicant, false, reason.get_untracked()));
        }
        is_sent.set(false);
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
                error=Signal::derive(error)
            />
        </Dialog>
    }
}

/// What is decided about somebody.
pub fn decision(applicant: Applicant, admit: bool, reason: String) -> DecideRequest {
    // What doesn't fit goes as it is: the server says why it doesn't.
    let reason = limits::DECLINE_REASON.parse("/reason", &reason).unwrap_or(reason);
    DecideRequest { space: applicant.space, person: applicant.person, admit, reason }
}
