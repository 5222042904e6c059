//! The form by which somebody asks to come in, how it is looked at, and what keeps somebody out.

use crate::host::{Answer, Browser, Host, account};
use crate::space::{change, events, found, invite, join, make_invite, member_path, redeem, setup};
use protocol::RecordId;
use serde_json::{Value, json};

const LINK: &str = "the token of the link for all";
const WHY: &str = "想了解新品的卖点和话术";

/// A group with these terms and a link for many.
async fn group(host: &Host, owner: &Browser, entry: Value) -> String {
    let space = found(host, owner).await;
    change(host, owner, &format!("/records/{space}/all/{space}"), json!({"entry": entry})).await.expect(200);
    let mut body = invite(host, LINK);
    body["for_name"] = "展会扫码".into();
    body["group"] = json!({"limit": 10});
    let path = format!("/records/{space}/staff/{}", host.fresh_id());
    owner.put(host, &path, None, json!({"kind": "invite", "body": body})).await.expect(201);
    space
}

async fn asks(host: &Host, login: &str, form: Value) -> Answer {
    let body = json!({"token": LINK, "account": account(login), "device": "手机", "form": form});
    Browser::blank().post(host, "/invites/redeem", body).await
}

async fn waits(host: &Host, login: &str, form: Value) -> Browser {
    let answer = asks(host, login, form).await.expect(201);
    Browser::of(&answer, &answer.body["me"])
}

async fn step(host: &Host, who: &Browser, space: &str, about: &Browser, step: &str, text: &str) -> Answer {
    let body = json!({"space": space, "person": about.person, "step": step, "text": text});
    who.post(host, "/requests/advance", body).await
}

async fn decide(host: &Host, who: &Browser, space: &str, about: &Browser, reason: Option<&str>) -> Answer {
    let reason_said = reason.unwrap_or_default();
    let body =
        json!({"space": space, "person": about.person, "admit": reason.is_none(), "reason": reason_said});
    who.post(host, "/requests/decide", body).await
}

async fn mine(host: &Host, who: &Browser) -> Value {
    who.get(host, "/requests").await.expect(200).body["mine"][0].clone()
}

async fn applicants(host: &Host, who: &Browser) -> Value {
    who.get(host, "/requests").await.expect(200).body["applicants"].clone()
}

#[tokio::test]
async fn a_form_that_lacks_something_makes_no_account_and_one_that_fits_is_read_by_who_decides() {
    let host = Host::new();
    let owner = setup(&host).await;
    let entry = json!({"asks": ["dept", "purpose", "pledge"], "pledge": "不外传。", "hours": 4, "limit": 0});
    group(&host, &owner, entry).await;
    let card = Browser::blank().post(&host, "/invites/peek", json!({"token": LINK})).await.expect(200);
    assert_eq!(card.body["entry"]["asks"], json!(["dept", "purpose", "pledge"]));

    let short = asks(&host, "李雷", json!({"dept": "客服部", "purpose": "看看", "pledge": "不外传。"})).await;
    let problem = short.expect_refusal(422, "empty");
    assert_eq!(problem.body["field"], "/form/purpose");
    asks(&host, "李雷", json!({"dept": "客服部", "purpose": WHY, "pledge": "另一句"}))
        .await
        .expect_refusal(422, "empty");
    let form = json!({"dept": "客服部", "purpose": WHY, "pledge": "不外传。", "number": "没有问"});
    let guest = waits(&host, "李雷", form).await;

    let asked = mine(&host, &guest).await;
    assert_eq!(asked["course"]["due_at"], json!(asked["asked_at"].as_i64().unwrap() + 4 * 3_600_000));
    let seen = applicants(&host, &owner).await[0].clone();
    assert_eq!((&seen["dept"], &seen["course"]["form"]["purpose"]), (&json!("客服部"), &json!(WHY)));
    assert_eq!(seen["course"]["form"]["number"], "", "what nobody asked is not kept");
    assert_eq!(seen["roster"], Value::Null);
}

