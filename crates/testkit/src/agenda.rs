//! What is to happen when: one queue of virtual time for the whole world.

use std::collections::BTreeMap;

/// Names an entry, so that it can be called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    at: u64,
    order: u64,
}

impl Slot {
    /// When it is due, virtual milliseconds.
    pub fn at(self) -> u64 {
        self.at
    }
}

/// Entries by their time; entries of one millisecond in the order in which they were entered.
#[derive(Clone, Debug)]
pub struct Agenda<T> {
    now: u64,
    entered: u64,
    entries: BTreeMap<Slot, T>,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { now: 0, entered: 0, entries: BTreeMap::new() }
    }
}

impl<T> Agenda<T> {
    /// The virtual time.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Enters `entry` for `delay` milliseconds from now.
    pub fn enter(&mut self, delay: u64, entry: T) -> Slot {
        self.entered += 1;
        let slot = Slot { at: self.now.saturating_add(delay), order: self.entered };
        self.entries.insert(slot, entry);
        slot
    }

    /// Calls an entry off.
    pub fn cancel(&mut self, slot: Slot) {
        self.entries.remove(&slot);
    }

    /// The next entry; time moves to it. What is overdue (the world slept) happens now.
    pub fn advance(&mut self) -> Option<T> {
        let (slot, entry) = self.entries.pop_first()?;
        self.now = self.now.max(slot.at);
        Some(entry)
    }

    /// Calls off every entry that `which` picks.
    pub fn drop_all(&mut self, which: impl Fn(&T) -> bool) {
        self.entries.retain(|_, entry| !which(entry));
    }

    /// Lets time pass in which nothing happens anywhere, as when every lid is closed.
    pub fn sleep(&mut self, ms: u64) {
        self.now = self.now.saturating_add(ms);
    }

    /// What is to come, in order.
    pub fn pending(&self) -> impl Iterator<Item = (Slot, &T)> {
        self.entries.iter().map(|(slot, entry)| (*slot, entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_by_time_and_then_by_entry() {
        let mut agenda = Agenda::default();
        agenda.enter(5, 'c');
        agenda.enter(1, 'a');
        agenda.enter(1, 'b');
        let off = agenda.enter(2, 'x');
        agenda.cancel(off);
        let order: String = std::iter::from_fn(|| agenda.advance()).collect();
        assert_eq!((order.as_str(), agenda.now()), ("abc", 5));
    }

    #[test]
    fn sleep_makes_everything_overdue_and_time_never_goes_back() {
        let mut agenda = Agenda::default();
        agenda.enter(5, ());
        agenda.sleep(100);
        agenda.advance();
        assert_eq!(agenda.now(), 100);
    }
}
