//! `sim`, as a command: what one may ask of it and what it prints.

use crate::campaign::{Summary, campaign, hunt};
use crate::fault::Fault;
use crate::oracle::Invariant;
use crate::run::{Report, run};
use crate::world::Choice;
use crate::world::backend::Model;
use std::io::{self, Write};
use sync::planted::{self, Bug};

/// How to use it.
pub const USAGE: &str = "\
sim [--seeds N] [--from SEED] [--replay SEED [--tell]] [--bugs [NAME]] [--plant NAME]
    [--model NAME] [--others] [--faults] [--calm] [--safe] [--threads N]
    [--show N] [--traces]

--seeds N          lives N seeds (10000)
--from SEED        begins with this seed (0)
--replay SEED      lives one seed and prints its trace hash; --tell prints its trace
--bugs [NAME]      plants each bug, or one, and looks for the seed that finds it; a seed in which
                   something breaks without any plant doesn't count
--plant NAME       plants a bug for --replay
--model NAME       uses one model server for every seed: reference, keyset, terse, diff, all without
                   a dialect; bare-keyset, bare-terse, bare-diff, which keep no results of writes;
                   qunyue, json-server, kinto, couchdb, pocketbase, postgrest, through profiles
--others           lives the seeds with each model server that no seed draws by itself: those that keep
                   no results
--faults           prints how often each fault changed an outcome, and fails if one never did
--calm             no faults
--safe             fails only where something kept was lost or took effect twice; tells the rest
--threads N        on so many threads (one for each core)
--show N           tells so many broken seeds (20)
--traces           prints each seed's trace hash and nothing else";

/// What must never break, whatever else is still open.
pub const SAFETY: [Invariant; 2] = [Invariant::Kept, Invariant::Once];

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    seeds: u64,
    from: u64,
    replay: Option<u64>,
    tell: bool,
    bugs: Option<Vec<Bug>>,
    plant: Option<Bug>,
    model: Option<Model>,
    others: bool,
    faults: bool,
    calm: bool,
    safe: bool,
    threads: usize,
    show: usize,
    traces: bool,
}

/// Why a command line can't be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misunderstood {
    /// No such option.
    #[error("`{0}` is no option of this command\n\n{USAGE}")]
    Option(String),
    /// A value is missing or makes no sense.
    #[error("{0} needs {1}")]
    Value(String, &'static str),
}

/// Reads a command line.
///
/// # Errors
/// An unknown option, or a value that makes no sense.
pub fn parse(arguments: &[String]) -> Result<Wish, Misunderstood> {
    let mut wish = Wish {
        seeds: 10_000,
        from: 0,
        replay: None,
        tell: false,
        bugs: None,
        plant: None,
        model: None,
        others: false,
        faults: false,
        calm: false,
        safe: false,
        threads: std::thread::available_parallelism().map_or(2, usize::from),
        show: 20,
        traces: false,
    };
    let mut rest = arguments.iter().peekable();
    while let Some(option) = rest.next() {
        match option.as_str() {
            "--seeds" => wish.seeds = number(option, rest.next())?,
            "--from" => wish.from = number(option, rest.next())?,
            "--replay" => wish.replay = Some(number(option, rest.next())?),
            "--threads" => wish.threads = number(option, rest.next())? as usize,
            "--show" => wish.show = number(option, rest.next())? as usize,
            "--traces" => wish.traces = true,
            "--tell" => wish.tell = true,
            "--others" => wish.others = true,
            "--faults" => wish.faults = true,
            "--calm" => wish.calm = true,
            "--safe" => wish.safe = true,
            "--plant" => wish.plant = Some(bug(option, rest.next())?),
            "--bugs" => {
                let named = rest.next_if(|next| !next.starts_with("--"));
                wish.bugs = Some(match named {
                    Some(_) => vec![bug(option, named)?],
                    None => Bug::ALL.to_vec(),
                });
            }
            "--model" => {
                let named = rest.next();
                let model =
                    Model::ALL.into_iter().find(|model| Some(model.name()) == named.map(String::as_str));
                wish.model =
                    Some(model.ok_or_else(|| Misunderstood::Value(option.clone(), "the name of a model"))?);
            }
            _ => return Err(Misunderstood::Option(option.clone())),
        }
    }
    Ok(wish)
}

fn number(option: &str, value: Option<&String>) -> Result<u64, Misunderstood> {
    let parsed = value.and_then(|value| value.parse().ok());
    parsed.ok_or_else(|| Misunderstood::Value(option.to_owned(), "a number"))
}

fn bug(option: &str, value: Option<&String>) -> Result<Bug, Misunderstood> {
    let named = Bug::ALL.iter().find(|bug| Some(format!("{bug:?}")) == value.cloned());
    named.copied().ok_or_else(|| Misunderstood::Value(option.to_owned(), "the name of a planted bug"))
}

