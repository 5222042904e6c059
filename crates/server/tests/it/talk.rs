//! Talk on the server: it keeps what an edited message said, and takes pinned words down with the
//! message that said them.

use crate::host::{Browser, Host, MINUTE};
use crate::space::{change, confirm, events, found, join, measure, post, publish, setup};
use serde_json::{Value, json};

struct Scene {
    host: Host,
    owner: Browser,
    li: Browser,
    space: String,
}

impl Scene {
    async fn new() -> Self {
        let host = Host::new();
        let owner = setup(&host).await;
        let space = found(&host, &owner).await;
        publish(&host, &owner, &space, 1).await;
        let li = join(&host, &owner, &space, "li").await;
        for who in [&owner, &li] {
            confirm(&host, who, &space, 1).await;
        }
        host.pass(MINUTE);
        Self { host, owner, li, space }
    }

    fn path(&self, id: &str) -> String {
        format!("/records/{}/all/{id}", self.space)
    }

    /// Li says something; gives its path.
    async fn says(&self, text: &str) -> String {
        let said = post(&self.host, &self.li, &self.space, text).await.expect(201);
        self.path(said.body["id"].as_str().unwrap())
    }

    /// Li says something else instead, and forges what it said before.
    async fn edits(&self, path: &str, text: &str) {
        let forged = json!([{"text": "从来没说过", "at": 1}]);
        let fields = json!({"text": text, "edited_at": self.host.now(), "earlier": forged});
        change(&self.host, &self.li, path, fields).await.expect(200);
    }

    async fn recalls(&self, path: &str) -> crate::host::Answer {
        let earlier: [Value; 0] = [];
        let left = json!({"text": "", "recalled_at": self.host.now(), "edited_at": null, "earlier": earlier});
        change(&self.host, &self.li, path, left).await
    }

    async fn read(&self, path: &str) -> Value {
        self.li.get(&self.host, path).await.expect(200).body["body"].clone()
    }

    async fn pins(&self, message: &str) -> String {
        let message = message.rsplit('/').next().unwrap();
        let pin = self.path(domain::kinds::pin_id(&self.space.as_str().into(), 1).as_str());
        let until = self.host.now() + 60 * MINUTE;
        let body = json!({"slot": 1, "message": message, "label": "课表在这里", "expires_at": until});
        self.owner.put(&self.host, &pin, None, json!({"kind": "pin", "body": body})).await.expect(201);
        pin
    }

    async fn hides(&self, message: &str, kind: &str) -> Value {
        let message = message.rsplit('/').next().unwrap();
        let (path, body) =
            measure(&self.host, &self.space, &self.li.person, kind, json!({"message": message}));
        self.owner.put(&self.host, &path, None, body).await.expect(201);
        self.owner.get(&self.host, &path).await.expect(200).body["body"].clone()
    }
}

