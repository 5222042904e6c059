//! Announcements on the server: it counts the urgent ones by its own clock, takes confirmations of
//! what asks for them alone, and keeps no word of what was called back.

use crate::host::{Browser, DAY, Host, MINUTE};
use crate::space::{
    announce, change, confirm, confirm_of, confirm_path, events, found, guards, guards_path, join,
    member_path, notice, publish, setup,
};
use serde_json::{Value, json};

/// A space with an owner, a trainer and a member who have confirmed its rules.
struct Scene {
    host: Host,
    owner: Browser,
    trainer: Browser,
    li: Browser,
    space: String,
}

impl Scene {
    async fn new() -> Self {
        let host = Host::new();
        let owner = setup(&host).await;
        let space = found(&host, &owner).await;
        publish(&host, &owner, &space, 1).await;
        let trainer = join(&host, &owner, &space, "zhao").await;
        let li = join(&host, &owner, &space, "li").await;
        for who in [&owner, &trainer, &li] {
            confirm(&host, who, &space, 1).await;
        }
        let roles = json!({"roles": ["trainer"]});
        change(&host, &owner, &member_path(&space, &trainer.person), roles).await.expect(200);
        host.pass(MINUTE);
        Self { host, owner, trainer, li, space }
    }

    fn path(&self, id: &str) -> String {
        format!("/records/{}/all/{id}", self.space)
    }

    async fn call_back(&self, who: &Browser, id: &str) -> crate::host::Answer {
        let withdrawn = json!({"by": who.person, "reason": "日期错了"});
        let fields = json!({"title": "", "text": "", "withdrawn": withdrawn});
        change(&self.host, who, &self.path(id), fields).await
    }
}

fn urgent() -> Value {
    json!({"importance": "urgent"})
}

#[tokio::test]
async fn the_fourth_urgent_announcement_within_a_day_is_refused_also_where_one_was_called_back() {
    let scene = Scene::new().await;
    let first = announce(&scene.host, &scene.owner, &scene.space, urgent()).await;
    scene.call_back(&scene.owner, &first).await.expect(200);
    for _ in 0..2 {
        announce(&scene.host, &scene.owner, &scene.space, urgent()).await;
    }
    let fourth = scene.path(&scene.host.fresh_id());
    let refused = scene.owner.put(&scene.host, &fourth, None, notice(urgent())).await;
    assert_eq!(refused.body["field"], "/importance");
    refused.expect_refusal(403, "urgent-spent");
    announce(&scene.host, &scene.owner, &scene.space, json!({})).await;
    scene.host.pass(DAY + MINUTE);
    scene.owner.put(&scene.host, &fourth, None, notice(urgent())).await.expect(201);
}

#[tokio::test]
async fn only_what_asks_for_it_is_confirmed() {
    let scene = Scene::new().await;
    let quiet = announce(&scene.host, &scene.owner, &scene.space, json!({})).await;
    let asks = announce(&scene.host, &scene.owner, &scene.space, json!({"confirm": true})).await;
    let gone = announce(&scene.host, &scene.owner, &scene.space, json!({"confirm": true})).await;
    scene.call_back(&scene.owner, &gone).await.expect(200);
    let li = &scene.li;
    for (id, status) in [(&quiet, 422), (&gone, 422), (&scene.host.fresh_id(), 422), (&asks, 201)] {
        let path = confirm_path(&scene.space, id, &li.person);
        let answer = li.put(&scene.host, &path, None, confirm_of(id, &li.person)).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
}

#[tokio::test]
async fn what_was_called_back_is_nowhere_on_the_server_and_the_log_says_who_did_it() {
    let scene = Scene::new().await;
    let more = json!({"title": "考勤有变", "text": "九点改八点"});
    let id = announce(&scene.host, &scene.trainer, &scene.space, more).await;
    scene.call_back(&scene.li, &id).await.expect_refusal(403, "not-yours");
    scene.host.pass(2 * 60 * MINUTE + 1);
    scene.call_back(&scene.trainer, &id).await.expect_refusal(403, "recall-window-over");
    scene.call_back(&scene.owner, &id).await.expect(200);
    let record = scene.li.get(&scene.host, &scene.path(&id)).await.expect(200);
    assert_eq!((&record.body["body"]["text"], &record.body["body"]["title"]), (&json!(""), &json!("")));
    assert_eq!(record.body["author"], scene.trainer.person.as_str());
    let noted = events(&scene.host, &scene.owner, &scene.space).await;
    assert_eq!(noted.last().map(String::as_str), Some("notice-withdrawn"));
    scene.call_back(&scene.owner, &id).await.expect_refusal(422, "wrong-state");
}

#[tokio::test]
async fn a_schedule_stands_with_an_announcement_and_no_line_of_it_is_kept_once_it_is_called_back() {
    let scene = Scene::new().await;
    let schedule = json!([{"when": "周一 9:00", "what": "开班", "who": "王老师"}]);
    let path = scene.path(&scene.host.fresh_id());
    let vain = notice(json!({"schedule": [{"when": "周一", "what": ""}]}));
    let refused = scene.owner.put(&scene.host, &path, None, vain).await;
    assert_eq!(refused.body["field"], "/schedule/0/what");
    refused.expect_refusal(422, "empty");
    let id = announce(&scene.host, &scene.trainer, &scene.space, json!({"schedule": schedule})).await;
    let record = scene.li.get(&scene.host, &scene.path(&id)).await.expect(200);
    assert_eq!(record.body["body"]["schedule"], schedule);
    scene.call_back(&scene.owner, &id).await.expect_refusal(422, "immutable");
    let withdrawn = json!({"by": scene.owner.person, "reason": "日期错了"});
    let fields = json!({"title": "", "text": "", "schedule": [], "withdrawn": withdrawn});
    change(&scene.host, &scene.owner, &scene.path(&id), fields).await.expect(200);
}

#[tokio::test]
async fn guards_look_at_what_a_trainer_announces() {
    let scene = Scene::new().await;
    let settings = json!({"lists": [], "own": ["团购"], "level": "block"});
    let write = guards(json!([{"rule": 2, "kind": "terms", "settings": settings}]));
    scene.owner.put(&scene.host, &guards_path(&scene.space), None, write).await.expect(201);
    let ad = notice(json!({"text": "團 購"}));
    let path = scene.path(&scene.host.fresh_id());
    let refused = scene.trainer.put(&scene.host, &path, None, ad.clone()).await;
    assert_eq!(refused.body["rule"], "2");
    refused.expect_refusal(403, "blocked");
    scene.owner.put(&scene.host, &path, None, ad).await.expect(201);
}
