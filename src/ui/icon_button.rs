//! Buttons and links that are an icon. Their words are there for those who listen or hover.

use crate::ui::aria::aria;
use crate::ui::icon::{Icon, IconName, IconSize};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A button that is an icon.
#[component]
pub fn IconButton(
    /// The drawing.
    icon: IconName,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it can't be pressed now. Say beside it why.
    #[prop(optional, into)]
    is_blocked: Signal<bool>,
    /// For a switch: whether it is on.
    #[prop(optional, into)]
    is_on: MaybeProp<bool>,
    /// What it does to the form around it: `"submit"`, or `"button"` for nothing.
    #[prop(optional)]
    role: crate::ui::button::ButtonRole,
    /// Runs when it is pressed.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let type_name = match role {
        crate::ui::button::ButtonRole::Press => "button",
        crate::ui::button::ButtonRole::Submit => "submit",
    };
    let pressed = move |event: MouseEvent| {
        if is_blocked.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };

    view! {
        <button
            class="icon-button"
            type=type_name
            aria-label=move || label.get()
            title=move || label.get()
            aria-disabled=move || is_blocked.get().then(|| aria(true))
            aria-pressed=move || is_on.get().map(aria)
            on:click=pressed
        >
            <Icon name=icon size=IconSize::Large/>
        </button>
    }
}

/// A link that is an icon.
#[component]
pub fn IconLink(
    /// The drawing.
    icon: IconName,
    /// Where it leads, in words.
    #[prop(into)]
    label: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    to: Signal<String>,
    /// Whether something waits there, which the words say, too.
    #[prop(optional, into)]
    is_marked: Signal<bool>,
) -> impl IntoView {
    view! {
        <a
            class="icon-button"
            href=move || to.get()
            aria-label=move || label.get()
            title=move || label.get()
            data-marked=move || is_marked.get().then_some("")
        >
            <Icon name=icon size=IconSize::Large/>
        </a>
    }
}
