//! The frame around every page: the page's top bar, the sync chip, the content, and the places of
//! the app as a bar on a phone or a rail on a desk.

use crate::features::sync_status::{Issues, SyncChip};
use crate::i18n::Words;
use crate::pages::{Whereabouts, later};
use crate::routes::path;
use crate::state::{Session, Space, SpaceCard, Spaces, outside};
use crate::ui::{Avatar, AvatarSize, BottomBar, Count, Icon, IconName, NavRail, Place};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use protocol::SpaceId;
use words::Word;

/// Whether the places of the app are offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShellKind {
    /// They are.
    #[default]
    Full,
    /// The page stands alone: nobody is signed in, or one thing is to be done first.
    Solo,
}

/// What scrolls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShellHeight {
    /// The page.
    #[default]
    Page,
    /// A part of the content, such as the stream over its composer; the page fills the window.
    Window,
}

/// The frame around a page.
#[component]
pub fn Shell(
    /// The page's top bar.
    #[prop(optional, into)]
    bar: Option<ViewFnOnce>,
    /// The desk's right column: what is pinned and due.
    #[prop(optional, into)]
    side: Option<ViewFnOnce>,
    /// Whether the places are offered.
    #[prop(optional)]
    kind: ShellKind,
    /// What scrolls.
    #[prop(optional)]
    height: ShellHeight,
    /// The content.
    children: Children,
) -> impl IntoView {
    let height = match height {
        ShellHeight::Page => "page",
        ShellHeight::Window => "window",
    };

    view! {
        <div class="shell" data-height=height>
            {(kind == ShellKind::Full).then(|| view! { <Rail/> })}
            {bar.map(|bar| bar.run())}
            <div class="shell-chip">
                {(kind == ShellKind::Full).then(|| view! { <Demo /> })}
                {outside::is_stuck_in_wechat().then(later::wechat_line)}
                <SyncChip/>
                <Issues/>
            </div>
            <main class="shell-main" id="main" tabindex="-1">
                {children()}
            </main>
            {side.map(|side| view! { <aside class="shell-side">{side.run()}</aside> })}
            {(kind == ShellKind::Full).then(|| view! { <Bar/> })}
        </div>
    }
}

/// The line that says that this is a demo, where it is one.
#[component]
fn Demo() -> impl IntoView {
    let personas = Session::expect().personas();
    let is_one = Memo::new(move |_| !personas.read().is_empty());

    move || is_one.get().then(later::persona_bar)
}

#[component]
fn Bar() -> impl IntoView {
    let words = Words::expect();

    view! { <BottomBar label=words.say(Word::AppPlaces) places=places()/> }
}

#[component]
fn Rail() -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let spaces = Spaces::expect();
    let open = open_space();
    let may_found = Memo::new(move |_| session.me().read().as_ref().is_some_and(|me| me.can_create_space));

    view! {
        <NavRail
            brand=words.say(Word::AppName)
            label=words.say(Word::AppPlaces)
            places=places()
            heading=words.say(Word::AppSpaces)
        >
            <ul class="nav-rail-list">
                <For
                    each=move || spaces.cards().get().unwrap_or_default()
                    key=|card| (card.id.clone(), card.about.clone().map(|about| about.name.clone()), card.to_note, card.to_me)
                    let:card
                >
                    <RailSpace card open/>
                </For>
            </ul>
            <Show when=move || may_found.get()>
                <a class="nav-rail-place nav-rail-foot" href=path::new_space()>
                    <Icon name=IconName::Plus/>
                    {words.say(Word::SpacesHomeNew)}
                </a>
            </Show>
        </NavRail>
    }
}

#[component]
fn RailSpace(card: SpaceCard, open: Memo<Option<SpaceId>>) -> impl IntoView {
    let name = card.about.map_or_else(|| card.id.to_string(), |about| about.name.clone());
    let to = path::space(&card.id);
    let id = card.id;
    let waiting = card.to_note.saturating_add(card.to_me);
    let words = Words::expect();
    let said = move || words.count(Word::SpacesHomeImportant, waiting);

    view! {
        <li>
            <a
                class="nav-rail-place"
                href=to
                aria-current=move || (open.read().as_ref() == Some(&id)).then_some("true")
            >
                <Avatar name=name.clone() size=AvatarSize::Small/>
                <span>{name}</span>
                <Count count=Signal::stored(waiting) label=Signal::derive(said) />
            </a>
        </li>
    }
}

/// The space that the address names; on a page that belongs to none, the one that the person is in.
fn open_space() -> Memo<Option<SpaceId>> {
    let params = use_params_map();
    let space = Whereabouts::expect().space();
    Memo::new(move |_| params.read().get("space").map(SpaceId::new).or_else(|| space.get()))
}

/// Where back leads from a page that belongs to no space.
pub fn back_out() -> Signal<Option<String>> {
    let space = Whereabouts::expect().space();
    Signal::derive(move || Some(space.read().as_ref().map_or_else(path::home, path::space)))
}

/// The places: of the space that is open, or of the app. Only what works is shown.
fn places() -> Signal<Vec<Place>> {
    let words = Words::expect();
    let path_now = use_location().pathname;
    let open = open_space();
    let place = move |icon, word: Word, to: String| {
        let here = to.clone();
        let is_here = move || {
            let now = path_now.read();
            // A rule is a place inside the rules; the feed and home are only themselves.
            *now == here || (here.ends_with("/rules") && now.starts_with(&here))
        };
        Place::new(icon, words.say(word), move || to.clone(), is_here)
    };

    let waiting = use_context::<Space>().map(Space::to_admit);
    let count = Signal::derive(move || waiting.map_or(0, |waiting| waiting.read().len()));
    let said = Signal::derive(move || words.count(Word::WaitingListCount, count.get()));

    Signal::derive(move || match open.get() {
        Some(id) => vec![
            place(IconName::Feed, Word::FeedTitle, path::space(&id)),
            place(IconName::Guard, Word::RulesTitle, path::rules(&id)),
            Place {
                count,
                count_label: said,
                ..place(IconName::People, Word::MembersTitle, path::members(&id))
            },
            place(IconName::Me, Word::MeTitle, path::me()),
        ],
        None => vec![
            place(IconName::Home, Word::AppSpaces, path::home()),
            place(IconName::Sync, Word::SyncTitle, path::sync()),
            place(IconName::Me, Word::MeTitle, path::me()),
        ],
    })
}
