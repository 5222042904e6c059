//! Rules: the pinned panel, the clauses and what changed in them, reading and stamping, writing and
//! publishing, who has confirmed.

pub mod ask_publish;
pub mod clauses;
pub mod draft;
pub mod draft_list;
pub mod draft_rule;
pub mod dropped;
pub mod duties;
pub mod edited_rule;
pub mod editions;
pub mod editor;
pub mod import;
pub mod marks;
pub mod panel;
pub mod proposals;
pub mod publish;
pub mod questions;
pub mod reader;
pub mod roll;
pub mod rule_menu;
pub mod since;
pub mod stamped;

pub use clauses::Clauses;
pub use duties::MyDuties;
pub use editions::Editions;
pub use editor::RulesEditor;
pub use panel::RulesPanel;
pub use proposals::{ProposalList, ProposeForm};
pub use questions::{RuleQuestions, asked_here};
pub use reader::RulesReader;
pub use roll::ConfirmationRoll;

use domain::kinds::{Binds, RuleKind};
use words::Word;

/// The kinds in the order of the panel: what binds first.
pub const KINDS: [RuleKind; 3] = [RuleKind::Must, RuleKind::Should, RuleKind::Forbidden];

/// The word for a kind, and the word that explains it. A kind of a later version reads as a duty,
/// so that nobody takes it for mere advice.
pub fn kind_words(kind: &RuleKind) -> (Word, Word) {
    match kind {
        RuleKind::Should => (Word::RulesKindShould, Word::RulesKindShouldGloss),
        RuleKind::Forbidden => (Word::RulesKindForbidden, Word::RulesKindForbiddenGloss),
        _ => (Word::RulesKindMust, Word::RulesKindMustGloss),
    }
}

/// The word for whom a rule binds.
pub fn binds_word(binds: &Binds) -> Word {
    match binds {
        Binds::Admins => Word::RulesBindsAdmins,
        Binds::Trainers => Word::RulesBindsTrainers,
        Binds::Procedure => Word::RulesBindsProcedure,
        _ => Word::RulesBindsAll,
    }
}
