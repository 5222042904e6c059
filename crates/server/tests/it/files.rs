//! The built app, and the headers that keep it safe.

use crate::host::{Answer, Host};
use axum::body::Body;
use axum::http::Request;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

fn built() -> TempDir {
    let dir = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("index.html", "<!doctype html><title>群约</title>");
    write("sw.js", "// worker");
    write("app-0123456789abcdef.js", "plain");
    write("app-0123456789abcdef.js.br", "brotli");
    write("app-0123456789abcdef.js.gz", "gzip");
    write("app-0123456789abcdef_bg.wasm", "\0asm");
    write("manifest.webmanifest", "{}");
    write("icons.svg", "<svg/>");
    fs::create_dir(dir.path().join("words")).unwrap();
    write("words/en.json", "{}");
    dir
}

async fn get(host: &Host, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().uri(path).header("host", "room.test");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    host.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn files_have_their_type_and_are_kept_as_long_as_their_name_holds() {
    let dir = built();
    let host = Host::with(|config| config.app = Some(dir.path().to_owned()));
    const KEEP: &str = "public, max-age=31536000, immutable";
    for (path, mime, keep) in [
        ("/", "text/html", "no-cache"),
        ("/index.html", "text/html", "no-cache"),
        ("/sw.js", "text/javascript", "no-cache"),
        ("/app-0123456789abcdef.js", "text/javascript", KEEP),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm", KEEP),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/icons.svg", "image/svg+xml", "no-cache"),
        ("/words/en.json", "application/json", "no-cache"),
    ] {
        let answer = get(&host, path, &[]).await.expect(200);
        assert_eq!((answer.header("content-type"), answer.header("cache-control")), (mime, keep), "{path}");
    }
}

#[tokio::test]
async fn the_best_form_that_the_browser_takes_is_sent() {
    let dir = built();
    let host = Host::with(|config| config.app = Some(dir.path().to_owned()));
    for (accepts, encoding, text) in [
        ("gzip, deflate, br, zstd", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("identity", "", "plain"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzip"),
    ] {
        let answer =
            get(&host, "/app-0123456789abcdef.js", &[("accept-encoding", accepts)]).await.expect(200);
        assert_eq!((answer.header("content-encoding"), answer.text.as_str()), (encoding, text));
        assert_eq!(
            (answer.header("content-type"), answer.header("vary")),
            ("text/javascript", "accept-encoding")
        );
    }
}

#[tokio::test]
async fn addresses_of_the_app_are_the_page_and_missing_files_are_missing() {
    let dir = built();
    let host = Host::with(|config| config.app = Some(dir.path().to_owned()));
    for path in ["/signin", "/s/0190-x/rules/3", "/join", "/words", "/apiary"] {
        let answer = get(&host, path, &[]).await.expect(200);
        assert!(answer.text.contains("群约"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    for path in
        ["/old-fedcba9876543210.js", "/favicon.ico", "/words/../../secret.txt", "/..%2f..%2fetc%2fpasswd.x"]
    {
        let answer = get(&host, path, &[]).await.expect(404);
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    for path in ["/api", "/api/v2/hello", "/api/v1/x.js"] {
        get(&host, path, &[]).await.expect_refusal(404, "not-found");
    }
    let post = Request::post("/signin").header("host", "room.test").body(Body::empty()).unwrap();
    host.send(post).await.expect_refusal(405, "wrong-verb");
}

#[tokio::test]
async fn a_page_may_do_only_what_the_policy_lists() {
    let dir = built();
    let host = Host::with(|config| {
        config.app = Some(dir.path().to_owned());
        config.connect_src = vec!["https://api.example.org".to_owned()];
    });
    let names = [
        "content-security-policy",
        "x-content-type-options",
        "referrer-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "permissions-policy",
    ];
    for path in ["/", "/s/1", "/sw.js", "/missing.js"] {
        let answer = get(&host, path, &[]).await;
        let told: Vec<_> = names.map(|name| format!("{name}: {}", answer.header(name))).into();
        insta::allow_duplicates! { insta::assert_snapshot!("page_headers", told.join("\n")); }
    }
    let answer = get(&host, "/api/v1/hello", &[]).await;
    let told: Vec<_> = names.map(|name| format!("{name}: {}", answer.header(name))).into();
    insta::assert_snapshot!("data_headers", told.join("\n"));
}

#[tokio::test]
async fn without_an_app_the_server_says_so() {
    let host = Host::new();
    assert!(get(&host, "/", &[]).await.expect(404).text.contains("--app DIR"));
}

/// The operations of the description, as `VERB /path` below `/api/v1`.
pub(crate) fn described_operations() -> BTreeSet<String> {
    let description: Value = serde_json::from_str(&Host::new().server.description().unwrap()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, verbs)| {
        let path = path.strip_prefix("/api/v1").unwrap();
        verbs.as_object().unwrap().keys().map(move |verb| format!("{} {path}", verb.to_uppercase()))
    });
    operations.collect()
}

#[tokio::test]
async fn every_operation_has_an_id_of_its_own() {
    let description: Value = serde_json::from_str(&Host::new().server.description().unwrap()).unwrap();
    let verbs = description["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| path.as_object().unwrap().values());
    let ids: BTreeSet<_> = verbs.map(|operation| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), described_operations().len());
}

#[tokio::test]
async fn the_interface_describes_itself() {
    let host = Host::new();
    insta::assert_snapshot!("openapi", host.server.description().unwrap());
    let answer = get(&host, "/api/v1/openapi.json", &[]).await.expect(200);
    assert_eq!(answer.body["openapi"], "3.1.0");
    let described: Value = serde_json::from_str(&host.server.description().unwrap()).unwrap();
    assert_eq!(answer.body, described);
}
