//! Accounts and sessions.

use crate::host::{Browser, DAY, Host, MINUTE, PASSWORD, START, account, sign_in};
use crate::space::setup;
use serde_json::{Value, json};
use server::Transport;

fn setup_body() -> Value {
    json!({"organization": "晨光公司", "locale": "zh-Hans", "device": "Firefox", "account": account("王主任")})
}

#[tokio::test]
async fn the_first_run_makes_the_owner_once() {
    let host = Host::new();
    let nobody = Browser::blank();
    let hello = nobody.get(&host, "/hello").await.expect(200);
    assert_eq!(
        hello.body,
        json!({"organization": "", "needs_setup": true, "now": START, "version": env!("CARGO_PKG_VERSION")})
    );
    nobody.post(&host, "/session", sign_in("王主任", PASSWORD)).await.expect_refusal(409, "needs-setup");

    let mut answer = nobody.post(&host, "/setup", setup_body()).await.expect(201);
    answer.body["person"] = "[person]".into();
    insta::assert_json_snapshot!(answer.body);
    nobody.post(&host, "/setup", setup_body()).await.expect_refusal(409, "already-set-up");
    let hello = nobody.get(&host, "/hello").await;
    assert_eq!(
        (&hello.body["organization"], &hello.body["needs_setup"]),
        (&json!("晨光公司"), &json!(false))
    );
}

#[tokio::test]
async fn two_first_runs_at_once_make_one_owner() {
    let host = Host::new();
    let (nobody, other) = (Browser::blank(), Browser::blank());
    let (a, b) =
        tokio::join!(nobody.post(&host, "/setup", setup_body()), other.post(&host, "/setup", setup_body()));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
}

#[tokio::test]
async fn the_words_of_an_account_are_checked() {
    let host = Host::new();
    let nobody = Browser::blank();
    for (field, value, code) in [
        ("/account/login", " ", "bad-text"),
        ("/account/login", "王\u{200b}主任", "bad-text"),
        ("/account/real_name", "", "bad-text"),
        ("/account/password", "1234567", "weak-password"),
        ("/account/password", "password123", "weak-password"),
        ("/organization", "", "bad-text"),
    ] {
        let mut body = setup_body();
        *body.pointer_mut(field).unwrap() = value.into();
        let answer = nobody.post(&host, "/setup", body).await.expect_refusal(422, code);
        assert_eq!(answer.body["field"], field);
    }
}

#[tokio::test]
async fn a_cookie_is_as_safe_as_the_transport_allows() {
    for (transport, origin, expected) in [
        (Transport::Plain, "http://room.test", "session=T; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax"),
        (
            Transport::Tls,
            "https://room.test",
            "__Host-session=T; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure",
        ),
        (
            Transport::BehindProxy,
            "https://room.test",
            "__Host-session=T; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure",
        ),
    ] {
        let host = Host::with(|config| config.transport = transport);
        let mut request = Browser::blank().request("POST", "/setup", &[], Some(&setup_body()));
        request.headers_mut().insert("host", "room.test".parse().unwrap());
        request.headers_mut().insert("origin", origin.parse().unwrap());
        let answer = host.send(request).await.expect(201);
        let token = answer.token().unwrap();
        assert_eq!(token.len(), 64);
        assert_eq!(answer.header("set-cookie").replace(&token, "T"), expected);
        assert_eq!(answer.headers.contains_key("strict-transport-security"), transport != Transport::Plain);
    }
}

#[tokio::test]
async fn signing_in_takes_any_width_and_case_of_the_name() {
    let host = Host::new();
    let mut body = setup_body();
    body["account"]["login"] = "Wang Wei".into();
    Browser::blank().post(&host, "/setup", body).await.expect(201);
    for login in ["wang wei", "ＷＡＮＧ　ＷＥＩ", " Wang  Wei "] {
        Browser::sign_in(&host, login).await;
    }
}

#[tokio::test]
async fn ten_wrong_passwords_close_the_door_for_a_quarter_of_an_hour() {
    let host = Host::new();
    setup(&host).await;
    let nobody = Browser::blank();
    for login in ["王主任", "nobody at all"] {
        for _ in 0..10 {
            nobody
                .post(&host, "/session", sign_in(login, "wrong"))
                .await
                .expect_refusal(401, "wrong-password");
        }
        let answer = nobody.post(&host, "/session", sign_in(login, PASSWORD)).await;
        let answer = answer.expect_refusal(429, "too-many-tries");
        assert_eq!(answer.header("retry-after"), "900");
    }
    host.pass(15 * MINUTE);
    nobody.post(&host, "/session", sign_in("王主任", PASSWORD)).await.expect(200);
}

#[tokio::test]
async fn behind_a_proxy_wrong_passwords_count_by_the_client_s_own_address() {
    let host = Host::with(|config| config.transport = Transport::BehindProxy);
    let mut first = Browser::blank().request("POST", "/setup", &[], Some(&setup_body()));
    first.headers_mut().insert("origin", "https://room.test:8787".parse().unwrap());
    host.send(first).await.expect(201);
    let try_from = async |client: &str, password: &str| {
        let mut request = Browser::blank().request(
            "POST",
            "/session",
            &[("x-forwarded-for", client)],
            Some(&sign_in("王主任", password)),
        );
        request.headers_mut().insert("origin", "https://room.test:8787".parse().unwrap());
        host.send(request).await.status
    };
    for spoofed in 0..10 {
        assert_eq!(try_from(&format!("10.9.9.{spoofed}, 203.0.113.5"), "wrong").await, 401);
    }
    assert_eq!(try_from("203.0.113.5", "wrong").await, 429);
    assert_eq!(try_from("203.0.113.6", "wrong").await, 401);
}

