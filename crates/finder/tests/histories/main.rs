//! The index over histories that the engine lives through.

#[cfg(test)]
mod lives;
#[cfg(test)]
#[path = "../../../sync/tests/engine/server.rs"]
mod server;
#[cfg(test)]
#[expect(dead_code, reason = "the engine's own tests use more of it")]
#[path = "../../../sync/tests/engine/world.rs"]
mod world;
