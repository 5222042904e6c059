//! Being told outside the page: what the system shows, the number on the icon, and the way out of a
//! browser that does neither.

pub mod levels;
pub mod settings;
pub mod teller;
pub mod wechat_line;

pub use levels::Levels;
pub use settings::BeTold;
pub use teller::Teller;
pub use wechat_line::WechatLine;
