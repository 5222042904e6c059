//! Light Markdown, as people write it in a chat, to a small syntax tree.
//!
//! The tree is the only way out: there is no HTML string anywhere. Raw HTML is shown as the text
//! that it is, images become links, and a link leads only where [`Url`] lets it. A single line
//! break is kept. Nothing of what was typed is lost silently: a link that may not be followed is
//! shown as it was typed.

mod autolink;
mod build;
mod cjk;
mod plain;
mod tree;
mod typed;
mod url;

pub use build::{MAX_CHARS, MAX_DEPTH, parse};
pub use plain::plain_text;
pub use tree::{Block, Document, Inline};
pub use typed::{typed, unmarked};
pub use url::Url;
