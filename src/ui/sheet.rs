//! A sheet: rises from the bottom of a phone, stands in the middle of a desk.

use crate::ui::aria::use_id;
use crate::ui::dialog::{closed, dismissed, show_modal};
use leptos::html;
use leptos::prelude::*;

/// A modal sheet, for a list of actions or a small form.
#[component]
pub fn Sheet(
    /// Whether it shows. The caller owns it.
    #[prop(into)]
    open: Signal<bool>,
    /// The visible heading, which also names it for listeners.
    #[prop(into)]
    title: Signal<String>,
    /// Runs when the person dismisses it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its one decision, full width at the bottom.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// What stands on it.
    children: ChildrenFn,
) -> impl IntoView {
    let sheet = NodeRef::<html::Dialog>::new();
    let title_id = use_id("sheet-title");
    let name = title_id.clone();

    show_modal(sheet, open);

    view! {
        <dialog
            class="sheet"
            node_ref=sheet
            aria-labelledby=name
            on:close=move |_| closed(open, on_close)
            on:click=move |event| dismissed(sheet, &event)
        >
            <Show when=move || open.get()>
                <h2 class="sheet-title" id=title_id.clone()>{move || title.get()}</h2>
                <div class="sheet-body">{children()}</div>
                {actions.as_ref().map(|actions| view! { <div class="sheet-actions">{actions.run()}</div> })}
            </Show>
        </dialog>
    }
}
