//! Leaving a space: what stays and what goes, asked once, since coming back needs an invitation.

use crate::features::members::handover::HandoverLink;
use crate::i18n::Words;
use crate::state::{Engine, Space, Trouble};
use crate::ui::{Alert, Button, ButtonKind, Dialog};
use domain::Reason;
use domain::kinds;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use words::Word;

/// The button, for whom may leave.
#[component]
pub fn LeaveSpace(
    /// Runs when the person has left.
    #[prop(into)]
    on_left: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let asks = RwSignal::new(false);
    let may_leave = space.may(Deed::Leave);

    let leave = Action::new_local(move |(): &()| async move {
        let done = space.leave().await;
        if done.is_ok() {
            on_left.run(());
        }
        done
    });
    let said = Memo::new(move |_| {
        let trouble = leave.value().get().and_then(Result::<(), Trouble>::err)?;
        let said = words.explain(&trouble);
        Some((said.title, said.body))
    });

    view! {
        <Show when=move || may_leave.read().as_ref().is_err_and(|why| why.reason() == Reason::OwnerStays)>
            <p class="soft small">{words.say(Word::MembersLeaveOwner)}</p>
        </Show>
        <HandoverLink />
        <Show when=move || may_leave.get().is_ok()>
            <Button kind=ButtonKind::Danger on_press=move || asks.set(true)>
                {words.say(Word::MembersLeave)}
            </Button>
        </Show>
        <Dialog
            open=asks
            title=words.say(Word::MembersLeave)
            on_close=move || asks.set(false)
            actions=move || {
                view! {
                    <Button on_press=move || asks.set(false)>{words.say(Word::AppCancel)}</Button>
                    <Button
                        kind=ButtonKind::Danger
                        is_busy=leave.pending()
                        on_press=move || {
                            leave.dispatch_local(());
                        }
                    >
                        {words.say(Word::MembersLeave)}
                    </Button>
                }
            }
        >
            <p>{words.say(Word::MembersLeaveAsk)}</p>
            <Account />
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
        </Dialog>
    }
}

/// What stays, what goes, and what was not sent.
#[component]
fn Account() -> impl IntoView {
    let words = Words::expect();
    let (outbox, id) = (Engine::expect().outbox(), Space::expect().id());
    let unsent = Memo::new(move |_| {
        // Draft and reading position go with the rest.
        let is_own = |kind: &str| [kinds::DRAFT, kinds::READ].contains(&kind);
        let outbox = outbox.read();
        let here = outbox.iter().filter(|write| write.head.scope.space == id);
        here.filter(|write| !is_own(write.head.kind.as_str())).count()
    });
    let has_unsent = move || unsent.get() > 0;

    view! {
        <p>{words.say(Word::MembersLeaveStays)}</p>
        <p>{words.say(Word::MembersLeaveGoes)}</p>
        <Show when=has_unsent>
            <p>
                <b>{move || words.count(Word::MembersLeaveUnsent, unsent.get())}</b>
            </p>
        </Show>
    }
}
