//! Lists: what changed since, page by page, and filters that nobody knows.

use super::records::{edited, text_of};
use super::{either, just};
use crate::clinic::{Clinic, MOST_PAGES};
use crate::probe::Place;
use crate::report::Note;
use crate::says::Says;
use crate::wire::{Who, Wire};
use dialect::capabilities::FeedKind;
use dialect::{Method, Request};
use protocol::{Call, Cursor, Head, Op, PullFrom, PushResult, Record, RecordId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How many records are created in one go.
const CROWD: usize = 12;

/// What a feed brought.
#[derive(Default)]
struct Brought {
    /// The last that was said of each record.
    last: BTreeMap<RecordId, Record>,
    /// The ids of all that live, where the feed tells so much.
    living: Option<BTreeSet<RecordId>>,
    cursor: Option<Cursor>,
    is_endless: bool,
}

/// Takes the feed's place, makes changes of every sort, and asks what changed.
pub(crate) async fn changes<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(changes_of(clinic).await)
}

async fn changes_of<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let place = clinic.place()?;
    let (changing, going) = (clinic.plant("to be changed").await?, clinic.plant("to be deleted").await?);
    let start = start(clinic, &place).await?;

    let crowd = crowd(clinic, &place).await?;
    let change = clinic.change("phone", &changing, &edited(clinic, "changed"));
    clinic.push_one(change).await?;
    let now = clinic.wire.now_ms();
    let delete = clinic.maker.write("phone", &going.head, Op::Delete, Some(going.rev.clone()), now);
    let is_deleted = matches!(clinic.push_one(delete).await?, PushResult::Done(_));

    let brought = follow(clinic, &place, start).await?;
    let mut notes = vec![judge(&brought, &crowd, &changing)];
    if clinic.profile.capabilities().feed == FeedKind::FullDiff {
        notes.push(Note::of(Says::FeedByListing));
    }
    if is_deleted {
        let shown = brought.last.get(&going.head.id).is_some_and(|record| record.deleted)
            || brought.living.as_ref().is_some_and(|living| !living.contains(&going.head.id));
        notes.push(Note::of(if shown { Says::DeletionsShown } else { Says::DeletionsHidden }));
    }
    Ok(notes)
}

/// The place in the feed after everything that is there.
async fn start<W: Wire>(clinic: &mut Clinic<'_, W>, place: &Place) -> Result<Cursor, Note> {
    let mut page = clinic.pull(place, PullFrom::Start, 50).await?;
    // Where a first load runs forward, its last page tells where changes go on.
    for _ in 0..MOST_PAGES {
        match page.back.take().filter(|_| page.next.is_none()) {
            Some(back) => page = clinic.pull(place, PullFrom::Back(back), 50).await?,
            None => break,
        }
    }
    let cursor = page.next.ok_or_else(|| clinic.why())?;
    // Where the feed looks back a little, the end is further on.
    Ok(follow(clinic, place, cursor.clone()).await?.cursor.unwrap_or(cursor))
}

/// Creates many records at the same moment.
async fn crowd<W: Wire>(clinic: &mut Clinic<'_, W>, place: &Place) -> Result<Vec<Head>, Note> {
    let mut calls = Vec::new();
    let mut heads = Vec::new();
    for n in 0..CROWD {
        let (head, body) = (clinic.fresh(place), clinic.body(&format!("crowd {n}"), Value::Null));
        calls.push(Call::Push(vec![clinic.creation("phone", &head, &body)]));
        heads.push(head);
    }
    let session = clinic.session.clone();
    let outcomes = clinic.talk(Who::Me, &session, calls).await;
    let taken = heads.into_iter().zip(outcomes).filter(|(_, outcome)| match outcome {
        protocol::Outcome::Pushed(results) => matches!(results.as_slice(), [PushResult::Done(_)]),
        _ => false,
    });
    let taken: Vec<Head> = taken.map(|(head, _)| head).collect();
    if taken.is_empty() { Err(clinic.why()) } else { Ok(taken) }
}

