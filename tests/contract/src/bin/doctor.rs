//! `cargo xtask doctor`: examines a backend, or writes the table of those that the tests know.

use contract::doctor::{command, table};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().any(|arg| arg == "--table") {
        true => table::run(),
        false => command::run(args.into_iter()),
    }
}
