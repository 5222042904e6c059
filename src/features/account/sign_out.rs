//! Signing out: with unsent work it asks, and names how much.

use crate::i18n::Words;
use crate::state::{Engine, Session, SignedOut, Trouble, Unsent};
use crate::ui::{Button, ButtonKind, Dialog, Toasts};
use leptos::prelude::*;
use words::Word;

/// The button, and the question where something is unsent.
#[component]
pub fn SignOut() -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let toasts = Toasts::expect();
    let unsent = RwSignal::new(0_usize);

    let sign_out = Action::new_local(move |how: &Unsent| {
        let answer = session.sign_out(*how);
        async move {
            let say = match answer.await {
                Ok(SignedOut::Unsent(writes)) => {
                    let _ = unsent.try_set(writes.len());
                    return;
                }
                Ok(SignedOut::Done | SignedOut::HereOnly) => words.text(Word::MeSignoutDid),
                Err(trouble) => explain(words, &trouble),
            };
            let _ = unsent.try_set(0);
            toasts.say(say);
        }
    });

    view! {
        <Button
            kind=ButtonKind::Danger
            is_busy=sign_out.pending()
            on_press=move || {
                sign_out.dispatch_local(Unsent::Ask);
            }
        >
            {words.say(Word::MeSignout)}
        </Button>
        <AskUnsent unsent sign_out />
    }
}

fn explain(words: Words, trouble: &Trouble) -> String {
    let said = words.explain(trouble);
    format!("{}. {}", said.title, said.body)
}

/// Send, export, or discard by name: never silently.
#[component]
fn AskUnsent(unsent: RwSignal<usize>, sign_out: Action<Unsent, ()>) -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();

    let discard = move || {
        sign_out.dispatch_local(Unsent::Discard);
    };

    view! {
        <Dialog
            open=Signal::derive(move || unsent.get() > 0)
            title=Signal::derive(move || words.count(Word::MeSignoutAsk, unsent.get()))
            on_close=move || unsent.set(0)
        >
            <p>{words.say(Word::MeSignoutAskBody)}</p>
            <div class="stack">
                <Button
                    kind=ButtonKind::Ink
                    on_press=move || {
                        engine.try_now();
                        unsent.set(0);
                    }
                >
                    {words.say(Word::MeSignoutSend)}
                </Button>
                <Button on_press=move || {
                    engine.export();
                    discard();
                }>{words.say(Word::MeSignoutExport)}</Button>
                <Button kind=ButtonKind::Danger on_press=discard>
                    {move || words.count(Word::MeSignoutDiscard, unsent.get())}
                </Button>
                <Button kind=ButtonKind::Quiet on_press=move || unsent.set(0)>
                    {words.say(Word::MeSignoutStay)}
                </Button>
            </div>
        </Dialog>
    }
}
