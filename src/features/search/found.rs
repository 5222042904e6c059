//! Announcements, rules and people that were found, and how a place in a text is shown.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Sieve, Space};
use crate::ui::{Avatar, Empty, IconName, List, ListRow, MarkupReader, RowMeta, RowTitle};
use domain::find::{Needle, Piece, excerpt};
use domain::kinds::{Member, Notice, Rule};
use leptos::prelude::*;
use std::ops::Range;
use std::sync::Arc;
use words::Word;

/// A text around what was found in it, with that marked; nothing where it is not in it.
pub(super) fn marked(needle: &Needle, text: &str) -> Option<AnyView> {
    Some(pieces(text, &needle.find(text)?))
}

fn pieces(text: &str, ranges: &[Range<usize>]) -> AnyView {
    let piece = |Piece { text, is_found }: Piece| match is_found {
        true => view! { <mark class="found">{text}</mark> }.into_any(),
        false => view! { <span>{text}</span> }.into_any(),
    };
    excerpt(text, ranges).into_iter().map(piece).collect_view().into_any()
}

/// That nothing was found, where only this is looked for; beside other things nothing is said.
#[component]
pub(super) fn Nothing(#[prop(into)] is_alone: Signal<bool>) -> impl IntoView {
    let words = Words::expect();

    view! {
        <Show when=move || is_alone.get()>
            <Empty
                icon=IconName::Search
                title=words.say(Word::SearchNothing)
                body=words.signal(Word::SearchNoneBody)
            />
        </Show>
    }
}

/// The announcements that say it, the newest first.
#[component]
pub fn FoundNotices(
    /// What is looked for.
    needle: Memo<Needle>,
    /// What is left out.
    sieve: Memo<Sieve>,
    /// Whether nothing else is looked for.
    #[prop(into)]
    is_alone: Signal<bool>,
) -> impl IntoView {
    let words = Words::expect();
    let found = Space::expect().hunt_notices(needle, sieve);
    let is_none = Memo::new(move |_| found.read().is_empty());

    view! {
        <Show when=move || !is_none.get() fallback=move || view! { <Nothing is_alone /> }>
            <section class="section">
                <h2 class="section-title">{words.say(Word::NoticesTitle)}</h2>
                <List label=words.signal(Word::NoticesTitle)>
                    {move || {
                        let needle = needle.read();
                        let found = found.get().into_iter();
                        found.map(|row| view! { <FoundNotice row needle=&needle /> }).collect_view()
                    }}
                </List>
            </section>
        </Show>
    }
}

#[component]
fn FoundNotice<'a>(row: Arc<Row<Notice>>, needle: &'a Needle) -> impl IntoView + use<> {
    let words = Words::expect();
    let space = Space::expect();
    let member = space.member(row.author().clone());
    let name =
        Memo::new(move |_| member.get().map(|member| member.body.real_name.clone()).unwrap_or_default());
    let (id, at) = (row.id().clone(), row.at);
    let reader = MarkupReader::expect();
    let plain = |notice: &Notice| markup::plain_text(&reader.read(&notice.said()));
    let untitled = plain(&Notice { title: String::new(), ..row.body.clone() });
    let title = row.body.title.clone();
    let marked_title = marked(needle, &title);
    // What stands in the title alone is followed by what comes below it.
    let line = match (marked(needle, &untitled), &marked_title) {
        (Some(line), _) => Some(line),
        (None, Some(_)) => Some(pieces(&untitled, &[])),
        (None, None) => marked(needle, &plain(&row.body)).or_else(|| marked(needle, &row.body.said())),
    };
    let title = marked_title.unwrap_or_else(|| view! { <span>{title}</span> }.into_any());

    view! {
        <ListRow to=path::notice(&space.id(), &id) lead=move || view! { <Avatar name /> }>
            <RowTitle>
                {title} " " <time class="small faint">{move || words.moment(at)}</time>
            </RowTitle>
            <RowMeta>{line}</RowMeta>
        </ListRow>
    }
}

/// The binding rules that say it.
#[component]
pub fn FoundRules(
    /// What is looked for.
    needle: Memo<Needle>,
    /// Whether nothing else is looked for.
    #[prop(into)]
    is_alone: Signal<bool>,
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
        <Show when=move || !found.read().is_empty() fallback=move || view! { <Nothing is_alone /> }>
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
    /// Whether nothing else is looked for.
    #[prop(into)]
    is_alone: Signal<bool>,
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
        <Show when=move || !found.read().is_empty() fallback=move || view! { <Nothing is_alone /> }>
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
