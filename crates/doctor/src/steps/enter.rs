//! Reaching the backend, signing in, and which scopes there are.

use super::just;
use crate::clinic::Clinic;
use crate::probe::{Place, is_probe};
use crate::report::Note;
use crate::run::{Account, Options};
use crate::says::Says;
use crate::wire::{Who, Wire};
use dialect::capabilities::Accounts;
use dialect::{Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Audience, Call, Outcome, PersonId, RecordId};

/// The name of the doctor's device, where a list of sessions shows it.
const DEVICE: &str = "doctor";

/// The address answers, and in JSON.
pub(crate) async fn reach<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    let session = Session::default();
    let outcome = match clinic.ask(Who::Me, &session, &AccountCall::Hello).await {
        Some((outcome, _)) => outcome,
        // Without a greeting, whatever says who one is tells as much: it answers, or refuses.
        None => match clinic.call(&Call::Scopes).await {
            Outcome::Failed(protocol::Failure::SignedOut | protocol::Failure::Forbidden)
            | Outcome::Scopes(_) => {
                return sound(clinic);
            }
            other => return vec![clinic.why_failed(&other)],
        },
    };
    match outcome {
        AccountOutcome::Hello(hello) if hello.needs_setup && needs_accounts(clinic) => just(Says::NeedsSetup),
        AccountOutcome::Hello(_) => sound(clinic),
        _ => vec![clinic.why()],
    }
}

fn needs_accounts<W: Wire>(clinic: &Clinic<'_, W>) -> bool {
    clinic.profile.capabilities().accounts == Accounts::Proven
}

fn sound<W: Wire>(clinic: &Clinic<'_, W>) -> Vec<Note> {
    let answer = clinic.log.last().and_then(|(_, answer)| answer.as_ref());
    let kind = answer.and_then(|answer| answer.headers.iter().find(|(name, _)| name == "content-type"));
    match kind {
        Some((_, kind)) if !kind.contains("json") => {
            vec![Note::of(Says::Answers), Note::with(Says::OddType, kind)]
        }
        _ => just(Says::Answers),
    }
}

/// Signing in, after a wrong password was tried.
pub(crate) async fn sign_in<W: Wire>(clinic: &mut Clinic<'_, W>, options: &Options) -> Vec<Note> {
    let is_advisory = !needs_accounts(clinic);
    let Some(account) = &options.account else {
        return match (is_advisory, &clinic.session.person) {
            (true, None) => {
                clinic.session = Session::of(made_up("me"));
                just(Says::TakenAtWord)
            }
            (true, Some(_)) => just(Says::TakenAtWord),
            (false, Some(_)) => still_signed_in(clinic).await,
            (false, None) => just(Says::NoCredentials),
        };
    };
    let mut notes = Vec::new();
    if !is_advisory {
        notes.extend(wrong_password(clinic, account).await);
    }
    match enter(clinic, Who::Me, account).await {
        Ok(session) => {
            clinic.session = session;
            notes.push(Note::of(if is_advisory { Says::TakenAtWord } else { Says::SignedIn }));
        }
        Err(why) => notes.push(why),
    }
    notes
}

/// A person whom nobody else is, for backends that believe it. Always the same one, so that a later
/// examination finds what an earlier one left.
pub(crate) fn made_up(who: &str) -> PersonId {
    PersonId::new(RecordId::derived(&["doctor", who]).as_str())
}

async fn still_signed_in<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    let session = clinic.session.clone();
    match clinic.ask(Who::Me, &session, &AccountCall::Me).await {
        None | Some((AccountOutcome::Me(_), _)) => just(Says::SignedIn),
        Some((AccountOutcome::Refused(problem), _)) => vec![Note::with(Says::SignInRefused, problem.code)],
        Some(_) => vec![clinic.why()],
    }
}

/// Whether a wrong password is refused.
async fn wrong_password<W: Wire>(clinic: &mut Clinic<'_, W>, account: &Account) -> Option<Note> {
    let wrong = Account { password: [&account.password, "-not"].concat(), ..account.clone() };
    clinic.secrets.push(wrong.password.clone());
    match enter(clinic, Who::Nobody, &wrong).await {
        Ok(_) => Some(Note::of(Says::WrongTaken)),
        Err(note) if note.says == Says::SignInRefused => Some(Note::of(Says::WrongRefused)),
        Err(_) => None,
    }
}

/// Signs somebody in.
pub(crate) async fn enter<W: Wire>(
    clinic: &mut Clinic<'_, W>,
    who: Who,
    account: &Account,
) -> Result<Session, Note> {
    let call = AccountCall::SignIn {
        login: account.login.clone(),
        password: account.password.clone(),
        device: DEVICE.to_owned(),
    };
    match clinic.ask(who, &Session::default(), &call).await {
        Some((AccountOutcome::Me(_), SessionChange::Started(session))) => Ok(session),
        Some((AccountOutcome::Refused(problem), _)) => Err(Note::with(Says::SignInRefused, problem.code)),
        Some((AccountOutcome::Failed(protocol::Failure::SignedOut), _)) => {
            Err(Note::with(Says::SignInRefused, "401"))
        }
        Some(_) => Err(clinic.why()),
        None => Ok(Session::of(PersonId::new(&*account.login))),
    }
}

/// Ends the sessions that the examination began.
pub(crate) async fn leave<W: Wire>(clinic: &mut Clinic<'_, W>, options: &Options) {
    if options.account.is_some() && clinic.session.person.is_some() {
        let session = clinic.session.clone();
        clinic.ask(Who::Me, &session, &AccountCall::SignOut).await;
    }
    if let Some(session) = clinic.second.take() {
        clinic.ask(Who::Second, &session, &AccountCall::SignOut).await;
    }
}

/// Which scopes there are, and a place among them for the doctor's records: an own space of before,
/// else the private records of some space, else those of a space that is nobody's.
pub(crate) async fn scopes<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    let heads = match clinic.call(&Call::Scopes).await {
        Outcome::Scopes(heads) => heads,
        other => return vec![clinic.why_failed(&other)],
    };
    let private = || heads.iter().filter(|head| head.scope.audience == Audience::Private);
    let own = private().find(|head| is_probe(head.scope.space.as_str()));
    if let Some(head) = own.or_else(|| private().next()) {
        clinic.place = Some(Place::private(&head.scope.space));
    }
    vec![Note::with(Says::ScopesTold, heads.len().to_string())]
}
