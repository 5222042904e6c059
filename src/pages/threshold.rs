//! What stands before the inside of the app: its start, the first run, a backend out of reach, signing in.

use crate::i18n::Words;
use crate::pages::{Shell, ShellKind, Whereabouts, later};
use crate::routes::path;
use crate::state::{Session, Standing, Trouble};
use crate::ui::{Button, ButtonKind, ButtonLink, Empty, IconName, PageTitle, Skeleton};
use leptos::prelude::*;
use words::Word;

/// Shows its children to who is signed in. Anybody else is told at the same address how it stands, so
/// that the address still leads where it led once they are.
#[component]
pub fn Threshold(
    /// What somebody sees who is not signed in; without it, the sign-in form.
    #[prop(optional, into)]
    guest: Option<ViewFn>,
    /// The inside.
    children: ChildrenFn,
) -> impl IntoView {
    let session = Session::expect();
    // Only a change of standing changes the screen, not every renewal of who is signed in.
    let standing = Memo::new(move |_| match session.standing().get() {
        Standing::SignedIn(_) => None,
        other => Some(other),
    });

    // Whoever signs in next begins at their own spaces.
    let whereabouts = Whereabouts::expect();
    Effect::new(move |_| {
        if *standing.read() == Some(Standing::SignedOut) {
            whereabouts.leave();
        }
    });

    move || match (standing.get(), &guest) {
        (None, _) => children().into_any(),
        (Some(Standing::FirstRun), _) => later::set_up(),
        (Some(Standing::Unreached(trouble)), _) => view! { <Unreached trouble /> }.into_any(),
        (Some(Standing::Locked { .. }), _) => later::locked(),
        (Some(Standing::SignedOut), Some(guest)) => guest.run().into_any(),
        (Some(Standing::SignedOut), None) => later::sign_in_here(),
        (Some(Standing::Starting | Standing::SignedIn(_)), _) => view! { <Starting /> }.into_any(),
    }
}

#[component]
fn Starting() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell kind=ShellKind::Solo>
            <div class="column" data-width="narrow">
                <PageTitle title=words.say(Word::AppName) heard=true />
                <Skeleton label=words.say(Word::AppLoading) />
            </div>
        </Shell>
    }
}

#[component]
fn Unreached(trouble: Trouble) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let said = Memo::new(move |_| {
        let said = words.explain(&trouble);
        (said.title, said.body)
    });

    view! {
        <Shell kind=ShellKind::Solo>
            <Empty
                icon=IconName::Offline
                alone=true
                title=Signal::derive(move || said.get().0)
                body=Signal::derive(move || Some(said.get().1))
            >
                <Button kind=ButtonKind::Ink on_press=move || session.try_again()>
                    {words.say(Word::AppAgain)}
                </Button>
                <ButtonLink to=path::connect()>{words.say(Word::EntryCoverConnect)}</ButtonLink>
            </Empty>
        </Shell>
    }
}
