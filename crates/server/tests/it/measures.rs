//! Measures and reports on the server: what is hidden, for whom, and what is noted.

use crate::host::{Browser, Host, MINUTE};
use crate::space::{
    change, confirm, events, found, join, make_invite, measure, member_path, message, post, publish, redeem,
    report, setup,
};
use serde_json::{Value, json};

/// A space of an owner, an administrator, and two members who have confirmed its rules.
struct Group {
    host: Host,
    owner: Browser,
    admin: Browser,
    li: Browser,
    zhao: Browser,
    space: String,
}

impl Group {
    async fn meet() -> Self {
        let host = Host::new();
        let owner = setup(&host).await;
        let space = found(&host, &owner).await;
        publish(&host, &owner, &space, 1).await;
        confirm(&host, &owner, &space, 1).await;
        let mut others = Vec::new();
        for name in ["admin", "li", "zhao"] {
            let who = join(&host, &owner, &space, name).await;
            confirm(&host, &who, &space, 1).await;
            others.push(who);
        }
        let [admin, li, zhao] = others.try_into().ok().unwrap();
        let roles = json!({"roles": ["member", "admin"]});
        change(&host, &owner, &member_path(&space, &admin.person), roles).await.expect(200);
        // So many records in no time were given moments of their own, ahead of the clock.
        host.pass(MINUTE);
        Self { host, owner, admin, li, zhao, space }
    }

    /// The administrator takes a measure about `who`; gives the record.
    async fn takes(&self, who: &Browser, kind: &str, more: Value) -> Value {
        let (path, body) = measure(&self.host, &self.space, &who.person, kind, more);
        self.admin.put(&self.host, &path, None, body).await.expect(201).body
    }

    /// The records of a scope as `who` fetches them for the first time, as text.
    async fn fetched(&self, who: &Browser, audience: &str) -> String {
        let path = format!("/records/{}/{audience}?since=0&limit=500", self.space);
        who.get(&self.host, &path).await.expect(200).body["records"].to_string()
    }

    async fn says(&self, who: &Browser, text: &str) -> String {
        let posted = post(&self.host, who, &self.space, text).await.expect(201);
        posted.body["id"].as_str().unwrap().to_owned()
    }

    fn message(&self, id: &str) -> String {
        format!("/records/{}/all/{id}", self.space)
    }
}

const WORDS: &str = "内部报价三百二十元";

#[tokio::test]
async fn a_hidden_post_says_nothing_to_who_fetches_later_and_stays_in_its_place() {
    let group = Group::meet().await;
    let id = group.says(&group.li, WORDS).await;
    let before = group.zhao.get(&group.host, &group.message(&id)).await.expect(200).body;
    group.takes(&group.li, "hidden", json!({"message": id})).await;
    for who in [&group.zhao, &group.li, &group.owner] {
        assert!(!group.fetched(who, "all").await.contains(WORDS));
    }
    assert!(!group.fetched(&group.zhao, "personal").await.contains(WORDS));
    for who in [&group.li, &group.admin, &group.owner] {
        assert!(group.fetched(who, "personal").await.contains(WORDS), "its author and staff read it");
    }
    let hidden = group.zhao.get(&group.host, &group.message(&id)).await.expect(200).body;
    assert_eq!(hidden["body"]["hidden"], json!({"rule": 2}));
    assert_eq!((&hidden["at"], &hidden["author"]), (&before["at"], &before["author"]));
}

#[tokio::test]
async fn a_post_that_is_shown_again_says_what_it_said() {
    let group = Group::meet().await;
    let id = group.says(&group.li, WORDS).await;
    for _ in 0..2 {
        group.takes(&group.li, "hidden", json!({"message": id})).await;
        group.takes(&group.li, "shown", json!({"message": id, "reason": ""})).await;
    }
    let shown = group.zhao.get(&group.host, &group.message(&id)).await.expect(200).body;
    assert_eq!(shown["body"]["text"], WORDS);
    assert_eq!(shown["body"]["hidden"], Value::Null);
    let (path, body) = measure(&group.host, &group.space, &group.li.person, "shown", json!({"message": id}));
    group.admin.put(&group.host, &path, None, body).await.expect_refusal(403, "post-hidden");
}

#[tokio::test]
async fn a_measure_sent_twice_hides_once_and_gets_the_same_answer() {
    let group = Group::meet().await;
    let id = group.says(&group.li, WORDS).await;
    let (path, body) = measure(&group.host, &group.space, &group.li.person, "hidden", json!({"message": id}));
    let write = json!({"device": "again", "n": 1, "op": "create", "id": path.rsplit('/').next(),
        "scope": format!("{}/personal", group.space), "kind": "measure", "subject": group.li.person,
        "body": body["body"]});
    let mut revs = Vec::new();
    for _ in 0..2 {
        let answer = group.admin.post(&group.host, "/batch", json!({"writes": [write]})).await.expect(200);
        assert_eq!(answer.body["results"][0]["status"], 201);
        revs.push(answer.body["results"][0]["record"]["rev"].clone());
    }
    assert_eq!(revs[0], revs[1]);
    let kept = group.li.get(&group.host, &path).await.expect(200).body;
    assert_eq!(kept["body"]["said"], WORDS);
}

#[tokio::test]
async fn a_muted_member_posts_again_when_the_time_is_over_and_not_before() {
    let group = Group::meet().await;
    group.takes(&group.li, "muted", json!({"minutes": 60})).await;
    let refused = post(&group.host, &group.li, &group.space, "早").await;
    assert_eq!(refused.body["rule"], "2");
    refused.expect_refusal(403, "muted");
    group.host.pass(59 * MINUTE);
    post(&group.host, &group.li, &group.space, "早").await.expect_refusal(403, "muted");
    group.host.pass(MINUTE + 1);
    post(&group.host, &group.li, &group.space, "早").await.expect(201);
    group.takes(&group.li, "muted", json!({"minutes": 60})).await;
    group.takes(&group.li, "unmuted", json!({})).await;
    post(&group.host, &group.li, &group.space, "谢谢").await.expect(201);
}

