//! The built app: files as they are, precompressed where they are; every other address is the
//! page, which finds its own way.

use crate::trouble::Code;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::path::Path;
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// What an address without an app says.
const NO_APP: &str = "The server runs. It has no app to show: start it with --app DIR.\n";

/// Serves the app in a directory.
#[derive(Clone)]
pub(crate) struct Files(Option<ServeDir>);

impl Files {
    /// Serves the app in `dir`, if there is one.
    pub(crate) fn new(dir: Option<&Path>) -> Self {
        Self(dir.map(|dir| {
            ServeDir::new(dir).append_index_html_on_directories(false).precompressed_br().precompressed_gzip()
        }))
    }

    /// The answer to a request that is not the interface's.
    pub(crate) async fn serve(self, request: Request) -> Response {
        let path = request.uri().path();
        if is_interface(path) {
            return Code::NotFound.refusal().into_response();
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Code::WrongVerb.refusal().into_response();
        }
        let Some(dir) = self.0 else {
            return (StatusCode::NOT_FOUND, NO_APP).into_response();
        };
        let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let keep = if is_file && is_hashed(path) { FOR_EVER } else { ASK_AGAIN };
        let request = if is_file { request } else { to_index(request) };
        let Ok(response) = dir.oneshot(request).await;
        let mut response = response.map(Body::new);
        let keep = if response.status().is_client_error() { ASK_AGAIN } else { keep };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        response
    }
}

/// Whether the address is the interface's, known or not.
pub(crate) fn is_interface(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// An address of the app is the page's to understand. One with a dot in its last part is a file,
/// so that a file of an older build is missing rather than a page.
fn to_index(mut request: Request) -> Request {
    *request.uri_mut() = Uri::from_static("/index.html");
    request
}

/// Whether the file's name carries a hash of its content: `app-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash = |part: &str| {
        (8..=64).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_hexdigit())
            && part.bytes().any(|byte| byte.is_ascii_digit())
    };
    name.split(['-', '_', '.']).skip(1).any(is_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        for hashed in
            ["/qunyue-0123456789abcdef.js", "/qunyue-0a1b2c3d4e5f6071_bg.wasm", "/css/main-deadbee1.css"]
        {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in
            ["/index.html", "/sw.js", "/icons.svg", "/deadbeef01.js", "/a-decade.js", "/words/zh-Hans.json"]
        {
            assert!(!is_hashed(plain), "{plain}");
        }
    }
}
