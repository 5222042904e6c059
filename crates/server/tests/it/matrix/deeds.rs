//! What is asked: one way to do each thing that the table has a row for.

use super::people::Scene;
use crate::host::{Answer, Browser, DAY, MINUTE, PASSWORD, account};
use crate::space::{
    about, ack, ack_path, announce, change_from, confirm_of, confirm_path, draft_path, guards_path, held,
    invite, measure, member, merge, message, notice, redeem, report, rules, rules_draft_path, rules_path,
    slow_mode,
};
use serde_json::{Value, json};
use std::pin::Pin;

type Doing<'s> = Pin<Box<dyn Future<Output = Answer> + 's>>;

/// A row.
pub(crate) struct Deed {
    /// The row's name in the table.
    pub(crate) name: &'static str,
    /// The operation of the interface that it uses.
    pub(crate) operation: &'static str,
    pub(crate) run: for<'s> fn(&'s Scene<'s>) -> Doing<'s>,
}

macro_rules! deeds {
    ($($operation:literal { $($name:literal => $run:expr;)+ })+) => {
        pub(crate) const DEEDS: &[Deed] = &[$($(
            Deed { name: $name, operation: $operation, run: {
                fn run<'s>(s: &'s Scene<'s>) -> Doing<'s> {
                    let run: fn(&'s Scene<'s>) -> Doing<'s> = $run;
                    run(s)
                }
                run
            } },
        )+)+];
    };
}

/// Puts a future on the heap.
macro_rules! go {
    ($future:expr) => {
        Box::pin(async move { $future })
    };
}

