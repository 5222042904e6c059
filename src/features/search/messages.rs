//! Messages that were found: each leads to its place in the stream.

use crate::features::search::found::marked;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Hit, MOST_HITS, Space};
use crate::ui::{Avatar, Button, Empty, IconName, List, ListRow, MarkupReader, RowMeta, RowTitle, Skeleton};
use domain::find::Needle;
use leptos::prelude::*;
use words::Word;

/// How many are drawn at once: a word of every day has more than anybody reads, and drawing them all takes
/// longer than finding them.
const AT_ONCE: usize = 40;

/// The messages, newest first, as they are found.
#[component]
pub fn FoundMessages(
    /// What is looked for.
    needle: Memo<Needle>,
) -> impl IntoView {
    let words = Words::expect();
    let search = Space::expect().search();
    let hits = search.hits();

    let drawn = RwSignal::new(AT_ONCE);
    Effect::new(move |_| {
        needle.track();
        drawn.set(AT_ONCE);
    });
    let first = move || hits.read().iter().take(drawn.get()).cloned().collect::<Vec<_>>();
    let rest = Memo::new(move |_| hits.read().len().saturating_sub(drawn.get()));
    let is_none = Memo::new(move |_| hits.read().is_empty());
    let said = move || match (search.is_busy().get(), hits.read().len()) {
        (true, _) => words.text(Word::SearchBusy),
        (false, MOST_HITS) => words.count(Word::SearchMany, MOST_HITS),
        (false, found) => words.count(Word::SearchCount, found),
    };
    let nothing = move || match search.is_busy().get() {
        true => view! { <Skeleton label=words.say(Word::SearchBusy) /> }.into_any(),
        false => view! {
            <Empty
                icon=IconName::Search
                title=words.say(Word::SearchNone)
                body=words.signal(Word::SearchNoneBody)
            />
        }
        .into_any(),
    };

    view! {
        <section class="section">
            <h2 class="section-title">{words.say(Word::SearchMessages)}</h2>
            <p class="small soft" role="status">{said}</p>
            <Show when=move || !is_none.get() fallback=nothing>
                <List label=words.signal(Word::SearchMessages)>
                    <For each=first key=|hit| (hit.id.clone(), hit.text.clone()) let:hit>
                        <FoundMessage hit needle />
                    </For>
                </List>
                <Show when=move || rest.get() != 0>
                    <p>
                        <Button on_press=move || drawn.update(|drawn| *drawn = drawn.saturating_add(AT_ONCE))>
                            {move || words.count(Word::SearchMore, rest.get())}
                        </Button>
                    </p>
                </Show>
            </Show>
        </section>
    }
}

#[component]
fn FoundMessage(hit: Hit, needle: Memo<Needle>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let reader = MarkupReader::expect();
    let member = space.member(hit.author.clone());
    let name =
        Memo::new(move |_| member.get().map(|member| member.body.real_name.clone()).unwrap_or_default());
    let (at, text) = (hit.at, hit.text);

    // The marks of a text are not what one looks for; where they stand between, it is shown as typed.
    let line = move || {
        let plain = markup::plain_text(&reader.read(&text));
        marked(&needle.read(), &plain).or_else(|| marked(&needle.read(), &text))
    };

    view! {
        <ListRow to=path::message(&space.id(), &hit.id) lead=move || view! { <Avatar name /> }>
            <RowTitle>
                <span>{move || name.get()}</span>
                " "
                <time class="small faint">{move || words.moment(at)}</time>
            </RowTitle>
            <RowMeta>{line}</RowMeta>
        </ListRow>
    }
}
