//! Taking a measure: what, by which rule, why. A removal is asked about once more, since coming back
//! needs an invitation; what can be lifted is done at once, with its way back beside it.

use crate::features::measures::kind_word;
use crate::features::measures::lift::offer_way_back;
use crate::i18n::Words;
use crate::state::{self, Space, Trouble};
use crate::ui::{Alert, Button, ButtonKind, ButtonRole, Confirm, Form, SelectField, TextArea, Toasts};
use domain::intent::NewMeasure;
use domain::kinds::{MeasureKind, ReportState};
use leptos::prelude::*;
use protocol::{PersonId, RecordId};
use words::Word;

/// For how long somebody is muted, minutes.
const TIMES: [(u32, Word); 6] = [
    (10, Word::MeasuresTimeMinutes),
    (60, Word::MeasuresTimeHour),
    (24 * 60, Word::MeasuresTimeDay),
    (3 * 24 * 60, Word::MeasuresTimeDays),
    (7 * 24 * 60, Word::MeasuresTimeWeek),
    (30 * 24 * 60, Word::MeasuresTimeMonth),
];

/// What is being filled in.
#[derive(Clone, Copy)]
struct Typed {
    /// What there is to choose from: it changes with what was done.
    kinds: Signal<Vec<MeasureKind>>,
    kind: RwSignal<String>,
    rule: RwSignal<String>,
    reason: RwSignal<String>,
    minutes: RwSignal<String>,
}

impl Typed {
    /// As it was left, or empty.
    fn new(kinds: Signal<Vec<MeasureKind>>, kept: &mut state::Typed) -> Self {
        Self {
            kinds,
            kind: kept.field("kind", String::new()),
            rule: kept.field("rule", String::new()),
            reason: kept.field("reason", String::new()),
            minutes: kept.field("minutes", "60".to_owned()),
        }
    }

    /// The chosen one, or the first where that is not to be had any more: so the browser shows it.
    fn kind(self) -> MeasureKind {
        let (kinds, chosen) = (self.kinds.read(), self.kind.read());
        let chosen = kinds.iter().find(|kind| kind.as_str() == chosen.as_str());
        chosen.or(kinds.first()).cloned().unwrap_or(MeasureKind::Warned)
    }

    /// The measure, resting on a rule of `version`.
    fn measure(self, version: Option<u32>, message: Option<RecordId>) -> NewMeasure {
        let kind = self.kind();
        let rule = self.rule.read().parse().ok().zip(version).filter(|_| kind.is_against());
        let minutes = self.minutes.read().parse().ok().filter(|_| kind == MeasureKind::Muted);
        NewMeasure { kind, rule, reason: self.reason.get(), message, minutes }
    }
}

/// The form.
#[component]
pub fn MeasureForm(
    /// About whom.
    person: PersonId,
    /// What the person is called.
    #[prop(into)]
    name: Signal<String>,
    /// The measures to choose from, the mildest first.
    #[prop(into)]
    kinds: Signal<Vec<MeasureKind>>,
    /// The post that gave the occasion.
    #[prop(optional_no_strip)]
    message: Option<RecordId>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let toasts = Toasts::expect();
    let of = message.as_ref().map(RecordId::as_str).unwrap_or_default();
    let mut kept = state::Typed::of(["measure", space.id().as_str(), person.as_str(), of].join("."));
    let typed = Typed::new(kinds, &mut kept);
    let kept = StoredValue::new(kept);
    let (person, message) = (StoredValue::new(person), StoredValue::new(message));
    let asks = RwSignal::new(false);
    let waiting = space.reports_to_decide();
    let rules = space.rules();
    let version = Memo::new(move |_| rules.get().map(|rules| rules.body.version));

    let take = Action::new_local(move |(): &()| {
        let new = untrack(|| typed.measure(version.get(), message.get_value()));
        // What is done may end the form: a member who is removed has no measures to come.
        let (kind, about) = (new.kind.clone(), (person.get_value(), message.get_value()));
        let reports = reports_of(space, waiting, about.1.as_ref());
        let said = words.fill(Word::MeasuresDone, &[("name", &name.get_untracked())]);
        async move {
            space.take_measure(about.0.clone(), new).await?;
            let _ = kept.try_with_value(state::Typed::forget);
            // Whoever reported the post is answered by what is done about it.
            for report in reports {
                space.decide_report(report, ReportState::Upheld).await?;
            }
            let _ = typed.reason.try_set(String::new());
            offer_way_back((words, space, toasts), said, &kind, about);
            Ok(())
        }
    });
    let trouble = Signal::derive(move || take.value().get().and_then(Result::<(), Trouble>::err));
    let submit = move || {
        if untrack(|| typed.kind()) == MeasureKind::Removed {
            asks.set(true);
        } else {
            take.dispatch_local(());
        }
    };

    view! {
        <Form
            on_submit=move |()| submit()
            answered=Signal::derive(move || take.version().get())
            label=words.signal(Word::MeasuresTake)
        >
            <Fields typed trouble />
            <Button kind=ButtonKind::Binds role=ButtonRole::Submit is_busy=take.pending()>
                {words.say(Word::MeasuresGo)}
            </Button>
        </Form>
        <Confirm
            open=asks
            title=words.say(Word::MembersRemove)
            cancel=words.say(Word::AppCancel)
            act=words.say(Word::MembersRemove)
            on_confirm=move || {
                take.dispatch_local(());
            }
        >
            <p>{move || words.fill(Word::MembersRemoveAsk, &[("name", &name.get())])}</p>
        </Confirm>
    }
}

