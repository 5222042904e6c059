//! The model servers: what a backend's documents promise, and no more. They know records, rights
//! and feeds, and nothing of the engine.

pub mod direct;
pub mod feed;
pub mod http;
pub mod json_server;
pub mod kinto;
mod papers;
pub mod remark;
pub mod rights;
pub mod url;
pub mod vault;

pub use feed::Style;
pub use remark::Remark;
pub use vault::{Effected, Vault, Verdict, WireOp, WireWrite};
