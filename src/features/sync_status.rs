//! How sync stands: the quiet chip, the page behind it, what a person should hear of.

pub mod chip;
pub mod in_reach;
pub mod issues;
pub mod outbox;
pub mod waiting_write;

pub use chip::SyncChip;
pub use in_reach::InReachOnly;
pub use issues::Issues;
pub use outbox::OutboxList;