fn said_before(message: &Value) -> Vec<&str> {
    let earlier = message["earlier"].as_array().map(Vec::as_slice).unwrap_or_default();
    earlier.iter().map(|earlier| earlier["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_a_message_said_before_is_the_servers_word() {
    let scene = Scene::new().await;
    let path = scene.says("周四交").await;
    scene.edits(&path, "周五交").await;
    scene.edits(&path, "下周一交").await;
    let message = scene.read(&path).await;
    assert_eq!(said_before(&message), ["周四交", "周五交"]);
    assert_eq!(message["text"], "下周一交");
}

#[tokio::test]
async fn a_hidden_message_says_nothing_of_what_it_said_before_until_it_is_shown_again() {
    let scene = Scene::new().await;
    let path = scene.says("内部电话 12345").await;
    scene.edits(&path, "打扰了").await;
    let pin = scene.pins(&path).await;
    let measure = scene.hides(&path, "hidden").await;
    assert_eq!((measure["said"].as_str(), said_before(&measure)), (Some("打扰了"), vec!["内部电话 12345"]));
    let all = format!("/records/{}/all?since=0&limit=500", scene.space);
    let fetched = scene.owner.get(&scene.host, &all).await.expect(200).body["records"].to_string();
    for words in ["内部电话", "打扰了", "课表在这里"] {
        assert!(!fetched.contains(words), "{words} stands there still");
    }
    assert!(scene.read(&pin).await.get("message").is_none());

    scene.host.pass(MINUTE);
    scene.hides(&path, "shown").await;
    let message = scene.read(&path).await;
    assert_eq!((message["text"].as_str(), said_before(&message)), (Some("打扰了"), vec!["内部电话 12345"]));
}

#[tokio::test]
async fn recalling_takes_the_message_out_of_the_pinned_ones_and_arranging_is_noted() {
    let scene = Scene::new().await;
    let path = scene.says("课表见附件").await;
    let pin = scene.pins(&path).await;
    let chat = domain::kinds::ChannelSort::Chat;
    let channel = domain::kinds::channel_id(&scene.space.as_str().into(), &chat).to_string();
    let body = json!({"kind": "channel", "body": {"sort": "chat", "order": 60}});
    scene.owner.put(&scene.host, &scene.path(&channel), None, body).await.expect(201);
    let unknown = json!({"by": scene.owner.person, "rule": 1, "version": 9});
    let unknown = json!({"channel": channel, "moved": unknown});
    change(&scene.host, &scene.owner, &path, unknown).await.expect_refusal(422, "unknown-rule-version");
    let told = json!({"by": scene.owner.person, "rule": 1, "version": 1, "reason": "闲聊请到闲聊频道"});
    let moved = json!({"channel": channel, "moved": told});
    change(&scene.host, &scene.owner, &path, moved).await.expect(200);
    assert_eq!(scene.read(&path).await["channel"], channel);

    change(&scene.host, &scene.owner, &scene.path(&channel), json!({"archived": true})).await.expect(200);
    let late = json!({"kind": "message", "body": {"text": "还能说吗", "channel": channel}});
    let late = scene.li.put(&scene.host, &scene.path(&scene.host.fresh_id()), None, late).await;
    late.expect_refusal(403, "channel-closed");
    // What stands there stays, and its author may still change it.
    scene.edits(&path, "课表改了").await;

    let known = scene.li.get(&scene.host, &path).await.expect(200);
    let rev = known.body["rev"].as_str().unwrap().to_owned();
    let gone = json!({"kind": "message", "deleted": true});
    scene.li.put(&scene.host, &path, Some(&rev), gone).await.expect(200);
    assert!(scene.read(&pin).await.get("label").is_none());
    let noted = events(&scene.host, &scene.owner, &scene.space).await;
    for event in ["post-pinned", "channel-opened", "post-moved", "channel-archived"] {
        assert!(noted.iter().any(|noted| noted == event), "{event} in {noted:?}");
    }
    let log = format!("/records/{}/staff?since=0&limit=500", scene.space);
    let log = scene.owner.get(&scene.host, &log).await.expect(200).body["records"].clone();
    let moved = log.as_array().unwrap().iter().find(|entry| entry["body"]["event"] == "post-moved").unwrap();
    let body = &moved["body"];
    assert_eq!((&body["from"], &body["to"], &body["rule"]), (&json!("general"), &json!("chat"), &json!("1")));
    assert_eq!((&body["what"], &body["reason"]), (&json!("li"), &json!("闲聊请到闲聊频道")));
}

#[tokio::test]
async fn a_recalled_message_leaves_that_it_was_one_and_no_word_of_it() {
    let scene = Scene::new().await;
    let words = "内部电话 12345";
    let path = scene.says(words).await;
    scene.edits(&path, &format!("{words}，勿传")).await;
    let pin = scene.pins(&path).await;
    let before = scene.owner.get(&scene.host, &path).await.expect(200).body;

    scene.recalls(&path).await.expect(200);
    let record = scene.owner.get(&scene.host, &path).await.expect(200).body;
    assert_eq!((&record["at"], &record["author"]), (&before["at"], &before["author"]));
    assert_eq!((record["body"]["text"].as_str(), record["deleted"].as_bool()), (Some(""), Some(false)));
    assert!(record["body"]["recalled_at"].is_i64());
    assert!(scene.read(&pin).await.get("label").is_none());
    let everything = format!("/records/{}/all?since=0&limit=500", scene.space);
    let fetched = scene.owner.get(&scene.host, &everything).await.expect(200).body.to_string();
    assert!(!fetched.contains("12345"), "{fetched}");

    // Nobody answers, reports or judges what says nothing, and its author says nothing more there.
    scene.recalls(&path).await.expect_refusal(422, "gone");
    let anew = json!({"text": "又说一遍", "edited_at": 1, "recalled_at": null});
    change(&scene.host, &scene.li, &path, anew).await.expect_refusal(422, "gone");
    let id = path.rsplit('/').next().unwrap();
    let (measure, body) =
        measure(&scene.host, &scene.space, &scene.li.person, "hidden", json!({"message": id}));
    scene.owner.put(&scene.host, &measure, None, body).await.expect_refusal(422, "gone");
}
