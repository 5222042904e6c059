//! `setup`: what the build and the tests need, installed where it is missing. Quick where all is there.

use crate::args::Args;
use crate::browser;
use crate::process::{command, output, run as go};
use crate::root::at;
use crate::tools::{TRUNK, WASM_BINDGEN, WASM_OPT, WASM_SPLIT, which};
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;

const WASM: &str = "wasm32-unknown-unknown";

/// Sets up everything: for building and for testing.
pub(crate) fn run(args: &[String]) -> Result<()> {
    Args::new(args).done()?;
    for_building()?;
    for_testing()?;
    println!("setup: all is there");
    Ok(())
}

/// What `serve` and `dist` need.
pub(crate) fn for_building() -> Result<()> {
    wasm_target()?;
    for tool in [&TRUNK, &WASM_BINDGEN, &WASM_SPLIT, &WASM_OPT] {
        tool.ensure()?;
    }
    // Trunk keeps cargo offline, so whatever the lock file names has to be here before.
    go(command("cargo").args(["fetch", "--quiet"]))
}

/// What `test`, `bench` and `audit` need besides.
pub(crate) fn for_testing() -> Result<()> {
    components()?;
    node_modules(&at("tests/e2e"))?;
    node_modules(&at("tests/contract"))?;
    browser::ensure()
}

/// The packages that `package-lock.json` in `folder` names; again only where the lock file has changed.
pub(crate) fn node_modules(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if which("npm").is_none() {
        bail!("npm is missing: install Node.js 20 or later");
    }
    println!("setup: installing the packages of {}", folder.display());
    let mut npm = command("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder);
    go(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    Ok(fs::write(stamp, lock)?)
}

/// A target that `rust-toolchain.toml` names but automatic installation left out is ignored in silence.
fn wasm_target() -> Result<()> {
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).exists() {
        return Ok(());
    }
    if which("rustup").is_none() {
        bail!("this Rust can't build for {WASM}, and there is no rustup to add it: install that target");
    }
    println!("setup: adding the target {WASM}");
    go(command("rustup").args(["target", "add", WASM]))
}

fn components() -> Result<()> {
    for (component, probe) in [("clippy", "clippy"), ("rustfmt", "fmt")] {
        if output(command("cargo").args([probe, "--version"])).is_err() {
            println!("setup: adding {component}");
            go(command("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}
