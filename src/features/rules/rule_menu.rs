//! What is done with a rule more rarely: merging, cutting, locking, moving it far.

use crate::features::rules::draft::Shift;
use crate::features::rules::draft_list::Verbs;
use crate::features::rules::edited_rule::EditedRule;
use crate::i18n::Words;
use crate::ui::{Button, Dialog, IconName, List, Menu, MenuItem, TextField};
use domain::rules::edit::cuts;
use leptos::prelude::*;
use words::Word;

/// How many characters of a rule's second half tell where it begins.
const SHOWN: usize = 28;

/// The menu.
#[component]
pub fn RuleMenu(
    /// The rule.
    rule: EditedRule,
    /// Its number.
    number: Signal<usize>,
    /// What can be done with it.
    verbs: Verbs,
) -> impl IntoView {
    let words = Words::expect();
    let (asks, names) = (RwSignal::new(false), RwSignal::new(false));
    let key = rule.key;

    let label = move || words.fill(Word::RulesEditMenu, &[("no", &number.get().to_string())]);
    let can_split = move || !cuts(&rule.text.read()).is_empty();
    let lock = move || if rule.locked.get() { Word::RulesEditUnlock } else { Word::RulesEditLock };

    view! {
        <Menu label=Signal::derive(label)>
            <Show when=move || verbs.has_next(key)>
                <MenuItem icon=IconName::Link on_press=move || verbs.merge(key)>
                    {words.say(Word::RulesEditMerge)}
                </MenuItem>
            </Show>
            <Show when=can_split>
                <MenuItem icon=IconName::Edit on_press=move || asks.set(true)>
                    {words.say(Word::RulesEditSplit)}
                </MenuItem>
            </Show>
            <MenuItem icon=IconName::File on_press=move || names.set(true)>
                {words.say(Word::RulesEditChapter)}
            </MenuItem>
            <Show when=move || verbs.may_lock.get()>
                <MenuItem icon=IconName::Lock on_press=move || rule.locked.update(|is| *is = !*is)>
                    {move || words.text(lock())}
                </MenuItem>
            </Show>
            <MenuItem icon=IconName::Up on_press=move || verbs.shift(key, Shift::Top)>
                {words.say(Word::RulesEditTop)}
            </MenuItem>
            <MenuItem icon=IconName::Down on_press=move || verbs.shift(key, Shift::End)>
                {words.say(Word::RulesEditEnd)}
            </MenuItem>
        </Menu>
        <AskCut rule number verbs asks />
        <AskChapter rule number open=names />
    }
}

/// In which chapter the rule stands.
#[component]
fn AskChapter(rule: EditedRule, number: Signal<usize>, open: RwSignal<bool>) -> impl IntoView {
    let words = Words::expect();
    let title = move || words.fill(Word::RulesEditChapterOf, &[("no", &number.get().to_string())]);

    view! {
        <Dialog
            open
            title=Signal::derive(title)
            on_close=move || open.set(false)
            actions=move || {
                view! { <Button on_press=move || open.set(false)>{words.say(Word::AppClose)}</Button> }
            }
        >
            <TextField
                label=words.say(Word::RulesEditChapterName)
                value=rule.chapter
                hint=words.signal(Word::RulesEditChapterHint)
                optional=words.signal(Word::AppOptional)
            />
        </Dialog>
    }
}

/// Where the rule is to be cut: each place by the words that the second half begins with.
#[component]
fn AskCut(rule: EditedRule, number: Signal<usize>, verbs: Verbs, asks: RwSignal<bool>) -> impl IntoView {
    let words = Words::expect();
    let title = move || words.fill(Word::RulesEditSplitAsk, &[("no", &number.get().to_string())]);

    let places = move || {
        let text = rule.text.get();
        let place = |cut: usize| {
            let begins = beginning(text.get(cut..).unwrap_or_default());
            view! {
                <li>
                    <button
                        class="cut-place"
                        type="button"
                        on:click=move |_| {
                            asks.set(false);
                            verbs.split(rule.key, cut);
                        }
                    >
                        {begins}
                    </button>
                </li>
            }
        };
        cuts(&text).into_iter().map(place).collect::<Vec<_>>()
    };

    view! {
        <Dialog open=asks title=Signal::derive(title) on_close=move || asks.set(false)>
            <List>{places}</List>
        </Dialog>
    }
}

/// The first words of `text`.
fn beginning(text: &str) -> String {
    let text = text.trim_start();
    let shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() { format!("{shown}…") } else { shown }
}
