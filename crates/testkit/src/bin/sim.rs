//! The simulator's command: many seeds, one seed again, or every planted bug.

use std::io::{self, Write};
use std::process::ExitCode;
use testkit::command;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = io::stdout().lock();
    match command::parse(&arguments) {
        Ok(wish) => match command::fulfil(&wish, &mut out) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => complain(&error.to_string()),
        },
        Err(problem) => complain(&problem.to_string()),
    }
}

fn complain(problem: &str) -> ExitCode {
    // Nobody is left to tell if even this fails.
    _ = writeln!(io::stderr(), "sim: {problem}");
    ExitCode::from(2)
}
