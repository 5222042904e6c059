//! Signing in on another device by a one-time link.

use crate::host::{Answer, Browser, Host, MINUTE, PASSWORD, sign_in};
use crate::space::{found, join, setup};
use serde_json::{Value, json};

const LIFE: i64 = 3 * MINUTE;

async fn issue(host: &Host, who: &Browser) -> String {
    let link = who.post(host, "/passes", Value::Null).await.expect(201);
    assert_eq!(link.body["expires_at"], host.now() + LIFE);
    link.body["token"].as_str().unwrap().to_owned()
}

async fn peek(host: &Host, token: &str) -> Answer {
    Browser::blank().post(host, "/passes/peek", json!({"token": token})).await
}

async fn redeem(host: &Host, browser: &Browser, token: &str) -> Answer {
    browser.post(host, "/passes/redeem", json!({"token": token, "device": "Firefox · Android"})).await
}

#[tokio::test]
async fn a_link_signs_in_on_another_device_once_and_the_first_sees_it_and_can_end_it() {
    let host = Host::new();
    let owner = setup(&host).await;
    let token = issue(&host, &owner).await;
    let card = peek(&host, &token).await.expect(200).body;
    assert_eq!(
        card,
        json!({"real_name": "王主任", "login": "王主任", "organization": "晨光公司",
               "expires_at": host.now() + LIFE})
    );
    let state = owner.get(&host, "/passes").await.expect(200).body;
    assert_eq!((&state["used"], &state["session"]), (&json!(false), &Value::Null));

    let answer = redeem(&host, &Browser::blank(), &token).await.expect(200);
    let phone = Browser::of(&answer, &answer.body);
    assert_eq!(phone.person, owner.person);
    owner.get(&host, "/session").await.expect(200);
    let state = owner.get(&host, "/passes").await.expect(200).body;
    assert_eq!((&state["used"], &state["again"]), (&json!(true), &json!(0)));
    assert_eq!(
        (&state["session"]["device"], &state["session"]["current"]),
        (&json!("Firefox · Android"), &json!(false))
    );

    redeem(&host, &Browser::blank(), &token).await.expect_refusal(410, "link-used");
    peek(&host, &token).await.expect_refusal(410, "link-used");
    assert_eq!(owner.get(&host, "/passes").await.body["again"], 2, "and whoever made it is told");

    let id = state["session"]["id"].as_str().unwrap();
    owner.delete(&host, &format!("/sessions/{id}")).await.expect(204);
    phone.get(&host, "/session").await.expect_refusal(401, "session-revoked");
    assert_eq!(owner.get(&host, "/passes").await.body["session"], Value::Null);
}

#[tokio::test]
async fn a_link_lasts_three_minutes_and_a_new_one_ends_the_former() {
    let host = Host::new();
    let owner = setup(&host).await;
    let (first, second) = (issue(&host, &owner).await, issue(&host, &owner).await);
    redeem(&host, &Browser::blank(), &first).await.expect_refusal(410, "link-replaced");
    host.pass(LIFE);
    peek(&host, &second).await.expect_refusal(410, "link-expired");
    redeem(&host, &Browser::blank(), &second).await.expect_refusal(410, "link-expired");
    redeem(&host, &Browser::blank(), "nonsense").await.expect_refusal(404, "link-unknown");
    let owner_sessions = owner.get(&host, "/sessions").await.body;
    assert_eq!(owner_sessions["sessions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_link_ends_with_the_session_that_made_it() {
    let host = Host::new();
    let owner = setup(&host).await;
    let phone = Browser::sign_in(&host, "王主任").await;
    let token = issue(&host, &phone).await;
    phone.delete(&host, "/session").await.expect(204);
    redeem(&host, &Browser::blank(), &token).await.expect_refusal(410, "link-revoked");

    let lost = Browser::sign_in(&host, "王主任").await;
    let token = issue(&host, &lost).await;
    let change = json!({"old": PASSWORD, "new": "温故而知新，可以为师矣"});
    owner.post(&host, "/password", change).await.expect(204);
    peek(&host, &token).await.expect_refusal(410, "link-revoked");
}

#[tokio::test]
async fn another_s_link_signs_in_as_the_other_and_ends_the_session_that_was_there() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let token = issue(&host, &owner).await;
    li.get(&host, "/passes").await.expect_refusal(404, "not-found");
    let answer = redeem(&host, &li, &token).await.expect(200);
    assert_eq!(Browser::of(&answer, &answer.body).person, owner.person);
    li.get(&host, "/session").await.expect_refusal(401, "signed-out");
    Browser::blank().post(&host, "/session", sign_in("李雷", PASSWORD)).await.expect(200);
}

#[tokio::test]
async fn nobody_makes_links_without_end_and_nobody_without_a_session() {
    let host = Host::new();
    let owner = setup(&host).await;
    for _ in 0..10 {
        issue(&host, &owner).await;
    }
    owner.post(&host, "/passes", Value::Null).await.expect_refusal(429, "too-many-tries");
    host.pass(15 * MINUTE);
    issue(&host, &owner).await;
    Browser::blank().post(&host, "/passes", Value::Null).await.expect_refusal(401, "signed-out");
    Browser::blank().get(&host, "/passes").await.expect_refusal(401, "signed-out");
}

#[tokio::test]
async fn of_the_secret_the_server_keeps_the_hash_alone() {
    let host = Host::new();
    let owner = setup(&host).await;
    let token = issue(&host, &owner).await;
    redeem(&host, &Browser::blank(), &token).await.expect(200);
    let dir = host.close().await;
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()));
    }
}
