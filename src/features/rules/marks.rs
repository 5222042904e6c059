//! What a version brought: the mark on a rule, and the list of all that changed.

use crate::features::rules::{binds_word, kind_words};
use crate::i18n::Words;
use crate::ui::Mark;
use domain::kinds::Rule;
use domain::rules::difference::{Change, difference};
use leptos::prelude::*;
use std::collections::BTreeMap;
use words::Word;

/// What became of a rule that is not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleMark {
    /// It is new.
    Added,
    /// It says something else, or binds others.
    Changed,
    /// It stands elsewhere.
    Moved,
    /// It is gone.
    Removed,
}

impl RuleMark {
    fn of(change: Change) -> Option<Self> {
        match change {
            Change::Same { .. } => None,
            Change::Moved { .. } => Some(Self::Moved),
            Change::Changed { .. } => Some(Self::Changed),
            Change::Added { .. } => Some(Self::Added),
            Change::Removed { .. } => Some(Self::Removed),
        }
    }

    fn word(self) -> Word {
        match self {
            Self::Added => Word::RulesMarkAdded,
            Self::Changed => Word::RulesMarkChanged,
            Self::Moved => Word::RulesMarkMoved,
            Self::Removed => Word::RulesMarkRemoved,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Removed => "removed",
        }
    }
}

/// The marks of a version's rules, by number.
pub type Marks = BTreeMap<u32, RuleMark>;

/// What `now` brought that `before` did not have. A rule that merely moved says nothing new.
pub fn marks(before: &[Rule], now: &[Rule]) -> Marks {
    let changes = difference(before, now).into_iter();
    let mark = |change: Change| match change {
        Change::Added { new } | Change::Changed { new, .. } => {
            Some((now.get(new)?.no, RuleMark::of(change)?))
        }
        _ => None,
    };
    changes.filter_map(mark).collect()
}

/// The mark on a rule.
#[component]
pub fn ChangeMark(
    /// What became of it.
    mark: RuleMark,
) -> impl IntoView {
    let words = Words::expect();
    view! { <Mark character=words.signal(mark.word()) label=words.signal(mark.word()) /> }
}

/// A rule that is not as it was: before and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleChange {
    /// What becomes of it.
    pub mark: RuleMark,
    /// Its number: now, or before where it goes; none where it has none yet.
    pub number: Option<usize>,
    /// As it was.
    pub before: Option<Rule>,
    /// As it is.
    pub now: Option<Rule>,
}

/// Everything that is not as it was, each rule with its words before and now.
fn entries(before: &[Rule], now: &[Rule]) -> Vec<RuleChange> {
    let entry = |change: Change| {
        let mark = RuleMark::of(change)?;
        let (old, new) = match change {
            Change::Same { old, new } | Change::Moved { old, new } | Change::Changed { old, new } => {
                (Some(old), Some(new))
            }
            Change::Added { new } => (None, Some(new)),
            Change::Removed { old } => (Some(old), None),
        };
        let rule = |rules: &[Rule], place: Option<usize>| rules.get(place?).cloned();
        let number = Some(new.or(old)?.saturating_add(1));
        Some(RuleChange { mark, number, before: rule(before, old), now: rule(now, new) })
    };
    difference(before, now).into_iter().filter_map(entry).collect()
}

/// What differs from the version in force.
#[component]
pub fn Changes(
    /// The version in force.
    version: u32,
    /// Its rules.
    before: Vec<Rule>,
    /// The rules that would take their place.
    #[prop(into)]
    now: Signal<Vec<Rule>>,
) -> impl IntoView {
    let words = Words::expect();
    let entries = Memo::new(move |_| entries(&before, &now.read()));
    // What differs rests on `now`, which is read first: see the traps in CONTRIBUTING.
    let same = move || {
        let all = now.read().len();
        all.saturating_sub(entries.read().iter().filter(|entry| entry.now.is_some()).count())
    };

    view! {
        <div class="rule-changes">
            <h3 class="rule-changes-title">{words.say(Word::RulesPublishChanges)}</h3>
            <Show
                when=move || !entries.read().is_empty()
                fallback=move || {
                    let version = version.to_string();
                    view! {
                        <p class="soft small">
                            {move || words.fill(Word::RulesPublishChangesNone, &[("version", &version)])}
                        </p>
                    }
                }
            >
                <ul class="rule-changes-list">
                    {move || {
                        entries.get().into_iter().map(|change| view! { <RuleChangeRow change /> }).collect_view()
                    }}
                </ul>
                <p class="faint tiny">{move || words.count(Word::RulesPublishChangesRest, same())}</p>
            </Show>
        </div>
    }
}

/// One of them, in a list.
#[component]
pub fn RuleChangeRow(
    /// What changes.
    change: RuleChange,
) -> impl IntoView {
    let words = Words::expect();
    let RuleChange { mark, number, before, now } = change;
    let number = number.map(|number| number.to_string());
    // Kind and people are named where they are what changed.
    let turns = match (&before, &now) {
        (Some(before), Some(now)) => before.kind != now.kind || before.binds != now.binds,
        _ => true,
    };
    let facets = move |rule: &Rule| {
        let (kind, binds) = (kind_words(&rule.kind).0, binds_word(&rule.binds));
        move || {
            if turns { format!("{} · {} ", words.text(kind), words.text(binds)) } else { String::new() }
        }
    };
    // A rule that moved says what it said.
    let before = before.filter(|_| mark != RuleMark::Moved);

    view! {
        <li class="rule-change" data-state=mark.name()>
            <p class="rule-change-head">
                <ChangeMark mark />
                {move || number.as_ref().map(|number| words.fill(Word::RulesNumber, &[("no", number)]))}
            </p>
            {before
                .map(|rule| {
                    view! { <p><del><small class="rule-change-facets">{facets(&rule)}</small>{rule.text}</del></p> }
                })}
            {now.map(|rule| {
                let facets = view! { <small class="rule-change-facets">{facets(&rule)}</small> };
                match mark {
                    RuleMark::Moved => view! { <p>{rule.text}</p> }.into_any(),
                    _ => view! { <p><ins class="rule-change-now">{facets}{rule.text}</ins></p> }.into_any(),
                }
            })}
        </li>
    }
}
