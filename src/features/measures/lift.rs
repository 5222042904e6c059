//! The way back from a measure that can be lifted, offered right after it was taken.

use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{Toast, Toasts};
use domain::intent::NewMeasure;
use domain::kinds::MeasureKind;
use protocol::{PersonId, RecordId};
use words::Word;

/// What takes a measure of this kind back; nothing where that is no deed of its own.
pub fn lifting(kind: &MeasureKind) -> Option<MeasureKind> {
    match kind {
        MeasureKind::Hidden => Some(MeasureKind::Shown),
        MeasureKind::Muted => Some(MeasureKind::Unmuted),
        _ => None,
    }
}

/// A measure that lifts another: it rests on no rule.
pub fn lift(kind: MeasureKind, message: Option<RecordId>) -> NewMeasure {
    let message = message.filter(|_| kind.is_about_post());
    NewMeasure { kind, rule: None, reason: String::new(), message, minutes: None }
}

/// A toast that says that it is done, with the way back where there is one.
pub fn offer_way_back(
    (words, space, toasts): (Words, Space, Toasts),
    said: String,
    kind: &MeasureKind,
    (person, message): (PersonId, Option<RecordId>),
) {
    let Some(back) = lifting(kind) else { return toasts.say(said) };
    let undo = move || space.take_measure_now(&person, &lift(back.clone(), message.clone()));
    toasts.show(Toast::new(said).with_action(words.text(Word::RulesEditUndo), undo));
}
