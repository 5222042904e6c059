//! `dist`: the app as files for any static host, with the backend that it may speak to.

use crate::app::{self, Build};
use crate::args::Args;
use anyhow::{Result, bail};
use serde_json::json;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Where the page finds out that its backend is elsewhere.
const BACKEND: &str = "qunyue.json";
/// What static hosts read their headers from.
const HEADERS: &str = "_headers";

/// Builds the app; `--backend URL` names a backend on another origin.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut args = Args::new(args);
    let backend = args.option("--backend")?;
    args.done()?;
    let origin = backend.as_deref().map(origin).transpose()?;
    let dist = app::build(Build::Release)?;
    name_backend(&dist, backend.as_deref())?;
    let policy = policy(origin.as_deref());
    fs::write(dist.join(HEADERS), headers(&policy))?;
    println!("dist: {} can be copied to any static host", dist.display());
    println!("  it has to send this header; hosts that read {HEADERS} do so by themselves:");
    println!("  Content-Security-Policy: {policy}");
    println!("  unknown paths must answer with index.html; 404.html does that where the host knows it");
    Ok(())
}

/// Writes beside the page where the backend is. Built files are used again: what an earlier run named
/// must not stay, nor its compressed copies.
fn name_backend(dist: &Path, backend: Option<&str>) -> Result<()> {
    for ending in ["", ".br", ".gz"] {
        match fs::remove_file(dist.join([BACKEND, ending].concat())) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    if let Some(backend) = backend {
        fs::write(dist.join(BACKEND), json!({ "backend": backend }).to_string())?;
    }
    Ok(())
}

/// The policy of the page; `connect-src` admits the backend.
fn policy(origin: Option<&str>) -> String {
    let backend = origin.map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        &format!("connect-src 'self'{backend}"),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default",
    ];
    policy.join("; ")
}

/// The response headers in the form that static hosts read.
fn headers(policy: &str) -> String {
    format!(
        "/*\n  Content-Security-Policy: {policy}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n"
    )
}

/// Scheme, host and port of `url`: what a Content-Security-Policy names.
fn origin(url: &str) -> Result<String> {
    let rest = url.strip_prefix("https://").map(|rest| ("https", rest));
    let Some((scheme, rest)) = rest.or_else(|| url.strip_prefix("http://").map(|rest| ("http", rest))) else {
        bail!("--backend wants a whole address, such as https://example.org/api");
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || host.contains(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '\'' | '@')) {
        bail!("“{url}” names no host");
    }
    Ok(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::{headers, name_backend, origin, policy};
    use std::fs;

    #[test]
    fn an_origin_is_what_stands_before_the_path() {
        assert_eq!(origin("https://a.example:8443/api/v1?x").unwrap(), "https://a.example:8443");
    }

    #[test]
    fn an_address_that_would_widen_the_policy_is_refused() {
        for widening in
            ["ftp://a.example", "https://", "https://a.example; script-src *", "https://me@a.example"]
        {
            assert!(origin(widening).is_err(), "{widening}");
        }
    }

    #[test]
    fn the_policy_admits_the_backend_and_nothing_else_new() {
        let (with, without) = (policy(Some("https://a.example")), policy(None));
        assert!(with.contains("connect-src 'self' https://a.example; base-uri"));
        assert_eq!(with.replace(" https://a.example", ""), without);
        assert!(headers(&with).contains(&format!("\n  Content-Security-Policy: {with}\n")));
    }

    #[test]
    fn the_backend_of_an_earlier_run_is_named_no_more() {
        let dist = std::env::temp_dir().join(format!("qunyue-xtask-dist-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        name_backend(&dist, Some("https://a.example/api")).unwrap();
        assert!(fs::read_to_string(dist.join("qunyue.json")).unwrap().contains("https://a.example/api"));
        fs::write(dist.join("qunyue.json.br"), "packed").unwrap();
        name_backend(&dist, None).unwrap();
        assert_eq!(fs::read_dir(&dist).unwrap().count(), 0);
        fs::remove_dir_all(&dist).unwrap();
    }
}
