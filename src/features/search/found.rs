//! Rules and people that were found, and how a place in a text is shown.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Space};
use crate::ui::{Avatar, List, ListRow, RowMeta, RowTitle};
use domain::find::{Needle, Piece, excerpt};
use domain::kinds::{Member, Rule};
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// A text around what was found in it, with that marked; nothing where it is not in it.
pub(super) fn marked(needle: &Needle, text: &str) -> Option<AnyView> {
    let ranges = needle.find(text)?;
    let piece = |Piece { text, is_found }: Piece| match is_found {
        true => view! { <mark class="found">{text}</mark> }.into_any(),
        false => view! { <span>{text}</span> }.into_any(),
    };
    Some(excerpt(text, &ranges).into_iter().map(piece).collect_view().into_any())
}

/// The binding rules that say it.
#[component]
pub fn FoundRules(
    /// What is looked for.
    needle: Memo<Needle>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let rules = space.rules();

    let found = Memo::new(move |_| {
        let (rules, needle) = (rules.read(), needle.read());
        let says = |rule: &&Rule| needle.find(&rule.text).is_some();
        rules.iter().flat_map(|rules| rules.body.rules.iter().filter(says)).cloned().collect::<Vec<_>>()
    });
    let row = move |rule: Rule| {
        let no = rule.no.to_string();
        view! {
            <ListRow to=path::rule(&space.id(), rule.no)>
                <RowTitle>{move || words.fill(Word::RulesNumber, &[("no", &no)])}</RowTitle>
                <RowMeta>{marked(&needle.read_untracked(), &rule.text)}</RowMeta>
            </ListRow>
        }
    };

    view! {
        <Show when=move || !found.read().is_empty()>
            <section class="section">
                <h2 class="section-title">{words.say(Word::SearchRules)}</h2>
                <List label=words.signal(Word::SearchRules)>
                    {move || found.get().into_iter().map(row).collect_view()}
                </List>
            </section>
        </Show>
    }
}

/// The people whose name, department or post it is.
#[component]
pub fn FoundPeople(
    /// What is looked for.
    needle: Memo<Needle>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let members = space.members();

    let found = Memo::new(move |_| {
        let needle = needle.read();
        members.all().into_iter().filter(|row| needle.find(&about(row)).is_some()).collect::<Vec<_>>()
    });
    let row = move |row: Arc<Row<Member>>| {
        let name = row.body.real_name.clone();
        let needle = needle.read_untracked();
        let [title, line] = [name.clone(), post_of(&row)]
            .map(|text| marked(&needle, &text).unwrap_or_else(|| view! { <span>{text}</span> }.into_any()));
        view! {
            <ListRow
                to=path::member(&space.id(), &row.body.person)
                lead=move || view! { <Avatar name=Signal::derive(move || name.clone()) /> }
            >
                <RowTitle>{title}</RowTitle>
                <RowMeta>{line}</RowMeta>
            </ListRow>
        }
    };

    view! {
        <Show when=move || !found.read().is_empty()>
            <section class="section">
                <h2 class="section-title">{words.say(Word::SearchPeople)}</h2>
                <List label=words.signal(Word::SearchPeople)>
                    {move || found.get().into_iter().map(row).collect_view()}
                </List>
            </section>
        </Show>
    }
}

fn post_of(row: &Row<Member>) -> String {
    let parts = [&row.body.dept, &row.body.post];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

/// Everything by which somebody is found. A new line is no sign within a word.
fn about(row: &Row<Member>) -> String {
    format!("{}\n。{}\n。{}", row.body.real_name, row.body.dept, row.body.post)
}
