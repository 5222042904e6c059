//! The stream of a space: messages in their order, the composer, what waits to be sent.

pub mod compose;
pub mod composer;
pub mod fate;
pub mod held_strip;
pub mod hidden;
pub mod message;
pub mod message_menu;
pub mod muted;
pub mod naming;
pub mod outlook;
pub mod pace;
pub mod stream_list;
pub mod told;

pub use composer::ComposerBar;
pub use held_strip::HeldStrip;
pub use stream_list::StreamList;
