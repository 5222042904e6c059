//! The session's cookie.

use crate::config::Transport;
use axum::http::{HeaderMap, HeaderValue, header};

/// Browsers keep a cookie for at most 400 days; the server ends sessions earlier by itself.
const MAX_AGE_S: u32 = 400 * 24 * 60 * 60;

/// The cookie's name. `__Host-` pins it to this host over `https`; plain HTTP may not use it.
pub(crate) fn name(transport: Transport) -> &'static str {
    if transport.is_secure() { "__Host-session" } else { "session" }
}

/// The token that the request carries.
pub(crate) fn read(headers: &HeaderMap, transport: Transport) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name(transport)).then_some(value))
}

/// The header that hands `token` to the browser.
pub(crate) fn set(token: &str, transport: Transport) -> Option<HeaderValue> {
    value(token, MAX_AGE_S, transport)
}

/// The header that takes the cookie back.
pub(crate) fn clear(transport: Transport) -> Option<HeaderValue> {
    value("", 0, transport)
}

fn value(token: &str, age: u32, transport: Transport) -> Option<HeaderValue> {
    let secure = if transport.is_secure() { "; Secure" } else { "" };
    let text = format!("{}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}", name(transport));
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_only_under_its_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; session=plain; __Host-session=safe"));
        assert_eq!(read(&headers, Transport::Plain), Some("plain"));
        assert_eq!(read(&headers, Transport::Tls), Some("safe"));
        headers.insert(header::COOKIE, HeaderValue::from_static("session=plain"));
        assert_eq!(read(&headers, Transport::BehindProxy), None);
    }
}
