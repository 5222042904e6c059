//! That a scheduled post was not let into its stream.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{SpaceCard, Spaces};
use crate::ui::TextLink;
use leptos::prelude::*;
use words::Word;

/// A line for each space in which there is one; nothing where there is none.
#[component]
pub fn NotLetIn() -> impl IntoView {
    let words = Words::expect();
    let cards = Spaces::expect().cards();
    let with_some = move || {
        let cards = cards.get().unwrap_or_default();
        cards.into_iter().filter(|card| card.not_let_in > 0).collect::<Vec<_>>()
    };
    let line = move |card: SpaceCard| {
        let name = card.about.map(|about| about.name.clone()).unwrap_or_default();
        let said = move || words.count_with(Word::ScheduledNotLetIn, card.not_let_in, &[("name", &name)]);
        view! {
            <p role="status">
                <TextLink to=path::scheduled(&card.id)>{said}</TextLink>
            </p>
        }
    };

    move || with_some().into_iter().map(line).collect_view()
}
