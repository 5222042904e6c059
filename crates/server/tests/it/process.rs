//! The real program: killed, stopped, over TLS, and what it prints.

use crate::host::{PASSWORD, account};
use crate::space::{about, message};
use protocol::RecordId;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The program while it serves.
struct Program {
    child: Child,
    address: String,
    log: Arc<std::sync::Mutex<String>>,
}

impl Program {
    fn start(data: &Path, flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_qunyue-server"))
            .args(["--listen", "127.0.0.1:0", "--rate", "0", "--log", "json", "--verbose", "--data"])
            .arg(data)
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(std::sync::Mutex::new(String::new()));
        let (lines, copy) = (BufReader::new(child.stderr.take().unwrap()), Arc::clone(&log));
        thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                copy.lock().unwrap().push_str(&format!("{line}\n"));
            }
        });
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { child, address: address.trim().split_once("://").expect(&address).1.to_owned(), log }
    }

    /// Kills it without a word, as a power cut would.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn signal(&self, name: &str) {
        let told = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    fn stop(mut self) -> String {
        self.signal("-TERM");
        assert!(self.child.wait().unwrap().success());
        thread::sleep(Duration::from_millis(50));
        self.log.lock().unwrap().clone()
    }
}

/// A client without conveniences: one connection for each request.
#[derive(Clone)]
struct Client {
    address: String,
    token: Option<String>,
}

impl Client {
    fn of(program: &Program) -> Self {
        Self { address: program.address.clone(), token: None }
    }

    fn head(
        &self,
        verb: &str,
        path: &str,
        scheme: &str,
        cookie: &str,
        headers: &str,
        length: usize,
    ) -> String {
        let token = self.token.as_deref().unwrap_or_default();
        format!(
            "{verb} /api/v1{path} HTTP/1.1\r\nHost: {0}\r\nOrigin: {scheme}://{0}\r\nConnection: close\r\n\
             Cookie: {cookie}={token}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n",
            self.address
        )
    }

    /// The answer, or nothing that counts: the connection broke.
    fn ask(&self, verb: &str, path: &str, headers: &str, body: &Value) -> Option<(u16, String, Value)> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(&self.address).ok()?;
        let head = self.head(verb, path, "http", "session", headers, body.len());
        stream.write_all((head + &body).as_bytes()).ok()?;
        parse(stream)
    }

    fn put(&self, path: &str, n: u32, body: &Value) -> Option<(u16, String, Value)> {
        self.ask("PUT", path, &format!("If-None-Match: *\r\nMutation: dev/{n}\r\n"), body)
    }

    fn sign_in(mut self, path: &str, body: &Value) -> Self {
        let (status, head, _) = self.ask("POST", path, "", body).unwrap();
        assert!(status < 300);
        self.token = Some(token(&head));
        self
    }
}

fn parse(mut stream: impl Read) -> Option<(u16, String, Value)> {
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    // A cut body is no answer.
    (length.unwrap_or(0) == body.len())
        .then(|| (status, head.to_owned(), serde_json::from_str(body).unwrap_or_default()))
}

fn token(head: &str) -> String {
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    cookie.split_once('=').unwrap().1.split_once(';').unwrap().0.to_owned()
}

fn setup() -> Value {
    json!({"organization": "晨光公司", "locale": "zh-Hans", "device": "x", "account": account("王主任")})
}

fn id(n: u32) -> String {
    let mut random = [1; 10];
    random[..4].copy_from_slice(&n.to_be_bytes());
    RecordId::timed(1_800_000_000_000, random).to_string()
}

#[test]
fn kill_9_loses_nothing_that_was_acknowledged() {
    const WRITERS: u32 = 4;
    let data = TempDir::new().unwrap();
    let mut program = Program::start(data.path(), &[]);
    let token = Client::of(&program).sign_in("/setup", &setup()).token;
    let space = id(0);
    let path = |n: u32| format!("/records/{space}/all/{}", id(n));
    let of = |program: &Program| Client { token: token.clone(), ..Client::of(program) };
    let founded = of(&program).put(&path(0), 1_000_000, &json!({"kind": "space", "body": about()})).unwrap();
    assert_eq!(founded.0, 201, "{}", founded.2);

    let mut acknowledged: Vec<(u32, Value)> = Vec::new();
    let mut unsure: Vec<u32> = Vec::new();
    for round in 0..5 {
        let client = of(&program);
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (client, space) = (client.clone(), space.clone());
                thread::spawn(move || {
                    let (mut taken, mut n) = (Vec::new(), 1 + (round * WRITERS + writer) * 10_000);
                    loop {
                        let path = format!("/records/{space}/all/{}", id(n));
                        match client.put(&path, n, &message(&format!("第{n}条"))) {
                            Some((201, _, record)) => taken.push((n, record)),
                            Some(other) => panic!("{other:?}"),
                            None => return (taken, n),
                        }
                        n += 1;
                    }
                })
            })
            .collect();
        thread::sleep(Duration::from_millis(150 + u64::from(round) * 70));
        program.kill();
        for writer in writers {
            let (taken, last) = writer.join().unwrap();
            assert!(!taken.is_empty());
            acknowledged.extend(taken);
            unsure.push(last);
        }
        program = Program::start(data.path(), &[]);
    }

    let client = of(&program);
    for (n, record) in &acknowledged {
        let (status, _, found) = client.ask("GET", &path(*n), "", &Value::Null).unwrap();
        assert_eq!((status, &found), (200, record));
    }
    // A write whose answer was lost is sent again: it counts once, whether it had counted or not.
    for n in &unsure {
        let (status, _, first) = client.put(&path(*n), *n, &message(&format!("第{n}条"))).unwrap();
        let (again, _, second) = client.put(&path(*n), *n, &message(&format!("第{n}条"))).unwrap();
        assert_eq!((status, again), (201, 201));
        assert_eq!(first, second);
    }
    let (_, _, scopes) = client.ask("GET", "/scopes", "", &Value::Null).unwrap();
    let written = acknowledged.len() + unsure.len() + 1;
    assert_eq!(scopes["scopes"][0]["head"], written.to_string(), "no write counted twice");
    program.stop();
}

