//! What the server with a bad habit keeps, and what it answers.

use super::tokens::Issuer;
use super::{AT_ONCE, Habit, TOKEN};
use crate::asked::{Answer, Asked};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::time::Instant;

/// The records, and how they are told.
#[derive(Debug)]
pub(super) struct Store {
    habit: Habit,
    items: BTreeMap<String, Value>,
    changes: u64,
    requests: u64,
    issuer: Issuer,
    kept_at: Option<Instant>,
}

impl Store {
    /// An empty one.
    pub(super) fn new(habit: Habit) -> Self {
        let issuer = Issuer::default();
        Self { habit, items: BTreeMap::new(), changes: 0, requests: 0, issuer, kept_at: None }
    }

    /// Takes on another habit.
    pub(super) fn turn(&mut self, habit: Habit) {
        self.habit = habit;
    }

    /// How many tokens have ended, and how often one was renewed.
    pub(super) fn renewals(&self) -> (u32, u32) {
        (self.issuer.ended, self.issuer.renewals)
    }

    /// How many writes were taken.
    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    /// The records that are there and not marked as deleted.
    pub(super) fn living(&self) -> usize {
        self.items.values().filter(|item| item.get("deleted") != Some(&Value::Bool(true))).count()
    }

    /// Counts a request and answers it; `None` where the answer is lost.
    pub(super) fn hear(&mut self, asked: &Asked) -> Option<Answer> {
        self.requests += 1;
        self.answer(asked)
    }

    fn answer(&mut self, asked: &Asked) -> Option<Answer> {
        match self.habit {
            Habit::Html => return Some(page(200)),
            Habit::Broken => return Some(Answer::json(500, &json!({ "message": "out of memory" }))),
            Habit::Login => return Some(page(302).with("location", "/login?next=/items")),
            Habit::Drops if self.requests > 20 => return None,
            Habit::Impatient if self.requests.is_multiple_of(15) => {
                return Some(Answer::json(429, &json!({ "code": "slow-down" })).with("retry-after", "1"));
            }
            _ => {}
        }
        let mut answer = match asked.verb.as_str() {
            "OPTIONS" => Answer { status: 204, headers: Vec::new(), body: String::new() },
            _ => self.route(asked),
        };
        if self.habit == Habit::PlainText {
            answer.headers = vec![("content-type", "text/plain".to_owned())];
        }
        if self.habit != Habit::NoCors {
            answer = answer
                .with("access-control-allow-origin", "*")
                .with("access-control-allow-methods", "GET, POST, PUT")
                .with("access-control-allow-headers", "authorization, content-type, if-match");
            if self.habit != Habit::HidesHeaders {
                answer = answer.with("access-control-expose-headers", "X-Total, Server-Time");
            }
        }
        Some(answer.with("server-time", crate::talk::wall_ms().to_string()))
    }

    fn route(&mut self, asked: &Asked) -> Answer {
        let id = asked.path.strip_prefix("/items/").map(str::to_owned);
        match (asked.verb.as_str(), asked.path.as_str(), id) {
            ("GET", "/hello", _) => {
                Answer::json(200, &json!({ "organization": "q", "needs_setup": false, "version": "1" }))
            }
            ("POST", "/token", _) if self.habit == Habit::ShortLived => {
                Answer::json(200, &self.issuer.issue())
            }
            ("POST", "/token", _) => Self::token(asked),
            ("POST", "/renew", _) => self.renew(asked),
            _ if !self.may(asked) => match (self.habit, asked.verb.as_str(), asked.path.as_str()) {
                (Habit::EmptyForStrangers, "GET", "/items") => {
                    Answer::json(200, &json!([])).with("x-total", "0")
                }
                _ => Answer::json(401, &json!({ "code": "signed-out" })),
            },
            ("GET", "/me", _) => Answer::json(200, &json!({ "person": Self::person(asked) })),
            ("GET", "/items", _) => self.list(asked),
            ("POST", "/items", _) => self.create(asked),
            ("GET", _, Some(id)) => match self.items.get(&id) {
                Some(item) if self.owns(asked, item) => Answer::json(200, item),
                _ => Answer::json(404, &json!({ "code": "gone" })),
            },
            ("PUT", _, Some(id)) => self.update(asked, &id),
            _ => Answer::json(404, &json!({ "code": "gone" })),
        }
    }

    /// `ann` and `bob` have one password; the token is the name's.
    fn token(asked: &Asked) -> Answer {
        let body = asked.json();
        match (text(&body, "login"), text(&body, "password")) {
            (Some(login @ ("ann" | "bob")), Some("secret-enough")) => {
                let token = TOKEN.replace("ann", login);
                Answer::json(200, &json!({ "person": login, "login": login, "token": token }))
            }
            _ => Answer::json(403, &json!({ "code": "wrong-password" })),
        }
    }

    fn renew(&mut self, asked: &Asked) -> Answer {
        let body = asked.json();
        match self.issuer.renew(text(&body, "refresh").unwrap_or_default()) {
            Some(told) => Answer::json(200, &told),
            None => Answer::json(400, &json!({ "code": "invalid" })),
        }
    }