#[component]
fn Fields(typed: Typed, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let has_time = move || typed.kind() == MeasureKind::Muted;
    let at =
        move |pointer: &'static str| Signal::derive(move || field_error(words, &trouble.read(), pointer));
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let trouble = Some(trouble);
        let is_at_a_field = ["/reason", "/rule"].iter().any(|at| field_error(words, &trouble, at).is_some());
        let trouble = trouble?;
        (!is_at_a_field).then(|| words.explain(&trouble)).map(|said| (said.title, said.body))
    });
    let options = move || {
        let option = |kind: &MeasureKind| (kind.as_str().to_owned(), words.text(kind_word(kind)));
        typed.kinds.read().iter().map(option).collect::<Vec<_>>()
    };
    let times = move || TIMES.map(|(minutes, word)| (minutes.to_string(), words.text(word))).to_vec();

    view! {
        <SelectField
            label=words.say(Word::MeasuresFormKind)
            options=Signal::derive(options)
            value=typed.kind
        />
        <Show when=has_time>
            <SelectField
                label=words.say(Word::MeasuresFormTime)
                options=Signal::derive(times)
                value=typed.minutes
            />
        </Show>
        <RuleField typed error=at("/rule") />
        <TextArea
            label=words.say(Word::MeasuresFormReason)
            value=typed.reason
            lines=2
            hint=words.signal(Word::MeasuresFormHint)
            error=at("/reason")
        />
        <Alert
            title=Signal::derive(move || said.get().map(|(title, _)| title))
            body=Signal::derive(move || said.get().map(|(_, body)| body))
        />
    }
}

/// The rules to choose from; nothing where none is published, or what is done is against nobody.
#[component]
fn RuleField(typed: Typed, error: Signal<Option<String>>) -> impl IntoView {
    const LONGEST: usize = 40;
    let words = Words::expect();
    let space = Space::expect();
    let rules = space.rules();
    let is_asked = move || rules.read().is_some() && typed.kind().is_against();
    let options = move || {
        let none = (String::new(), words.text(Word::MeasuresFormNoRule));
        let rules = rules.get().map(|row| row.body.rules.clone()).unwrap_or_default();
        let rules = rules.into_iter().map(|rule| {
            let text: String = rule.text.chars().take(LONGEST).collect();
            (rule.no.to_string(), format!("{} · {text}", rule.no))
        });
        std::iter::once(none).chain(rules).collect::<Vec<_>>()
    };

    view! {
        <Show when=is_asked>
            <SelectField
                label=words.say(Word::MeasuresFormRule)
                options=Signal::derive(options)
                value=typed.rule
                error=error
            />
        </Show>
    }
}

fn field_error(words: Words, trouble: &Option<Trouble>, pointer: &str) -> Option<String> {
    match trouble {
        Some(Trouble::Refused(problem)) if problem.field.as_deref() == Some(pointer) => {
            Some(words.refusal(problem))
        }
        _ => None,
    }
}

/// The reports of the post `message` among those that wait: something is done about it.
fn reports_of(space: Space, waiting: Memo<Vec<RecordId>>, message: Option<&RecordId>) -> Vec<RecordId> {
    let is_of_it = |id: &RecordId| {
        let report = space.report(id);
        report.is_some_and(|report| Some(&report.read_untracked().body.message) == message)
    };
    waiting.get_untracked().into_iter().filter(is_of_it).collect()
}