deeds! {
    "GET /hello" {
        "hello" => |s| go!(s.get("/hello").await);
    }
    "POST /setup" {
        "setup" => |s| go!(s.post("/setup", json!({
            "organization": "另一家", "locale": "en", "device": "", "account": account("新人")})).await);
    }
    "POST /session" {
        "sign in" => |s| go!(s.sign_in().await);
    }
    "GET /session" {
        "me" => |s| go!(s.get("/session").await);
    }
    "DELETE /session" {
        "sign out" => |s| go!(s.actor.delete(&s.host, "/session").await);
    }
    "POST /password" {
        "change password" => |s| go!(
            s.post("/password", json!({"old": PASSWORD, "new": "温故而知新，可以为师矣"})).await);
    }
    "GET /sessions" {
        "my sessions" => |s| go!(s.get("/sessions").await);
    }
    "DELETE /sessions/{id}" {
        "end another's session" => |s| go!(
            s.actor.delete(&s.host, &format!("/sessions/{}", s.facts.session)).await);
    }
    "POST /demo" {
        "play the demo" => |s| go!(s.post("/demo", json!({"device": ""})).await);
    }
    "DELETE /demo" {
        "end the demo" => |s| go!(s.actor.delete(&s.host, "/demo").await);
    }
    "GET /events" {
        "events" => |s| go!(opened(s).await);
    }
    "GET /scopes" {
        "scopes" => |s| go!(s.get("/scopes").await);
    }
    "POST /resets" {
        "reset a member" => |s| go!(reset(s, &s.facts.target).await);
        "reset an administrator" => |s| go!(reset(s, &s.facts.second_admin).await);
        "reset the owner" => |s| go!(reset(s, &s.facts.owner).await);
        "reset a stranger" => |s| go!(reset(s, &s.facts.stranger).await);
    }
    "POST /resets/peek" {
        "peek no reset link" => |s| go!(s.post("/resets/peek", json!({"token": "nonsense"})).await);
    }
    "POST /resets/redeem" {
        "use no reset link" => |s| go!(
            s.post("/resets/redeem", json!({"token": "nonsense", "new": PASSWORD, "device": ""})).await);
    }
    "POST /passes" {
        "make a pass" => |s| go!(s.post("/passes", json!(null)).await);
    }
    "GET /passes" {
        "what became of none" => |s| go!(s.get("/passes").await);
    }
    "POST /passes/peek" {
        "peek no pass" => |s| go!(s.post("/passes/peek", json!({"token": "nonsense"})).await);
    }
    "POST /passes/redeem" {
        "use no pass" => |s| go!(s.post("/passes/redeem", json!({"token": "nonsense", "device": ""})).await);
    }
    "POST /invites/peek" {
        "peek an invitation" => |s| go!(s.post("/invites/peek", json!({"token": OPEN})).await);
    }
    "POST /invites/redeem" {
        "accept as oneself" => |s| go!(redeem(&s.host, &s.actor, OPEN, None).await);
        "accept anew" => |s| go!(redeem(&s.host, &s.actor, OPEN, Some(account("新人"))).await);
    }
    "GET /requests" {
        "my requests" => |s| go!(s.get("/requests").await);
    }
    "POST /requests/decide" {
        "let somebody in" => |s| go!(s.post("/requests/decide", json!({
            "space": s.facts.space, "person": s.facts.stranger, "admit": true, "reason": ""})).await);
    }
    "POST /requests/advance" {
        "look at who waits" => |s| go!(advance(s, s.facts.stranger.as_str(), "look").await);
        "ask somebody for more" => |s| go!(advance(s, s.facts.stranger.as_str(), "ask").await);
        "answer for another" => |s| go!(advance(s, "nobody", "answer").await);
        "withdraw another's" => |s| go!(advance(s, "nobody", "withdraw").await);
        "withdraw nothing" => |s| go!(advance(s, s.actor.person.as_str(), "withdraw").await);
    }
    "GET /questions/{space}" {
        "read the questions" => |s| go!(s.get(&format!("/questions/{}", s.facts.space)).await);
    }
    "PUT /questions" {
        "set the questions" => |s| go!(s.actor.put(&s.host, "/questions", None, questions(s)).await);
    }
    "POST /questions/answer" {
        "answer a question" => |s| go!({
            s.owner.put(&s.host, "/questions", None, questions(s)).await.expect(204);
            let body = json!({"space": s.facts.space, "set_at": s.host.now(), "question": 0, "choice": 1});
            s.post("/questions/answer", body).await
        });
    }
    "GET /records/{space}/{audience}" {
        "list all" => |s| go!(list(s, "all").await);
        "list staff" => |s| go!(list(s, "staff").await);
        "list personal" => |s| go!(list(s, "personal").await);
        "list private" => |s| go!(list(s, "private").await);
        "list keys" => |s| go!(list(s, "keys").await);
        "list a label" => |s| go!(list(s, "label:x").await);
        "list no space" => |s| go!(s.get("/records/nowhere/all?since=0").await);
    }
    "GET /records/{space}/{audience}/{id}" {
        "read a message" => |s| go!(s.get(&s.facts.message.0).await);
        "read the rules" => |s| go!(s.get(&rules_path(&s.facts.space, 1)).await);
        "read the rules draft" => |s| go!(s.get(&rules_draft_path(&s.facts.space)).await);
        "read an invitation" => |s| go!(s.get(&s.facts.invite).await);
        "read memb's ack" => |s| go!(s.get(&ack_path(&s.facts.space, &s.facts.member, 1)).await);
        "read memb's confirm" => |s| go!(s.get(&s.facts.confirm).await);
        "read memb's held post" => |s| go!(s.get(&s.facts.held).await);
        "read memb's warning" => |s| go!(s.get(&s.facts.warning).await);
        "read why remov was" => |s| go!(s.get(&s.facts.removal).await);
        "read who reported memb" => |s| go!(s.get(&s.facts.report).await);
        "read who reported second" => |s| go!(s.get(&s.facts.owner_report).await);
        "read memb's draft" => |s| go!(s.get(&draft_path(&s.facts.space, &s.facts.member)).await);
    }
    "POST /batch" {
        "post by batch" => |s| go!(post_by_batch(s).await);
    }
    "PUT /records/{space}/{audience}/{id}" {
        "post" => |s| go!(s.create(&s.path("all", &s.host.fresh_id()), message("早")).await);
        "post as another" => |s| go!(post_as_another(s).await);
        "edit memb's post" => |s| go!(edit_post(s).await);
        "edit it after a day" => |s| go!({ s.host.pass(DAY + MINUTE); edit_post(s).await });
        "take memb's post away" => |s| go!(s.take_away(&s.facts.message.0).await);
        "take it away after 2 h" => |s| go!({
            s.host.pass(121 * MINUTE);
            s.take_away(&s.facts.message.0).await
        });
        "recall memb's post" => |s| go!(s.change(&s.facts.message.0, recalled()).await);
        "recall it after 2 h" => |s| go!({
            s.host.pass(121 * MINUTE);
            s.change(&s.facts.message.0, recalled()).await
        });
        "recall it, not its words" => |s| go!({
            s.change(&s.facts.message.0, json!({"recalled_at": 1})).await
        });
        "react to memb's post" => |s| go!(react(s, &s.actor.person).await);
        "react for another" => |s| go!(react(s, &s.facts.target).await);
        "open a channel" => |s| go!({
            let body = json!({"kind": "channel", "body": {"sort": "custom", "name": "读书", "order": 70}});
            s.create(&s.path("all", &s.host.fresh_id()), body).await
        });
        "archive a channel" => |s| go!({
            let chat = chat(s).await;
            s.change(&s.path("all", &chat), json!({"archived": true})).await
        });
        "delete a channel" => |s| go!({
            let chat = chat(s).await;
            s.take_away(&s.path("all", &chat)).await
        });
        "move memb's post" => |s| go!({
            let chat = chat(s).await;
            let moved = json!({"by": s.actor.person});
            s.change(&s.facts.message.0, json!({"channel": chat, "moved": moved})).await
        });
        "post into no channel" => |s| go!({
            let body = json!({"kind": "message", "body": {"text": "早", "channel": s.host.fresh_id()}});
            s.create(&s.path("all", &s.host.fresh_id()), body).await
        });
        "pin memb's post" => |s| go!(pin(s, 1).await);
        "pin a fourth post" => |s| go!(pin(s, 4).await);
        "announce something" => |s| go!(announces(s, json!({})).await);
        "announce it as urgent" => |s| go!(announces(s, json!({"importance": "urgent"})).await);
        "announce it to confirm" => |s| go!(announces(s, json!({"confirm": true})).await);
        "remind of a notice" => |s| go!(
            s.change(&s.notice_path(), json!({"reminded_at": s.host.now()})).await);
        "call a notice back" => |s| go!({
            let withdrawn = json!({"by": s.actor.person, "reason": "日期错了"});
            s.change(&s.notice_path(), json!({"title": "", "text": "", "withdrawn": withdrawn})).await
        });
        "change a notice's words" => |s| go!(s.change(&s.notice_path(), json!({"text": "三楼"})).await);
        "delete a notice" => |s| go!(s.take_away(&s.notice_path()).await);
        "confirm a notice" => |s| go!({
            let id = announce(&s.host, &s.owner, &s.facts.space, json!({"confirm": true})).await;
            let path = confirm_path(&s.facts.space, &id, &s.actor.person);
            s.create(&path, confirm_of(&id, &s.actor.person)).await
        });
        "confirm it for another" => |s| go!({
            let (notice, target) = (&s.facts.notice, &s.facts.target);
            s.create(&confirm_path(&s.facts.space, notice, target), confirm_of(notice, target)).await
        });
        "take a confirm back" => |s| go!(s.take_away(&s.facts.confirm).await);
        "take note of a notice" => |s| go!({
            let space = s.facts.space.as_str().into();
            let id = domain::kinds::noted_id(&space, &s.facts.notice.as_str().into(), &s.actor.person.as_str().into());
            let body = json!({"kind": "noted", "subject": s.actor.person, "body": {"notice": s.facts.notice}});
            s.create(&s.path("private", id.as_str()), body).await
        });
        "set the guards" => |s| go!(s.create(&guards_path(&s.facts.space), slow_mode()).await);
        "hand in a post" => |s| go!({
            let (path, body) = held(&s.host, &s.facts.space, &s.actor.person, "代购");
            s.create(&path, body).await
        });
        "hand in for another" => |s| go!({
            let (path, body) = held(&s.host, &s.facts.space, &s.facts.target, "代购");
            s.create(&path, body).await
        });
        "release memb's post" => |s| go!(decide(s, "released", "").await);
        "return memb's post" => |s| go!(decide(s, "returned", "请写明来源").await);
        "withdraw memb's post" => |s| go!(s.change(&s.facts.held, json!({"state": "withdrawn"})).await);
        "hide memb's post" => |s| go!(on_post(s, "hidden").await);
        "show memb's post again" => |s| go!({
            hide(s).await;
            on_post(s, "shown").await
        });
        "edit it while hidden" => |s| go!({
            hide(s).await;
            edit_post(s).await
        });
        "ask memb to edit" => |s| go!(on_post(s, "edit-asked").await);
        "warn a member" => |s| go!(take(s, &s.facts.target, "warned", json!({})).await);
        "mute a member" => |s| go!(take(s, &s.facts.target, "muted", json!({"minutes": 60})).await);
        "let a member post again" => |s| go!(take(s, &s.facts.target, "unmuted", json!({})).await);
        "mute an administrator" => |s| go!(
            take(s, &s.facts.second_admin, "muted", json!({"minutes": 60})).await);
        "warn the owner" => |s| go!(take(s, &s.facts.owner, "warned", json!({})).await);
        "warn oneself" => |s| go!(take(s, &s.actor.person, "warned", json!({})).await);
        "see memb's warning" => |s| go!(s.change(&s.facts.warning, json!({"seen_at": 7})).await);
        "delete memb's warning" => |s| go!(s.take_away(&s.facts.warning).await);
        "report memb's post" => |s| go!({
            let (path, body) =
                report(&s.facts.space, (&s.actor.person, None), s.message_id(), &s.facts.member);
            s.create(&path, body).await
        });
        "report second's post" => |s| go!({
            let who = (s.actor.person.as_str(), Some(s.facts.owner.as_str()));
            let (path, body) = report(&s.facts.space, who, &s.facts.second_post, &s.facts.second_admin);
            s.create(&path, body).await
        });
        "dismiss a report" => |s| go!(
            s.change(&s.facts.report, json!({"state": "dismissed", "decided_by": s.actor.person})).await);
        "delete a held post" => |s| go!(s.take_away(&s.facts.held).await);
        "found a space" => |s| go!({
            let id = s.host.fresh_id();
            s.create(&format!("/records/{id}/all/{id}"), json!({"kind": "space", "body": about()})).await
        });
        "rename the space" => |s| go!(s.change(&s.path("all", &s.facts.space), json!({"name": "新名"})).await);
        "offer the space" => |s| go!(offer(s, &s.actor, &s.facts.target).await.1);
        "accept memb's offer" => |s| go!(answer_offer(s, "accepted").await);
        "decline memb's offer" => |s| go!(answer_offer(s, "declined").await);
        "take the offer back" => |s| go!(answer_offer(s, "withdrawn").await);
        "write oneself as owner" => |s| go!(
            s.change(&s.path("all", &s.facts.space), json!({"owner": s.actor.person})).await);
        "delete the space" => |s| go!(s.take_away(&s.path("all", &s.facts.space)).await);
        "write the rules draft" => |s| go!(
            s.change(&rules_draft_path(&s.facts.space), json!({"source": "原文"})).await);
        "publish rules" => |s| go!(
            s.create(&rules_path(&s.facts.space, 2), json!({"kind": "rules", "body": rules(2)})).await);
        "change published rules" => |s| go!(
            s.change(&rules_path(&s.facts.space, 1), json!({"reason": "又想了想"})).await);
        "propose a change" => |s| go!(propose(s, &s.actor, json!({})).await.1);
        "propose about no rule" => |s| go!(propose(s, &s.actor, json!({"rule": 99})).await.1);
        "propose as if taken up" => |s| go!(propose(s, &s.actor, json!({"state": "taken"})).await.1);
        "take a proposal up" => |s| go!(turn_proposal(s, "taken", json!({})).await);
        "decline a proposal" => |s| go!(turn_proposal(s, "declined", json!({"answer": "已有"})).await);
        "withdraw the owner's" => |s| go!({
            let (path, _) = propose(s, &s.owner, json!({})).await;
            s.change(&path, json!({"state": "withdrawn"})).await
        });
        "reword a proposal" => |s| go!(turn_proposal(s, "taken", json!({"text": "别的话"})).await);
        "delete a proposal" => |s| go!({
            let (path, _) = propose(s, &s.owner, json!({})).await;
            s.take_away(&path).await
        });
        "say to a proposal" => |s| go!({
            let (path, _) = propose(s, &s.owner, json!({})).await;
            say_to(s, &path, &s.actor.person).await
        });
        "say it for another" => |s| go!({
            let (path, _) = propose(s, &s.owner, json!({})).await;
            say_to(s, &path, &s.facts.target).await
        });
        "say to a declined one" => |s| go!({
            let (path, _) = propose(s, &s.owner, json!({})).await;
            let declined = json!({"state": "declined", "decided_by": s.owner.person, "decided_at": 7, "answer": "已有"});
            let record = s.owner.get(&s.host, &path).await.expect(200).body;
            change_from(&s.host, &s.owner, &path, &record, declined).await.expect(200);
            say_to(s, &path, &s.actor.person).await
        });
        "remind of the rules" => |s| go!({
            let reminded = json!({"version": 1, "at": s.host.now()});
            s.change(&s.path("all", &s.facts.space), json!({"reminded": reminded})).await
        });
        "confirm the rules" => |s| go!(confirm_next(s).await);
        "confirm for another" => |s| go!(confirm_for_another(s).await);
        "take an ack back" => |s| go!(s.take_away(&ack_path(&s.facts.space, &s.facts.member, 1)).await);
        "invite" => |s| go!({
            let body = json!({"kind": "invite", "body": invite(&s.host, "another")});
            s.create(&s.path("staff", &s.host.fresh_id()), body).await
        });
        "lay the roster down" => |s| go!({
            let id = protocol::RecordId::derived(&[s.facts.space.as_str(), "roster"]);
            let body = json!({"kind": "roster", "body": {"rows": [{"name": "李雷", "dept": "客服部"}]}});
            s.create(&s.path("staff", id.as_str()), body).await
        });
        "revoke an invitation" => |s| go!(s.change(&s.facts.invite, json!({"state": "revoked"})).await);
        "say it was used" => |s| go!(
            s.change(&s.facts.invite, json!({"state": "used", "used_by": s.actor.person})).await);
        "join without invitation" => |s| go!(join_alone(s).await);
        "bring somebody in" => |s| go!({
            let body = json!({"kind": "member", "body": member(&s.facts.stranger, "外人", &["member"])});
            s.create(&s.member_path(&s.facts.stranger), body).await
        });
        "remove a member" => |s| go!(remove(s, &s.facts.target).await);
        "remove without a measure" => |s| go!(
            s.change(&s.member_path(&s.facts.target), json!({"state": "removed"})).await);
        "mute without a measure" => |s| go!(
            s.change(&s.member_path(&s.facts.target), json!({"state": "muted"})).await);
        "remove an administrator" => |s| go!(remove(s, &s.facts.second_admin).await);
        "remove the owner" => |s| go!(s.change(&s.member_path(&s.facts.owner), json!({"state": "removed"})).await);
        "appoint an administrator" => |s| go!(
            s.change(&s.member_path(&s.facts.target), json!({"roles": ["admin"]})).await);
        "appoint a reviewer" => |s| go!(
            s.change(&s.member_path(&s.facts.target), json!({"roles": ["member", "reviewer"]})).await);
        "appoint oneself" => |s| go!(s.change(&s.member_path(&s.actor.person), json!({"roles": ["admin", "trainer"]})).await);
        "appoint another owner" => |s| go!(
            s.change(&s.member_path(&s.facts.target), json!({"roles": ["owner"]})).await);
        "leave" => |s| go!(s.change(&s.member_path(&s.actor.person), json!({"state": "left"})).await);
        "change one's post" => |s| go!(s.change(&s.member_path(&s.actor.person), json!({"post": "主管"})).await);
        "change one's real name" => |s| go!(
            s.change(&s.member_path(&s.actor.person), json!({"real_name": "别名"})).await);
        "change one's entry date" => |s| go!(
            s.change(&s.member_path(&s.actor.person), json!({"joined_at": 1})).await);
        "change another's post" => |s| go!(s.change(&s.member_path(&s.facts.target), json!({"post": "主管"})).await);
        "delete a membership" => |s| go!(s.take_away(&s.member_path(&s.facts.target)).await);
        "keep a draft" => |s| go!(keep_draft(s).await);
        "keep another's draft" => |s| go!({
            let body = json!({"kind": "draft", "subject": s.facts.target, "body": {"text": "x"}});
            s.create(&draft_path(&s.facts.space, &s.facts.target), body).await
        });
        "schedule a post" => |s| go!(schedule(s, &s.actor.person).await);
        "schedule for another" => |s| go!(schedule(s, &s.facts.target).await);
        "keep a note" => |s| go!({
            let body = json!({"kind": "note", "subject": s.actor.person, "body": {"text": "x"}});
            s.create(&s.path("private", &s.host.fresh_id()), body).await
        });
        "an unknown kind for all" => |s| go!(
            s.create(&s.path("all", &s.host.fresh_id()), json!({"kind": "poll", "body": {}})).await);
        "an unknown kind, staff" => |s| go!(
            s.create(&s.path("staff", &s.host.fresh_id()), json!({"kind": "poll", "body": {}})).await);
        "write the audit log" => |s| go!({
            let body = json!({"kind": "audit", "body": {"event": "x", "at": 0}});
            s.create(&s.path("staff", &s.host.fresh_id()), body).await
        });
    }
}

