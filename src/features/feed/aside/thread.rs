//! A conversation: the message that began it, its answers, and where one answers.

use crate::features::feed::aside::{Beside, InThread};
use crate::features::feed::compose::Compose;
use crate::features::feed::composer::ComposerBar;
use crate::features::feed::message::MessageRow;
use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{Button, ButtonKind, ButtonSize};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// The conversation that `id` began.
#[component]
pub fn Conversation(
    /// The message that began it.
    id: RecordId,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let beside = Beside::expect();
    let stream = space.stream();
    provide_context(InThread(id.clone()));
    Compose::within(id.clone(), name_of(space, &id));

    let answers = space.conversation(&id);
    let first = stream.message(&id);
    let count = move || words.count(Word::TalkThreadCount, answers.read().len());
    let at = id.clone();

    view! {
        <div class="thread">
            {match first {
                Some(message) => view! { <MessageRow message /> }.into_any(),
                // Its answers are in memory, and it is not yet.
                None => view! { <p class="soft small">{words.say(Word::TalkThreadFar)}</p> }.into_any(),
            }} <p class="thread-line">
                <span>{count}</span>
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Compact
                    on_press=move || beside.jump(at.clone())
                >
                    {words.say(Word::TalkThreadJump)}
                </Button>
            </p> <div role="log" aria-label=words.say(Word::TalkThreadTitle)>
                <For each=move || answers.get() key=|id| id.clone() let:id>
                    {stream.message(&id).map(|message| view! { <MessageRow message /> })}
                </For>
            </div>
            <ComposerBar on_posted=|| {} on_jump=move |id| beside.jump(id) />
        </div>
    }
}

/// Who wrote a message.
fn name_of(space: Space, message: &RecordId) -> String {
    let row = space.stream().message(message).map(|row| row.get_untracked());
    let member = row.and_then(|row| space.member(row.author().clone()).get_untracked());
    member.map(|member| member.body.real_name.clone()).unwrap_or_default()
}
