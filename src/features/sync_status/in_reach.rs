//! That what decides about others waits for the server, where nothing there compares versions.

use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{IconName, Note, Tone};
use domain::policy::Action;
use leptos::prelude::*;
use words::Word;

/// The note, for whom `action` would else be open; nothing while the server is in reach or compares.
#[component]
pub fn InReachOnly(
    /// What waits.
    action: Action,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (may, is_blind) = (space.may(action), space.decides_blindly());

    view! {
        <Show when=move || is_blind.get() && may.read().is_ok()>
            <Note tone=Tone::Amber icon=IconName::Info attr:role="status">
                {words.say(Word::EntryConnectWeakReach)}
            </Note>
        </Show>
    }
}
