//! What an answer says: its status and body judged by the profile's rules and, after them, by
//! what HTTP means everywhere.

use crate::http::Response;
use crate::json;
use crate::profile::Spec;
use crate::profile::outcomes::{Meaning, OpName};
use crate::time;
use protocol::{Failure, Problem};
use serde_json::Value;

/// Longest wait that a server may ask for: beyond it, a header is a mistake.
const LONGEST_WAIT_MS: u64 = 24 * 60 * 60 * 1000;

/// An answer, read once.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    /// The status; 0 where there was no answer.
    pub(crate) status: u16,
    /// The body, where it is JSON.
    pub(crate) body: Option<Value>,
    /// What it means.
    pub(crate) meaning: Meaning,
    /// The code that the rule gives, where the answer has none.
    code: Option<String>,
    after_ms: Option<u64>,
    glimpse: String,
    headers: Vec<(String, String)>,
}

impl Heard {
    /// Judges the answer to an `op`. `now_ms` is the device's clock.
    pub(crate) fn new(spec: &Spec, op: OpName, response: Option<&Response>, now_ms: i64) -> Self {
        let Some(response) = response else { return Self::silence() };
        let text = response.body.trim();
        let body: Option<Value> = match op {
            // What is taken from such an answer may be sent back: in part it must not be.
            OpName::Account => serde_json::from_str(text).ok(),
            _ => json::read(text),
        };
        let rule =
            spec.outcomes.iter().find(|rule| rule.fits(op, response.status, body.as_ref(), &response.body));
        let meaning = match rule {
            Some(rule) => rule.meaning,
            None => by_status(spec, op, response.status, text, body.as_ref()),
        };
        Self {
            status: response.status,
            meaning,
            code: rule.and_then(|rule| rule.code.clone()),
            after_ms: retry_after(response, now_ms),
            glimpse: glimpse(response.status, text),
            headers: response.headers.clone(),
            body,
        }
    }

    /// Judges one result of a batch as if it had come alone.
    pub(crate) fn part(spec: &Spec, op: OpName, status: u16, body: Value, retry_after: Option<u64>) -> Self {
        let text = body.to_string();
        let headers = retry_after.map(|seconds| ("retry-after".to_owned(), seconds.to_string()));
        let response = Response { status, headers: headers.into_iter().collect(), body: text };
        Self::new(spec, op, Some(&response), 0)
    }

    /// The JSON at a pointer.
    pub(crate) fn at(&self, pointer: &str) -> Option<&Value> {
        self.body.as_ref()?.pointer(pointer)
    }

    /// A header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The server's clock.
    pub(crate) fn server_ms(&self, spec: &Spec) -> Option<i64> {
        let in_body = spec.clock.at.as_ref().and_then(|at| self.at(at)).and_then(crate::wire::instant);
        let in_header = || {
            let value = self.header(spec.clock.header.as_ref()?)?;
            value.parse().ok().or_else(|| time::parse_http_date(value)).or_else(|| time::parse_iso(value))
        };
        in_body.or_else(in_header)
    }

    /// Why a call that is no write brought nothing.
    pub(crate) fn failure(&self) -> Failure {
        match self.meaning {
            Meaning::SignedOut => Failure::SignedOut,
            Meaning::Later => Failure::Later { after_ms: self.after_ms },
            Meaning::Unknown if self.after_ms.is_some() => Failure::Later { after_ms: self.after_ms },
            Meaning::Unknown => Failure::Unknown,
            Meaning::Forbidden | Meaning::GoneOrForbidden => Failure::Forbidden,
            _ => Failure::Foreign(self.glimpse.clone()),
        }
    }

    /// Why a write brought no judgement: where it may have taken effect, that stays open.
    pub(crate) fn write_failure(&self) -> Option<Failure> {
        match self.meaning {
            Meaning::SignedOut => Some(Failure::SignedOut),
            Meaning::Later => Some(Failure::Later { after_ms: self.after_ms }),
            Meaning::Unknown => Some(Failure::Unknown),
            Meaning::Foreign => Some(Failure::Foreign(self.glimpse.clone())),
            _ => None,
        }
    }

