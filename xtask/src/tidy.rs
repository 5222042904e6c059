//! `tidy`: what neither the compiler nor clippy can hold: the arrows, sizes, words, styles.

mod aria;
mod arrows;
mod crates;
mod finding;
mod icons;
mod lexer;
mod paths;
mod shape;
mod source;
mod styles;
mod unsaid;

use crate::args::Args;
use crate::root::at;
use crate::tree::files;
use crate::words;
use anyhow::{Result, bail};
use finding::{Finding, Weight};
use source::Source;

/// Where Rust is written by hand.
const RUST: &[&str] = &["src", "crates", "xtask", "tests"];

/// Runs all checks and fails where one does.
pub(crate) fn run(args: &[String]) -> Result<()> {
    Args::new(args).done()?;
    words::run(&[])?;
    let sources = sources()?;
    let mut found = crates::dependencies()?;
    found.extend(sources.iter().flat_map(check));
    found.extend(styles::check()?);
    found.extend(icons::check(&sources)?);
    found.extend(unsaid::check(&sources));
    report(&mut found)
}

fn sources() -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in RUST {
        for file in
            files(&at(folder))?.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs"))
        {
            sources.push(Source::read(file)?);
        }
    }
    Ok(sources)
}

fn check(source: &Source) -> Vec<Finding> {
    [
        arrows::check(source),
        crates::purity(source),
        shape::check(source),
        shape::numbers(source),
        aria::check(source),
    ]
    .concat()
}

fn report(found: &mut [Finding]) -> Result<()> {
    found.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    for finding in found.iter() {
        println!("{finding}");
    }
    match found.iter().filter(|finding| finding.weight == Weight::Failure).count() {
        0 => Ok(()),
        1 => bail!("one thing is out of order"),
        many => bail!("{many} things are out of order"),
    }
}
