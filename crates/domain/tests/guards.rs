//! Term guards against terms and sentences that nobody here wrote.

use domain::guard::check::Terms;
use domain::guard::terms::{Haystack, TermList};
use domain::guard::{Check, Level, Post, Watch, judge};
use std::collections::BTreeMap;

const SAMPLE: &str = include_str!("samples/terms-zh/advertising.txt");
const ORDINARY: &str = include_str!("samples/ordinary.txt");
const TRADITIONAL: &str = include_str!("../data/variants/traditional.txt");
const SIMPLIFIED: &str = include_str!("../data/variants/simplified.txt");

/// How somebody writes a term who wants it to pass.
type Disguise = (&'static str, fn(&str) -> String);

const DISGUISES: &[Disguise] = &[
    ("as it is", str::to_owned),
    ("traditional", traditional),
    ("full width", full_width),
    ("capitals", |term| term.to_uppercase()),
    ("spaces", |term| between(term, " ")),
    ("wide spaces", |term| between(term, "\u{3000}")),
    ("nothing visible", |term| between(term, "\u{200b}\u{fe0f}")),
    ("stars", |term| between(term, "*")),
    ("dots and dashes", |term| between(term, "·-")),
    ("a line each", |term| if term.chars().count() > 2 { between(term, "\n") } else { term.to_owned() }),
    ("all of it", |term| full_width(&between(&traditional(term), " _ ")).to_uppercase()),
];

fn between(term: &str, gap: &str) -> String {
    term.chars().map(String::from).collect::<Vec<_>>().join(gap)
}

fn traditional(term: &str) -> String {
    // The first form that is written so; several may be.
    let forms: BTreeMap<char, char> =
        SIMPLIFIED.chars().zip(TRADITIONAL.chars()).collect::<Vec<_>>().into_iter().rev().collect();
    term.chars().map(|c| forms.get(&c).copied().unwrap_or(c)).collect()
}

fn full_width(term: &str) -> String {
    let wide = |c: char| match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
        other => other,
    };
    term.chars().map(wide).collect()
}

fn terms_of(text: &str) -> Vec<&str> {
    let mut terms: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn watch(terms: Terms) -> Watch {
    Watch { guards: vec![Check::Terms(terms).guard(1)], ..Watch::default() }
}

fn is_stopped(text: &str, watch: &Watch) -> bool {
    !judge(&Post::new(text, &protocol::RecordId::from("general")), watch, 0).is_empty()
}

#[test]
fn every_term_of_the_sample_is_caught_however_it_is_written() {
    let terms = terms_of(SAMPLE);
    assert!(terms.len() > 100);
    let mut missed = Vec::new();
    for term in &terms {
        let own = Terms { lists: Vec::new(), own: vec![(*term).to_owned()], level: Level::Hold };
        let watch = watch(own);
        for (name, disguise) in DISGUISES {
            let text = format!("各位，{}（详谈）", disguise(term));
            if !is_stopped(&text, &watch) {
                missed.push(format!("{term}, {name}: {text}"));
            }
        }
    }
    let tried = terms.len() * DISGUISES.len();
    println!("{} of {tried} disguised terms are caught", tried - missed.len());
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn every_term_that_comes_with_the_product_is_caught_however_it_is_written() {
    for list in TermList::KNOWN {
        let watch = watch(Terms { lists: vec![list.clone()], own: Vec::new(), level: Level::Hold });
        for term in list.terms() {
            for (name, disguise) in DISGUISES {
                assert!(is_stopped(&disguise(term), &watch), "{term}, {name}");
            }
        }
    }
}

/// The lists that come with the product stop nothing ordinary. What the whole sample would stop,
/// with its everyday words, shows what that takes: the figure is printed.
#[test]
fn two_thousand_ordinary_sentences_pass() {
    let ordinary: Vec<_> = ORDINARY.lines().collect();
    assert_eq!(ordinary.len(), 2_000);
    let ours = watch(Terms { lists: TermList::KNOWN.to_vec(), own: Vec::new(), level: Level::Hold });
    let stopped: Vec<_> = ordinary.iter().filter(|sentence| is_stopped(sentence, &ours)).collect();
    let sample = terms_of(SAMPLE);
    let by_sample: Vec<_> =
        ordinary.iter().filter_map(|sentence| Haystack::new(sentence).find(sample.iter().copied())).collect();
    println!("false positives in 2,000 ordinary sentences: {} by our lists", stopped.len());
    println!("the whole sample would stop {}: {}", by_sample.len(), by_sample.join(" "));
    assert!(stopped.is_empty(), "{stopped:?}");
}

#[test]
fn the_same_sentences_pass_the_other_guards_too() {
    use domain::guard::check::{Links, Promotion};
    let guards = [
        Check::Links(Links { allowed: Vec::new(), level: Level::Block }),
        Check::Promotion(Promotion { level: Level::Block }),
    ];
    let watch = Watch { guards: guards.iter().map(|check| check.guard(1)).collect(), ..Watch::default() };
    let stopped: Vec<_> = ORDINARY.lines().filter(|sentence| is_stopped(sentence, &watch)).collect();
    println!("false positives of links and offers in 2,000 ordinary sentences: {}", stopped.len());
    assert!(stopped.is_empty(), "{stopped:?}");
}
