//! Taking a measure: what, by which rule, why. A removal is asked about once more, since coming back
//! needs an invitation; what can be lifted is done at once, with its way back beside it.

use crate::features::measures::kind_word;
use crate::features::measures::lift::offer_way_back;
use crate::i18n::Words;
use crate::state::{self, Space, Trouble};
use crate::ui::{
    Alert, Button, ButtonKind, ButtonRole, Confirm, Form, IconName, Note, SelectField, TextArea, Toasts, Tone,
};
use domain::intent::NewMeasure;
use domain::kinds::{MeasureKind, ReportState};
use domain::ladder::{Proposed, Step, WINDOW_DAYS};
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

/// For how long, where nobody chooses and the ladder proposes nothing.
const USUAL_MINUTES: u32 = 60;

/// What is being filled in.
#[derive(Clone, Copy)]
struct Typed {
    /// What there is to choose from: it changes with what was done.
    kinds: Signal<Vec<MeasureKind>>,
    /// What the ladder proposes: it stands for what is not chosen.
    ladder: Memo<Option<Proposed>>,
    /// That somebody pressed before anything was chosen.
    is_missed: RwSignal<bool>,
    kind: RwSignal<String>,
    rule: RwSignal<String>,
    reason: RwSignal<String>,
    minutes: RwSignal<String>,
}

impl Typed {
    /// As it was left, or empty.
    fn new(kinds: Signal<Vec<MeasureKind>>, ladder: Memo<Option<Proposed>>, kept: &mut state::Typed) -> Self {
        Self {
            kinds,
            ladder,
            is_missed: RwSignal::new(false),
            kind: kept.field("kind", String::new()),
            rule: kept.field("rule", String::new()),
            reason: kept.field("reason", String::new()),
            minutes: kept.field("minutes", String::new()),
        }
    }

    /// What is to be done, where it is chosen or proposed, and still to be had.
    fn kind(self) -> Option<MeasureKind> {
        let (kinds, chosen) = (self.kinds.read(), self.kind.read());
        let chosen = kinds.iter().find(|kind| kind.as_str() == chosen.as_str()).cloned();
        chosen.or_else(|| self.proposed().filter(|kind| kinds.contains(kind)))
    }

    fn proposed(self) -> Option<MeasureKind> {
        self.ladder.get().map(|proposed| proposed.step.kind())
    }

    /// For how long, as far as nobody chooses.
    fn usual_minutes(self) -> u32 {
        self.ladder.get().and_then(|proposed| proposed.step.minutes()).unwrap_or(USUAL_MINUTES)
    }

    /// The measure, resting on a rule of `version`; nothing where none is chosen.
    fn measure(self, version: Option<u32>, message: Option<RecordId>) -> Option<NewMeasure> {
        let kind = self.kind()?;
        let rule = self.rule.read().parse().ok().zip(version).filter(|_| kind.is_against());
        let chosen = self.minutes.read().parse().unwrap_or_else(|_| self.usual_minutes());
        let minutes = (kind == MeasureKind::Muted).then_some(chosen);
        Some(NewMeasure { kind, rule, reason: self.reason.get(), message, minutes })
    }

    /// Nothing is chosen, and the reason is said.
    fn clear(self) {
        for field in [self.kind, self.minutes, self.reason] {
            let _ = field.try_set(String::new());
        }
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
    let typed = Typed::new(kinds, space.ladder(person.clone()), &mut kept);
    let kept = StoredValue::new(kept);
    let (person, message) = (StoredValue::new(person), StoredValue::new(message));
    let asks = RwSignal::new(false);
    let waiting = space.reports_to_decide();
    let rules = space.rules();
    let version = Memo::new(move |_| rules.get().map(|rules| rules.body.version));

    let take = Action::new_local(move |new: &NewMeasure| {
        let new = new.clone();
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
            typed.clear();
            offer_way_back((words, space, toasts), said, &kind, about);
            Ok(())
        }
    });
    let chosen = move || untrack(|| typed.measure(version.get(), message.get_value()));
    let go = move || _ = chosen().map(|new| take.dispatch_local(new));
    let trouble = Signal::derive(move || take.value().get().and_then(Result::<(), Trouble>::err));
    let submit = move || {
        let kind = untrack(|| typed.kind());
        typed.is_missed.set(kind.is_none());
        if kind == Some(MeasureKind::Removed) { asks.set(true) } else { go() }
    };

