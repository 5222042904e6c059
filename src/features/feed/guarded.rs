//! What guards say where one writes, and what they have set aside. Where nothing is guarded that is
//! nothing, so its code is a part of its own: it comes with the first guard that binds whoever writes, and
//! not when it has something to say, since there may be no network by then.

pub mod ack_hint;
pub mod ask;
pub mod note;
pub mod sort_picker;
pub mod strip;

use crate::features::feed::compose::Compose;
use crate::features::feed::outlook::Outlook;
use crate::features::feed::write_into::Target;
use crate::i18n::Words;
use crate::state::Space;
use crate::ui::Toasts;
use domain::acks::is_ack;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use protocol::RecordId;
use words::Word;

/// What a note in the composer is about.
#[derive(Clone, Copy)]
pub struct Occasion {
    /// What would become of the text.
    outlook: Outlook,
    /// Into which channel it would go.
    target: Target,
    /// Runs with a message that says the same, to show it.
    on_jump: Callback<RecordId>,
    /// Runs when the text is handed in.
    on_handed_in: Callback<()>,
}

/// What the part draws.
#[derive(Clone, Copy)]
struct Part {
    note: fn(Occasion) -> AnyView,
    strip: fn() -> AnyView,
}

fn whole() -> Part {
    Part {
        note: |occasion| view! { <note::Note occasion /> }.into_any(),
        strip: || view! { <strip::Strip /> }.into_any(),
    }
}

#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(guarded, wasm_split_path = ::leptos::wasm_split, fallible)]
fn part() -> Result<Part, SplitLoaderError> {
    Ok(whole())
}

#[cfg(not(feature = "split"))]
async fn part() -> Result<Part, SplitLoaderError> {
    Ok(whole())
}

/// The part once `is_needed` was true: asked for then, and again whenever it becomes true, should it
/// not have come.
fn part_when(is_needed: Memo<bool>) -> Signal<Option<Part>> {
    let (words, toasts) = (Words::expect(), Toasts::expect());
    let drawn = RwSignal::new(None::<Part>);
    let load = Action::new_local(move |(): &()| async move {
        match part().await {
            Ok(part) => _ = drawn.try_set(Some(part)),
            Err(_) => toasts.say(words.text(Word::AppLaterTitle)),
        }
    });
    Effect::new(move |_| {
        if is_needed.get() && drawn.read().is_none() && !load.pending().get_untracked() {
            load.dispatch_local(());
        }
    });
    drawn.into()
}

/// What the guards found in the text, and what can be done about it.
#[component]
pub fn OutlookNote(
    /// What would become of the text.
    outlook: Outlook,
    /// Into which channel it would go.
    target: Target,
    /// Runs with a message that says the same, to show it.
    on_jump: Callback<RecordId>,
    /// Runs when the text is handed in.
    #[prop(into)]
    on_handed_in: Callback<()>,
) -> impl IntoView {
    let compose = Compose::expect();
    let asked = outlook.asked();
    let guards = Space::expect().guards_of_mine();
    let is_needed = Memo::new(move |_| {
        !guards.read().is_empty()
            || !outlook.findings().is_empty()
            || asked.read().is_some()
            || is_ack(&compose.text().read())
    });
    let part = part_when(is_needed);
    let occasion = Occasion { outlook, target, on_jump, on_handed_in };

    move || part.get().map(|part| (part.note)(occasion))
}

/// One's own posts that a guard has set aside; nothing where none is.
#[component]
pub fn HeldStrip() -> impl IntoView {
    let mine = Space::expect().my_held();
    let part = part_when(Memo::new(move |_| !mine.read().is_empty()));

    move || part.get().map(|part| (part.strip)())
}
