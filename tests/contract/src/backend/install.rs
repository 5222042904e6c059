//! Installing other people's servers from their registries, once, in versions that are pinned here:
//! what npm gives beside the tests, what PyPI gives below `target/contract`.

use super::StartError;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A program from PyPI: what to install, and where it lies then.
#[derive(Clone, Copy, Debug)]
pub(super) struct Python {
    /// The program's name.
    pub(super) program: &'static str,
    /// The requirements file beside the tests, all versions pinned.
    pub(super) requirements: &'static str,
}

/// The tests' own directory.
pub(super) fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The root of the repository.
pub(super) fn root() -> PathBuf {
    here().join("../..")
}

/// Two tests at once install one after the other, in one process or in several; dropping the file lets
/// the next one in.
pub(super) fn one_at_a_time() -> Result<File, StartError> {
    let folder = target()?.join("contract");
    std::fs::create_dir_all(&folder)?;
    let turn = File::create(folder.join("installing"))?;
    turn.lock()?;
    Ok(turn)
}

/// Installs what the tests take from npm where it is missing, and gives its directory.
///
/// # Errors
/// [`StartError::Absent`] without node; [`StartError::Install`] where npm fails.
pub fn npm() -> Result<PathBuf, StartError> {
    npm_in(&here(), &["json-server", "ajv"])
}

/// Installs the packages of `dir` where one of `needed` is missing.
pub(super) fn npm_in(dir: &Path, needed: &[&str]) -> Result<PathBuf, StartError> {
    let _turn = one_at_a_time()?;
    if !runs("node") {
        return Err(StartError::Absent("node"));
    }
    let is_there = || needed.iter().all(|name| dir.join("node_modules").join(name).exists());
    if !is_there() {
        // What they need lies in the packages; what would compile or fetch more is not asked for.
        let install = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        Command::new("npm").args(install).current_dir(dir).status()?;
    }
    if is_there() { Ok(dir.to_owned()) } else { Err(StartError::Install(dir.to_owned())) }
}

impl Python {
    /// Installs the program where it is missing, and gives its path. The marker is written last, so
    /// that half an installation counts for none.
    pub(super) fn install(self) -> Result<PathBuf, StartError> {
        let _turn = one_at_a_time()?;
        let wanted = std::fs::read_to_string(here().join(self.requirements))?;
        let venv = target()?.join("contract").join(self.program);
        let (program, marker) = (venv.join("bin").join(self.program), venv.join("installed.txt"));
        if std::fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
            return Ok(program);
        }
        if !makes_venvs() {
            return Err(StartError::Absent("python3 with its venv module"));
        }
        let run = |command: &mut Command| match command.status() {
            Ok(status) if status.success() => Ok(()),
            _ => Err(StartError::Install(venv.clone())),
        };
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        let pip = ["install", "--quiet", "--disable-pip-version-check", "--requirement"];
        run(Command::new(venv.join("bin/pip")).args(pip).arg(here().join(self.requirements)))?;
        std::fs::write(marker, wanted)?;
        Ok(program)
    }
}

/// The directory that everything is built below: this program lies in one of its profiles, tests in
/// a folder more.
fn target() -> Result<PathBuf, StartError> {
    let program = std::env::current_exe()?;
    let is_test = program.parent().is_some_and(|dir| dir.ends_with("deps"));
    let target = program.ancestors().nth(if is_test { 3 } else { 2 });
    Ok(target.unwrap_or(Path::new("target")).to_owned())
}

fn runs(program: &str) -> bool {
    succeeds(Command::new(program).arg("--version"))
}

/// Debian's Python comes without what a venv needs; that is a package of its own.
fn makes_venvs() -> bool {
    succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"]))
}

fn succeeds(probe: &mut Command) -> bool {
    probe.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
