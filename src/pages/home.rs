//! The home screen: my spaces, or the cover for who is not signed in.

use crate::features::account::LanguageChoice;
use crate::features::spaces::SpaceList;
use crate::i18n::Words;
use crate::pages::{Shell, ShellKind, Threshold};
use crate::routes::path;
use crate::ui::{ButtonKind, ButtonLink, ButtonSize, ButtonWidth, PageTitle, Seal, SealSize, TopBar};
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    view! {
        <Threshold guest=move || view! { <Cover /> }.into_any()>
            <MySpaces />
        </Threshold>
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
