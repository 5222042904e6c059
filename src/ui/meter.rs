//! How far something is: bars and steps, each with its number in words.

use leptos::prelude::*;

/// The colour of a bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeterTone {
    /// As any.
    #[default]
    Ink,
    /// Good.
    Jade,
    /// Bad.
    Rust,
}

/// A share of a whole, such as who has confirmed.
#[component]
pub fn Meter(
    /// How many.
    #[prop(into)]
    value: Signal<u32>,
    /// Of how many.
    #[prop(into)]
    of: Signal<u32>,
    /// The same in words: "28 of 30 confirmed".
    #[prop(into)]
    label: Signal<String>,
    /// Its colour.
    #[prop(optional)]
    tone: MeterTone,
) -> impl IntoView {
    let tone = match tone {
        MeterTone::Ink => "ink",
        MeterTone::Jade => "jade",
        MeterTone::Rust => "rust",
    };
    let share = move || format!("{}%", value.get().min(of.get()) * 100 / of.get().max(1));

    view! {
        <span
            class="meter"
            data-tone=tone
            role="meter"
            aria-valuemin="0"
            aria-valuemax=move || of.get().to_string()
            aria-valuenow=move || value.get().to_string()
            aria-label=move || label.get()
        >
            <span class="meter-fill" style:inline-size=share></span>
        </span>
    }
}

/// Work under way: a share where one is known, else only that it goes on.
#[component]
pub fn Progress(
    /// How far, 0 to 100.
    #[prop(optional, into)]
    percent: MaybeProp<u32>,
    /// What is under way, in words.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <progress
            class="progress"
            max="100"
            value=move || percent.get().map(|percent| percent.to_string())
            aria-label=move || label.get()
        ></progress>
    }
}

/// One step of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Whether it is done.
    pub is_done: bool,
    /// Whether it brought a change: it is red then, since it binds anew.
    pub is_changed: bool,
}

/// Steps of a known number, such as rules read.
#[component]
pub fn Steps(
    /// The steps, in order.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
    /// How far, in words: "5 of 12 read".
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let done = move || steps.read().iter().filter(|step| step.is_done).count().to_string();
    let bars = move || {
        let bar = |step: &Step| {
            view! {
                <span
                    class="steps-step"
                    data-state=if step.is_done { "done" } else { "ahead" }
                    data-kind=if step.is_changed { "changed" } else { "same" }
                ></span>
            }
        };
        steps.read().iter().map(bar).collect::<Vec<_>>()
    };

    view! {
        <div
            class="steps"
            role="progressbar"
            aria-valuemin="0"
            aria-valuemax=move || steps.read().len().to_string()
            aria-valuenow=done
            aria-valuetext=move || label.get()
            aria-label=move || label.get()
        >
            {bars}
        </div>
    }
}
