//! The home screen: the first run, the cover, or my spaces, as the session stands.

use crate::features::account::LanguageChoice;
use crate::features::spaces::SpaceList;
use crate::i18n::Words;
use crate::pages::{SetUpPage, Shell, ShellKind};
use crate::routes::path;
use crate::state::{Session, Standing, Trouble};
use crate::ui::{
    Button, ButtonKind, ButtonLink, ButtonSize, ButtonWidth, Empty, IconName, PageTitle, Seal, SealSize,
    Skeleton, TopBar,
};
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    let session = Session::expect();
    // Only a change of standing changes the screen, not every renewal of who is signed in.
    let standing = Memo::new(move |_| match session.standing().get() {
        Standing::SignedIn(_) => None,
        other => Some(other),
    });

    move || match standing.get() {
        None => view! { <MySpaces /> }.into_any(),
        Some(Standing::FirstRun) => view! { <SetUpPage /> }.into_any(),
        Some(Standing::Unreached(trouble)) => view! { <Unreached trouble /> }.into_any(),
        Some(Standing::SignedOut) => view! { <Cover /> }.into_any(),
        Some(Standing::Starting | Standing::SignedIn(_)) => view! { <Starting /> }.into_any(),
    }
}

#[component]
fn MySpaces() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell bar=move || view! { <TopBar title=words.say(Word::SpacesHomeTitle) /> }>
            <div class="column">
                <SpaceList />
            </div>
        </Shell>
    }
}

#[component]
fn Starting() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell kind=ShellKind::Solo>
            <div class="column" data-width="narrow">
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

#[component]
fn Cover() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell kind=ShellKind::Solo>
            <div class="cover">
                <div class="cover-title">
                    <Seal size=SealSize::Large />
                    <PageTitle title=words.say(Word::AppName) />
                    <p class="cover-line">
                        {words.say(Word::EntryCoverLine1)} <br /> {words.say(Word::EntryCoverLine2)}
                    </p>
                </div>
                <div class="cover-acts">
                    <ButtonLink
                        kind=ButtonKind::Ink
                        size=ButtonSize::Tall
                        width=ButtonWidth::Full
                        to=path::sign_in()
                    >
                        {words.say(Word::EntryCoverSignin)}
                    </ButtonLink>
                    <p class="tiny faint">{words.say(Word::EntryCoverInvitedHint)}</p>
                    <ButtonLink kind=ButtonKind::Quiet width=ButtonWidth::Full to=path::connect()>
                        {words.say(Word::EntryCoverConnect)}
                    </ButtonLink>
                    <LanguageChoice />
                </div>
            </div>
        </Shell>
    }
}
