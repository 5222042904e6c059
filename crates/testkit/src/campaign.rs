//! Many seeds on several threads, summed up in the order of the seeds.

use crate::fault::Tally;
use crate::oracle::Invariant;
use crate::run::{Report, run};
use crate::world::Choice;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use sync::planted::{self, Bug};

/// What many seeds came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many seeds ran.
    pub seeds: u64,
    /// How many things happened.
    pub steps: u64,
    /// How many commits were told as kept.
    pub commits: u64,
    /// How many writes took effect.
    pub effects: u64,
    /// The virtual time that passed, milliseconds.
    pub virtual_ms: u64,
    /// Which faults changed an outcome, and how often.
    pub tally: Tally,
    /// The runs in which something broke, by seed.
    pub broken: Vec<Report>,
}

impl Summary {
    /// The runs that first broke one of `wanted`.
    pub fn broken_by(&self, wanted: &[Invariant]) -> Vec<&Report> {
        let first =
            |report: &&Report| report.findings.first().is_some_and(|one| wanted.contains(&one.invariant));
        self.broken.iter().filter(first).collect()
    }

    fn take(&mut self, report: Report) {
        self.seeds += 1;
        self.steps += report.steps;
        self.commits += report.commits;
        self.effects += report.effects;
        self.virtual_ms = self.virtual_ms.saturating_add(report.virtual_ms);
        self.tally.add(&report.tally);
        if !report.findings.is_empty() {
            self.broken.push(report);
        }
    }

    fn join(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.steps += other.steps;
        self.commits += other.commits;
        self.effects += other.effects;
        self.virtual_ms = self.virtual_ms.saturating_add(other.virtual_ms);
        self.tally.add(&other.tally);
        self.broken.extend(other.broken);
        self.broken.sort_by_key(|report| report.seed);
    }
}

/// Runs `seeds` on so many threads.
pub fn campaign(seeds: Range<u64>, choice: Choice, threads: usize) -> Summary {
    let next = AtomicU64::new(seeds.start);
    let total = Mutex::new(Summary::default());
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let mut mine = Summary::default();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    mine.take(run(seed, choice));
                }
                if let Ok(mut total) = total.lock() {
                    total.join(mine);
                }
            });
        }
    });
    total.into_inner().unwrap_or_default()
}

/// Seeds that showed a bug which one in a hundred shows, or fewer. They are tried first, since going
/// over thousands takes minutes; where the engine has changed and they show it no more, all seeds
/// are gone over as for any other bug.
const RARE: [(Bug, u64); 10] = [
    (Bug::SnapshotKeepsGone, 105),
    (Bug::NoPullAfterPush, 141),
    (Bug::NoFence, 193),
    (Bug::OvertakenForgotten, 321),
    (Bug::HeirForgets, 446),
    (Bug::DamageFolded, 554),
    (Bug::StaleAckWins, 624),
    (Bug::SwapForgotten, 842),
    (Bug::RetryLimit, 1_339),
    (Bug::TornLoad, 3_441),
];

/// A seed below `most` in which the oracle finds a planted bug, and what it says.
pub fn hunt(bug: Bug, most: u64, choice: Choice, threads: usize) -> Option<Report> {
    let known = RARE.iter().find(|(rare, seed)| *rare == bug && *seed < most);
    known.and_then(|(_, seed)| shows(bug, *seed, choice)).or_else(|| search(bug, most, choice, threads))
}

/// The first seed below `most` that shows it.
fn search(bug: Bug, most: u64, choice: Choice, threads: usize) -> Option<Report> {
    let next = AtomicU64::new(0);
    let found = AtomicBool::new(false);
    let first: Mutex<Option<Report>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= most || found.load(Ordering::Relaxed) {
                        break;
                    }
                    let Some(report) = shows(bug, seed, choice) else { continue };
                    found.store(true, Ordering::Relaxed);
                    if let Ok(mut first) = first.lock() {
                        let is_earlier = first.as_ref().is_none_or(|other| seed < other.seed);
                        if is_earlier {
                            *first = Some(report);
                        }
                    }
                }
            });
        }
    });
    first.into_inner().ok().flatten()
}

/// What the oracle finds in a seed with a planted bug. A seed in which something breaks without any
/// plant proves nothing and doesn't count.
fn shows(bug: Bug, seed: u64, choice: Choice) -> Option<Report> {
    let report = run_with(bug, seed, choice);
    let is_proof = !report.findings.is_empty() && run(seed, choice).findings.is_empty();
    is_proof.then_some(report)
}

/// Lives a seed with a planted bug.
fn run_with(bug: Bug, seed: u64, choice: Choice) -> Report {
    planted::clear();
    planted::set(bug, true);
    let report = run(seed, choice);
    planted::clear();
    report
}
