//! What an invitation's link opens. The token is taken out of the address at once.

use crate::features::account::{JoinByInvitation, LanguageChoice};
use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::routes::path;
use crate::state::device;
use crate::ui::{Empty, IconName};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use protocol::SpaceId;
use words::Word;

/// The page.
#[component]
pub fn JoinPage() -> impl IntoView {
    let words = Words::expect();
    let navigate = StoredValue::new(use_navigate());
    let joined = move |space: SpaceId| {
        navigate.with_value(|navigate| navigate(&path::rules_read(&space), Default::default()));
    };
    // A link that is pasted into the same tab changes nothing of the address but what stands after `#`.
    let token = RwSignal::new(device::take_token());
    let listener = window_event_listener(ev::hashchange, move |_| token.set(device::take_token()));
    on_cleanup(move || listener.remove());

    view! {
        <Shell kind=ShellKind::Solo>
            <div class="column" data-width="narrow">
                <div class="stack">
                    <LanguageChoice />
                    {move || match token.get() {
                        Some(token) => {
                            view! { <JoinByInvitation token on_joined=joined /> }.into_any()
                        }
                        None => {
                            view! {
                                <Empty
                                    icon=IconName::Link
                                    alone=true
                                    title=words.say(Word::TroubleCodeLinkUnknown)
                                />
                            }
                                .into_any()
                        }
                    }}
                </div>
            </div>
        </Shell>
    }
}
