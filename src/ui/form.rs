//! A form: Enter submits it, and after an attempt the first field that is wrong takes the focus.

use crate::platform::focus;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

/// A form without the browser's own checks, which speak the browser's language.
#[component]
pub fn Form(
    /// Runs when it is submitted.
    #[prop(into)]
    on_submit: Callback<()>,
    /// Changes when an answer has come: the first field with an error then takes the focus.
    #[prop(optional, into)]
    answered: Signal<usize>,
    /// Names the form where several stand on a page.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Fields and a submit button.
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();

    let to_first_wrong = move || {
        // After the frame in which the errors appear.
        request_animation_frame(move || {
            if let Some(form) = form.try_get_untracked().flatten() {
                focus::focus_first(&form, "[aria-invalid=\"true\"]");
            }
        });
    };
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
        to_first_wrong();
    };

    Effect::new(move |before: Option<usize>| {
        let now = answered.get();
        if before.is_some_and(|before| before != now) {
            to_first_wrong();
        }
        now
    });

    view! {
        <form class="form" node_ref=form novalidate aria-label=move || label.get() on:submit=submitted>
            {children()}
        </form>
    }
}
