//! What was asked and answered, to be shown: short, and without secrets.

use dialect::{Request, Response};
use serde::{Deserialize, Serialize};

/// How much of a body is kept.
const MOST_CHARS: usize = 1_200;
/// Shorter secrets would black out ordinary text.
const LEAST_SECRET: usize = 4;
/// Headers whose values are secrets or may be.
const SECRET: [&str; 6] =
    ["authorization", "cookie", "set-cookie", "proxy-authorization", "x-api-key", "token"];
const HIDDEN: &str = "…";

/// A request and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchanged {
    /// The request: its verb and URL, headers, and body.
    pub asked: Message,
    /// The answer: its status, headers, and body; `None` where none came.
    pub answered: Option<Message>,
}

/// One half of an exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// `GET https://…`, or `200`.
    pub line: String,
    /// Header lines.
    pub headers: Vec<String>,
    /// The body, shortened.
    pub body: String,
}

impl Exchanged {
    /// Writes an exchange down, without any of `secrets`.
    pub(crate) fn new(request: &Request, response: Option<&Response>, secrets: &[String]) -> Self {
        let line = format!("{} {}", request.method.name(), request.url);
        let asked = Message::new(line, &request.headers, request.body.as_deref().unwrap_or(""), secrets);
        let answered = response.map(|response| {
            Message::new(response.status.to_string(), &response.headers, &response.body, secrets)
        });
        Self { asked, answered }
    }

    /// Both halves as text, as HTTP would show them.
    pub fn text(&self) -> String {
        let answered = self.answered.as_ref().map_or_else(|| "—".to_owned(), Message::text);
        format!("{}\n\n{answered}", self.asked.text())
    }
}

impl Message {
    fn new(line: String, headers: &[(String, String)], body: &str, secrets: &[String]) -> Self {
        let hide = |text: &str| {
            let known = secrets.iter().filter(|secret| secret.len() >= LEAST_SECRET);
            known.fold(text.to_owned(), |text, secret| text.replace(secret, HIDDEN))
        };
        let header = |(name, value): &(String, String)| {
            let is_secret = SECRET.iter().any(|secret| name.contains(secret));
            format!("{name}: {}", if is_secret { HIDDEN.to_owned() } else { hide(value) })
        };
        Self { line: hide(&line), headers: headers.iter().map(header).collect(), body: clip(&hide(body)) }
    }

    fn text(&self) -> String {
        let mut lines = vec![self.line.clone()];
        lines.extend(self.headers.iter().cloned());
        if !self.body.is_empty() {
            lines.extend([String::new(), self.body.clone()]);
        }
        lines.join("\n")
    }
}

/// The first characters of a text, and how many follow.
pub(crate) fn clip(text: &str) -> String {
    let all = text.chars().count();
    if all <= MOST_CHARS {
        return text.to_owned();
    }
    let kept: String = text.chars().take(MOST_CHARS).collect();
    format!("{kept}… (+{})", all - MOST_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_shown() {
        let request = Request {
            method: dialect::Method::Post,
            url: "https://x.test/session".to_owned(),
            headers: vec![("authorization".to_owned(), "Bearer tok-12345".to_owned())],
            body: Some(r#"{"password":"horse-battery"}"#.to_owned()),
        };
        let response = Response {
            status: 200,
            headers: vec![("set-cookie".to_owned(), "session=abcdef".to_owned())],
            body: r#"{"token":"tok-12345"}"#.to_owned(),
        };
        let secrets = ["horse-battery".to_owned(), "tok-12345".to_owned()];
        let text = Exchanged::new(&request, Some(&response), &secrets).text();
        for secret in ["horse-battery", "tok-12345", "abcdef"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(text.contains("POST https://x.test/session"));
    }

    #[test]
    fn a_long_body_is_shortened_and_says_by_how_much() {
        assert!(clip(&"群".repeat(2_000)).ends_with("… (+800)"));
    }
}
