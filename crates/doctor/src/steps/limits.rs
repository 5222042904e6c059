//! The server's clock, the largest record, and many requests at once.

use super::{either, just};
use crate::clinic::Clinic;
use crate::report::Note;
use crate::says::Says;
use crate::wire::{Who, Wire};
use protocol::{Call, PullFrom, PushResult};
use serde_json::json;

/// A clock that is off by more is worth a word.
const TOLERANCE_MS: i64 = 2 * 60 * 1000;
/// Sizes of a record in kilobytes: what the app may write at most, and smaller ones.
const SIZES_KB: [usize; 5] = [60, 48, 32, 16, 8];
/// How many requests a busy device may send in a moment.
const BURST: usize = 30;
/// How many of them at the same time.
const AT_ONCE: usize = 6;

/// Whether the server tells its time, and whether the device's agrees.
pub(crate) async fn clock<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(clock_of(clinic).await)
}

async fn clock_of<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let place = clinic.place()?;
    let page = clinic.pull(&place, PullFrom::Start, 1).await?;
    let Some(server) = page.server_ms else { return Ok(just(Says::ClockNone)) };
    let off = server.saturating_sub(clinic.wire.now_ms());
    let mut notes = just(Says::ClockTold);
    if off.abs() > TOLERANCE_MS {
        notes.push(Note::with(Says::ClockOff, (off / 60_000).to_string()));
    }
    Ok(notes)
}

/// Whether a record as large as the app writes at most is taken; else how large one is.
pub(crate) async fn size<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(size_of(clinic).await)
}

async fn size_of<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let place = clinic.place()?;
    for (n, size) in SIZES_KB.iter().enumerate() {
        let body = clinic.body("large", json!("x".repeat(size * 1024)));
        let head = clinic.fresh(&place);
        let write = clinic.creation("phone", &head, &body);
        let result = clinic.push_one(write).await;
        let is_whole = matches!(result, Ok(PushResult::Done(_)))
            && clinic.read(&head).await?.is_some_and(|record| record.body.as_str().len() > size * 1024);
        match (is_whole, n) {
            (true, 0) => return Ok(just(Says::SizeTaken)),
            (true, _) => return Ok(vec![Note::with(Says::SizeLimited, size.to_string())]),
            (false, _) if result.is_err_and(|why| why.says == Says::Lost) => return Err(clinic.why()),
            _ => {}
        }
    }
    Ok(vec![Note::with(Says::SizeLimited, "8")])
}

/// Many small requests in a moment: is patience asked for, and can it be read how much?
pub(crate) async fn pressure<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(pressure_of(clinic).await)
}

async fn pressure_of<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let place = clinic.place()?;
    let session = clinic.session.clone();
    let call = Call::Pull { scope: place.scope, from: PullFrom::Start, limit: 1 };
    for _ in 0..BURST / AT_ONCE {
        clinic.talk(Who::Me, &session, vec![call.clone(); AT_ONCE]).await;
    }
    if clinic.log.iter().any(|(_, answer)| answer.is_none()) {
        return Ok(just(Says::Lost));
    }
    let slowed =
        clinic.log.iter().filter_map(|(_, answer)| answer.as_ref()).find(|answer| answer.status == 429);
    let Some(answer) = slowed else { return Ok(vec![Note::with(Says::NoLimitMet, BURST.to_string())]) };
    let wait = answer.headers.iter().find(|(name, _)| name == "retry-after").map(|(_, value)| value.clone());
    Ok(vec![match wait {
        Some(wait) => Note::with(Says::SlowedDown, wait),
        None => Note::of(Says::SlowedSilently),
    }])
}
