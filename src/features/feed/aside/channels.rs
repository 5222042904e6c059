//! The channels: everybody mutes for themselves, administrators arrange them for all.

use crate::features::feed::trouble::tell;
use crate::i18n::Words;
use crate::state::{ChannelShown, Space, Trouble};
use crate::ui::{Button, ButtonRole, ButtonSize, Form, IconButton, IconName, SelectField, TextField, Toasts};
use domain::intent::NewChannel;
use domain::kinds::ChannelSort;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// What is done with a channel.
#[derive(Clone)]
enum Deal {
    Mute(RecordId, bool),
    Change(RecordId, NewChannel),
    Reorder(usize, usize),
    Open(ChannelSort, String),
}

async fn deal(space: Space, deal: Deal) -> Result<(), Trouble> {
    match deal {
        Deal::Mute(id, is_muted) => space.mute_channel(id, is_muted).await,
        Deal::Change(id, new) => space.change_channel(id, new).await,
        Deal::Reorder(from, to) => space.reorder_channels(from, to).await,
        Deal::Open(sort, name) => space.open_channel(sort, name).await,
    }
}

/// A deal is struck by every part of the list, and fails in one way.
#[derive(Clone, Copy)]
struct Dealer(Action<Deal, Result<(), Trouble>>);

/// The list, and for administrators what makes it longer.
#[component]
pub fn ChannelList() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let channels = space.channels();
    let may = space.may(Deed::Arrange);
    let dealer = Dealer(Action::new_local(move |wish: &Deal| {
        let wish = wish.clone();
        async move { deal(space, wish).await.inspect_err(|trouble| tell(words, toasts, trouble)) }
    }));
    let arranges = Signal::derive(move || may.read().is_ok());
    let last = move || channels.read().len().saturating_sub(1);

    view! {
        <p class="soft small">{words.say(Word::TalkChannelsHint)}</p>
        <ul class="channels" aria-label=words.say(Word::TalkChannelsTitle)>
            {move || {
                let last = last();
                channels
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(place, shown)| {
                        view! { <ChannelRow shown place is_last={place == last} arranges dealer /> }
                    })
                    .collect::<Vec<_>>()
            }}
        </ul>
        <Show when=move || arranges.get()>
            <NewChannelForm dealer />
        </Show>
    }
}

#[component]
fn ChannelRow(
    shown: ChannelShown,
    place: usize,
    is_last: bool,
    arranges: Signal<bool>,
    dealer: Dealer,
) -> impl IntoView {
    let words = Words::expect();
    let name = words.channel(&shown.channel);
    let ChannelShown { id, channel, is_muted } = shown;
    let (id, channel) = (StoredValue::new(id), StoredValue::new(channel));
    let archived = channel.with_value(|channel| channel.archived);
    let mute = move || {
        dealer.0.dispatch_local(Deal::Mute(id.get_value(), !is_muted));
    };
    let mute_word = if is_muted { Word::TalkChannelsUnmute } else { Word::TalkChannelsMute };
    let icon = if is_muted { IconName::BellOff } else { IconName::Bell };
    let label = Signal::stored(words.fill(mute_word, &[("channel", &name)]));

    view! {
        <li class="channel" data-state=archived.then_some("archived")>
            <div class="channel-line">
                <span class="channel-name">
                    {name.clone()}
                    {archived
                        .then(|| {
                            view! { <span class="soft small">" · "{words.text(Word::TalkChannelsArchived)}</span> }
                        })}
                    {is_muted
                        .then(|| {
                            view! { <span class="soft small">" · "{words.text(Word::TalkChannelsMuted)}</span> }
                        })}
                </span>
                <IconButton icon label on_press=mute />
            </div>
            {move || {
                arranges
                    .get()
                    .then(|| view! { <Arrange id channel name=name.clone() place is_last dealer /> })
            }}
        </li>
    }
}

