//! States as a word with an icon.

use crate::ui::aria::aria;
use crate::ui::icon::{Icon, IconName, IconSize};
use leptos::prelude::*;

/// The colour that underlines a state. The word says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// Done.
    Jade,
    /// Wants attention.
    Amber,
    /// Went wrong.
    Rust,
    /// New.
    Indigo,
    /// Asks for the seal.
    Seal,
    /// Important.
    Ink,
    /// A remark without a frame.
    Bare,
}

impl Tone {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Jade => "jade",
            Self::Amber => "amber",
            Self::Rust => "rust",
            Self::Indigo => "indigo",
            Self::Seal => "seal",
            Self::Ink => "ink",
            Self::Bare => "bare",
        }
    }
}

/// A state.
#[component]
pub fn Chip(
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
    /// Its icon.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Its word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class="chip" data-tone=tone.name()>
            {icon.map(|name| view! { <Icon name size=IconSize::Small/> })}
            <span>{children()}</span>
        </span>
    }
}

/// A state that a press switches, such as a filter or a reaction.
#[component]
pub fn ChipButton(
    /// Whether it is on.
    #[prop(into)]
    is_on: Signal<bool>,
    /// Runs when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
    /// Its word.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="chip"
            data-kind="button"
            type="button"
            aria-pressed=move || aria(is_on.get())
            on:click=move |_| on_press.run(())
        >
            {children()}
        </button>
    }
}

/// A stamp of one character: what a new version of the rules brought.
#[component]
pub fn Mark(
    /// The character, such as 新.
    #[prop(into)]
    character: Signal<String>,
    /// What it means, for those who listen.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="mark" aria-hidden="true">{move || character.get()}</span>
        <span class="visually-hidden">{move || label.get()}</span>
    }
}