const OPEN: &str = "the open invitation";

async fn list(s: &Scene<'_>, audience: &str) -> Answer {
    s.get(&format!("/records/{}/{audience}?since=0", s.facts.space)).await
}

async fn reset(s: &Scene<'_>, person: &str) -> Answer {
    s.post("/resets", json!({"person": person, "space": s.facts.space})).await
}

/// The answer's head; a stream's body has no end.
async fn opened(s: &Scene<'_>) -> Answer {
    let (parts, _) = s.host.open_stream(s.actor.request("GET", "/events", &[], None)).await.into_parts();
    if parts.status == 200 {
        return Answer { status: 200, headers: parts.headers, text: String::new(), body: Value::Null };
    }
    s.get("/events").await
}

/// `by` offers the space; gives the path of the offer, too.
async fn offer(s: &Scene<'_>, by: &Browser, heir: &str) -> (String, Answer) {
    let path = s.path("personal", &s.host.fresh_id());
    let body = json!({"kind": "handover", "subject": heir, "body": {"state": "open"}});
    let answer = by.put(&s.host, &path, None, body).await;
    (path, answer)
}

/// The owner offers the space to `memb`, and the actor answers.
async fn answer_offer(s: &Scene<'_>, state: &str) -> Answer {
    let (path, offered) = offer(s, &s.owner, &s.facts.member).await;
    offered.expect(201);
    s.change(&path, json!({"state": state, "decided_at": 7})).await
}

