//! The bar that says that the purpose changed, until it was seen.

use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{Button, ButtonSize, Icon, IconName};
use leptos::prelude::*;
use words::Word;

/// Nothing where the purpose is known.
#[component]
pub fn PurposeBar() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let purpose = space.new_purpose();
    // Where the backend keeps nothing private, nothing tells the memo that it was seen.
    let seen = RwSignal::new(None::<String>);
    let news = Memo::new(move |_| purpose.get().filter(|purpose| seen.read().as_ref() != Some(purpose)));

    let see = Action::new_local(move |(): &()| {
        let shown = news.get_untracked();
        let answer = space.see_purpose();
        async move {
            if answer.await.is_ok() {
                let _ = seen.try_set(shown);
            }
        }
    });

    view! {
        <Show when=move || news.read().is_some()>
            <aside class="purpose-bar" aria-label=words.say(Word::SpacesPurposeNew)>
                <Icon name=IconName::Info />
                <p class="purpose-bar-words">
                    <span class="small soft">{words.say(Word::SpacesPurposeNew)}</span>
                    <span>{move || news.get()}</span>
                </p>
                <Button size=ButtonSize::Compact on_press=move || _ = see.dispatch_local(())>
                    {words.say(Word::SpacesPurposeSeen)}
                </Button>
            </aside>
        </Show>
    }
}
