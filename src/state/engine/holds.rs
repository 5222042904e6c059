//! Which scopes screens hold, and how many of them.

use protocol::{Few, Scope};
use std::cell::RefCell;

/// Counts for each scope the screens that want it in memory and current.
#[derive(Default)]
pub(super) struct Holds(RefCell<Few<Scope, u32>>);

impl Holds {
    /// One more screen holds `scope`; whether it is the first.
    pub(super) fn hold(&self, scope: &Scope) -> bool {
        let mut holds = self.0.borrow_mut();
        let count = holds.at(scope.clone());
        *count += 1;
        *count == 1
    }

    /// A screen lets `scope` go; whether it was the last.
    pub(super) fn let_go(&self, scope: &Scope) -> bool {
        let mut holds = self.0.borrow_mut();
        let Some(count) = holds.get_mut(scope) else { return false };
        *count -= 1;
        let is_last = *count == 0;
        if is_last {
            holds.remove(scope);
        }
        is_last
    }
}
