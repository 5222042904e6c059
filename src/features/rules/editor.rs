//! Writing the rules: the draft lives on this device with every change, and is published from here.

use crate::features::rules::draft_rule::{DraftRule, EditedRule, Moves};
use crate::features::rules::import::ImportPolicy;
use crate::features::rules::publish::Publish;
use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{Button, Empty, IconName, LiveRegion, Skeleton, Toast, Toasts};
use domain::kinds::{Binds, Rule, RuleKind};
use leptos::prelude::*;
use protocol::Problem;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use words::Word;

/// How long typing rests before the draft is kept.
const REST: Duration = Duration::from_millis(600);

/// What is kept: the rules, and the policy text that they were made from.
type Written = (Vec<Rule>, Option<String>);

/// The rules as they are being edited.
#[derive(Clone, Copy)]
pub struct Draft {
    rules: RwSignal<Vec<EditedRule>>,
    source: RwSignal<Option<String>>,
    /// Why the last publishing was refused.
    fault: RwSignal<Option<Problem>>,
    next_key: StoredValue<u64>,
}

impl Draft {
    fn new(rules: Vec<Rule>, source: Option<String>) -> Self {
        let draft = Self {
            rules: RwSignal::new(Vec::new()),
            source: RwSignal::new(source),
            fault: RwSignal::new(None),
            next_key: StoredValue::new(0),
        };
        draft.append(rules);
        draft
    }

    /// Puts `rules` after the others.
    pub fn append(self, rules: Vec<Rule>) {
        let first = self.next_key.get_value();
        let count = u64::try_from(rules.len()).unwrap_or_default();
        self.next_key.set_value(first.saturating_add(count));
        let edited = rules.into_iter().zip(first..).map(|(rule, key)| EditedRule::new(key, rule));
        self.rules.update(|all| all.extend(edited));
    }

    /// Remembers the policy text that rules were made from.
    pub fn remember_source(self, text: String) {
        self.source.set(Some(text));
    }

    /// Notes why publishing was refused, or that it is tried anew.
    pub fn blame(self, fault: Option<Problem>) {
        self.fault.set(fault);
    }

    /// The rules as they now stand; subscribes to each.
    pub fn now(self) -> Vec<Rule> {
        self.rules.read().iter().map(|rule| rule.rule()).collect()
    }

    fn shift(self, key: u64, to: impl Fn(usize, usize) -> Option<usize>) {
        self.rules.update(|rules| {
            let from = rules.iter().position(|rule| rule.key == key);
            if let Some((from, to)) = from.and_then(|from| Some((from, to(from, rules.len())?))) {
                rules.swap(from, to);
            }
        });
    }

    fn remove(self, key: u64) -> Option<(usize, EditedRule)> {
        self.rules.try_update(|rules| {
            let place = rules.iter().position(|rule| rule.key == key)?;
            Some((place, rules.remove(place)))
        })?
    }

    fn put_back(self, place: usize, rule: EditedRule) {
        self.rules.update(|rules| rules.insert(place.min(rules.len()), rule));
    }
}

/// The editor. It begins with the kept draft, or else with the binding rules.
#[component]
pub fn RulesEditor(
    /// Runs when a version is published.
    #[prop(into)]
    on_published: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let knows_draft = Space::expect().knows_rules_draft();

    view! {
        <Show
            when=move || knows_draft.get()
            fallback=move || view! { <Skeleton label=words.say(Word::AppLoading) /> }
        >
            <Editing on_published />
        </Show>
    }
}

#[component]
fn Editing(on_published: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let kept = space.rules_draft().get_untracked().map(|draft| draft.body.clone());
    let draft = match kept {
        Some(kept) => Draft::new(kept.rules, kept.source),
        None => {
            let binding = space.rules().get_untracked().map(|rules| rules.body.rules.clone());
            Draft::new(binding.unwrap_or_default(), None)
        }
    };
    let keep = Action::new_local(move |(rules, source): &Written| {
        space.save_rules_draft(rules.clone(), source.clone())
    });

    keep_when_typing_rests(space, draft, keep);
    let trouble = Signal::derive(move || keep.value().get().and_then(Result::<(), Trouble>::err));
    let saved = move || match keep.value().get() {
        Some(Ok(())) => words.text(Word::RulesEditSaved),
        Some(Err(trouble)) => words.explain(&trouble).title,
        None => String::new(),
    };

    view! {
        <ImportPolicy draft />
        <DraftRules draft trouble />
        <p>
            <Button on_press=move || draft.append(vec![empty_rule()])>
                {words.say(Word::RulesEditAdd)}
            </Button>
        </p>
        <p class="tiny faint" aria-hidden="true">{saved}</p>
        <LiveRegion words=Signal::derive(saved) />
        <Publish draft on_published />
    }
}

/// The draft is kept whenever typing rests, and when the editor closes before that; publishing keeps
/// it once more.
fn keep_when_typing_rests(space: Space, draft: Draft, keep: Action<Written, Result<(), Trouble>>) {
    let turn = StoredValue::new(0_u64);
    // Outlives the signals, which may be gone when the editor closes.
    let unkept: Arc<Mutex<Option<Written>>> = Arc::default();
    let last = Arc::clone(&unkept);
    on_cleanup(move || {
        if let Some((rules, source)) = last.lock().ok().and_then(|mut last| last.take()) {
            space.save_rules_draft_now(rules, source);
        }
    });
    Effect::new(move |before: Option<()>| {
        let (rules, source) = (draft.now(), draft.source.get());
        if before.is_none() {
            return;
        }
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        if let Ok(mut unkept) = unkept.lock() {
            *unkept = Some((rules, source));
        }
        let unkept = Arc::clone(&unkept);
        set_timeout(
            move || {
                if turn.try_get_value() == Some(mine)
                    && let Some(last) = unkept.lock().ok().and_then(|mut unkept| unkept.take())
                {
                    keep.dispatch_local(last);
                }
            },
            REST,
        );
    });
}

fn empty_rule() -> Rule {
    Rule {
        no: 0,
        kind: RuleKind::Must,
        text: String::new(),
        chapter: None,
        binds: Binds::All,
        extra: Default::default(),
    }
}

#[component]
fn DraftRules(draft: Draft, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let toasts = Toasts::expect();

    let remove = move |key| {
        if let Some((place, rule)) = draft.remove(key) {
            let toast = Toast::new(words.text(Word::RulesEditRemoved));
            let undo = move || draft.put_back(place, rule);
            toasts.show(toast.with_action(words.text(Word::RulesEditUndo), undo));
        }
    };
    let moves = Moves {
        up: Callback::new(move |key| draft.shift(key, |from, _| from.checked_sub(1))),
        down: Callback::new(move |key| {
            draft.shift(key, |from, len| from.checked_add(1).filter(|to| *to < len));
        }),
        remove: Callback::new(remove),
    };
    let place = move |key| draft.rules.read().iter().position(|rule| rule.key == key).unwrap_or_default();
    let is_about = move |problem: &Problem, key| {
        let pointer = format!("/rules/{}/", place(key));
        problem.field.as_deref().is_some_and(|field| field.starts_with(&pointer))
    };
    let is_blamed = move |key| draft.fault.read().as_ref().is_some_and(|problem| is_about(problem, key));
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
                <DraftRule
                    rule
                    number=Signal::derive(move || place(rule.key).saturating_add(1))
                    error=Signal::derive(move || error(rule.key))
                    is_blamed=Signal::derive(move || is_blamed(rule.key))
                    moves
                />
            </For>
        </Show>
    }
}
