//! No decision rests on a wall clock: with every device ten years off, the same is asked of the
//! server and of the timers, at the same time.

use testkit::run::run;
use testkit::world::Choice;
use testkit::world::backend::Model;

const TEN_YEARS_MS: i64 = 315_360_000_000;

#[test]
fn a_clock_ten_years_off_changes_no_decision() {
    for seed in 0..40 {
        let here = Choice { model: Some(Model::Qunyue), ..Choice::default() };
        let there = |clock_off| Choice { clock_off, ..here };
        let decisions = [0, TEN_YEARS_MS, -TEN_YEARS_MS].map(|off| run(seed, there(off)).decisions);
        assert!(decisions.iter().all(|hash| *hash == decisions[0]), "seed {seed}: {decisions:?}");
    }
}
