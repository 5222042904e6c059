//! How quickly this space's administrators decide.

use super::Space;
use domain::handling::{Decided, Handling, handling};
use leptos::prelude::*;

impl Space {
    /// How held posts and reports were handled lately, of what this person reads.
    pub fn handling(self) -> Memo<Option<Handling>> {
        let (held, reports, to_owner) = (self.held(), self.reports(), self.owner_reports());
        Memo::new(move |_| {
            self.clock.quarters().track();
            let held = held.all();
            let held = held.iter().map(|row| (row.at, row.body.decided_at));
            let reports = [reports.all(), to_owner.all()].concat();
            let reports = reports.iter().map(|row| (row.at, row.body.decided_at));
            let decided = |(came_at, decided_at): (i64, Option<i64>)| {
                decided_at.map(|decided_at| Decided { came_at, decided_at })
            };
            handling(held.chain(reports).filter_map(decided), self.clock.now_ms())
        })
    }

    /// For how long something waits that came at `came_at`, milliseconds. It moves with the quarters of
    /// an hour.
    pub fn waits_since(self, came_at: i64) -> i64 {
        self.clock.quarters().track();
        self.clock.now_ms().saturating_sub(came_at)
    }
}
