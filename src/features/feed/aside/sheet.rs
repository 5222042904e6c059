//! The sheet on which it stands.

use super::channels::ChannelList;
use super::keys::KeyList;
use super::move_post::MovePost;
use super::pin::PinForm;
use super::reacted::Reacted;
use super::thread::Conversation;
use super::versions::Versions;
use super::{Aside, Beside};
use crate::i18n::Words;
use crate::ui::{Button, Sheet};
use leptos::prelude::*;
use words::Word;

/// The sheet; closed where nothing stands there.
#[component]
pub fn AsideSheet() -> impl IntoView {
    let words = Words::expect();
    let beside = Beside::expect();
    let shown = Memo::new(move |_| beside.shown().get());
    let title = move || words.text(shown.read().as_ref().map_or(Word::AppLoading, title_of));

    view! {
        <Sheet
            open=Signal::derive(move || shown.read().is_some())
            title=Signal::derive(title)
            on_close=move || beside.close()
            actions=move || {
                view! { <Button on_press=move || beside.close()>{words.say(Word::AppClose)}</Button> }
            }
        >
            {move || shown.get().map(body_of)}
        </Sheet>
    }
}

fn title_of(aside: &Aside) -> Word {
    match aside {
        Aside::Thread(_) => Word::TalkThreadTitle,
        Aside::Versions(_) => Word::TalkVersionsTitle,
        Aside::Reacted(_) => Word::TalkReactedTitle,
        Aside::Move(_) => Word::TalkMoveTitle,
        Aside::Pin(_) => Word::TalkPinTitle,
        Aside::Channels => Word::TalkChannelsTitle,
        Aside::Keys => Word::TalkKeysTitle,
    }
}

fn body_of(aside: Aside) -> AnyView {
    match aside {
        Aside::Thread(id) => view! { <Conversation id /> }.into_any(),
        Aside::Versions(id) => view! { <Versions id /> }.into_any(),
        Aside::Reacted(id) => view! { <Reacted id /> }.into_any(),
        Aside::Move(id) => view! { <MovePost id /> }.into_any(),
        Aside::Pin(id) => view! { <PinForm id /> }.into_any(),
        Aside::Channels => view! { <ChannelList /> }.into_any(),
        Aside::Keys => view! { <KeyList /> }.into_any(),
    }
}
