//! Invitations: shown, accepted once, refused and noted after that.

use crate::host::{Browser, DAY, Host, MINUTE, account};
use crate::space::{
    change, events, found, invite, join, make_invite, member_path, post, publish, redeem, remove, setup,
};
use serde_json::json;

async fn peek(host: &Host, who: &Browser, token: &str) -> crate::host::Answer {
    who.post(host, "/invites/peek", json!({"token": token})).await
}

#[tokio::test]
async fn the_card_shows_the_group_before_anybody_signs_up() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    publish(&host, &owner, &space, 1).await;
    make_invite(&host, &owner, &space, "t").await;
    let mut card = peek(&host, &Browser::blank(), "t").await.expect(200).body;
    assert_eq!(card["space"], space);
    card["space"] = "[space]".into();
    insta::assert_json_snapshot!(card);
    peek(&host, &Browser::blank(), "T").await.expect_refusal(404, "link-unknown");
}

#[tokio::test]
async fn joining_makes_account_membership_and_session_and_uses_the_link_up() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let path = make_invite(&host, &owner, &space, "t").await;
    let before = owner.get(&host, &path).await.body["rev"].clone();

    let answer = redeem(&host, &Browser::blank(), "t", Some(account("李雷"))).await.expect(201);
    assert_eq!(answer.body["space"], space);
    let li = Browser::of(&answer, &answer.body["me"]);
    assert_eq!(li.get(&host, "/session").await.body["can_create_space"], false);
    let member = li.get(&host, &member_path(&space, &li.person)).await.expect(200).body;
    assert_eq!(member["author"], li.person.as_str());
    assert_eq!(
        member["body"],
        json!({"person": li.person, "real_name": "李雷", "dept": "培训部", "post": "专员",
               "roles": ["member"], "state": "active", "joined_at": host.now()})
    );
    let invite = owner.get(&host, &path).await.body;
    assert_ne!(invite["rev"], before, "devices hear of it");
    assert_eq!((&invite["body"]["state"], &invite["body"]["used_by"]), (&json!("used"), &json!(li.person)));
    assert_eq!(events(&host, &owner, &space).await, ["space-founded", "invite-made", "member-joined"]);
}

#[tokio::test]
async fn joining_with_a_new_account_ends_the_session_that_the_browser_had() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let other = Browser::sign_in(&host, "李雷").await;
    make_invite(&host, &owner, &space, "t").await;
    // What is refused ends nothing.
    redeem(&host, &li, "t", Some(account("李雷"))).await.expect_refusal(409, "login-taken");
    li.get(&host, "/session").await.expect(200);
    let answer = redeem(&host, &li, "t", Some(account("韩梅梅"))).await.expect(201);
    assert_ne!(Browser::of(&answer, &answer.body["me"]).person, li.person);
    li.get(&host, "/session").await.expect_refusal(401, "signed-out");
    other.get(&host, "/session").await.expect(200);
}

#[tokio::test]
async fn a_second_use_is_refused_and_the_staff_see_it() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    make_invite(&host, &owner, &space, "t").await;
    let answer = redeem(&host, &Browser::blank(), "t", Some(account("李雷"))).await.expect(201);
    let li = Browser::of(&answer, &answer.body["me"]);

    let again = redeem(&host, &Browser::blank(), "t", Some(account("韩梅梅"))).await;
    again.expect_refusal(410, "link-used");
    assert_eq!(events(&host, &owner, &space).await.last().unwrap(), "invite-used-again");
    let nobody = Browser::blank();
    nobody.post(&host, "/session", crate::host::sign_in("韩梅梅", crate::host::PASSWORD)).await.expect(401);

    // Whoever keeps trying is noted once in a while, and its own user not at all.
    let noted = events(&host, &owner, &space).await.len();
    redeem(&host, &Browser::blank(), "t", Some(account("韩梅梅"))).await.expect_refusal(410, "link-used");
    peek(&host, &li, "t").await.expect_refusal(410, "link-used");
    assert_eq!(events(&host, &owner, &space).await.len(), noted);
    host.pass(11 * MINUTE);
    peek(&host, &Browser::blank(), "t").await.expect_refusal(410, "link-used");
    assert_eq!(events(&host, &owner, &space).await.len(), noted + 1);
}

#[tokio::test]
async fn of_two_who_use_one_link_at_once_one_joins() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    make_invite(&host, &owner, &space, "t").await;
    let (nobody, other) = (Browser::blank(), Browser::blank());
    let (a, b) = tokio::join!(
        redeem(&host, &nobody, "t", Some(account("李雷"))),
        redeem(&host, &other, "t", Some(account("韩梅梅"))),
    );
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 410]);
    let list = owner.get(&host, &format!("/records/{space}/all?since=0")).await;
    let members = list.body["records"].as_array().unwrap().iter().filter(|record| record["kind"] == "member");
    assert_eq!(members.count(), 2);
}

