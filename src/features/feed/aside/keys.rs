//! What keys do in the stream.

use crate::i18n::Words;
use leptos::prelude::*;
use words::Word;

/// The keys, as they are written on them.
const KEYS: [(&str, Word); 10] = [
    ("N", Word::TalkKeysWrite),
    ("Ctrl + Enter", Word::TalkKeysSend),
    ("/", Word::TalkKeysSearch),
    ("End", Word::TalkKeysEnd),
    ("C", Word::TalkKeysChannels),
    ("J", Word::TalkKeysNext),
    ("K", Word::TalkKeysPrevious),
    ("R", Word::TalkKeysAnswer),
    ("U", Word::TalkKeysUnread),
    ("?", Word::TalkKeysThis),
];

/// The list.
#[component]
pub fn KeyList() -> impl IntoView {
    let words = Words::expect();

    view! {
        <dl class="keys">
            {KEYS
                .into_iter()
                .map(|(key, word)| {
                    view! {
                        <div class="key">
                            <dt>
                                <kbd>{key}</kbd>
                            </dt>
                            <dd class="key-does">{words.say(word)}</dd>
                        </div>
                    }
                })
                .collect::<Vec<_>>()}
        </dl>
    }
}
