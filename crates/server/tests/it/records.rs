//! Records: sequences, pages, versions, stored results, tombstones.

use crate::host::{Answer, Browser, DAY, Host, MINUTE};
use crate::space::{
    about, ack_path, change, change_from, confirm, draft_path, events, found, join, measure, message, post,
    publish, remove, rules, rules_path, setup,
};
use serde_json::{Value, json};

fn texts(page: &Answer) -> Vec<&str> {
    let records = page.body["records"].as_array().unwrap().iter();
    records.map(|record| record["body"]["text"].as_str().unwrap_or("-")).collect()
}

fn kinds(page: &Answer) -> Vec<&str> {
    page.body["records"].as_array().unwrap().iter().map(|record| record["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_record_comes_back_as_it_was_written() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let id = host.fresh_id();
    let path = format!("/records/{space}/all/{id}");
    // The spacing, the order and what this version does not know stay.
    let text = r#"{"kind":"message","body":{ "text":"早", "sent_at":7, "later":{"z":[1,null],"a":true} }}"#;
    let headers = [("if-none-match", "*"), ("mutation", "d/1"), ("content-type", "application/json")];
    let mut request = owner.request("PUT", &path, &headers, None);
    *request.body_mut() = text.into();
    let written = host.send(request).await.expect(201);
    assert_eq!(written.header("etag"), "\"3\"");
    assert_eq!(
        written.text,
        format!(
            concat!(
                r#"{{"id":"{}","scope":"{}/all","kind":"message","author":"{}","subject":null,"rev":"3","#,
                r#""at":{},"deleted":false,"#,
                r#""body":{{ "text":"早", "sent_at":7, "later":{{"z":[1,null],"a":true}} }}}}"#
            ),
            id, space, owner.person, written.body["at"]
        )
    );
    let read = owner.get(&host, &path).await.expect(200);
    assert_eq!((read.text, read.headers["etag"].clone()), (written.text, "\"3\"".parse().unwrap()));
    host.send(owner.request("GET", &path, &[("if-none-match", "\"3\"")], None)).await.expect(304);
    host.send(owner.request("GET", &path, &[("if-none-match", "\"2\"")], None)).await.expect(200);
}

#[tokio::test]
async fn changes_come_in_order_and_page_by_page() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let list = format!("/records/{space}/all");
    for text in ["一", "二", "三"] {
        post(&host, &owner, &space, text).await.expect(201);
    }
    let page = owner.get(&host, &format!("{list}?since=0&limit=3")).await.expect(200);
    assert_eq!(kinds(&page), ["space", "member", "message"]);
    assert_eq!((&page.body["next"], &page.body["more"]), (&json!("3"), &json!(true)));
    let page = owner.get(&host, &format!("{list}?since=3&limit=3")).await.expect(200);
    assert_eq!(texts(&page), ["二", "三"]);
    assert_eq!((&page.body["next"], &page.body["more"]), (&json!("5"), &json!(false)));
    let page = owner.get(&host, &format!("{list}?since=5")).await.expect(200);
    assert_eq!((texts(&page).len(), &page.body["next"]), (0, &json!("5")));
    owner.get(&host, &format!("{list}?since=6")).await.expect_refusal(410, "cursor-gone");
}

#[tokio::test]
async fn a_new_device_reads_the_newest_first_and_then_backwards() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let list = format!("/records/{space}/all");
    for text in ["一", "二", "三"] {
        post(&host, &owner, &space, text).await.expect(201);
    }
    let doomed = post(&host, &owner, &space, "误").await.expect(201);
    let path = format!("{list}/{}", doomed.body["id"].as_str().unwrap());
    owner.put(&host, &path, Some("6"), json!({"kind": "message", "deleted": true})).await.expect(200);

    let page = owner.get(&host, &format!("{list}?newest=1&limit=2")).await.expect(200);
    assert_eq!(texts(&page), ["三", "二"]);
    assert_eq!((&page.body["next"], &page.body["back"]), (&json!("7"), &json!("4")));
    let page = owner.get(&host, &format!("{list}?newest=1&limit=2&before=4")).await.expect(200);
    assert_eq!(texts(&page), ["一", "-"]);
    assert_eq!((&page.body["next"], &page.body["back"]), (&Value::Null, &json!("2")));
    let page = owner.get(&host, &format!("{list}?newest=1&limit=2&before=2")).await.expect(200);
    assert_eq!((kinds(&page), &page.body["back"]), (vec!["space"], &Value::Null));
}

