//! The feed `etag-list` on real servers that know entity tags: Kinto, whose collections have one, and
//! json-server, whose lists have.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test fails the test"
)]

use contract::device::{self, Device};
use contract::http::Client;
use contract::talk;
use contract::talker::Talker;
use contract::world::{Server, World};
use dialect::capabilities::FeedKind;
use dialect::{Profile, Session};
use protocol::{Audience, Call, Outcome, Page, PullFrom};
use serde_json::{Value, json};

/// The shipped profile with its feed replaced.
fn with_feed(world: &World, server: Server, feed: &Value, paging: Option<Value>) -> Profile {
    let mut profile: Value = serde_json::from_str(server.profile()).unwrap();
    profile["feed"] = feed.clone();
    if let Some(paging) = paging {
        profile["paging"] = paging;
    }
    let profile = Profile::parse(&profile.to_string()).unwrap();
    assert_eq!(profile.capabilities().feed, FeedKind::EtagList);
    profile.with_vars([("origin", world.origin().as_str())])
}

fn pull(talker: &mut Talker, world: &World, from: PullFrom) -> Page {
    match talker.call(&Call::Pull { scope: world.scope(Audience::All), from, limit: 100 }) {
        Outcome::Page(page) => page,
        other => panic!("{other:?}"),
    }
}

fn since(page: &Page) -> PullFrom {
    PullFrom::Since(page.next.clone().unwrap())
}

/// Follows the messages of `writer` by entity tags.
fn follows(world: &World, writer: &mut Device, profile: Profile, session: Session) {
    let mut reader = Talker::new(Client::new(&world.origin()), profile, session, "reader");
    let id = world.say(writer, "first");
    writer.run(60_000);
    let first = pull(&mut reader, world, PullFrom::Start);
    assert!(first.records.iter().any(|record| record.head.id == id));

    let quiet = pull(&mut reader, world, since(&first));
    assert_eq!((quiet.records.len(), &quiet.all_ids, quiet.more), (0, &None, false));
    assert_eq!(quiet.next, first.next, "a 304 says no more than that nothing changed");

    let later = world.say(writer, "second");
    writer.run(60_000);
    let news = pull(&mut reader, world, since(&quiet));
    assert!(news.records.iter().any(|record| record.head.id == later), "{news:#?}");
    assert_ne!(news.next, quiet.next);

    let gone = device::delete(writer, &world.scope(Audience::All), &later).unwrap();
    writer.commit(vec![gone]);
    writer.run(60_000);
    let last = pull(&mut reader, world, since(&news));
    assert!(last.records.iter().any(|record| record.head.id == later && record.deleted), "{last:#?}");
    let quiet = pull(&mut reader, world, since(&last));
    assert_eq!((quiet.records.len(), &quiet.all_ids), (0, &None));
}

#[test]
fn on_kinto_a_head_of_the_collection_tells_whether_anything_is_to_be_listed() {
    let Some(mut world) =
        Server::chosen().contains(&Server::Kinto).then(|| World::start(Server::Kinto)).flatten()
    else {
        return;
    };
    let mut laptop = world.found();
    let collection = "/buckets/{bucket}/collections/{audience}/records";
    let feed = json!({
        "kind": "etag-list",
        "gate": { "method": "HEAD", "path": collection },
        "list": { "path": collection, "query": { "space": "\"{space}\"" }, "items": "/data", "max": 100 },
    });
    let profile = with_feed(&world, Server::Kinto, &feed, None);
    let session = signed_in(&world, &profile);
    follows(&world, &mut laptop, profile, session);
}

#[test]
fn on_json_server_the_list_itself_carries_the_tag() {
    let wanted = Server::chosen().contains(&Server::JsonServer);
    let Some(mut world) = wanted.then(|| World::start(Server::JsonServer)).flatten() else { return };
    let mut laptop = world.found();
    let feed = json!({
        "kind": "etag-list",
        "list": {
            "path": "/{records}", "query": { "space": "{space}", "audience": "{audience}" }, "items": "",
        },
    });
    let profile = with_feed(&world, Server::JsonServer, &feed, Some(json!({ "kind": "none" })));
    let session = Session::of(laptop.person());
    follows(&world, &mut laptop, profile, session);
}

fn signed_in(world: &World, profile: &Profile) -> Session {
    let call = protocol::account::AccountCall::SignIn {
        login: "王芳".to_owned(),
        password: "horse-battery-staple-9".to_owned(),
        device: "reader".to_owned(),
    };
    let mut client = Client::new(&world.origin());
    match talk::ask(&mut client, profile, &Session::default(), &call) {
        Some((_, dialect::SessionChange::Started(session))) => session,
        other => panic!("{other:?}"),
    }
}
