//! Sending a dialect's requests, as a browser would: with its cookies and its origin.

use dialect::{Method, Request, Response};
use doctor::Preflight;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

/// Whose word is taken for who a server is, over HTTPS.
#[derive(Clone, Debug, Default)]
pub enum Trust {
    /// The authorities that browsers take.
    #[default]
    Public,
    /// These alone.
    Only(RootCerts),
}

/// A file that names no authority.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// It can't be read.
    #[error("{0}: {1}")]
    Unreadable(String, std::io::Error),
    /// There is no certificate in it.
    #[error("{0}: there is no certificate in it; one begins with -----BEGIN CERTIFICATE-----")]
    Empty(String),
}

impl Trust {
    /// The authorities of a PEM file, in place of the public ones.
    ///
    /// # Errors
    /// As they say.
    pub fn of_file(path: &str) -> Result<Self, TrustError> {
        let pem = std::fs::read(Path::new(path));
        let pem = pem.map_err(|error| TrustError::Unreadable(path.to_owned(), error))?;
        let certificates = parse_pem(&pem).filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        });
        let certificates: Vec<_> = certificates.collect();
        match certificates.is_empty() {
            true => Err(TrustError::Empty(path.to_owned())),
            false => Ok(Self::Only(RootCerts::new_with_certs(&certificates))),
        }
    }
}

/// What went over the wire: counts, which are the same on any machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Requests that were answered.
    pub requests: u64,
    /// Bytes of their answers, uncompressed, with their headers.
    pub bytes: u64,
}

/// What a browser keeps for one person on one device.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    cookies: BTreeMap<String, String>,
    origin: String,
    is_elsewhere: bool,
    /// What it has heard so far.
    pub traffic: Traffic,
}

/// The headers that a page of another origin may always read.
const SAFE: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

impl Client {
    /// A browser on a page of `origin`.
    pub fn new(origin: &str) -> Self {
        Self::patient(origin, Duration::from_secs(30))
    }

    /// The same, with so much patience for each answer.
    pub fn patient(origin: &str, patience: Duration) -> Self {
        Self::trusting(origin, patience, Trust::Public)
    }

    /// The same, that takes these authorities' word.
    pub fn trusting(origin: &str, patience: Duration, trust: Trust) -> Self {
        let tls = TlsConfig::builder().root_certs(match trust {
            Trust::Public => RootCerts::WebPki,
            Trust::Only(certificates) => certificates,
        });
        let config = Agent::config_builder()
            .tls_config(tls.build())
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(patience))
            .build();
        Self {
            agent: config.into(),
            cookies: BTreeMap::new(),
            origin: origin.to_owned(),
            is_elsewhere: false,
            traffic: Traffic::default(),
        }
    }

    /// The same on a page of another origin, which reads what the server lets such a page read.
    #[must_use]
    pub fn elsewhere(self) -> Self {
        Self { is_elsewhere: true, ..self }
    }

    /// The cookies, as a header carries them.
    pub fn cookie_header(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    /// Forgets the cookies.
    pub fn forget(&mut self) {
        self.cookies.clear();
    }

    /// Why `url` can't be reached at all, in the transport's words; `None` where something answers.
    pub fn why_unreachable(&self, url: &str) -> Option<String> {
        self.agent.get(url).call().err().map(|error| error.to_string())
    }

    /// Asks what a browser asks before it lets a page of another origin send something.
    pub fn preflight(&mut self, ask: &Preflight) -> Option<Response> {
        let mut builder = ureq::http::Request::builder()
            .method("OPTIONS")
            .uri(&ask.url)
            .header("origin", &ask.origin)
            .header("access-control-request-method", ask.method.name());
        if !ask.headers.is_empty() {
            builder = builder.header("access-control-request-headers", ask.headers.join(","));
        }
        read(self.agent.run(builder.body(()).ok()?).ok()?)
    }

    /// Sends a request. `None` where no answer came, or only a part of one.
    pub fn send(&mut self, request: &Request) -> Option<Response> {
        let mut builder = ureq::http::Request::builder().method(request.method.name()).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let names_origin = request.headers.iter().any(|(name, _)| name == "origin");
        if request.method != Method::Get && !names_origin {
            builder = builder.header("origin", &self.origin);
        }
        if !self.cookies.is_empty() {
            builder = builder.header("cookie", self.cookie_header());
        }
        let answer = match &request.body {
            Some(body) => self.agent.run(builder.body(body.clone()).ok()?),
            None => self.agent.run(builder.body(()).ok()?),
        };
        let answer = read(answer.ok()?)?;
        self.traffic.hear(&answer);
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            keep_cookie(&mut self.cookies, cookie);
        }
        if self.is_elsewhere { readable(answer) } else { Some(answer) }
    }
}

/// What a page of another origin reads of an answer: `None` where it isn't let in.
fn readable(mut answer: Response) -> Option<Response> {
    let header = |wanted: &str| {
        answer.headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.to_ascii_lowercase())
    };
    header("access-control-allow-origin")?;
    let exposed = header("access-control-expose-headers").unwrap_or_default();
    let exposed: Vec<&str> = exposed.split(',').map(str::trim).collect();
    answer.headers.retain(|(name, _)| SAFE.contains(&name.as_str()) || exposed.contains(&name.as_str()));
    Some(answer)
}

impl Traffic {
    fn hear(&mut self, answer: &Response) {
        let lines = answer.headers.iter().map(|(name, value)| name.len() + value.len() + 4);
        let bytes = lines.sum::<usize>() + answer.body.len();
        self.requests += 1;
        self.bytes += u64::try_from(bytes).unwrap_or(u64::MAX);
    }

    /// What came since `before`.
    #[must_use]
    pub fn since(self, before: Self) -> Self {
        Self { requests: self.requests - before.requests, bytes: self.bytes - before.bytes }
    }
}

/// The whole answer; `None` where it was cut.
fn read(mut answer: ureq::http::Response<ureq::Body>) -> Option<Response> {
    let mut headers = Vec::new();
    for (name, value) in answer.headers() {
        if let Ok(value) = value.to_str() {
            headers.push((name.as_str().to_owned(), value.to_owned()));
        }
    }
    let status = answer.status().as_u16();
    let body = answer.body_mut().read_to_string().ok()?;
    Some(Response { status, headers, body })
}

fn keep_cookie(cookies: &mut BTreeMap<String, String>, cookie: &str) {
    let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else { return };
    let ended = value.is_empty() || cookie.to_ascii_lowercase().contains("max-age=0");
    if ended {
        cookies.remove(name);
    } else {
        cookies.insert(name.to_owned(), value.to_owned());
    }
}
