//! What stands beside the stream for a moment: a conversation, what a message said before, who reacted,
//! the channels. Its code is a part of its own, which comes with the first of them.

pub mod channels;
pub mod keys;
pub mod move_post;
pub mod pin;
pub mod reacted;
pub mod sheet;
pub mod thread;
pub mod versions;

use crate::i18n::Words;
use crate::ui::Toasts;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use protocol::RecordId;
use words::Word;

/// What stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aside {
    /// The conversation that a message began.
    Thread(RecordId),
    /// What a message said before it was edited.
    Versions(RecordId),
    /// Who said what to a message in a word.
    Reacted(RecordId),
    /// Into which channel a message is to go.
    Move(RecordId),
    /// Pinning a message.
    Pin(RecordId),
    /// The channels: which one mutes, and how they are arranged.
    Channels,
    /// What keys do.
    Keys,
}

/// A handle to what stands beside the stream.
#[derive(Clone, Copy)]
pub struct Beside {
    shown: RwSignal<Option<Aside>>,
    on_jump: Callback<RecordId>,
}

impl Beside {
    /// Puts the handle in context. `on_jump` takes the reader to a message, however far back it stands.
    pub fn provide(on_jump: Callback<RecordId>) -> Self {
        let beside = Self { shown: RwSignal::new(None), on_jump };
        provide_context(beside);
        beside
    }

    /// The handle that the feed's page provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// What stands there now.
    pub fn shown(self) -> Signal<Option<Aside>> {
        self.shown.into()
    }

    /// Opens it, in place of what stood there.
    pub fn open(self, aside: Aside) {
        self.shown.set(Some(aside));
    }

    /// Puts it away.
    pub fn close(self) {
        let _ = self.shown.try_set(None);
    }

    /// Puts it away and goes to a message of the stream.
    pub fn jump(self, message: RecordId) {
        self.close();
        self.on_jump.run(message);
    }
}

/// That a message is drawn within the conversation that this one began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InThread(pub RecordId);

/// Draws what stands there.
type Draw = fn() -> AnyView;

fn draw() -> AnyView {
    view! { <sheet::AsideSheet /> }.into_any()
}

#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(talk, wasm_split_path = ::leptos::wasm_split, fallible)]
fn drawer() -> Result<Draw, SplitLoaderError> {
    Ok(draw)
}

#[cfg(not(feature = "split"))]
async fn drawer() -> Result<Draw, SplitLoaderError> {
    Ok(draw)
}

/// The place for it. Nothing, and no code, until something is opened.
#[component]
pub fn AsideHost() -> impl IntoView {
    let words = Words::expect();
    let toasts = Toasts::expect();
    let beside = Beside::expect();
    let drawn = RwSignal::new(None::<Draw>);

    let load = Action::new_local(move |(): &()| async move {
        match drawer().await {
            Ok(draw) => _ = drawn.try_set(Some(draw)),
            // The next press asks again.
            Err(_) => {
                beside.close();
                toasts.say(words.text(Word::AppLaterTitle));
            }
        }
    });
    Effect::new(move |_| {
        if beside.shown.read().is_some() && drawn.read().is_none() && !load.pending().get_untracked() {
            load.dispatch_local(());
        }
    });

    move || drawn.get().map(|draw| draw())
}