async fn advance(s: &Scene<'_>, person: &str, step: &str) -> Answer {
    let body = json!({"space": s.facts.space, "person": person, "step": step, "text": "请补充工号"});
    s.post("/requests/advance", body).await
}

async fn decide(s: &Scene<'_>, state: &str, reason: &str) -> Answer {
    let decision = json!({"state": state, "decided_by": s.actor.person, "reason": reason});
    s.change(&s.facts.held, decision).await
}

/// Proposes, as `who`, that rule 1 says something else; where, and what the server answers.
async fn propose(s: &Scene<'_>, who: &Browser, more: Value) -> (String, Answer) {
    let mut body = json!({
        "change": "reword", "version": 1, "rule": 1, "kind": "must", "binds": "all", "text": "说请和谢谢",
        "reason": "客户听得见", "state": "open", "answer": "",
    });
    merge(&mut body, &more);
    let path = s.path("all", &s.host.fresh_id());
    let answer = who.put(&s.host, &path, None, json!({"kind": "proposal", "body": body})).await;
    (path, answer)
}

/// The actor decides about what the owner has proposed.
async fn turn_proposal(s: &Scene<'_>, state: &str, more: Value) -> Answer {
    let (path, proposed) = propose(s, &s.owner, json!({})).await;
    proposed.expect(201);
    let mut fields = json!({"state": state, "decided_by": s.actor.person, "decided_at": 7});
    merge(&mut fields, &more);
    s.change(&path, fields).await
}

