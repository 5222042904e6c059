//! The counts as a page for people, and beside the other benches' results.

use super::{CHANGES, Cost, Row, on};
use crate::world::Server;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

const PAGE: &str = "../../docs/backends/feeds.md";
const RESULTS: &str = "../../bench/results/feeds.json";
/// How many messages are held, at first and in the end.
const HELD: (usize, usize) = (50, 500);

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
    for (file, text) in [(PAGE, page(&rows)), (RESULTS, results(&rows))] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if let Err(error) = std::fs::write(&path, text) {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// The rows d3 (bytes ÷ what changed) and d4 (with many held ÷ with few) of the budgets, by feed.
fn results(rows: &[Row]) -> String {
    let of = |Row { way, few, many }: &Row| {
        json!({
            "feed": way.feed,
            "server": format!("{:?}", way.server),
            "d3": hundredths(ratio(few.delta.bytes, few.changed)),
            "d4": hundredths(ratio(many.delta.bytes, few.delta.bytes)),
            "lists": way.lists(),
        })
    };
    let all: Value = rows.iter().map(of).collect();
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

fn hundredths(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
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
