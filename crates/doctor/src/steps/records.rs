//! One record: created, read back to the letter, created again, changed.

use super::{either, just};
use crate::clinic::Clinic;
use crate::exact::{first_difference, specimen};
use crate::probe::{Place, is_probe, nobodys_space};
use crate::report::Note;
use crate::says::Says;
use crate::wire::Wire;
use dialect::capabilities::CompareAndSet;
use domain::intent::{self, NewSpace};
use domain::policy::Actor;
use protocol::{Head, PullFrom, PushResult, Record, SpaceId};
use serde_json::Value;

/// How many records are looked through for leftovers.
const MOST_LEFTOVERS: u32 = 200;

/// Creates a record, in the first place that takes one.
pub(crate) async fn create<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    let nobodys = Place::private(&nobodys_space());
    let ready = clinic.place.take().into_iter().chain([nobodys]);
    let mut why = Note::of(Says::CreateRefused);
    for place in ready {
        match attempt(clinic, place).await {
            Ok(notes) => return notes,
            Err(note) => why = note,
        }
    }
    // A server that knows spaces wants one: it is founded, and kept where it can't be taken back.
    let Some(space) = found(clinic).await else { return vec![why] };
    for place in [Place::private(&space), Place::stream(&space)] {
        match attempt(clinic, place).await {
            Ok(notes) => return notes,
            Err(note) => why = note,
        }
    }
    vec![why]
}

async fn attempt<W: Wire>(clinic: &mut Clinic<'_, W>, place: Place) -> Result<Vec<Note>, Note> {
    let (head, body) = (clinic.fresh(&place), clinic.body("doctor", specimen()));
    let write = clinic.creation("phone", &head, &body);
    let result = clinic.push_one(write.clone()).await;
    match result {
        Ok(PushResult::Done(_)) => {
            sweep(clinic, &place).await;
            clinic.place = Some(place);
            clinic.first = Some((write, body));
            Ok(just(Says::Created))
        }
        Ok(PushResult::Refused(problem)) => {
            clinic.forget(&head.id);
            Err(Note::with(Says::CreateRefused, problem.code))
        }
        Ok(_) => Err(altered(clinic, &body).unwrap_or_else(|| clinic.why())),
        Err(why) => Err(altered(clinic, &body).unwrap_or(why)),
    }
}

/// Where the record that the last answer shows differs from what was written, so much that it can't
/// be read as one.
fn altered<W: Wire>(clinic: &Clinic<'_, W>, body: &Value) -> Option<Note> {
    let (_, answer) = clinic.log.last()?;
    let shown: Value = serde_json::from_str(&answer.as_ref()?.body).ok()?;
    let found = holder(&shown, body.get("run")?)?;
    first_difference(body, found).map(|place| Note::with(Says::Altered, place))
}

/// The object that holds the text of this examination.
fn holder<'a>(value: &'a Value, run: &Value) -> Option<&'a Value> {
    match value {
        Value::Object(members) if members.get("run") == Some(run) => Some(value),
        Value::Object(members) => members.values().find_map(|value| holder(value, run)),
        Value::Array(items) => items.iter().find_map(|value| holder(value, run)),
        _ => None,
    }
}

/// Remembers what an earlier examination left behind, so that it goes with the rest.
async fn sweep<W: Wire>(clinic: &mut Clinic<'_, W>, place: &Place) {
    let Ok(page) = clinic.pull(place, PullFrom::Start, MOST_LEFTOVERS).await else { return };
    let run = clinic.maker.run().to_owned();
    let is_old = |record: &Record| {
        is_probe(record.head.id.as_str())
            && record.head.kind.as_str() == place.kind
            && !record.deleted
            && run_of(record).is_some_and(|of| of != run)
    };
    let old: Vec<Head> = page.records.into_iter().filter(is_old).map(|record| record.head).collect();
    clinic.swept += old.len();
    clinic.made.extend(old);
}

/// Founds a space of the doctor's own.
async fn found<W: Wire>(clinic: &mut Clinic<'_, W>) -> Option<SpaceId> {
    let now = clinic.wire.now_ms();
    let space = SpaceId::new(clinic.maker.id(now).as_str());
    let actor = Actor { person: clinic.me(), membership: None, may_found: true };
    let typed = NewSpace {
        name: "Doctor-Connection test".to_owned(),
        purpose: "Made by the connection test; holds nothing.".to_owned(),
        for_whom: String::new(),
        not_for: String::new(),
        locale: "en".to_owned(),
        ..NewSpace::default()
    };
    let who = intent::Profile { real_name: "Connection test".to_owned(), ..intent::Profile::default() };
    let writes = intent::create_space(&actor, now, &space, &typed, &who, Vec::new()).ok()?;
    for write in writes {
        let mutation = clinic.maker.write("phone", &write.head, write.op, None, now);
        let Ok(PushResult::Done(_)) = clinic.push_one(mutation).await else { return None };
        clinic.founded.insert(0, write.head);
    }
    Some(space)
}

