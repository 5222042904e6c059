//! The engine's calls to the backend while they are under way.

use crate::platform::fetch::Abort;
use crate::platform::task;
use crate::state::keys::Keys;
use crate::state::wire;
use dialect::Profile;
use protocol::{Call, Few};
use std::cell::RefCell;
use std::rc::Rc;
use sync::{CallId, Event};

/// The way to the backend.
pub(super) struct Link {
    profile: Profile,
    keys: RefCell<Keys>,
    under_way: RefCell<Few<CallId, Abort>>,
}

impl Link {
    pub(super) fn new(profile: Profile) -> Self {
        Self { profile, keys: RefCell::default(), under_way: RefCell::default() }
    }

    /// Whose session later calls are made with.
    pub(super) fn adopt(&self, keys: Keys) {
        self.keys.replace(keys);
    }

    /// Makes a call and hands its outcome to `done`, unless it is abandoned before.
    pub(super) fn call(self: &Rc<Self>, id: CallId, call: Call, done: &Rc<dyn Fn(Event)>) {
        let abort = Abort::new();
        self.under_way.borrow_mut().insert(id, abort.clone());
        let (link, done) = (Rc::clone(self), Rc::clone(done));
        task::spawn(async move {
            let keys = link.keys.borrow().clone();
            let outcome = wire::call(&link.profile, &keys, &call, &abort).await;
            if link.under_way.borrow_mut().remove(&id).is_some() {
                done(Event::Answer { call: id, outcome });
            }
        });
    }

    /// Nobody waits for the answer any more.
    pub(super) fn abandon(&self, id: CallId) {
        if let Some(abort) = self.under_way.borrow_mut().remove(&id) {
            abort.abort();
        }
    }

    /// Abandons everything.
    pub(super) fn hang_up(&self) {
        let calls = std::mem::take(&mut *self.under_way.borrow_mut());
        calls.into_values().for_each(|abort| abort.abort());
    }

    pub(super) fn profile(&self) -> &Profile {
        &self.profile
    }
}
