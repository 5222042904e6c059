//! The stages of `test`, cheapest first.

use super::{Outcome, Stage};
use crate::app::{self, Build};
use crate::browser;
use crate::process::{command, output, run};
use crate::root::at;
use crate::tally::{Tally, counted};
use crate::{contract, e2e, serve, sim, tidy};
use anyhow::Result;
use std::process::Command;

const WASM: &str = "wasm32-unknown-unknown";

pub(super) const STAGES: &[Stage] = &[
    Stage { name: "format", about: "rustfmt, and leptosfmt where present", run: format },
    Stage { name: "clippy", about: "lints of everything but the app", run: clippy },
    Stage { name: "tidy", about: "arrows, sizes, words, styles", run: || checked(|| tidy::run(&[])) },
    Stage { name: "deny", about: "licences and advisories, where cargo-deny is present", run: deny },
    Stage { name: "native", about: "unit and property tests, the server's routes and roles", run: native },
    Stage {
        name: "sim",
        about: "the simulator: 10,000 seeds, every fault, every planted bug; every sort of backend",
        run: simulate,
    },
    Stage { name: "app", about: "the release build", run: release },
    Stage { name: "clippy-app", about: "lints of the app, for the browser", run: clippy_app },
    Stage { name: "wasm", about: "tests that need a browser's interfaces", run: wasm },
    Stage { name: "contract", about: "the engine over other people's servers", run: contract },
    Stage {
        name: "journeys",
        about: "journeys in Chromium, with axe, on a phone and at a desk",
        run: journeys,
    },
];

/// A stage that is one check: it holds or it doesn't.
fn checked(check: impl FnOnce() -> Result<()>) -> Result<Outcome> {
    check()?;
    Ok(Outcome { tally: Tally { passed: 1, failed: 0 }, ok: true })
}

fn tests(command: &mut Command) -> Result<Outcome> {
    let (mut tally, ok) = counted(command)?;
    if !ok {
        // A runner that broke before its first test reports none: something failed all the same.
        tally.failed = tally.failed.max(1);
    }
    Ok(Outcome { tally, ok })
}

fn format() -> Result<Outcome> {
    checked(|| {
        run(command("cargo").args(["fmt", "--all", "--check"]))?;
        if output(command("leptosfmt").arg("--version")).is_ok() {
            run(command("leptosfmt").args(["--check", "src"]))?;
        }
        Ok(())
    })
}

fn clippy() -> Result<Outcome> {
    checked(|| {
        let mut clippy = command("cargo");
        clippy.args(["clippy", "--workspace", "--exclude", "qunyue", "--exclude", "words", "--all-targets"]);
        run(clippy.args(["--", "-D", "warnings"]))
    })
}

/// As development and tests build it, and split as it is released.
fn clippy_app() -> Result<Outcome> {
    checked(|| {
        ["", "split"].into_iter().try_for_each(|features| {
            let mut clippy = command("cargo");
            clippy.args(["clippy", "--package", "qunyue", "--target", WASM, "--all-targets", "--no-deps"]);
            run(clippy.args(["--features", features, "--", "-D", "warnings"]))
        })
    })
}

fn deny() -> Result<Outcome> {
    if output(command("cargo").args(["deny", "--version"])).is_err() {
        println!("deny: cargo-deny isn't here, skipped");
        return Ok(Outcome { tally: Tally::default(), ok: true });
    }
    // Advisories come from a git host, which a machine without that way out can't read.
    checked(|| run(command("cargo").args(["deny", "check", "bans", "licenses", "sources"])))
}

fn native() -> Result<Outcome> {
    let all = ["--workspace", "--exclude", "qunyue", "--exclude", "contract", "--exclude", "testkit"];
    tests(runner().args(all))
}

/// What runs native tests: nextest runs those of all files side by side, cargo one file after the other.
fn runner() -> Command {
    let mut cargo = command("cargo");
    if output(command("cargo").args(["nextest", "--version"])).is_ok() {
        cargo.args(["nextest", "run", "--status-level", "slow", "--final-status-level", "fail"]);
    } else {
        cargo.args(["test", "--all-targets"]);
    }
    cargo.arg("--no-fail-fast");
    cargo
}

/// On the servers that install in seconds; `cargo xtask contract all` takes the others, too. Much of it
/// is waiting: more at a time than there are cores.
fn contract() -> Result<Outcome> {
    let mut runner = runner();
    runner.args(["--package", "contract"]).env(contract::CHOICE, contract::QUICK);
    if runner.get_args().any(|arg| arg == "nextest") {
        runner.args(["--test-threads", "4"]);
    }
    tests(&mut runner)
}

fn simulate() -> Result<Outcome> {
    checked(|| {
        sim::run(&["--seeds", "10000", "--faults"].map(str::to_owned))?;
        sim::run(&["--others", "--seeds", "150"].map(str::to_owned))?;
        sim::run(&["--bugs".to_owned()])
    })
}

fn wasm() -> Result<Outcome> {
    let mut cargo = command("cargo");
    cargo.args(["test", "--package", "qunyue", "--target", WASM]);
    if let Some(driver) = browser::chromedriver() {
        cargo.env("CHROMEDRIVER", driver);
    }
    tests(cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120"))
}

fn release() -> Result<Outcome> {
    checked(|| {
        app::build(Build::Release)?;
        serve::build_server(false).map(drop)
    })
}

fn journeys() -> Result<Outcome> {
    e2e::backends()?;
    let mut playwright = e2e::playwright("test");
    if let Some(shell) = browser::shell() {
        playwright.env("CHROMIUM", shell);
    }
    playwright.env(contract::CHOICE, contract::QUICK);
    tests(playwright.current_dir(at("tests/e2e")).arg("--project=phone").arg("--project=desk"))
}
