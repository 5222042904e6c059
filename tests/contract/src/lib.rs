//! Real backends, driven by the real dialects over real HTTP on loopback. No backend is imitated
//! here, it is started, spoken to and stopped; but for PostgREST, which can't be installed: there the
//! database is real, and a stand-in speaks HTTP.

mod asked;
pub mod backend;
pub mod device;
pub mod doctor;
pub mod feeds;
pub mod http;
pub mod proxy;
pub mod quirk;
pub mod scenario;
mod stand_in;
pub mod table;
pub mod talk;
pub mod talker;
pub mod world;