#[tokio::test]
async fn a_first_load_begins_with_what_a_screen_needs_whole_and_meets_nothing_twice() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let list = format!("/records/{space}/all");
    for text in ["一", "二", "三"] {
        post(&host, &owner, &space, text).await.expect(201);
    }
    let page = owner.get(&host, &format!("{list}?newest=1&pinned=1&limit=2")).await.expect(200);
    assert_eq!(kinds(&page), ["message", "message", "member", "space"]);
    assert_eq!((&page.body["next"], &page.body["back"]), (&json!("5"), &json!("t4")));
    let page = owner.get(&host, &format!("{list}?newest=1&limit=2&before=t4")).await.expect(200);
    assert_eq!((texts(&page), &page.body["back"]), (vec!["一"], &Value::Null));
    for part in ["newest=1&pinned=2", "newest=1&pinned=1&before=4", "since=0&pinned=1"] {
        owner.get(&host, &format!("{list}?{part}")).await.expect_refusal(400, "bad-request");
    }
    owner.get(&host, &format!("{list}?newest=1&before=tx")).await.expect_refusal(410, "cursor-gone");
}

#[tokio::test]
async fn a_page_has_at_most_five_hundred_records() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    for part in 0..3 {
        let writes: Vec<Value> = (0..200)
            .map(|n| {
                json!({"device": "d", "n": part * 200 + n, "op": "create", "id": host.fresh_id(),
                       "scope": format!("{space}/all"), "kind": "message", "body": {"text": "x"}})
            })
            .collect();
        owner.post(&host, "/batch", json!({"writes": writes})).await.expect(200);
    }
    for (query, count) in [("limit=100000", 500), ("limit=0", 1), ("limit=7", 7), ("", 200)] {
        let page = owner.get(&host, &format!("/records/{space}/all?since=0&{query}")).await.expect(200);
        assert_eq!(page.body["records"].as_array().unwrap().len(), count, "{query}");
    }
}

#[tokio::test]
async fn a_change_needs_the_version_that_it_started_from() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let path = format!("/records/{space}/all/{space}");
    let first = owner.get(&host, &path).await.expect(200);
    let second = change_from(&host, &owner, &path, &first.body, json!({"name": "甲"})).await.expect(200);
    assert_ne!(first.body["rev"], second.body["rev"]);
    assert_eq!(first.body["at"], second.body["at"]);

    let late = change_from(&host, &owner, &path, &first.body, json!({"name": "乙"})).await;
    let late = late.expect_refusal(412, "conflict");
    assert_eq!(late.body["current"], second.body);
    let twice = owner.put(&host, &path, None, json!({"kind": "space", "body": about()})).await;
    assert_eq!(twice.expect_refusal(412, "conflict").body["current"], second.body);
}

#[tokio::test]
async fn of_six_writers_from_one_version_one_wins() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let path = format!("/records/{space}/all/{space}");
    let first = owner.get(&host, &path).await.expect(200);
    let names = ["甲", "乙", "丙", "丁", "戊", "己"];
    for round in 0..20 {
        let base = if round == 0 { first.body.clone() } else { owner.get(&host, &path).await.body };
        let writers = names.map(|name| {
            let fields = json!({"name": format!("{name}{round}")});
            let (host, owner, path, base) = (&host, &owner, &path, &base);
            async move { change_from(host, owner, path, base, fields).await }
        });
        let [a, b, c, d, e, f] = writers;
        let answers: [Answer; 6] = tokio::join!(a, b, c, d, e, f).into();
        let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1, "round {round}");
        for lost in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(lost.refusal(), (412, "conflict"));
            assert_eq!(lost.body["current"], won[0].body);
        }
    }
}

#[tokio::test]
async fn a_write_that_is_sent_again_gets_the_same_answer_also_after_a_restart() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    let name = "dev/100";
    let first = owner.put_named(&host, &path, None, name, message("一次")).await.expect(201);
    let edit = json!({"text": "改了", "edited_at": 5});
    change_from(&host, &owner, &path, &first.body, edit).await.expect(200);

    let again = owner.put_named(&host, &path, None, name, message("一次")).await.expect(201);
    assert_eq!(
        (again.text, again.headers["etag"].clone()),
        (first.text.clone(), first.headers["etag"].clone())
    );
    let host = host.restart().await;
    let again = owner.put_named(&host, &path, None, name, message("一次")).await.expect(201);
    assert_eq!(again.text, first.text);
    let batch = json!({"writes": [{"device": "dev", "n": 100, "op": "create", "id": first.body["id"],
        "scope": first.body["scope"], "kind": "message", "body": {"text": "一次", "sent_at": 0}}]});
    let again = owner.post(&host, "/batch", batch).await.expect(200);
    assert_eq!(again.body["results"], json!([{"status": 201, "record": first.body}]));
    // Nothing was written by all that.
    assert_eq!(owner.get(&host, &path).await.body["body"]["text"], "改了");
}