/// Asks what changed since, in small pages, until nothing more waits.
async fn follow<W: Wire>(clinic: &mut Clinic<'_, W>, place: &Place, from: Cursor) -> Result<Brought, Note> {
    let mut brought = Brought { cursor: Some(from.clone()), ..Brought::default() };
    let mut cursor = from;
    for _ in 0..MOST_PAGES {
        let page = clinic.pull(place, PullFrom::Since(cursor.clone()), 4).await?;
        if let Some(ids) = page.all_ids {
            brought.living = Some(ids.into_iter().collect());
        }
        for record in page.records {
            brought.last.insert(record.head.id.clone(), record);
        }
        if let Some(next) = page.next {
            cursor = next;
        }
        brought.cursor = Some(cursor.clone());
        if !page.more {
            return Ok(brought);
        }
    }
    brought.is_endless = true;
    Ok(brought)
}

fn judge(brought: &Brought, crowd: &[Head], changed: &Record) -> Note {
    let expected = crowd.iter().map(|head| &head.id).chain([&changed.head.id]);
    let missing = expected.filter(|id| !brought.last.contains_key(*id)).count();
    if brought.is_endless {
        Note::of(Says::FeedEndless)
    } else if missing > 0 {
        Note::with(Says::FeedMisses, format!("{missing}/{}", crowd.len() + 1))
    } else if brought.last.get(&changed.head.id).is_some_and(|record| text_of(record) != "changed") {
        Note::of(Says::FeedStale)
    } else {
        Note::of(Says::FeedComplete)
    }
}

/// Lists everything three at a time: each record once, and an end.
pub(crate) async fn pages<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(pages_of(clinic).await)
}

async fn pages_of<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let place = clinic.place()?;
    let mut seen: Vec<RecordId> = Vec::new();
    let first = clinic.pull(&place, PullFrom::Start, 3).await?;
    let (mut page, mut rounds) = (first, 0);
    loop {
        seen.extend(page.records.iter().map(|record| record.head.id.clone()));
        let from = match (page.back.take(), page.more.then(|| page.next.take()).flatten()) {
            (Some(back), _) => PullFrom::Back(back),
            (None, Some(next)) => PullFrom::Since(next),
            (None, None) => break,
        };
        rounds += 1;
        if rounds > MOST_PAGES {
            return Ok(just(Says::PagesEndless));
        }
        page = clinic.pull(&place, from, 3).await?;
    }
    let distinct: BTreeSet<&RecordId> = seen.iter().collect();
    let mut missing = 0;
    for head in clinic.made.clone() {
        if !distinct.contains(&head.id) && clinic.read(&head).await?.is_some_and(|record| !record.deleted) {
            missing += 1;
        }
    }
    Ok(vec![match missing {
        0 => Note::of(Says::PagesOnce),
        missing => Note::with(Says::PagesMiss, missing.to_string()),
    }])
}

/// Asks a list that was asked before, with a parameter that nobody knows.
pub(crate) async fn filters<W: Wire>(clinic: &mut Clinic<'_, W>) -> Vec<Note> {
    either(filters_of(clinic).await)
}

async fn filters_of<W: Wire>(clinic: &mut Clinic<'_, W>) -> Result<Vec<Note>, Note> {
    let place = clinic.place()?;
    clinic.pull(&place, PullFrom::Start, 50).await?;
    let run = clinic.maker.run().to_owned();
    let mut lists = clinic.log.iter().filter(|(request, answer)| {
        request.method == Method::Get && answer.as_ref().is_some_and(|answer| answer.body.contains(&run))
    });
    let Some((request, _)) = lists.next_back().cloned() else { return Ok(just(Says::NoFilters)) };
    let joint = if request.url.contains('?') { '&' } else { '?' };
    let url = format!("{}{joint}qunyue_no_such_field=qunyue-no-such-value", request.url);
    let answer = clinic.send(Who::Me, vec![Request { url, ..request }]).await.pop().flatten();
    let answer = answer.ok_or_else(|| clinic.why())?;
    Ok(just(match answer.status {
        200..=299 if answer.body.contains(&run) => Says::FiltersIgnored,
        200..=299 => Says::FiltersEmpty,
        400..=499 => Says::FiltersStrict,
        _ => return Err(clinic.why()),
    }))
}
