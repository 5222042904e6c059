//! A short choice of one, all of it in sight.

use crate::ui::aria::use_id;
use crate::ui::check::Choice;
use leptos::prelude::*;

/// A choice of two to four, drawn as one bar; arrow keys move in it.
#[component]
pub fn Segmented<T>(
    /// What is chosen.
    #[prop(into)]
    legend: Signal<String>,
    /// The choices, in order.
    choices: Vec<Choice<T>>,
    /// The one that is chosen.
    #[prop(into)]
    selected: Signal<T>,
    /// Runs with the new choice.
    #[prop(into)]
    on_select: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let name = use_id("segment");
    let option = |Choice { value, label }: Choice<T>| {
        let (shown, chosen) = (value.clone(), value);
        view! {
            <label class="segmented-option">
                <input
                    class="segmented-radio"
                    type="radio"
                    name=name.clone()
                    prop:checked=move || selected.get() == shown
                    on:change=move |_| on_select.run(chosen.clone())
                />
                <span>{move || label.get()}</span>
            </label>
        }
    };

    view! {
        <fieldset class="segmented">
            <legend class="segmented-legend">{move || legend.get()}</legend>
            <div class="segmented-bar">{choices.into_iter().map(option).collect::<Vec<_>>()}</div>
        </fieldset>
    }
}
