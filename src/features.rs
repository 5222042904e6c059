//! One folder per noun: each composes `ui` over `state` and never imports another feature.

pub mod account;
pub mod feed;
pub mod guards;
pub mod measures;
pub mod members;
pub mod notices;

pub mod rules;
pub mod scheduled;
pub mod search;
pub mod spaces;
pub mod sync_status;
pub mod told;
