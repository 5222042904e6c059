//! The feed of a space: the pinned rules, the stream, the composer.

use crate::features::account::Weaknesses;
use crate::features::feed::aside::Beside;
use crate::features::feed::compose::Compose;
use crate::features::feed::keys::Keys;
use crate::features::feed::{AsideHost, ChannelBar, ComposerBar, HeldStrip, PinRail, StreamList};
use crate::features::notices::{AwayNote, NoticeCard, NoticeRail};
use crate::features::rules::RulesPanel;
use crate::features::spaces::PurposeBar;
use crate::i18n::Words;
use crate::pages::{Shell, ShellHeight};
use crate::routes::path;
use crate::state::Space;
use crate::ui::{IconLink, IconName, ListHandle, TopBar};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use protocol::RecordId;
use words::Word;

/// The page.
#[component]
pub fn FeedPage() -> impl IntoView {
    Words::of_page();
    let space = Space::expect();
    let handle = ListHandle::<RecordId>::new();
    let target = use_query_map().read_untracked().get(path::AT).map(RecordId::new);
    let sought = RwSignal::new(None);
    let seek = move |id: RecordId| sought.set(Some(id));
    Compose::provide(space.stream().draft());
    Beside::provide(Callback::new(seek));

    view! {
        <Shell
            height=ShellHeight::Window
            bar=move || view! { <FeedBar /> }
            side=move || view! { <RulesPanel place="side" /> <Weaknesses /> }
        >
            <div class="space-main">
                <PurposeBar />
                <RulesPanel place="top" />
                <div class="space-notes">
                    <NoticeRail />
                    <AwayNote on_jump=seek />
                    <PinRail />
                    <ChannelBar />
                </div>
                <div class="space-scroll">
                    <StreamList
                        handle
                        target
                        sought_later=sought
                        other=|id| view! { <NoticeCard id /> }.into_any()
                    />
                </div>
                <HeldStrip />
                <ComposerBar on_posted=move || handle.to_end() on_jump=seek />
                <Keys handle sought />
                <AsideHost />
            </div>
        </Shell>
    }
}

#[component]
fn FeedBar() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let active = space.active_members();
    let (to_decide, reports) = (space.to_decide(), space.reports_to_decide());
    let proposals = space.proposals_to_decide();
    let waiting = Memo::new(move |_| {
        to_decide.read().len().saturating_add(reports.read().len()).saturating_add(proposals.get())
    });
    let has_held = Memo::new(move |_| waiting.get() > 0);
    let to_note = space.to_note();
    let has_notices = Memo::new(move |_| !to_note.read().is_empty());
    let notices = move || match to_note.read().len() {
        0 => words.text(Word::NoticesTitle),
        count => words.count(Word::NoticesLink, count),
    };
    let queue = move || words.count(Word::GuardsQueueLink, waiting.get());

    let name = move || space.about().get().map(|about| about.body.name.clone()).unwrap_or_default();
    let line = move || {
        let purpose = space.about().get().map(|about| about.body.purpose.clone()).unwrap_or_default();
        let count = words.count(Word::SpacesHomeMembers, active.get());
        Some(words.fill(Word::SpacesHeadAbout, &[("purpose", &purpose), ("members", &count)]))
    };

    view! {
        <TopBar
            title=Signal::derive(name)
            line=Signal::derive(line)
            back=Signal::derive(|| Some(path::home()))
            back_label=Signal::derive(words.say(Word::AppBack))
        >
            <Show when=move || has_held.get()>
                <IconLink
                    icon=IconName::Flag
                    label=queue
                    is_marked=has_held
                    to=Signal::derive(move || path::held(&space.id()))
                />
            </Show>
            <IconLink
                icon=IconName::Search
                label=words.say(Word::SearchTitle)
                to=Signal::derive(move || path::search(&space.id()))
            />
            <IconLink
                icon=IconName::Bell
                label=notices
                is_marked=has_notices
                to=Signal::derive(move || path::notices(&space.id()))
            />
        </TopBar>
    }
}
