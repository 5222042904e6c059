//! The importer against labels that were given by reading: what each rule demands, and of whom.
//!
//! A line of `samples/labels` is a kind, whom it binds and how the draft begins, in the order of the
//! text. That the drafts are those very rules, no more and no fewer, has to hold everywhere; of the
//! kinds and of whom they bind nine in ten.

#![cfg(test)]

use domain::import::{DraftRule, import};

/// A policy text and its labels.
macro_rules! sample {
    ($file:literal, $labels:literal) => {
        (
            $labels,
            include_str!(concat!("samples/", $file)),
            include_str!(concat!("samples/labels/", $labels, ".txt")),
        )
    };
}

const SAMPLES: [(&str, &str, &str); 6] = [
    sample!("regulation.zh-Hant.txt", "regulation"),
    sample!("advice.zh-Hans.txt", "advice"),
    sample!("company.zh-Hans.txt", "company"),
    sample!("school.zh-Hant.txt", "school"),
    sample!("makerspace.en.txt", "makerspace"),
    sample!("notice.zh-Hans.txt", "notice"),
];

/// What was read in a rule.
struct Label<'a> {
    kind: &'a str,
    binds: &'a str,
    begins: &'a str,
}

fn labels(text: &str) -> Vec<Label<'_>> {
    let label = |line| {
        let mut parts = str::splitn(line, 3, ' ');
        let mut part = || parts.next().expect("a kind, whom it binds, and the beginning");
        Label { kind: part(), binds: part(), begins: part() }
    };
    text.lines().map(label).collect()
}

/// How many drafts of `rules` fit their labels by `fits`; the others are told.
fn agreeing(
    name: &str,
    rules: &[DraftRule],
    labels: &[Label<'_>],
    of: fn(&DraftRule, &Label<'_>) -> (String, String),
) -> usize {
    let differs = |(rule, label): &(&DraftRule, &Label<'_>)| {
        let (found, read) = of(rule, label);
        if found != read {
            eprintln!("{name} {}: found {found}, read {read}: {}", rule.no, rule.text);
        }
        found == read
    };
    rules.iter().zip(labels).filter(differs).count()
}

#[test]
fn every_labelled_rule_becomes_a_draft_and_nothing_else_does() {
    for (name, text, read) in SAMPLES {
        let (rules, labels) = (import(text).rules, labels(read));
        for (rule, label) in rules.iter().zip(&labels) {
            assert!(
                rule.text.starts_with(label.begins),
                "{name} {}: {} is not {}",
                rule.no,
                rule.text,
                label.begins
            );
        }
        assert_eq!(rules.len(), labels.len(), "{name}");
    }
}

/// The samples of which fewer than nine in ten fit by `of`.
fn failing(what: &str, of: fn(&DraftRule, &Label<'_>) -> (String, String)) -> Vec<String> {
    let share = |(name, text, read): (&str, &str, &str)| {
        let (rules, labels) = (import(text).rules, labels(read));
        let right = agreeing(name, &rules, &labels, of);
        eprintln!("{name}: {right} of {} {what}", labels.len());
        (right * 10 < labels.len() * 9).then(|| name.to_owned())
    };
    SAMPLES.into_iter().filter_map(share).collect()
}

#[test]
fn nine_in_ten_kinds_are_those_that_were_read() {
    let failing = failing("kinds", |rule, label| (rule.kind.as_str().to_owned(), label.kind.to_owned()));
    assert_eq!(failing, Vec::<String>::new());
}

#[test]
fn nine_in_ten_bind_whom_they_were_read_to_bind() {
    let failing = failing("bindings", |rule, label| (rule.binds.as_str().to_owned(), label.binds.to_owned()));
    assert_eq!(failing, Vec::<String>::new());
}