/// Reads the record back, to the letter.
pub(crate) async fn read_back<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    let Some((write, body)) = clinic.first.clone() else { return just(Says::NotReached) };
    let record = match clinic.read(&write.head).await {
        Ok(Some(record)) => record,
        Ok(None) => return just(Says::Unreadable),
        Err(why) => return vec![why],
    };
    let found: Value = record.body.read().unwrap_or_default();
    let mut notes = vec![match first_difference(&body, &found) {
        None => Note::of(Says::Exact),
        Some(place) => Note::with(Says::Altered, place),
    }];
    notes.push(Note::of(if clinic.profile.maps_ids() { Says::IdsMapped } else { Says::OwnIds }));
    notes
}

/// Sends the same creation again, and then another under the same id.
pub(crate) async fn replay<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(replay_it(clinic).await)
}

async fn replay_it<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let (first, body) = clinic.first.clone().ok_or_else(|| Note::of(Says::NotReached))?;
    let place = clinic.place()?;
    let before = sightings(clinic, &place).await?;
    clinic.push_one(first.clone()).await?;
    let after = sightings(clinic, &place).await?;
    if after > before {
        return Ok(just(Says::ReplayTwice));
    }
    let other = clinic.creation("laptop", &first.head, &clinic.body("another", Value::Null));
    clinic.push_one(other).await?;
    let found = clinic.read(&first.head).await?.map(|record| record.body.read::<Value>().unwrap_or_default());
    Ok(just(match found {
        Some(found) if first_difference(&body, &found).is_none() => Says::ReplayOnce,
        Some(found) if found.get("text").is_some_and(|text| text == "another") => Says::ReplayOverwrites,
        Some(_) => Says::ReplayOnce,
        None => Says::Unreadable,
    }))
}

/// How often this examination's text stands in the answers to a list.
async fn sightings<W: Wire>(clinic: &mut Clinic<'_, W>, place: &Place) -> Result<usize, Note> {
    let from = clinic.log.len();
    clinic.pull(place, PullFrom::Start, MOST_LEFTOVERS).await?;
    let run = clinic.maker.run();
    let lists = clinic.log.get(from..).unwrap_or_default().iter().filter_map(|(_, answer)| answer.as_ref());
    Ok(lists.map(|answer| answer.body.matches(run).count()).sum())
}

/// Changes the record, and looks at its version.
pub(crate) async fn update<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(update_it(clinic).await)
}

async fn update_it<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let before = clinic.plant("before").await?;
    let changed = edited(clinic, "after");
    let write = clinic.change("phone", &before, &changed);
    match clinic.push_one(write).await? {
        PushResult::Done(_) => {}
        PushResult::Refused(problem) => return Ok(vec![Note::with(Says::UpdateRefused, problem.code)]),
        PushResult::Conflict(_) => return Ok(vec![Note::with(Says::UpdateRefused, "conflict")]),
        PushResult::Retry(_) | PushResult::Unsent => return Err(clinic.why()),
    }
    let Some(after) = clinic.read(&before.head).await? else { return Ok(just(Says::Unreadable)) };
    if text_of(&after) != "after" {
        return Ok(just(Says::UpdateLost));
    }
    let is_told = !dialect::is_made_up(&after.rev) && after.rev != before.rev;
    let compares = clinic.profile.capabilities().compare_and_set != CompareAndSet::Emulated;
    let mut notes = just(Says::Updated);
    match (compares, is_told) {
        (true, true) => notes.push(Note::of(Says::VersionTold)),
        (true, false) => notes.push(Note::of(Says::VersionHidden)),
        (false, _) => {}
    }
    Ok(notes)
}

/// A changed body: with the time of the edit, as a message has it.
pub(crate) fn edited<W: Wire>(clinic: &Clinic<'_, W>, text: &str) -> Value {
    let mut body = clinic.body(text, Value::Null);
    if let Value::Object(members) = &mut body {
        members.insert("edited_at".to_owned(), clinic.wire.now_ms().into());
    }
    body
}

/// What a record of the doctor's says.
pub(crate) fn text_of(record: &Record) -> String {
    member(record, "text").unwrap_or_default()
}

/// The examination that a record of the doctor's is of.
fn run_of(record: &Record) -> Option<String> {
    member(record, "run")
}

fn member(record: &Record, name: &str) -> Option<String> {
    let body: Value = record.body.read().ok()?;
    body.get(name).and_then(Value::as_str).map(str::to_owned)
}
