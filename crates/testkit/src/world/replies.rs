//! What becomes of an answer on its way back: as a perfect dialect understands it, or as HTTP.

use super::backend::Reply;
use crate::server::http;
use dialect::Response;
use protocol::{Failure, Outcome};

/// What a perfect dialect makes of what came back.
pub(super) fn outcome(reply: Reply) -> Outcome {
    Outcome::Failed(match reply {
        Reply::Outcome(outcome) => return outcome,
        Reply::None | Reply::Cut(_) | Reply::Http(_) => Failure::Unknown,
        Reply::Portal => Failure::Foreign("a portal's page".to_owned()),
        Reply::Gateway(429) => Failure::Later { after_ms: Some(7_000) },
        Reply::Gateway(503) => Failure::Later { after_ms: None },
        Reply::Gateway(_) => Failure::Unknown,
        Reply::SignedOut => Failure::SignedOut,
    })
}

/// What comes back as HTTP.
pub(super) fn response(reply: Reply) -> Option<Response> {
    let page = |status: u16, body: &str| {
        let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
        Response { status, headers, body: body.to_owned() }
    };
    match reply {
        Reply::None | Reply::Outcome(_) => None,
        Reply::Http(response) => Some(response),
        Reply::Portal => Some(page(200, "<!doctype html><title>Welcome to our Wi-Fi</title>")),
        Reply::Gateway(status) => {
            let mut page = page(status, "<html><body>The gateway is not well.</body></html>");
            if status == 429 {
                page.headers.push(("retry-after".to_owned(), "7".to_owned()));
            }
            Some(page)
        }
        Reply::SignedOut => Some(http::problem(&protocol::Problem::new(401, "signed-out"), None)),
        Reply::Cut(reply) => response(*reply).map(|mut whole| {
            let half = whole.body.len() / 2;
            whole.body = whole.body.chars().take(half).collect();
            whole
        }),
    }
}
