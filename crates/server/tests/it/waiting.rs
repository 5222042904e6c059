//! A link for the whole group: who comes by it waits, and is let in by somebody.

use crate::host::{Browser, DAY, Host, account};
use crate::space::{change, events, found, invite, join, make_invite, member_path, redeem, remove, setup};
use serde_json::{Value, json};

const LINK: &str = "the token of the link for all";

/// Makes a link by which `limit` people may ask; gives the path of its record.
async fn make_link(host: &Host, staff: &Browser, space: &str, limit: u32) -> String {
    let path = format!("/records/{space}/staff/{}", host.fresh_id());
    let mut body = invite(host, LINK);
    body["for_name"] = "展会扫码".into();
    body["group"] = json!({"limit": limit});
    staff.put(host, &path, None, json!({"kind": "invite", "body": body})).await.expect(201);
    path
}

/// Comes by the link with a new account.
async fn ask(host: &Host, login: &str) -> Browser {
    let answer = redeem(host, &Browser::blank(), LINK, Some(account(login))).await.expect(201);
    assert_eq!(answer.body["waits"], true);
    Browser::of(&answer, &answer.body["me"])
}

async fn decide(
    host: &Host,
    who: &Browser,
    space: &str,
    about: &Browser,
    admit: bool,
) -> crate::host::Answer {
    let body = json!({"space": space, "person": about.person, "admit": admit, "reason": "名单里没有"});
    who.post(host, "/requests/decide", body).await
}

async fn requests(host: &Host, who: &Browser) -> Value {
    who.get(host, "/requests").await.expect(200).body
}

#[tokio::test]
async fn who_comes_by_the_link_waits_reads_nothing_and_is_let_in_by_one_decision() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let link = make_link(&host, &owner, &space, 10).await;
    let card = Browser::blank().post(&host, "/invites/peek", json!({"token": LINK})).await.expect(200);
    assert_eq!((&card.body["waits"], &card.body["for_name"]), (&json!(true), &json!("展会扫码")));

    let guest = ask(&host, "李雷").await;
    guest.get(&host, &format!("/records/{space}/all?since=0")).await.expect_refusal(403, "scope-forbidden");
    let mine = requests(&host, &guest).await["mine"][0].clone();
    assert_eq!((&mine["state"], &mine["name"]), (&json!("waiting"), &json!("新员工培训群")));

    // Coming back by the same link is no second request.
    redeem(&host, &guest, LINK, None).await.expect(201);
    let record = owner.get(&host, &link).await.expect(200);
    assert_eq!(
        (&record.body["body"]["group"]["asked"], &record.body["body"]["state"]),
        (&json!(1), &json!("open"))
    );

    let waiting = requests(&host, &owner).await["applicants"].clone();
    assert_eq!(waiting.as_array().unwrap().len(), 1);
    assert_eq!((&waiting[0]["real_name"], &waiting[0]["link"]), (&json!("李雷"), &json!("展会扫码")));
    decide(&host, &owner, &space, &guest, true).await.expect(204);
    guest.get(&host, &format!("/records/{space}/all?since=0")).await.expect(200);
    assert_eq!(requests(&host, &guest).await["mine"][0]["state"], "admitted");
    assert_eq!(requests(&host, &owner).await["applicants"], json!([]));

    let told = events(&host, &owner, &space).await;
    assert!(told.ends_with(&["join-asked".to_owned(), "member-admitted".to_owned()]), "{told:?}");
    let page = owner.get(&host, &format!("/records/{space}/staff?since=0&limit=500")).await.expect(200);
    let entry = page.body["records"].as_array().unwrap().last().unwrap()["body"].clone();
    assert_eq!((&entry["who"], &entry["what"]), (&json!(owner.person), &json!("李雷")));
    assert_eq!((&entry["purpose"], &entry["id"]), (&json!("展会扫码"), &json!(guest.person)));
}

