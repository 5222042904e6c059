//! `audit`: what is too long for every test run. Each part by itself, with the minutes that it took.

use crate::args::Args;
use crate::process::{command, run as go};
use crate::tools::SCHEMATHESIS;
use crate::{e2e, test};
use anyhow::{Result, bail};
use std::time::Instant;

/// One audit: a name to run it alone by, and what it runs.
struct Part {
    name: &'static str,
    about: &'static str,
    run: fn(&str) -> Result<()>,
}

const PARTS: &[Part] = &[
    Part { name: "matrix", about: "who may do what: every operation × role × state, by hand", run: matrix },
    Part { name: "api", about: "50,000 made-up requests in four roles, by the description", run: api },
    Part {
        name: "injection",
        about: "all payloads in all places, with the policy and without it",
        run: spec,
    },
    Part { name: "axe", about: "screens × colors × widths × languages × conditions", run: spec },
];

/// Runs all parts, or the one that is named. One that fails doesn't keep the others from running.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut args = Args::new(args);
    if args.flag("--list") {
        PARTS.iter().for_each(|part| println!("{:<10} {}", part.name, part.about));
        return Ok(());
    }
    let name = args.word();
    args.done()?;
    let chosen: Vec<&Part> =
        PARTS.iter().filter(|part| name.as_ref().is_none_or(|name| name == part.name)).collect();
    if chosen.is_empty() {
        bail!("there is no such part; --list names them");
    }
    let mut rows = Vec::new();
    for part in chosen {
        println!("\n── {}: {}", part.name, part.about);
        let start = Instant::now();
        let outcome = (part.run)(part.name);
        if let Err(trouble) = &outcome {
            eprintln!("{}: {trouble:#}", part.name);
        }
        rows.push((part.name, outcome.is_ok(), start.elapsed()));
    }
    println!("\n── summary");
    for (name, ok, took) in &rows {
        println!("{name:<10} {:<7} {:>9}", if *ok { "ok" } else { "FAILED" }, test::minutes(*took));
    }
    match rows.iter().find(|(_, ok, _)| !ok) {
        Some((name, ..)) => bail!("the audit “{name}” found something; again: cargo xtask audit {name}"),
        None => Ok(()),
    }
}

fn matrix(_: &str) -> Result<()> {
    go(command("cargo").args(["test", "--package", "server", "--test", "it", "matrix::"]))
}

fn api(name: &str) -> Result<()> {
    SCHEMATHESIS.ensure()?;
    let python = SCHEMATHESIS.program("python")?;
    go(e2e::ready()?.args(["--project=audit", &file(name)]).env("QUNYUE_SCHEMATHESIS", python))
}

fn spec(name: &str) -> Result<()> {
    go(e2e::ready()?.args(["--project=audit", &file(name)]).env("QUNYUE_AUDIT", "all"))
}

fn file(name: &str) -> String {
    format!("audit/{name}.spec.ts")
}
