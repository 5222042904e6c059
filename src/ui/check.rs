//! Checkboxes and radio buttons.

use crate::ui::aria::use_id;
use leptos::prelude::*;

/// What ticking means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckKind {
    /// A setting.
    #[default]
    Plain,
    /// A promise: red when it is made.
    Binds,
}

/// A box to tick.
#[component]
pub fn Checkbox(
    /// Whether it is ticked. The caller owns it.
    checked: RwSignal<bool>,
    /// What ticking means.
    #[prop(optional)]
    kind: CheckKind,
    /// Whether it can't be ticked yet. Say why in the hint.
    #[prop(optional, into)]
    is_blocked: Signal<bool>,
    /// A second, fainter line.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let kind = match kind {
        CheckKind::Plain => "plain",
        CheckKind::Binds => "binds",
    };

    view! {
        <label class="check" data-kind=kind>
            <input
                class="check-box"
                type="checkbox"
                disabled=move || is_blocked.get()
                prop:checked=move || checked.get()
                on:change:target=move |event| checked.set(event.target().checked())
            />
            <span>{children()}</span>
            {move || hint.get().map(|hint| view! { <span class="check-hint">{hint}</span> })}
        </label>
    }
}

/// One of several values, and its words.
#[derive(Clone)]
pub struct Choice<T> {
    /// The value.
    pub value: T,
    /// Its words.
    pub label: Signal<String>,
}

impl<T> Choice<T> {
    /// A value with its words; a closure will do.
    pub fn new(value: T, label: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { value, label: Signal::derive(label) }
    }
}

/// A choice of one, each on a line of its own.
#[component]
pub fn RadioGroup<T>(
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
    let name = use_id("choice");
    let option = |Choice { value, label }: Choice<T>| {
        let (shown, chosen) = (value.clone(), value);
        view! {
            <label class="check">
                <input
                    class="check-box"
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
        <fieldset class="choices">
            <legend class="choices-legend">{move || legend.get()}</legend>
            {choices.into_iter().map(option).collect::<Vec<_>>()}
        </fieldset>
    }
}
