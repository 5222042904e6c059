//! `dist`: the app as files for any static host, with the backend that it may speak to.

use crate::app::{self, Build};
use crate::args::Args;
use anyhow::{Result, bail};
use serde_json::json;
use std::fs;

/// Builds the app; `--backend URL` names a backend on another origin.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut args = Args::new(args);
    let backend = args.option("--backend")?;
    args.done()?;
    let dist = app::build(Build::Release)?;
    if let Some(backend) = backend {
        let origin = origin(&backend)?;
        fs::write(dist.join("qunyue.json"), json!({ "backend": backend }).to_string())?;
        fs::write(dist.join("_headers"), headers(&origin))?;
        app::precompress(&dist)?;
    }
    println!("dist: {} can be copied to any static host", dist.display());
    println!("  unknown paths must answer with index.html; 404.html does that where the host knows it");
    Ok(())
}

/// The response headers in the form that static hosts read; `connect-src` admits the backend.
fn headers(origin: &str) -> String {
    let policy = [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        &format!("connect-src 'self' {origin}"),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default",
    ];
    format!(
        "/*\n  Content-Security-Policy: {}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n",
        policy.join("; ")
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
    use super::{headers, origin};

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
        assert!(headers("https://a.example").contains("connect-src 'self' https://a.example; base-uri"));
    }
}
