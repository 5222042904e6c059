//! The sync engine, sans-I/O: `step(Event) -> Effects`. No async, browser, clock or randomness;
//! the browser's adapters and the simulator drive the same state machine.

pub mod config;
pub mod effect;
pub mod engine;
pub mod event;
pub mod journal;
pub mod key;
pub mod memory;
pub mod plan;
pub mod planted;
pub mod scan;
pub mod stored;
pub mod visible;

pub use config::{Config, Intervals, KindRule, KindRules, Lane, Ledger, Limits};
pub use effect::{ChangeSet, Effect, Issue};
pub use engine::Engine;
pub use event::{CallId, Event, Now, ReadId, Resolution, Ticket, Timer, TxId, Write};
pub use memory::MemoryStore;
pub use plan::{
    Append, Durability, Found, Guard, KeyRange, Put, ReadPlan, Store, StoreKey, TxFailure, TxPlan, TxReceipt,
};
pub use scan::{Scan, mark};
pub use visible::{Older, Place, Standing, Status, Unsent, Visible};
