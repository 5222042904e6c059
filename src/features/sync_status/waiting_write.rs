//! One write that the backend has yet to take: what it is, where it stands, what can be done.

use crate::i18n::Words;
use crate::state::{Engine, Fate, Resolution, Waiting};
use crate::ui::{Button, ButtonKind, ButtonSize, Dialog, TextArea, Well};
use domain::kinds::{self, KnownKind, Message};
use leptos::prelude::*;
use protocol::{Body, Op};
use words::Word;

/// The write.
#[component]
pub fn WaitingWrite(
    /// Which.
    waiting: Waiting,
) -> impl IntoView {
    let words = Words::expect();
    let what = summary(&waiting);
    let kind = kind_said(words, &waiting);
    let (written_at, fate) = (waiting.written_at, waiting.fate.clone());
    let status = Engine::expect().status();
    // Without a network "sent, no answer" would be true and no help: it waits.
    let why = move || match fate {
        Fate::Queued | Fate::Behind(_) | Fate::Sending | Fate::Unsure if status.read().expired => {
            words.text(Word::SyncItemSignin)
        }
        Fate::Sending | Fate::Unsure if status.read().offline => String::new(),
        _ => reason(words, &fate),
    };
    let theirs = match &waiting.fate {
        Fate::Conflict { theirs, .. } => theirs.as_ref().map(words_of),
        _ => None,
    };

    view! {
        <article class="waiting">
            <p class="waiting-head">
                <b>{kind}</b>
                <time>{move || words.moment(written_at)}</time>
                <span>{why}</span>
            </p>
            {match theirs {
                None => view! { <p class="waiting-what">{what}</p> }.into_any(),
                Some(theirs) => view! { <Sides mine=what theirs /> }.into_any(),
            }}
            <Ways waiting />
        </article>
    }
}

#[component]
fn Sides(mine: String, theirs: String) -> impl IntoView {
    let words = Words::expect();

    view! {
        <div class="waiting-sides">
            <Well>
                <p class="tiny faint">{words.say(Word::SyncConflictMine)}</p>
                <p class="waiting-what">{mine}</p>
            </Well>
            <Well>
                <p class="tiny faint">{words.say(Word::SyncConflictTheirs)}</p>
                <p class="waiting-what">{theirs}</p>
            </Well>
        </div>
    }
}

/// Every way out that this write has.
#[component]
fn Ways(waiting: Waiting) -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();
    let (asks, edits) = (RwSignal::new(false), RwSignal::new(false));
    let lsn = waiting.lsn;
    let is_conflict = matches!(waiting.fate, Fate::Conflict { .. });
    let needs_decision = waiting.needs_decision();
    let text = message_text(&waiting);
    let is_text = text.is_some() && needs_decision && !is_conflict;
    let what = summary(&waiting);
    let file = StoredValue::new(waiting);

    let decide = move |how: Resolution| engine.resolve(lsn, how);
    let export = move || {
        engine.export_one(lsn);
    };

    view! {
        <div class="waiting-acts">
            {is_conflict
                .then(|| {
                    view! {
                        <Button
                            size=ButtonSize::Compact
                            kind=ButtonKind::Ink
                            on_press=move || decide(Resolution::UseMine)
                        >
                            {words.say(Word::SyncActUseMine)}
                        </Button>
                        <Button
                            size=ButtonSize::Compact
                            on_press=move || decide(Resolution::Discard)
                        >
                            {words.say(Word::SyncActUseTheirs)}
                        </Button>
                    }
                })}
            {(needs_decision && !is_conflict)
                .then(|| {
                    view! {
                        <Button size=ButtonSize::Compact on_press=move || decide(Resolution::Retry)>
                            {words.say(Word::SyncActRetry)}
                        </Button>
                    }
                })}
            {is_text
                .then(|| {
                    view! {
                        <Button size=ButtonSize::Compact on_press=move || edits.set(true)>
                            {words.say(Word::SyncActEdit)}
                        </Button>
                    }
                })}
            <Button size=ButtonSize::Compact on_press=export>
                {words.say(Word::SyncActExport)}
            </Button>
            {(!is_conflict)
                .then(|| {
                    view! {
                        <Button
                            size=ButtonSize::Compact
                            kind=ButtonKind::Danger
                            on_press=move || asks.set(true)
                        >
                            {words.say(Word::SyncActDiscard)}
                        </Button>
                    }
                })}
        </div>
        <AskDiscard asks what on_discard=move || decide(Resolution::Discard) />
        {text.map(|text| view! { <EditText edits text file on_edit=move |body| decide(Resolution::Edit(body)) /> })}
    }
}

#[component]
fn AskDiscard(asks: RwSignal<bool>, what: String, #[prop(into)] on_discard: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let what = StoredValue::new(what);

    view! {
        <Dialog
            open=asks
            title=words.say(Word::SyncActDiscard)
            on_close=move || asks.set(false)
            actions=move || {
                view! {
                    <Button on_press=move || asks.set(false)>{words.say(Word::AppCancel)}</Button>
                    <Button
                        kind=ButtonKind::Danger
                        on_press=move || {
                            asks.set(false);
                            on_discard.run(());
                        }
                    >
                        {words.say(Word::SyncActDiscard)}
                    </Button>
                }
            }
        >
            <p>{move || words.fill(Word::SyncActDiscardAsk, &[("what", &what.get_value())])}</p>
        </Dialog>
    }
}

