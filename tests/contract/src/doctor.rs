//! The doctor outside a browser: its way out over real HTTP, its words in English, and its command
//! line.

pub mod command;
pub mod table;
pub mod way;
pub mod words;

use crate::http::Client;
use doctor::{Options, Report};
use way::Way;

/// Examines a backend from beginning to end.
pub fn examine(profile: &dialect::Profile, options: &Options, way: &Way) -> Report {
    way::at_once(doctor::examine(profile, options, way))
}

/// A way out for tests: it says nothing.
pub fn quiet(origin: &str) -> Way {
    Way::new(Client::new(origin), |_| {})
}
