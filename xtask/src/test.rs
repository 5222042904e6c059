//! `test`: every check in its order, cheapest first, with the minutes that each one took.

mod stages;

use crate::args::Args;
use crate::setup;
use crate::tally::Tally;
use anyhow::{Result, bail};
use stages::STAGES;
use std::time::{Duration, Instant};

/// One stage: a name for `--only` and `--from`, and what it runs.
struct Stage {
    name: &'static str,
    about: &'static str,
    run: fn() -> Result<Outcome>,
}

/// How a stage ended.
struct Outcome {
    tally: Tally,
    ok: bool,
}

/// A line of the summary.
struct Row {
    name: &'static str,
    took: Duration,
    outcome: Outcome,
}

/// Runs the stages; the first that fails is the last.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut args = Args::new(args);
    if args.flag("--list") {
        list();
        return Ok(());
    }
    let chosen = chosen(args.option("--only")?, args.option("--from")?)?;
    args.done()?;
    let start = Instant::now();
    setup::for_building()?;
    setup::for_testing()?;
    println!("setup: {}", minutes(start.elapsed()));

    let mut rows: Vec<Row> = Vec::new();
    for stage in chosen {
        println!("\n── {}: {}", stage.name, stage.about);
        let start = Instant::now();
        let outcome = (stage.run)().unwrap_or_else(|trouble| {
            eprintln!("{}: {trouble:#}", stage.name);
            Outcome { tally: Tally { passed: 0, failed: 1 }, ok: false }
        });
        let ok = outcome.ok;
        rows.push(Row { name: stage.name, took: start.elapsed(), outcome });
        if !ok {
            break;
        }
    }
    summary(&rows, start.elapsed())
}

fn chosen(only: Option<String>, from: Option<String>) -> Result<&'static [Stage]> {
    let at = |name: &str| STAGES.iter().position(|stage| stage.name == name);
    let (name, one) = match (only, from) {
        (None, None) => return Ok(STAGES),
        (Some(name), None) => (name, true),
        (None, Some(name)) => (name, false),
        (Some(_), Some(_)) => bail!("--only and --from exclude each other"),
    };
    let Some(at) = at(&name) else { bail!("there is no stage “{name}”; --list names them") };
    let tail = STAGES.get(at..).unwrap_or_default();
    Ok(if one { tail.get(..1).unwrap_or_default() } else { tail })
}

fn list() {
    for stage in STAGES {
        println!("{:<12} {}", stage.name, stage.about);
    }
}

fn summary(rows: &[Row], took: Duration) -> Result<()> {
    let mut all = Tally::default();
    println!("\n── summary");
    for row in rows {
        let Tally { passed, failed } = row.outcome.tally;
        let verdict = if row.outcome.ok { "ok" } else { "FAILED" };
        println!(
            "{:<12} {:<7} {:>9}  {passed} passed, {failed} failed",
            row.name,
            verdict,
            minutes(row.took)
        );
        all += row.outcome.tally;
    }
    println!("{:<12} {:<7} {:>9}", "all", "", minutes(took));
    println!("{} passed, {} failed", all.passed, all.failed);
    match rows.iter().find(|row| !row.outcome.ok) {
        Some(row) => bail!("the stage “{}” failed; again from there: cargo xtask test --from {0}", row.name),
        None => Ok(()),
    }
}

/// How long something took, for people.
pub(crate) fn minutes(took: Duration) -> String {
    format!("{:.1} min", took.as_secs_f32() / 60.0)
}

#[cfg(test)]
mod tests {
    use super::{STAGES, chosen};

    #[test]
    fn one_stage_can_be_run_alone() {
        let names: Vec<_> =
            chosen(Some("tidy".to_owned()), None).unwrap().iter().map(|stage| stage.name).collect();

        assert_eq!(names, ["tidy"]);
    }

    #[test]
    fn the_rest_can_be_run_from_a_stage_on() {
        let rest = chosen(None, Some("native".to_owned())).unwrap();

        assert_eq!(rest.first().unwrap().name, "native");
        assert_eq!(rest.last().unwrap().name, STAGES.last().unwrap().name);
    }

    #[test]
    fn an_unknown_stage_is_an_error() {
        assert!(chosen(Some("everything".to_owned()), None).is_err());
    }
}
