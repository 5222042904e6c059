//! The demo: that it plays, that what it holds adds up, and that it stays among itself.

use crate::host::{Browser, DAY, Host, PASSWORD, account, sign_in};
use crate::space::{make_invite, redeem, setup};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const OWNER: &str = "陈立";
const ADMIN: &str = "何静";

/// Looks around as whom the demo calls `name`.
async fn play(host: &Host, name: &str) -> Browser {
    let first = Browser::blank().post(host, "/demo", json!({"device": "Firefox"})).await.expect(200);
    let personas = first.body["demo"].as_array().unwrap();
    let persona = personas.iter().find(|persona| persona["real_name"] == name).unwrap();
    let body = json!({"device": "Firefox", "person": persona["person"]});
    let answer = Browser::of(&first, &first.body).post(host, "/demo", body).await.expect(200);
    Browser::of(&answer, &answer.body)
}

/// What `who` reads of an audience of the demo's one space, tombstones too.
async fn read(host: &Host, who: &Browser, audience: &str) -> Vec<Value> {
    let scopes = who.get(host, "/scopes").await.expect(200);
    let scopes = scopes.body["scopes"].as_array().unwrap();
    let mut names = scopes.iter().filter_map(|scope| scope["scope"].as_str());
    let scope = names.find(|scope| scope.ends_with(audience)).unwrap().to_owned();
    let (mut records, mut since) = (Vec::new(), "0".to_owned());
    loop {
        let page = who.get(host, &format!("/records/{scope}?since={since}&limit=500")).await.expect(200);
        records.extend(page.body["records"].as_array().unwrap().clone());
        since = page.body["next"].as_str().unwrap().to_owned();
        if page.body["more"] != true {
            return records;
        }
    }
}

fn of_kind<'a>(records: &'a [Value], kind: &str) -> Vec<&'a Value> {
    records.iter().filter(|record| record["kind"] == kind && record["deleted"] == false).collect()
}

fn with<'a>(records: &[&'a Value], field: &str, value: Value) -> Vec<&'a Value> {
    records.iter().filter(|record| record["body"][field] == value).copied().collect()
}

#[tokio::test]
async fn the_story_plays_and_what_it_leaves_adds_up() {
    let host = Host::new();
    let owner = play(&host, OWNER).await;
    let all = read(&host, &owner, "/all").await;

    let members = of_kind(&all, "member");
    let has = |role: &str| {
        members
            .iter()
            .filter(|member| member["body"]["roles"].as_array().unwrap().contains(&role.into()))
            .count()
    };
    assert_eq!(members.len(), 30);
    assert_eq!((has("owner"), has("admin"), has("trainer"), has("observer")), (1, 2, 3, 1));
    assert_eq!(with(&members, "real_name", json!("王磊")).len(), 2);

    let said = of_kind(&all, "message");
    assert!((310..=335).contains(&said.len()), "{}", said.len());
    assert_eq!(said.iter().filter(|message| message["body"]["recalled_at"].is_i64()).count(), 1);
    assert_eq!(said.iter().filter(|message| message["body"]["edited_at"].is_i64()).count(), 1);
    assert_eq!(said.iter().filter(|message| message["body"]["hidden"].is_object()).count(), 1);
    assert_eq!(said.iter().filter(|message| message["body"]["released_by"].is_string()).count(), 1);
    let thanks = said.iter().filter(|message| message["body"]["text"].as_str().unwrap().starts_with("收到"));
    assert!(thanks.count() >= 14, "a swarm");

    let notices = of_kind(&all, "notice");
    let count = |importance: &str| with(&notices, "importance", importance.into()).len();
    assert_eq!((count("normal"), count("important"), count("urgent")), (3, 6, 1));

    let personal = read(&host, &owner, "/personal").await;
    let confirmed: BTreeMap<String, usize> =
        of_kind(&personal, "confirm").iter().fold(BTreeMap::new(), |mut counts, confirm| {
            *counts.entry(confirm["body"]["notice"].as_str().unwrap().to_owned()).or_default() += 1;
            counts
        });
    let mut counts: Vec<usize> = confirmed.into_values().collect();
    counts.sort_unstable();
    assert_eq!(counts, [25, 30, 30]);

    let held = of_kind(&personal, "held");
    let states = |state: &str| with(&held, "state", state.into()).len();
    assert_eq!((states("waiting"), states("released")), (1, 1));
}

#[tokio::test]
async fn of_thirty_people_twenty_five_have_confirmed_three_are_in_the_grace_and_two_can_only_read() {
    let host = Host::new();
    let owner = play(&host, OWNER).await;
    let all = read(&host, &owner, "/all").await;
    let rules = of_kind(&all, "rules");
    let sizes = rules.iter().map(|rules| rules["body"]["rules"].as_array().unwrap().len());
    assert_eq!(sizes.collect::<Vec<_>>(), [10, 11, 12]);

    let personal = read(&host, &owner, "/personal").await;
    let who = |version: u32| -> BTreeSet<&str> {
        let acks = of_kind(&personal, "ack");
        let acks = with(&acks, "version", version.into());
        acks.iter().map(|ack| ack["subject"].as_str().unwrap()).collect()
    };
    let (first, second, third) = (who(1), who(2), who(3));
    assert_eq!(third.len(), 25);
    assert_eq!(second.difference(&third).count(), 3, "in the grace");
    assert_eq!(first.difference(&second).count(), 1, "lapsed");
    assert_eq!(30 - first.len(), 1, "never agreed");

    // The grace is still open for those who play late in the day, and on a Sunday.
    let published = rules.last().unwrap()["at"].as_i64().unwrap();
    assert!(host.now() - published < 3 * DAY - 60 * 60_000);
}