    /// The refusal that the answer carries.
    pub(crate) fn problem(&self, spec: &Spec) -> Problem {
        let text = |pointer: &Option<String>| {
            pointer
                .as_ref()
                .and_then(|at| self.at(at))
                .filter(|value| !value.is_null())
                .map(crate::template::plain)
        };
        let map = &spec.problem;
        let code = text(&map.code).filter(|code| !code.is_empty()).or_else(|| self.code.clone());
        Problem {
            status: self.status,
            code: code.unwrap_or_else(|| default_code(self.meaning).to_owned()),
            detail: text(&map.detail).unwrap_or_else(|| self.glimpse.clone()),
            field: text(&map.field),
            rule: text(&map.rule),
        }
    }

    /// Whether the answer itself tells a code.
    pub(crate) fn tells_code(&self, spec: &Spec) -> bool {
        has_code(spec, self.body.as_ref())
    }

    /// An answer that could not be used, in few words.
    pub(crate) fn glimpse(&self) -> String {
        self.glimpse.clone()
    }

    /// No answer at all.
    fn silence() -> Self {
        Self {
            status: 0,
            body: None,
            meaning: Meaning::Unknown,
            code: None,
            after_ms: None,
            glimpse: "no answer".to_owned(),
            headers: Vec::new(),
        }
    }
}

/// What a status means where no rule of the profile says otherwise.
fn by_status(spec: &Spec, op: OpName, status: u16, text: &str, body: Option<&Value>) -> Meaning {
    match status {
        200..=299 if body.is_some() => Meaning::Ok,
        200..=299 if text.is_empty() => Meaning::Ok,
        200..=299 => broken(text),
        401 => Meaning::SignedOut,
        408 | 425 | 429 => Meaning::Later,
        500..=599 => Meaning::Unknown,
        413 => Meaning::TooLarge,
        // A page, or a refusal without the code that the server always gives, is somebody else's.
        405 | 421 => Meaning::Foreign,
        // Cut on its way, a refusal does not tell which of several it is.
        400..=499 if body.is_none() && text.starts_with(['{', '[']) => Meaning::Unknown,
        400..=499 if text.starts_with('<') => Meaning::Foreign,
        400..=499 if spec.problem.always && !has_code(spec, body) => Meaning::Foreign,
        409 | 412 => Meaning::Conflict,
        403 => Meaning::Forbidden,
        404 if matches!(op, OpName::Scopes | OpName::List | OpName::Batch) => Meaning::Foreign,
        // Nothing is looked for in a creation: the collection itself is not there.
        404 if op == OpName::Create && !has_code(spec, body) => Meaning::Foreign,
        404 | 410 => Meaning::Gone,
        400..=499 => Meaning::Invalid,
        _ => Meaning::Foreign,
    }
}

/// A good status over a body that is no JSON: cut short, or of another server.
fn broken(text: &str) -> Meaning {
    if text.starts_with(['{', '[']) { Meaning::Unknown } else { Meaning::Foreign }
}

fn has_code(spec: &Spec, body: Option<&Value>) -> bool {
    let code = spec.problem.code.as_ref().and_then(|at| body?.pointer(at)?.as_str());
    code.is_some_and(|code| !code.is_empty())
}

fn default_code(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Gone => "gone",
        Meaning::Forbidden | Meaning::ConflictOrForbidden | Meaning::GoneOrForbidden => "forbidden",
        Meaning::TooLarge => "too-large",
        Meaning::Exists | Meaning::Conflict => "conflict",
        Meaning::SignedOut => "signed-out",
        Meaning::Later => "slow-down",
        Meaning::Invalid => "invalid",
        Meaning::Ok | Meaning::Unknown | Meaning::Foreign => "refused",
    }
}

fn retry_after(response: &Response, now_ms: i64) -> Option<u64> {
    let (_, value) = response.headers.iter().find(|(name, _)| name == "retry-after")?;
    let value = value.trim();
    let wait = match value.parse::<u64>() {
        Ok(seconds) => seconds.saturating_mul(1000),
        Err(_) => u64::try_from(time::parse_http_date(value)?.saturating_sub(now_ms)).unwrap_or_default(),
    };
    Some(wait.min(LONGEST_WAIT_MS))
}

/// The first words of an answer, for logs.
fn glimpse(status: u16, text: &str) -> String {
    let words: String = text.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{status}: {words}")
}
