//! The pinned tools of the build: taken from PATH where the version fits, else installed into the user's cache.
//!
//! A tool in the cache lies in a folder of its own, named by tool and version, so that two checkouts share it
//! and a new version never meets an old one. It comes to its place by a rename: a half-built tool isn't found.

use crate::process::{command, run};
use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One tool, in the one version that the rest of the build is known to work with.
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
    /// What `--version` prints where the version fits.
    says: &'static str,
    /// Where its programs lie below its folder in the cache.
    programs: &'static str,
    install: fn(&Self, &Path) -> Result<()>,
}

/// Builds the app from `index.html`.
pub(crate) const TRUNK: Tool =
    Tool { name: "trunk", version: "0.22.1", says: "trunk 0.22.1", programs: "bin", install: install_trunk };

/// Makes the glue between the module and the browser; must be exactly the version of the crate.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen",
    version: "0.2.130",
    says: "wasm-bindgen 0.2.130",
    programs: "bin",
    install: install_wasm_bindgen,
};

/// Cuts the module into parts that load one after the other. It tells no version, so only the cache's
/// own is known to be the right one.
pub(crate) const WASM_SPLIT: Tool = Tool {
    name: "wasm-split-cli",
    version: "0.2.4",
    says: "wasm-split 0.2.4",
    programs: "bin",
    install: install_wasm_split,
};

/// Makes the module smaller. Debian's 108 breaks it.
pub(crate) const WASM_OPT: Tool = Tool {
    name: "wasm-opt",
    version: "132",
    says: "wasm-opt version 132",
    programs: "node_modules/.bin",
    install: install_binaryen,
};

/// Makes requests up from the server's description. In a place of its own (a venv), reached by its Python:
/// one on PATH may lack what the hooks need, so none there will do.
pub(crate) const SCHEMATHESIS: Tool = Tool {
    name: "schemathesis",
    version: "4.32.5",
    says: "schemathesis in a venv of ours",
    programs: "bin",
    install: install_schemathesis,
};

const TOOLS: [&Tool; 4] = [&TRUNK, &WASM_BINDGEN, &WASM_SPLIT, &WASM_OPT];

impl Tool {
    /// Makes sure that the tool is there; says what it does where that takes long.
    pub(crate) fn ensure(&self) -> Result<()> {
        let home = self.home()?;
        if home.join(self.programs).join(self.name).exists() || self.answers() {
            return Ok(());
        }
        println!("setup: installing {} {} into {}", self.name, self.version, home.display());
        let shelf = home.parent().context("the cache has no folder above it")?;
        fs::create_dir_all(shelf).with_context(|| format!("cannot create {}", shelf.display()))?;
        let partial = shelf.join(format!("{}-{}.partial", self.name, self.version));
        (self.install)(self, &partial)?;
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        fs::rename(&partial, &home).with_context(|| format!("cannot move the tool to {}", home.display()))
    }

    /// Whether the program that PATH leads to is the right one.
    fn answers(&self) -> bool {
        let answer = Command::new(self.name).arg("--version").output();
        answer.is_ok_and(|answer| {
            let said = String::from_utf8_lossy(&answer.stdout).into_owned();
            said.strip_prefix(self.says).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
        })
    }

    /// Where one of its programs lies in the cache.
    pub(crate) fn program(&self, name: &str) -> Result<PathBuf> {
        Ok(self.home()?.join(self.programs).join(name))
    }

    fn home(&self) -> Result<PathBuf> {
        Ok(shelf()?.join(format!("{}-{}", self.name, self.version)))
    }
}

/// PATH for child processes: tools of the cache first.
pub(crate) fn search_path() -> OsString {
    let own = TOOLS.iter().filter_map(|tool| Some(tool.home().ok()?.join(tool.programs)));
    let given = env::var_os("PATH").unwrap_or_default();
    let all = own.filter(|folder| folder.exists()).chain(env::split_paths(&given));
    // A folder whose name holds a colon can't stand on PATH at all: then what was given has to do.
    env::join_paths(all).unwrap_or(given)
}

/// Where `program` lies on PATH, if it does.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    env::split_paths(&search_path()).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn shelf() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|given| !given.is_empty()) {
        Some(given) => PathBuf::from(given),
        None => env::home_dir().context("there is no home folder to keep tools in")?.join(".cache"),
    };
    Ok(cache.join("qunyue/tools"))
}

fn install_trunk(tool: &Tool, into: &Path) -> Result<()> {
    // Trunk's own profile is fat LTO, a quarter of an hour. It wants a TLS feature even where it loads nothing,
    // and declares Rust 1.96 while it builds and runs with 1.95.
    let mut cargo = cargo_install("trunk", tool.version, into);
    cargo.args(["--locked", "--ignore-rust-version", "--no-default-features", "--features", "rustls"]);
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    built(&mut cargo, into)
}

fn install_wasm_bindgen(tool: &Tool, into: &Path) -> Result<()> {
    // Not --locked: its lock file may name what the registry lacks.
    let mut cargo = cargo_install("wasm-bindgen-cli", tool.version, into);
    cargo.args(["--no-default-features"]);
    cargo.env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback");
    built(&mut cargo, into)
}

fn install_wasm_split(tool: &Tool, into: &Path) -> Result<()> {
    let mut cargo = cargo_install("wasm_split_cli_support", tool.version, into);
    built(cargo.args(["--locked", "--features", "build-binary"]), into)
}

fn cargo_install(package: &str, version: &str, into: &Path) -> Command {
    let mut cargo = command("cargo");
    cargo.args(["install", package, "--version", version, "--force", "--root"]).arg(into);
    // A build folder of its own, so that an interrupted installation goes on where it stopped.
    cargo.arg("--target-dir").arg(into.join("build"));
    cargo
}

fn built(cargo: &mut Command, into: &Path) -> Result<()> {
    run(cargo)?;
    fs::remove_dir_all(into.join("build")).context("cannot remove the build folder of the tool")
}

fn install_binaryen(tool: &Tool, into: &Path) -> Result<()> {
    if which("npm").is_none() {
        bail!("npm is missing: install Node.js 20 or later, it carries wasm-opt and the browser tests");
    }
    fs::create_dir_all(into)?;
    let package = format!("binaryen@{}", tool.version);
    run(command("npm")
        .args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
        .arg(into)
        .arg(package))
}

fn install_schemathesis(tool: &Tool, into: &Path) -> Result<()> {
    let Some(python) = which("python3") else {
        bail!("python3 is missing: install Python 3.10 or later with its venv module");
    };
    run(command(python).args(["-m", "venv", "--clear"]).arg(into))?;
    let package = format!("schemathesis=={}", tool.version);
    run(command(into.join(tool.programs).join("python"))
        .args(["-m", "pip", "install", "--quiet"])
        .arg(package))
}
