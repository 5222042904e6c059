//! Announcements: as cards among the messages, in the rail that talk can't drown, and by themselves.

pub mod acts;
pub mod away;
pub mod card;
pub mod due;
pub mod fate;
pub mod form;
pub mod list;
pub mod rail;
pub mod roll;
pub mod said_already;
pub mod schedule;
pub mod staff;
pub mod writing;

pub use away::AwayNote;
pub use card::NoticeCard;
pub use due::DueNotices;
pub use form::NoticeForm;
pub use list::NoticeList;
pub use rail::NoticeRail;
pub use roll::NoticeRollList;
pub use staff::StaffActs;

use crate::i18n::Words;
use crate::ui::{Chip, IconName, Tone};
use domain::kinds::Importance;
use leptos::prelude::*;
use words::Word;

/// What an importance is called.
pub fn importance_word(importance: &Importance) -> Word {
    match importance {
        Importance::Normal => Word::NoticesImportanceNormal,
        Importance::Important => Word::NoticesImportanceImportant,
        Importance::Urgent => Word::NoticesImportanceUrgent,
        Importance::Other(_) => Word::NoticesImportanceOther,
    }
}

fn importance_icon(importance: &Importance) -> IconName {
    match importance {
        Importance::Important => IconName::Important,
        Importance::Urgent => IconName::Warn,
        Importance::Normal | Importance::Other(_) => IconName::Bell,
    }
}

/// How important something is: icon, word and color.
#[component]
pub fn ImportanceChip(
    /// How important.
    importance: Importance,
) -> impl IntoView {
    let words = Words::expect();
    let tone = match importance {
        Importance::Important => Tone::Ink,
        Importance::Urgent => Tone::Seal,
        Importance::Normal | Importance::Other(_) => Tone::Plain,
    };

    view! {
        <Chip tone icon=importance_icon(&importance)>
            {words.say(importance_word(&importance))}
        </Chip>
    }
}
