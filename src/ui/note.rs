//! A sentence that needs attention, with what can be done about it.

use crate::ui::chip::Tone;
use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// A note. Where it appears while one works, give it `attr:role="status"` or `"alert"`.
#[component]
pub fn Note(
    /// Its colour; the icon and the words say it too.
    #[prop(optional)]
    tone: Tone,
    /// Its icon.
    icon: IconName,
    /// Buttons and links under the words.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="note" data-tone=tone.name()>
            <Icon name=icon/>
            <div class="note-body">
                {children()}
                {actions.map(|actions| view! { <div class="note-actions">{actions.run()}</div> })}
            </div>
        </div>
    }
}