#[tokio::test]
async fn two_performances_at_one_moment_are_the_same_and_nothing_lies_in_the_future() {
    let (one, other) = (Host::new(), Host::new());
    let (mine, yours) = (play(&one, OWNER).await, play(&other, OWNER).await);
    for audience in ["/all", "/personal", "/staff"] {
        let records = read(&one, &mine, audience).await;
        let bare = |records: &[Value]| -> Vec<Value> {
            // The audit log's ids are the server's own and random.
            let kept = records.iter().filter(|record| record["kind"] != "audit");
            kept.filter(|record| record["kind"] != "measure" || record["body"]["kind"] != "roles")
                .cloned()
                .collect()
        };
        assert!(records.iter().all(|record| record["at"].as_i64().unwrap() < one.now()));
        assert_eq!(bare(&records), bare(&read(&other, &yours, audience).await), "{audience}");
    }
}

#[tokio::test]
async fn a_server_with_data_knows_no_demo() {
    let host = Host::new();
    let owner = setup(&host).await;
    let body = json!({"device": "Firefox"});
    Browser::blank().post(&host, "/demo", body).await.expect_refusal(409, "already-set-up");
    owner.delete(&host, "/demo").await.expect_refusal(404, "not-found");
    assert!(host.server.begin_demo().await.is_err());
    let me = owner.get(&host, "/session").await.expect(200);
    assert!(me.body["demo"].is_null());
}

#[tokio::test]
async fn nobody_signs_in_as_one_of_its_people_and_it_is_told_apart() {
    let host = Host::new();
    let admin = play(&host, ADMIN).await;
    let hello = Browser::blank().get(&host, "/hello").await.expect(200);
    assert_eq!((&hello.body["demo"], &hello.body["needs_setup"]), (&json!(true), &json!(false)));
    for password in ["", "!", "password"] {
        let answer = Browser::blank().post(&host, "/session", sign_in(ADMIN, password)).await;
        answer.expect_refusal(401, "wrong-password");
    }
    let change = json!({"old": "", "new": "三人行，必有我师焉"});
    admin.post(&host, "/password", change).await.expect_refusal(401, "wrong-password");
    assert_eq!(host.server.reset_token(ADMIN).await.unwrap(), None);
    // Beside those whom one may be there is nobody to be.
    let body = json!({"device": "Firefox", "person": "somebody"});
    Browser::blank().post(&host, "/demo", body).await.expect_refusal(404, "not-found");
    let setup = json!({"organization": "晨光公司", "locale": "zh-Hans", "device": "Firefox", "account": account("王主任")});
    Browser::blank().post(&host, "/setup", setup).await.expect_refusal(409, "already-set-up");
}

#[tokio::test]
async fn the_demo_takes_nobodys_account_and_gives_out_no_password() {
    let host = Host::new();
    let owner = play(&host, OWNER).await;
    let scopes = owner.get(&host, "/scopes").await.expect(200);
    let scope = scopes.body["scopes"][0]["scope"].as_str().unwrap().to_owned();
    let (space, _) = scope.split_once('/').unwrap();
    make_invite(&host, &owner, space, "a link").await;
    let joiner = redeem(&host, &Browser::blank(), "a link", Some(account("李雷"))).await;
    joiner.expect_refusal(403, "demo-only");
    Browser::blank()
        .post(&host, "/session", sign_in("李雷", PASSWORD))
        .await
        .expect_refusal(401, "wrong-password");

    let admin = play(&host, ADMIN).await;
    let reset = json!({"space": space, "person": admin.person});
    owner.post(&host, "/resets", reset).await.expect_refusal(403, "demo-only");
    // Those who look around still come in by an invitation, since they leave nothing behind.
    redeem(&host, &admin, "a link", None).await.expect_refusal(409, "already-member");
}

#[tokio::test]
async fn one_call_takes_everything_away_and_the_server_can_be_set_up() {
    let host = Host::new();
    let admin = play(&host, ADMIN).await;
    Browser::blank().delete(&host, "/demo").await.expect_refusal(401, "signed-out");
    let answer = admin.delete(&host, "/demo").await.expect(204);
    assert_eq!(answer.token().as_deref(), Some(""));
    admin.get(&host, "/session").await.expect_refusal(401, "signed-out");
    let hello = Browser::blank().get(&host, "/hello").await.expect(200);
    assert_eq!((&hello.body["demo"], &hello.body["needs_setup"]), (&Value::Null, &json!(true)));

    let dir = host.close().await;
    let db = rusqlite::Connection::open(dir.path().join("qunyue.db")).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut tables = db.prepare(sql).unwrap();
    for table in tables.query_map([], |row| row.get::<_, String>(0)).unwrap() {
        let table = table.unwrap();
        let count: u32 =
            db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(count, u32::from(table == "instance"), "{table}");
    }
}

#[tokio::test]
async fn a_demo_can_be_had_again_after_it_was_taken_away() {
    let host = Host::new();
    let admin = play(&host, ADMIN).await;
    let before = read(&host, &admin, "/all").await.len();
    admin.delete(&host, "/demo").await.expect(204);
    let again = play(&host, ADMIN).await;
    assert_eq!(read(&host, &again, "/all").await.len(), before);
    host.server.begin_demo().await.unwrap();
    assert_eq!(read(&host, &again, "/all").await.len(), before, "one that is there stays");
}
