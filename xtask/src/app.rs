//! The app as files: Trunk's build, precompressed, made again only where a source has changed.

use crate::process::{command, run};
use crate::root::at;
use crate::{css, setup, split, tree, words};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How the app is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// Quick to build, with names and checks.
    Dev,
    /// As small as it gets: what people load.
    Release,
}

/// What the app is made of, below the root.
const SOURCES: &[&str] = &[
    "src",
    "style",
    "locales",
    "public",
    "profiles",
    "crates/protocol",
    "crates/domain",
    "crates/sync",
    "crates/dialect",
    "crates/doctor",
    "crates/finder",
    "crates/markup",
    "crates/words",
    "build.rs",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];

impl Build {
    /// Where the built files stand.
    pub(crate) fn dist(self) -> PathBuf {
        match self {
            Self::Dev => at("target/dist-dev"),
            Self::Release => at("dist"),
        }
    }

    /// Trunk's arguments.
    pub(crate) fn trunk_args(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &["--dist", "target/dist-dev"],
            Self::Release => {
                &["--release", "--cargo-profile", "web", "--features", "split", "--dist", "dist"]
            }
        }
    }

    fn stamp(self) -> PathBuf {
        match self {
            Self::Dev => at("target/xtask/app-dev"),
            Self::Release => at("target/xtask/app-release"),
        }
    }
}

/// Builds the app where it isn't built already, and says where it stands.
pub(crate) fn build(build: Build) -> Result<PathBuf> {
    let dist = build.dist();
    css::run(&[])?;
    words::run(&[])?;
    let print = tree::fingerprint(SOURCES)?;
    if dist.join("index.html").exists() && fs::read_to_string(build.stamp()).is_ok_and(|old| old == print) {
        println!("app: nothing has changed, taking {}", dist.display());
        return Ok(dist);
    }
    setup::for_building()?;
    match build {
        Build::Dev => println!("app: building for development (2 minutes the first time, seconds after)"),
        Build::Release => println!("app: building for release (up to 4 minutes the first time)"),
    }
    let start = Instant::now();
    let mut trunk = match build {
        Build::Dev => trunk("build"),
        Build::Release => split::splitting_trunk("build")?,
    };
    run(trunk.args(build.trunk_args()))?;
    if build == Build::Release {
        precompress(&dist)?;
    }
    println!("app: {} is ready after {:.0} s", dist.display(), start.elapsed().as_secs_f32());
    stamp(build, &print)?;
    Ok(dist)
}

/// Trunk, without what the surroundings might tell it.
pub(crate) fn trunk(verb: &str) -> std::process::Command {
    let mut trunk = command("trunk");
    // Trunk takes NO_COLOR=1 for a malformed flag of its own.
    trunk.arg(verb).env_remove("NO_COLOR");
    trunk
}

/// Lays a `.br` and a `.gz` beside each file that they make smaller.
fn precompress(dist: &Path) -> Result<()> {
    run(command("node").arg(at("xtask/compress.mjs")).arg(dist))
}

fn stamp(build: Build, print: &str) -> Result<()> {
    let path = build.stamp();
    let folder = path.parent().context("a stamp lies in a folder")?;
    fs::create_dir_all(folder)?;
    Ok(fs::write(path, print)?)
}