    fn person(asked: &Asked) -> Option<&'static str> {
        let token = asked.bearer()?;
        // Those that end have a number behind.
        ["ann", "bob"].into_iter().find(|login| token.starts_with(&TOKEN.replace("ann", login)))
    }

    fn may(&mut self, asked: &Asked) -> bool {
        let token = asked.bearer().unwrap_or_default();
        match self.habit {
            Habit::ShortLived => self.issuer.spend(token),
            _ => ["ann", "bob"].into_iter().any(|login| token == TOKEN.replace("ann", login)),
        }
    }

    fn owns(&self, asked: &Asked, item: &Value) -> bool {
        self.habit == Habit::Open || text(item, "author") == Self::person(asked)
    }

    fn is_too_large(&self, asked: &Asked) -> bool {
        self.habit == Habit::Small && asked.body.len() > 20 * 1024
    }

    fn create(&mut self, asked: &Asked) -> Answer {
        if self.is_too_large(asked) {
            return Answer::json(413, &json!({ "code": "too-large" }));
        }
        let Ok(Value::Object(item)) = serde_json::from_slice(&asked.body) else {
            return Answer::json(400, &json!({ "code": "invalid" }));
        };
        let id = item.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        if self.items.contains_key(&id) && self.habit != Habit::Overwrites {
            return Answer::json(409, &json!({ "code": "exists" }));
        }
        Answer::json(201, &self.keep(asked, id, item))
    }

    fn update(&mut self, asked: &Asked, id: &str) -> Answer {
        let Some(before) = self.items.get(id).filter(|item| self.owns(asked, item)).cloned() else {
            return Answer::json(404, &json!({ "code": "gone" }));
        };
        let wanted = asked.headers.get("if-match").map(|rev| rev.trim_matches('"').to_owned());
        let stands = before.get("version").unwrap_or(&Value::Null).to_string();
        let is_stale = wanted.is_some_and(|wanted| wanted != stands);
        if is_stale && self.habit != Habit::Forgetful && !self.is_at_once() {
            return Answer::json(412, &json!({ "code": "conflict" }));
        }
        match serde_json::from_slice(&asked.body) {
            Ok(Value::Object(item)) => Answer::json(200, &self.keep(asked, id.to_owned(), item)),
            _ => Answer::json(400, &json!({ "code": "invalid" })),
        }
    }

    /// Whether the last write was but a moment ago, at a server that takes its time to compare.
    fn is_at_once(&self) -> bool {
        self.habit == Habit::Racy && self.kept_at.is_some_and(|at| at.elapsed() < AT_ONCE / 2)
    }

    fn keep(&mut self, asked: &Asked, id: String, mut item: Map<String, Value>) -> Value {
        self.changes += 1;
        self.kept_at = Some(Instant::now());
        let first = self.items.get(&id).and_then(|item| item.get("author").cloned());
        if self.habit != Habit::Open {
            item.insert("author".to_owned(), first.unwrap_or_else(|| json!(Self::person(asked))));
        }
        item.insert("version".to_owned(), self.changes.into());
        item.insert("changed".to_owned(), self.changes.into());
        let item = if self.habit == Habit::Floats { floats(item.into()) } else { item.into() };
        self.items.insert(id, item.clone());
        item
    }

    fn list(&self, asked: &Asked) -> Answer {
        let number = |name: &str| asked.param(name).and_then(|text| text.parse::<u64>().ok());
        let from = number("changed_gte").unwrap_or(0);
        let fits = |item: &&Value| {
            let is = |name: &str| asked.param(name).is_none_or(|wanted| text(item, name) == Some(wanted));
            is("space")
                && is("audience")
                && self.owns(asked, item)
                && item.get("changed").and_then(Value::as_u64) >= Some(from)
        };
        let unknown = asked.query.iter().any(|(name, _)| name.starts_with("qunyue"));
        if unknown {
            return Answer::json(400, &json!({ "code": "invalid" }));
        }
        let mut found: Vec<&Value> = self.items.values().filter(fits).collect();
        let sort = asked.param("sort").unwrap_or("changed");
        found.sort_by_key(|item| item.get(sort.trim_start_matches('-')).and_then(Value::as_i64));
        if sort.starts_with('-') {
            found.reverse();
        }
        let total = found.len();
        let take = |name: &str, default| usize::try_from(number(name).unwrap_or(default)).unwrap_or(0);
        let (offset, limit) = (take("offset", 0), take("limit", 500));
        let mut page: Vec<&Value> = found.into_iter().skip(offset).take(limit).collect();
        if self.habit == Habit::ShortLists && offset > 0 {
            page.clear();
        }
        Answer::json(200, &json!(page)).with("x-total", total.to_string())
    }
}

/// A page to sign in, whatever was asked.
fn page(status: u16) -> Answer {
    let body = "<!doctype html><title>Sign in</title><p>Please sign in.".to_owned();
    Answer { status, headers: vec![("content-type", "text/html".to_owned())], body }
}

/// Every number as floating point, but for those that the server itself counts with.
fn floats(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| match name.as_str() {
                "body" => (name, deep(value)),
                _ => (name, value),
            })
            .collect::<Map<_, _>>()
            .into(),
        other => other,
    }
}

fn deep(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.into_iter().map(deep).collect::<Vec<_>>().into(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, deep(value))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}
