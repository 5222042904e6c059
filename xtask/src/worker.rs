//! `worker`: Trunk's last step of a release build. Lays the parts of the module beside it, hands the
//! service worker the list of the shell's files, switches it on, and tells the start-up script how large the module is.

use crate::split::{self, replaced};
use crate::{root, tree};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Changes the files that Trunk has staged; in development builds there is nothing to do.
pub(crate) fn run(_args: &[String]) -> Result<()> {
    if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile != "release") {
        return Ok(());
    }
    let staged = PathBuf::from(env::var("TRUNK_STAGING_DIR").context("`worker` is called by Trunk")?);
    let page = staged.join("index.html");
    let html = split::lay(&staged, &fs::read_to_string(&page)?)?;
    let files = listed(&staged)?;
    let module = files.iter().find(|name| name.ends_with("_bg.wasm")).context("no module was built")?;
    let size = fs::metadata(staged.join(module))?.len();
    let html = replaced(&html, "data-worker=\"off\"", "data-worker=\"on\"")
        .or_else(|_| replaced(&html, "data-worker=off", "data-worker=on"))?;
    let html = html.replacen("data-wasm=", &format!("data-size=\"{size}\" data-wasm="), 1);
    root::write_if_changed(&page, &html)?;
    // Static hosts answer unknown paths with this file: the app has its own addresses.
    fs::copy(&page, staged.join("404.html"))?;

    let mut hashes = BTreeMap::new();
    for name in files {
        let content = fs::read(staged.join(&name))?;
        let hash: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
        hashes.insert(name, hash);
    }
    let worker = staged.join("sw.js");
    let code = fs::read_to_string(&worker)?;
    let list = format!("const FILES = {};", serde_json::to_string(&hashes)?);
    root::write_if_changed(&worker, &replaced(&code, "const FILES = {};", &list)?)
}

/// What the app needs to start and to go on: everything but the worker itself and what only an installer wants.
fn listed(staged: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in tree::files(staged)? {
        let name = file.strip_prefix(staged)?.to_string_lossy().replace('\\', "/");
        let beside = name.starts_with("icons/") || name.ends_with(".map");
        if !beside && !["sw.js", "404.html", "old.js", "manifest.webmanifest"].contains(&name.as_str()) {
            names.push(name);
        }
    }
    Ok(names)
}
