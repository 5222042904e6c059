//! By which names the server answers. A page of another site whose name is made to lead here (DNS
//! rebinding) would be of our own origin to its browser: it could read everything, and set a new
//! server up. Addresses can't be made to lead elsewhere, so any of them will do; a name has to be told.

use crate::config::{Config, Hosts};
use crate::trouble::Code;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;

/// What the request calls the server, with the port. HTTP/2 has it in the address, HTTP/1 in a header.
pub(crate) fn named<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    let header = || headers.get(header::HOST)?.to_str().ok();
    uri.authority().map(Authority::as_str).or_else(header)
}

/// Refuses a request to a name that the server was not told.
pub(crate) async fn check(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    // Only what is no browser leaves the name out.
    let Some(named) = named(request.headers(), request.uri()) else { return next.run(request).await };
    if answers_to(&hosts, named) {
        return next.run(request).await;
    }
    let name = name_of(named).unwrap_or_default();
    let detail = format!(
        "This server does not answer to the name {name:?}. Start it with --host NAME (or QUNYUE_HOST), \
         or with --url and the address that people use."
    );
    Code::UnknownHost.saying(detail).into_response()
}

/// What [`check`] goes by.
pub(crate) fn hosts(config: &Config) -> Arc<Hosts> {
    Arc::new(config.hosts.clone())
}

fn answers_to(hosts: &Hosts, named: &str) -> bool {
    let Some(name) = name_of(named) else { return false };
    is_address(&name) || name == "localhost" || name.ends_with(".localhost") || hosts.knows(&name)
}

/// The name without port and final dot, in lower case.
fn name_of(named: &str) -> Option<String> {
    let authority: Authority = named.parse().ok()?;
    let name = authority.host();
    Some(name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase())
}

fn is_address(name: &str) -> bool {
    let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.unwrap_or(name).parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_this_machine_and_told_names_are_answered_to_and_nothing_else() {
        let mut hosts = Hosts::default();
        hosts.tell("Group.Example.org");
        for own in [
            "localhost",
            "localhost:8787",
            "LOCALHOST.",
            "app.localhost:8787",
            "127.0.0.1:8787",
            "192.168.1.20:8787",
            "203.0.113.9",
            "[::1]:8787",
            "[2001:db8::7]",
            "group.example.org",
            "group.example.org.:443",
        ] {
            assert!(answers_to(&hosts, own), "{own}");
        }
        for foreign in [
            "evil.example",
            "evil.example:8787",
            "group.example.org.evil.example",
            "localhost.evil.example",
            "notlocalhost",
            "127.0.0.1.evil.example",
            "0x7f000001",
            "[::1",
            "",
            " ",
            "a b",
        ] {
            assert!(!answers_to(&hosts, foreign), "{foreign}");
        }
    }
}
