//! Counts tests by what their runners print, while passing every line on.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write, stderr, stdout};
use std::ops::AddAssign;
use std::process::{Command, Stdio};
use std::thread;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Those that held.
    pub(crate) passed: u64,
    /// Those that didn't.
    pub(crate) failed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs `command`, shows what it prints and counts its tests. Failing is part of the tally, not an `Err`.
pub(crate) fn counted(command: &mut Command) -> Result<(Tally, bool)> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
    let (Some(out), Some(err)) = (child.stdout.take(), child.stderr.take()) else {
        bail!("{name} has no output to read");
    };
    let errors = thread::spawn(move || pass_on(err, stderr()));
    let mut tally = pass_on(out, stdout());
    let Ok(more) = errors.join() else { bail!("the reader of {name} broke off") };
    tally += more;
    Ok((tally, child.wait()?.success()))
}

fn pass_on(from: impl Read, mut to: impl Write) -> Tally {
    let mut tally = Tally::default();
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        tally += read(&String::from_utf8_lossy(&line));
        // Whoever closed the pipe isn't reading; the tests still count.
        drop(to.write_all(&line).and_then(|()| to.write_all(b"\n")));
    }
    tally
}

/// The tests that one line reports: cargo's and wasm-bindgen's result, nextest's summary, Playwright's last lines.
fn read(line: &str) -> Tally {
    let line = line.trim();
    if line.starts_with("test result:") || line.starts_with("Summary [") {
        return Tally { passed: before(line, "passed"), failed: before(line, "failed") };
    }
    let whole = |word| line.split_whitespace().nth(1) == Some(word) && line.split_whitespace().count() <= 3;
    Tally {
        passed: if whole("passed") { before(line, "passed") } else { 0 },
        failed: if whole("failed") { before(line, "failed") } else { 0 },
    }
}

/// The number before `word`.
fn before(line: &str, word: &str) -> u64 {
    let words: Vec<_> = line.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).collect();
    let pairs = words.windows(2);
    let mut found = pairs.filter_map(|pair| match pair {
        [number, next] if *next == word => number.parse().ok(),
        _ => None,
    });
    found.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Tally, counted, pass_on, read};
    use std::process::Command;

    #[test]
    fn each_runner_is_understood() {
        let lines = [
            ("test result: FAILED. 12 passed; 1 failed; 0 ignored; finished in 0.01s", 12, 1),
            ("     Summary [   0.508s] 14 tests run: 12 passed (1 slow), 2 failed, 3 skipped", 12, 2),
            ("  12 passed (4.6s)", 12, 0),
            ("  3 failed", 0, 3),
            ("12 passed away and nobody counted them", 0, 0),
        ];
        for (line, passed, failed) in lines {
            assert_eq!(read(line), Tally { passed, failed }, "{line}");
        }
    }

    #[test]
    fn every_line_counts_and_is_passed_on() {
        let printed = "  2 passed (1.0s)\n  1 failed\nnothing\n".as_bytes();
        let mut shown = Vec::new();

        assert_eq!(pass_on(printed, &mut shown), Tally { passed: 2, failed: 1 });
        assert_eq!(shown, printed);
    }

    #[test]
    fn a_command_that_fails_is_told_apart_from_one_that_cannot_start() {
        assert!(!counted(&mut Command::new("false")).unwrap().1);
        assert!(counted(&mut Command::new("no-such-program")).is_err());
    }
}
