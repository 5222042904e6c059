//! Naming people while one writes: who fits what stands after `@`, found in pinyin too.

use crate::i18n::Words;
use crate::state::space::mentions::{NameFinder, Named};
use crate::ui::writing::option_id;
use crate::ui::{Caret, Suggestion, Suggestions};
use domain::mention;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use words::Word;

/// The list's id: there is one composer.
const LIST: &str = "names";

/// A handle to what is being named.
#[derive(Clone, Copy)]
pub struct Naming {
    text: RwSignal<String>,
    caret: Caret,
    typed: RwSignal<Option<String>>,
    place: RwSignal<usize>,
    found: Memo<Vec<Named>>,
    words: Words,
}

impl Naming {
    /// Follows what is written into `text`.
    pub fn new(text: RwSignal<String>) -> Self {
        let finder = NameFinder::new();
        let typed = RwSignal::<Option<String>>::new(None);
        let found = Memo::new(move |_| match &*typed.read() {
            Some(typed) => finder.find(typed),
            None => Vec::new(),
        });
        let caret = Caret::new();
        Self { text, caret, typed, place: RwSignal::new(0), found, words: Words::expect() }
    }

    /// The caret of the text.
    pub fn caret(self) -> Caret {
        self.caret
    }

    /// Looks at what stands before the caret. Call it when that has changed.
    pub fn look(self) {
        let typed = mention::typing(&self.caret.before()).map(str::to_owned);
        if self.typed.with_untracked(|known| *known != typed) {
            self.place.set(0);
            self.typed.set(typed);
        }
    }

    /// Nothing is to be picked, until something else is typed.
    pub fn close(self) {
        self.typed.set(None);
    }

    /// Whether there is something to pick.
    pub fn is_open(self) -> bool {
        !self.found.read().is_empty()
    }

    /// The id of the suggestion that Enter picks.
    pub fn active(self) -> Option<String> {
        self.is_open().then(|| option_id(LIST, self.place.get()))
    }

    /// Whether a key was meant for the list.
    pub fn takes(self, event: &KeyboardEvent) -> bool {
        let count = self.found.with_untracked(Vec::len);
        if count == 0 || event.is_composing() {
            return false;
        }
        let (place, last) = (self.place.get_untracked(), count.saturating_sub(1));
        match event.key().as_str() {
            "ArrowDown" => self.place.set(if place >= last { 0 } else { place.saturating_add(1) }),
            "ArrowUp" => self.place.set(place.checked_sub(1).unwrap_or(last)),
            "Enter" | "Tab" if !event.ctrl_key() && !event.meta_key() => self.pick(place),
            "Escape" => self.close(),
            _ => return false,
        }
        event.prevent_default();
        true
    }

    /// Writes a name in the place of what was typed.
    fn pick(self, place: usize) {
        let Some(named) = self.found.with_untracked(|found| found.get(place).cloned()) else { return };
        let name = match named {
            Named::Everybody => self.words.text(Word::FeedMentionAll),
            Named::Member { name, .. } => name,
        };
        let before = self.caret.before();
        let typed = mention::typing(&before).unwrap_or_default();
        let kept = before.strip_suffix(typed).unwrap_or(&before);
        let after = self.text.with_untracked(|text| text.strip_prefix(before.as_str()).map(str::to_owned));
        let written = [kept, name.as_str(), " "].concat();
        let whole = [written.as_str(), after.unwrap_or_default().as_str()].concat();
        self.caret.write(&whole, &written);
        self.text.set(whole);
        self.close();
    }
}

/// Those who fit, over the text; nothing while nobody is being named.
#[component]
pub fn NamingList(
    /// What is being named.
    naming: Naming,
    /// Runs when a name was written.
    #[prop(into)]
    on_written: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let items = move || {
        let suggestion = |named: Named| match named {
            Named::Everybody => Suggestion {
                label: words.text(Word::FeedMentionAll),
                line: words.text(Word::FeedMentionAllHint),
            },
            Named::Member { name, line } => Suggestion { label: name, line },
        };
        naming.found.get().into_iter().map(suggestion).collect::<Vec<_>>()
    };

    view! {
        <Show when=move || naming.is_open()>
            <Suggestions
                id=LIST.to_owned()
                label=words.say(Word::FeedMentionList)
                items=Signal::derive(items)
                chosen=naming.place
                on_pick=move |place| {
                    naming.pick(place);
                    on_written.run(());
                }
            />
        </Show>
    }
}
