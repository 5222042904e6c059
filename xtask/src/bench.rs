//! `bench`: rows of the budgets, measured in Chromium side by side with what they are compared to.

use crate::app::{self, Build};
use crate::args::Args;
use crate::process::run as go;
use crate::root::at;
use crate::setup;
use crate::{e2e, serve, size};
use anyhow::{Result, bail};

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
    if name != "all" && !names.contains(&name) {
        bail!("there is no bench “{name}”; there are: {}, all", names.join(", "));
    }
    setup::for_building()?;
    setup::for_testing()?;
    app::build(Build::Release)?;
    serve::build_server(false)?;
    if name == "all" {
        size::run(&[])?;
    }
    let mut playwright = e2e::playwright("test");
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
    Ok(names.map(str::to_owned).collect())
}
