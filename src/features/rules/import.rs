//! A pasted policy text becomes numbered drafts, which the owner checks before publishing.

use crate::features::rules::draft::Draft;
use crate::features::rules::dropped::LeftOut;
use crate::i18n::Words;
use crate::state::device::{self, FileInput};
use crate::ui::{Button, ButtonKind, FileField, IconName, Note, TextArea, Tone};
use domain::import::{Import, import};
use domain::shown::is_blank;
use leptos::prelude::*;
use words::Word;

/// The box to paste into, and what came of it.
#[component]
pub fn ImportPolicy(
    /// The rules being edited; what is found is put after them.
    draft: Draft,
) -> impl IntoView {
    let words = Words::expect();
    let text = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Import>);
    let first = RwSignal::new(None::<u64>);

    let go = move || {
        let source = text.get_untracked();
        if is_blank(&source) {
            return;
        }
        let imported = import(&source);
        first.set(draft.append(imported.to_rules()));
        if !imported.rules.is_empty() {
            draft.remember_source(source);
            text.set(String::new());
        }
        found.set(Some(imported));
    };

    // Open where there is nothing yet; from then on the person folds it.
    let begins_open = untrack(move || draft.now().is_empty());

    view! {
        <details class="section" open=begins_open>
            <summary class="section-title">{words.say(Word::RulesEditImport)}</summary>
            <div class="stack">
                <p class="soft small">{words.say(Word::RulesEditImportHint)}</p>
                <TextArea label=words.say(Word::RulesEditImportField) value=text lines=6 />
                <OfFile text />
                <div>
                    <Button kind=ButtonKind::Ink on_press=go>
                        {words.say(Word::RulesEditImportGo)}
                    </Button>
                </div>
            </div>
        </details>
        <div role="status">
            {move || {
                found.get().map(|imported| view! { <FoundRules imported draft first=first.get() /> })
            }}
        </div>
        <LeftOut draft found />
    }
}

/// The text of a file that is chosen, or dropped here.
#[component]
fn OfFile(text: RwSignal<String>) -> impl IntoView {
    let words = Words::expect();
    let open = Action::new_local(move |input: &FileInput| {
        let read = device::read_file(input.clone());
        async move {
            if let Some(read) = read.await {
                let _ = text.try_set(read);
            }
        }
    });

    view! {
        <FileField
            label=Signal::derive(words.say(Word::RulesEditImportFile))
            accept=".txt,.md,text/plain,text/markdown"
            on_choose=move |input: FileInput| _ = open.dispatch_local(input)
        />
    }
}

/// How many rules were found, what was left out, what is to be filled in or checked.
#[component]
fn FoundRules(imported: Import, draft: Draft, first: Option<u64>) -> impl IntoView {
    let words = Words::expect();
    let Import { rules, dropped, blanks, flagged, .. } = imported;
    let (rules, dropped, blanks) = (rules.len(), dropped.len(), blanks.len());
    let is_flagged = !flagged.is_empty();

    let lines = move || {
        let mut lines = Vec::new();
        lines.push(match rules {
            0 => words.text(Word::RulesEditImportNone),
            some => words.count(Word::RulesEditImportFound, some),
        });
        if dropped > 0 {
            lines.push(words.count(Word::RulesEditImportDropped, dropped));
        }
        if blanks > 0 {
            lines.push(words.count(Word::RulesEditImportBlanks, blanks));
        }
        if is_flagged {
            lines.push(words.text(Word::RulesEditFlagged));
        }
        lines
    };

    view! {
        <Note
            tone=Tone::Indigo
            icon=IconName::Info
            actions=move || {
                first
                    .map(|first| {
                        view! {
                            <Button on_press=move || draft.seek(first)>
                                {words.say(Word::RulesEditImportShow)}
                            </Button>
                        }
                    })
            }
        >
            {move || lines().into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </Note>
    }
}
