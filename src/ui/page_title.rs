//! What the open page is called: in the tab, in its heading, and read out when it opens.

use leptos::prelude::*;

/// A handle to the name of the open page. The shell reads it; headings write it.
#[derive(Clone, Copy)]
pub struct PageName(RwSignal<Signal<String>>);

impl PageName {
    /// Puts the handle in context.
    pub fn provide() -> Self {
        let name = Self(RwSignal::new(Signal::stored(String::new())));
        provide_context(name);
        name
    }

    /// The name of the open page, in the language of the moment.
    pub fn get(self) -> String {
        // The heading that wrote it may be gone while the next page is not there yet.
        self.0.get().try_get().unwrap_or_default()
    }

    /// The open page can't be called anything yet: what it shows is on its way.
    pub fn wait() {
        if let Some(Self(name)) = use_context::<Self>() {
            name.set(Signal::stored(String::new()));
        }
    }

    /// Says what the open page is called. [`crate::ui::TopBar`] and [`PageTitle`] do it.
    pub fn announce(title: Signal<String>) {
        if let Some(Self(name)) = use_context::<Self>() {
            name.set(title);
        }
    }
}

/// The heading of a page that has no top bar.
#[component]
pub fn PageTitle(
    /// The page's title.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is only heard: where what is on the screen says it without words.
    #[prop(optional)]
    heard: bool,
) -> impl IntoView {
    PageName::announce(title);

    view! {
        <h1 class=if heard { "visually-hidden" } else { "page-title" } tabindex="-1">
            {move || title.get()}
        </h1>
    }
}
