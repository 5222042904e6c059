//! One message: who, when, what, and what became of it.

use crate::features::feed::aside::{Aside, Beside, InThread};
use crate::features::feed::compose::Compose;
use crate::features::feed::fate::MessageFate;
use crate::features::feed::hidden::HiddenMessage;
use crate::features::feed::marks::MessageMarks;
use crate::features::feed::message_menu::MessageMenu;
use crate::features::feed::moved::MovedLine;
use crate::features::feed::recall::RecalledMessage;
use crate::features::feed::text::MessageText;
use crate::i18n::Words;
use crate::state::{Composer, Row, RowSignal, Space};
use crate::ui::{Avatar, Gesture, MarkupReader};
use domain::kinds::{Member, Message, Role};
use leptos::prelude::*;
use protocol::{PersonId, RecordId};
use std::sync::Arc;
use words::Word;

/// A message, or that it was recalled.
#[component]
pub fn MessageRow(
    /// The message behind its signal.
    message: RowSignal<Message>,
    /// Whether it goes on with the one above it: then that tells who says it.
    #[prop(optional)]
    goes_on: Option<Signal<bool>>,
) -> impl IntoView {
    let goes_on = Memo::new(move |_| goes_on.is_some_and(|goes_on| goes_on.get()));
    let row = Signal::derive({
        let message = message.clone();
        move || message.get()
    });
    let is_recalled = Memo::new(move |_| row.read().body.recalled_at.is_some());

    move || match is_recalled.get() {
        true => view! { <RecalledMessage row /> }.into_any(),
        false => view! { <SaidMessage message=message.clone() row goes_on /> }.into_any(),
    }
}

#[component]
fn SaidMessage(
    message: RowSignal<Message>,
    row: Signal<Arc<Row<Message>>>,
    goes_on: Memo<bool>,
) -> impl IntoView {
    let words = Words::expect();
    let (id, author) = message.with_untracked(|row| (row.id().clone(), row.author().clone()));
    let space = Space::expect();
    let member = space.member(author.clone());
    let name =
        Memo::new(move |_| member.get().map(|member| member.body.real_name.clone()).unwrap_or_default());
    let names_me = space.names_me(row);
    let menu = RwSignal::new(false);
    let gesture = Gesture::new(move || _ = menu.try_set(true));
    let answer = answering(id.clone(), name);
    let (at, key) = (move || words.time(row.read().at), id.to_string());

    view! {
        <article
            class="message"
            on:pointerdown=move |event| gesture.begins(&event)
            on:pointermove=move |event| gesture.moves(&event)
            on:pointercancel=move |_| gesture.cancel()
            on:pointerup=move |event| {
                if gesture.ends(&event) {
                    answer.run(());
                }
            }
            on:touchend=move |event| gesture.lifts(&event)
            on:contextmenu=move |event| gesture.asks(&event)
            data-names=move || names_me.get().then_some("me")
            data-goes=move || goes_on.get().then_some("on")
            data-key=key
            aria-label=move || name.get()
        >
            {move || match goes_on.get() {
                true => view! { <time class="message-beside">{at}</time> }.into_any(),
                false => view! { <Avatar name=name /> }.into_any(),
            }}
            <div class="message-body">
                {move || {
                    let author = author.clone();
                    (!goes_on.get()).then(|| view! { <MessageHead row author member name names_me /> })
                }}
                <MessageBody row />
            </div>
            <div class="message-acts">
                <MessageMenu id row name open=menu />
            </div>
        </article>
    }
}

/// What it says, to what, and what became of it.
#[component]
fn MessageBody(row: Signal<Arc<Row<Message>>>) -> impl IntoView {
    let (id, reply_to, again) =
        row.with_untracked(|row| (row.id().clone(), row.body.reply_to.clone(), row.body.again.clone()));
    let text = Memo::new(move |_| row.read().body.text.clone());
    let measure = Space::expect().hiding(id.clone());
    let is_hidden = Memo::new(move |_| row.read().body.hidden.is_some() || measure.read().is_some());
    // Within a conversation, that it answers what began it goes without saying.
    let begun = use_context::<InThread>().map(|InThread(begun)| begun);
    let reply_to = reply_to.filter(|to| begun.as_ref() != Some(to));

    view! {
        {reply_to.map(|to| view! { <Quote to /> })}
        <Show
            when=move || !is_hidden.get()
            fallback=move || view! { <HiddenMessage row measure /> }
        >
            <MessageText text />
        </Show>
        {again.map(|reason| view! { <Again reason /> })}
        <MovedLine row />
        <MessageMarks id />
        <MessageFate row />
    }
}

/// Answers the message, where one may write.
fn answering(id: RecordId, name: Memo<String>) -> Callback<()> {
    let (compose, composer) = (Compose::expect(), Space::expect().composer());
    Callback::new(move |()| {
        if composer.get_untracked() == Composer::Open {
            compose.reply(id.clone(), name.get_untracked());
        }
    })
}

