//! Handing a space over.

use crate::features::members::Handover;
use crate::pages::SpacePage;
use crate::routes::path;
use crate::state::Space;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn HandoverPage() -> impl IntoView {
    let back = path::members(&Space::expect().id());

    view! {
        <SpacePage title=Word::HandoverTitle back>
            <Handover />
        </SpacePage>
    }
}
