//! The engine with its memory store against a backend written from the protocol.

mod crash;
mod pull;
mod push;
mod server;
mod tabs;
mod world;