/// Does what is asked for. Returns whether all is well.
///
/// # Errors
/// The output can't be written.
pub fn fulfil(wish: &Wish, out: &mut impl Write) -> io::Result<bool> {
    let choice = Choice { model: wish.model, faults: !wish.calm, told: wish.tell, ..Choice::default() };
    match (&wish.bugs, wish.replay) {
        (Some(bugs), _) => hunt_all(bugs, wish, choice, out),
        (None, Some(seed)) => replay(seed, wish.plant, choice, out),
        (None, None) if wish.traces => traces(wish, choice, out),
        (None, None) if wish.others => others(wish, choice, out),
        (None, None) => many(wish, choice, out),
    }
}

fn replay(seed: u64, plant: Option<Bug>, choice: Choice, out: &mut impl Write) -> io::Result<bool> {
    if let Some(bug) = plant {
        planted::set(bug, true);
    }
    let report = run(seed, choice);
    planted::clear();
    for line in &report.lines {
        writeln!(out, "{line}")?;
    }
    let Report { model, steps, commits, hash, .. } = &report;
    writeln!(out, "seed {seed}: {model}, {steps} steps, {commits} commits, trace {hash}")?;
    findings(&report, out)?;
    Ok(report.findings.is_empty())
}

/// One line for each seed, for another machine to compare with.
fn traces(wish: &Wish, choice: Choice, out: &mut impl Write) -> io::Result<bool> {
    for seed in wish.from..wish.from.saturating_add(wish.seeds) {
        writeln!(out, "{seed} {}", run(seed, choice).hash)?;
    }
    Ok(true)
}

fn findings(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for finding in &report.findings {
        writeln!(out, "  {finding}")?;
    }
    Ok(())
}

/// The first finding in one line; `--replay` tells it whole.
fn headline(report: &Report) -> String {
    let story = report.findings.first().map(ToString::to_string).unwrap_or_default();
    story.chars().take(240).collect()
}

/// The same seeds with each model server that none of them draws.
fn others(wish: &Wish, choice: Choice, out: &mut impl Write) -> io::Result<bool> {
    let mut all_is_well = true;
    for model in Model::ALL.into_iter().filter(|model| !model.is_drawn()) {
        write!(out, "{}: ", model.name())?;
        all_is_well &= many(wish, Choice { model: Some(model), ..choice }, out)?;
    }
    Ok(all_is_well)
}

fn many(wish: &Wish, choice: Choice, out: &mut impl Write) -> io::Result<bool> {
    let seeds = wish.from..wish.from.saturating_add(wish.seeds);
    let summary = campaign(seeds, choice, wish.threads);
    let of = |wanted: &[Invariant]| summary.broken_by(wanted).len();
    writeln!(
        out,
        "{} seeds, {} steps, {} commits, {} effects, {} virtual hours",
        summary.seeds,
        summary.steps,
        summary.commits,
        summary.effects,
        summary.virtual_ms / 3_600_000
    )?;
    let unlike = of(&[Invariant::Kept]) + of(&[Invariant::Once]) + of(&[Invariant::Converges]);
    writeln!(
        out,
        "lost {}, duplicated {}, unconverged {}, other findings {}",
        of(&[Invariant::Kept]),
        of(&[Invariant::Once]),
        of(&[Invariant::Converges]),
        summary.broken.len() - unlike
    )?;
    for report in summary.broken.iter().take(wish.show) {
        writeln!(out, "seed {}: {}", report.seed, headline(report))?;
    }
    let missing = if wish.faults { tell_faults(&summary, out)? } else { Vec::new() };
    let broken = if wish.safe { of(&SAFETY) } else { summary.broken.len() };
    Ok(broken == 0 && missing.is_empty())
}

fn tell_faults(summary: &Summary, out: &mut impl Write) -> io::Result<Vec<Fault>> {
    writeln!(out, "{} kinds of fault, and how often each changed an outcome:", Fault::ALL.len())?;
    for fault in Fault::ALL {
        writeln!(out, "{:>9}  {}", summary.tally.of(*fault), fault.name())?;
    }
    Ok(summary.tally.missing())
}

fn hunt_all(bugs: &[Bug], wish: &Wish, choice: Choice, out: &mut impl Write) -> io::Result<bool> {
    let mut found = 0;
    for bug in bugs {
        let model = choice.model.or(Model::shows(*bug));
        match hunt(*bug, wish.seeds, Choice { model, ..choice }, wish.threads) {
            Some(report) => {
                found += 1;
                let what = report.findings.first().map(|finding| format!("{:?}", finding.invariant));
                writeln!(out, "{bug:?}: seed {}, {}", report.seed, what.unwrap_or_default())?;
            }
            None => writeln!(out, "{bug:?}: NOT FOUND in {} seeds", wish.seeds)?,
        }
        out.flush()?;
    }
    writeln!(out, "{found} of {} planted bugs found", bugs.len())?;
    Ok(found == bugs.len())
}