#[tokio::test]
async fn the_same_decision_again_is_one_and_another_one_is_told_that_it_was_taken() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    make_link(&host, &owner, &space, 10).await;
    let (first, second) = (ask(&host, "李雷").await, ask(&host, "赵云").await);

    for _ in 0..2 {
        decide(&host, &owner, &space, &first, true).await.expect(204);
        decide(&host, &owner, &space, &second, false).await.expect(204);
    }
    decide(&host, &owner, &space, &first, false).await.expect_refusal(409, "already-decided");
    decide(&host, &owner, &space, &second, true).await.expect_refusal(409, "already-decided");
    let told = events(&host, &owner, &space).await;
    let decisions =
        told.iter().filter(|event| ["member-admitted", "join-declined"].contains(&event.as_str()));
    assert_eq!(decisions.count(), 2, "{told:?}");

    // What was decided about somebody who has gone since lets nobody in again.
    remove(&host, &owner, &space, &first.person).await;
    decide(&host, &owner, &space, &first, true).await.expect_refusal(409, "already-decided");
    first.get(&host, &format!("/records/{space}/all?since=0")).await.expect_refusal(403, "scope-forbidden");
    decide(&host, &owner, &space, &owner, true).await.expect_refusal(404, "not-found");
}

#[tokio::test]
async fn the_reason_of_a_decline_is_a_line_like_any_other() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    make_link(&host, &owner, &space, 10).await;
    let guest = ask(&host, "李雷").await;
    let decline = async |reason: &str| {
        let body = json!({"space": space, "person": guest.person, "admit": false, "reason": reason});
        owner.post(&host, "/requests/decide", body).await
    };
    for reason in ["a\0b", "a\u{202e}b", "a\nb"] {
        decline(reason).await.expect_refusal(422, "forbidden-character");
    }
    decline(&"群".repeat(501)).await.expect_refusal(422, "too-long");
    assert_eq!(requests(&host, &guest).await["mine"][0]["state"], "waiting");
    decline(" 名单里没有 ").await.expect(204);
    assert_eq!(requests(&host, &guest).await["mine"][0]["reason"], "名单里没有");
}

#[tokio::test]
async fn who_waits_and_joins_by_a_personal_invitation_waits_no_longer() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    make_link(&host, &owner, &space, 10).await;
    let guest = ask(&host, "李雷").await;
    make_invite(&host, &owner, &space, "for 李雷 alone").await;
    redeem(&host, &guest, "for 李雷 alone", None).await.expect(201);

    assert_eq!(requests(&host, &guest).await["mine"][0]["state"], "admitted");
    assert_eq!(requests(&host, &owner).await["applicants"], json!([]));
    decide(&host, &owner, &space, &guest, false).await.expect_refusal(409, "already-decided");
    decide(&host, &owner, &space, &guest, true).await.expect(204);
    let told = events(&host, &owner, &space).await;
    assert!(told.ends_with(&["member-joined".to_owned()]), "{told:?}");
    guest.get(&host, &format!("/records/{space}/all?since=0")).await.expect(200);
}

#[tokio::test]
async fn reviewers_let_people_in_and_members_and_applicants_do_not() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let (reviewer, member) =
        (join(&host, &owner, &space, "韩梅").await, join(&host, &owner, &space, "王芳").await);
    let roles = json!({"roles": ["member", "reviewer"]});
    change(&host, &owner, &member_path(&space, &reviewer.person), roles).await.expect(200);
    make_link(&host, &owner, &space, 10).await;
    let (first, second) = (ask(&host, "李雷").await, ask(&host, "赵云").await);

    decide(&host, &member, &space, &first, true).await.expect_refusal(403, "role-needed");
    decide(&host, &first, &space, &first, true).await.expect_refusal(403, "not-a-member");
    assert_eq!(requests(&host, &member).await["applicants"], json!([]));
    assert_eq!(requests(&host, &reviewer).await["applicants"].as_array().unwrap().len(), 2);
    decide(&host, &reviewer, &space, &first, true).await.expect(204);
    decide(&host, &reviewer, &space, &second, false).await.expect(204);
    let mine = requests(&host, &second).await["mine"][0].clone();
    assert_eq!((&mine["state"], &mine["reason"]), (&json!("declined"), &json!("名单里没有")));
    second.get(&host, &format!("/records/{space}/all?since=0")).await.expect_refusal(403, "scope-forbidden");

    // Whoever was declined may ask again; whom administrators removed only they bring back.
    redeem(&host, &second, LINK, None).await.expect(201);
    assert_eq!(requests(&host, &second).await["mine"][0]["state"], "waiting");
    remove(&host, &owner, &space, &first.person).await;
    redeem(&host, &first, LINK, None).await.expect(201);
    decide(&host, &reviewer, &space, &first, true).await.expect_refusal(403, "role-needed");
    decide(&host, &owner, &space, &first, true).await.expect(204);
}

