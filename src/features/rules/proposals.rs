//! Proposals for the rules: who wants what changed and why, what the others think, what came of it.

pub mod card;
pub mod decide;
pub mod form;
pub mod list;
pub mod publishing;
pub mod voices;

pub use form::ProposeForm;
pub use list::ProposalList;
pub use publishing::{StillAsked, TakenUp, TakenUpChoice, TakenUpIn};

use crate::i18n::Words;
use domain::kinds::{Proposal, ProposedChange};
use words::Word;

/// What a proposal would do, in a line.
pub fn what_of(words: Words, proposal: &Proposal) -> String {
    let no = proposal.rule.unwrap_or_default().to_string();
    match proposal.change {
        ProposedChange::Add => words.text(Word::ProposalsChangeAdd),
        ProposedChange::Drop => words.fill(Word::ProposalsChangeDrop, &[("no", &no)]),
        _ => words.fill(Word::ProposalsChangeReword, &[("no", &no)]),
    }
}