/// Says, as `person`, what to think of the proposal at `path`.
async fn say_to(s: &Scene<'_>, path: &str, person: &str) -> Answer {
    let proposal = path.rsplit('/').next().unwrap_or_default();
    let id = domain::kinds::opinion_id(&s.facts.space.as_str().into(), &proposal.into(), &person.into());
    let body = json!({"kind": "opinion", "body": {"proposal": proposal, "stance": "for"}});
    s.create(&s.path("all", id.as_str()), body).await
}

/// Says in a word, as `person`, what to think of memb's post.
async fn react(s: &Scene<'_>, person: &str) -> Answer {
    let (space, message) = (s.facts.space.as_str().into(), s.message_id());
    let id = domain::kinds::reaction_id(&space, &message.into(), &person.into());
    let body = json!({"kind": "reaction", "body": {"message": message, "word": "received"}});
    s.create(&s.path("all", id.as_str()), body).await
}

async fn pin(s: &Scene<'_>, slot: u8) -> Answer {
    let id = domain::kinds::pin_id(&s.facts.space.as_str().into(), slot);
    let expires_at = s.host.now() + DAY;
    let body = json!({"slot": slot, "message": s.message_id(), "label": "课表", "expires_at": expires_at});
    s.create(&s.path("all", id.as_str()), json!({"kind": "pin", "body": body})).await
}

