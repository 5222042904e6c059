//! What the dialects do, seen from outside: calls in, requests and outcomes out.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test fails the test"
)]

mod accounts;
mod couch;
mod etag;
mod feeds;
mod fuzz;
mod guide;
mod keyring;
mod lists;
mod others;
mod profiles;
mod proofs;
mod support;
mod writes;
