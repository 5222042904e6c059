//! Debian's Chromium, its driver and a Chinese font: found, installed where that is allowed, or named as missing.

use crate::process::{command, output, run};
use crate::tools::which;
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;

/// What the browser tests need, and the Debian package that brings it.
struct Need {
    what: &'static str,
    package: &'static str,
    met: fn() -> bool,
}

/// The program and the Debian package; welcome, not needed.
const SHELL: &str = "chromium-headless-shell";

const NEEDS: [Need; 3] = [
    Need { what: "Chromium", package: "chromium", met: || chromium().is_some() },
    Need { what: "ChromeDriver", package: "chromium-driver", met: || chromedriver().is_some() },
    Need { what: "a font with Chinese", package: "fonts-noto-cjk", met: chinese_font },
];

/// Where Chromium lies: as `CHROMIUM` says, or on PATH.
pub(crate) fn chromium() -> Option<PathBuf> {
    found("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])
}

/// Chromium without what draws a window: a third less work for the same journeys. `CHROMIUM` wins.
pub(crate) fn shell() -> Option<PathBuf> {
    let is_given = env::var_os("CHROMIUM").is_some_and(|given| !given.is_empty());
    if is_given { None } else { which(SHELL) }
}

/// Where its driver lies: as `CHROMEDRIVER` says, or on PATH.
pub(crate) fn chromedriver() -> Option<PathBuf> {
    found("CHROMEDRIVER", &["chromedriver"])
}

/// Makes sure that tests can run in a browser.
pub(crate) fn ensure() -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    if may_install() {
        let packages: Vec<_> = missing.iter().map(|need| need.package).collect();
        run(command("apt-get").args(["update", "-qq"]))?;
        install(&packages)?;
        if chromium().is_some() && shell().is_none() && install(&[SHELL]).is_err() {
            println!("setup: no {SHELL} here; the journeys take a little longer");
        }
    }
    report(&self::missing())
}

fn may_install() -> bool {
    which("apt-get").is_some() && is_root()
}

fn install(packages: &[&str]) -> Result<()> {
    println!("setup: installing {} with apt-get", packages.join(", "));
    let mut install = command("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    run(install.env("DEBIAN_FRONTEND", "noninteractive"))
}

fn report(missing: &[&Need]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> =
        missing.iter().map(|need| format!("  {} (Debian: {})", need.what, need.package)).collect();
    bail!(
        "the browser tests lack:\n{}\nInstall them, or say where they are with CHROMIUM and CHROMEDRIVER. As root:\n  \
         apt-get update && apt-get install -y --no-install-recommends chromium chromium-driver fonts-noto-cjk",
        lines.join("\n")
    );
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| !(need.met)()).collect()
}

fn found(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let given = env::var_os(variable).filter(|given| !given.is_empty());
    match given {
        Some(given) => Some(PathBuf::from(given)).filter(|path| path.is_file()),
        None => names.iter().find_map(|name| which(name)),
    }
}

fn chinese_font() -> bool {
    // Without fontconfig there is nothing to ask; a browser brings it along.
    output(command("fc-list").args([":lang=zh", "family"])).is_ok_and(|fonts| !fonts.trim().is_empty())
}

fn is_root() -> bool {
    output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
