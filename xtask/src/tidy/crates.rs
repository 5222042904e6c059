//! Who may know whom between the crates, and what the pure ones may not do.

use super::finding::Finding;
use super::paths::paths;
use super::source::Source;
use crate::process::{command, output};
use anyhow::{Context, Result};
use serde::Deserialize;

/// Each crate and the crates of the workspace that it may name. Tests may know more.
const ARROWS: &[(&str, &[&str])] = &[
    ("protocol", &[]),
    ("markup", &[]),
    ("words", &[]),
    ("domain", &["protocol"]),
    ("sync", &["protocol"]),
    ("dialect", &["protocol"]),
    ("doctor", &["protocol", "domain", "dialect"]),
    ("finder", &["protocol", "domain", "sync"]),
    ("server", &["protocol", "domain"]),
    ("testkit", &["protocol", "domain", "sync", "dialect"]),
    ("qunyue", &["protocol", "domain", "sync", "dialect", "doctor", "finder", "markup", "words"]),
    ("contract", &["dialect", "doctor", "domain", "protocol", "sync"]),
    ("xtask", &["testkit", "domain", "words"]),
];

/// No async, I/O, clock or randomness: these run in the browser, on the server and in the simulator alike.
const PURE: &[&str] = &["protocol", "domain", "sync", "dialect", "finder", "markup"];

/// What reaches outside, by the start of its path.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "chrono::Utc::now",
    "Utc::now",
    "Instant::now",
    "SystemTime::now",
    "rand",
    "getrandom",
    "tokio",
    "futures",
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    path: Option<String>,
}

/// Dependencies of the workspace that point against the arrows.
pub(super) fn dependencies() -> Result<Vec<Finding>> {
    let said = output(command("cargo").args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Metadata = serde_json::from_str(&said).context("cargo metadata is not as expected")?;
    Ok(metadata.packages.iter().flat_map(judge).collect())
}

fn judge(package: &Package) -> Vec<Finding> {
    let manifest = match package.name.as_str() {
        "qunyue" => "Cargo.toml".to_owned(),
        "xtask" => "xtask/Cargo.toml".to_owned(),
        "contract" => "tests/contract/Cargo.toml".to_owned(),
        name => format!("crates/{name}/Cargo.toml"),
    };
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package.name) else {
        let message =
            format!("the crate `{}` has no place in the arrows: say whom it may know", package.name);
        return vec![Finding::new(&manifest, 1, message)];
    };
    let ours = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.path.is_some() && dependency.kind.is_none());
    let against = ours.filter(|dependency| !allowed.contains(&dependency.name.as_str()));
    against
        .map(|wrong| Finding::new(&manifest, 1, format!("`{}` may not know `{}`", package.name, wrong.name)))
        .collect()
}

/// Names in a pure crate that reach outside.
pub(super) fn purity(source: &Source) -> Vec<Finding> {
    let inside = |name: &&&str| source.path.starts_with(&format!("crates/{name}/src/"));
    let Some(name) = PURE.iter().find(inside).filter(|_| !source.is_test()) else { return Vec::new() };
    let named = paths(&source.tokens).into_iter().filter_map(|path| {
        let whole = path.segments.join("::");
        let outside = OUTSIDE.iter().find(|start| {
            whole.strip_prefix(**start).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        })?;
        Some(Finding::new(&source.path, path.line, format!("`{name}` is pure: no `{outside}`")))
    });
    let waits = source.tokens.iter().filter(|token| matches!(token.name(), Some("async" | "await")));
    let waits = waits.map(|token| {
        Finding::new(&source.path, token.line, format!("`{name}` is pure: nothing waits in it"))
    });
    named.chain(waits).collect()
}

#[cfg(test)]
mod tests {
    use super::{Dependency, Package, judge, purity};
    use crate::tidy::source::Source;

    fn package(name: &str, knows: &str, kind: Option<&str>) -> Package {
        let dependency =
            Dependency { name: knows.to_owned(), kind: kind.map(str::to_owned), path: Some("x".to_owned()) };
        Package { name: name.to_owned(), dependencies: vec![dependency] }
    }

    #[test]
    fn the_engine_does_not_know_the_domain() {
        assert_eq!(judge(&package("sync", "domain", None)).len(), 1);
        assert!(judge(&package("sync", "protocol", None)).is_empty());
    }

    #[test]
    fn tests_may_know_more() {
        assert!(judge(&package("sync", "testkit", Some("dev"))).is_empty());
    }

    #[test]
    fn a_new_crate_needs_a_place() {
        assert_eq!(judge(&package("exchange", "domain", None)).len(), 1);
    }

    #[test]
    fn a_clock_in_the_engine_is_found() {
        let source = |text: &str| Source::new("crates/sync/src/step.rs".to_owned(), text.to_owned());

        assert_eq!(purity(&source("use std::time::{Duration, Instant};")).len(), 1);
        assert_eq!(purity(&source("async fn a() { b.await }")).len(), 2);
        assert!(purity(&source("use std::time::Duration; // async")).is_empty());
    }
}
