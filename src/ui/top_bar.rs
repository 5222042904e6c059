//! The bar at the top of a page: the way back, its title with one line of state, its actions.

use crate::ui::icon::IconName;
use crate::ui::icon_button::IconLink;
use crate::ui::page_title::PageName;
use leptos::prelude::*;

/// How a top bar is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TopBarKind {
    /// With a hairline under it.
    #[default]
    Lined,
    /// Without, where the page itself begins with a title.
    Plain,
}

/// The bar at the top of a page. Its title is the page's `h1`.
#[component]
pub fn TopBar(
    /// The page's title; cut at the end where it is too long for one line.
    #[prop(into)]
    title: Signal<String>,
    /// One line of state or purpose under it.
    #[prop(optional, into)]
    line: MaybeProp<String>,
    /// Where back leads; without it there is no way back.
    #[prop(optional, into)]
    back: MaybeProp<String>,
    /// What back says.
    #[prop(optional, into)]
    back_label: Signal<String>,
    /// How it is drawn.
    #[prop(optional)]
    kind: TopBarKind,
    /// Whether the title only stands in for the page's own, which is on its way.
    #[prop(optional)]
    waits: bool,
    /// Its actions: at most two icon buttons, the last of them a menu.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    if waits {
        PageName::wait();
    } else {
        PageName::announce(title);
    }
    let kind = match kind {
        TopBarKind::Lined => "lined",
        TopBarKind::Plain => "plain",
    };
    let has_back = Memo::new(move |_| back.get().is_some());
    let to = move || back.get().unwrap_or_default();

    view! {
        <header class="top-bar" data-kind=kind>
            <Show when=move || has_back.get()>
                <IconLink icon=IconName::Back label=back_label to=to/>
            </Show>
            <div class="top-bar-name">
                <h1 class="top-bar-title" tabindex="-1">
                    {move || title.get()}
                </h1>
                {move || line.get().map(|line| view! { <p class="top-bar-line">{line}</p> })}
            </div>
            {children.map(|children| view! { <div class="top-bar-actions">{children()}</div> })}
        </header>
    }
}