#[tokio::test]
async fn nobody_comes_back_from_a_muting_by_leaving() {
    let group = Group::meet().await;
    group.takes(&group.li, "muted", json!({"minutes": 60})).await;
    let own = member_path(&group.space, &group.li.person);
    change(&group.host, &group.li, &own, json!({"state": "left"})).await.expect(200);
    make_invite(&group.host, &group.owner, &group.space, "again").await;
    redeem(&group.host, &group.li, "again", None).await.expect(201);
    post(&group.host, &group.li, &group.space, "早").await.expect_refusal(403, "muted");
}

#[tokio::test]
async fn an_author_who_was_asked_may_edit_what_is_older_than_a_day() {
    let group = Group::meet().await;
    let id = group.says(&group.li, WORDS).await;
    group.host.pass(25 * 60 * MINUTE);
    let edited = json!({"text": "价格另行通知", "edited_at": 9});
    let path = group.message(&id);
    change(&group.host, &group.li, &path, edited.clone()).await.expect_refusal(403, "edit-window-over");
    group.takes(&group.li, "edit-asked", json!({"message": id})).await;
    change(&group.host, &group.li, &path, edited).await.expect(200);
}

#[tokio::test]
async fn whose_roles_change_is_told_by_whom() {
    let group = Group::meet().await;
    let told: Vec<Value> = serde_json::from_str(&group.fetched(&group.admin, "personal").await).unwrap();
    let told: Vec<_> = told.iter().filter(|record| record["kind"] == "measure").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["author"], json!(group.owner.person));
    assert_eq!(told[0]["subject"], json!(group.admin.person));
    assert_eq!(told[0]["body"]["roles"], json!(["member", "admin"]));
    assert!(!group.fetched(&group.li, "personal").await.contains("roles"));
    let log: Vec<Value> = serde_json::from_str(&group.fetched(&group.owner, "staff").await).unwrap();
    let noted = log.iter().find(|record| record["body"]["event"] == "roles-changed").unwrap();
    assert_eq!(noted["body"]["roles"], "member admin", "and the log says which");
}

#[tokio::test]
async fn what_was_done_is_noted_and_who_reported_is_not() {
    let group = Group::meet().await;
    let id = group.says(&group.li, WORDS).await;
    let (path, body) = report(&group.space, (&group.zhao.person, None), &id, &group.li.person);
    group.zhao.put(&group.host, &path, None, body).await.expect(201);
    group.takes(&group.li, "hidden", json!({"message": id})).await;
    let decided = json!({"state": "upheld", "decided_by": group.admin.person});
    change(&group.host, &group.admin, &path, decided).await.expect(200);
    group.takes(&group.li, "warned", json!({})).await;
    let noted = events(&group.host, &group.owner, &group.space).await;
    assert_eq!(noted[noted.len() - 3..], ["post-hidden", "report-upheld", "member-warned"]);
    let log = group.fetched(&group.owner, "staff").await;
    assert!(log.contains("\"what\":\"li\""), "whom it is about is named");
    let log: Vec<Value> = serde_json::from_str(&log).unwrap();
    let decided = log.iter().find(|record| record["body"]["event"] == "report-upheld").unwrap();
    assert!(!decided.to_string().contains(&group.zhao.person));
}

#[tokio::test]
async fn no_record_that_the_reported_person_receives_says_by_whom() {
    let group = Group::meet().await;
    let id = group.says(&group.li, WORDS).await;
    let owner = Some(group.owner.person.as_str());
    let by_admin = group.says(&group.admin, "今晚加班").await;
    for (owner, message, person) in [(None, &id, &group.li), (owner, &by_admin, &group.admin)] {
        let (path, body) = report(&group.space, (&group.zhao.person, owner), message, &person.person);
        group.zhao.put(&group.host, &path, None, body).await.expect(201);
        person.get(&group.host, &path).await.expect_refusal(404, "record-unknown");
        for audience in ["all", "personal", "private"] {
            let records: Vec<Value> = serde_json::from_str(&group.fetched(person, audience).await).unwrap();
            let tells =
                |record: &&Value| record["kind"] != "member" && record["body"]["message"] == json!(message);
            assert_eq!(records.iter().find(tells), None, "{audience}");
        }
    }
    // A report about an administrator that all of them would read is refused, whoever sends it.
    let (path, body) = report(&group.space, (&group.li.person, None), &by_admin, &group.admin.person);
    group.li.put(&group.host, &path, None, body).await.expect_refusal(422, "wrong-audience");
}

#[tokio::test]
async fn a_measure_about_what_is_not_the_persons_is_refused() {
    let group = Group::meet().await;
    let id = group.says(&group.li, WORDS).await;
    let takes = async |who: &Browser, message: &str| {
        let more = json!({"message": message});
        let (path, body) = measure(&group.host, &group.space, &who.person, "hidden", more);
        group.admin.put(&group.host, &path, None, body).await
    };
    takes(&group.zhao, &id).await.expect_refusal(422, "wrong-subject");
    takes(&group.li, &group.host.fresh_id()).await.expect_refusal(422, "gone");
    let mut said = message("我替你说");
    said["body"]["hidden"] = json!({});
    let path = group.message(&group.host.fresh_id());
    group.li.put(&group.host, &path, None, said).await.expect_refusal(403, "server-only");
}
