//! What is done about members and their posts, and what they report.

pub mod form;
pub mod lift;
pub mod list;
pub mod post_card;
pub mod report_form;
pub mod report_queue;

pub use form::MeasureForm;
pub use list::MeasureList;
pub use post_card::PostCard;
pub use report_form::ReportForm;
pub use report_queue::ReportQueue;

use domain::kinds::MeasureKind;
use words::Word;

/// What a measure is called.
pub fn kind_word(kind: &MeasureKind) -> Word {
    match kind {
        MeasureKind::Hidden => Word::MeasuresKindHidden,
        MeasureKind::Shown => Word::MeasuresKindShown,
        MeasureKind::EditAsked => Word::MeasuresKindEditAsked,
        MeasureKind::Warned => Word::MeasuresKindWarned,
        MeasureKind::Muted => Word::MeasuresKindMuted,
        MeasureKind::Unmuted => Word::MeasuresKindUnmuted,
        MeasureKind::Removed => Word::MeasuresKindRemoved,
        MeasureKind::Roles => Word::MeasuresKindRoles,
        MeasureKind::Other(_) => Word::MeasuresKindOther,
    }
}
