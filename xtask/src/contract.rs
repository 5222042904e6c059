//! `contract`: the engine over real servers of other people, by name.

use crate::args::Args;
use crate::process::{command, run as run_command};
use anyhow::{Result, bail};

/// The servers that can be named; `tests/contract` installs and starts them itself.
const SERVERS: [&str; 6] = ["qunyue", "json-server", "kinto", "pocketbase", "couchdb", "postgrest"];

/// Runs the contract tests on the servers that are named; without a name, on all of them.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut args = Args::new(args);
    let mut names = Vec::new();
    while let Some(name) = args.word() {
        if name != "all" && !SERVERS.contains(&name.as_str()) {
            bail!("there is no server “{name}”; one of: {}, all", SERVERS.join(", "));
        }
        names.push(name);
    }
    args.done()?;
    let mut cargo = command("cargo");
    cargo.args(["test", "--package", "contract", "--no-fail-fast"]);
    let chosen = if names.iter().any(|name| name == "all") { "all".to_owned() } else { names.join(",") };
    run_command(cargo.env("QUNYUE_CONTRACT", chosen))
}
