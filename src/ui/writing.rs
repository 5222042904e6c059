//! Suggestions while somebody writes: a list beside the text, while the focus stays in the text.

use crate::platform::focus;
use crate::ui::aria::aria;
use leptos::html;
use leptos::prelude::*;

/// Where the caret of a text is.
#[derive(Clone, Copy)]
pub struct Caret(NodeRef<html::Textarea>);

impl Caret {
    /// The caret of the text that is drawn with [`Caret::node`].
    pub fn new() -> Self {
        Self(NodeRef::new())
    }

    /// The reference to give to the text.
    pub fn node(self) -> NodeRef<html::Textarea> {
        self.0
    }

    /// What stands before it; nothing while the text is not drawn.
    pub fn before(self) -> String {
        self.0.get_untracked().map(|area| focus::before_caret(&area)).unwrap_or_default()
    }

    /// Writes `whole` with the caret behind its beginning `text`, at once: what is typed before the next
    /// frame comes behind it, too. The signal that the text shows has to be set to the same.
    pub fn write(self, whole: &str, text: &str) {
        if let Some(area) = self.0.get_untracked() {
            focus::write_with_caret_behind(&area, whole, text);
        }
    }
}

impl Default for Caret {
    fn default() -> Self {
        Self::new()
    }
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub label: String,
    /// What tells it from others that are called the same.
    pub line: String,
}

/// The list. The text names it with `aria-controls`, and the chosen one with `aria-activedescendant`.
#[component]
pub fn Suggestions(
    /// The list's id.
    id: String,
    /// What there is to choose.
    #[prop(into)]
    label: Signal<String>,
    /// The suggestions.
    #[prop(into)]
    items: Signal<Vec<Suggestion>>,
    /// The place of the one that Enter picks.
    #[prop(into)]
    chosen: Signal<usize>,
    /// Runs with the place of the one that is picked.
    #[prop(into)]
    on_pick: Callback<usize>,
) -> impl IntoView {
    let list = id.clone();
    let item = move |(place, Suggestion { label, line }): (usize, Suggestion)| {
        view! {
            <li
                class="suggestion"
                id=option_id(&list, place)
                role="option"
                aria-selected=move || aria(chosen.get() == place)
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| on_pick.run(place)
            >
                <b>{label}</b>
                <span class="suggestion-line">{line}</span>
            </li>
        }
    };

    view! {
        <ul class="suggestions" id=id role="listbox" aria-label=move || label.get()>
            {move || items.get().into_iter().enumerate().map(&item).collect_view()}
        </ul>
    }
}

/// The id of the suggestion at a place of the list `id`.
pub fn option_id(id: &str, place: usize) -> String {
    format!("{id}-{place}")
}
