//! The rules of the draft, and what each can be made to do. Nothing is asked first: what was done can
//! be taken back.

use crate::features::rules::draft::{Draft, Shift, Undone};
use crate::features::rules::draft_rule::{DraftRule, LockedRule};
use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{Empty, IconName, Toast, Toasts, keep_focus};
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::Problem;
use words::Word;

/// What can be done with a rule besides editing it.
#[derive(Clone, Copy)]
pub struct Verbs {
    draft: Draft,
    words: Words,
    toasts: Toasts,
    /// Whether this person may lock rules, and change locked ones.
    pub may_lock: Memo<bool>,
}

impl Verbs {
    /// Moves it; the keyboard stays where it is.
    pub fn shift(self, key: u64, shift: Shift) {
        keep_focus(|| self.draft.shift(key, shift));
    }

    /// Takes it out.
    pub fn remove(self, key: u64) {
        if let Some((place, rule)) = self.draft.remove(key) {
            self.say(Word::RulesEditRemoved, move || self.draft.put_back(place, rule));
        }
    }

    /// Makes one rule of it and the next.
    pub fn merge(self, key: u64) {
        self.say_undone(Word::RulesEditMerged, self.draft.merge_with_next(key));
    }

    /// Cuts it in two.
    pub fn split(self, key: u64, cut: usize) {
        self.say_undone(Word::RulesEditSplitDone, self.draft.split(key, cut));
    }

    /// Whether a rule stands behind it that it can be merged with: not a locked one that is not this
    /// person's to change. Subscribes to the order.
    pub fn has_next(self, key: u64) -> bool {
        let rules = self.draft.rules.read();
        let place = rules.iter().position(|rule| rule.key == key);
        let next = place.and_then(|place| rules.get(place.saturating_add(1)));
        next.is_some_and(|next| self.may_lock.get() || !next.locked.get())
    }

    fn say_undone(self, word: Word, undone: Option<Undone>) {
        if let Some(undone) = undone {
            self.say(word, move || self.draft.undo(&undone));
        }
    }

    fn say(self, word: Word, undo: impl Fn() + Send + Sync + 'static) {
        let toast = Toast::new(self.words.text(word));
        self.toasts.show(toast.with_action(self.words.text(Word::RulesEditUndo), undo));
    }
}

/// The list.
#[component]
pub fn DraftList(
    /// The rules being edited.
    draft: Draft,
    /// Why they were not kept.
    trouble: Signal<Option<Trouble>>,
) -> impl IntoView {
    let words = Words::expect();
    let may_publish = Space::expect().may(Deed::PublishRules);

    let may_lock = Memo::new(move |_| may_publish.read().is_ok());
    let verbs = Verbs { draft, words, toasts: Toasts::expect(), may_lock };
    let flaws = draft.flaws();
    let flaws_of = move |key| flaws.with(|flaws| flaws.get(draft.place(key)).cloned()).unwrap_or_default();
    let is_about = move |problem: &Problem, key| {
        let pointer = format!("/rules/{}/", draft.place(key));
        problem.field.as_deref().is_some_and(|field| field.starts_with(&pointer))
    };
    let is_wanted = move |key| {
        let is_blamed = draft.fault.read().as_ref().is_some_and(|problem| is_about(problem, key));
        is_blamed || draft.sought.get() == Some(key)
    };
    let error = move |key| match (&*trouble.read(), &*draft.fault.read()) {
        (Some(Trouble::Refused(problem)), _) if is_about(problem, key) => Some(words.refusal(problem)),
        (_, Some(problem)) if is_about(problem, key) => Some(words.refusal(problem)),
        _ => None,
    };

    view! {
        <Show
            when=move || !draft.rules.read().is_empty()
            fallback=move || {
                view! { <Empty icon=IconName::Edit title=words.say(Word::RulesEditEmpty) /> }
            }
        >
            <For each=move || draft.rules.get() key=|rule| rule.key let:rule>
                {
                    let key = rule.key;
                    let number = Signal::derive(move || draft.place(key).saturating_add(1));
                    let is_mine = Memo::new(move |_| may_lock.get() || !rule.locked.get());
                    view! {
                        {move || draft.chapter_at(key).map(|name| view! { <h2 class="draft-chapter">{name}</h2> })}
                        <Show
                            when=move || is_mine.get()
                            fallback=move || view! { <LockedRule rule number verbs /> }
                        >
                            <DraftRule
                                rule
                                number
                                error=Signal::derive(move || error(key))
                                is_wanted=Signal::derive(move || is_wanted(key))
                                flaws=Signal::derive(move || flaws_of(key))
                                verbs
                            />
                        </Show>
                    }
                }
            </For>
        </Show>
    }
}