#[tokio::test]
async fn a_link_that_is_full_revoked_expired_or_replaced_lets_nobody_ask() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let link = make_link(&host, &owner, &space, 1).await;
    ask(&host, "李雷").await;
    let late = redeem(&host, &Browser::blank(), LINK, Some(account("赵云"))).await;
    late.expect_refusal(410, "link-full");
    change(&host, &owner, &link, json!({"state": "revoked"})).await.expect(200);
    let late = redeem(&host, &Browser::blank(), LINK, Some(account("赵云"))).await;
    late.expect_refusal(410, "link-revoked");

    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let link = make_link(&host, &owner, &space, 5).await;
    let renewed = json!({"token_hash": "b".repeat(64), "expires_at": host.now() + DAY});
    change(&host, &owner, &link, renewed).await.expect(200);
    let late = redeem(&host, &Browser::blank(), LINK, Some(account("赵云"))).await;
    late.expect_refusal(410, "link-replaced");
    let again = json!({"token_hash": protocol::digest::sha256_hex(LINK.as_bytes()), "expires_at": host.now() + 2 * DAY});
    change(&host, &owner, &link, again).await.expect(200);
    host.pass(3 * DAY);
    let late = redeem(&host, &Browser::blank(), LINK, Some(account("赵云"))).await;
    late.expect_refusal(410, "link-expired");
}

#[tokio::test]
async fn a_full_link_tells_members_and_those_who_wait_what_they_are() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let link = make_link(&host, &owner, &space, 1).await;
    let guest = ask(&host, "李雷").await;
    let other = join(&host, &owner, &space, "赵云").await;

    for who in [&owner, &other] {
        who.post(&host, "/invites/peek", json!({"token": LINK})).await.expect(200);
        redeem(&host, who, LINK, None).await.expect_refusal(409, "already-member");
    }
    assert_eq!(redeem(&host, &guest, LINK, None).await.expect(201).body["waits"], true);
    let record = owner.get(&host, &link).await.expect(200);
    assert_eq!(record.body["body"]["group"]["asked"], 1);

    // Nobody gets a second place by a new account, nor one who was declined.
    redeem(&host, &other, LINK, Some(account("韩梅"))).await.expect_refusal(410, "link-full");
    decide(&host, &owner, &space, &guest, false).await.expect(204);
    redeem(&host, &guest, LINK, None).await.expect_refusal(410, "link-full");
}

#[tokio::test]
async fn a_full_link_that_is_renewed_is_asked_by_anew() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let link = make_link(&host, &owner, &space, 1).await;
    ask(&host, "李雷").await;
    let hash = |token: &str| protocol::digest::sha256_hex(token.as_bytes());
    // A device that renews sends the count that it knows, or none.
    for (token, login, group) in [
        ("a second link", "赵云", json!({"limit": 1, "asked": 1})),
        ("a third link", "韩梅", json!({"limit": 1, "asked": 0})),
    ] {
        let renewed = json!({"token_hash": hash(token), "expires_at": host.now() + DAY, "group": group});
        let record = change(&host, &owner, &link, renewed).await.expect(200);
        assert_eq!(record.body["body"]["group"]["asked"], 0);
        redeem(&host, &Browser::blank(), token, Some(account(login))).await.expect(201);
        let late = redeem(&host, &Browser::blank(), token, Some(account("王芳"))).await;
        late.expect_refusal(410, "link-full");
    }
    assert_eq!(requests(&host, &owner).await["applicants"].as_array().unwrap().len(), 3);
}
