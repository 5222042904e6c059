//! What it costs to hear of changes, by feed and server: requests and bytes of a look at which nothing
//! is new, and of one at which a few records are, with few records held and with many.

pub mod page;

use crate::http::{Client, Traffic};
use crate::talk;
use crate::talker::Talker;
use crate::world::{Server, World};
use dialect::capabilities::FeedKind;
use dialect::{Profile, ProfileError, Session};
use protocol::account::AccountCall;
use protocol::{Audience, Body, Call, Head, Kind, Op, Outcome, Page, PullFrom, PushResult};
use serde_json::{Value, json};
use std::thread::sleep;
use std::time::Duration;

/// How many records change between two looks.
pub const CHANGES: usize = 20;

/// A feed that a server's profile has, or may have.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// The feed's name in profiles.
    pub feed: &'static str,
    /// Which server.
    pub server: Server,
    /// What takes the place of the shipped profile's feed, and of its paging.
    instead: Option<fn() -> Value>,
}

/// What one look costs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Where nothing is new.
    pub idle: Traffic,
    /// Where [`CHANGES`] records are.
    pub delta: Traffic,
    /// These records' own bytes, as the app writes them.
    pub changed: u64,
}

/// A feed's cost with few records held and with many.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Which feed.
    pub way: Way,
    /// With few records held.
    pub few: Cost,
    /// With many.
    pub many: Cost,
}

/// Why nothing could be counted.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The profile with another feed is none.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The server said something else than what was asked for.
    #[error("{0}")]
    Unexpected(String),
}

/// Every feed on every server that has it.
pub const WAYS: [Way; 8] = [
    Way { feed: "sequence", server: Server::Reference, instead: None },
    Way { feed: "since-field", server: Server::Kinto, instead: None },
    Way { feed: "since-field", server: Server::PocketBase, instead: None },
    Way { feed: "since-field", server: Server::PostgRest, instead: None },
    Way { feed: "couch-changes", server: Server::CouchDb, instead: None },
    Way { feed: "etag-list", server: Server::Kinto, instead: Some(tag_of_collection) },
    Way { feed: "etag-list", server: Server::JsonServer, instead: Some(tag_of_list) },
    Way { feed: "full-diff", server: Server::JsonServer, instead: None },
];

/// Kinto's collections have a tag.
fn tag_of_collection() -> Value {
    let path = "/buckets/{bucket}/collections/{audience}/records";
    json!({ "feed": {
        "kind": "etag-list",
        "gate": { "method": "HEAD", "path": path },
        "list": { "path": path, "query": { "space": "\"{space}\"" }, "items": "/data", "max": 100 },
    } })
}

/// json-server's lists have one.
fn tag_of_list() -> Value {
    let query = json!({ "space": "{space}", "audience": "{audience}" });
    json!({
        "feed": { "kind": "etag-list", "list": { "path": "/{records}", "query": query, "items": "" } },
        "paging": { "kind": "none" },
    })
}

impl Way {
    /// The profile with this feed, pointed at `world`.
    fn profile(self, world: &World) -> Result<Profile, FeedError> {
        let Some(instead) = self.instead else { return Ok(world.profile(false)) };
        let mut profile: Value = serde_json::from_str(self.server.profile()).unwrap_or_default();
        if let (Some(profile), Value::Object(parts)) = (profile.as_object_mut(), instead()) {
            profile.extend(parts);
        }
        Ok(Profile::parse(&profile.to_string())?.with_vars([("origin", world.origin().as_str())]))
    }

    /// Longer than its profile looks back: what was written before is not told again.
    fn looks_back(self) -> Duration {
        match self.server {
            Server::Kinto | Server::PocketBase => Duration::from_secs(6),
            _ => Duration::ZERO,
        }
    }

    /// Whether it lists all that is stored to find what is new.
    pub fn lists(self) -> bool {
        matches!(self.feed, "etag-list" | "full-diff")
    }
}

/// Counts all feeds of a server, which is filled from `few` to `many` messages meanwhile; `None` where
/// it can't be had here.
///
/// # Errors
/// As they say.
pub fn on(server: Server, (few, many): (usize, usize)) -> Result<Option<Vec<Row>>, FeedError> {
    let Some(mut world) = World::start(server) else { return Ok(None) };
    let _laptop = world.found();
    let mut writer = world.talker("王芳", "writer");
    let ways = WAYS.into_iter().filter(|way| way.server == server);
    let mut counted = Vec::new();
    for way in ways {
        counted.push((way, Reader::of(&world, way)?, Cost::default()));
    }
    fill(&world, &mut writer, few)?;
    for (way, reader, cost) in &mut counted {
        *cost = reader.counts(&world, &mut writer, *way)?;
    }
    fill(&world, &mut writer, many - few)?;
    let mut rows = Vec::new();
    for (way, mut reader, few) in counted {
        rows.push(Row { way, few, many: reader.counts(&world, &mut writer, way)? });
    }
    Ok(Some(rows))
}

