//! Choosing a file. The browser's own button speaks the browser's language: the real field lies over ours,
//! unseen, so that keys, presses and a file that is dropped there go to it.

use leptos::html::{ElementType, Input};
use leptos::prelude::*;

/// The field of the page in which a file was chosen.
type Field = <Input as ElementType>::Output;

/// The field.
#[component]
pub fn FileField(
    /// What is to be chosen.
    #[prop(into)]
    label: Signal<String>,
    /// Which files are offered first, as `accept` takes it.
    accept: &'static str,
    /// Runs when a file was chosen or dropped.
    #[prop(into)]
    on_choose: UnsyncCallback<Field>,
) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    let choose = move |field: Field| {
        // Browsers put an invented path before the name.
        let name = field.value().rsplit(['\\', '/']).next().unwrap_or_default().to_owned();
        chosen.set(name);
        on_choose.run(field);
    };

    view! {
        <div class="file-field">
            <input
                class="file-field-input"
                type="file"
                accept=accept
                aria-label=move || label.get()
                on:change:target=move |event| choose(event.target())
            />
            <span class="button" aria-hidden="true">
                {move || label.get()}
            </span>
            <span class="file-field-name">{chosen}</span>
        </div>
    }
}
