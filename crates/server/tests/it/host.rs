//! A server in a directory of its own with a clock that tests move, and browsers that ask it.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::{Clock, Config, HashCost, Server};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const START: i64 = 1_800_000_000_000;
pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
pub(crate) const PASSWORD: &str = "三人行，必有我师焉";

/// A running server.
pub(crate) struct Host {
    pub(crate) server: Server,
    router: Router,
    time: Arc<AtomicI64>,
    dir: TempDir,
    fresh: AtomicU64,
}

impl Host {
    /// A server on an empty database.
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// A server on an empty database, configured further.
    pub(crate) fn with(configure: impl FnOnce(&mut Config)) -> Self {
        Self::open(TempDir::new().unwrap(), START, configure)
    }

    /// A server on the database in `dir`.
    pub(crate) fn open(dir: TempDir, now: i64, configure: impl FnOnce(&mut Config)) -> Self {
        let time = Arc::new(AtomicI64::new(now));
        let source = Arc::clone(&time);
        let mut config = Config::new(dir.path());
        config.clock = Clock::from_fn(move || source.load(Ordering::Relaxed));
        // What a password costs is no concern of these tests.
        config.hash_cost = HashCost { memory_kib: 16, passes: 1 };
        config.hosts.tell("room.test");
        configure(&mut config);
        let server = Server::open(config).unwrap();
        Self { router: server.router(), server, time, dir, fresh: AtomicU64::new(1) }
    }

    /// The same database under a new process's state.
    pub(crate) async fn restart(self) -> Self {
        self.server.close().await;
        let now = self.now();
        Self::open(self.dir, now, |_| {})
    }

    /// A copy of the closed database in `dir`, served.
    pub(crate) fn of_copy(dir: &Path, now: i64) -> Self {
        let copy = TempDir::new().unwrap();
        std::fs::copy(dir.join("qunyue.db"), copy.path().join("qunyue.db")).unwrap();
        Self::open(copy, now, |_| {})
    }

    /// Closes the database and keeps its directory.
    pub(crate) async fn close(self) -> TempDir {
        self.server.close().await;
        self.dir
    }

    pub(crate) fn now(&self) -> i64 {
        self.time.load(Ordering::Relaxed)
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.time.fetch_add(ms, Ordering::Relaxed);
    }

    /// A time-ordered id that no other call gives.
    pub(crate) fn fresh_id(&self) -> String {
        let n = self.fresh.fetch_add(1, Ordering::Relaxed);
        let mut random = [7_u8; 10];
        random[2..].copy_from_slice(&n.to_be_bytes());
        protocol::RecordId::timed(self.now(), random).to_string()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status: parts.status.as_u16(), headers: parts.headers, text, body }
    }

    /// The answer before its body is read, for streams.
    pub(crate) async fn open_stream(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// Status and code of a refusal.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        (self.status, self.code())
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    #[track_caller]
    pub(crate) fn expect_refusal(self, status: u16, code: &str) -> Self {
        assert_eq!(self.refusal(), (status, code), "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        self
    }

    /// The token of the cookie that was set.
    pub(crate) fn token(&self) -> Option<String> {
        let cookie = self.headers.get(header::SET_COOKIE)?.to_str().unwrap();
        let (pair, _) = cookie.split_once(';').unwrap();
        Some(pair.split_once('=').unwrap().1.to_owned())
    }
}

/// A browser with at most one session, and the device's numbering of writes.
#[derive(Debug, Default)]
pub(crate) struct Browser {
    pub(crate) token: Option<String>,
    pub(crate) person: String,
    pub(crate) device: String,
    pub(crate) n: AtomicU64,
}

impl Browser {
    /// A browser without a session.
    pub(crate) fn blank() -> Self {
        Self::default()
    }

    /// The browser that has just got a session.
    pub(crate) fn of(answer: &Answer, me: &Value) -> Self {
        let token = answer.token().unwrap();
        let person = me["person"].as_str().unwrap().to_owned();
        Self { device: format!("dev-{}", &token[..8]), token: Some(token), person, n: AtomicU64::new(0) }
    }

    /// The same session in a copy of everything.
    pub(crate) fn copy(&self) -> Self {
        let (token, person, device) = (self.token.clone(), self.person.clone(), self.device.clone());
        Self { token, person, device, n: AtomicU64::new(self.n.load(Ordering::Relaxed)) }
    }

    /// The browser's next number for a write.
    pub(crate) fn next(&self) -> u64 {
        self.n.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(crate) fn request(
        &self,
        verb: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Request<Body> {
        let uri = format!("/api/v1{path}");
        let mut request = Request::builder().method(verb).uri(uri).header("host", "room.test:8787");
        if verb != "GET" {
            request = request.header("origin", "http://room.test:8787");
        }
        if let Some(token) = &self.token {
            request = request.header("cookie", format!("session={token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        match body {
            Some(body) => {
                request.header("content-type", "application/json").body(Body::from(body.to_string())).unwrap()
            }
            None => request.body(Body::empty()).unwrap(),
        }
    }

    pub(crate) async fn get(&self, host: &Host, path: &str) -> Answer {
        host.send(self.request("GET", path, &[], None)).await
    }

    pub(crate) async fn post(&self, host: &Host, path: &str, body: Value) -> Answer {
        host.send(self.request("POST", path, &[], Some(&body))).await
    }

    pub(crate) async fn delete(&self, host: &Host, path: &str) -> Answer {
        host.send(self.request("DELETE", path, &[], None)).await
    }

    /// Writes a record. `base` is the version that the write starts from.
    pub(crate) async fn put(&self, host: &Host, path: &str, base: Option<&str>, body: Value) -> Answer {
        let name = format!("{}/{}", self.device, self.next());
        self.put_named(host, path, base, &name, body).await
    }

    /// Writes a record under a name of one's own choosing.
    pub(crate) async fn put_named(
        &self,
        host: &Host,
        path: &str,
        base: Option<&str>,
        name: &str,
        body: Value,
    ) -> Answer {
        let tag = base.map(|rev| format!("\"{rev}\""));
        let precondition = tag.as_deref().map_or(("if-none-match", "*"), |tag| ("if-match", tag));
        host.send(self.request("PUT", path, &[precondition, ("mutation", name)], Some(&body))).await
    }

    pub(crate) async fn sign_in(host: &Host, login: &str) -> Self {
        let answer = Self::blank().post(host, "/session", sign_in(login, PASSWORD)).await.expect(200);
        Self::of(&answer, &answer.body)
    }
}

pub(crate) fn sign_in(login: &str, password: &str) -> Value {
    json!({"login": login, "password": password, "device": "Firefox"})
}

pub(crate) fn account(login: &str) -> Value {
    json!({"login": login, "real_name": login, "dept": "培训部", "post": "专员", "password": PASSWORD})
}
