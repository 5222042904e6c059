//! Guards on the server: it paces by its own clock, holds, blocks, and copies what is released.

use crate::host::{Answer, Browser, DAY, Host, MINUTE, START};
use crate::posts;
use crate::space::{
    announce, change, confirm, events, found, guards, guards_path, held, join, message, post, publish, setup,
    slow_mode,
};
use domain::guard::{self, Post, Watch};
use domain::kinds::{ChannelSort, Guard, channel_id};
use protocol::{RecordId, SpaceId};
use serde_json::{Value, json};
use server::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const SECOND: i64 = 1_000;

/// A space under guards with an owner and a member who have confirmed its rules.
pub(crate) async fn guarded(write: Value) -> (Host, Browser, Browser, String) {
    guarded_on(Host::new(), write).await
}

async fn guarded_on(host: Host, write: Value) -> (Host, Browser, Browser, String) {
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "li").await;
    publish(&host, &owner, &space, 1).await;
    confirm(&host, &owner, &space, 1).await;
    confirm(&host, &li, &space, 1).await;
    owner.put(&host, &guards_path(&space), None, write).await.expect(201);
    // So many records in no time were given moments of their own, ahead of the clock.
    host.pass(SECOND);
    (host, owner, li, space)
}

fn terms(level: &str) -> Value {
    guards(json!([
        {"rule": 2, "kind": "terms", "settings": {"lists": ["advertising"], "own": ["团购"], "level": level}},
    ]))
}

/// The texts of the stream as `who` reads it.
async fn stream(host: &Host, who: &Browser, space: &str) -> Vec<String> {
    let page = who.get(host, &format!("/records/{space}/all?since=0&limit=500")).await.expect(200);
    let records = page.body["records"].as_array().unwrap().clone();
    let messages = records.iter().filter(|record| record["kind"] == "message");
    messages.map(|record| record["body"]["text"].as_str().unwrap().to_owned()).collect()
}

async fn batch(host: &Host, who: &Browser, space: &str, texts: &[&str]) -> Answer {
    let writes: Vec<_> = texts
        .iter()
        .map(|text| {
            json!({"device": who.device, "n": who.next(), "op": "create", "id": host.fresh_id(),
                   "scope": format!("{space}/all"), "kind": "message", "body": message(text)["body"]})
        })
        .collect();
    who.post(host, "/batch", json!({"writes": writes})).await.expect(200)
}

#[tokio::test]
async fn the_server_paces_by_its_own_clock_and_says_when_to_come_again() {
    let (host, owner, li, space) = guarded(slow_mode()).await;
    post(&host, &li, &space, "一").await.expect(201);
    host.pass(20 * SECOND + 1);
    let early = post(&host, &li, &space, "二").await;
    assert_eq!(early.header("retry-after"), "40");
    assert_eq!(early.body["rule"], "1");
    early.expect_refusal(429, "paced");
    // Others have a clock of their own, and those who decide have none.
    post(&host, &owner, &space, "三").await.expect(201);
    post(&host, &owner, &space, "四").await.expect(201);
    host.pass(40 * SECOND);
    post(&host, &li, &space, "五").await.expect(201);
}