/// What administrators do with a channel.
#[component]
fn Arrange(
    id: StoredValue<RecordId>,
    channel: StoredValue<domain::kinds::Channel>,
    name: String,
    place: usize,
    is_last: bool,
    dealer: Dealer,
) -> impl IntoView {
    let words = Words::expect();
    let typed = RwSignal::new(name.clone());
    let known = name.clone();
    let (archived, order, is_general) =
        channel.with_value(|channel| (channel.archived, channel.order, channel.sort == ChannelSort::General));
    let change = move |name: String, archived: bool| {
        dealer.0.dispatch_local(Deal::Change(id.get_value(), NewChannel { name, order, archived }));
    };
    let rename = move |()| {
        let name = typed.get_untracked();
        if name.trim() != known {
            change(name, archived);
        }
    };
    let own_name = move || channel.with_value(|channel| channel.name.clone());
    let archive_word = if archived { Word::TalkChannelsReopen } else { Word::TalkChannelsArchive };
    let said = |word: Word| Signal::stored(words.fill(word, &[("channel", &name)]));
    let (up, down) = (said(Word::TalkChannelsUp), said(Word::TalkChannelsDown));
    let (rename_word, archive) = (said(Word::TalkChannelsRename), said(archive_word));

    view! {
        <details class="channel-arrange">
            <summary class="channel-more">{said(Word::TalkChannelsArrange)}</summary>
            <Form on_submit=rename label=rename_word>
                <TextField label=rename_word value=typed optional=words.signal(Word::AppOptional) />
                <Button role=ButtonRole::Submit size=ButtonSize::Compact>
                    {words.say(Word::TalkChannelsRenameGo)}
                </Button>
            </Form>
            <div class="channel-acts">
                <IconButton
                    icon=IconName::Up
                    label=up
                    is_blocked=Signal::stored(place == 0)
                    on_press=move || {
                        dealer.0.dispatch_local(Deal::Reorder(place, place.saturating_sub(1)));
                    }
                />
                <IconButton
                    icon=IconName::Down
                    label=down
                    is_blocked=Signal::stored(is_last)
                    on_press=move || {
                        dealer.0.dispatch_local(Deal::Reorder(place, place.saturating_add(1)));
                    }
                />
                {(!is_general)
                    .then(|| {
                        view! {
                            <Button
                                size=ButtonSize::Compact
                                on_press=move || change(own_name(), !archived)
                            >
                                {archive}
                            </Button>
                        }
                    })}
            </div>
        </details>
    }
}

/// Another channel: one of the sorts that the space has not, or one with a name of its own.
#[component]
fn NewChannelForm(dealer: Dealer) -> impl IntoView {
    let words = Words::expect();
    let channels = Space::expect().channels();
    let sort = RwSignal::new(ChannelSort::Custom.as_str().to_owned());
    let name = RwSignal::new(String::new());

    let sorts = move || {
        let has = |sort: &ChannelSort| channels.read().iter().any(|shown| shown.channel.sort == *sort);
        let left = ChannelSort::KNOWN.iter().filter(|sort| **sort == ChannelSort::Custom || !has(sort));
        let mut left: Vec<_> =
            left.map(|sort| (sort.as_str().to_owned(), words.channel_sort(sort))).collect();
        left.reverse();
        left
    };
    let is_custom = move || *sort.read() == ChannelSort::Custom.as_str();
    let go = move |()| {
        let sort_of = ChannelSort::from(sort.get_untracked().as_str());
        dealer.0.dispatch_local(Deal::Open(sort_of, name.get_untracked()));
        name.set(String::new());
        sort.set(ChannelSort::Custom.as_str().to_owned());
    };

    view! {
        <Form on_submit=go label=words.signal(Word::TalkChannelsNew)>
            <SelectField
                label=words.say(Word::TalkChannelsSort)
                options=Signal::derive(sorts)
                value=sort
            />
            <Show when=is_custom>
                <TextField label=words.say(Word::TalkChannelsName) value=name />
            </Show>
            <Button role=ButtonRole::Submit>{words.say(Word::TalkChannelsNew)}</Button>
        </Form>
    }
}