/// A channel that the owner has opened.
async fn chat(s: &Scene<'_>) -> String {
    let sort = domain::kinds::ChannelSort::Chat;
    let id = domain::kinds::channel_id(&s.facts.space.as_str().into(), &sort).to_string();
    let body = json!({"kind": "channel", "body": {"sort": "chat", "order": 60}});
    s.owner.put(&s.host, &s.path("all", &id), None, body).await.expect(201);
    id
}

/// Announces something.
async fn announces(s: &Scene<'_>, more: Value) -> Answer {
    s.create(&s.path("all", &s.host.fresh_id()), notice(more)).await
}

/// Takes a measure.
async fn take(s: &Scene<'_>, person: &str, kind: &str, more: Value) -> Answer {
    let (path, body) = measure(&s.host, &s.facts.space, person, kind, more);
    s.create(&path, body).await
}

/// Takes a measure about the post of `memb`.
async fn on_post(s: &Scene<'_>, kind: &str) -> Answer {
    take(s, &s.facts.member, kind, json!({"message": s.message_id()})).await
}

/// The owner hides the post of `memb`.
async fn hide(s: &Scene<'_>) {
    let message = json!({"message": s.message_id()});
    let (path, body) = measure(&s.host, &s.facts.space, &s.facts.member, "hidden", message);
    s.owner.put(&s.host, &path, None, body).await.expect(201);
}

