//! The cover: who is not signed in sees the seal, and the ways in.

use crate::features::account::{LanguageChoice, LookAround};
use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::routes::path;
use crate::ui::{ButtonKind, ButtonLink, ButtonSize, ButtonWidth, PageTitle, Seal, SealSize};
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn Cover() -> impl IntoView {
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
                    <LookAround on_done=|()| () />
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
