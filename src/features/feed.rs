//! The stream of a space: messages in their order, the composer, what waits to be sent.

pub mod acks;
pub mod aside;
pub mod channel_bar;
pub mod compose;
pub mod composer;
pub mod fate;
pub mod guarded;
pub mod hidden;
pub mod keys;
pub mod marks;
pub mod message;
pub mod message_menu;
pub mod moved;
pub mod muted;
pub mod naming;
pub mod outlook;
pub mod pace;
pub mod pin_rail;
pub mod recall;
pub mod seek;
pub mod stream_list;
pub mod text;
pub mod told;
pub mod trouble;
pub mod unread_jump;
pub mod write_into;

pub use aside::AsideHost;
pub use channel_bar::ChannelBar;
pub use composer::ComposerBar;
pub use guarded::HeldStrip;
pub use pin_rail::PinRail;
pub use stream_list::StreamList;
