//! Into which channel goes what is written: the one that was picked, else the one that is read, else the
//! general one. An answer goes where it answers.

use crate::features::feed::compose::{Compose, Purpose};
use crate::i18n::Words;
use crate::state::{ChannelShown, Space, Stream};
use domain::kinds::ChannelSort;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// A handle to where it goes.
#[derive(Clone, Copy)]
pub struct Target {
    compose: Compose,
    stream: Stream,
    open: Memo<Vec<ChannelShown>>,
    chosen: Memo<RecordId>,
    answers: Memo<bool>,
}

impl Target {
    /// Where goes what stands in the composer.
    pub fn of(compose: Compose) -> Self {
        let space = Space::expect();
        let (all, announces) = (space.channels(), space.may(Deed::Announce));
        let open = Memo::new(move |_| {
            let mut open = all.get();
            let may_all = announces.read().is_ok();
            open.retain(|shown| {
                !shown.channel.archived && (may_all || shown.channel.sort != ChannelSort::Notices)
            });
            open
        });
        let stream = space.stream();
        let narrowed = stream.channel();
        let answered = Memo::new(move |_| match &*compose.purpose().read() {
            Purpose::Reply { to, .. } => Some(to.clone()),
            Purpose::New | Purpose::Edit { .. } => None,
        });
        let chosen = Memo::new(move |_| {
            let of_message = |id: &RecordId| {
                let row = stream.message(id)?.get();
                Some(space.home_of(row.body.channel.as_ref()))
            };
            let answered = answered.get().and_then(|id| of_message(&id));
            let wished = answered.or_else(|| compose.channel().get()).or_else(|| narrowed.get());
            let is_open = |id: &RecordId| open.read().iter().any(|shown| shown.id == *id);
            wished.filter(is_open).unwrap_or_else(|| space.channel_of(&ChannelSort::General))
        });
        let answers = Memo::new(move |_| answered.read().is_some());
        Self { compose, stream, open, chosen, answers }
    }

    /// The channel, as it changes.
    pub fn goes_to(self) -> Signal<RecordId> {
        self.chosen.into()
    }

    /// The channel.
    pub fn channel(self) -> RecordId {
        self.chosen.get_untracked()
    }

    /// What was written went there: a stream that is narrowed to another channel would not show it.
    pub fn show(self) {
        let stream = self.stream;
        let is_elsewhere = |narrowed: RecordId| narrowed != self.channel();
        if self.compose.is_draft() && stream.channel().get_untracked().is_some_and(is_elsewhere) {
            stream.narrow(None);
        }
    }
}

/// Says where it goes, and lets one pick another; nothing where there is one channel.
#[component]
pub fn ChannelPicker(
    /// Where it goes.
    target: Target,
) -> impl IntoView {
    let words = Words::expect();
    let Target { compose, open, chosen, answers, .. } = target;
    let is_edit = move || matches!(&*compose.purpose().read(), Purpose::Edit { .. });
    let shows = Memo::new(move |_| open.read().len() > 1 && !is_edit());
    let name = move || {
        let open = open.read();
        let shown = open.iter().find(|shown| shown.id == *chosen.read());
        shown.map(|shown| words.channel(&shown.channel)).unwrap_or_default()
    };
    let pick = move |id: String| compose.channel().set(Some(RecordId::new(id)));

    view! {
        <Show when=move || shows.get()>
            <div class="composer-channel">
                <Show
                    when=move || !answers.get()
                    fallback=move || {
                        view! { <span>{move || words.fill(Word::TalkChannelInto, &[("channel", &name())])}</span> }
                    }
                >
                    <label class="composer-into">
                        <span>{words.say(Word::TalkChannelPick)}</span>
                        <select
                            class="composer-select"
                            prop:value=move || chosen.get().to_string()
                            on:change:target=move |event| pick(event.target().value())
                        >
                            {move || {
                                open.get().into_iter().map(|shown| view! { <Choice shown chosen /> }).collect::<Vec<_>>()
                            }}
                        </select>
                    </label>
                </Show>
            </div>
        </Show>
    }
}

#[component]
fn Choice(shown: ChannelShown, chosen: Memo<RecordId>) -> impl IntoView {
    let words = Words::expect();
    let name = words.channel(&shown.channel);
    let (value, id) = (shown.id.to_string(), shown.id);

    view! {
        <option value=value prop:selected=move || *chosen.read() == id>
            {name}
        </option>
    }
}
