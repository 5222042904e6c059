//! Dialects of REST backends: a profile (JSON) says how a backend lists, reads, writes, signs in
//! and refuses; an [`Exchange`] turns one [`protocol::Call`] into requests and answers into one
//! [`protocol::Outcome`]. Pure: no I/O, clock or randomness. Nothing here knows a backend's name.

pub mod account;
pub mod capabilities;
pub mod error;
pub mod exchange;
mod fields;
mod heard;
pub mod http;
mod json;
pub mod keyring;
mod packed;
pub mod profile;
pub mod renewal;
pub mod session;
mod template;
mod time;
mod wire;

pub use account::{AccountExchange, AccountProgress};
pub use capabilities::{AccountOp, Capabilities, Weakness};
pub use error::{Clash, Fault, ProfileError, Shape};
pub use exchange::{Exchange, Progress};
pub use http::{Method, Request, Response};
pub use keyring::{Key, Keyring, Lent};
pub use profile::Profile;
pub use renewal::{Renewal, Renewed};
pub use session::{Session, SessionChange};
pub use wire::is_made_up;
