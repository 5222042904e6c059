//! What happened while this person was away: told once when the space opens, with a way to where the
//! unread part begins.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Session, Space};
use crate::ui::{Button, ButtonKind, ButtonSize, TextLink};
use domain::unread::Ending;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// The note; nothing where the stream says all there is.
#[component]
pub fn AwayNote(
    /// Runs with a message, to show it.
    #[prop(into)]
    on_jump: Callback<RecordId>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let away = space.away();
    let counts = Counts::of(space);
    let is_shown = Memo::new(move |_| {
        let away = away.read();
        counts.any() || !away.to_me.is_empty() || !away.announced.is_empty() || !away.ruled.is_empty()
    });
    let first = move || {
        let jump = move |id: RecordId| on_jump.run(id);
        if let Some(id) = away.read_untracked().first.clone() {
            jump(id);
        }
    };

    view! {
        <Show when=move || is_shown.get()>
            <section class="away" aria-label=words.say(Word::NoticesAway)>
                <p class="away-words">
                    <b class="away-head">{words.say(Word::NoticesAway)}</b>
                    <Told on_jump counts />
                </p>
                <div class="away-acts">
                    <Show when=move || away.read().first.is_some()>
                        <Button size=ButtonSize::Compact on_press=first>
                            {words.say(Word::NoticesAwayFirst)}
                        </Button>
                    </Show>
                    <Button
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Compact
                        on_press=move || space.put_away()
                    >
                        {words.say(Word::NoticesAwayClose)}
                    </Button>
                </div>
            </section>
        </Show>
    }
}

/// What was counted, each since this person left.
#[derive(Clone, Copy)]
struct Counts {
    /// Who asked to come in.
    asked: Memo<usize>,
    /// One's own proposals that were decided.
    proposals: Memo<usize>,
    /// One's own held posts and requests that were decided.
    posts: Memo<usize>,
    /// Measures about oneself.
    measured: Memo<usize>,
    /// Announcements whose last day has begun.
    ending: Memo<usize>,
    /// Announcements that are over.
    ended: Memo<usize>,
}

impl Counts {
    fn of(space: Space) -> Self {
        Self {
            asked: space.asked_meanwhile(),
            proposals: space.decided_meanwhile(),
            posts: space.posts_decided_meanwhile(),
            measured: space.measured_meanwhile(),
            ending: space.ended_meanwhile(Ending::Soon),
            ended: space.ended_meanwhile(Ending::Over),
        }
    }

    /// Whether there is any; subscribes to all of them.
    fn any(self) -> bool {
        let all = [self.asked, self.proposals, self.posts, self.measured, self.ending, self.ended];
        all.map(|count| count.get()).iter().any(|count| *count > 0)
    }
}

/// What there is, each as a way to it.
#[component]
fn Told(on_jump: Callback<RecordId>, counts: Counts) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let away = space.away();
    let me = Session::expect().me();
    let link = move |count: usize, word: Word, to: String| {
        (count > 0).then(|| view! { <TextLink to=to>{move || words.count(word, count)}</TextLink> })
    };
    let plain = move |count: usize, word: Word| {
        (count > 0).then(|| view! { <span>{move || words.count(word, count)}</span> })
    };
    let named = move || {
        let first = away.read().to_me.first().cloned()?;
        let count = away.read().to_me.len();
        Some(view! {
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Compact
                on_press=move || on_jump.run(first.clone())
            >
                {move || words.count(Word::NoticesAwayToMe, count)}
            </Button>
        })
    };
    let announced = move || away.with(|away| away.announced.len().saturating_add(away.called.len()));
    let mine = move || {
        let me = me.read().as_ref().map(|me| path::member(&space.id(), &me.person));
        me.and_then(|mine| link(counts.measured.get(), Word::NoticesAwayMeasured, mine))
    };
    let notices = move |count: Memo<usize>, word| move || link(count.get(), word, path::notices(&space.id()));

    view! {
        {mine}
        {move || plain(counts.posts.get(), Word::NoticesAwayPosts)}
        {move || link(announced(), Word::NoticesAwayAnnounced, path::notices(&space.id()))}
        {notices(counts.ending, Word::NoticesAwayEnding)}
        {notices(counts.ended, Word::NoticesAwayEnded)}
        {named}
        {move || link(away.read().ruled.len(), Word::NoticesAwayRuled, path::rules(&space.id()))}
        {move || link(counts.asked.get(), Word::NoticesAwayAsked, path::members(&space.id()))}
        {move || link(counts.proposals.get(), Word::NoticesAwayProposals, path::proposals(&space.id()))}
        {move || plain(away.read().said, Word::NoticesAwaySaid)}
    }
}