#[tokio::test]
async fn expired_revoked_and_renewed_links_lead_nowhere() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    make_invite(&host, &owner, &space, "old").await;
    let revoked = make_invite(&host, &owner, &space, "revoked").await;
    change(&host, &owner, &revoked, json!({"state": "revoked"})).await.expect(200);
    for answer in [
        peek(&host, &Browser::blank(), "revoked").await,
        redeem(&host, &Browser::blank(), "revoked", Some(account("李雷"))).await,
    ] {
        answer.expect_refusal(410, "link-revoked");
    }
    host.pass(7 * DAY);
    for answer in [
        peek(&host, &Browser::blank(), "old").await,
        redeem(&host, &Browser::blank(), "old", Some(account("李雷"))).await,
    ] {
        answer.expect_refusal(410, "link-expired");
    }
    let noted = events(&host, &owner, &space).await;
    assert_eq!(noted[noted.len() - 3..], ["invite-revoked", "invite-revoked-tried", "invite-expired-tried"]);

    let renewed = make_invite(&host, &owner, &space, "before").await;
    let fields = invite(&host, "after");
    change(&host, &owner, &renewed, json!({"token_hash": fields["token_hash"]})).await.expect(200);
    peek(&host, &Browser::blank(), "before").await.expect_refusal(410, "link-replaced");
    peek(&host, &Browser::blank(), "never").await.expect_refusal(404, "link-unknown");
    redeem(&host, &Browser::blank(), "after", Some(account("李雷"))).await.expect(201);
}

#[tokio::test]
async fn a_taken_name_or_a_weak_password_leaves_the_link_open() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    make_invite(&host, &owner, &space, "t").await;
    let taken = redeem(&host, &Browser::blank(), "t", Some(account("王主任"))).await;
    assert_eq!(taken.expect_refusal(409, "login-taken").body["field"], "/account/login");
    let mut weak = account("李雷");
    weak["password"] = "12345678".into();
    let weak = redeem(&host, &Browser::blank(), "t", Some(weak)).await;
    assert_eq!(weak.expect_refusal(422, "weak-password").body["field"], "/account/password");
    redeem(&host, &Browser::blank(), "t", None).await.expect_refusal(401, "signed-out");
    redeem(&host, &Browser::blank(), "t", Some(account("李雷"))).await.expect(201);
    assert_eq!(events(&host, &owner, &space).await, ["space-founded", "invite-made", "member-joined"]);
}

#[tokio::test]
async fn somebody_signed_in_joins_without_another_account() {
    let host = Host::new();
    let owner = setup(&host).await;
    let (first, second) = (found(&host, &owner).await, found(&host, &owner).await);
    let li = join(&host, &owner, &first, "李雷").await;
    make_invite(&host, &owner, &second, "t").await;
    let answer = redeem(&host, &li, "t", None).await.expect(201);
    assert!(answer.token().is_none(), "the session goes on");
    assert_eq!((&answer.body["space"], &answer.body["me"]["person"]), (&json!(second), &json!(li.person)));
    assert_eq!(li.get(&host, "/scopes").await.body["scopes"].as_array().unwrap().len(), 6);

    make_invite(&host, &owner, &second, "u").await;
    redeem(&host, &li, "u", None).await.expect_refusal(409, "already-member");
    peek(&host, &Browser::blank(), "u").await.expect(200);
}

#[tokio::test]
async fn somebody_removed_comes_back_only_by_a_new_invitation_and_as_a_plain_member() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let path = member_path(&space, &li.person);
    change(&host, &owner, &path, json!({"roles": ["admin"]})).await.expect(200);
    remove(&host, &owner, &space, &li.person).await;
    post(&host, &li, &space, "?").await.expect_refusal(403, "not-a-member");
    redeem(&host, &li, &format!("token for 李雷 to {space}"), None).await.expect_refusal(410, "link-used");

    make_invite(&host, &owner, &space, "t").await;
    redeem(&host, &li, "t", None).await.expect(201);
    let member = li.get(&host, &path).await.expect(200).body;
    assert_eq!((&member["body"]["state"], &member["body"]["roles"]), (&json!("active"), &json!(["member"])));
    post(&host, &li, &space, "回来了").await.expect(201);
}

#[tokio::test]
async fn nobody_takes_the_token_of_another_invitation() {
    let host = Host::new();
    let owner = setup(&host).await;
    let (first, second) = (found(&host, &owner).await, found(&host, &owner).await);
    make_invite(&host, &owner, &first, "t").await;
    let path = format!("/records/{second}/staff/{}", host.fresh_id());
    let body = json!({"kind": "invite", "body": invite(&host, "t")});
    let answer = owner.put(&host, &path, None, body).await.expect_refusal(422, "token-taken");
    assert_eq!(answer.body["field"], "/token_hash");
}
