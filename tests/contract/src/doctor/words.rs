//! The doctor's words in English, from the app's own table.

use doctor::{Finding, Note, Overall, Part, Report, Says, Step, Verdict};
use serde_json::Value;
use std::sync::LazyLock;

static TABLE: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../locales/en/doctor.json")).unwrap_or_default()
});

/// A sentence of the table; its key where there is none.
pub fn say(key: &str) -> String {
    let key = format!("doctor.{key}");
    TABLE.get(&key).and_then(Value::as_str).map_or_else(|| key.clone(), str::to_owned)
}

/// What was found, in words.
pub fn note(note: &Note) -> String {
    say(&format!("says.{}", note.says.key())).replace("{detail}", &note.detail)
}

/// What could be changed, in words.
pub fn advice(says: Says) -> String {
    say(&format!("mend.{}", says.key()))
}

/// A step's name.
pub fn step(step: Step) -> String {
    say(&format!("step.{}", step.key()))
}

/// A verdict in a word.
pub fn verdict(verdict: Verdict) -> String {
    say(match verdict {
        Verdict::Passed => "verdict.passed",
        Verdict::Limited => "verdict.limited",
        Verdict::Failed => "verdict.failed",
        Verdict::Unknown => "verdict.unknown",
        Verdict::Skipped => "verdict.skipped",
    })
}

/// A finding on a few lines.
pub fn finding(finding: &Finding) -> String {
    let mut text = format!("{:<8} {}", verdict(finding.verdict), step(finding.step));
    for found in &finding.notes {
        text.push_str(&format!("\n         {}", note(found)));
    }
    text
}

/// The whole report as text.
pub fn report(report: &Report) -> String {
    let mut lines = vec![say(match report.overall() {
        Overall::Works => "overall.works",
        Overall::Limited => "overall.limited",
        Overall::Fails => "overall.fails",
        Overall::Incomplete => "overall.incomplete",
    })];
    let parts = [
        (Part::Broken, "part.broken"),
        (Part::Untold, "part.untold"),
        (Part::Degraded, "part.degraded"),
        (Part::Unenforced, "part.unenforced"),
        (Part::Works, "part.works"),
    ];
    for (part, title) in parts {
        section(&mut lines, &say(title), report.notes(part).into_iter().map(note));
    }
    section(&mut lines, &say("part.mend"), report.advice().into_iter().map(advice));
    lines.join("\n")
}

fn section(lines: &mut Vec<String>, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
    if !items.is_empty() {
        lines.extend([String::new(), title.to_owned()]);
        lines.extend(items);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_the_doctor_says_has_words() {
        let says = Says::ALL.iter().map(|says| format!("doctor.says.{}", says.key()));
        let mend = Says::ALL.iter().filter(|says| says.has_advice());
        let mend = mend.map(|says| format!("doctor.mend.{}", says.key()));
        let steps = Step::ALL.iter().map(|step| format!("doctor.step.{}", step.key()));
        let missing: Vec<String> =
            says.chain(mend).chain(steps).filter(|key| TABLE.get(key).is_none()).collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