    view! {
        <Form
            on_submit=move |()| submit()
            answered=Signal::derive(move || take.version().get())
            label=words.signal(Word::MeasuresTake)
        >
            <Ladder ladder=typed.ladder />
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
            on_confirm=go
        >
            <p>{move || words.fill(Word::MembersRemoveAsk, &[("name", &name.get())])}</p>
        </Confirm>
    }
}

#[component]
fn Fields(typed: Typed, trouble: Signal<Option<Trouble>>) -> impl IntoView {
    let words = Words::expect();
    let has_time = move || typed.kind() == Some(MeasureKind::Muted);
    let at =
        move |pointer: &'static str| Signal::derive(move || field_error(words, &trouble.read(), pointer));
    let said = Memo::new(move |_| {
        let trouble = trouble.get()?;
        let trouble = Some(trouble);
        let is_at_a_field = ["/reason", "/rule"].iter().any(|at| field_error(words, &trouble, at).is_some());
        let trouble = trouble?;
        (!is_at_a_field).then(|| words.explain(&trouble)).map(|said| (said.title, said.body))
    });
    let proposed = move || typed.proposed().map(|kind| kind.as_str().to_owned());
    let options = move || {
        let none = || (String::new(), words.text(Word::MeasuresFormNoKind));
        let option = |kind: &MeasureKind| (kind.as_str().to_owned(), words.text(kind_word(kind)));
        let kinds = typed.kinds.read();
        let is_open = typed.proposed().is_none_or(|kind| !kinds.contains(&kind));
        is_open.then(none).into_iter().chain(kinds.iter().map(option)).collect::<Vec<_>>()
    };
    let missed = move || {
        let is_missed = typed.is_missed.get() && typed.kind().is_none();
        is_missed.then(|| words.text(Word::MeasuresFormMissed))
    };
    let times = move || TIMES.map(|(minutes, word)| (minutes.to_string(), words.text(word))).to_vec();

    view! {
        <SelectField
            label=words.say(Word::MeasuresFormKind)
            options=Signal::derive(options)
            value=typed.kind
            proposed=Signal::derive(proposed)
            error=Signal::derive(missed)
        />
        <Show when=has_time>
            <SelectField
                label=words.say(Word::MeasuresFormTime)
                options=Signal::derive(times)
                value=typed.minutes
                proposed=Signal::derive(move || Some(typed.usual_minutes().to_string()))
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

/// What the ladder of violations proposes, and that it is theirs to decide.
#[component]
fn Ladder(ladder: Memo<Option<Proposed>>) -> impl IntoView {
    let words = Words::expect();
    let said = move |proposed: Proposed| {
        let step = words.text(match proposed.step {
            Step::Warn => Word::MeasuresLadderWarn,
            Step::MuteDay => Word::MeasuresLadderDay,
            Step::MuteWeek => Word::MeasuresLadderWeek,
            Step::Remove => Word::MeasuresLadderRemove,
        });
        let days = words.number(WINDOW_DAYS);
        words.count_with(Word::MeasuresLadder, proposed.violations, &[("step", &step), ("days", &days)])
    };

    move || {
        ladder.get().map(|proposed| {
            view! {
                <Note tone=Tone::Amber icon=IconName::Warn>
                    <p>{said(proposed)}</p>
                    <p class="soft small">{words.say(Word::MeasuresLadderYours)}</p>
                </Note>
            }
        })
    }
}

/// The rules to choose from; nothing where none is published, or what is done is against nobody.
#[component]
fn RuleField(typed: Typed, error: Signal<Option<String>>) -> impl IntoView {
    const LONGEST: usize = 40;
    let words = Words::expect();
    let space = Space::expect();
    let rules = space.rules();
    let is_asked = move || rules.read().is_some() && typed.kind().is_some_and(|kind| kind.is_against());
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
