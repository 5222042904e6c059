//! Announcing something.

use crate::features::notices::NoticeForm;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{Empty, IconName, TopBar};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use protocol::RecordId;
use words::Word;

/// The page.
#[component]
pub fn NewNoticePage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may_announce = space.may(Action::Announce);
    let navigate = StoredValue::new_local(use_navigate());
    let again = use_query_map().with_untracked(|query| query.get(path::AGAIN).map(RecordId::new));
    let done = move |id: RecordId| {
        navigate.with_value(|navigate| navigate(&path::notice(&space.id(), &id), Default::default()));
    };

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::NoticesNew)
                    back=Signal::derive(move || Some(path::notices(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <Show
                    when=move || may_announce.read().is_ok()
                    fallback=move || {
                        view! {
                            <Empty
                                icon=IconName::Lock
                                title=words.say(Word::NoticesFormRefusedTitle)
                                body=words.signal(Word::NoticesFormRefusedBody)
                            />
                        }
                    }
                >
                    <NoticeForm again=again.clone() on_done=done />
                </Show>
            </div>
        </Shell>
    }
}
