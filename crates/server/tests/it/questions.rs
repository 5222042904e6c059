//! Questions about the rules: who reads which part of them, and that the right answers go to nobody.

use crate::host::{Browser, Host};
use crate::space::{confirm, found, join, publish, setup};
use serde_json::{Value, json};

struct Scene {
    host: Host,
    owner: Browser,
    admin: Browser,
    li: Browser,
    space: String,
}

impl Scene {
    async fn new() -> Self {
        let host = Host::new();
        let owner = setup(&host).await;
        let space = found(&host, &owner).await;
        publish(&host, &owner, &space, 1).await;
        let (admin, li) =
            (join(&host, &owner, &space, "wang").await, join(&host, &owner, &space, "li").await);
        let path = crate::space::member_path(&space, &admin.person);
        crate::space::change(&host, &owner, &path, json!({"roles": ["admin"]})).await.expect(200);
        for who in [&owner, &admin, &li] {
            confirm(&host, who, &space, 1).await;
        }
        Self { host, owner, admin, li, space }
    }

    async fn sets(&self, right: [u32; 2]) {
        let question = |text: &str, choice: u32| json!({"text": text, "choices": ["四小时内", "当天", "随便"], "key": {"choice": choice, "rule": 1}});
        let questions = [question("多久回应？", right[0]), question("多久交作业？", right[1])];
        let body = json!({"space": self.space, "questions": questions});
        self.owner.put(&self.host, "/questions", None, body).await.expect(204);
    }

    async fn sheet(&self, who: &Browser) -> Value {
        who.get(&self.host, &format!("/questions/{}", self.space)).await.expect(200).body
    }

    /// Every byte that the interface has for `who`.
    async fn everything(&self, who: &Browser) -> String {
        let mut all = self.sheet(who).await.to_string();
        for audience in ["all", "staff", "personal", "private", "keys"] {
            for page in ["since=0&limit=500", "newest=1&limit=500&pinned=1"] {
                let path = format!("/records/{}/{audience}?{page}", self.space);
                all += &who.get(&self.host, &path).await.body.to_string();
            }
        }
        for path in ["/scopes", "/requests", "/session", "/openapi.json"] {
            all += &who.get(&self.host, path).await.body.to_string();
        }
        all
    }

    async fn answers(&self, who: &Browser, set_at: i64, question: u32, choice: u32) -> crate::host::Answer {
        let body = json!({"space": self.space, "set_at": set_at, "question": question, "choice": choice});
        who.post(&self.host, "/questions/answer", body).await
    }
}

#[tokio::test]
async fn whatever_is_right_a_member_s_device_gets_the_same_bytes() {
    let Scene { host, owner, admin, li, space } = Scene::new().await;
    let now = host.now();
    let dir = host.close().await;
    let mut seen: Vec<[String; 2]> = Vec::new();
    for right in [[0, 0], [2, 1], [1, 2]] {
        let host = Host::of_copy(dir.path(), now);
        let (owner, admin, li) = (owner.copy(), admin.copy(), li.copy());
        let scene = Scene { host, owner, admin, li, space: space.clone() };
        scene.sets(right).await;
        let key = &scene.sheet(&scene.owner).await["questions"][0]["key"]["choice"];
        assert_eq!(*key, right[0], "its owner reads it");
        // The log of the staff has an entry whose id is drawn anew each time.
        let read = scene.everything(&scene.admin).await;
        let tells = |choice: u32| read.contains(&format!(r#""choice":{choice}"#));
        assert!(!(0..3).any(tells), "nor an administrator's");
        seen.push([scene.everything(&scene.li).await, scene.sheet(&scene.admin).await.to_string()]);
    }
    assert!(seen.iter().all(|all| *all == seen[0]));
}

#[tokio::test]
async fn a_wrong_answer_brings_the_rule_and_may_be_tried_again() {
    let scene = Scene::new().await;
    assert_eq!(scene.sheet(&scene.li).await["questions"], json!([]));
    scene.sets([0, 2]).await;
    let set_at = scene.sheet(&scene.li).await["set_at"].as_i64().unwrap();
    let before = scene.everything(&scene.owner).await;
    let said = |right: bool| json!({"right": right, "rule": 1, "version": 1});
    assert_eq!(scene.answers(&scene.li, set_at, 1, 0).await.expect(200).body, said(false));
    assert_eq!(scene.answers(&scene.li, set_at, 1, 2).await.expect(200).body, said(true));
    assert_eq!(scene.everything(&scene.owner).await, before, "no answer is kept");

    scene.answers(&scene.li, set_at - 1, 1, 2).await.expect_refusal(404, "not-found");
    scene.answers(&scene.li, set_at, 2, 0).await.expect_refusal(404, "not-found");
    let none = json!({"space": scene.space, "questions": []});
    scene.owner.put(&scene.host, "/questions", None, none).await.expect(204);
    scene.answers(&scene.li, set_at, 1, 2).await.expect_refusal(404, "not-found");
}

#[tokio::test]
async fn only_what_fits_is_asked() {
    let scene = Scene::new().await;
    let tries = [
        (json!({"choice": 0, "rule": 99}), "unknown-rule"),
        (json!({"choice": 2, "rule": 1}), "wrong-value"),
        (Value::Null, "empty"),
    ];
    for (key, code) in tries {
        let question = json!({"text": "？", "choices": ["一", "二"], "key": key});
        let body = json!({"space": scene.space, "questions": [question]});
        scene.owner.put(&scene.host, "/questions", None, body).await.expect_refusal(422, code);
    }
}
