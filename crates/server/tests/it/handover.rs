//! A space that changes hands, through the interface.

use crate::host::{Answer, Browser, Host};
use crate::space::{change, found, join, member_path, publish, setup};
use serde_json::{Value, json};

/// What stands at `path`, as `who` reads it.
async fn body(host: &Host, who: &Browser, path: &str) -> Value {
    who.get(host, path).await.expect(200).body["body"].clone()
}

/// Offers the space to `heir`; gives the path of the offer.
async fn offer(host: &Host, owner: &Browser, space: &str, heir: &Browser) -> String {
    let path = format!("/records/{space}/personal/{}", host.fresh_id());
    let body = json!({"kind": "handover", "subject": heir.person, "body": {"state": "open", "note": "拜托"}});
    owner.put(host, &path, None, body).await.expect(201);
    path
}

async fn answer(host: &Host, who: &Browser, path: &str, state: &str) -> Answer {
    change(host, who, path, json!({"state": state, "decided_at": 7})).await
}

#[tokio::test]
async fn accepting_passes_the_space_on_with_both_memberships_and_the_log_at_once() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    publish(&host, &owner, &space, 1).await;
    let (li, wang) = (join(&host, &owner, &space, "li").await, join(&host, &owner, &space, "wang").await);
    let (first, second) =
        (offer(&host, &owner, &space, &li).await, offer(&host, &owner, &space, &wang).await);

    answer(&host, &li, &first, "accepted").await.expect(200);

    let about = format!("/records/{space}/all/{space}");
    assert_eq!(body(&host, &wang, &about).await["owner"], li.person.as_str());
    assert_eq!(body(&host, &wang, &member_path(&space, &li.person)).await["roles"], json!(["owner"]));
    let former = body(&host, &wang, &member_path(&space, &owner.person)).await;
    assert_eq!(former["roles"], json!(["member", "admin"]));
    // What only an owner may, and nobody twice.
    publish(&host, &li, &space, 2).await;
    answer(&host, &wang, &second, "accepted").await.expect_refusal(422, "wrong-state");
    let log = li.get(&host, &format!("/records/{space}/staff?since=0")).await.expect(200).body;
    let events: Vec<&str> = log["records"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|record| record["body"]["event"].as_str())
        .filter(|event| event.contains("hand"))
        .collect();
    assert_eq!(events, ["handover-offered", "handover-offered", "space-handed-over"]);
    // The founder may leave now, as anybody may, and the new owner may not.
    for (who, status) in [(&li, 422), (&owner, 200)] {
        change(&host, who, &member_path(&space, &who.person), json!({"state": "left"})).await.expect(status);
    }
}

#[tokio::test]
async fn an_offer_that_is_declined_or_taken_back_changes_nothing() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "li").await;
    for (who, state) in [(&li, "declined"), (&owner, "withdrawn")] {
        let path = offer(&host, &owner, &space, &li).await;
        answer(&host, who, &path, state).await.expect(200);
        answer(&host, &li, &path, "accepted").await.expect_refusal(422, "wrong-state");
    }
    let about = body(&host, &li, &format!("/records/{space}/all/{space}")).await;
    assert_eq!(about.get("owner"), None);
}
