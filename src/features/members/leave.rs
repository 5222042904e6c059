//! Leaving a space: asked once, since coming back needs an invitation.

use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{Alert, Button, ButtonKind, Dialog};
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
            <Alert
                title=Signal::derive(move || said.get().map(|(title, _)| title))
                body=Signal::derive(move || said.get().map(|(_, body)| body))
            />
        </Dialog>
    }
}
