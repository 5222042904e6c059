//! Lists of rows.

use crate::ui::icon::{Icon, IconName, IconSize};
use leptos::prelude::*;

/// A list; rows in it are [`ListRow`]s.
#[component]
pub fn List(
    /// Names the list where no heading does.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <ul class="list" aria-label=move || label.get()>
            {children()}
        </ul>
    }
}

/// A row: what leads it, its words, what ends it. It leads somewhere if `to` says so.
#[component]
pub fn ListRow(
    /// Where the whole row leads.
    #[prop(optional, into)]
    to: MaybeProp<String>,
    /// What leads it: an avatar, an icon, a seal.
    #[prop(optional, into)]
    lead: Option<ViewFnOnce>,
    /// What ends it: a chip or a button. A row that leads somewhere ends in an arrow too.
    #[prop(optional, into)]
    end: Option<ViewFnOnce>,
    /// Its words: a [`RowTitle`] and perhaps a [`RowMeta`].
    children: Children,
) -> impl IntoView {
    let leads = to.get_untracked().is_some();
    let lead = lead.map(|lead| view! { <span class="list-row-lead">{lead.run()}</span> });
    let end = end.map(|end| end.run());
    let end = end.map(|end| view! { <span class="list-row-end">{end}</span> });
    let words = view! { <span class="list-row-words">{children()}</span> };

    let row = if leads {
        view! {
            <a class="list-row" data-kind="link" href=move || to.get()>
                {lead} {words} {end}
                <span class="list-row-arrow">
                    <Icon name=IconName::Right size=IconSize::Small/>
                </span>
            </a>
        }
        .into_any()
    } else {
        view! { <div class="list-row">{lead} {words} {end}</div> }.into_any()
    };
    view! { <li>{row}</li> }
}

/// The first line of a row.
#[component]
pub fn RowTitle(
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! { <span class="list-row-title">{children()}</span> }
}

/// The second, fainter line of a row.
#[component]
pub fn RowMeta(
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! { <span class="list-row-meta">{children()}</span> }
}
