//! The way into the demo, where there is one: before anything is set up, or where nothing else is there.

use crate::features::account::trouble::{FormAlert, FormTrouble};
use crate::i18n::Words;
use crate::state::Session;
use crate::ui::{Button, ButtonWidth};
use leptos::prelude::*;
use words::Word;

/// The button, and what it leads to.
#[component]
pub fn LookAround(
    /// Runs when one is inside.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let may = session.may_look_around();
    let trouble = FormTrouble::new(&[]);

    let play = Action::new_local(move |(): &()| {
        let answer = session.play_demo(None);
        async move {
            if trouble.take(answer.await).is_some() {
                on_done.run(());
            }
        }
    });

    view! {
        <Show when=move || may.get()>
            <div class="stack">
                <Button
                    width=ButtonWidth::Full
                    is_busy=play.pending()
                    on_press=move || {
                        play.dispatch_local(());
                    }
                >
                    {words.say(Word::DemoEnter)}
                </Button>
                <p class="tiny faint">{words.say(Word::DemoEnterHint)}</p>
                <FormAlert trouble />
            </div>
        </Show>
    }
}
