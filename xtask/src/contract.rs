//! `contract`: the engine over real servers of other people, by name.

use crate::args::Args;
use crate::e2e;
use crate::process::{command, run as run_command};
use anyhow::{Result, bail};

/// Tells tests which servers a run is about.
pub(crate) const CHOICE: &str = "QUNYUE_CONTRACT";

/// Those that install in seconds, which `cargo xtask test` runs.
pub(crate) const QUICK: &str = "qunyue,json-server,kinto,pocketbase";

/// The servers that can be named; `tests/contract` installs and starts them itself.
const SERVERS: [&str; 6] = ["qunyue", "json-server", "kinto", "pocketbase", "couchdb", "postgrest"];

/// Runs the contract tests on the servers that are named, and then the journeys of people on them in the
/// browser; without a name, on all of them.
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
    run_command(cargo.env(CHOICE, &chosen))?;
    let mut journeys = e2e::ready()?;
    e2e::backends()?;
    run_command(
        journeys
            .args(["backends", "json_server"])
            .args(["--project=phone", "--pass-with-no-tests"])
            .env(CHOICE, &chosen),
    )
}
