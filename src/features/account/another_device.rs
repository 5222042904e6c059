//! Signing in on another device without a password: this one shows a code, the other opens it, and this
//! one sees that it happened and can end it.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{ServerClock, Session, Trouble, device};
use crate::ui::{Alert, Button, ButtonKind, ButtonSize, Dialog, LinkCode, Toasts, every};
use leptos::prelude::*;
use protocol::account::{PassLink, PassState, SessionInfo};
use std::time::Duration;
use words::Word;

/// How often it asks what became of the link.
const EVERY: Duration = Duration::from_secs(2);

/// The button, and what it opens.
#[component]
pub fn AnotherDevice(
    /// Runs when another device has signed in, or was signed out.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let is_open = RwSignal::new(false);
    let link = RwSignal::new(None::<PassLink>);
    let make = Action::new_local(move |(): &()| async move {
        let made = session.issue_pass().await;
        let _ = link.try_set(made.as_ref().ok().cloned());
        made.map(|_| ())
    });
    let trouble = Signal::derive(move || make.value().get().and_then(Result::<(), Trouble>::err));
    let open = move || {
        link.set(None);
        is_open.set(true);
        make.dispatch_local(());
    };
    let said = Memo::new(move |_| trouble.get().map(|trouble| words.explain(&trouble)));
    let close = move || {
        is_open.set(false);
        link.set(None);
    };

    view! {
        <p class="soft small">{words.say(Word::MeAnotherLead)}</p>
        <div>
            <Button is_busy=make.pending() on_press=open>
                {words.say(Word::MeAnotherOpen)}
            </Button>
        </div>
        <Dialog
            open=is_open
            title=words.say(Word::MeAnotherOpen)
            on_close=close
            actions=move || {
                view! { <Button on_press=close>{words.say(Word::AppClose)}</Button> }
            }
        >
            <Alert
                title=Signal::derive(move || said.get().map(|said| said.title))
                body=Signal::derive(move || said.get().map(|said| said.body))
            />
            {move || {
                link.get()
                    .map(|link| {
                        view! { <Shown link on_again=move || _ = make.dispatch_local(()) on_change /> }
                    })
            }}
        </Dialog>

    }
}

/// The link, until it was used or has ended.
#[component]
fn Shown(link: PassLink, #[prop(into)] on_again: Callback<()>, on_change: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let state = LocalResource::new(move || session.pass_state());
    every(EVERY, move || state.refetch());

    let (expires_at, clock_of) = (link.expires_at, ServerClock::expect());
    // What is not known now is as it was: an answer that fails is asked for again.
    let known = Memo::new(move |before: Option<&Option<PassState>>| {
        let now = state.get().and_then(Result::ok).filter(|state| state.expires_at == expires_at);
        now.or_else(|| before.cloned().flatten())
    });
    let is_used = Memo::new(move |_| known.read().as_ref().is_some_and(|state| state.used));
    let is_over = Memo::new(move |_| {
        state.track();
        clock_of.now_ms() >= expires_at
    });
    Effect::new(move |_| {
        if is_used.get() {
            on_change.run(());
        }
    });
    let address = StoredValue::new(device::link(&path::pass(&link.token)));

    move || match (is_used.get(), is_over.get()) {
        (true, _) => view! { <Used known on_change /> }.into_any(),
        (false, true) => view! {
            <p role="status">{words.say(Word::MeAnotherOver)}</p>
            <Button kind=ButtonKind::Ink on_press=move || on_again.run(())>
                {words.say(Word::MeAnotherAgain)}
            </Button>
        }
        .into_any(),
        (false, false) => view! { <Code address=address.get_value() expires_at /> }.into_any(),
    }
}

/// The code and the text of the link.
#[component]
fn Code(address: String, expires_at: i64) -> impl IntoView {
    let words = Words::expect();
    let toasts = Toasts::expect();
    let copying = Action::new_local(move |address: &String| {
        let answer = device::copy(address.clone());
        async move {
            if answer.await {
                toasts.say(words.text(Word::MembersInviteCopied));
            }
        }
    });

    view! {
        <LinkCode
            address=Signal::stored(address)
            note=Signal::derive(move || words.fill(Word::MeAnotherNote, &[("when", &words.time(expires_at))]))
            code=words.signal(Word::MeAnotherQr)
            text=words.signal(Word::MeAnotherLink)
            copy=words.signal(Word::MembersInviteCopy)
            copying
        />
    }
}

/// Which device it is, and a way to end it.
#[component]
fn Used(known: Memo<Option<PassState>>, on_change: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let toasts = Toasts::expect();
    let end = Action::new_local(move |started: &SessionInfo| {
        let (answer, name) = (session.revoke_device(started.id.clone()), started.device.clone());
        async move {
            match answer.await {
                Ok(()) => toasts.say(words.fill(Word::MeDevicesRevoked, &[("device", &name)])),
                Err(trouble) => {
                    let said = words.explain(&trouble);
                    toasts.say(format!("{}. {}", said.title, said.body));
                }
            }
            on_change.run(());
        }
    });
    let started = Memo::new(move |_| known.get().and_then(|state| state.session));
    let was_tried_again = Memo::new(move |_| known.read().as_ref().is_some_and(|state| state.again > 0));
    let said = move || match started.get() {
        Some(started) => words.fill(Word::MeAnotherDone, &[("device", &started.device)]),
        None => words.text(Word::MeAnotherEnded),
    };

    view! {
        <p role="status">{said}</p>
        <Show when=move || was_tried_again.get()>
            <p>{words.say(Word::MeAnotherTwice)}</p>
        </Show>
        {move || {
            started
                .get()
                .map(|started| {
                    let label = words.fill(Word::MeDevicesRevoke, &[("device", &started.device)]);
                    view! {
                        <Button
                            kind=ButtonKind::Danger
                            size=ButtonSize::Compact
                            is_busy=end.pending()
                            on_press=move || _ = end.dispatch_local(started.clone())
                        >
                            {label}
                        </Button>
                    }
                })
        }}
    }
}
