//! The home screen: my spaces, or the cover for who is not signed in.

use crate::features::account::MyRequests;
use crate::features::spaces::SpaceList;
use crate::i18n::Words;
use crate::pages::{Section, Shell, Threshold, Whereabouts, later};
use crate::state::{Backend, Session, Spaces};
use crate::ui::TopBar;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    Words::of_page();
    view! {
        <Threshold guest=later::cover>
            <MySpaces />
        </Threshold>
    }
}

#[component]
fn MySpaces() -> impl IntoView {
    let words = Words::expect();
    Whereabouts::expect().leave();
    let (cards, me, can_ask) =
        (Spaces::expect().cards(), Session::expect().me(), Backend::expect().lets_people_wait());
    // Who is in no space and can found none came by a link, and waits for an answer here.
    let is_nowhere = Memo::new(move |_| {
        let may_found = me.read().as_ref().is_none_or(|me| me.can_create_space);
        can_ask.get() && !may_found && cards.read().as_ref().is_some_and(Vec::is_empty)
    });

    view! {
        <Shell bar=move || view! { <TopBar title=words.say(Word::SpacesHomeTitle) /> }>
            <div class="column">
                <SpaceList />
                <Show when=move || is_nowhere.get()>{later::asked()}</Show>
            </div>
        </Shell>
    }
}

/// Where one has asked to come in.
#[component]
pub fn Asked() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Section title=words.say(Word::WaitingMine)>
            <MyRequests />
        </Section>
    }
}
