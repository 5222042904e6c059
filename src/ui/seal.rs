//! The vermilion seal: stamped where something binds, a dashed frame where it waits.

use crate::ui::icon::IconName;
use leptos::prelude::*;

/// How large a seal is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SealSize {
    /// In a line of small text.
    Small,
    /// In a row.
    #[default]
    Normal,
    /// At the end of a card, a little askew, as stamped by hand.
    Medium,
    /// On a cover.
    Large,
    /// Alone on a screen.
    Huge,
}

/// Whether it is stamped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SealState {
    /// It is.
    #[default]
    Stamped,
    /// It falls now, once; under reduced motion it simply stands.
    Falls,
    /// It waits.
    Blank,
}

/// The seal. Name it in `label` where no words beside it do.
#[component]
pub fn Seal(
    /// How large.
    #[prop(optional)]
    size: SealSize,
    /// Whether it is stamped.
    #[prop(optional, into)]
    state: Signal<SealState>,
    /// What it says to those who listen; without one it is decoration.
    #[prop(optional, into)]
    label: MaybeProp<String>,
) -> impl IntoView {
    let size = match size {
        SealSize::Small => "small",
        SealSize::Normal => "normal",
        SealSize::Medium => "medium",
        SealSize::Large => "large",
        SealSize::Huge => "huge",
    };
    let name = move || match state.get() {
        SealState::Stamped => "stamped",
        SealState::Falls => "falls",
        SealState::Blank => "blank",
    };
    let drawing = move || match state.get() {
        SealState::Blank => IconName::SealBlank.href(),
        SealState::Stamped | SealState::Falls => IconName::Seal.href(),
    };

    view! {
        <svg
            class="seal"
            data-size=size
            data-state=name
            role=move || label.get().is_some().then_some("img")
            aria-label=move || label.get()
            aria-hidden=move || label.get().is_none().then_some("true")
        >
            <use href=drawing></use>
        </svg>
    }
}
