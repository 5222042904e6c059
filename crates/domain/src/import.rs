//! From a pasted policy text to numbered draft rules.
//!
//! The text may be anything: a regulation with chapters and articles, a list of advice, a page
//! whose line breaks got lost, with the page's clutter around it. Structure and wording alone
//! decide: no phrase of any particular text is known here. What is doubtful is flagged, never
//! guessed; and nothing is lost: every character of the source that is not white space stands in
//! a draft, in a chapter's heading or among what was dropped.
//!
//! The stages: `text` folds scripts and widths · `cut` makes pieces of lines, by the numbering
//! that `marker` reads and by `sentence`s · `clutter` finds what belongs to the page · `outline`
//! tells headings from rules · `wording` reads kind and addressee, by each clause's `force` ·
//! `ending` takes off what divides a draft from the next · `blank` and `broken` find what the owner must mend.

mod blank;
mod broken;
mod clutter;
mod cut;
mod ending;
mod force;
mod lexicon;
mod marker;
mod outline;
mod sentence;
mod text;
mod title;
mod wording;

pub use blank::blanks_in;
pub use broken::flaws;

use crate::kinds::{Binds, Rule, RuleKind};
use serde::Serialize;

/// What the importer made of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Import {
    /// The headings, in order.
    pub chapters: Vec<Chapter>,
    /// The drafts, numbered from 1.
    pub rules: Vec<DraftRule>,
    /// Places that must be filled in before the rules are published.
    pub blanks: Vec<Blank>,
    /// Drafts that look broken.
    pub flagged: Vec<Flag>,
    /// What is no rule.
    pub dropped: Vec<Dropped>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// Its words.
    pub title: String,
    /// Its numbering as it stood in the source, such as `第一章`; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// How deep it lies, from 1.
    pub level: u32,
}

/// A draft of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DraftRule {
    /// Its number.
    pub no: u32,
    /// How much it demands, by its wording.
    pub kind: RuleKind,
    /// Whom it binds, by its wording and chapter.
    pub binds: Binds,
    /// The rule.
    pub text: String,
    /// The heading that it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chapter: Option<String>,
    /// Its numbering as it stood in the source, such as `3.`; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What divided it from the next in the source, such as `；`; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub divider: String,
}

/// A place to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Blank {
    /// Its name; the draft has it in brackets, such as `[X3]`.
    pub name: String,
    /// The number of the draft.
    pub rule: u32,
    /// What stood in the source.
    pub was: String,
    /// The words before it.
    pub before: String,
    /// The words after it.
    pub after: String,
}

/// A draft that looks broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// The number of the draft.
    pub rule: u32,
    /// What looks wrong.
    pub why: Flaw,
}

/// What looks wrong with a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// It stops in the middle of a sentence.
    NoEnd,
    /// It starts in the middle of a sentence.
    NoStart,
    /// A word is missing.
    MissingWord,
    /// Two blanks stand side by side, as if something between them got lost.
    AdjacentBlanks,
    /// A bracket or quotation mark has no partner.
    Unbalanced,
    /// It was longer than a rule may be and is continued in the next one.
    Cut,
}

/// Something that is no rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// What stood there.
    pub text: String,
    /// Why it is no rule.
    pub why: DropReason,
}

/// Why something is no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DropReason {
    /// It belongs to the page around the text: counters, notices, navigation, comments.
    Page,
    /// It lists other documents.
    Listing,
    /// It introduces what follows.
    LeadIn,
    /// It sums up what was said.
    Summary,
    /// A heading without anything under it.
    EmptyHeading,
    /// Numbering or marks without words.
    NoWords,
}

impl Import {
    /// The drafts as rules, ready for [`crate::intent::write_rules_draft`].
    pub fn to_rules(&self) -> Vec<Rule> {
        let rule = |draft: &DraftRule| Rule {
            no: draft.no,
            kind: draft.kind.clone(),
            text: draft.text.clone(),
            chapter: draft.chapter.clone(),
            binds: draft.binds.clone(),
            locked: false,
            extra: Default::default(),
        };
        self.rules.iter().map(rule).collect()
    }
}

/// The kind of a rule that somebody writes by hand, by its wording; `None` where no word tells it.
pub fn kind_by_wording(words: &str) -> Option<RuleKind> {
    let folded = text::Text::new(words).fold(&(0..words.chars().count()));
    force::has_force(&folded).then(|| wording::kind(&folded, &wording::Hint::default()))
}

/// Makes drafts of a policy text. Total: every text gives an answer, in time linear in its length.
pub fn import(source: &str) -> Import {
    let text = text::Text::new(source);
    let pieces = cut::pieces(&text);
    let verdicts = clutter::judge(&text, &pieces);
    let mut import = outline::build(&text, &pieces, &verdicts);
    ending::close(&mut import);
    blank::name(&mut import);
    broken::flag(&mut import);
    import
}
