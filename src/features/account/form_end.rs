//! The end of a form that one comes in by: what went wrong, and its one button.

use crate::features::account::trouble::{FormAlert, FormTrouble};
use crate::i18n::Words;
use crate::ui::{Button, ButtonKind, ButtonRole, ButtonSize, ButtonWidth};
use leptos::prelude::*;
use words::Word;

/// The end.
#[component]
pub fn FormEnd(
    /// What went wrong, but what is said at a field.
    trouble: FormTrouble,
    /// What the button says.
    act: Word,
    /// Whether an answer is awaited.
    #[prop(into)]
    is_busy: Signal<bool>,
) -> impl IntoView {
    let words = Words::expect();

    view! {
        <FormAlert trouble />
        <Button
            kind=ButtonKind::Ink
            size=ButtonSize::Tall
            width=ButtonWidth::Full
            role=ButtonRole::Submit
            is_busy
        >
            {words.say(act)}
        </Button>
    }
}