#[tokio::test]
async fn the_name_of_a_write_stands_for_that_write_and_that_person_alone() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let member = join(&host, &owner, &space, "李雷").await;
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    owner.put_named(&host, &path, None, "dev/1", message("甲")).await.expect(201);
    for (who, path, body) in [
        (&owner, path.clone(), message("乙")),
        (&owner, format!("/records/{space}/all/{}", host.fresh_id()), message("甲")),
        (&member, path.clone(), message("甲")),
    ] {
        who.put_named(&host, &path, None, "dev/1", body).await.expect_refusal(422, "mutation-reused");
    }
}

#[tokio::test]
async fn a_refused_write_leaves_its_name_free() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    publish(&host, &owner, &space, 1).await;
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    let early = owner.put_named(&host, &path, None, "dev/1", message("早")).await;
    early.expect_refusal(403, "rules-not-confirmed");
    confirm(&host, &owner, &space, 1).await;
    owner.put_named(&host, &path, None, "dev/1", message("早")).await.expect(201);
}

#[tokio::test]
async fn a_tombstone_stays_in_the_feed_and_is_final() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let posted = post(&host, &owner, &space, "误").await.expect(201);
    let path = format!("/records/{space}/all/{}", posted.body["id"].as_str().unwrap());
    let gone =
        owner.put(&host, &path, Some("3"), json!({"kind": "message", "deleted": true})).await.expect(200);
    assert_eq!(
        (&gone.body["deleted"], &gone.body["body"], &gone.body["rev"]),
        (&json!(true), &json!({}), &json!("4"))
    );
    assert_eq!(gone.body["author"], owner.person.as_str());

    assert_eq!(owner.get(&host, &path).await.expect(200).body, gone.body);
    let page = owner.get(&host, &format!("/records/{space}/all?since=3")).await;
    assert_eq!(page.body["records"], json!([gone.body]));
    owner.put(&host, &path, Some("4"), message("又来")).await.expect_refusal(422, "gone");
    let twice = owner.put(&host, &path, None, message("又来")).await.expect_refusal(412, "conflict");
    assert_eq!(twice.body["current"], gone.body);
}

#[tokio::test]
async fn a_cursor_older_than_the_purged_tombstones_is_gone() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let posted = post(&host, &owner, &space, "误").await.expect(201);
    let path = format!("/records/{space}/all/{}", posted.body["id"].as_str().unwrap());
    owner.put(&host, &path, Some("3"), json!({"kind": "message", "deleted": true})).await.expect(200);
    let since = async |host: &Host, seq: u32| {
        Browser::sign_in(host, "王主任").await.get(host, &format!("/records/{space}/all?since={seq}")).await
    };

    host.pass(90 * DAY);
    host.server.tidy().await.unwrap();
    since(&host, 3).await.expect(200);
    host.pass(1);
    host.server.tidy().await.unwrap();
    for seq in [1, 3] {
        since(&host, seq).await.expect_refusal(410, "cursor-gone");
    }
    assert_eq!(since(&host, 4).await.expect(200).body["next"], "4");
    let whole = since(&host, 0).await.expect(200);
    assert_eq!((kinds(&whole), &whole.body["next"]), (vec!["space", "member"], &json!("4")));
}

#[tokio::test]
async fn the_head_of_a_record_never_changes() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let posted = post(&host, &owner, &space, "早").await.expect(201);
    let path = format!("/records/{space}/all/{}", posted.body["id"].as_str().unwrap());
    let note = json!({"kind": "note", "body": {"text": "早", "edited_at": 1}});
    owner.put(&host, &path, Some("3"), note).await.expect_refusal(422, "immutable");
    let other = json!({"kind": "message", "subject": owner.person, "body": {"text": "早", "edited_at": 1}});
    owner.put(&host, &path, Some("3"), other).await.expect_refusal(422, "immutable");
}