#[test]
fn told_to_stop_it_ends_its_streams_and_leaves_one_file() {
    let data = TempDir::new().unwrap();
    let program = Program::start(data.path(), &[]);
    let client = Client::of(&program).sign_in("/setup", &setup());
    let mut stream = TcpStream::connect(&client.address).unwrap();
    stream.write_all(client.head("GET", "/events", "http", "session", "", 0).as_bytes()).unwrap();
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    while !line.contains("retry") {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0);
    }
    let start = Instant::now();
    let log = program.stop();
    assert!(start.elapsed() < Duration::from_secs(9), "a stream held the server up");
    assert!(log.contains("\"message\":\"stopped\""), "{log}");
    let files: Vec<_> =
        std::fs::read_dir(data.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["qunyue.db"]);
}

#[test]
fn the_log_tells_routes_and_outcomes_and_nobody_s_secrets() {
    let data = TempDir::new().unwrap();
    let program = Program::start(data.path(), &[]);
    let client = Client::of(&program).sign_in("/setup", &setup());
    let space = id(0);
    client
        .put(&format!("/records/{space}/all/{space}"), 1, &json!({"kind": "space", "body": about()}))
        .unwrap();
    client
        .ask("POST", "/session", "", &json!({"login": "王主任", "password": "falsch!!", "device": "x"}))
        .unwrap();
    client.ask("POST", "/invites/peek", "", &json!({"token": "a-token-of-mine"})).unwrap();
    let log = program.stop();
    for told in
        ["/api/v1/records/{space}/{audience}/{id}", "\"status\":401", "\"status\":404", "\"method\":\"PUT\""]
    {
        assert!(log.contains(told), "{told} is not in\n{log}");
    }
    for secret in [
        PASSWORD,
        "falsch!!",
        "a-token-of-mine",
        "王主任",
        "新员工培训群",
        &space,
        client.token.as_ref().unwrap(),
    ] {
        assert!(!log.contains(secret), "{secret} is in\n{log}");
    }
}

#[test]
fn a_lost_owner_gets_a_link_from_the_command_while_the_server_runs() {
    let data = TempDir::new().unwrap();
    let program = Program::start(data.path(), &[]);
    let former = Client::of(&program).sign_in("/setup", &setup());
    let command = |login: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qunyue-server"));
        command.args(["reset-link", login, "--url", "https://group.example.org/", "--data"]).arg(data.path());
        command.output().unwrap()
    };
    let output = command("王主任");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let link = text.lines().next().unwrap();
    let token = link.strip_prefix("https://group.example.org/reset#").unwrap();
    let redeem = json!({"token": token, "new": "温故而知新，可以为师矣", "device": "x"});
    let client = Client::of(&program).sign_in("/resets/redeem", &redeem);
    assert_eq!(client.ask("GET", "/session", "", &Value::Null).unwrap().0, 200);
    assert_eq!(former.ask("GET", "/session", "", &Value::Null).unwrap().0, 401);

    let output = command("nobody");
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("nobody has the sign-in name"));
    program.stop();
}

#[test]
fn over_tls_the_cookie_is_pinned_to_the_host() {
    let data = TempDir::new().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (cert, key) = (data.path().join("cert.pem"), data.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let program =
        Program::start(&data.path().join("db"), &["--tls", cert.to_str().unwrap(), key.to_str().unwrap()]);

    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let ask = |client: &Client, verb: &str, path: &str, scheme: &str, cookie: &str, body: &str| {
        let name = ServerName::try_from("localhost").unwrap();
        let session = ClientConnection::new(Arc::clone(&config), name).unwrap();
        let mut stream = StreamOwned::new(session, TcpStream::connect(&client.address).unwrap());
        let head = client.head(verb, path, scheme, cookie, "", body.len());
        stream.write_all((head + body).as_bytes()).unwrap();
        parse(stream).unwrap()
    };
    let mut client = Client::of(&program);
    let body = setup().to_string();
    assert_eq!(ask(&client, "POST", "/setup", "http", "", &body).2["code"], "foreign-origin");
    let (status, head, _) = ask(&client, "POST", "/setup", "https", "", &body);
    assert_eq!(status, 201);
    assert!(head.contains("set-cookie: __Host-session="), "{head}");
    assert!(head.contains("; Secure"), "{head}");
    client.token = Some(token(&head));
    assert_eq!(ask(&client, "GET", "/session", "https", "__Host-session", "").0, 200);
    assert_eq!(ask(&client, "GET", "/session", "https", "session", "").0, 401);
    program.stop();
}

#[test]
fn odd_flags_are_refused_with_a_reason() {
    let data = TempDir::new().unwrap();
    for (flags, reason) in [
        (["--connect-src", "https://a.org/path"], "give scheme, host and port alone"),
        (["--app", "/nowhere/at/all"], "there is no /nowhere/at/all/index.html"),
        (["--listen", "everywhere"], "invalid socket address"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qunyue-server"));
        let output = command.arg("--data").arg(data.path()).args(flags).output().unwrap();
        assert!(!output.status.success());
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains(reason), "{told}");
    }
}
