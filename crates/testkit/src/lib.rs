//! The deterministic simulator: devices, tabs, a server and everything that can go wrong between
//! them, in virtual time, from one seed. It drives the same engine as the browser does, and its
//! oracle believes nothing that the engine says about itself.

pub mod agenda;
pub mod campaign;
pub mod cast;
pub mod command;
pub mod dice;
pub mod disk;
pub mod fault;
pub mod oracle;
pub mod run;
pub mod server;
pub mod trace;
pub mod world;
