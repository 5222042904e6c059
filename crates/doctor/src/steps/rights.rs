//! What the server itself enforces: sessions that do not hold, and other people.

use super::enter::{enter, made_up};
use super::records::text_of;
use super::{either, just};
use crate::clinic::Clinic;
use crate::report::Note;
use crate::run::Options;
use crate::says::Says;
use crate::wire::{Who, Wire};
use dialect::Session;
use dialect::capabilities::{Accounts, Enforced};
use protocol::{Call, Failure, Head, Op, Outcome, PersonId, PullFrom, Record};

/// What no server has given out.
const NO_TOKEN: &str = "doctor-no-such-token";

/// Lists with a session that does not hold.
pub(crate) async fn bad_token<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    if clinic.profile.capabilities().accounts == Accounts::Advisory {
        return just(Says::NoSessions);
    }
    let place = match clinic.place() {
        Ok(place) => place,
        Err(why) => return vec![why],
    };
    let token = clinic.session.token.as_ref().map(|_| NO_TOKEN.to_owned());
    let session = Session { token, refresh: None, ..clinic.session.clone() };
    let call = Call::Pull { scope: place.scope, from: PullFrom::Start, limit: 50 };
    let outcome = clinic.call_as(Who::Nobody, &session, &call).await;
    match outcome {
        Outcome::Failed(Failure::SignedOut | Failure::Forbidden) => just(Says::BadTokenRefused),
        _ if clinic.shows_ours(0) => just(Says::BadTokenReads),
        Outcome::Page(_) => just(Says::BadTokenEmpty),
        other => vec![clinic.why_failed(&other)],
    }
}

/// What somebody else may do with records that are not theirs.
pub(crate) async fn second<W: Wire>(clinic: &mut Clinic<'_, W>, options: &Options) -> Vec<Note> {
    either(second_of(clinic, options).await)
}

async fn second_of<W: Wire>(clinic: &mut Clinic<'_, W>, options: &Options) -> Result<Vec<Note>, Note> {
    let record = clinic.plant("mine").await?;
    let mut notes = vec![author(clinic).await?];
    let is_advisory = clinic.profile.capabilities().accounts == Accounts::Advisory;
    let other = match &options.second {
        Some(account) => match enter(clinic, Who::Second, account).await {
            Ok(session) => clinic.second.insert(session).clone(),
            Err(why) => return Ok(vec![Note::with(Says::SecondRefused, why.detail)]),
        },
        None if is_advisory => Session::of(made_up("somebody else")),
        None => {
            notes.push(Note::of(Says::NeedsSecond));
            return Ok(notes);
        }
    };
    notes.push(reads(clinic, &other, &record).await);
    notes.push(writes(clinic, &other, &record).await?);
    let enforces = clinic.profile.capabilities().enforces;
    let kept = |says, promise| match says {
        Says::OthersRead | Says::OthersWrite | Says::AuthorForged => !enforces.contains(&promise),
        _ => true,
    };
    let names = [
        (Says::AuthorForged, Enforced::Authorship, "authorship"),
        (Says::OthersRead, Enforced::Reading, "reading"),
        (Says::OthersWrite, Enforced::Writing, "writing"),
    ];
    for (says, promise, name) in names {
        if notes.iter().any(|note| note.says == says) && !kept(says, promise) {
            notes.push(Note::with(Says::PromiseBroken, name));
        }
    }
    Ok(notes)
}

/// Whether a record may name an author who did not write it.
async fn author<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Note, Note> {
    let place = clinic.place()?;
    let forged = made_up("an author");
    let own = clinic.fresh(&place);
    let head = Head { author: forged.clone(), ..own.clone() };
    let body = clinic.body("forged", serde_json::Value::Null);
    let write = clinic.creation("phone", &head, &body);
    clinic.push_one(write).await?;
    let stands: Option<PersonId> = clinic.read(&own).await?.map(|record| record.head.author);
    Ok(Note::of(if stands == Some(forged) { Says::AuthorForged } else { Says::AuthorKept }))
}

/// Whether somebody else gets to see the record, by itself or in the list.
async fn reads<W: Wire>(clinic: &mut Clinic<'_, W>, other: &Session, record: &Record) -> Note {
    let from = clinic.log.len();
    let (scope, id) = (record.head.scope.clone(), record.head.id.clone());
    clinic.call_as(Who::Second, other, &Call::Read { scope: scope.clone(), id }).await;
    clinic.call_as(Who::Second, other, &Call::Pull { scope, from: PullFrom::Start, limit: 50 }).await;
    Note::of(if clinic.shows_ours(from) { Says::OthersRead } else { Says::ReadingKept })
}

/// Whether somebody else can change or delete the record.
async fn writes<W: Wire>(clinic: &mut Clinic<'_, W>, other: &Session, record: &Record) -> Result<Note, Note> {
    let body = super::records::edited(clinic, "not mine");
    let change = clinic.change("stranger", record, &body);
    clinic.call_as(Who::Second, other, &Call::Push(vec![change])).await;
    let Some(now) = clinic.read(&record.head).await? else { return Ok(Note::of(Says::OthersWrite)) };
    if text_of(&now) != "mine" {
        return Ok(Note::of(Says::OthersWrite));
    }
    let at = clinic.wire.now_ms();
    let delete = clinic.maker.write("stranger", &record.head, Op::Delete, Some(now.rev), at);
    clinic.call_as(Who::Second, other, &Call::Push(vec![delete])).await;
    let stays = clinic.read(&record.head).await?.is_some_and(|record| !record.deleted);
    Ok(Note::of(if stays { Says::WritingKept } else { Says::OthersWrite }))
}

impl<W: Wire> Clinic<'_, W> {
    /// Whether some answer since `from` shows a record of this examination.
    fn shows_ours(&self, from: usize) -> bool {
        let run = self.maker.run();
        let answers =
            self.log.get(from..).unwrap_or_default().iter().filter_map(|(_, answer)| answer.as_ref());
        answers.into_iter().any(|answer| (200..300).contains(&answer.status) && answer.body.contains(run))
    }
}
