//! Signing out: with unsent work it asks, and names how much.

use crate::i18n::Words;
use crate::state::{Engine, Session, SignedOut, Trouble, Unsent, Waiting};
use crate::ui::{Alert, Button, ButtonKind, Dialog, Toasts};
use leptos::prelude::*;
use std::time::Duration;
use words::Word;

/// How long "send first" may take before the screen says that it does not go now.
const PATIENCE: Duration = Duration::from_secs(5);

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

/// Whether the way "send first" was taken, and how far it led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sending {
    /// Not asked for.
    No,
    /// On its way; when everything is sent, the person is signed out.
    Trying,
    /// It does not go now.
    Stuck,
}

/// Send, export, or discard by name: never silently.
#[component]
fn AskUnsent(unsent: RwSignal<usize>, sign_out: Action<Unsent, ()>) -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();
    let sending = RwSignal::new(Sending::No);

    let discard = move || {
        sign_out.dispatch_local(Unsent::Discard);
    };
    let close = move || {
        sending.set(Sending::No);
        unsent.set(0);
    };
    send_first(sending, unsent, sign_out);

    view! {
        <Dialog
            open=Signal::derive(move || unsent.get() > 0)
            title=Signal::derive(move || words.count(Word::MeSignoutAsk, unsent.get()))
            on_close=close
        >
            <p>{words.say(Word::MeSignoutAskBody)}</p>
            <Stuck sending />
            <div class="stack">
                <Button
                    kind=ButtonKind::Ink
                    is_busy=Signal::derive(move || sending.get() == Sending::Trying)
                    on_press=move || {
                        engine.try_now();
                        sending.set(Sending::Trying);
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
                <Button kind=ButtonKind::Quiet on_press=close>{words.say(Word::MeSignoutStay)}</Button>
            </div>
        </Dialog>
    }
}

/// Signs out when the last write is sent, also when that was long after; says so where it takes too long.
fn send_first(sending: RwSignal<Sending>, unsent: RwSignal<usize>, sign_out: Action<Unsent, ()>) {
    let outbox = Engine::expect().outbox();
    let left = Memo::new(move |_| outbox.read().len());

    Effect::new(move |_| {
        if sending.get() == Sending::No {
            return;
        }
        match left.get() {
            0 => {
                sending.set(Sending::No);
                sign_out.dispatch_local(Unsent::Ask);
            }
            left => unsent.set(left),
        }
    });
    let turn = StoredValue::new(0_u64);
    Effect::new(move |_| {
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        if sending.get() == Sending::Trying {
            let give_up = move || {
                if turn.try_get_value() == Some(mine) {
                    let _ = sending.try_set(Sending::Stuck);
                }
            };
            set_timeout(give_up, PATIENCE);
        }
    });
}

/// Why it can't be sent now; nothing of it is lost.
#[component]
fn Stuck(sending: RwSignal<Sending>) -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();
    let (status, outbox) = (engine.status(), engine.outbox());

    let why = Memo::new(move |_| {
        if sending.get() != Sending::Stuck {
            return None;
        }
        Some(match &*status.read() {
            status if status.expired => Word::MeSignoutStuckSession,
            status if status.offline => Word::MeSignoutStuckOffline,
            _ if outbox.read().iter().any(Waiting::needs_decision) => Word::MeSignoutStuckDecision,
            _ => Word::MeSignoutStuckSlow,
        })
    });

    view! {
        <Alert
            title=Signal::derive(move || why.get().map(|_| words.text(Word::MeSignoutStuck)))
            body=Signal::derive(move || why.get().map(|why| words.text(why)))
        />
    }
}
