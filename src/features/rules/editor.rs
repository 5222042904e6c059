//! Writing the rules: the draft lives on this device with every change, and is published from here.

use crate::features::rules::draft::Draft;
use crate::features::rules::draft_list::DraftList;
use crate::features::rules::import::ImportPolicy;
use crate::features::rules::publish::Publish;
use crate::i18n::Words;
use crate::state::{Space, Trouble, before_leaving};
use crate::ui::{Button, LiveRegion, Skeleton};
use domain::kinds::{Binds, Rule, RuleKind};
use leptos::prelude::*;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use words::Word;

/// How long typing rests before the draft is kept.
const REST: Duration = Duration::from_millis(600);

/// What is kept: the rules, and the policy text that they were made from.
type Written = (Vec<Rule>, Option<String>);

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
        <DraftList draft trouble />
        <p>
            <Button on_press=move || _ = draft.append(vec![empty_rule()])>
                {words.say(Word::RulesEditAdd)}
            </Button>
        </p>
        <p class="tiny faint" aria-hidden="true">{saved}</p>
        <LiveRegion words=Signal::derive(saved) />
        <Publish draft on_published />
    }
}

/// The draft is kept whenever typing rests, and when the editor or its page goes before that; publishing
/// keeps it once more.
fn keep_when_typing_rests(space: Space, draft: Draft, keep: Action<Written, Result<(), Trouble>>) {
    let turn = StoredValue::new(0_u64);
    // Outlives the signals, which may be gone when the editor closes.
    let unkept: Arc<Mutex<Option<Written>>> = Arc::default();
    let last = Arc::clone(&unkept);
    let keep_last = move || {
        if let Some((rules, source)) = last.lock().ok().and_then(|mut last| last.take()) {
            space.save_rules_draft_now(rules, source);
        }
    };
    before_leaving(keep_last.clone());
    on_cleanup(keep_last);
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
        locked: false,
        extra: Default::default(),
    }
}
