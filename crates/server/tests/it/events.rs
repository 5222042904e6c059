//! Pokes: to whoever may read the scope, soon, and with nothing in them.

use crate::host::{Browser, Host};
use crate::space::{confirm, draft_path, found, join, post, publish, remove, setup};
use axum::body::BodyDataStream;
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

/// An open stream of pokes.
struct Ears(BodyDataStream, String);

impl Ears {
    async fn open(host: &Host, who: &Browser) -> Self {
        let response =
            host.open_stream(who.request("GET", "/events", &[("accept-encoding", "gzip, br")], None)).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        // A compressor would hold pokes back until it has enough.
        assert!(!response.headers().contains_key("content-encoding"));
        let mut ears = Self(response.into_body().into_data_stream(), String::new());
        assert!(ears.next().await.unwrap().contains("retry: 2000"));
        ears
    }

    /// The next event's text; `None` when the stream has ended.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.1.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.1 = rest;
                return Some(event);
            }
            let chunk = timeout(Duration::from_secs(10), self.0.next()).await.expect("a poke or the end")?;
            self.1.push_str(std::str::from_utf8(&chunk.unwrap()).unwrap());
        }
    }

    /// The audience of the next poke.
    async fn poke(&mut self) -> String {
        let event = self.next().await.expect("a poke");
        let data = event.strip_prefix("event: poke\ndata: ").expect(&event);
        let data: Value = serde_json::from_str(data).unwrap();
        assert_eq!(data.as_object().unwrap().len(), 1);
        data["scope"].as_str().unwrap().rsplit_once('/').unwrap().1.to_owned()
    }

    /// The audiences of `count` pokes, sorted.
    async fn pokes(&mut self, count: usize) -> Vec<String> {
        let mut pokes = Vec::new();
        for _ in 0..count {
            pokes.push(self.poke().await);
        }
        pokes.sort();
        pokes
    }
}

#[tokio::test]
async fn somebody_who_is_removed_hears_of_it() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let mut ears = Ears::open(&host, &li).await;
    remove(&host, &owner, &space, &li.person).await;
    assert_eq!(ears.pokes(2).await, ["all", "personal"]);
}

#[tokio::test]
async fn a_change_pokes_those_who_may_read_it() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    publish(&host, &owner, &space, 1).await;
    let (li, han) = (join(&host, &owner, &space, "李雷").await, join(&host, &owner, &space, "韩梅梅").await);
    let mut ears =
        [Ears::open(&host, &owner).await, Ears::open(&host, &li).await, Ears::open(&host, &han).await];

    // Li's confirmation concerns Li and the staff; Li's draft Li alone; a post everybody.
    confirm(&host, &li, &space, 1).await;
    let draft = json!({"kind": "draft", "subject": li.person, "body": {"text": "早"}});
    li.put(&host, &draft_path(&space, &li.person), None, draft).await.expect(201);
    post(&host, &li, &space, "早").await.expect(201);
    assert_eq!(ears[0].pokes(2).await, ["all", "personal"]);
    assert_eq!(ears[1].pokes(3).await, ["all", "personal", "private"]);
    assert_eq!(ears[2].poke().await, "all");
}

#[tokio::test]
async fn many_changes_become_few_pokes() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let mut ears = Ears::open(&host, &owner).await;
    for _ in 0..100 {
        post(&host, &owner, &space, "早").await.expect(201);
    }
    let draft = json!({"kind": "draft", "subject": owner.person, "body": {"text": "末"}});
    owner.put(&host, &draft_path(&space, &owner.person), None, draft).await.expect(201);
    let mut count = 0;
    while ears.poke().await != "private" {
        count += 1;
    }
    assert!((1..50).contains(&count), "{count} pokes for 100 posts");
}

#[tokio::test]
async fn a_refused_write_pokes_nobody_and_a_removed_member_hears_nothing_more() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let (mut theirs, mut ours) = (Ears::open(&host, &li).await, Ears::open(&host, &owner).await);
    post(&host, &li, &space, "").await.expect_refusal(422, "empty");
    remove(&host, &owner, &space, &li.person).await;
    assert_eq!(ours.pokes(3).await, ["all", "personal", "staff"]);
    post(&host, &owner, &space, "他走了").await.expect(201);
    assert_eq!(ours.poke().await, "all");
    // The end of the session is the first that the removed member's stream hears.
    li.delete(&host, "/session").await.expect(204);
    assert_eq!(theirs.next().await, None);
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_with_the_server() {
    let host = Host::new();
    let owner = setup(&host).await;
    let second = Browser::sign_in(&host, "王主任").await;
    let (mut first, mut other) = (Ears::open(&host, &owner).await, Ears::open(&host, &second).await);
    owner.delete(&host, "/session").await.expect(204);
    assert_eq!(first.next().await, None);
    host.server.end_streams();
    assert_eq!(other.next().await, None);
}

#[tokio::test]
async fn a_stream_that_fell_behind_still_ends_with_its_session() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let (mut theirs, mut ours) = (Ears::open(&host, &li).await, Ears::open(&host, &owner).await);
    li.delete(&host, "/session").await.expect(204);
    // More than the backlog holds, while nobody takes anything from it.
    for _ in 0..1_100 {
        post(&host, &owner, &space, "早").await.expect(201);
    }
    assert_eq!(theirs.next().await, None);
    assert!(["all", "private", "personal", "staff"].contains(&ours.poke().await.as_str()));
}
