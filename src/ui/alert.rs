//! What went wrong with what was just asked for, read out at once.

use crate::ui::chip::Tone;
use crate::ui::icon::IconName;
use crate::ui::note::Note;
use leptos::prelude::*;

/// A trouble above the button that met it; nothing while there is none.
#[component]
pub fn Alert(
    /// What happened; `None` while nothing did.
    #[prop(into)]
    title: MaybeProp<String>,
    /// What was kept, and what to do.
    #[prop(into)]
    body: MaybeProp<String>,
) -> impl IntoView {
    let is_shown = Memo::new(move |_| title.get().is_some());

    view! {
        <div role="alert">
            <Show when=move || is_shown.get()>
                <Note tone=Tone::Rust icon=IconName::Warn>
                    <b>{move || title.get()}</b>
                    <p>{move || body.get()}</p>
                </Note>
            </Show>
        </div>
    }
}