#[tokio::test]
async fn five_posts_that_were_written_offline_are_one_post_and_four_that_wait() {
    let (host, _, li, space) = guarded(slow_mode()).await;
    let answer = batch(&host, &li, &space, &["一", "二", "三", "四", "五"]).await;
    let results = answer.body["results"].as_array().unwrap();
    let statuses: Vec<_> = results.iter().map(|result| result["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [201, 429, 429, 429, 429]);
    assert!(
        results[1..].iter().all(|result| result["retry_after"] == 60 && result["problem"]["rule"] == "1")
    );
}

#[tokio::test]
async fn what_follows_a_post_that_came_too_soon_does_not_pass_it_while_the_clock_goes_on() {
    let time = Arc::new(AtomicI64::new(START));
    let pass = |ms: i64| time.fetch_add(ms, Ordering::Relaxed);
    let source = Arc::clone(&time);
    // Each look at the clock takes a moment.
    let ticking =
        Host::with(|config| config.clock = Clock::from_fn(move || source.fetch_add(1, Ordering::Relaxed)));
    let (host, _, li, space) = guarded_on(ticking, slow_mode()).await;
    let mut seen = Vec::new();
    for early in 0..25 {
        pass(MINUTE);
        post(&host, &li, &space, "一").await.expect(201);
        pass(60 * SECOND - early);
        let answer = batch(&host, &li, &space, &["二", "三"]).await;
        let results = answer.body["results"].as_array().unwrap();
        seen.push([0, 1].map(|place| results[place]["status"].as_u64().unwrap()));
    }
    assert!(seen.iter().all(|statuses| *statuses != [429, 201]), "{seen:?}");
    assert!(seen.contains(&[201, 429]) && seen.contains(&[429, 429]), "{seen:?}");
}

#[tokio::test]
async fn taking_a_post_back_does_not_win_the_time_back() {
    let (host, _, li, space) = guarded(slow_mode()).await;
    let posted = post(&host, &li, &space, "一").await.expect(201);
    let path = format!("/records/{space}/all/{}", posted.body["id"].as_str().unwrap());
    let tombstone = json!({"kind": "message", "deleted": true});
    li.put(&host, &path, posted.body["rev"].as_str(), tombstone).await.expect(200);
    post(&host, &li, &space, "二").await.expect_refusal(429, "paced");
}

#[tokio::test]
async fn a_term_is_blocked_however_it_is_written_and_the_rule_is_named() {
    let (host, owner, li, space) = guarded(terms("block")).await;
    for text in ["今晚团购", "今晚 團 購", "代·購，私聊"] {
        let refused = post(&host, &li, &space, text).await;
        assert_eq!((&refused.body["rule"], &refused.body["field"]), (&json!("2"), &json!("/text")), "{text}");
        refused.expect_refusal(403, "blocked");
    }
    post(&host, &li, &space, "今晚开会").await.expect(201);
    post(&host, &owner, &space, "这里不许团购").await.expect(201);
    let said = post(&host, &li, &space, "早").await.expect(201);
    let path = format!("/records/{space}/all/{}", said.body["id"].as_str().unwrap());
    let edited = json!({"text": "团购", "edited_at": 9});
    change(&host, &li, &path, edited).await.expect_refusal(403, "blocked");
}

#[tokio::test]
async fn what_is_held_is_seen_by_its_author_and_staff_and_after_the_release_by_all() {
    let (host, owner, li, space) = guarded(terms("hold")).await;
    let zhao = join(&host, &owner, &space, "zhao").await;
    post(&host, &li, &space, "团购登记表").await.expect_refusal(403, "needs-release");
    let (path, body) = held(&host, &space, &li.person, "团购登记表");
    li.put(&host, &path, None, body).await.expect(201);
    li.get(&host, &path).await.expect(200);
    owner.get(&host, &path).await.expect(200);
    zhao.get(&host, &path).await.expect_refusal(404, "record-unknown");
    assert!(stream(&host, &owner, &space).await.is_empty());

    host.pass(MINUTE);
    let decision = json!({"state": "released", "decided_by": owner.person, "decided_at": 7});
    change(&host, &owner, &path, decision).await.expect(200);
    assert_eq!(stream(&host, &zhao, &space).await, ["团购登记表"]);
    let kept = li.get(&host, &path).await.expect(200).body;
    let message = format!("/records/{space}/all/{}", kept["body"]["message"].as_str().unwrap());
    let message = zhao.get(&host, &message).await.expect(200).body;
    assert_eq!((&message["author"], &message["at"]), (&json!(li.person), &json!(host.now())));
    assert_eq!(message["body"]["released_by"], json!(owner.person));
    let noted = events(&host, &owner, &space).await;
    let noted: Vec<_> =
        noted.iter().filter(|event| event.contains("post") || event.contains("guards")).collect();
    assert_eq!(noted, ["guards-changed", "post-released"]);
}

#[tokio::test]
async fn what_is_returned_stays_out_of_the_stream_and_can_not_be_released_later() {
    let (host, owner, li, space) = guarded(terms("hold")).await;
    let (path, body) = held(&host, &space, &li.person, "团购登记表");
    li.put(&host, &path, None, body).await.expect(201);
    let returned = |reason: &str| json!({"state": "returned", "decided_by": owner.person, "reason": reason});
    change(&host, &owner, &path, returned(" ")).await.expect_refusal(422, "empty");
    change(&host, &owner, &path, returned("请写明用途")).await.expect(200);
    let released = json!({"state": "released", "decided_by": owner.person, "reason": ""});
    change(&host, &owner, &path, released).await.expect_refusal(422, "wrong-state");
    assert!(stream(&host, &owner, &space).await.is_empty());
    assert!(events(&host, &owner, &space).await.contains(&"post-returned".to_owned()));
}

#[tokio::test]
async fn what_somebody_has_said_needs_a_reason_and_taking_the_guard_away_ends_it() {
    let duplicates = guards(json!([{"rule": 1, "kind": "duplicates", "settings": {"days": 7}}]));
    let (host, owner, li, space) = guarded(duplicates).await;
    post(&host, &owner, &space, "通知：本周五下午三点在二楼会议室开会。").await.expect(201);
    let again = "【通知】本週五下午三點在二樓會議室開會";
    post(&host, &li, &space, again).await.expect_refusal(403, "said-before");
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    let mut explained = message(again);
    explained["body"]["again"] = "换了会议室".into();
    li.put(&host, &path, None, explained).await.expect(201);
    change(&host, &owner, &guards_path(&space), json!({"guards": []})).await.expect(200);
    post(&host, &li, &space, again).await.expect(201);
}

#[tokio::test]
async fn an_announcement_counts_as_said_before_until_it_is_called_back() {
    let duplicates = guards(json!([{"rule": 1, "kind": "duplicates", "settings": {"days": 7}}]));
    let (host, owner, li, space) = guarded(duplicates).await;
    let more = json!({"title": "会议通知", "text": "本周五下午三点在二楼会议室开会。"});
    let id = announce(&host, &owner, &space, more).await;
    host.pass(DAY);
    let again = "【会议通知】本週五下午三點在二樓會議室開會！";
    post(&host, &li, &space, again).await.expect_refusal(403, "said-before");
    let alone = "本周五下午三点在二楼会议室开会";
    post(&host, &li, &space, alone).await.expect_refusal(403, "said-before");
    let withdrawn = json!({"by": owner.person, "reason": ""});
    let path = format!("/records/{space}/all/{id}");
    change(&host, &owner, &path, json!({"title": "", "text": "", "withdrawn": withdrawn})).await.expect(200);
    post(&host, &li, &space, alone).await.expect(201);
}

#[tokio::test]
async fn guards_that_do_not_fit_are_refused_by_their_field() {
    let (host, owner, _, space) = guarded(slow_mode()).await;
    let never = json!({"guards": [{"rule": 1, "kind": "interval", "settings": {"seconds": 0}}]});
    let refused = change(&host, &owner, &guards_path(&space), never).await;
    assert_eq!(refused.body["field"], "/guards/0/settings/seconds");
    refused.expect_refusal(422, "wrong-value");
}

#[tokio::test]
async fn over_http_a_generated_post_gets_the_verdict_that_the_app_foretells() {
    // Without the guards of time and of what was said: those depend on the server's own stream.
    let texts = posts::watch().guards.into_iter().filter(|guard| guard.rule <= 4);
    // There are two rules to cite.
    let texts: Vec<_> = texts.map(|guard| Guard { rule: guard.rule % 2 + 1, ..guard }).collect();
    let (host, _, li, space) = guarded(guards(serde_json::to_value(&texts).unwrap())).await;
    let watch = Watch { guards: texts, ..Watch::default() };
    let general = posts::general();
    let fits = |text: &str| domain::limits::MESSAGE.check("/text", text).is_ok();
    let sample = (0..).map(|n| posts::post(n).0).filter(|text| fits(text)).take(150);
    let mut refused = 0;
    for text in sample {
        let findings = guard::judge(&Post::new(&text, &general), &watch, host.now());
        let foretold = guard::verdict(&findings, host.now()).err();
        let answer = post(&host, &li, &space, &text).await;
        match &foretold {
            None => assert_eq!(answer.status, 201, "{text}"),
            Some(refusal) => {
                refused += 1;
                assert_eq!(answer.code(), refusal.code(), "{text}");
                assert_eq!(answer.body["rule"], json!(refusal.rule().unwrap().to_string()), "{text}");
            }
        }
        // The clock moves, so that nobody is told to slow down.
        host.pass(MINUTE);
    }
    assert!((20..130).contains(&refused), "{refused} of 150 refused");
}

/// A message into a channel, as `who` sends it.
async fn post_into(host: &Host, who: &Browser, space: &str, channel: Option<&str>, text: &str) -> Answer {
    let mut write = message(text);
    if let Some(channel) = channel {
        write["body"]["channel"] = channel.into();
    }
    who.put(host, &format!("/records/{space}/all/{}", host.fresh_id()), None, write).await
}

fn channel_of(space: &str, sort: ChannelSort) -> String {
    channel_id(&SpaceId::from(space), &sort).to_string()
}

/// Opens the channel of this sort.
pub(crate) async fn open(host: &Host, owner: &Browser, space: &str, sort: ChannelSort) -> String {
    let id = channel_of(space, sort.clone());
    let write = json!({"kind": "channel", "body": {"sort": sort.as_str(), "order": 30}});
    owner.put(host, &format!("/records/{space}/all/{id}"), None, write).await.expect(201);
    id
}

#[tokio::test]
async fn a_guard_of_one_channel_paces_that_channel_and_taking_back_wins_nothing() {
    let (host, owner, li, space) = guarded(guards(json!([]))).await;
    let chat = open(&host, &owner, &space, ChannelSort::Chat).await;
    let slow = json!([{"rule": 1, "kind": "interval", "settings": {"seconds": 60}, "channels": [chat]}]);
    change(&host, &owner, &guards_path(&space), json!({"guards": slow})).await.expect(200);
    let said = post_into(&host, &li, &space, Some(&chat), "一").await.expect(201);
    post_into(&host, &li, &space, Some(&chat), "二").await.expect_refusal(429, "paced");
    post_into(&host, &li, &space, None, "三").await.expect(201);
    let path = format!("/records/{space}/all/{}", said.body["id"].as_str().unwrap());
    let tombstone = json!({"kind": "message", "deleted": true});
    li.put(&host, &path, said.body["rev"].as_str(), tombstone).await.expect(200);
    post_into(&host, &li, &space, Some(&chat), "二").await.expect_refusal(429, "paced");
    host.pass(61 * SECOND);
    post_into(&host, &li, &space, Some(&chat), "二").await.expect(201);
}

#[tokio::test]
async fn a_guard_cites_a_rule_and_channels_that_there_are() {
    let (host, owner, _, space) = guarded(slow_mode()).await;
    let path = guards_path(&space);
    let set = async |rule: u32, channels: Value| {
        let slow =
            json!({"rule": rule, "kind": "interval", "settings": {"seconds": 9}, "channels": channels});
        change(&host, &owner, &path, json!({"guards": [slow]})).await
    };
    let refused = set(99, json!([])).await;
    assert_eq!(refused.body["field"], "/guards/0/rule");
    refused.expect_refusal(422, "unknown-rule");
    let refused = set(1, json!([channel_of(&space, ChannelSort::Chat)])).await;
    assert_eq!(refused.body["field"], "/guards/0/channels");
    refused.expect_refusal(422, "gone");
    set(1, json!([channel_of(&space, ChannelSort::General)])).await.expect(200);
}

#[tokio::test]
async fn a_permission_lets_its_words_through_once_and_only_for_a_day() {
    let (host, owner, li, space) = guarded(terms("permit")).await;
    let text = "团购登记表";
    post(&host, &li, &space, text).await.expect_refusal(403, "needs-permit");
    let ask = |id: String| {
        let (_, mut body) = held(&host, &space, &li.person, text);
        body["body"]["message"] = id.clone().into();
        body["body"]["plea"] = "统一采购".into();
        body["body"]["source"] = "采购部".into();
        let held = domain::kinds::held_id(&SpaceId::from(space.as_str()), &RecordId::from(id.as_str()));
        (format!("/records/{space}/personal/{held}"), body)
    };
    let mut permitted = message(text);
    permitted["body"]["permitted"] = true.into();
    let into = |id: &str| format!("/records/{space}/all/{id}");
    for (waits, is_over) in [(MINUTE, false), (25 * 60 * MINUTE, true)] {
        let id = host.fresh_id();
        let (path, body) = ask(id.clone());
        li.put(&host, &path, None, body).await.expect(201);
        li.put(&host, &into(&id), None, permitted.clone()).await.expect_refusal(403, "needs-permit");
        let expires_at = host.now() + 24 * 60 * MINUTE;
        let grant = json!({"state": "granted", "decided_by": owner.person, "expires_at": expires_at});
        change(&host, &li, &path, grant.clone()).await.expect_refusal(403, "role-needed");
        change(&host, &owner, &path, grant).await.expect(200);
        host.pass(waits);
        let posted = li.put(&host, &into(&id), None, permitted.clone()).await;
        if is_over {
            posted.expect_refusal(403, "needs-permit");
            continue;
        }
        posted.expect(201);
        assert_eq!(li.get(&host, &path).await.expect(200).body["body"]["state"], "used");
        li.put(&host, &into(&host.fresh_id()), None, permitted.clone())
            .await
            .expect_refusal(403, "needs-permit");
        host.pass(MINUTE);
    }
    assert_eq!(stream(&host, &owner, &space).await, [text]);
    assert!(events(&host, &owner, &space).await.contains(&"permit-granted".to_owned()));
}
