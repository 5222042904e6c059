//! Deleting, and what becomes of a creation that comes again afterwards.

use super::either;
use super::just;
use super::records::text_of;
use crate::clinic::Clinic;
use crate::report::Note;
use crate::says::Says;
use crate::wire::Wire;
use dialect::capabilities::Tombstones;
use protocol::{Op, PushResult};

/// Deletes a record, and looks for it.
pub(crate) async fn delete<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(delete_it(clinic).await)
}

async fn delete_it<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let record = clinic.plant("to go").await?;
    let now = clinic.wire.now_ms();
    let write = clinic.maker.write("phone", &record.head, Op::Delete, Some(record.rev.clone()), now);
    match clinic.push_one(write).await? {
        PushResult::Done(_) => {}
        PushResult::Refused(problem) => return Ok(vec![Note::with(Says::DeleteRefused, problem.code)]),
        _ => return Err(clinic.why()),
    }
    let is_there = clinic.read(&record.head).await?.is_some_and(|record| !record.deleted);
    let by_mark = clinic.profile.capabilities().tombstones == Tombstones::Soft;
    Ok(just(match (is_there, by_mark) {
        (true, _) => Says::DeleteLost,
        (false, true) => Says::DeletedByMark,
        (false, false) => Says::Deleted,
    }))
}

/// Deletes a record, and sends its creation again, from its own device and from another.
pub(crate) async fn resurrect<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(resurrect_it(clinic).await)
}

async fn resurrect_it<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let place = clinic.place()?;
    let (head, body) = (clinic.fresh(&place), clinic.body("once", serde_json::Value::Null));
    let create = clinic.creation("phone", &head, &body);
    clinic.push_one(create.clone()).await?;
    let record = clinic.read(&head).await?.ok_or_else(|| Note::of(Says::Unreadable))?;
    let now = clinic.wire.now_ms();
    let delete = clinic.maker.write("phone", &head, Op::Delete, Some(record.rev), now);
    if !matches!(clinic.push_one(delete).await?, PushResult::Done(_)) {
        return Ok(just(Says::NotReached));
    }
    let again = clinic.creation("laptop", &head, &clinic.body("again", serde_json::Value::Null));
    for creation in [create, again] {
        clinic.push_one(creation).await?;
        let back = clinic.read(&head).await?.filter(|record| !record.deleted);
        if let Some(record) = back {
            return Ok(vec![Note::with(Says::Resurrects, text_of(&record))]);
        }
    }
    Ok(just(Says::StaysDeleted))
}