#[tokio::test]
async fn a_request_is_looked_at_asked_about_answered_and_withdrawn() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = group(&host, &owner, json!({"asks": ["purpose"]})).await;
    let guest = waits(&host, "李雷", json!({"purpose": WHY})).await;
    step(&host, &guest, &space, &guest, "answer", "没人问").await.expect_refusal(404, "not-found");
    step(&host, &owner, &space, &guest, "look", "").await.expect(204);
    let seen_at = mine(&host, &guest).await["course"]["seen_at"].clone();
    assert!(seen_at.is_i64());
    host.pass(60_000);
    step(&host, &owner, &space, &guest, "look", "").await.expect(204);
    assert_eq!(mine(&host, &guest).await["course"]["seen_at"], seen_at, "the first look counts");

    step(&host, &owner, &space, &guest, "ask", " ").await.expect_refusal(422, "empty");
    step(&host, &owner, &space, &guest, "ask", "你的主管是谁？").await.expect(204);
    let asked = mine(&host, &guest).await;
    assert_eq!((&asked["state"], &asked["course"]["question"]), (&json!("more"), &json!("你的主管是谁？")));
    assert_eq!(applicants(&host, &owner).await[0]["state"], "more", "who is asked waits no less");
    step(&host, &guest, &space, &guest, "answer", "王敏").await.expect(204);
    let answered = applicants(&host, &owner).await[0].clone();
    assert_eq!((&answered["state"], &answered["course"]["answer"]), (&json!("waiting"), &json!("王敏")));

    for _ in 0..2 {
        step(&host, &guest, &space, &guest, "withdraw", "").await.expect(204);
    }
    let gone = mine(&host, &guest).await;
    assert_eq!((&gone["state"], &gone["course"]["form"]["purpose"]), (&json!("withdrawn"), &json!("")));
    assert_eq!(applicants(&host, &owner).await, json!([]));
    decide(&host, &owner, &space, &guest, None).await.expect_refusal(409, "already-decided");
    let told = events(&host, &owner, &space).await;
    let last: Vec<&str> = told.iter().rev().take(3).rev().map(String::as_str).collect();
    assert_eq!(last, ["join-asked", "join-more-asked", "join-withdrawn"]);
}

#[tokio::test]
async fn reviewers_see_the_match_with_the_roster_and_never_the_roster() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = group(&host, &owner, json!({"asks": ["dept", "number"]})).await;
    let reviewer = join(&host, &owner, &space, "韩梅").await;
    let roles = json!({"roles": ["member", "reviewer"]});
    change(&host, &owner, &member_path(&space, &reviewer.person), roles).await.expect(200);
    let path = format!("/records/{space}/staff/{}", RecordId::derived(&[space.as_str(), "roster"]));
    let rows = json!({"rows": [{"name": "李雷", "dept": "客服部", "number": "1001"}, {"name": "赵云", "dept": "销售部"}]});
    owner.put(&host, &path, None, json!({"kind": "roster", "body": rows})).await.expect(201);
    reviewer.get(&host, &path).await.expect_refusal(403, "scope-forbidden");

    for (login, dept, number) in
        [("李雷", "客服部", "1001"), ("赵云", "财务部", ""), ("王芳", "客服部", "1001")]
    {
        waits(&host, login, json!({"dept": dept, "number": number})).await;
        host.pass(1);
    }
    let seen = applicants(&host, &reviewer).await;
    let verdicts: Vec<_> = seen.as_array().unwrap().iter().map(|one| &one["roster"]["verdict"]).collect();
    assert_eq!(verdicts, ["on", "dept_differs", "missing"]);
    assert_eq!(seen[1]["roster"]["dept"], "销售部");
    let twin = json!([{"real_name": "王芳", "dept": "客服部", "waits": true}]);
    assert_eq!(seen[0]["twins"][0]["real_name"], twin[0]["real_name"], "the same number waits twice");

    change(&host, &owner, &path, json!({"rows": []})).await.expect(200);
    assert_eq!(applicants(&host, &reviewer).await[0]["roster"], Value::Null);
}

#[tokio::test]
async fn a_group_that_is_full_takes_nobody_in_and_says_so() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = group(&host, &owner, json!({"limit": 2})).await;
    let (first, second) = (waits(&host, "李雷", json!({})).await, waits(&host, "赵云", json!({})).await);
    decide(&host, &owner, &space, &first, None).await.expect(204);
    decide(&host, &owner, &space, &second, None).await.expect_refusal(409, "space-full");
    assert_eq!(mine(&host, &second).await["state"], "waiting");
    let card = Browser::blank().post(&host, "/invites/peek", json!({"token": LINK})).await.expect(200);
    assert_eq!(card.body["entry"]["full"], true);
    asks(&host, "王芳", json!({})).await.expect_refusal(409, "space-full");
    make_invite(&host, &owner, &space, "for 赵云 alone").await;
    redeem(&host, &second, "for 赵云 alone", None).await.expect_refusal(409, "space-full");
}

#[tokio::test]
async fn who_is_not_in_scope_is_told_and_what_is_said_in_the_form_becomes_the_membership() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = group(&host, &owner, json!({"asks": ["post", "regular"], "depts": ["客服部"]})).await;
    let form = |dept: &str, regular: bool| json!({"dept": dept, "post": "专员", "regular": regular});
    asks(&host, "李雷", form("销售部", true)).await.expect_refusal(422, "not-in-scope");
    asks(&host, "李雷", form("客服部", false)).await.expect_refusal(422, "not-in-scope");
    let guest = waits(&host, "李雷", form("客服部", true)).await;
    decide(&host, &owner, &space, &guest, Some(" ")).await.expect_refusal(422, "empty");
    decide(&host, &owner, &space, &guest, None).await.expect(204);
    let member = guest.get(&host, &member_path(&space, &guest.person)).await.expect(200);
    assert_eq!(
        (&member.body["body"]["dept"], &member.body["body"]["post"]),
        (&json!("客服部"), &json!("专员"))
    );
}