#[component]
fn MessageHead(
    row: Signal<Arc<Row<Message>>>,
    author: PersonId,
    member: Memo<Option<Arc<Row<Member>>>>,
    name: Memo<String>,
    names_me: Memo<bool>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let is_owner = move || {
        space.about().read().as_ref().is_some_and(|about| *about.body.owner_or(about.author()) == author)
    };
    let role = move || {
        let roles = member.get().map(|member| member.body.roles.clone()).unwrap_or_default();
        match () {
            () if is_owner() => Some(Word::FeedRowOwner),
            () if roles.contains(&Role::Admin) => Some(Word::FeedRowAdmin),
            () if roles.contains(&Role::Trainer) => Some(Word::FeedRowTrainer),
            () => None,
        }
    };

    view! {
        <header class="message-head">
            <span class="message-name">{move || name.get()}</span>
            {move || {
                role().map(|role| view! { <span class="message-role">{words.say(role)}</span> })
            }}
            <time class="message-time">{move || words.time(row.read().at)}</time>
            <Written row />
            <Show when=move || names_me.get()>
                <span class="message-to-me">{words.say(Word::FeedRowToMe)}</span>
            </Show>
            {move || {
                row.read()
                    .body
                    .released_by
                    .as_ref()
                    .map(|_| {
                        view! { <span class="message-time">{words.say(Word::GuardsRowReleased)}</span> }
                    })
            }}
            <Marks row />
            <Edited row />
            <InChannel row />
        </header>
    }
}

/// What kind of post it is, and that it was permitted.
#[component]
fn Marks(row: Signal<Arc<Row<Message>>>) -> impl IntoView {
    let words = Words::expect();
    let sort = move || {
        let sort = row.read().body.sort.clone()?;
        let other = || words.fill(Word::GuardsSortBecause, &[("why", &sort.why)]);
        Some(if sort.name.is_empty() { other() } else { sort.name.clone() })
    };
    let permitted = move || row.read().body.permitted.then(|| words.text(Word::GuardsPermitMark));
    let mark = |said: String| view! { <span class="message-role">{said}</span> };

    view! {
        {move || sort().map(mark)}
        {move || permitted().map(mark)}
    }
}

/// In which channel it stands, where the stream shows all: the general one goes without saying.
#[component]
fn InChannel(row: Signal<Arc<Row<Message>>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (channels, narrowed) = (space.channels(), space.stream().channel());
    let stands = Memo::new(move |_| row.read().body.channel.clone());
    let name = move || {
        let id = stands.get().filter(|_| narrowed.read().is_none())?;
        let channels = channels.read();
        let shown = channels.iter().find(|shown| shown.id == id)?;
        Some(words.channel(&shown.channel))
    };

    move || name().map(|name| view! { <span class="message-role">{name}</span> })
}

/// When it was written, where it came late: without a network, or held.
#[component]
fn Written(row: Signal<Arc<Row<Message>>>) -> impl IntoView {
    let words = Words::expect();
    let written = Memo::new(move |_| {
        let row = row.read();
        row.body.written_before(row.at)
    });

    move || {
        let at = words.moment(written.get()?);
        Some(view! { <span class="message-time">{words.fill(Word::FeedRowWritten, &[("at", &at)])}</span> })
    }
}

/// That it was edited, and the way to what it said before.
#[component]
fn Edited(row: Signal<Arc<Row<Message>>>) -> impl IntoView {
    let words = Words::expect();
    let beside = Beside::expect();
    let edited = Memo::new(move |_| row.read().body.edited_at.is_some());
    // What was edited before versions were kept can't be looked up.
    let has_earlier = Memo::new(move |_| !row.read().body.earlier.is_empty());
    let open = move |_| beside.open(Aside::Versions(row.with_untracked(|row| row.id().clone())));

    view! {
        <Show when=move || edited.get()>
            <Show
                when=move || has_earlier.get()
                fallback=move || {
                    view! { <span class="message-time">{words.say(Word::FeedRowEdited)}</span> }
                }
            >
                <button class="message-time message-edited" type="button" on:click=open>
                    {words.say(Word::FeedRowEdited)}
                </button>
            </Show>
        </Show>
    }
}

/// Why it says what somebody has said before.
#[component]
fn Again(reason: String) -> impl IntoView {
    let words = Words::expect();

    view! {
        <p class="message-fate">{move || words.fill(Word::GuardsRowAgain, &[("reason", &reason)])}</p>
    }
}

/// The message that is answered, in one line that leads to it.
#[component]
fn Quote(to: RecordId) -> impl IntoView {
    const LONGEST: usize = 60;
    let words = Words::expect();
    let space = Space::expect();
    let reader = MarkupReader::expect();
    let beside = Beside::expect();
    let quoted = space.stream().quoted(to.clone());
    let to = StoredValue::new(to);

    move || {
        quoted.get().map(|quoted| {
            let name = space.member(quoted.author().clone());
            let text = markup::plain_text(&reader.read(&quoted.body.text));
            let line: String = match (&quoted.body.hidden, quoted.body.recalled_at) {
                (Some(_), _) => words.text(Word::MeasuresHidden),
                (None, Some(_)) => words.text(Word::FeedRowRecalled),
                (None, None) => text.chars().take(LONGEST).collect(),
            };
            view! {
                <button
                    class="message-quote message-way"
                    type="button"
                    title=words.say(Word::TalkQuoteJump)
                    on:click=move |_| beside.jump(to.get_value())
                >
                    <span>{move || name.get().map(|member| member.body.real_name.clone())}</span>
                    ": "
                    {line}
                </button>
            }
        })
    }
}
