//! `sim`: hands everything to the simulator, which is a program of `testkit`.

use crate::process::{command, run as go};
use anyhow::Result;

/// Runs the simulator in its own profile: optimized, with overflow checks.
pub(crate) fn run(args: &[String]) -> Result<()> {
    go(command("cargo")
        .args(["run", "--quiet", "--profile", "sim", "-p", "testkit", "--bin", "sim", "--"])
        .args(args))
}
