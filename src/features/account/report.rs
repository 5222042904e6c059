//! What the doctor found, in words: the whole, and step by step.

pub mod names;
pub mod says;

use crate::i18n::Words;
use crate::state::examination::{Finding, Note, Overall, Part, Report, Verdict};
use crate::state::{Examination, device};
use crate::ui::{Button, Chip, IconName, Note as Box, Toasts, Tone};
use leptos::prelude::*;
use words::Word;

/// The parts of a report in the order of their weight, without what works.
const PARTS: [(Part, Word); 4] = [
    (Part::Broken, Word::DoctorPartBroken),
    (Part::Untold, Word::DoctorPartUntold),
    (Part::Degraded, Word::DoctorPartDegraded),
    (Part::Unenforced, Word::DoctorPartUnenforced),
];

/// What follows from all steps, and what could be changed.
#[component]
pub fn Summary(
    /// The examination.
    examination: Examination,
) -> impl IntoView {
    let words = Words::expect();
    let toasts = Toasts::expect();
    let copy = Action::new_local(move |text: &String| {
        let answer = device::copy(text.clone());
        async move {
            if answer.await {
                toasts.say(words.text(Word::DoctorCopied));
            }
        }
    });

    move || {
        let report = examination.report().get()?;
        let (text, whole) = (as_text(words, &report), report.overall());
        let kept = words.fill(Word::DoctorKept, &[("when", &words.moment(report.at))]);
        Some(view! {
            <Box tone=tone(whole) icon=icon(whole)>
                <b>{words.text(overall(whole))}</b>
                <p class="soft small">{kept}</p>
            </Box>
            {sections(words, &report)
                .into_iter()
                .map(|(title, items)| view! { <Section title items /> })
                .collect_view()}
            <div>
                <Button is_busy=copy.pending() on_press=move || _ = copy.dispatch_local(text.clone())>
                    {words.text(Word::DoctorCopy)}
                </Button>
            </div>
        })
    }
}

#[component]
fn Section(title: String, items: Vec<String>) -> impl IntoView {
    view! {
        <div>
            <h3 class="doctor-part">{title}</h3>
            <ul class="doctor-list">
                {items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}
            </ul>
        </div>
    }
}

/// Every step, each with what was asked and answered behind it.
#[component]
pub fn StepList(
    /// The examination.
    examination: Examination,
) -> impl IntoView {
    let words = Words::expect();

    view! {
        <Show when=move || !examination.findings().read().is_empty()>
            <h3 class="doctor-part">{words.say(Word::DoctorSteps)}</h3>
            <ol class="doctor-steps">
                <For
                    each=move || examination.findings().get()
                    key=|finding| (finding.step, finding.exchanges.len())
                    let:finding
                >
                    <StepRow finding />
                </For>
            </ol>
        </Show>
    }
}

#[component]
fn StepRow(finding: Finding) -> impl IntoView {
    let words = Words::expect();
    let (step, verdict) = (names::step(finding.step), finding.verdict);
    let notes = StoredValue::new(finding.notes);
    let exchanges = finding.exchanges.iter().map(|exchange| exchange.text()).collect::<Vec<_>>();

    view! {
        <li class="doctor-step">
            <details>
                <summary class="doctor-step-head">
                    <span>{words.say(step)}</span>
                    <Chip tone=step_tone(verdict)>{words.say(verdict_word(verdict))}</Chip>
                </summary>
                <ul class="doctor-list">
                    {move || {
                        let said = |note: &Note| view! { <li>{note_text(words, note)}</li> };
                        notes.with_value(|notes| notes.iter().map(said).collect_view())
                    }}
                </ul>
                {(!exchanges.is_empty())
                    .then(|| {
                        view! {
                            <details>
                                <summary class="link small">{words.say(Word::DoctorEvidence)}</summary>
                                {exchanges
                                    .into_iter()
                                    .map(|text| view! { <pre class="doctor-exchange" tabindex="0">{text}</pre> })
                                    .collect_view()}
                            </details>
                        }
                    })}
            </details>
        </li>
    }
}

/// What was found, in words.
pub fn note_text(words: Words, note: &Note) -> String {
    words.fill(says::says(note.says), &[("detail", &note.detail)])
}

/// The sections of a report: a title and its sentences each.
fn sections(words: Words, report: &Report) -> Vec<(String, Vec<String>)> {
    let sentences =
        |part| report.notes(part).into_iter().map(|note| note_text(words, note)).collect::<Vec<_>>();
    let mut all: Vec<_> = PARTS.iter().map(|(part, title)| (words.text(*title), sentences(*part))).collect();
    let advice = report.advice().into_iter().filter_map(names::advice).map(|word| words.text(word));
    all.push((words.text(Word::DoctorPartMend), advice.collect()));
    all.push((words.text(Word::DoctorPartWorks), sentences(Part::Works)));
    all.retain(|(_, sentences)| !sentences.is_empty());
    all
}

/// The report as text, for the clipboard.
fn as_text(words: Words, report: &Report) -> String {
    let mut lines = vec![
        format!("{} · {}", report.profile, report.backend),
        words.fill(Word::DoctorKept, &[("when", &words.moment(report.at))]),
        words.text(overall(report.overall())),
    ];
    for (title, sentences) in sections(words, report) {
        lines.extend([String::new(), title]);
        lines.extend(sentences.into_iter().map(|sentence| ["- ", &sentence].concat()));
    }
    lines.extend([String::new(), words.text(Word::DoctorSteps)]);
    for finding in &report.findings {
        let (step, verdict) =
            (words.text(names::step(finding.step)), words.text(verdict_word(finding.verdict)));
        lines.push(format!("- {step}: {verdict}"));
    }
    lines.join("\n")
}

fn overall(overall: Overall) -> Word {
    match overall {
        Overall::Works => Word::DoctorOverallWorks,
        Overall::Limited => Word::DoctorOverallLimited,
        Overall::Fails => Word::DoctorOverallFails,
        Overall::Incomplete => Word::DoctorOverallIncomplete,
    }
}

fn tone(overall: Overall) -> Tone {
    match overall {
        Overall::Works => Tone::Jade,
        Overall::Limited | Overall::Incomplete => Tone::Amber,
        Overall::Fails => Tone::Rust,
    }
}

fn icon(overall: Overall) -> IconName {
    match overall {
        Overall::Works => IconName::Check,
        Overall::Limited => IconName::Info,
        Overall::Fails | Overall::Incomplete => IconName::Warn,
    }
}

fn verdict_word(verdict: Verdict) -> Word {
    match verdict {
        Verdict::Passed => Word::DoctorVerdictPassed,
        Verdict::Limited => Word::DoctorVerdictLimited,
        Verdict::Failed => Word::DoctorVerdictFailed,
        Verdict::Unknown => Word::DoctorVerdictUnknown,
        Verdict::Skipped => Word::DoctorVerdictSkipped,
    }
}

fn step_tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Passed => Tone::Jade,
        Verdict::Limited | Verdict::Unknown => Tone::Amber,
        Verdict::Failed => Tone::Rust,
        Verdict::Skipped => Tone::default(),
    }
}