/// The measure, and then the membership.
async fn remove(s: &Scene<'_>, person: &str) -> Answer {
    let taken = take(s, person, "removed", json!({})).await;
    if taken.status != 201 {
        return taken;
    }
    s.change(&s.member_path(person), json!({"state": "removed"})).await
}

/// One question about the rules.
fn questions(s: &Scene<'_>) -> Value {
    let key = json!({"choice": 1, "rule": 1});
    let question = json!({"text": "多久回应？", "choices": ["四小时内", "当天"], "key": key});
    json!({"space": s.facts.space, "questions": [question]})
}

/// What is left of a message that its author recalls.
fn recalled() -> Value {
    json!({"text": "", "recalled_at": 1})
}

async fn edit_post(s: &Scene<'_>) -> Answer {
    s.change(&s.facts.message.0, json!({"text": "改", "edited_at": 1})).await
}

/// A write has no author: whose session it is, theirs it is.
async fn post_as_another(s: &Scene<'_>) -> Answer {
    let path = s.path("all", &s.host.fresh_id());
    let mut body = message("早");
    body["body"]["author"] = s.facts.target.as_str().into();
    let answer = s.create(&path, body).await;
    if answer.status == 201 {
        assert_eq!(answer.body["author"], s.actor.person.as_str());
    }
    answer
}