#[component]
fn EditText(
    edits: RwSignal<bool>,
    text: String,
    file: StoredValue<Waiting>,
    #[prop(into)] on_edit: Callback<Body>,
) -> impl IntoView {
    let words = Words::expect();
    let text = RwSignal::new(text);

    let save = move || {
        let edited = file.with_value(|waiting| {
            let mut message: Message = body(waiting)?.read().ok()?;
            message.text = text.get_untracked().trim().to_owned();
            Body::of(&message).ok()
        });
        if let Some(edited) = edited {
            edits.set(false);
            on_edit.run(edited);
        }
    };

    view! {
        <Dialog
            open=edits
            title=words.say(Word::SyncActEdit)
            on_close=move || edits.set(false)
            actions=move || {
                view! {
                    <Button on_press=move || edits.set(false)>{words.say(Word::AppCancel)}</Button>
                    <Button kind=ButtonKind::Ink on_press=save>
                        {words.say(Word::FeedComposerSend)}
                    </Button>
                }
            }
        >
            <TextArea label=words.say(Word::FeedComposerLabel) value=text />
        </Dialog>
    }
}

fn reason(words: Words, fate: &Fate) -> String {
    match fate {
        Fate::Queued | Fate::Behind(_) => String::new(),
        Fate::Sending => words.text(Word::SyncItemSent),
        Fate::Unsure => words.text(Word::SyncItemUnsure),
        Fate::Parked(problem) | Fate::Refused(problem) => words.refusal(problem),
        Fate::Conflict { overwritten: true, .. } => words.text(Word::SyncConflictOverwritten),
        Fate::Conflict { .. } => words.text(Word::TroubleCodeConflict),
    }
}

fn kind_said(words: Words, waiting: &Waiting) -> impl Fn() -> String + Send + Sync + use<> {
    let kind = waiting.head.kind.clone();
    let is_deletion = waiting.op == Op::Delete;
    move || {
        let said = match KnownKind::of(&kind) {
            Some(KnownKind::Message) => words.text(Word::SyncItemMessage),
            Some(KnownKind::Ack) => words.text(Word::SyncItemAck),
            Some(KnownKind::Rules | KnownKind::RulesDraft) => words.text(Word::SyncItemRules),
            Some(KnownKind::Member) => words.text(Word::SyncItemMember),
            Some(KnownKind::Invite) => words.text(Word::SyncItemInvite),
            Some(KnownKind::Roster) => words.text(Word::RecordedRoster),
            Some(KnownKind::Space) => words.text(Word::SyncItemSpace),
            Some(KnownKind::Guards) => words.text(Word::SyncItemGuards),
            Some(KnownKind::Held) => words.text(Word::SyncItemHeld),
            Some(KnownKind::Measure) => words.text(Word::SyncItemMeasure),
            Some(KnownKind::Report | KnownKind::OwnerReport) => words.text(Word::SyncItemReport),
            Some(KnownKind::Handover) => words.text(Word::SyncItemHandover),
            Some(KnownKind::Notice) => words.text(Word::SyncItemNotice),
            Some(KnownKind::Channel) => words.text(Word::SyncItemChannel),
            Some(KnownKind::Reaction) => words.text(Word::SyncItemReaction),
            Some(KnownKind::Proposal) => words.text(Word::SyncItemProposal),
            Some(KnownKind::Opinion) => words.text(Word::SyncItemOpinion),
            Some(KnownKind::Pin) => words.text(Word::SyncItemPin),
            Some(KnownKind::Confirm) => words.text(Word::SyncItemConfirm),
            Some(KnownKind::Noted) => words.text(Word::SyncItemNoted),
            Some(KnownKind::Scheduled) => words.text(Word::SyncItemScheduled),
            Some(KnownKind::Draft) => words.text(Word::SyncItemDraft),
            Some(KnownKind::Read | KnownKind::Seen) => words.text(Word::SyncItemRead),
            Some(KnownKind::Audit) | None => words.fill(Word::SyncItemOther, &[("kind", kind.as_str())]),
        };
        if is_deletion { format!("{} · {said}", words.text(Word::SyncItemDeletion)) } else { said }
    }
}

fn body(waiting: &Waiting) -> Option<&Body> {
    match &waiting.op {
        Op::Create(body) | Op::Update { body, .. } => Some(body),
        Op::Delete => None,
    }
}

fn message_text(waiting: &Waiting) -> Option<String> {
    let is_message = waiting.head.kind.as_str() == kinds::MESSAGE;
    body(waiting).filter(|_| is_message)?.read::<Message>().ok().map(|message| message.text)
}

/// What a write says, in a line: its text or its name.
fn summary(waiting: &Waiting) -> String {
    body(waiting).map(words_of).unwrap_or_default()
}

/// The one field of a body that a person would call it by.
fn words_of(body: &Body) -> String {
    #[derive(serde::Deserialize)]
    struct Named {
        title: Option<String>,
        text: Option<String>,
        name: Option<String>,
        for_name: Option<String>,
        real_name: Option<String>,
        version: Option<u32>,
    }
    let Ok(named) = body.read::<Named>() else { return String::new() };
    let version = named.version.map(|version| format!("v{version}"));
    named
        .title
        .or(named.text)
        .or(named.name)
        .or(named.for_name)
        .or(named.real_name)
        .or(version)
        .unwrap_or_default()
}
