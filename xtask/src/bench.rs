//! `bench`: rows of the budgets, measured in Chromium side by side with what they are compared to.

use crate::args::Args;
use crate::process::{command, run as go};
use crate::root::at;
use crate::{e2e, size};
use anyhow::{Result, bail};

/// The bench that counts instead of measuring, on the servers of the contract tests.
const FEEDS: &str = "feeds";

/// Runs the bench called NAME, or `all`; `--list` names them.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut args = Args::new(args);
    if args.flag("--list") {
        println!("{}", names()?.join("\n"));
        return Ok(());
    }
    let name = args.word().unwrap_or_else(|| "all".to_owned());
    args.done()?;
    let names = names()?;
    if name == FEEDS {
        return go(command("cargo").args(["run", "--quiet", "-p", "contract", "--bin", FEEDS]));
    }
    if name != "all" && !names.contains(&name) {
        bail!("there is no bench “{name}”; there are: {}, all", names.join(", "));
    }
    let mut playwright = e2e::ready()?;
    if name == "all" {
        size::run(&[])?;
    }
    playwright.args(["--project=bench", "--reporter=./bench/reporter.ts"]);
    playwright.env("QUNYUE_BENCH_RESULTS", at("bench/results"));
    if name != "all" {
        playwright.arg(format!("bench/{name}.bench.ts"));
    }
    go(&mut playwright)
}

/// One bench per file.
fn names() -> Result<Vec<String>> {
    let files = crate::tree::files(&at("tests/e2e/bench"))?;
    let names = files.iter().filter_map(|file| file.file_name()?.to_str()?.strip_suffix(".bench.ts"));
    Ok(names.chain([FEEDS]).map(str::to_owned).collect())
}
