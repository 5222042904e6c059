//! The stream of a space: messages in their order, the composer, what waits to be sent.

pub mod compose;
pub mod composer;
pub mod fate;
pub mod message;
pub mod message_menu;
pub mod stream_list;

pub use composer::ComposerBar;
pub use stream_list::StreamList;