async fn post_by_batch(s: &Scene<'_>) -> Answer {
    let write = json!({"device": "batch", "n": 1, "op": "create", "id": s.host.fresh_id(),
        "scope": format!("{}/all", s.facts.space), "kind": "message", "body": {"text": "早", "sent_at": 0}});
    let answer = s.post("/batch", json!({"writes": [write]})).await;
    if answer.status != 200 {
        return answer;
    }
    let result = &answer.body["results"][0];
    let status = u16::try_from(result["status"].as_u64().unwrap()).unwrap();
    Answer { status, body: result["problem"].clone(), ..answer }
}

/// Confirms a version that nobody has confirmed before.
async fn confirm_next(s: &Scene<'_>) -> Answer {
    let body = json!({"kind": "rules", "body": rules(2)});
    s.owner.put(&s.host, &rules_path(&s.facts.space, 2), None, body).await.expect(201);
    s.create(&ack_path(&s.facts.space, &s.actor.person, 2), ack(&s.actor.person, 2)).await
}

async fn confirm_for_another(s: &Scene<'_>) -> Answer {
    let body = json!({"kind": "rules", "body": rules(2)});
    s.owner.put(&s.host, &rules_path(&s.facts.space, 2), None, body).await.expect(201);
    s.create(&ack_path(&s.facts.space, &s.facts.target, 2), ack(&s.facts.target, 2)).await
}

/// Writes one's own membership, as it would be with an invitation.
async fn join_alone(s: &Scene<'_>) -> Answer {
    let path = s.member_path(&s.actor.person);
    let body = json!({"kind": "member", "body": member(&s.actor.person, "外人", &["member"])});
    s.create(&path, body).await
}

async fn schedule(s: &Scene<'_>, person: &str) -> Answer {
    let message = s.host.fresh_id();
    let (space, id) = (s.facts.space.as_str().into(), message.as_str().into());
    let path = s.path("private", domain::kinds::scheduled_id(&space, &person.into(), &id).as_str());
    let body = json!({"message": message, "text": "早", "due_at": s.host.now() + DAY, "state": "waiting"});
    s.create(&path, json!({"kind": "scheduled", "subject": person, "body": body})).await
}

async fn keep_draft(s: &Scene<'_>) -> Answer {
    let id = s.host.fresh_id();
    let read = json!({"kind": "read", "subject": s.actor.person, "body": {"upto_at": 1, "upto_id": id}});
    let path = domain::kinds::read_id(&s.facts.space.as_str().into(), &s.actor.person.as_str().into());
    s.create(&s.path("private", path.as_str()), read).await
}
