//! One message: who, when, what, and what became of it.

use crate::features::feed::fate::MessageFate;
use crate::features::feed::hidden::HiddenMessage;
use crate::features::feed::message_menu::MessageMenu;
use crate::i18n::Words;
use crate::state::{Row, RowSignal, Space};
use crate::ui::{Avatar, MarkupReader, MarkupView};
use domain::kinds::{Member, Message, Role};
use leptos::prelude::*;
use protocol::{PersonId, RecordId};
use std::sync::Arc;
use words::Word;

/// A message.
#[component]
pub fn MessageRow(
    /// The message behind its signal.
    message: RowSignal<Message>,
) -> impl IntoView {
    let row = Signal::derive({
        let message = message.clone();
        move || message.get()
    });
    let (id, author, reply_to, again) = {
        let row = message.read_untracked();
        (row.id().clone(), row.author().clone(), row.body.reply_to.clone(), row.body.again.clone())
    };
    let space = Space::expect();
    let member = space.member(author.clone());
    let name =
        Memo::new(move |_| member.get().map(|member| member.body.real_name.clone()).unwrap_or_default());
    let text = Memo::new(move |_| row.read().body.text.clone());
    let names_me = space.names_me(row);
    let measure = space.hiding(id.clone());
    let is_hidden = Memo::new(move |_| row.read().body.hidden.is_some() || measure.read().is_some());

    view! {
        <article
            class="message"
            data-names=move || names_me.get().then_some("me")
            aria-label=move || name.get()
        >
            <Avatar name=name />
            <div class="message-body">
                <MessageHead row author member name names_me />
                {reply_to.map(|to| view! { <Quote to /> })}
                <Show
                    when=move || !is_hidden.get()
                    fallback=move || view! { <HiddenMessage row measure /> }
                >
                    <div class="message-text">
                        <MarkupView text=text />
                    </div>
                </Show>
                {again.map(|reason| view! { <Again reason /> })}
                <MessageFate row />
            </div>
            <div class="message-acts">
                <MessageMenu id row name />
            </div>
        </article>
    }
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

    let is_owner = move || space.about().read().as_ref().is_some_and(|about| *about.author() == author);
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
            {move || {
                row.read()
                    .body
                    .edited_at
                    .map(|_| view! { <span class="message-time">{words.say(Word::FeedRowEdited)}</span> })
            }}
        </header>
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

/// The message that is answered, in one line.
#[component]
fn Quote(to: RecordId) -> impl IntoView {
    const LONGEST: usize = 60;
    let words = Words::expect();
    let space = Space::expect();
    let reader = MarkupReader::expect();
    let quoted = space.stream().quoted(to);

    move || {
        quoted.get().map(|quoted| {
            let name = space.member(quoted.author().clone());
            let text = markup::plain_text(&reader.read(&quoted.body.text));
            let line: String = match quoted.body.hidden {
                Some(_) => words.text(Word::MeasuresHidden),
                None => text.chars().take(LONGEST).collect(),
            };
            view! {
                <span class="message-quote">
                    {move || name.get().map(|member| member.body.real_name.clone())} ": " {line}
                </span>
            }
        })
    }
}
