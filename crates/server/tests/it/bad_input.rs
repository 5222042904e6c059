//! What no honest client sends: each gets a problem with a code, and nothing breaks.

use crate::host::{Browser, Host, account, sign_in};
use crate::space::{found, join, make_invite, member_path, message, notice, redeem, setup};
use axum::body::{Body, Bytes};
use axum::http::Request;
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use std::time::Duration;

/// Sends a body as it is.
async fn raw(
    host: &Host,
    browser: &Browser,
    verb: &str,
    path: &str,
    mime: &str,
    body: impl Into<Body>,
) -> (u16, String) {
    let headers = [("content-type", mime), ("if-none-match", "*"), ("mutation", "dev/1")];
    let mut request = browser.request(verb, path, &headers, None);
    *request.body_mut() = body.into();
    let answer = host.send(request).await;
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text);
    (answer.status, answer.code().to_owned())
}

const JSON: &str = "application/json";

#[tokio::test]
async fn a_body_that_is_not_the_expected_json_is_a_problem() {
    let host = Host::new();
    let owner = setup(&host).await;
    for (mime, body, expected) in [
        (JSON, "{", (400, "bad-request")),
        (JSON, "", (400, "bad-request")),
        (JSON, "[]", (400, "bad-request")),
        (JSON, "\u{0}", (400, "bad-request")),
        (JSON, r#"{"login":"a","password":"b"}"#, (400, "bad-request")),
        (JSON, r#"{"login":"a","password":"b","device":"c","admin":true}"#, (400, "bad-request")),
        (JSON, r#"{"login":1,"password":"b","device":"c"}"#, (400, "bad-request")),
        ("text/plain", r#"{"login":"a","password":"b","device":"c"}"#, (415, "not-json")),
        ("application/x-www-form-urlencoded", "login=a", (415, "not-json")),
    ] {
        let (status, code) = raw(&host, &owner, "POST", "/session", mime, body).await;
        assert_eq!((status, code.as_str()), expected, "{mime} {body}");
    }
}

#[tokio::test]
async fn a_huge_request_is_refused_before_it_is_read() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    let huge = message(&"字".repeat(100_000)).to_string();
    assert_eq!(raw(&host, &owner, "PUT", &path, JSON, huge).await, (413, "too-large".to_owned()));
    let huge = vec![b' '; 9 * 1024 * 1024];
    assert_eq!(raw(&host, &owner, "POST", "/batch", JSON, huge).await, (413, "too-large".to_owned()));
    let many = json!({"writes": vec![Value::Null; 501]}).to_string();
    assert_eq!(raw(&host, &owner, "POST", "/batch", JSON, many).await, (413, "too-large".to_owned()));
}

#[tokio::test]
async fn a_record_s_body_is_an_object_of_integers_and_at_most_64_kib() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let path = format!("/records/{space}/private/{}", host.fresh_id());
    for (body, code) in [
        ("[1]".to_owned(), "wrong-shape"),
        ("\"text\"".to_owned(), "wrong-shape"),
        (r#"{"a":1.5}"#.to_owned(), "wrong-shape"),
        (r#"{"a":9007199254740993}"#.to_owned(), "wrong-shape"),
        (format!("{}1{}", r#"{"a":"#.repeat(200), "}".repeat(200)), "wrong-shape"),
        (format!(r#"{{"a":"{}"}}"#, "x".repeat(64 * 1024)), "too-large"),
    ] {
        let write = format!(r#"{{"kind":"note","subject":"{}","body":{body}}}"#, owner.person);
        let short: String = body.chars().take(40).collect();
        assert_eq!(raw(&host, &owner, "PUT", &path, JSON, write).await, (422, code.to_owned()), "{short}");
    }
    let write = format!(r#"{{"kind":"note","subject":"{}","body":{{"a":NaN}}}}"#, owner.person);
    assert_eq!(raw(&host, &owner, "PUT", &path, JSON, write).await, (400, "bad-request".to_owned()));
}

#[tokio::test]
async fn a_write_needs_a_version_a_name_and_a_shape() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    let send = async |headers: &[(&str, &str)], body: Value| {
        let answer = host.send(owner.request("PUT", &path, headers, Some(&body))).await;
        (answer.status, answer.code().to_owned())
    };
    let (star, name) = (("if-none-match", "*"), ("mutation", "d/1"));
    for (headers, body, expected) in [
        (vec![name], message("a"), (428, "needs-precondition")),
        (vec![name, star, ("if-match", "\"1\"")], message("a"), (428, "needs-precondition")),
        (vec![name, ("if-match", "1")], message("a"), (428, "needs-precondition")),
        (vec![name, ("if-match", "*")], message("a"), (428, "needs-precondition")),
        (vec![star], message("a"), (428, "needs-mutation")),
        (vec![star, ("mutation", "d")], message("a"), (428, "needs-mutation")),
        (vec![star, ("mutation", "d/-1")], message("a"), (428, "needs-mutation")),
        (vec![star, ("mutation", "a b/1")], message("a"), (428, "needs-mutation")),
        (vec![star, ("mutation", "d/99999999999999999999")], message("a"), (428, "needs-mutation")),
        (vec![star, name], json!({"kind": "message"}), (400, "bad-request")),
        (vec![star, name], json!({"kind": "message", "deleted": true}), (400, "bad-request")),
        (vec![star, name], json!({"kind": "message", "body": {}, "author": "me"}), (400, "bad-request")),
        (vec![star, name], json!({"kind": "Mess age", "body": {}}), (422, "bad-kind")),
        (vec![star, name], json!({"kind": "", "body": {}}), (422, "bad-kind")),
        (vec![star, name], json!({"kind": "message", "body": {}}), (422, "wrong-shape")),
        (vec![star, name], message(""), (422, "empty")),
        (vec![star, name], message(&"字".repeat(8_001)), (422, "too-long")),
        (vec![("if-match", "\"1\""), name], message("a"), (404, "record-unknown")),
    ] {
        let (status, code) = send(&headers, body).await;
        assert_eq!((status, code.as_str()), expected, "{headers:?}");
    }
}

#[tokio::test]
async fn an_address_or_a_verb_that_does_not_exist_is_a_problem() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    for (verb, path, expected) in [
        ("GET", "/nothing", (404, "not-found")),
        ("GET", "", (404, "not-found")),
        ("POST", "/hello", (405, "wrong-verb")),
        ("DELETE", "/scopes", (405, "wrong-verb")),
        ("PATCH", "/session", (405, "wrong-verb")),
        ("GET", "/batch", (405, "wrong-verb")),
        ("GET", &format!("/records/{space}/everyone?since=0"), (404, "bad-scope")),
        ("GET", &format!("/records/{space}/%ff?since=0"), (404, "bad-scope")),
        ("GET", &format!("/records/{space}/all"), (400, "bad-request")),
        ("GET", &format!("/records/{space}/all?since=0&newest=1"), (400, "bad-request")),
        ("GET", &format!("/records/{space}/all?since=0&colour=red"), (400, "bad-request")),
        ("GET", &format!("/records/{space}/all?since=0&limit=many"), (400, "bad-request")),
        ("GET", &format!("/records/{space}/all?since=-1"), (410, "cursor-gone")),
        ("GET", &format!("/records/{space}/all?since=abc"), (410, "cursor-gone")),
        ("GET", &format!("/records/{space}/all/%00"), (404, "record-unknown")),
        ("GET", &format!("/records/{space}/all/%ff"), (404, "bad-scope")),
        ("GET", &format!("/records/%ff/all/{space}"), (404, "bad-scope")),
        ("DELETE", "/sessions/%ff", (404, "not-found")),
        ("DELETE", "/sessions/%C3%28", (404, "not-found")),
        ("DELETE", "/sessions/%00", (404, "not-found")),
        ("GET", "/%ff", (404, "not-found")),
        ("GET", "/sessions?%ff=%ff", (200, "")),
        ("GET", &format!("/records/{space}/all?since=%ff"), (410, "cursor-gone")),
        ("GET", &format!("/records/{space}/all?%ff=0"), (400, "bad-request")),
    ] {
        let answer = host.send(owner.request(verb, path, &[], None)).await;
        assert_eq!(answer.refusal(), expected, "{verb} {path}");
        let kind = if answer.status < 300 { "application/json" } else { "application/problem+json" };
        assert_eq!(answer.header("content-type"), kind, "{verb} {path}");
    }
}

#[tokio::test]
async fn a_text_of_which_nothing_shows_is_empty() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    make_invite(&host, &owner, &space, "a link").await;
    for text in ["\u{200b}", "\u{feff} \u{2060}", "\u{180e}\u{fe0f}"] {
        let mut nameless = account("李雷");
        nameless["real_name"] = text.into();
        let refused = redeem(&host, &Browser::blank(), "a link", Some(nameless)).await;
        let field = refused.body["field"].clone();
        refused.expect_refusal(422, "bad-text");
        assert_eq!(field, "/account/real_name");
        let channel = json!({"kind": "channel", "body": {"sort": "custom", "name": text, "order": 70}});
        for write in [message(text), notice(json!({"title": text})), channel] {
            let path = format!("/records/{space}/all/{}", host.fresh_id());
            owner.put(&host, &path, None, write).await.expect_refusal(422, "empty");
        }
    }
    // What shows keeps what holds it together.
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    owner.put(&host, &path, None, message("👨\u{200d}👩\u{200d}👧")).await.expect(201);
}

#[tokio::test]
async fn one_broken_entry_of_a_batch_breaks_nothing_else() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let scope = format!("{space}/all");
    let write = |n: u32, id: String| {
        json!({"device": "d", "n": n, "op": "create", "id": id, "scope": scope, "kind": "message",
               "body": {"text": "早", "sent_at": 0}})
    };
    let mut nameless = write(2, host.fresh_id());
    nameless["device"] = "".into();
    let mut extra = write(3, host.fresh_id());
    extra["author"] = "somebody".into();
    let mut floating = write(4, host.fresh_id());
    floating["body"] = json!({"text": "早", "sent_at": 0.5});
    let mut baseless = write(5, host.fresh_id());
    baseless["op"] = "update".into();
    let writes =
        [write(1, host.fresh_id()), nameless, extra, floating, baseless, json!(7), write(6, host.fresh_id())];
    let answer = owner.post(&host, "/batch", json!({"writes": writes})).await.expect(200);
    let results: Vec<_> = answer.body["results"].as_array().unwrap().iter().collect();
    let told: Vec<_> =
        results.iter().map(|r| (r["status"].as_u64().unwrap(), r["problem"]["code"].as_str())).collect();
    assert_eq!(
        told,
        [
            (201, None),
            (428, Some("needs-mutation")),
            (422, Some("bad-write")),
            (422, Some("wrong-shape")),
            (428, Some("needs-precondition")),
            (422, Some("bad-write")),
            (201, None),
        ]
    );
}

#[tokio::test]
async fn a_body_too_deep_for_a_page_of_records_is_refused() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
    let body = format!(r#"{{"kind":"message","body":{{"text":"深","sent_at":1,"x":{deep}}}}}"#);
    assert_eq!(raw(&host, &owner, "PUT", &path, JSON, body).await, (422, "wrong-shape".to_owned()));
}

#[tokio::test]
async fn a_write_made_for_another_person_than_the_session_is_refused() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    let mut put = message("谁写的？");
    put["person"] = json!(li.person);
    owner.put(&host, &path, None, put.clone()).await.expect_refusal(401, "signed-out");
    let batch = json!({"person": li.person, "writes": []});
    owner.post(&host, "/batch", batch).await.expect_refusal(401, "signed-out");
    put["person"] = json!(owner.person);
    owner.put(&host, &path, None, put).await.expect(201);
}

#[tokio::test]
async fn a_read_made_for_another_person_than_the_session_is_refused() {
    let host = Host::new();
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let li = join(&host, &owner, &space, "李雷").await;
    let (list, card) = (format!("/records/{space}/all?since=0"), member_path(&space, &owner.person));
    for path in [list.as_str(), card.as_str(), "/scopes"] {
        let read = |person: &str| host.send(owner.request("GET", path, &[("person", person)], None));
        read(&li.person).await.expect_refusal(401, "signed-out");
        read("nobody").await.expect_refusal(401, "signed-out");
        read(&owner.person).await.expect(200);
    }
    // Who the session is can be asked all the same: that is how the app finds out.
    let me = host.send(owner.request("GET", "/session", &[("person", &li.person)], None)).await.expect(200);
    assert_eq!(me.body["person"], json!(owner.person));
}

#[tokio::test]
async fn an_endless_sign_in_name_is_wrong_and_is_not_counted() {
    let host = Host::new();
    setup(&host).await;
    for _ in 0..12 {
        let sign_in = sign_in(&"ﷺ".repeat(1_000), "x");
        Browser::blank().post(&host, "/session", sign_in).await.expect_refusal(401, "wrong-password");
    }
}

/// A body that comes a byte at a time, and never ends.
fn dripping(every: Duration) -> Body {
    let bytes = stream::repeat(()).then(move |()| async move {
        tokio::time::sleep(every).await;
        Ok::<_, std::io::Error>(Bytes::from_static(b" "))
    });
    Body::from_stream(bytes)
}

#[tokio::test]
async fn a_body_that_drips_is_given_up_as_a_whole_and_refuses_nothing() {
    let host = Host::with(|config| config.body_within = Duration::from_millis(300));
    let owner = setup(&host).await;
    let space = found(&host, &owner).await;
    let path = format!("/records/{space}/all/{}", host.fresh_id());
    for (verb, path) in [("PUT", path.as_str()), ("POST", "/batch"), ("POST", "/session")] {
        let drip = dripping(Duration::from_millis(20));
        let answer = tokio::time::timeout(Duration::from_secs(5), raw(&host, &owner, verb, path, JSON, drip));
        assert_eq!(answer.await.expect(path), (408, "too-slow".to_owned()));
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_refuses_nothing() {
    let host = Host::new();
    let owner = setup(&host).await;
    let broken = stream::iter([Ok(Bytes::from_static(b"{\"login\":")), Err(std::io::Error::other("gone"))]);
    let answer = raw(&host, &owner, "POST", "/session", JSON, Body::from_stream(broken)).await;
    assert_eq!(answer, (408, "too-slow".to_owned()));
}

#[tokio::test]
async fn a_name_that_the_server_was_not_told_is_refused_everywhere() {
    let host = Host::with(|config| config.hosts.tell("group.example.org"));
    let ask = async |path: &str, name: &str| {
        let request = Request::builder().uri(path).header("host", name);
        host.send(request.body(Body::empty()).unwrap()).await
    };
    for path in ["/api/v1/hello", "/setup", "/"] {
        let refused = ask(path, "evil.example:8787").await.expect_refusal(421, "unknown-host");
        let detail = refused.body["detail"].as_str().unwrap();
        assert!(detail.contains("\"evil.example\"") && detail.contains("--host"), "{detail}");
    }
    for name in ["localhost:8787", "127.0.0.1:8787", "192.168.1.20", "[::1]:8787", "group.example.org"] {
        ask("/api/v1/hello", name).await.expect(200);
    }
    // A rebound name is of one origin with itself, so that nothing else stops it.
    let mut setup = Browser::blank().request("POST", "/setup", &[], Some(&json!({})));
    let name = "http://evil.example:8787".parse().unwrap();
    setup.headers_mut().insert("origin", name);
    setup.headers_mut().insert("host", "evil.example:8787".parse().unwrap());
    host.send(setup).await.expect_refusal(421, "unknown-host");
}
