//! One seed, one run, one report.

use crate::dice::Dice;
use crate::fault::Tally;
use crate::oracle::Finding;
use crate::trace::TraceHash;
use crate::world::{Choice, World};

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its seed.
    pub seed: u64,
    /// The name of its model server.
    pub model: &'static str,
    /// Its trace.
    pub hash: TraceHash,
    /// What the engines decided, without what any clock wrote in it.
    pub decisions: TraceHash,
    /// How many things happened.
    pub steps: u64,
    /// How many commits were told as kept.
    pub commits: u64,
    /// How many writes took effect at the server.
    pub effects: u64,
    /// The virtual time that passed, milliseconds.
    pub virtual_ms: u64,
    /// What broke; the first first.
    pub findings: Vec<Finding>,
    /// Which faults changed an outcome.
    pub tally: Tally,
    /// The trace's lines, where they were wanted.
    pub lines: Vec<String>,
}

/// Lives one seed.
pub fn run(seed: u64, choice: Choice) -> Report {
    let mut dice = Dice::new(seed).fork("length");
    let acts = dice.weighted(&[(4, 30), (4, 80), (1, 200)]).unwrap_or(30);
    let mut world = World::new(seed, choice);
    world.live(acts);
    world.report(seed)
}
