//! A number that waits beside a name.

use leptos::prelude::*;

/// How loud a count is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CountTone {
    /// Something waits for this person.
    #[default]
    Ink,
    /// Good to know.
    Soft,
}

/// A number in a bubble; nothing where it is zero.
#[component]
pub fn Count(
    /// How many.
    #[prop(into)]
    count: Signal<usize>,
    /// The same in words, for those who listen: "3 unread".
    #[prop(into)]
    label: Signal<String>,
    /// How loud.
    #[prop(optional)]
    tone: CountTone,
) -> impl IntoView {
    const MOST: usize = 9_999;
    let tone = match tone {
        CountTone::Ink => "ink",
        CountTone::Soft => "soft",
    };
    let shown = move || {
        let count = count.get();
        if count > MOST { format!("{MOST}+") } else { count.to_string() }
    };

    view! {
        <Show when=move || { count.get() > 0 }>
            <span class="count" data-tone=tone aria-hidden="true">{shown}</span>
            <span class="visually-hidden">{move || label.get()}</span>
        </Show>
    }
}
