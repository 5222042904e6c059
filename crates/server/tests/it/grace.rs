//! The grace of a new version of the rules, by the server's clock: who may still post, written by
//! hand from the product's rule (what binds when the server receives a post decides; within the
//! grace the former confirmation counts).

use crate::host::{Browser, DAY, Host, MINUTE};
use crate::space::{
    change, confirm, events, found, join, post, publish, publish_gently, rules, rules_path, setup,
};
use serde_json::json;

const HOUR: i64 = 60 * MINUTE;

/// When, who, and whether they may post: `yes`, or no for want of a confirmation.
///
/// `owner` publishes and confirms each version. `old` confirmed version 1 before version 2 came,
/// `both` versions 1 and 2, `late` version 1 only after version 2 was there, `none` nothing.
const TABLE: &str = "
#                              owner  old    both   late   none
before version 2               yes    yes    yes    no     no
when version 2 has come        yes    yes    yes    no     no
71 hours later                 yes    yes    yes    no     no
a minute before the end        yes    yes    yes    no     no
a minute after the end         yes    no     yes    no     no
version 3 asks at once         yes    no     no     no     no
";

#[tokio::test]
async fn the_former_confirmation_counts_until_the_grace_is_over_and_not_a_minute_longer() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    publish(&host, &owner, &space, 1).await;
    confirm(&host, &owner, &space, 1).await;
    let mut people = vec![owner];
    for name in ["old", "both", "late", "none"] {
        people.push(join(&host, &people[0], &space, name).await);
    }
    confirm(&host, &people[1], &space, 1).await;
    confirm(&host, &people[2], &space, 1).await;

    let mut wrong = Vec::new();
    for row in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (moment, cells) = row.split_at(30);
        match moment.trim() {
            "before version 2" => {}
            "when version 2 has come" => {
                host.pass(DAY);
                publish_gently(&host, &people[0], &space, 2, 72).await;
                confirm(&host, &people[0], &space, 2).await;
                confirm(&host, &people[2], &space, 2).await;
                host.pass(MINUTE);
                confirm(&host, &people[3], &space, 1).await;
            }
            "71 hours later" => host.pass(71 * HOUR),
            "a minute before the end" => host.pass(HOUR - 2 * MINUTE),
            "a minute after the end" => host.pass(2 * MINUTE),
            "version 3 asks at once" => {
                publish_gently(&host, &people[0], &space, 3, 0).await;
                confirm(&host, &people[0], &space, 3).await;
            }
            other => panic!("nothing happens at `{other}`"),
        }
        for (place, (who, expected)) in people.iter().zip(cells.split_whitespace()).enumerate() {
            let answer = post(&host, who, &space, moment).await;
            let got = match answer.status {
                201 => "yes",
                403 if answer.code() == "rules-not-confirmed" => "no",
                _ => "?",
            };
            if got != expected {
                wrong.push(format!("{}, column {place}: {:?}", moment.trim(), answer.refusal()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn an_edit_passes_the_same_gate_and_taking_words_back_none() {
    let (host, owner, li, space) = two_people().await;
    let posted = post(&host, &li, &space, "早").await.expect(201);
    let path = format!("/records/{space}/all/{}", posted.body["id"].as_str().unwrap());
    publish_gently(&host, &owner, &space, 2, 1).await;
    let edited = json!({"text": "早上好", "edited_at": 5});
    change(&host, &li, &path, edited).await.expect(200);
    host.pass(HOUR + MINUTE);
    let again = json!({"text": "晚上好", "edited_at": 6});
    change(&host, &li, &path, again).await.expect_refusal(403, "rules-not-confirmed");
    let now = li.get(&host, &path).await.expect(200).body;
    let tombstone = json!({"kind": "message", "deleted": true});
    li.put(&host, &path, now["rev"].as_str(), tombstone).await.expect(200);
}

#[tokio::test]
async fn a_refused_post_goes_when_the_new_version_is_confirmed() {
    let (host, owner, li, space) = two_people().await;
    publish_gently(&host, &owner, &space, 2, 0).await;
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    let message = json!({"kind": "message", "body": {"text": "离线写的", "sent_at": 0}});
    li.put(&host, &path, None, message.clone()).await.expect_refusal(403, "rules-not-confirmed");
    confirm(&host, &li, &space, 2).await;
    li.put(&host, &path, None, message).await.expect(201);
}

#[tokio::test]
async fn the_grace_survives_a_new_start_of_the_server() {
    let (host, owner, li, space) = two_people().await;
    publish_gently(&host, &owner, &space, 2, 24).await;
    let host = host.restart().await;
    host.pass(23 * HOUR);
    post(&host, &li, &space, "还在宽限期").await.expect(201);
    host.pass(2 * HOUR);
    post(&host, &li, &space, "过了").await.expect_refusal(403, "rules-not-confirmed");
}

#[tokio::test]
async fn a_grace_that_does_not_fit_is_refused_and_publishing_is_noted_as_before() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let first = with_grace(1, 72);
    owner.put(&host, &rules_path(&space, 1), None, first).await.expect_refusal(422, "wrong-value");
    publish(&host, &owner, &space, 1).await;
    let endless = with_grace(2, 721);
    owner.put(&host, &rules_path(&space, 2), None, endless).await.expect_refusal(422, "wrong-value");
    publish_gently(&host, &owner, &space, 2, 168).await;
    let noted = events(&host, &owner, &space).await;
    assert_eq!(noted.iter().filter(|event| *event == "rules-published").count(), 2);
}

fn with_grace(version: u32, grace_hours: u32) -> serde_json::Value {
    let mut body = rules(version);
    body["grace_hours"] = grace_hours.into();
    json!({"kind": "rules", "body": body})
}

/// An owner and a member who have both confirmed version 1.
async fn two_people() -> (Host, Browser, Browser, String) {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "li").await;
    publish(&host, &owner, &space, 1).await;
    confirm(&host, &owner, &space, 1).await;
    confirm(&host, &li, &space, 1).await;
    (host, owner, li, space)
}
