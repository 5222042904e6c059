//! What a link for another device opens.

use crate::features::account::SignInByPass;
use crate::pages::LinkPage;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn PassPage() -> impl IntoView {
    let opens = |token, on_done| view! { <SignInByPass token on_done /> }.into_any();

    view! { <LinkPage title=Word::EntryPassTitle opens /> }
}
