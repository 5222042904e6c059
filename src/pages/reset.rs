//! What a reset link opens.

use crate::features::account::ResetPassword;
use crate::pages::LinkPage;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn ResetPage() -> impl IntoView {
    let opens = |token, on_done| view! { <ResetPassword token on_done /> }.into_any();

    view! { <LinkPage title=Word::EntryResetTitle opens /> }
}
