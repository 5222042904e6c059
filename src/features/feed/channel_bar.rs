//! The channels above the stream: a tap narrows it to one.

use crate::features::feed::aside::{Aside, Beside};
use crate::features::feed::compose::Compose;
use crate::i18n::Words;
use crate::state::{ChannelShown, Space};
use crate::ui::{ChipButton, IconButton, IconName};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// Nothing where there is one channel and nobody here who could open another.
#[component]
pub fn ChannelBar() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let beside = Beside::expect();
    let (channels, may) = (space.channels(), space.may(Deed::Arrange));
    let shows = Memo::new(move |_| channels.read().len() > 1 || may.read().is_ok());

    view! {
        <Show when=move || shows.get()>
            <nav class="channel-bar" aria-label=words.say(Word::TalkChannelsTitle)>
                <div class="channel-chips">
                    <Chips channels />
                </div>
                <IconButton
                    icon=IconName::Grid
                    label=words.say(Word::TalkChannelsOpen)
                    on_press=move || beside.open(Aside::Channels)
                />
            </nav>
        </Show>
    }
}

/// What is archived is found through the list of channels and the search.
#[component]
fn Chips(channels: Memo<Vec<ChannelShown>>) -> impl IntoView {
    let words = Words::expect();
    let stream = Space::expect().stream();
    let compose = Compose::expect();
    let chosen = stream.channel();
    // Who goes to another channel means to write there.
    let narrow = move |channel: Option<RecordId>| {
        compose.channel().set(None);
        stream.narrow(channel);
    };
    let chip = move |shown: ChannelShown| {
        let name = words.channel(&shown.channel);
        let id = StoredValue::new(shown.id);
        let is_on = Signal::derive(move || id.with_value(|id| chosen.read().as_ref() == Some(id)));
        let press = move || narrow((!is_on.get_untracked()).then(|| id.get_value()));
        view! {
            <ChipButton is_on on_press=press>
                {name}
                {shown
                    .is_muted
                    .then(|| {
                        view! { <span class="soft">" · "{words.text(Word::TalkChannelsMuted)}</span> }
                    })}
            </ChipButton>
        }
    };

    view! {
        <ChipButton
            is_on=Signal::derive(move || chosen.read().is_none())
            on_press=move || narrow(None)
        >
            {words.say(Word::TalkChannelsAll)}
        </ChipButton>
        {move || {
            let mut shown = channels.get();
            shown.retain(|shown| !shown.channel.archived);
            shown.into_iter().map(chip).collect::<Vec<_>>()
        }}
    }
}
