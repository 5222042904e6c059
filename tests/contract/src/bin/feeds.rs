//! `cargo xtask bench feeds`: counts what hearing of changes costs, by feed.

use std::process::ExitCode;

fn main() -> ExitCode {
    contract::feeds::page::run()
}
