//! The whole app: what every page finds in context, and what stands around all of them.

use crate::i18n::Words;
use crate::pages::{Whereabouts, later};
use crate::platform::{boot, focus, measure, page};
use crate::routes::Pages;
use crate::state::{Prefs, Session, Spaces, asking};
use crate::ui::{LiveRegion, MarkupReader, PageName, SkipLink, Toast, ToastRegion, Toasts};
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use words::Word;

/// The app.
#[component]
pub fn App() -> impl IntoView {
    crate::state::provide();
    let words = Words::provide(Prefs::expect());
    let toasts = Toasts::provide();
    PageName::provide();
    MarkupReader::provide();
    Whereabouts::provide();

    measure::follow_keyboard();
    boot::on_update(move || {
        let toast = Toast::new(words.text(Word::SyncUpdate));
        toasts.show(toast.with_action(words.text(Word::SyncUpdateGo), boot::apply_update).until_dismissed());
    });

    view! {
        <Router>
            <div class="page-root">
                <SkipLink label=words.say(Word::AppSkip) to="main"/>
                <Pages/>
            </div>
            <ToastRegion label=words.say(Word::AppNotices) close=words.say(Word::AppClose)/>
            <Opened/>
            <Beside/>
        </Router>
    }
}

/// What works beside the pages, once there is work: what tells outside the page, where there is something
/// to tell or somebody wants to hear; what sends posts that are due.
#[component]
fn Beside() -> impl IntoView {
    let (prefs, spaces) = (Prefs::expect(), Spaces::expect());
    let (waiting, has_dates) = (spaces.waiting(), spaces.has_dates());
    let is_needed = Memo::new(move |needed: Option<&bool>| {
        needed == Some(&true) || prefs.told().get() || waiting.get() > 0
    });

    let (me, path) = (Session::expect().me(), use_location().pathname);
    let asks = Memo::new(move |_| {
        path.track();
        me.read().as_ref().is_some_and(|me| asking::is_kept(&me.person))
    });

    view! {
        {move || is_needed.get().then(later::teller)}
        {move || has_dates.get().then(later::dispatcher)}
        {move || asks.get().then(later::hand_in)}
    }
}

/// Says which page has opened: in the tab, by the focus on its heading, and to those who listen.
/// The router does none of this.
#[component]
fn Opened() -> impl IntoView {
    let words = Words::expect();
    let name = expect_context::<PageName>();
    let path = use_location().pathname;
    let waiting = Spaces::expect().waiting();
    let said = RwSignal::new(String::new());

    Effect::new(move |_| {
        let (app, name) = (words.text(Word::AppName), name.get());
        let title =
            if name.is_empty() || name == app { app } else { words.fill(Word::AppTitle, &[("page", &name)]) };
        let title = match waiting.get() {
            0 => title,
            count => words.fill(Word::AppTitleCount, &[("count", &count.to_string()), ("title", &title)]),
        };
        page::set_title(&title);
    });
    // Whether the page that opened has yet to be told of, and is the first of all.
    let opened = RwSignal::new(None);
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        let is_first = before.is_none();
        if before.as_ref() != Some(&now) {
            // After the frame in which the page appears.
            request_animation_frame(move || opened.set(Some(is_first)));
        }
        now
    });
    Effect::new(move |_| {
        let (Some(is_first), title) = (opened.get(), name.get()) else { return };
        // A page that still waits for what it shows has no name: it opens when it has one.
        if title.is_empty() {
            return;
        }
        opened.set(None);
        request_animation_frame(move || {
            focus::focus_new_heading(is_first);
            if is_first {
                boot::opened();
            } else {
                said.set(untrack(|| words.fill(Word::AppOpened, &[("title", &title)])));
            }
        });
    });

    view! { <LiveRegion words=said/> }
}
