//! The four faces of a view over data: waiting, empty, failed, here.

use crate::ui::icon::{Icon, IconName};
use crate::ui::page_title::PageName;
use leptos::prelude::*;

/// Which face a view shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// The data is on its way.
    #[default]
    Waiting,
    /// There is none.
    Empty,
    /// It can't be had.
    Failed,
    /// It is here.
    Here,
}

/// A view over data. Each face keeps its place, and changes only when the face does.
#[component]
pub fn Load(
    /// Which face.
    #[prop(into)]
    face: Signal<Face>,
    /// What is said while it waits: "Loading the members…".
    #[prop(into)]
    waiting: Signal<String>,
    /// Says what will appear here, and what to do about it: an [`Empty`].
    #[prop(into, optional)]
    empty: ViewFn,
    /// Says what happened and offers one action: an [`Empty`] with a button.
    #[prop(into, optional)]
    failed: ViewFn,
    /// The view with its data.
    children: ChildrenFn,
) -> impl IntoView {
    let face = Memo::new(move |_| face.get());

    move || match face.get() {
        Face::Waiting => view! { <Skeleton label=waiting/> }.into_any(),
        Face::Empty => empty.run(),
        Face::Failed => failed.run(),
        Face::Here => children(),
    }
}

/// A sentence where data would be.
#[component]
pub fn Empty(
    /// Its icon.
    icon: IconName,
    /// Whether it says all that the page says: its sentence is the page's heading then.
    #[prop(optional)]
    alone: bool,
    /// What is so.
    #[prop(into)]
    title: Signal<String>,
    /// What will appear here, or what to do.
    #[prop(optional, into)]
    body: MaybeProp<String>,
    /// Its one action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    if alone {
        PageName::announce(title);
    }
    let said = move || title.get();

    view! {
        <div class="state">
            <Icon name=icon/>
            {match alone {
                true => view! { <h1 class="state-title" tabindex="-1">{said}</h1> }.into_any(),
                false => view! { <p class="state-title">{said}</p> }.into_any(),
            }}
            {move || body.get().map(|body| view! { <p class="state-body">{body}</p> })}
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
        </div>
    }
}

/// Grey lines where text will be; after a second the words appear.
#[component]
pub fn Skeleton(
    /// What is on its way, in words.
    #[prop(into)]
    label: Signal<String>,
    /// How many lines.
    #[prop(default = 4)]
    lines: usize,
) -> impl IntoView {
    let line = |_| view! { <span class="skeleton-line"></span> };

    view! {
        <div class="skeleton" role="status" aria-busy="true">
            {(0..lines).map(line).collect::<Vec<_>>()}
            <span class="skeleton-words">{move || label.get()}</span>
        </div>
    }
}
