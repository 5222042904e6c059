//! What scenarios have in common: the servers they run on, and time in which devices settle.

use crate::device::Device;
use crate::world::{Server, World};

/// A minute, in milliseconds.
pub const MINUTE: u64 = 60_000;

/// Runs a scenario on every server of the run.
pub fn on_every_server(scenario: impl Fn(&mut World)) {
    for server in Server::chosen() {
        if let Some(mut world) = World::start(server) {
            eprintln!("on {server:?}");
            scenario(&mut world);
        }
    }
}

/// Lets devices send and pull until each has heard of what the others sent.
pub fn settle(devices: &mut [&mut Device]) {
    for _ in 0..3 {
        devices.iter_mut().for_each(|device| device.run(2 * MINUTE));
    }
}
