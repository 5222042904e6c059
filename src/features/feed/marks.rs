//! What stands under a message: the words that were said to it, its answers.

use crate::features::feed::aside::{Aside, Beside, InThread};
use crate::features::feed::trouble::tell;
use crate::i18n::Words;
use crate::state::space::marks::Said;
use crate::state::{Composer, Space};
use crate::ui::{ChipButton, Toasts};
use domain::kinds::ReactionWord;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// What a reaction says.
pub fn word_of(word: &ReactionWord) -> Word {
    match word {
        ReactionWord::Received => Word::TalkReactReceived,
        ReactionWord::Agreed => Word::TalkReactAgreed,
        ReactionWord::Done => Word::TalkReactDone,
        ReactionWord::Helpful => Word::TalkReactHelpful,
        ReactionWord::Question => Word::TalkReactQuestion,
        ReactionWord::Other(_) => Word::TalkReactOther,
    }
}

/// Says a word to a message, or takes it back.
pub fn reacting(id: StoredValue<RecordId>) -> Callback<ReactionWord> {
    let (words, space, toasts) = (Words::expect(), Space::expect(), Toasts::expect());
    let react = Action::new_local(move |word: &ReactionWord| {
        let word = word.clone();
        async move {
            if let Err(trouble) = space.react(id.get_value(), word).await {
                tell(words, toasts, &trouble);
            }
        }
    });
    Callback::new(move |word| _ = react.dispatch_local(word))
}

/// Nothing where nobody said anything to it.
#[component]
pub fn MessageMarks(
    /// Which message.
    id: RecordId,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let said = space.reactions(&id);
    let id = StoredValue::new(id);
    let has_said = Memo::new(move |_| !said.read().is_empty());

    view! {
        <Show when=move || has_said.get()>
            <div class="message-marks" role="group" aria-label=words.say(Word::TalkReactLabel)>
                <SaidWords id said />
            </div>
        </Show>
        <Answers id />
    }
}

#[component]
fn SaidWords(id: StoredValue<RecordId>, said: Memo<Vec<Said>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let react = reacting(id);
    let composer = Memo::new(move |_| space.composer().get());
    let chip = move |Said { word, people, is_mine }: Said| {
        let said = words.text(word_of(&word));
        let press = move || {
            if composer.get_untracked() == Composer::Open {
                react.run(word.clone());
            }
        };
        view! {
            <ChipButton is_on=Signal::stored(is_mine) on_press=press>
                {said}
                " "
                {people.len()}
            </ChipButton>
        }
    };

    move || said.get().into_iter().map(chip).collect::<Vec<_>>()
}

/// How many answers there are, and the way to them. Not within the conversation itself.
#[component]
pub fn Answers(
    /// Which message.
    id: StoredValue<RecordId>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let beside = Beside::expect();
    let is_elsewhere = use_context::<InThread>().is_none();
    let answers = id.with_value(|id| space.answers(id));
    let count = Memo::new(move |_| answers.read().len());

    view! {
        <Show when=move || is_elsewhere && count.get() != 0>
            <button
                class="message-answers"
                type="button"
                on:click=move |_| beside.open(Aside::Thread(id.get_value()))
            >
                {move || words.count(Word::TalkThreadCount, count.get())}
            </button>
        </Show>
    }
}
