//! What can be done with a message.

use crate::features::feed::aside::{Aside, Beside};
use crate::features::feed::compose::Compose;
use crate::features::feed::marks::{reacting, word_of};
use crate::features::feed::recall::recalling;
use crate::features::feed::trouble::tell;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Backend, Composer, Row, Session, Space, device};
use crate::ui::{
    Button, ButtonKind, Dialog, IconName, MarkupReader, Menu, MenuItem, MenuKind, MenuLink, MenuWord, Toasts,
};
use domain::kinds::{Message, ReactionWord};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// The menu of one message.
#[component]
pub fn MessageMenu(
    /// Which message.
    id: RecordId,
    /// The message.
    row: Signal<Arc<Row<Message>>>,
    /// Its author's name.
    name: Memo<String>,
    /// Whether it shows.
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let compose = Compose::expect();
    let id = StoredValue::new(id);
    let asks = RwSignal::new(false);

    let may_edit = space.may_edit(id.get_value());
    let is_mine = is_mine(row);
    let is_owners = is_owners(space, row);
    let may_recall = space.may_recall(id.get_value());
    let may_delete = takes_away(space, id.get_value(), is_mine);
    let may_reply = move || space.composer().get() == Composer::Open;
    let recall = recalling(row);
    let text = move || row.get_untracked().body.text.clone();

    view! {
        <Menu label=words.say(Word::FeedRowMenu) open>
            <Show when=may_reply>
                <ReactWords id />
            </Show>
            <CopyItem row />
            <Show when=may_reply>
                <MenuItem
                    icon=IconName::Reply
                    on_press=move || compose.reply(id.get_value(), name.get_untracked())
                >
                    {words.say(Word::FeedRowReply)}
                </MenuItem>
            </Show>
            <Marks id />
            <Show when=move || !is_mine.get() && !is_owners.get()>
                <Judge id />
            </Show>
            <Show when=move || may_edit.get()>
                <MenuItem icon=IconName::Edit on_press=move || compose.edit(id.get_value(), text())>
                    {words.say(Word::FeedRowEdit)}
                </MenuItem>
            </Show>
            <Show when=move || may_recall.get()>
                <MenuItem icon=IconName::Trash kind=MenuKind::Danger on_press=recall>
                    {words.say(Word::FeedRowRecall)}
                </MenuItem>
            </Show>
            <Show when=move || may_delete.get()>
                <MenuItem
                    icon=IconName::Trash
                    kind=MenuKind::Danger
                    on_press=move || asks.set(true)
                >
                    {words.say(Word::FeedRowDelete)}
                </MenuItem>
            </Show>
        </Menu>
        <AskDelete id row asks />
    }
}

/// Copies what it says.
#[component]
fn CopyItem(row: Signal<Arc<Row<Message>>>) -> impl IntoView {
    let words = Words::expect();
    let toasts = Toasts::expect();
    let copy = Action::new_local(move |(): &()| {
        let answer = device::copy(row.get_untracked().body.text.clone());
        async move {
            if answer.await {
                toasts.say(words.text(Word::FeedRowCopied));
            }
        }
    });

    view! {
        <MenuItem
            icon=IconName::Copy
            on_press=move || {
                copy.dispatch_local(());
            }
        >
            {words.say(Word::FeedRowCopy)}
        </MenuItem>
    }
}

/// The words that can be said to it.
#[component]
fn ReactWords(id: StoredValue<RecordId>) -> impl IntoView {
    let words = Words::expect();
    let react = reacting(id);
    let word = |word: &'static ReactionWord| {
        view! {
            <MenuWord on_press=move || react.run(word.clone())>{words.say(word_of(word))}</MenuWord>
        }
    };

    view! {
        <div class="menu-words" role="group" aria-label=words.say(Word::TalkReactLabel)>
            {ReactionWord::KNOWN.iter().map(word).collect::<Vec<_>>()}
        </div>
    }
}

