//! `doctor`: hands everything to the doctor's program, which is one of the contract tests' crate.

use crate::process::{command, run as go};
use anyhow::Result;

/// Examines a backend: `cargo xtask doctor PROFILE --base-url URL …`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    go(command("cargo").args(["run", "--quiet", "-p", "contract", "--bin", "doctor", "--"]).args(args))
}
