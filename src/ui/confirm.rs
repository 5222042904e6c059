//! A question before what can't be taken back. It names the thing, and says what will happen.

use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use leptos::prelude::*;

/// The question. It closes with either answer.
#[component]
pub fn Confirm(
    /// Whether it is asked. The caller opens it.
    open: RwSignal<bool>,
    /// What is about to be done.
    #[prop(into)]
    title: Signal<String>,
    /// What the answer is that changes nothing.
    #[prop(into)]
    cancel: Signal<String>,
    /// What the answer is that does it.
    #[prop(into)]
    act: Signal<String>,
    /// What doing it is: taking away, unless said otherwise.
    #[prop(default = ButtonKind::Danger)]
    kind: ButtonKind,
    /// Runs when it is to be done.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What will happen, naming the thing.
    children: ChildrenFn,
) -> impl IntoView {
    let done = move || {
        open.set(false);
        on_confirm.run(());
    };

    view! {
        <Dialog
            open=open
            title=title
            on_close=move || open.set(false)
            actions=move || {
                view! {
                    <Button on_press=move || open.set(false)>{move || cancel.get()}</Button>
                    <Button kind=kind on_press=done>
                        {move || act.get()}
                    </Button>
                }
            }
        >
            {children()}
        </Dialog>
    }
}
