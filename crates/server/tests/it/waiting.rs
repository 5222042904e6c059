//! A link for the whole group: who comes by it waits, and is let in by somebody.

use crate::host::{Browser, DAY, Host, account};
use crate::space::{change, events, found, invite, join, member_path, redeem, remove, setup};
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
    decide(&host, &owner, &space, &guest, true).await.expect_refusal(404, "not-found");
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
