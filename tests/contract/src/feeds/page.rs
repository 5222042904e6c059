//! The counts as a page for people.

use super::{CHANGES, Cost, Row, on};
use crate::world::Server;
use std::path::Path;
use std::process::ExitCode;

const FILE: &str = "../../docs/backends/feeds.md";
/// How many messages are held, at first and in the end.
const HELD: (usize, usize) = (200, 2_000);

/// Counts on every server that is there, and writes the page.
pub fn run() -> ExitCode {
    let mut rows = Vec::new();
    for (name, server) in Server::ALL {
        eprintln!("{name} …");
        match on(server, HELD) {
            Ok(Some(counted)) => rows.extend(counted),
            Ok(None) => eprintln!("{name}: it can't be had on this machine"),
            Err(error) => {
                eprintln!("{name}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    match std::fs::write(&path, page(&rows)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}

/// The page.
fn page(rows: &[Row]) -> String {
    let (few, many) = HELD;
    let mut text = format!(
        "# What a feed costs\n\n`cargo xtask bench feeds` counts this on the servers of the contract tests: requests and \
         bytes of answers (uncompressed, with headers) for one scope, held by a device that looks again. *Nothing \
         new*: a look after which nothing changed. *{CHANGES} new*: a look after {CHANGES} new messages, and its bytes ÷ \
         the bytes of these records as the app writes them. The last column is what that look costs with {many} records \
         held ÷ with {few}: at most 1.10, but for the feeds that list everything, of which the connect screen says so.\n\n\
         | feed | server | nothing new | {CHANGES} new | ÷ records | {many} ÷ {few} held |\n|---|---|---|---|---|---|\n"
    );
    for row in rows {
        let Row { way, few, many } = row;
        let line = format!(
            "| {} | {:?} | {} | {} | {:.2} | {:.2}{} |\n",
            way.feed,
            way.server,
            shown(few.idle.requests, few.idle.bytes),
            shown(few.delta.requests, few.delta.bytes),
            ratio(few.delta.bytes, few.changed),
            ratio(many.delta.bytes, few.delta.bytes),
            if way.lists() { "; nothing new: ".to_owned() + &idle_grows(few, many) } else { String::new() },
        );
        text.push_str(&line);
    }
    text
}

fn idle_grows(few: &Cost, many: &Cost) -> String {
    format!("{:.2}", ratio(many.idle.bytes, few.idle.bytes))
}

fn shown(requests: u64, bytes: u64) -> String {
    format!("{requests} of {bytes} B")
}

/// One count ÷ another.
pub fn ratio(ours: u64, theirs: u64) -> f64 {
    ours as f64 / theirs.max(1) as f64
}
