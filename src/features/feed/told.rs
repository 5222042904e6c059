//! That something waits for this person's answer: what was done about them, or an offer of the space.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Session, Space};
use crate::ui::{Icon, IconName, IconSize, TextLink};
use leptos::prelude::*;
use words::Word;

/// Nothing where everything was read and answered.
#[component]
pub fn ToldLine() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let session = Session::expect();
    let (untold, offered) = (space.untold(), space.offered_to_me());
    let to = move || {
        let me = session.me().get().map(|me| me.person.clone());
        me.map(|me| path::member(&space.id(), &me)).unwrap_or_default()
    };

    view! {
        <Show when=move || !untold.read().is_empty()>
            <p class="composer-told" role="status">
                <Icon name=IconName::Bell size=IconSize::Small />
                <TextLink to=Signal::derive(to)>
                    {move || words.count(Word::MeasuresTold, untold.read().len())}
                </TextLink>
            </p>
        </Show>
        <Show when=move || offered.read().is_some()>
            <p class="composer-told" role="status">
                <Icon name=IconName::Bell size=IconSize::Small />
                <TextLink to=Signal::derive(move || path::handover(&space.id()))>
                    {words.say(Word::HandoverTold)}
                </TextLink>
            </p>
        </Show>
    }
}
