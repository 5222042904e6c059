//! One-time links for a lost password.

use crate::host::{Answer, Browser, DAY, Host, PASSWORD, sign_in};
use crate::space::{change, events, found, join, make_invite, member_path, redeem, remove, setup};
use serde_json::json;

const NEW: &str = "温故而知新，可以为师矣";

async fn issue(host: &Host, who: &Browser, person: &str, space: &str) -> Answer {
    who.post(host, "/resets", json!({"person": person, "space": space})).await
}

async fn peek(host: &Host, token: &str) -> Answer {
    Browser::blank().post(host, "/resets/peek", json!({"token": token})).await
}

async fn use_link(host: &Host, token: &str, new: &str) -> Answer {
    Browser::blank()
        .post(host, "/resets/redeem", json!({"token": token, "new": new, "device": "Firefox"}))
        .await
}

#[tokio::test]
async fn a_link_sets_a_password_once_and_ends_every_session() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let link = issue(&host, &owner, &li.person, &space).await.expect(201);
    assert_eq!(link.body["expires_at"], host.now() + DAY);
    let token = link.body["token"].as_str().unwrap();

    let card = peek(&host, token).await.expect(200).body;
    assert_eq!(card, json!({"real_name": "李雷", "login": "李雷", "expires_at": host.now() + DAY}));
    let weak = use_link(&host, token, "12345678").await.expect_refusal(422, "weak-password");
    assert_eq!(weak.body["field"], "/new");
    li.get(&host, "/session").await.expect(200);
    let answer = use_link(&host, token, NEW).await.expect(200);
    let fresh = Browser::of(&answer, &answer.body);
    assert_eq!(fresh.person, li.person);
    li.get(&host, "/session").await.expect_refusal(401, "session-revoked");
    fresh.get(&host, "/session").await.expect(200);
    Browser::blank().post(&host, "/session", sign_in("李雷", PASSWORD)).await.expect(401);
    Browser::blank().post(&host, "/session", sign_in("李雷", NEW)).await.expect(200);

    use_link(&host, token, NEW).await.expect_refusal(410, "link-used");
    peek(&host, token).await.expect_refusal(410, "link-used");
    use_link(&host, "nonsense", NEW).await.expect_refusal(404, "link-unknown");
    let noted = events(&host, &owner, &space).await;
    assert_eq!(noted[noted.len() - 2..], ["reset-issued", "reset-used"]);
}

#[tokio::test]
async fn a_link_used_in_another_s_browser_ends_that_session() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let (li, han) = (join(&host, &owner, &space, "李雷").await, join(&host, &owner, &space, "韩梅梅").await);
    let link = issue(&host, &owner, &li.person, &space).await.expect(201);
    let body = json!({"token": link.body["token"], "new": NEW, "device": "Firefox"});
    let other = Browser::sign_in(&host, "韩梅梅").await;
    let answer = han.post(&host, "/resets/redeem", body).await.expect(200);
    assert_eq!(Browser::of(&answer, &answer.body).person, li.person);
    han.get(&host, "/session").await.expect_refusal(401, "signed-out");
    other.get(&host, "/session").await.expect(200);
}

#[tokio::test]
async fn a_link_lasts_a_day_and_a_new_one_ends_the_former() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let token = async || {
        let link = issue(&host, &owner, &li.person, &space).await.expect(201);
        link.body["token"].as_str().unwrap().to_owned()
    };
    let (first, second) = (token().await, token().await);
    use_link(&host, &first, NEW).await.expect_refusal(410, "link-replaced");
    host.pass(DAY);
    use_link(&host, &second, NEW).await.expect_refusal(410, "link-expired");
}

#[tokio::test]
async fn a_link_opens_the_door_again_after_too_many_tries() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    for _ in 0..11 {
        Browser::blank().post(&host, "/session", sign_in("李雷", "wrong")).await;
    }
    let link = issue(&host, &owner, &li.person, &space).await.expect(201);
    use_link(&host, link.body["token"].as_str().unwrap(), NEW).await.expect(200);
    Browser::blank().post(&host, "/session", sign_in("李雷", NEW)).await.expect(200);
}

/// A link hands over the account with all its rights, so it must not be a way to more of them.
#[tokio::test]
async fn nobody_gains_rights_by_a_link() {
    let host = Host::new();
    let owner = setup(&host).await;
    let (first, second) = (found(&host, &owner).await, found(&host, &owner).await);
    let admin = join(&host, &owner, &first, "管理员").await;
    let other = join(&host, &owner, &first, "副管理").await;
    let li = join(&host, &owner, &first, "李雷").await;
    let stranger = join(&host, &owner, &second, "外人").await;
    for who in [&admin, &other] {
        change(&host, &owner, &member_path(&first, &who.person), json!({"roles": ["admin"]}))
            .await
            .expect(200);
    }
    issue(&host, &admin, &li.person, &first).await.expect(201);
    for (who, person, space) in [
        (&admin, &owner.person, &first),
        (&admin, &other.person, &first),
        (&admin, &admin.person, &first),
        (&admin, &stranger.person, &first),
        (&admin, &stranger.person, &second),
        (&li, &admin.person, &first),
        (&stranger, &li.person, &first),
        (&owner, &owner.person, &first),
    ] {
        issue(&host, who, person, space).await.expect_refusal(403, "reset-forbidden");
    }
    issue(&host, &owner, &other.person, &first).await.expect(201);

    // Li is a plain member here, but an administrator elsewhere.
    make_invite(&host, &owner, &second, "t").await;
    redeem(&host, &li, "t", None).await.expect(201);
    change(&host, &owner, &member_path(&second, &li.person), json!({"roles": ["admin"]})).await.expect(200);
    issue(&host, &admin, &li.person, &first).await.expect_refusal(403, "reset-forbidden");
    issue(&host, &owner, &li.person, &first).await.expect(201);
}

#[tokio::test]
async fn the_server_s_own_command_helps_an_owner() {
    let host = Host::new();
    let owner = setup(&host).await;
    let token = host.server.reset_token(" 王主任 ").await.unwrap().unwrap();
    assert!(host.server.reset_token("nobody").await.unwrap().is_none());
    let answer = use_link(&host, &token, NEW).await.expect(200);
    assert_eq!(answer.body["person"], owner.person.as_str());
    owner.get(&host, "/session").await.expect_refusal(401, "session-revoked");
}

#[tokio::test]
async fn a_link_ends_with_the_right_of_whoever_made_it() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let (admin, li) =
        (join(&host, &owner, &space, "韩梅梅").await, join(&host, &owner, &space, "李雷").await);
    let path = member_path(&space, &admin.person);
    change(&host, &owner, &path, json!({"roles": ["admin"]})).await.expect(200);
    let link = issue(&host, &admin, &li.person, &space).await.expect(201);
    make_invite(&host, &admin, &space, "t").await;

    remove(&host, &owner, &space, &admin.person).await;
    use_link(&host, link.body["token"].as_str().unwrap(), NEW).await.expect_refusal(410, "link-revoked");
    redeem(&host, &admin, "t", None).await.expect_refusal(410, "link-revoked");
    li.get(&host, "/session").await.expect(200);
}
