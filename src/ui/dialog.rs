//! A modal dialog. Focus trap, Esc, backdrop and inertness come from the browser.

use crate::ui::aria::use_id;
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

/// A modal dialog: a question, and its answers.
#[component]
pub fn Dialog(
    /// Whether it shows. The caller owns it.
    #[prop(into)]
    open: Signal<bool>,
    /// The visible heading, which also names it for listeners.
    #[prop(into)]
    title: Signal<String>,
    /// Whether a press beside it leaves it open: where it shows what is shown only once.
    #[prop(optional)]
    stays: bool,
    /// Runs when the person dismisses it: Esc, or a press beside it.
    #[prop(into)]
    on_close: Callback<()>,
    /// The answers; the one that does least stands first.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// What is asked.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let title_id = StoredValue::new(use_id("dialog-title"));
    let (children, actions) = (StoredValue::new(children), StoredValue::new(actions));
    let has_opened = has_opened(open);

    show_modal(dialog, open);
    let asked = move || {
        let actions = actions.with_value(|actions| actions.as_ref().map(ViewFn::run));
        view! {
            <h2 class="dialog-title" id=title_id.get_value()>{move || title.get()}</h2>
            <div class="dialog-body">{children.with_value(|children| children())}</div>
            {actions.map(|actions| view! { <div class="dialog-actions">{actions}</div> })}
        }
    };

    view! {
        <Show when=move || has_opened.get()>
            <dialog
                class="dialog"
                node_ref=dialog
                aria-labelledby=title_id.get_value()
                on:close=move |_| closed(open, on_close)
                on:click=move |event| {
                    if !stays {
                        dismissed(dialog, &event);
                    }
                }
            >
                <Show when=move || open.get()>{asked()}</Show>
            </dialog>
        </Show>
    }
}

/// Whether it has ever been open: until then nothing of it is in the document. A list has two for each row.
pub(crate) fn has_opened(open: Signal<bool>) -> Memo<bool> {
    Memo::new(move |before| before == Some(&true) || open.get())
}

/// The one place where the signal meets the imperative `showModal`.
pub(crate) fn show_modal(dialog: NodeRef<html::Dialog>, open: Signal<bool>) {
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => _ = dialog.show_modal(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
}

/// `close` also fires when the caller closed it: then there is nothing to tell.
pub(crate) fn closed(open: Signal<bool>, on_close: Callback<()>) {
    if open.try_get_untracked().unwrap_or(false) {
        on_close.run(());
    }
}

/// A press on the backdrop counts as one on the dialog itself, beside all that stands in it.
pub(crate) fn dismissed(dialog: NodeRef<html::Dialog>, event: &MouseEvent) {
    let Some(dialog) = dialog.get_untracked() else { return };
    let beside = event.target() == event.current_target();
    let edges = dialog.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let inside = (edges.left()..=edges.right()).contains(&x) && (edges.top()..=edges.bottom()).contains(&y);
    if beside && !inside {
        dialog.close();
    }
}
