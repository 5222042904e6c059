//! Pages whose code comes when they are opened. What the first space screen needs is one module;
//! these stand in parts of their own, which the service worker fetches ahead.
//!
//! A part may fail to come: the network is gone and no service worker keeps the part, or the server
//! has a newer build and this one's parts no more. That is said in place of the page.

use crate::features::account::{HandIn, PersonaBar};
use crate::features::scheduled::Dispatcher;
use crate::features::told::{Teller, WechatLine};
use crate::i18n::Words;
use crate::pages::{
    AboutPage, Asked, ConnectPage, Cover, GuardsPage, HandoverPage, HeldPage, JoinPage, LockedPage, MePage,
    MemberPage, MembersPage, NewNoticePage, NewSpacePage, NoticePage, NoticesPage, PassPage, PostPage,
    ProposalsPage, ProposePage, ResetPage, RulesEditPage, RulesPage, RulesReadPage, ScheduledPage,
    SearchPage, SetUpPage, Shell, ShellKind, SignInHere, SignInPage, SyncPage, ToldPage, WelcomePage,
};
use crate::state::device;
use crate::ui::{Button, ButtonKind, Empty, Face, IconName, Skeleton, TopBar};
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use std::pin::Pin;
use words::Word;

/// Draws a page whose code is here.
type Draw = fn() -> AnyView;