/// Writes so many messages.
fn fill(world: &World, writer: &mut Talker, count: usize) -> Result<(), FeedError> {
    let at_once = world.profile(false).capabilities().batch.unwrap_or(1) as usize;
    let numbers: Vec<usize> = (0..count).collect();
    for part in numbers.chunks(at_once.min(100)) {
        let writes: Vec<_> = part.iter().map(|n| {
            let head = Head {
                id: world.id(),
                scope: world.scope(Audience::All),
                kind: Kind::from("message"),
                author: writer.person(),
                subject: None,
            };
            let body = json!({ "text": format!("第 {n} 条：今天的接待记录请在下班前补齐，谢谢各位。"), "sent_at": 1_760_000_000_000_i64 });
            let body = Body::of(&body).unwrap_or_else(|_| Body::empty());
            writer.mutation(head, Op::Create(body), None)
        }).collect();
        let outcome = writer.call(&Call::Push(writes));
        let is_taken = |result: &PushResult| matches!(result, PushResult::Done(_));
        if !matches!(&outcome, Outcome::Pushed(results) if results.iter().all(is_taken)) {
            return Err(FeedError::Unexpected(format!("{outcome:?}")));
        }
    }
    Ok(())
}

/// Somebody who follows a scope.
struct Reader {
    talker: Talker,
    from: PullFrom,
}

impl Reader {
    fn of(world: &World, way: Way) -> Result<Self, FeedError> {
        let (profile, mut client) = (way.profile(world)?, Client::new(&world.origin()));
        let (login, password) = ("王芳".to_owned(), "horse-battery-staple-9".to_owned());
        let call = AccountCall::SignIn { login, password, device: "reader".to_owned() };
        match talk::ask(&mut client, &profile, &Session::default(), &call) {
            Some((_, dialect::SessionChange::Started(session))) => {
                let talker = Talker::new(client, profile, session, "reader");
                Ok(Self { talker, from: PullFrom::Start })
            }
            other => Err(FeedError::Unexpected(format!("{other:?}"))),
        }
    }

    /// What two looks cost: one at which nothing is new, and one at which a few records are.
    fn counts(&mut self, world: &World, writer: &mut Talker, way: Way) -> Result<Cost, FeedError> {
        sleep(way.looks_back());
        // The last change alone is what a feed by time tells again.
        fill(world, writer, 1)?;
        self.look(world)?;
        let (idle, _) = self.look(world)?;
        fill(world, writer, CHANGES)?;
        let (delta, news) = self.look(world)?;
        let is_news = |news: &&Value| news.to_string().contains("接待记录");
        let changed = news.iter().filter(is_news).map(|record| record.to_string().len() as u64).rev();
        Ok(Cost { idle, delta, changed: changed.take(CHANGES).sum() })
    }

    /// Looks until nothing more waits. Gives what went over the wire, and the records.
    fn look(&mut self, world: &World) -> Result<(Traffic, Vec<Value>), FeedError> {
        let before = self.talker.traffic();
        let mut records = Vec::new();
        loop {
            let Page { records: some, next, more, .. } = self.page(world)?;
            records.extend(some.iter().filter_map(|record| serde_json::to_value(record).ok()));
            if let Some(next) = next {
                self.from = PullFrom::Since(next);
            }
            if !more {
                return Ok((self.talker.traffic().since(before), records));
            }
        }
    }

    fn page(&mut self, world: &World) -> Result<Page, FeedError> {
        let call = Call::Pull { scope: world.scope(Audience::All), from: self.from.clone(), limit: 500 };
        match self.talker.call(&call) {
            Outcome::Page(page) => Ok(page),
            other => Err(FeedError::Unexpected(format!("{other:?}"))),
        }
    }
}

/// The name by which the profile's capabilities know a feed.
pub fn kind_of(way: Way) -> FeedKind {
    match way.feed {
        "since-field" => FeedKind::SinceField,
        "etag-list" => FeedKind::EtagList,
        "full-diff" => FeedKind::FullDiff,
        _ => FeedKind::Sequence,
    }
}
