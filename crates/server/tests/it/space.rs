//! A space with people in it, made through the interface alone.

use crate::host::{Answer, Browser, DAY, Host, account};
use domain::kinds::Rule;
use protocol::digest::sha256_hex;
use protocol::{PersonId, SpaceId};
use serde_json::{Value, json};

/// Makes the first account.
pub(crate) async fn setup(host: &Host) -> Browser {
    let body = json!({"organization": "晨光公司", "locale": "zh-Hans", "device": "Firefox", "account": account("王主任")});
    let answer = Browser::blank().post(host, "/setup", body).await.expect(201);
    Browser::of(&answer, &answer.body)
}

/// Founds a space with its owner's membership; gives its id.
pub(crate) async fn found(host: &Host, owner: &Browser) -> String {
    let space = host.fresh_id();
    let path = format!("/records/{space}/all/{space}");
    owner.put(host, &path, None, json!({"kind": "space", "body": about()})).await.expect(201);
    let membership = json!({"kind": "member", "body": member(&owner.person, "王主任", &["owner"])});
    owner.put(host, &member_path(&space, &owner.person), None, membership).await.expect(201);
    space
}

pub(crate) fn about() -> Value {
    json!({"name": "新员工培训群", "purpose": "一起学会规章", "for_whom": "新员工", "not_for": "", "locale": "zh-Hans"})
}

pub(crate) fn member(person: &str, name: &str, roles: &[&str]) -> Value {
    json!({"person": person, "real_name": name, "dept": "培训部", "post": "专员", "roles": roles,
           "state": "active", "joined_at": 0})
}

pub(crate) fn member_path(space: &str, person: &str) -> String {
    let id = domain::kinds::member_id(&SpaceId::from(space), &PersonId::from(person));
    format!("/records/{space}/all/{id}")
}

pub(crate) fn ack_path(space: &str, person: &str, version: u32) -> String {
    let id = domain::kinds::ack_id(&SpaceId::from(space), &PersonId::from(person), version);
    format!("/records/{space}/personal/{id}")
}

pub(crate) fn draft_path(space: &str, person: &str) -> String {
    let id = domain::kinds::draft_id(&SpaceId::from(space), &PersonId::from(person));
    format!("/records/{space}/private/{id}")
}

pub(crate) fn rules_path(space: &str, version: u32) -> String {
    let id = domain::kinds::rules_id(&SpaceId::from(space), version);
    format!("/records/{space}/all/{id}")
}

pub(crate) fn rules_draft_path(space: &str) -> String {
    format!("/records/{space}/staff/{}", domain::kinds::rules_draft_id(&SpaceId::from(space)))
}

/// The body of an invitation with this token.
pub(crate) fn invite(host: &Host, token: &str) -> Value {
    json!({"for_name": "李雷", "note": "", "token_hash": sha256_hex(token.as_bytes()),
           "expires_at": host.now() + 7 * DAY, "state": "open"})
}

/// Makes an invitation; gives the path of its record.
pub(crate) async fn make_invite(host: &Host, staff: &Browser, space: &str, token: &str) -> String {
    let path = format!("/records/{space}/staff/{}", host.fresh_id());
    staff.put(host, &path, None, json!({"kind": "invite", "body": invite(host, token)})).await.expect(201);
    path
}

/// Joins with a new account by an invitation of `staff`.
pub(crate) async fn join(host: &Host, staff: &Browser, space: &str, login: &str) -> Browser {
    let token = format!("token for {login} to {space}");
    make_invite(host, staff, space, &token).await;
    let answer = redeem(host, &Browser::blank(), &token, Some(account(login))).await.expect(201);
    Browser::of(&answer, &answer.body["me"])
}

pub(crate) async fn redeem(host: &Host, browser: &Browser, token: &str, account: Option<Value>) -> Answer {
    let body = json!({"token": token, "account": account, "device": "Firefox"});
    browser.post(host, "/invites/redeem", body).await
}

/// The body of a version of the rules.
pub(crate) fn rules(version: u32) -> Value {
    let rules = json!([
        {"no": 1, "kind": "must", "text": "按时参加培训", "binds": "all"},
        {"no": 2, "kind": "forbidden", "text": format!("泄露资料（第{version}版）"), "binds": "all"},
    ]);
    let typed: Vec<Rule> = serde_json::from_value(rules.clone()).unwrap();
    let hash = domain::rules::content_hash(&typed);
    json!({"version": version, "rules": rules, "hash": hash, "reason": "", "published_at": 0})
}

pub(crate) async fn publish(host: &Host, owner: &Browser, space: &str, version: u32) {
    let body = json!({"kind": "rules", "body": rules(version)});
    owner.put(host, &rules_path(space, version), None, body).await.expect(201);
}

/// Publishes a version under which the confirmation of the former one counts on for a while.
pub(crate) async fn publish_gently(
    host: &Host,
    owner: &Browser,
    space: &str,
    version: u32,
    grace_hours: u32,
) {
    let mut body = rules(version);
    body["grace_hours"] = grace_hours.into();
    let body = json!({"kind": "rules", "body": body});
    owner.put(host, &rules_path(space, version), None, body).await.expect(201);
}

/// The write that confirms a version.
pub(crate) fn ack(person: &str, version: u32) -> Value {
    let hash = rules(version)["hash"].clone();
    json!({"kind": "ack", "subject": person, "body": {"version": version, "hash": hash, "at": 0}})
}

pub(crate) async fn confirm(host: &Host, who: &Browser, space: &str, version: u32) {
    who.put(host, &ack_path(space, &who.person, version), None, ack(&who.person, version)).await.expect(201);
}

