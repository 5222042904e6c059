//! Guards: what the owner sets, and what waits for an administrator's decision.

pub mod form;
pub mod guard_list;
pub mod preview;
pub mod queue;
pub mod settings;

pub use guard_list::GuardList;
pub use queue::HeldQueue;
