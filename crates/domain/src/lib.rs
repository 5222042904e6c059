//! The nouns of the product and their rules: spaces, members, rule sets, confirmations, messages.
//!
//! Pure and total: no I/O, no clock, no randomness. Time and ids come in as arguments, so the
//! browser and the server run the same code and reach the same verdict.

pub mod acks;
pub mod channels;
pub mod duties;
pub mod entry;
pub mod find;
pub mod guard;
pub mod handling;
pub mod import;
pub mod intent;
pub mod kinds;
pub mod ladder;
pub mod limits;
pub mod measures;
pub mod mention;
pub mod merge;
pub mod namesakes;
pub mod naming;
pub mod pinyin;
pub mod policy;
pub mod preset;
pub mod questions;
pub mod recorded;
pub mod refusal;
pub mod roster;
pub mod rules;
pub mod run;
pub mod shown;
pub mod states;
pub mod sway;
pub mod told;
pub mod unread;
pub mod waiting;
pub mod workdays;

pub use refusal::{Reason, Refusal};
