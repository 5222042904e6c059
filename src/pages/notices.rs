//! The announcements of a space.

use crate::features::notices::NoticeList;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{ButtonKind, ButtonLink, TopBar};
use domain::policy::Action;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may_announce = space.may(Action::Announce);

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::NoticesTitle)
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <Show when=move || may_announce.read().is_ok()>
                    <p class="notice-new">
                        <ButtonLink kind=ButtonKind::Ink to=path::new_notice(&space.id())>
                            {words.say(Word::NoticesNew)}
                        </ButtonLink>
                    </p>
                </Show>
                <NoticeList />
            </div>
        </Shell>
    }
}