#[tokio::test]
async fn each_reads_of_a_personal_scope_what_is_theirs_and_staff_read_all() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    publish(&host, &owner, &space, 1).await;
    let (li, han) = (join(&host, &owner, &space, "李雷").await, join(&host, &owner, &space, "韩梅梅").await);
    confirm(&host, &li, &space, 1).await;
    confirm(&host, &han, &space, 1).await;
    for (who, name) in [(&li, "李雷"), (&han, "韩梅梅")] {
        let draft = json!({"kind": "draft", "subject": who.person, "body": {"text": name}});
        who.put(&host, &draft_path(&space, &who.person), None, draft).await.expect(201);
    }
    let subjects = async |who: &Browser, audience: &str, query: &str| {
        let page = who.get(&host, &format!("/records/{space}/{audience}?{query}")).await.expect(200);
        let records = page.body["records"].as_array().unwrap().clone();
        let subjects = records.iter().map(|record| record["subject"].as_str().unwrap().to_owned());
        (subjects.collect::<Vec<_>>(), page.body["next"].clone())
    };
    let both = vec![li.person.clone(), han.person.clone()];
    assert_eq!(subjects(&owner, "personal", "since=0").await, (both, json!("2")));
    assert_eq!(subjects(&li, "personal", "since=0").await, (vec![li.person.clone()], json!("2")));
    assert_eq!(subjects(&han, "personal", "newest=1").await, (vec![han.person.clone()], json!("2")));
    assert_eq!(subjects(&owner, "private", "since=0").await, (vec![], json!("2")));
    assert_eq!(subjects(&li, "private", "newest=1").await, (vec![li.person.clone()], json!("2")));
    han.get(&host, &ack_path(&space, &li.person, 1)).await.expect_refusal(404, "record-unknown");
    owner.get(&host, &draft_path(&space, &li.person)).await.expect_refusal(404, "record-unknown");
    owner.get(&host, &ack_path(&space, &li.person, 1)).await.expect(200);
}

#[tokio::test]
async fn a_post_waits_for_the_binding_rules_and_each_new_version_asks_again() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    post(&host, &li, &space, "还没有规则").await.expect(201);
    publish(&host, &owner, &space, 1).await;
    post(&host, &li, &space, "等等").await.expect_refusal(403, "rules-not-confirmed");

    let mut forged = crate::space::ack(&li.person, 1);
    forged["body"]["hash"] = "0".repeat(64).into();
    let path = ack_path(&space, &li.person, 1);
    li.put(&host, &path, None, forged).await.expect_refusal(422, "hash-mismatch");
    confirm(&host, &li, &space, 1).await;
    post(&host, &li, &space, "好").await.expect(201);
    publish(&host, &owner, &space, 2).await;
    post(&host, &li, &space, "又等").await.expect_refusal(403, "rules-not-confirmed");
    confirm(&host, &li, &space, 2).await;
    post(&host, &li, &space, "好了").await.expect(201);
}

#[tokio::test]
async fn scopes_tell_grants_that_change_with_the_rights() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let grants = async |who: &Browser| {
        let answer = who.get(&host, "/scopes").await.expect(200);
        assert_eq!(answer.body["now"], host.now());
        let scopes = answer.body["scopes"].as_array().unwrap().clone();
        let pairs = scopes.iter().map(|head| {
            let scope = head["scope"].as_str().unwrap().rsplit_once('/').unwrap().1.to_owned();
            (scope, head["grant"].as_str().unwrap().to_owned())
        });
        pairs.collect::<Vec<_>>()
    };
    let names =
        |grants: &[(String, String)]| grants.iter().map(|(scope, _)| scope.clone()).collect::<Vec<_>>();
    assert_eq!(names(&grants(&owner).await), ["all", "staff", "personal", "private"]);
    let as_member = grants(&li).await;
    assert_eq!(names(&as_member), ["all", "personal", "private"]);

    let path = crate::space::member_path(&space, &li.person);
    change(&host, &owner, &path, json!({"roles": ["admin"]})).await.expect(200);
    let as_admin = grants(&li).await;
    assert_eq!(names(&as_admin), ["all", "staff", "personal", "private"]);
    assert_eq!(as_admin[0], as_member[0], "nothing new is read in `all`");
    assert_ne!(as_admin[2], as_member[1], "`personal` is read as a whole now");

    change(&host, &owner, &path, json!({"roles": ["member"]})).await.expect(200);
    assert_eq!(grants(&li).await, as_member);
    remove(&host, &owner, &space, &li.person).await;
    assert_eq!(names(&grants(&li).await), ["personal"], "and there only what is about oneself");
    crate::space::make_invite(&host, &owner, &space, "again").await;
    crate::space::redeem(&host, &li, "again", None).await.expect(201);
    let back = grants(&li).await;
    assert_eq!(names(&back), names(&as_member));
    assert!(back.iter().zip(&as_member).all(|(back, before)| back.1 != before.1), "all starts anew");
}

