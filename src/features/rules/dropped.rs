//! What the importer took for no rule: nothing of a policy's text is gone before its owner agrees.

use crate::features::rules::draft::Draft;
use crate::i18n::Words;
use crate::ui::{Button, ButtonSize, List, ListRow, RowMeta, RowTitle};
use domain::import::{DropReason, Dropped, Import, import, kind_by_wording};
use domain::kinds::{Binds, Rule, RuleKind};
use domain::limits::DRAFT_RULE_TEXT;
use leptos::prelude::*;
use words::Word;

/// The passages that were left out, each with why; one that is a rule after all is taken in.
#[component]
pub fn LeftOut(
    /// The rules being edited.
    draft: Draft,
    /// What the importer found.
    found: RwSignal<Option<Import>>,
) -> impl IntoView {
    let words = Words::expect();
    // After a reload the draft still has the text that it was made from.
    let dropped = Memo::new(move |_| match (&*found.read(), &*draft.source.read()) {
        (Some(found), _) => Some(found.dropped.clone()),
        (None, Some(source)) => Some(import(source).dropped),
        (None, None) => None,
    });
    let count = move || dropped.with(|dropped| dropped.as_ref().map_or(0, Vec::len));

    let rows = move || {
        let rows = dropped.get().unwrap_or_default().into_iter();
        rows.map(|dropped| view! { <Passage draft dropped /> }).collect::<Vec<_>>()
    };

    view! {
        <Show when=move || { count() > 0 }>
            <details class="section">
                <summary class="section-title">
                    {move || words.count(Word::RulesEditDropped, count())}
                </summary>
                <List>{rows}</List>
            </details>
        </Show>
    }
}

/// One passage.
#[component]
fn Passage(draft: Draft, dropped: Dropped) -> impl IntoView {
    let words = Words::expect();
    let Dropped { text, why } = dropped;
    let rule = StoredValue::new(rule_of(&text));
    let is_taken = Memo::new(move |_| {
        let rules = draft.rules.read();
        rule.with_value(|rule| rules.iter().any(|taken| *taken.text.read() == rule.text))
    });
    let take = move || _ = draft.append(vec![rule.get_value()]);

    let taken = move || is_taken.get().then(|| words.text(Word::RulesEditDroppedTaken));

    view! {
        <ListRow end=move || {
            view! {
                <Button size=ButtonSize::Compact blocked=Signal::derive(taken) on_press=take>
                    {words.say(Word::RulesEditDroppedTake)}
                </Button>
            }
        }>
            <RowTitle>{text}</RowTitle>
            <RowMeta>{words.say(why_word(why))}</RowMeta>
        </ListRow>
    }
}

/// The passage as a rule that binds everybody, as far as a rule holds it.
fn rule_of(text: &str) -> Rule {
    Rule {
        no: 0,
        kind: kind_by_wording(text).unwrap_or(RuleKind::Must),
        text: text.chars().take(DRAFT_RULE_TEXT.max).collect(),
        chapter: None,
        binds: Binds::All,
        locked: false,
        extra: Default::default(),
    }
}

fn why_word(why: DropReason) -> Word {
    match why {
        DropReason::Page => Word::RulesEditDroppedPage,
        DropReason::Listing => Word::RulesEditDroppedListing,
        DropReason::LeadIn => Word::RulesEditDroppedLeadin,
        DropReason::Summary => Word::RulesEditDroppedSummary,
        DropReason::EmptyHeading => Word::RulesEditDroppedHeading,
        DropReason::NoWords => Word::RulesEditDroppedWordless,
    }
}
