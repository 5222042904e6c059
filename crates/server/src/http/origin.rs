//! Unsafe requests must come from a page of this host: what keeps other sites from using a
//! session that the browser would send along.

use crate::config::Transport;
use crate::http::host;
use crate::state::App;
use crate::trouble::Code;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses an unsafe request without an `Origin` of this host.
pub(crate) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || is_own(request.headers(), request.uri(), app.config.transport) {
        next.run(request).await
    } else {
        Code::ForeignOrigin.refusal().into_response()
    }
}

fn is_own(headers: &HeaderMap, uri: &Uri, transport: Transport) -> bool {
    let scheme = if transport.is_secure() { "https://" } else { "http://" };
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    match (host::named(headers, uri), origin.and_then(|origin| origin.strip_prefix(scheme))) {
        (Some(host), Some(origin)) => {
            without_port(host, transport).eq_ignore_ascii_case(without_port(origin, transport))
        }
        _ => false,
    }
}

/// An origin leaves the scheme's own port out; a `Host` may name it.
fn without_port(host: &str, transport: Transport) -> &str {
    host.strip_suffix(if transport.is_secure() { ":443" } else { ":80" }).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn own(host: &'static str, origin: &'static str, transport: Transport) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        is_own(&headers, &Uri::from_static("/x"), transport)
    }

    #[test]
    fn only_the_same_host_port_and_scheme_is_own() {
        assert!(own("10.0.0.7:8787", "http://10.0.0.7:8787", Transport::Plain));
        assert!(own("Example.org:443", "https://example.org", Transport::Tls));
        assert!(!own("example.org", "https://example.org.evil.net", Transport::Tls));
        assert!(!own("example.org", "http://example.org", Transport::Tls));
        assert!(!own("example.org:8787", "http://example.org:8788", Transport::Plain));
        assert!(!own("example.org", "null", Transport::Plain));
        assert!(!is_own(&HeaderMap::new(), &Uri::from_static("/x"), Transport::Plain));
    }
}
