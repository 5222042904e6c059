//! HTTP over the browser's `fetch`, with a time-out and an abort.

use dialect::{Method, Request, Response};
use gloo_net::http::RequestBuilder;
use gloo_timers::callback::Timeout;
use web_sys::{AbortController, RequestCache, RequestCredentials};

/// How long a request may take, its answer's body included.
pub const PATIENCE_MS: u32 = 30_000;

/// Ends a request early. Clones end the same one.
#[derive(Clone, Debug)]
pub struct Abort(Option<AbortController>);

impl Abort {
    /// An abort that was not used yet.
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// Ends the request, or every later one that is sent with this.
    pub fn abort(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Default for Abort {
    fn default() -> Self {
        Self::new()
    }
}

/// Whose cookies go with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookies {
    /// One's own, to the page's own server.
    Own,
    /// Nobody's.
    None,
}

/// Sends `request`. `None` where there is no whole answer: no network, a cut body, a time-out, an
/// abort. A write may then have taken effect all the same.
pub async fn send(request: &Request, abort: &Abort) -> Option<Response> {
    send_with(Cookies::Own, request, abort).await
}

/// The same, with these cookies.
pub async fn send_with(cookies: Cookies, request: &Request, abort: &Abort) -> Option<Response> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Head => gloo_net::http::Method::HEAD,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let signal = abort.0.as_ref().map(AbortController::signal);
    let mut builder = RequestBuilder::new(&request.url)
        .method(method)
        .credentials(match cookies {
            Cookies::Own => RequestCredentials::SameOrigin,
            Cookies::None => RequestCredentials::Omit,
        })
        // The engine keeps records itself: an answer from the browser's cache would be an old one.
        .cache(RequestCache::NoStore)
        .abort_signal(signal.as_ref());
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let ready = match &request.body {
        Some(body) => builder.body(body.as_str()),
        None => builder.build(),
    };
    let watchdog = Timeout::new(PATIENCE_MS, {
        let abort = abort.clone();
        move || abort.abort()
    });
    let answer = ready.ok()?.send().await.ok()?;
    let body = answer.text().await.ok()?;
    drop(watchdog);
    let headers = answer.headers().entries().map(|(name, value)| (name.to_ascii_lowercase(), value));
    Some(Response { status: answer.status(), headers: headers.collect(), body })
}

/// The text of a file beside the page: `Some(None)` where the server says that there is none (many
/// answer the app's own page instead), `None` where it can't be asked.
pub async fn file(url: &str) -> Option<Option<String>> {
    let request = Request { method: Method::Get, url: url.to_owned(), headers: Vec::new(), body: None };
    let answer = send(&request, &Abort::new()).await?;
    match answer.status {
        200 => Some(Some(answer.body)),
        400..500 => Some(None),
        _ => None,
    }
}
