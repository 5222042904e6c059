//! A link to hand on: a code for the camera, the text, and a button that copies it.

use crate::ui::button::{Button, ButtonKind};
use crate::ui::qr_code::QrCode;
use leptos::prelude::*;

/// The link.
#[component]
pub fn LinkCode(
    /// The whole address.
    #[prop(into)]
    address: Signal<String>,
    /// For whom it is and how long it works.
    #[prop(into)]
    note: Signal<String>,
    /// What the code is, for those who listen.
    #[prop(into)]
    code: Signal<String>,
    /// What the text is, for those who listen.
    #[prop(into)]
    text: Signal<String>,
    /// What the button says.
    #[prop(into)]
    copy: Signal<String>,
    /// Copies the address; the button waits for it.
    copying: Action<String, ()>,
) -> impl IntoView {
    view! {
        <div class="invite-link">
            <p class="small">{move || note.get()}</p>
            <QrCode text=address label=code />
            <div class="field">
                <input
                    class="field-input invite-link-text"
                    readonly
                    aria-label=move || text.get()
                    prop:value=move || address.get()
                />
            </div>
            <Button
                kind=ButtonKind::Ink
                is_busy=copying.pending()
                on_press=move || {
                    copying.dispatch_local(address.get_untracked());
                }
            >
                {move || copy.get()}
            </Button>
        </div>
    }
}
