//! `size`: what a browser loads before the first space screen, in bytes as they travel (row a1 of the budgets).

use crate::app::{self, Build};
use crate::args::Args;
use crate::split;
use crate::tree::files;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// The language that is counted: one table is loaded, whichever it is.
const LANGUAGE: &str = "zh-Hans";

/// Files that the first screen does without: fetched later, by others, or only by old browsers.
const LATER: &[&str] = &["404.html", "sw.js", "old.js", "manifest.webmanifest", "qunyue.json", ".trunk-lock"];

/// What hydrogen-web, the leanest chat peer, needs to the same point.
const PEER: u64 = 210_000;

/// One file.
struct Row {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Builds the release app and prints the tables. That a space opens with the files of the first, and
/// each later page with the later ones, is what `tests/e2e/journeys/parts.spec.ts` holds on to.
pub(crate) fn run(args: &[String]) -> Result<()> {
    Args::new(args).done()?;
    let dist = app::build(Build::Release)?;
    let (later, first) = rows(&dist)?.into_iter().partition(|row| split::is_part(&row.name));
    let brotli = print("loaded before the first space screen", first);
    print("loaded when a page of theirs is opened", later);
    let ratio = |share: u64| share * 100 / PEER;
    println!(
        "\na1: {}.{:02} × hydrogen-web’s 210 kB · gate 1.25 · stretch 0.80",
        ratio(brotli) / 100,
        ratio(brotli) % 100
    );
    Ok(())
}

/// Prints a table, the largest first, and answers with its sum in brotli.
fn print(title: &str, mut rows: Vec<Row>) -> u64 {
    rows.sort_by_key(|row| std::cmp::Reverse(row.brotli));
    let all = |bytes: fn(&Row) -> u64| rows.iter().map(bytes).sum::<u64>();
    let (raw, gzip, brotli) = (all(|row| row.raw), all(|row| row.gzip), all(|row| row.brotli));
    println!("\n{title:<44} {:>9} {:>9} {:>9}", "raw", "gzip", "brotli");
    for row in &rows {
        println!("{:<44} {:>9} {:>9} {:>9}", row.name, row.raw, row.gzip, row.brotli);
    }
    println!("{:<44} {raw:>9} {gzip:>9} {brotli:>9}", "all");
    brotli
}

fn rows(dist: &Path) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for file in files(dist)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        let packed = name.ends_with(".br") || name.ends_with(".gz");
        if packed || LATER.contains(&name.as_str()) || name.starts_with("icons/") || foreign(&name) {
            continue;
        }
        let raw = bytes(&file)?;
        let beside = |ending: &str| bytes(&dist.join(format!("{name}.{ending}"))).unwrap_or(raw);
        rows.push(Row { raw, gzip: beside("gz"), brotli: beside("br"), name });
    }
    Ok(rows)
}

/// Whether this is the table of another language.
fn foreign(name: &str) -> bool {
    name.strip_prefix("words/").is_some_and(|table| !table.starts_with(LANGUAGE))
}

fn bytes(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path).with_context(|| format!("cannot see {}", path.display()))?.len())
}
