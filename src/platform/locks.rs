//! Which tab leads. A Web Lock where the browser has them; on plain HTTP, where it has not, a
//! lease in the local storage. The lease is the weaker of the two: two tabs may both believe in it
//! for a moment. That is safe, because what a leader writes is guarded by its epoch.

mod lease;
mod web_lock;

use std::rc::Rc;

/// What becomes of a wish to lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// This tab leads.
    Gained,
    /// It led, and another tab took the lock.
    Lost,
}

/// A wish to lead, and the lead itself: given up when it is dropped.
pub struct Leadership {
    _kind: Kind,
}

#[expect(dead_code, reason = "held for their drops")]
enum Kind {
    Lock(web_lock::WebLock),
    Lease(lease::Lease),
}

/// Waits for the lock called `name`, or takes it from a silent leader with `steal`. `handler`
/// hears when it is gained and when it is lost to another tab.
pub fn lead(name: &str, steal: bool, handler: impl Fn(Lead) + 'static) -> Leadership {
    let handler: Rc<dyn Fn(Lead)> = Rc::new(handler);
    match web_lock::WebLock::request(name, steal, Rc::clone(&handler)) {
        Some(lock) => Leadership { _kind: Kind::Lock(lock) },
        None => by_lease(name, steal, handler),
    }
}

/// As [`lead`], by a lease whatever the browser has.
pub fn lead_by_lease(name: &str, steal: bool, handler: impl Fn(Lead) + 'static) -> Leadership {
    by_lease(name, steal, Rc::new(handler))
}

fn by_lease(name: &str, steal: bool, handler: Rc<dyn Fn(Lead)>) -> Leadership {
    Leadership { _kind: Kind::Lease(lease::Lease::request(name, steal, handler)) }
}
