//! Actions behind one button: a sheet on a phone, beside the button on a desk.

use crate::ui::aria::{aria, use_id};
use crate::ui::dialog::{closed, dismissed, has_opened, show_modal};
use crate::ui::icon::{Icon, IconName, IconSize};
use leptos::html;
use leptos::prelude::*;

/// What an action does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MenuKind {
    /// Something.
    #[default]
    Plain,
    /// Takes something away.
    Danger,
}

/// How an item closes the menu that it stands in.
#[derive(Clone, Copy)]
struct Open(RwSignal<bool>);

/// A button that opens actions. Until it is pressed, only the button is in the document.
#[component]
pub fn Menu(
    /// What the button says, and the name of the list: "Actions for this message".
    #[prop(into)]
    label: Signal<String>,
    /// The button's drawing.
    #[prop(default = IconName::More)]
    icon: IconName,
    /// Whether it shows, where something else than its button opens it, too.
    #[prop(optional)]
    open: Option<RwSignal<bool>>,
    /// The [`MenuItem`]s.
    children: ChildrenFn,
) -> impl IntoView {
    let menu = NodeRef::<html::Dialog>::new();
    let open = open.unwrap_or_else(|| RwSignal::new(false));
    // The name ties the list to this very button where the browser can place it there.
    let anchor = StoredValue::new(format!("--{}", use_id("menu")));
    let has_opened = has_opened(open.into());
    let children = StoredValue::new(children);
    let items = move || {
        provide_context(Open(open));
        children.with_value(|children| children())
    };

    show_modal(menu, open.into());

    view! {
        <button
            class="icon-button"
            type="button"
            aria-label=move || label.get()
            title=move || label.get()
            aria-haspopup="dialog"
            aria-expanded=move || aria(open.get())
            style=("anchor-name", move || has_opened.get().then(|| anchor.get_value()))
            on:click=move |_| open.set(true)
        >
            <Icon name=icon size=IconSize::Large/>
        </button>
        <Show when=move || has_opened.get()>
            <dialog
                class="menu"
                node_ref=menu
                aria-label=move || label.get()
                style=("position-anchor", anchor.get_value())
                on:close=move |_| closed(open.into(), Callback::new(move |()| open.set(false)))
                on:click=move |event| dismissed(menu, &event)
            >
                <Show when=move || open.get()>{items()}</Show>
            </dialog>
        </Show>
    }
}

/// One action. It closes the menu first, so that the focus is back when the action asks something.
#[component]
pub fn MenuItem(
    /// Its icon.
    icon: IconName,
    /// What it does.
    #[prop(optional)]
    kind: MenuKind,
    /// Runs when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let open = use_context::<Open>();
    let kind = match kind {
        MenuKind::Plain => "plain",
        MenuKind::Danger => "danger",
    };
    let pressed = move |_| {
        if let Some(Open(open)) = open {
            open.set(false);
        }
        on_press.run(());
    };

    view! {
        <button class="menu-item" type="button" data-kind=kind on:click=pressed>
            <Icon name=icon/>
            <span>{children()}</span>
        </button>
    }
}

/// One of several words in a row of the menu, each an action; it closes the menu, too.
#[component]
pub fn MenuWord(
    /// Runs when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
    /// The word.
    children: Children,
) -> impl IntoView {
    let open = use_context::<Open>();
    let pressed = move |_| {
        if let Some(Open(open)) = open {
            open.set(false);
        }
        on_press.run(());
    };

    view! {
        <button class="chip" data-kind="button" type="button" on:click=pressed>
            {children()}
        </button>
    }
}

/// One place to go to.
#[component]
pub fn MenuLink(
    /// Its icon.
    icon: IconName,
    /// Where it leads.
    #[prop(into)]
    to: Signal<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="menu-item" href=move || to.get()>
            <Icon name=icon/>
            <span>{children()}</span>
        </a>
    }
}
