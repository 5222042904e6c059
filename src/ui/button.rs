//! Buttons, and links that look like them.

use crate::ui::aria::{aria, use_id};
use crate::ui::icon::{Icon, IconName};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// What a button is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Ink,
    /// A second thing.
    #[default]
    Line,
    /// Binds whoever presses it: confirm, hand in, sign, release. Nothing else is red.
    Binds,
    /// A way around.
    Quiet,
    /// Takes something away.
    Danger,
}

/// How tall a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// As it stands among text.
    #[default]
    Medium,
    /// The one decision of a screen.
    Tall,
    /// In a row; still 44 px to the thumb.
    Compact,
}

/// How wide a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonWidth {
    /// As its words.
    #[default]
    Words,
    /// As what it stands in.
    Full,
}

/// What a button does to the form around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonRole {
    /// Nothing.
    #[default]
    Press,
    /// Submits it: Enter in a field does the same.
    Submit,
}

impl ButtonKind {
    fn name(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Line => "line",
            Self::Binds => "binds",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

impl ButtonSize {
    fn name(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::Tall => "tall",
            Self::Compact => "compact",
        }
    }
}

impl ButtonWidth {
    fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Full => "full",
        }
    }
}

/// A button. While it can't be pressed it stays in the tab order and says why.
#[component]
pub fn Button(
    /// What it is for.
    #[prop(optional)]
    kind: ButtonKind,
    /// How tall.
    #[prop(optional)]
    size: ButtonSize,
    /// How wide.
    #[prop(optional)]
    width: ButtonWidth,
    /// What it does to the form around it.
    #[prop(optional)]
    role: ButtonRole,
    /// Its work is under way: it keeps its width and takes no second press.
    #[prop(optional, into)]
    is_busy: Signal<bool>,
    /// Why it can't be pressed now, in words; `None` where it can.
    #[prop(optional, into)]
    blocked: MaybeProp<String>,
    /// What it is called by those who don't see what it stands beside; its words are part of it.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Runs when it is pressed.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let reason_id = use_id("reason");
    let is_blocked = Memo::new(move |_| blocked.get().is_some());
    let described = {
        let reason_id = reason_id.clone();
        move || is_blocked.get().then(|| reason_id.clone())
    };
    let type_name = match role {
        ButtonRole::Press => "button",
        ButtonRole::Submit => "submit",
    };
    let pressed = move |event: MouseEvent| {
        if is_busy.get_untracked() || is_blocked.get_untracked() {
            event.prevent_default(); // no submit either
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };

    view! {
        <button
            class="button"
            type=type_name
            data-kind=kind.name()
            data-size=size.name()
            data-width=width.name()
            aria-label=move || label.get()
            aria-busy=move || is_busy.get().then_some("true")
            aria-disabled=move || is_blocked.get().then(|| aria(true))
            aria-describedby=described
            on:click=pressed
        >
            <span class="button-words">{children()}</span>
            <Show when=move || is_busy.get()>
                <span class="button-busy">
                    <Icon name=IconName::Sync/>
                </span>
            </Show>
        </button>
        <Show when=move || is_blocked.get()>
            <span class="button-reason" id=reason_id.clone()>
                {move || blocked.get()}
            </span>
        </Show>
    }
}

/// A link that looks like a button: it goes somewhere, and does nothing else.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    to: Signal<String>,
    /// What it is for.
    #[prop(optional)]
    kind: ButtonKind,
    /// How tall.
    #[prop(optional)]
    size: ButtonSize,
    /// How wide.
    #[prop(optional)]
    width: ButtonWidth,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class="button"
            href=move || to.get()
            data-kind=kind.name()
            data-size=size.name()
            data-width=width.name()
        >
            <span class="button-words">{children()}</span>
        </a>
    }
}

/// A link in running text.
#[component]
pub fn TextLink(
    /// Where it leads.
    #[prop(into)]
    to: Signal<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="link" href=move || to.get()>
            {children()}
        </a>
    }
}
