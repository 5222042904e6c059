//! The model servers: what a backend's documents promise, and no more. They know records, rights
//! and feeds, and nothing of the engine.

pub mod couch;
pub mod direct;
pub mod feed;
pub mod http;
pub mod json_server;
pub mod kinto;
pub mod manner;
mod papers;
pub mod pocket_base;
pub mod postgrest;
pub mod remark;
pub mod rights;
pub mod url;
pub mod vault;

pub use feed::Style;
pub use remark::Remark;
pub use vault::{Effected, Vault, Verdict, WireOp, WireWrite};
