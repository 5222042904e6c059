//! Publishing the draft as the next version: binding, so it is red, and asks why.

use crate::features::rules::ask_publish::AskPublish;
use crate::features::rules::draft::Draft;
use crate::features::rules::marks::Changes;
use crate::features::rules::proposals::{TakenUp, TakenUpChoice};
use crate::i18n::Words;
use crate::state::{Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, ButtonSize, ButtonWidth, Choice, Form, Segmented, TextArea, Toasts,
};
use domain::intent::Version;
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

/// What a grace is called.
pub fn grace_word(hours: u32) -> Option<Word> {
    GRACES.iter().find(|(known, _)| *known == hours).map(|(_, word)| *word)
}

/// What is said along with a version, and where publishing it stands.
#[derive(Clone, Copy)]
struct Terms {
    reason: RwSignal<String>,
    grace: RwSignal<u32>,
    /// What the last try met: the look before the question, or the deed.
    met: RwSignal<Option<Trouble>>,
    /// Whether the question is on the screen.
    asks: RwSignal<bool>,
    /// Which proposals it takes up.
    taken_up: TakenUpChoice,
}

impl Terms {
    fn new() -> Self {
        Self {
            reason: RwSignal::default(),
            grace: RwSignal::new(GRACE_DEFAULT_HOURS),
            met: RwSignal::new(None),
            asks: RwSignal::new(false),
            taken_up: TakenUpChoice::default(),
        }
    }

    /// Asks whether to publish what can be published; else says what stands in the way.
    fn ask(self, draft: Draft, space: Space) {
        draft.blame(None);
        self.met.set(None);
        let rules = untrack(|| draft.now());
        let (reason, grace_hours) = (self.reason.get_untracked(), self.grace.get_untracked());
        match space.check_rules(rules, &Version { reason: &reason, grace_hours, source: None }) {
            Ok(()) => self.asks.set(true),
            Err(trouble) => self.meet(draft, trouble),
        }
    }

    /// What a try met was about the draft as it was then: it goes with the next change.
    fn forget_with_change_of(self, draft: Draft) {
        Effect::new(move |before: Option<()>| {
            draft.now();
            if before.is_some() && self.met.with_untracked(Option::is_some) {
                draft.blame(None);
                self.met.set(None);
            }
        });
    }

    /// Keeps what a try met, and points at the rule that it is about.
    fn meet(self, draft: Draft, trouble: Trouble) {
        draft.blame(problem_of(&trouble));
        let _ = self.met.try_set(Some(trouble));
    }
}

/// The form and the question after it; only for whom may publish.
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
    let terms = Terms::new();
    terms.forget_with_change_of(draft);
    let may_publish = space.may(Deed::PublishRules);
    let has_former = Memo::new(move |_| space.rules().read().is_some());

    let version = Memo::new(move |_| {
        let binding = space.rules().get().map_or(0, |rules| rules.body.version);
        binding.saturating_add(1).to_string()
    });
    let publish = Action::new_local(move |(): &()| {
        let (rules, version) = (untrack(|| draft.now()), version.get_untracked());
        let (reason, grace_hours) = (terms.reason.get_untracked(), terms.grace.get_untracked());
        let taken_up = terms.taken_up.chosen();
        async move {
            let published = async {
                space.save_rules_draft(rules, None).await?;
                space.publish_rules(reason, grace_hours, taken_up).await
            };
            match published.await {
                Ok(()) => {
                    toasts.say(words.fill(Word::RulesPublishDone, &[("version", &version)]));
                    on_published.run(());
                }
                Err(trouble) => terms.meet(draft, trouble),
            }
        }
    });
    let grace = Signal::derive(move || if has_former.get() { terms.grace.get() } else { 0 });

    view! {
        <Show when=move || may_publish.get().is_ok()>
            <section class="section">
                <h2 class="section-title">
                    {move || words.fill(Word::RulesPublishTitle, &[("version", &version.get())])}
                </h2>
                <DraftChanges draft />
                <TermsForm draft terms has_former is_busy=publish.pending() />
                <AskPublish
                    draft
                    version
                    grace
                    asks=terms.asks
                    on_publish=move || {
                        publish.dispatch_local(());
                    }
                />
            </section>
        </Show>
    }
}

#[component]
fn TermsForm(draft: Draft, terms: Terms, has_former: Memo<bool>, is_busy: Memo<bool>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let said = Memo::new(move |_| Some(explained(words, &terms.met.get()?)));
    let note = move || note_of(words, has_former.get());

    view! {
        <Form on_submit=move |()| terms.ask(draft, space) label=words.signal(Word::RulesPublishGo)>
            <p class="soft small">{note}</p>
            <TextArea
                label=words.say(Word::RulesPublishReason)
                value=terms.reason
                lines=2
                optional=words.signal(Word::AppOptional)
            />
            <TakenUp choice=terms.taken_up rules=Signal::derive(move || draft.now()) />
            <Show when=move || has_former.get()>
                <GraceChoice grace=terms.grace />
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
                is_busy=is_busy
            >
                {words.say(Word::RulesPublishReview)}
            </Button>
        </Form>
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
