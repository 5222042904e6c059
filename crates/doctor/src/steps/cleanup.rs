//! Taking back what was written, and saying what can't be.

use super::just;
use crate::clinic::Clinic;
use crate::report::Note;
use crate::says::Says;
use crate::wire::Wire;
use dialect::capabilities::Tombstones;
use protocol::{Head, Op, PushResult};

/// Takes everything back.
pub(crate) async fn clean_up<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    let made = std::mem::take(&mut clinic.made);
    let founded = std::mem::take(&mut clinic.founded);
    if made.is_empty() && founded.is_empty() {
        return just(Says::NothingWritten);
    }
    let (mut gone, mut left) = (0_usize, 0_usize);
    for head in &made {
        match take_back(clinic, head).await {
            Some(true) => gone += 1,
            Some(false) => {}
            None => left += 1,
        }
    }
    let mut notes = vec![match left {
        0 => Note::with(Says::Cleaned, gone.to_string()),
        left => Note::with(Says::LeftBehind, left.to_string()),
    }];
    if clinic.swept > 0 {
        notes.push(Note::with(Says::Swept, clinic.swept.to_string()));
    }
    if gone > 0 && clinic.profile.capabilities().tombstones != Tombstones::None {
        notes.push(Note::of(Says::MarksStay));
    }
    let mut space_stays = false;
    for head in &founded {
        space_stays |= take_back(clinic, head).await.is_none();
    }
    if space_stays || uses_own_space(clinic) {
        notes.push(Note::of(Says::SpaceStays));
    }
    notes
}

/// Whether it wrote into a space that an earlier examination founded.
fn uses_own_space<W: Wire>(clinic: &Clinic<'_, W>) -> bool {
    let space = clinic.place.as_ref().map(|place| &place.scope.space);
    space.is_some_and(|space| crate::is_probe(space.as_str()) && *space != crate::probe::nobodys_space())
}

/// Deletes a record. `Some`: whether there was one; `None`: it is still there, or may be.
async fn take_back<W: Wire>(clinic: &mut Clinic<'_, W>, head: &Head) -> Option<bool> {
    for _ in 0..2 {
        let Some(record) = clinic.read(head).await.ok()?.filter(|record| !record.deleted) else {
            return Some(false);
        };
        let now = clinic.wire.now_ms();
        let delete = clinic.maker.write("phone", &record.head, Op::Delete, Some(record.rev), now);
        if let Ok(PushResult::Done(_)) = clinic.push_one(delete).await {
            return Some(true);
        }
    }
    None
}
