//! Dialects of REST backends: a profile (JSON) says how a backend lists, reads, writes, signs in
//! and refuses; an [`Exchange`] turns one [`protocol::Call`] into requests and answers into one
//! [`protocol::Outcome`]. Pure: no I/O, clock or randomness. Nothing here knows a backend's name.

pub mod exchange;
pub mod http;

pub use exchange::{Exchange, Progress};
pub use http::{Method, Request, Response};
