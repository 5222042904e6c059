//! One's own page: language, theme, account, devices, storage, signing out.

use crate::features::account::{
    ChangePassword, Devices, LanguageChoice, MyRequests, SignOut, StorageUsed, ThemeChoice, Weaknesses,
};
use crate::features::told::BeTold;
use crate::i18n::Words;
use crate::pages::shell::back_out;
use crate::pages::{Section, Shell, Threshold};
use crate::routes::path;
use crate::state::{Backend, Session};
use crate::ui::{Avatar, AvatarSize, TextLink, TopBar};
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn MePage() -> impl IntoView {
    view! {
        <Threshold>
            <OwnThings />
        </Threshold>
    }
}

#[component]
fn OwnThings() -> impl IntoView {
    let words = Words::expect();
    let backend = Backend::expect();
    let me = Session::expect().me();
    // Which backend it is concerns whoever runs the organization; on one without accounts, everybody.
    let runs_it = Memo::new(move |_| {
        let founds = me.read().as_ref().is_some_and(|me| me.can_create_space);
        founds || !backend.has_accounts().get()
    });

    let can_ask = backend.lets_people_wait();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::MeTitle)
                    back=back_out()
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <Who />
                <Section title=words.say(Word::MeTheme)>
                    <div class="stack">
                        <LanguageChoice />
                        <ThemeChoice />
                    </div>
                </Section>
                <Section title=words.say(Word::ToldTitle)>
                    <BeTold />
                </Section>
                <Show when=move || can_ask.get()>
                    <Section title=words.say(Word::WaitingMine)>
                        <MyRequests />
                    </Section>
                </Show>
                <Show when=move || backend.has_accounts().get()>
                    <OwnAccount />
                </Show>
                <Section title=words.say(Word::MeStorage)>
                    <div class="stack">
                        <StorageUsed />
                        <Weaknesses />
                        <p class="cluster">
                            <TextLink to=path::sync()>{words.say(Word::MeSync)}</TextLink>
                            <Show when=move || runs_it.get()>
                                <TextLink to=path::connect()>{words.say(Word::EntryCoverConnect)}</TextLink>
                            </Show>
                        </p>
                    </div>
                </Section>
                <SignOut />
                <p class="tiny faint">
                    {move || words.fill(Word::MeAbout, &[("version", env!("CARGO_PKG_VERSION"))])}
                </p>
            </div>
        </Shell>
    }
}

/// Devices and password. In the demo nobody has either.
#[component]
fn OwnAccount() -> impl IntoView {
    let words = Words::expect();
    let personas = Session::expect().personas();
    let is_demo = Memo::new(move |_| !personas.read().is_empty());
    let own = move || {
        view! {
            <Section title=words.say(Word::MeDevices)>
                <Devices />
            </Section>
            <Section title=words.say(Word::MePassword)>
                <ChangePassword />
            </Section>
        }
    };

    view! {
        <Show when=move || is_demo.get() fallback=own>
            <Section title=words.say(Word::DemoTitle)>
                <p class="soft small">{words.say(Word::DemoAccount)}</p>
            </Section>
        </Show>
    }
}

#[component]
fn Who() -> impl IntoView {
    let session = Session::expect();
    let me = session.me();
    let name = Memo::new(move |_| me.get().map(|me| me.real_name.clone()).unwrap_or_default());
    let post = move || {
        let me = me.get()?;
        let parts = [&me.dept, &me.post, &me.organization].map(String::as_str);
        Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
    };

    view! {
        <div class="cluster">
            <Avatar name=name size=AvatarSize::Large />
            <div>
                <p class="song">{move || name.get()}</p>
                <p class="tiny faint">{post}</p>
            </div>
        </div>
    }
}
