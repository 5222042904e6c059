//! Handing a space over.

use crate::features::members::Handover;
use crate::features::sync_status::InReachOnly;
use crate::pages::SpacePage;
use crate::routes::path;
use crate::state::Space;
use domain::policy::Action;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn HandoverPage() -> impl IntoView {
    let back = path::members(&Space::expect().id());

    view! {
        <SpacePage title=Word::HandoverTitle back>
            <InReachOnly action=Action::HandOver />
            <Handover />
        </SpacePage>
    }
}
