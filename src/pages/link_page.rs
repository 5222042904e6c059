//! A page that a link with a token opens. The token is taken out of the address at once.

use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::routes::path;
use crate::state::device;
use crate::ui::{Empty, IconName, TopBar, TopBarKind};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use words::Word;

/// The page. Who is through stands at home.
#[component]
pub fn LinkPage(
    /// What the page is called.
    title: Word,
    /// What the token opens; its second argument runs when that is done.
    opens: fn(String, Callback<()>) -> AnyView,
) -> impl IntoView {
    let words = Words::expect();
    let navigate = StoredValue::new(use_navigate());
    let done = Callback::new(move |()| {
        navigate.with_value(|navigate| navigate(&path::home(), Default::default()));
    });

    view! {
        <Shell
            kind=ShellKind::Solo
            bar=move || view! { <TopBar title=words.say(title) kind=TopBarKind::Plain /> }
        >
            <div class="column" data-width="narrow">
                {match device::take_token() {
                    Some(token) => opens(token, done),
                    None => {
                        view! {
                            <Empty icon=IconName::Link title=words.say(Word::TroubleCodeLinkUnknown) />
                        }
                            .into_any()
                    }
                }}
            </div>
        </Shell>
    }
}
