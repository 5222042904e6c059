//! `serve`: from a fresh checkout to a link that opens. Builds what has changed, then runs the reference server.

use crate::app::{self, Build};
use crate::args::Args;
use crate::process::{command, run as go};
use crate::root::at;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

const DATA: &str = "data";

/// Builds the app and the server and runs it; what isn't ours to understand goes to the server.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut args = Args::new(args);
    let dev = args.flag("--dev");
    let build = if dev && !args.flag("--release-app") { Build::Dev } else { Build::Release };
    let is_demo = args.flag("--demo");
    let data = match args.option("--data")? {
        Some(data) => PathBuf::from(data),
        None if is_demo => fresh_demo()?,
        None => at(DATA),
    };

    let dist = app::build(build)?;
    let server = build_server(dev)?;
    let mut serving = Command::new(server);
    serving.arg("--app").arg(&dist).arg("--data").arg(data).args(args.rest());
    if is_demo {
        serving.arg("--demo");
    }
    match build {
        Build::Release => go(&mut serving),
        Build::Dev => beside(watch()?, &mut serving),
    }
}

/// The demo's data directory, made anew each time: its days are counted back from today.
fn fresh_demo() -> Result<PathBuf> {
    let data = target().join("demo");
    match std::fs::remove_dir_all(&data) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(data),
    }
}

/// Builds the reference server and says where the program lies.
pub(crate) fn build_server(dev: bool) -> Result<PathBuf> {
    let (profile, folder) = if dev { ("dev", "debug") } else { ("release", "release") };
    println!("server: building (3 minutes the first time)");
    go(command("cargo").args(["build", "--quiet", "--package", "server", "--profile", profile]))?;
    Ok(target().join(folder).join("qunyue-server"))
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), |given| at(Path::new(&given)))
}

/// Builds the app again whenever a file changes.
fn watch() -> Result<Child> {
    println!("app: watching for changes; reload the page after one");
    Ok(app::trunk("watch").args(Build::Dev.trunk_args()).spawn()?)
}

/// Runs `main` to its end, then ends what ran beside it.
fn beside(mut helper: Child, main: &mut Command) -> Result<()> {
    let outcome = go(main);
    // It may have ended by itself, with the same Ctrl-C: then there is nothing to end.
    drop(helper.kill());
    drop(helper.wait());
    outcome
}
