//! Web Locks: one holder at a time, unless somebody steals or the model breaks its promise.

use super::device::{Lock, TabRef};
use super::{Happening, World};
use crate::fault::Fault;
use sync::Event;

impl World {
    /// A tab asks for the lock.
    pub(super) fn want_lock(&mut self, at: TabRef, steal: bool) {
        let doubles = self.weather.strikes(Fault::TwoLeaders, &mut self.dice.mishaps);
        let Some(lock) = self.lock_of(at) else { return };
        match lock.holder {
            Some(holder) if holder == at => {}
            None => self.grant(at),
            Some(holder) if steal => {
                lock.queue.retain(|waiting| *waiting != at);
                self.tally.hit(Fault::LeaderStolen);
                self.tell(holder, Event::LeaderLost);
                self.grant(at);
            }
            // The lock manager forgets its holder, as a fallback by lease may.
            Some(holder) if doubles => {
                self.doubled.insert(holder);
                self.grant(at);
            }
            Some(_) if lock.queue.contains(&at) => {}
            Some(_) => lock.queue.push_back(at),
        }
    }

    /// A tab gives the lock up, or is gone.
    pub(super) fn yield_lock(&mut self, at: TabRef) {
        self.doubled.remove(&at);
        let Some(lock) = self.lock_of(at) else { return };
        lock.queue.retain(|waiting| *waiting != at);
        if lock.holder == Some(at) {
            lock.holder = None;
            if let Some(next) = lock.queue.pop_front() {
                self.grant(next);
            }
        }
    }

    fn grant(&mut self, at: TabRef) {
        if let Some(lock) = self.lock_of(at) {
            lock.queue.retain(|waiting| *waiting != at);
            lock.holder = Some(at);
            self.tell(at, Event::LeaderGained);
        }
    }

    fn tell(&mut self, at: TabRef, event: Event) {
        let delay = self.dice.disk.below(3);
        self.agenda.enter(delay, Happening::Deliver { at, event });
    }

    fn lock_of(&mut self, at: TabRef) -> Option<&mut Lock> {
        let person = self.tab(at)?.person.clone();
        self.account_mut(at.device, &person).map(|account| &mut account.lock)
    }
}
