//! The headers of every answer: what a page of ours may do, and the server's clock.

use crate::config::Config;
use crate::state::App;
use crate::trouble::Trouble;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

static SERVER_TIME: HeaderName = HeaderName::from_static("server-time");

/// The headers that are the same for every answer of a sort.
#[derive(Clone)]
pub(crate) struct Fixed {
    page: HeaderMap,
    data: HeaderMap,
}

impl Fixed {
    /// The headers for this configuration.
    ///
    /// # Errors
    /// An origin to connect to that is no header text.
    pub(crate) fn new(config: &Config) -> Result<Self, Trouble> {
        let mut data = HeaderMap::new();
        put(&mut data, "x-content-type-options", "nosniff");
        put(&mut data, "cross-origin-resource-policy", "same-origin");
        if config.transport.is_secure() {
            put(&mut data, "strict-transport-security", "max-age=31536000");
        }
        let mut page = data.clone();
        // Whatever a browser is made to show of the interface may do nothing.
        put(&mut data, "content-security-policy", "default-src 'none'; frame-ancestors 'none'");
        put(&mut page, "referrer-policy", "no-referrer");
        put(&mut page, "cross-origin-opener-policy", "same-origin");
        put(&mut page, "permissions-policy", PERMISSIONS);
        let policy = HeaderValue::from_str(&content_security_policy(&config.connect_src))
            .map_err(|_| Trouble::Broken("an origin in --connect-src is no text for a header".to_owned()))?;
        page.insert(header::CONTENT_SECURITY_POLICY, policy);
        Ok(Self { page, data })
    }
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
}

/// What no page of ours asks a browser for.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
    encrypted-media=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
    payment=(), publickey-credentials-get=(), usb=(), xr-spatial-tracking=()";

fn content_security_policy(connect_src: &[String]) -> String {
    let connect: String = connect_src.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' blob: data:; font-src 'self'; worker-src 'self'; manifest-src 'self'; \
         connect-src 'self'{connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types default"
    )
}

/// Adds the headers to an answer. Workers run under the policy of their own file, so every file
/// has the page's.
pub(crate) async fn add(State((app, fixed)): State<(App, Fixed)>, request: Request, next: Next) -> Response {
    let is_data = crate::files::is_interface(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in if is_data { &fixed.data } else { &fixed.page } {
        headers.insert(name, value.clone());
    }
    headers.insert(&SERVER_TIME, HeaderValue::from(app.now()));
    if is_data {
        // Answers of the interface are for one reader at one time.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
