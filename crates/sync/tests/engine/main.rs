//! The engine with its memory store against a backend written from the protocol.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly, its helpers too"
)]

mod again;
mod crash;
mod decay;
mod formats;
mod overtaken;
mod pull;
mod push;
mod room;
mod scan;
mod server;
mod tabs;
mod wiped;
mod world;