#[tokio::test]
async fn what_matters_is_noted_for_the_staff() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let path = crate::space::member_path(&space, &li.person);
    change(&host, &owner, &format!("/records/{space}/all/{space}"), json!({"name": "新名"}))
        .await
        .expect(200);
    change(&host, &owner, &path, json!({"roles": ["trainer"]})).await.expect(200);
    change(&host, &owner, &path, json!({"real_name": "李磊"})).await.expect(200);
    publish(&host, &owner, &space, 1).await;
    confirm(&host, &li, &space, 1).await;
    let posted = post(&host, &li, &space, "早").await.expect(201);
    let message = format!("/records/{space}/all/{}", posted.body["id"].as_str().unwrap());
    let tombstone = json!({"kind": "message", "deleted": true});
    owner.put(&host, &message, posted.body["rev"].as_str(), tombstone).await.expect(200);
    let (muted, body) = measure(&host, &space, &li.person, "muted", json!({"minutes": 60}));
    owner.put(&host, &muted, None, body).await.expect(201);
    remove(&host, &owner, &space, &li.person).await;
    assert_eq!(
        events(&host, &owner, &space).await,
        [
            "space-founded",
            "invite-made",
            "member-joined",
            "space-renamed",
            "roles-changed",
            "member-renamed",
            "rules-published",
            "message-removed",
            "member-muted",
            "member-removed",
        ]
    );
    let page = owner.get(&host, &format!("/records/{space}/staff?newest=1&limit=1")).await;
    let mut audit = page.body["records"][0].clone();
    assert_eq!(audit["author"], owner.person.as_str());
    assert_eq!(audit["body"]["id"], li.person.as_str());
    for hidden in ["/id", "/scope", "/author", "/body/who", "/body/id", "/at", "/body/at"] {
        *audit.pointer_mut(hidden).unwrap() = "[…]".into();
    }
    insta::assert_json_snapshot!(audit);
}

#[tokio::test]
async fn records_are_stamped_by_the_server_one_after_another() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let at = async || post(&host, &owner, &space, "早").await.expect(201).body["at"].as_i64().unwrap();
    let first = at().await;
    assert!(at().await > first, "in one millisecond, too");
    host.pass(-MINUTE);
    let back = at().await;
    assert!((host.now()..host.now() + 1000).contains(&back), "a clock set right is followed");
    let answer = owner.get(&host, "/scopes").await;
    assert_eq!(answer.header("server-time"), host.now().to_string());
}

#[tokio::test]
async fn published_rules_and_confirmations_never_change() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    publish(&host, &owner, &space, 1).await;
    confirm(&host, &owner, &space, 1).await;
    for path in [rules_path(&space, 1), ack_path(&space, &owner.person, 1)] {
        change(&host, &owner, &path, json!({"reason": "x"})).await.expect_refusal(422, "immutable");
        let record = owner.get(&host, &path).await.body;
        let tombstone = json!({"kind": record["kind"], "subject": record["subject"], "deleted": true});
        owner.put(&host, &path, record["rev"].as_str(), tombstone).await.expect_refusal(422, "immutable");
    }
    let jump = json!({"kind": "rules", "body": rules(3)});
    owner.put(&host, &rules_path(&space, 3), None, jump).await.expect_refusal(422, "rule-version-gap");
}

#[tokio::test]
async fn pages_travel_compressed() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    for _ in 0..20 {
        post(&host, &owner, &space, "同一句话说了又说").await.expect(201);
    }
    let path = format!("/records/{space}/all?since=0");
    let plain = owner.get(&host, &path).await.expect(200);
    let response = host.open_stream(owner.request("GET", &path, &[("accept-encoding", "br")], None)).await;
    assert_eq!(response.headers()["content-encoding"], "br");
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert!(bytes.len() * 4 < plain.text.len(), "{} of {}", bytes.len(), plain.text.len());
}
