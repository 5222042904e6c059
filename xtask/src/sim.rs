//! `sim`: hands everything to the simulator, which is a program of `testkit`; with `--parity`, has
//! it live the same seeds natively and in WebAssembly.

use crate::process::{command, output, run as go};
use anyhow::Result;

/// How many seeds are lived on both machines.
const PARITY_SEEDS: &str = "40";

/// Runs the simulator in its own profile: optimized, with overflow checks.
pub(crate) fn run(args: &[String]) -> Result<()> {
    if args.iter().any(|arg| arg == "--parity") {
        return parity();
    }
    go(command("cargo")
        .args(["run", "--quiet", "--profile", "sim", "-p", "testkit", "--bin", "sim", "--"])
        .args(args))
}

/// The same seed must leave the same trace on both machines.
fn parity() -> Result<()> {
    let native = output(
        command("cargo")
            .args(["run", "--quiet", "--profile", "sim", "-p", "testkit", "--bin", "sim", "--"])
            .args(["--traces", "--seeds", PARITY_SEEDS]),
    )?;
    let traces = native.trim().replace('\n', ";");
    go(command("cargo")
        .args(["test", "--profile", "sim", "-p", "testkit"])
        .args(["--target", "wasm32-unknown-unknown", "--test", "parity"])
        .env("SIM_TRACES", traces))
}
