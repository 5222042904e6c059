//! Publishing the draft as the next version: binding, so it is red, and asks why.

use crate::features::rules::editor::Draft;
use crate::features::rules::marks::Changes;
use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, ButtonSize, ButtonWidth, Choice, Form, Need, Segmented, TextArea,
    Toasts,
};
use domain::kinds::Rule;
use domain::limits::GRACE_DEFAULT_HOURS;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use protocol::Problem;
use words::Word;

/// The graces to choose from, hours.
const GRACES: [(u32, Word); 4] = [
    (0, Word::RulesPublishGraceNone),
    (24, Word::RulesPublishGraceDay),
    (GRACE_DEFAULT_HOURS, Word::RulesPublishGraceDays),
    (168, Word::RulesPublishGraceWeek),
];

/// The form; only for whom may publish.
#[component]
pub fn Publish(
    /// The rules being edited.
    draft: Draft,
    /// Runs when the version is published.
    on_published: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let reason = RwSignal::new(String::new());
    let grace = RwSignal::new(GRACE_DEFAULT_HOURS);
    let may_publish = space.may(Deed::PublishRules);
    let has_former = Memo::new(move |_| space.rules().read().is_some());

    let version = Memo::new(move |_| {
        let binding = space.rules().get().map_or(0, |rules| rules.body.version);
        binding.saturating_add(1).to_string()
    });
    let publish = Action::new_local(move |(rules, reason): &(Vec<Rule>, String)| {
        let (rules, reason, grace_hours) = (rules.clone(), reason.clone(), grace.get_untracked());
        let version = version.get_untracked();
        draft.blame(None);
        async move {
            let published = async {
                space.save_rules_draft(rules, None).await?;
                space.publish_rules(reason, grace_hours).await
            };
            published.await.inspect_err(|trouble| draft.blame(problem_of(trouble)))?;
            toasts.say(words.fill(Word::RulesPublishDone, &[("version", &version)]));
            on_published.run(());
            Ok(())
        }
    });
    let said = Memo::new(move |_| {
        let trouble = publish.value().get().and_then(Result::<(), Trouble>::err)?;
        Some(explained(words, &trouble))
    });
    let note = move || note_of(words, has_former.get());
    let send = move |()| {
        publish.dispatch_local((untrack(move || draft.now()), reason.get_untracked()));
    };

    view! {
        <Show when=move || may_publish.get().is_ok()>
            <section class="section">
                <h2 class="section-title">
                    {move || words.fill(Word::RulesPublishTitle, &[("version", &version.get())])}
                </h2>
                <DraftChanges draft />
                <Form on_submit=send label=words.signal(Word::RulesPublishGo)>
                    <p class="soft small">{note}</p>
                    <TextArea
                        label=words.say(Word::RulesPublishReason)
                        value=reason
                        lines=2
                        need=Need::Optional
                    />
                    <Show when=move || has_former.get()>
                        <GraceChoice grace />
                    </Show>
                    <Alert
                        title=Signal::derive(move || said.get().map(|(title, _)| title))
                        body=Signal::derive(move || said.get().map(|(_, body)| body))
                    />
                    <Button
                        kind=ButtonKind::Binds
                        size=ButtonSize::Tall
                        width=ButtonWidth::Full
                        role=ButtonRole::Submit
                        is_busy=publish.pending()
                    >
                        {words.say(Word::RulesPublishGo)}
                    </Button>
                </Form>
            </section>
        </Show>
    }
}

fn note_of(words: Words, has_former: bool) -> String {
    words.text(if has_former { Word::RulesPublishNoteChange } else { Word::RulesPublishNote })
}

fn problem_of(trouble: &Trouble) -> Option<Problem> {
    match trouble {
        Trouble::Refused(problem) => Some(problem.clone()),
        _ => None,
    }
}

/// What is wrong, under the number of the rule that it is about.
fn explained(words: Words, trouble: &Trouble) -> (String, String) {
    let said = words.explain(trouble);
    let rule = problem_of(trouble).and_then(|problem| {
        let index: usize = problem.field?.strip_prefix("/rules/")?.split('/').next()?.parse().ok()?;
        Some(words.fill(Word::RulesNumber, &[("no", &index.saturating_add(1).to_string())]))
    });
    (rule.unwrap_or(said.title), said.body)
}

/// How the draft differs from the version in force; nothing before the first.
#[component]
fn DraftChanges(draft: Draft) -> impl IntoView {
    let space = Space::expect();
    let rules = space.rules();
    // White space around a rule is cut when it is published, and no change.
    let now = Memo::new(move |_| {
        let trimmed = |rule: Rule| Rule { text: rule.text.trim().to_owned(), ..rule };
        draft.now().into_iter().map(trimmed).collect::<Vec<_>>()
    });

    move || {
        rules.get().map(|rules| {
            view! { <Changes version=rules.body.version before=rules.body.rules.clone() now /> }
        })
    }
}

/// For how long what members confirmed before counts on.
#[component]
fn GraceChoice(grace: RwSignal<u32>) -> impl IntoView {
    let words = Words::expect();
    let choices = GRACES.into_iter().map(|(hours, word)| Choice::new(hours, words.say(word))).collect();

    view! {
        <Segmented
            legend=words.signal(Word::RulesPublishGrace)
            choices=choices
            selected=grace
            on_select=move |hours| grace.set(hours)
        />
    }
}
