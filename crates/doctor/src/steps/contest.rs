//! Several writers of one record: an old version, and six at the same moment.

use super::records::{edited, text_of};
use super::{either, just};
use crate::clinic::Clinic;
use crate::report::Note;
use crate::says::Says;
use crate::wire::{Who, Wire};
use dialect::capabilities::CompareAndSet;
use protocol::{Call, Outcome, PushResult, Record};

/// How often the change of an old version is tried.
const MOST_TRIES: u32 = 3;
/// How many write at the same moment.
const WRITERS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];

/// Changes a record that has changed since.
pub(crate) async fn stale<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    for _ in 0..MOST_TRIES {
        match stale_it(clinic).await {
            Ok(Some(says)) => return just(says),
            Ok(None) => {}
            Err(why) => return vec![why],
        }
    }
    just(Says::Lost)
}

/// `None`: the server asked for patience, so that nothing was shown.
async fn stale_it<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Option<Says>, Note> {
    let old = clinic.plant("first").await?;
    let by_app = clinic.profile.capabilities().compare_and_set == CompareAndSet::Emulated;
    let late = Call::Push(vec![clinic.change("laptop", &old, &edited(clinic, "late"))]);
    // Where the server compares, the late write is past the app's own look when the other one comes.
    let held = if by_app { None } else { clinic.hold(&late).await };
    let newer = clinic.change("phone", &old, &edited(clinic, "second"));
    clinic.push_one(newer).await?;
    let outcome = match held {
        Some(held) => clinic.let_go(held).await,
        None => clinic.call(&late).await,
    };
    if clinic.waited(&outcome).await {
        return Ok(None);
    }
    let Outcome::Pushed(results) = outcome else { return Err(clinic.why_failed(&outcome)) };
    let now = clinic.read(&old.head).await?.map(|record| text_of(&record));
    Ok(Some(match (now.as_deref(), results.as_slice()) {
        (Some("late"), _) | (_, [PushResult::Done(_)]) => Says::StaleTaken,
        (None, _) => Says::Unreadable,
        _ if by_app => Says::StaleByApp,
        _ => Says::StaleRefused,
    }))
}

/// Six writers, who all start from the same version, at the same moment. That one wins each time
/// is only ever seen, not proven.
pub(crate) async fn race<W: Wire>(clinic: &mut Clinic<'_, W>, rounds: u32) -> Vec<Note> {
    either(race_it(clinic, rounds).await)
}

async fn race_it<W: Wire>(clinic: &mut Clinic<'_, W>, rounds: u32) -> Result<Vec<Note>, Note> {
    let mut record = clinic.plant("start").await?;
    let (mut clean, mut torn, mut ran) = (0_u32, 0_u32, 0_u32);
    while ran < rounds.max(1) && !clinic.wire.is_stopped() {
        ran += 1;
        let winners = round(clinic, &record, ran).await;
        let Some(now) = clinic.read(&record.head).await? else { return Ok(just(Says::Unreadable)) };
        let stands = text_of(&now);
        match winners.as_slice() {
            [winner] if *winner == stands => clean += 1,
            [] => {}
            _ => torn += 1,
        }
        record = now;
    }
    let compares = clinic.profile.capabilities().compare_and_set;
    let of = |count: u32| format!("{count}/{ran}");
    Ok(vec![match (torn, compares) {
        (0, _) if clean == ran => Note::with(Says::OneWinner, ran.to_string()),
        (0, _) => Note::with(Says::NoWinner, of(ran - clean)),
        (_, CompareAndSet::Atomic) => Note::with(Says::NotAtomic, of(torn)),
        (_, CompareAndSet::Racy) => Note::with(Says::ManyWinners, of(torn)),
        (_, CompareAndSet::Emulated) => Note::with(Says::LastWins, of(torn)),
    }])
}

/// One round; gives what each of those wrote who were told that they won.
async fn round<W: Wire>(clinic: &mut Clinic<'_, W>, base: &Record, n: u32) -> Vec<String> {
    let texts: Vec<String> = WRITERS.iter().map(|writer| format!("{writer} {n}")).collect();
    let mut calls = Vec::new();
    for (writer, text) in WRITERS.iter().zip(&texts) {
        let body = edited(clinic, text);
        calls.push(Call::Push(vec![clinic.change(writer, base, &body)]));
    }
    let session = clinic.session.clone();
    let outcomes = clinic.talk(Who::Me, &session, calls).await;
    let won = |outcome: &Outcome| match outcome {
        Outcome::Pushed(results) => matches!(results.as_slice(), [PushResult::Done(_)]),
        _ => false,
    };
    texts.into_iter().zip(&outcomes).filter(|(_, outcome)| won(outcome)).map(|(text, _)| text).collect()
}