/// The code of a page on its way.
type Coming = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// Gives each page a function that the router can call at once, and puts its code into a part. In
/// builds that aren't split, all code is here from the start.
macro_rules! later {
    ($($(#[$doc:meta])* $name:ident: $page:ident in $part:ident, $kind:expr;)+) => {
        $(
            $(#[$doc])*
            pub fn $name() -> AnyView {
                #[cfg(feature = "split")]
                #[leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)]
                fn $name() -> Result<Draw, SplitLoaderError> {
                    Ok(|| $page().into_any())
                }
                #[cfg(not(feature = "split"))]
                async fn $name() -> Result<Draw, SplitLoaderError> {
                    Ok(|| $page().into_any())
                }

                view! { <Later load=|| Box::pin($name()) kind=$kind /> }.into_any()
            }
        )+
    };
}

later! {
    /// Who is not signed in.
    cover: Cover in entry, ShellKind::Solo;
    /// The first account.
    set_up: SetUpPage in entry, ShellKind::Solo;
    /// Signing in.
    sign_in: SignInPage in entry, ShellKind::Solo;
    /// Signing in where one is.
    sign_in_here: SignInHere in entry, ShellKind::Solo;
    /// A device whose session was ended from elsewhere.
    locked: LockedPage in entry, ShellKind::Solo;
    /// An invitation.
    join: JoinPage in entry, ShellKind::Solo;
    /// A reset link.
    reset: ResetPage in entry, ShellKind::Solo;
    /// A link for another device.
    pass: PassPage in entry, ShellKind::Solo;
    /// The backend.
    connect: ConnectPage in me, ShellKind::Solo;
    /// Founding a space.
    new_space: NewSpacePage in rules, ShellKind::Full;
    /// The rules and their versions.
    rules: RulesPage in rules, ShellKind::Full;
    /// Reading and confirming them.
    rules_read: RulesReadPage in rules, ShellKind::Solo;
    /// Writing them.
    rules_edit: RulesEditPage in rules, ShellKind::Full;
    /// What members propose for them.
    proposals: ProposalsPage in rules, ShellKind::Full;
    /// Proposing something.
    propose: ProposePage in rules, ShellKind::Full;
    /// How the rules enforce themselves.
    guards: GuardsPage in rules, ShellKind::Full;
    /// What waits for a decision.
    held: HeldPage in members, ShellKind::Full;
    /// What the space is for.
    about: AboutPage in members, ShellKind::Full;
    /// What is one's own after coming in.
    welcome: WelcomePage in members, ShellKind::Full;
    /// The members.
    members: MembersPage in members, ShellKind::Full;
    /// Handing it over.
    handover: HandoverPage in members, ShellKind::Full;
    /// One of them.
    member: MemberPage in members, ShellKind::Full;
    /// One post, to be reported or judged.
    post: PostPage in members, ShellKind::Full;
    /// The announcements.
    notices: NoticesPage in notices, ShellKind::Full;
    /// Announcing something.
    new_notice: NewNoticePage in notices, ShellKind::Full;
    /// One announcement.
    notice: NoticePage in notices, ShellKind::Full;
    /// Looking for words.
    search: SearchPage in search, ShellKind::Full;
    /// What waits.
    sync: SyncPage in me, ShellKind::Full;
    /// Posts that go at a time.
    scheduled: ScheduledPage in me, ShellKind::Full;
    /// How much of a space one wants to be told.
    told: ToldPage in me, ShellKind::Full;
    /// One's own things.
    me: MePage in me, ShellKind::Full;
}

/// Gives what is no page, and has nothing to say before its code is here, a function likewise.
macro_rules! beside {
    ($($(#[$doc:meta])* $name:ident: $what:ident in $part:ident;)+) => {
        $(
            $(#[$doc])*
            pub fn $name() -> AnyView {
                #[cfg(feature = "split")]
                #[leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)]
                fn $name() -> Result<Draw, SplitLoaderError> {
                    Ok(|| $what().into_any())
                }
                #[cfg(not(feature = "split"))]
                async fn $name() -> Result<Draw, SplitLoaderError> {
                    Ok(|| $what().into_any())
                }

                let drawn = LocalResource::new(|| async { $name().await.ok() });
                (move || drawn.get().flatten().map(|draw| draw())).into_any()
            }
        )+
    };
}

beside! {
    /// The line over everything in the demo.
    persona_bar: PersonaBar in entry;
    /// What tells outside the page.
    teller: Teller in told;
    /// What sends posts that are due.
    dispatcher: Dispatcher in told;
    /// Where one has asked to come in, for who is in no space yet.
    asked: Asked in entry;
    /// What hands in requests that were kept without a network.
    hand_in: HandIn in told;
    /// The way out of WeChat.
    wechat_line: WechatLine in told;
}

/// A page, as soon as its code is here.
#[component]
fn Later(load: fn() -> Coming, kind: ShellKind) -> impl IntoView {
    Words::of_page();
    let load = Action::new_local(move |(): &()| {
        let coming = load();
        async move { coming.await.map_err(drop) }
    });
    load.dispatch_local(());

    // A page is drawn once: it may take a token out of the address.
    let face = Memo::new(move |_| {
        match (load.value().with(|here| here.map(|here| here.is_ok())), load.pending().get()) {
            (Some(true), _) => Face::Here,
            (Some(false), false) => Face::Failed,
            _ => Face::Waiting,
        }
    });

    move || match (face.get(), load.value().get_untracked()) {
        (Face::Here, Some(Ok(draw))) => draw(),
        (Face::Failed, _) => {
            let again = move || {
                load.dispatch_local(());
            };
            view! { <NotHere kind on_again=again /> }.into_any()
        }
        _ => view! { <OnItsWay kind /> }.into_any(),
    }
}

#[component]
fn OnItsWay(kind: ShellKind) -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell kind bar=move || view! { <TopBar title=words.say(Word::AppLoading) waits=true /> }>
            <div class="column">
                <Skeleton label=words.say(Word::AppLoading) />
            </div>
        </Shell>
    }
}

#[component]
fn NotHere(kind: ShellKind, #[prop(into)] on_again: Callback<()>) -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell kind>
            <Empty
                icon=IconName::Offline
                alone=true
                title=words.say(Word::AppLaterTitle)
                body=words.signal(Word::AppLaterBody)
            >
                <Button kind=ButtonKind::Ink on_press=move || on_again.run(())>
                    {words.say(Word::AppAgain)}
                </Button>
                <Button on_press=device::reload>{words.say(Word::SyncUpdateGo)}</Button>
            </Empty>
        </Shell>
    }
}