#[tokio::test]
async fn a_session_lists_revokes_and_ends() {
    let host = Host::new();
    let first = setup(&host).await;
    host.pass(MINUTE);
    let second = Browser::sign_in(&host, "王主任").await;
    let list = second.get(&host, "/sessions").await.expect(200);
    let sessions = list.body["sessions"].as_array().unwrap();
    let seen: Vec<_> = sessions.iter().map(|s| (s["device"].clone(), s["current"].clone())).collect();
    assert_eq!(seen, [(json!("Firefox"), json!(true)), (json!("Firefox"), json!(false))]);
    assert_eq!(sessions[0]["created_at"], START + MINUTE);
    assert!(!list.text.contains(second.token.as_ref().unwrap()));

    let id = sessions[1]["id"].as_str().unwrap();
    second.delete(&host, &format!("/sessions/{id}")).await.expect(204);
    second.delete(&host, &format!("/sessions/{id}")).await.expect_refusal(404, "not-found");
    first.get(&host, "/session").await.expect_refusal(401, "session-revoked");
    first.get(&host, "/scopes").await.expect_refusal(401, "session-revoked");
    assert_eq!(second.get(&host, "/sessions").await.body["sessions"].as_array().unwrap().len(), 1);

    let answer = second.delete(&host, "/session").await.expect(204);
    assert_eq!(answer.header("set-cookie"), "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    second.get(&host, "/session").await.expect_refusal(401, "signed-out");
}

#[tokio::test]
async fn signing_in_again_leaves_no_forgotten_session_behind() {
    let host = Host::new();
    let browser = setup(&host).await;
    let again = browser.post(&host, "/session", sign_in("王主任", PASSWORD)).await.expect(200);
    browser.get(&host, "/session").await.expect_refusal(401, "signed-out");
    let again = Browser::of(&again, &again.body);
    assert_eq!(again.get(&host, "/sessions").await.body["sessions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_session_lasts_sixty_days_after_it_was_last_used() {
    let host = Host::new();
    let browser = setup(&host).await;
    host.pass(50 * DAY);
    browser.get(&host, "/session").await.expect(200);
    // The use is noted behind the answer.
    while browser.get(&host, "/sessions").await.body["sessions"][0]["seen_at"] != host.now() {
        tokio::task::yield_now().await;
    }
    host.pass(59 * DAY);
    browser.get(&host, "/scopes").await.expect(200);
    while browser.get(&host, "/sessions").await.body["sessions"][0]["seen_at"] != host.now() {
        tokio::task::yield_now().await;
    }
    host.pass(60 * DAY);
    browser.get(&host, "/session").await.expect_refusal(401, "signed-out");
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let host = Host::new();
    let first = setup(&host).await;
    let second = Browser::sign_in(&host, "王主任").await;
    let change = |old: &str, new: &str| json!({"old": old, "new": new});
    let answer = second.post(&host, "/password", change("wrong", "温故而知新，可以为师矣")).await;
    assert_eq!(answer.expect_refusal(401, "wrong-password").body["field"], "/old");
    let answer = second.post(&host, "/password", change(PASSWORD, "short")).await;
    assert_eq!(answer.expect_refusal(422, "weak-password").body["field"], "/new");
    first.get(&host, "/session").await.expect(200);

    second.post(&host, "/password", change(PASSWORD, "温故而知新，可以为师矣")).await.expect(204);
    first.get(&host, "/session").await.expect_refusal(401, "session-revoked");
    second.get(&host, "/session").await.expect(200);
    let nobody = Browser::blank();
    nobody.post(&host, "/session", sign_in("王主任", PASSWORD)).await.expect_refusal(401, "wrong-password");
    nobody.post(&host, "/session", sign_in("王主任", "温故而知新，可以为师矣")).await.expect(200);
}

#[tokio::test]
async fn sessions_and_accounts_survive_a_restart_and_no_token_is_stored() {
    let host = Host::new();
    let browser = setup(&host).await;
    let host = host.restart().await;
    let me = browser.get(&host, "/session").await.expect(200);
    assert_eq!(me.body["person"], browser.person.as_str());
    let dir = host.close().await;
    let token = browser.token.unwrap().into_bytes();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(token.len()).any(|window| window == token));
        assert!(!bytes.windows(PASSWORD.len()).any(|window| window == PASSWORD.as_bytes()));
    }
}

#[tokio::test]
async fn only_a_page_of_this_host_may_change_anything() {
    let host = Host::new();
    let browser = setup(&host).await;
    for origin in [None, Some("null"), Some("http://evil.test"), Some("https://room.test:8787")] {
        let mut request = browser.request("DELETE", "/session", &[], None);
        request.headers_mut().remove("origin");
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        host.send(request).await.expect_refusal(403, "foreign-origin");
    }
    browser.get(&host, "/session").await.expect(200);
}

#[tokio::test]
async fn many_requests_are_asked_to_wait() {
    let host = Host::with(|config| config.rate = 1);
    let nobody = Browser::blank();
    let mut answers = Vec::new();
    for _ in 0..51 {
        answers.push(nobody.get(&host, "/hello").await);
    }
    let last = answers.pop().unwrap().expect_refusal(429, "slow-down");
    assert_eq!(last.header("retry-after"), "1");
    assert!(answers.iter().all(|answer| answer.status == 200));
    host.pass(1_000);
    nobody.get(&host, "/hello").await.expect(200);
}