/// The write of a message.
pub(crate) fn message(text: &str) -> Value {
    json!({"kind": "message", "body": {"text": text, "sent_at": 0}})
}

pub(crate) async fn post(host: &Host, who: &Browser, space: &str, text: &str) -> Answer {
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    who.put(host, &path, None, message(text)).await
}

/// Changes fields of a record's body, as `who`.
pub(crate) async fn change(host: &Host, who: &Browser, path: &str, fields: Value) -> Answer {
    let now = who.get(host, path).await.expect(200);
    change_from(host, who, path, &now.body, fields).await
}

/// Changes fields of a body that was read before.
pub(crate) async fn change_from(
    host: &Host,
    who: &Browser,
    path: &str,
    record: &Value,
    fields: Value,
) -> Answer {
    let mut body = record["body"].clone();
    merge(&mut body, &fields);
    let write = json!({"kind": record["kind"], "subject": record["subject"], "body": body});
    who.put(host, path, record["rev"].as_str(), write).await
}

/// The events that staff find in the audit log, oldest first.
pub(crate) async fn events(host: &Host, staff: &Browser, space: &str) -> Vec<String> {
    let page = staff.get(host, &format!("/records/{space}/staff?since=0&limit=500")).await.expect(200);
    let records = page.body["records"].as_array().unwrap().clone();
    let audits = records.iter().filter(|record| record["kind"] == "audit");
    audits.map(|record| record["body"]["event"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn guards_path(space: &str) -> String {
    format!("/records/{space}/all/{}", domain::kinds::guards_id(&SpaceId::from(space)))
}

/// The write of one guard: a post a minute, by rule 1.
pub(crate) fn slow_mode() -> Value {
    guards(json!([{"rule": 1, "kind": "interval", "settings": {"seconds": 60}}]))
}

/// The write of guards.
pub(crate) fn guards(guards: Value) -> Value {
    json!({"kind": "guards", "body": {"guards": guards}})
}

/// The path and the write of a post that its author hands in.
pub(crate) fn held(host: &Host, space: &str, person: &str, text: &str) -> (String, Value) {
    let message = host.fresh_id();
    let id = domain::kinds::held_id(&SpaceId::from(space), &message.as_str().into());
    let body = json!({"message": message, "text": text, "sent_at": 5, "rules": [2], "state": "waiting"});
    (format!("/records/{space}/personal/{id}"), json!({"kind": "held", "subject": person, "body": body}))
}

/// The path and the write of a measure about `person`, with what its kind asks for: `more`.
pub(crate) fn measure(host: &Host, space: &str, person: &str, kind: &str, more: Value) -> (String, Value) {
    let mut body = json!({"kind": kind, "rule": 2, "version": 1, "reason": "屡次提醒无效"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let write = json!({"kind": "measure", "subject": person, "body": body});
    (format!("/records/{space}/personal/{}", host.fresh_id()), write)
}

/// The path and the write of `reporter`'s report of the post `message`, which `person` wrote. `owner` is
/// named where the owner alone is to read it.
pub(crate) fn report(
    space: &str,
    (reporter, owner): (&str, Option<&str>),
    message: &str,
    person: &str,
) -> (String, Value) {
    let id = domain::kinds::report_id(&SpaceId::from(space), &message.into(), &PersonId::from(reporter));
    let body =
        json!({"message": message, "person": person, "said": "代购", "reason": "广告", "state": "open"});
    let (audience, kind, subject) = match owner {
        Some(owner) => ("private", "owner-report", owner),
        None => ("personal", "report", reporter),
    };
    (format!("/records/{space}/{audience}/{id}"), json!({"kind": kind, "subject": subject, "body": body}))
}

/// Removes somebody as it is to be done: by a measure, which names a rule where there is one.
pub(crate) async fn remove(host: &Host, staff: &Browser, space: &str, person: &str) {
    let has_rules = staff.get(host, &rules_path(space, 1)).await.status == 200;
    let rule = if has_rules { json!({}) } else { json!({"rule": null, "version": null}) };
    let (path, body) = measure(host, space, person, "removed", rule);
    staff.put(host, &path, None, body).await.expect(201);
    change(host, staff, &member_path(space, person), json!({"state": "removed"})).await.expect(200);
}

/// The write of an announcement, with what makes it another: `more`.
pub(crate) fn notice(more: Value) -> Value {
    let mut body = json!({"importance": "important", "title": "周五停电", "text": "二楼", "sent_at": 0});
    merge(&mut body, &more);
    json!({"kind": "notice", "body": body})
}

/// Puts `fields` into `body`, in place of what stands there.
pub(crate) fn merge(body: &mut Value, fields: &Value) {
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
}

/// Announces something; gives its id.
pub(crate) async fn announce(host: &Host, who: &Browser, space: &str, more: Value) -> String {
    let id = host.fresh_id();
    who.put(host, &format!("/records/{space}/all/{id}"), None, notice(more)).await.expect(201);
    id
}

/// The path of `person`'s confirmation of an announcement.
pub(crate) fn confirm_path(space: &str, notice: &str, person: &str) -> String {
    let id = domain::kinds::confirm_id(&SpaceId::from(space), &notice.into(), &PersonId::from(person));
    format!("/records/{space}/personal/{id}")
}

/// The write of `person`'s confirmation of an announcement.
pub(crate) fn confirm_of(notice: &str, person: &str) -> Value {
    json!({"kind": "confirm", "subject": person, "body": {"notice": notice, "at": 0}})
}