/// The conversation, who reacted; for administrators, where it stands and whether it is pinned.
#[component]
fn Marks(id: StoredValue<RecordId>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let beside = Beside::expect();
    let may = space.may(Deed::Arrange);
    let said = id.with_value(|id| space.reactions(id));
    let open = move |aside: fn(RecordId) -> Aside| beside.open(aside(id.get_value()));

    view! {
        <Show when=move || !said.read().is_empty()>
            <MenuItem icon=IconName::People on_press=move || open(Aside::Reacted)>
                {words.say(Word::TalkReactedTitle)}
            </MenuItem>
        </Show>
        <Show when=move || may.read().is_ok()>
            <MenuItem icon=IconName::Right on_press=move || open(Aside::Move)>
                {words.say(Word::TalkMoveTitle)}
            </MenuItem>
            <MenuItem icon=IconName::Up on_press=move || open(Aside::Pin)>
                {words.say(Word::TalkPinTitle)}
            </MenuItem>
        </Show>
    }
}

#[component]
fn AskDelete(
    id: StoredValue<RecordId>,
    row: Signal<Arc<Row<Message>>>,
    asks: RwSignal<bool>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let reader = MarkupReader::expect();

    let delete = Action::new_local(move |(): &()| async move {
        if let Err(trouble) = space.delete_message(id.get_value()).await {
            tell(words, toasts, &trouble);
        }
        let _ = asks.try_set(false);
    });

    view! {
        <Dialog
            open=asks
            title=words.say(Word::FeedRowDeleteAsk)
            on_close=move || asks.set(false)
            actions=move || {
                view! {
                    <Button on_press=move || asks.set(false)>{words.say(Word::AppCancel)}</Button>
                    <Button
                        kind=ButtonKind::Danger
                        is_busy=delete.pending()
                        on_press=move || {
                            delete.dispatch_local(());
                        }
                    >
                        {words.say(Word::FeedRowDelete)}
                    </Button>
                }
            }
        >
            <p>{move || text_of(reader, row)}</p>
        </Dialog>
    }
}

/// Whether this person wrote the message.
fn is_mine(row: Signal<Arc<Row<Message>>>) -> Memo<bool> {
    let (me, author) = (Session::expect().me(), row.with_untracked(|row| row.author().clone()));
    Memo::new(move |_| me.read().as_ref().is_some_and(|me| me.person == author))
}

/// Whether the owner wrote the message: nobody judges the owner, who reads every report.
fn is_owners(space: Space, row: Signal<Arc<Row<Message>>>) -> Memo<bool> {
    let (owner, author) = (space.owner(), row.with_untracked(|row| row.author().clone()));
    Memo::new(move |_| owner.read().as_ref() == Some(&author))
}

/// Whether this person may take another's message away. It is hidden instead, by a measure with its rule and
/// its reason, where a server does that; one's own is recalled.
fn takes_away(space: Space, id: RecordId, is_mine: Memo<bool>) -> Memo<bool> {
    let (may, hides) = (space.may_delete(id), Backend::expect().has_accounts());
    Memo::new(move |_| may.get() && !is_mine.get() && !hides.get())
}

/// Leads to where another's message is reported or judged.
#[component]
fn Judge(id: StoredValue<RecordId>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let judges = space.may(Deed::HidePosts);
    let word = move || if judges.read().is_ok() { Word::MeasuresJudge } else { Word::MeasuresReport };

    view! {
        <MenuLink icon=IconName::Flag to=path::post(&space.id(), &id.get_value())>
            {move || words.text(word())}
        </MenuLink>
    }
}

/// The message as it is named in the question.
fn text_of(reader: MarkupReader, row: Signal<Arc<Row<Message>>>) -> String {
    const LONGEST: usize = 120;
    markup::plain_text(&reader.read(&row.read().body.text)).chars().take(LONGEST).collect()
}
