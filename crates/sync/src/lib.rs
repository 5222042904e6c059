//! The sync engine, sans-I/O: `step(Event) -> Effects`. No async, browser, clock or randomness;
//! the browser's adapters and the simulator drive the same state machine.

pub mod effect;
pub mod event;
pub mod plan;

pub use effect::{ChangeSet, Effect, Issue};
pub use event::{CallId, Event, Now, ReadId, Resolution, Ticket, Timer, TxId, Write};
pub use plan::{
    Append, Durability, Found, Guard, KeyRange, Put, ReadPlan, Store, StoreKey, TxFailure, TxPlan, TxReceipt,
};
