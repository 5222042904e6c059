//! What a text is made of.

use crate::url::Url;

/// A whole text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its blocks in order.
    pub blocks: Vec<Block>,
    /// Whether the end was left out because the text is longer than [`crate::MAX_CHARS`].
    pub is_cut: bool,
}

/// What stands on lines of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph. Headings are paragraphs whose text is strong.
    Paragraph(Vec<Inline>),
    /// A quote.
    Quote(Vec<Self>),
    /// A list.
    List {
        /// The first number; `None` for a list of points.
        start: Option<u64>,
        /// The entries.
        items: Vec<Vec<Self>>,
    },
    /// Preformatted text.
    Code(String),
}

/// What stands within a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// A line break.
    Break,
    /// Emphasis. For Han a style with dots or weight, never a slant.
    Emphasis(Vec<Self>),
    /// Strong emphasis.
    Strong(Vec<Self>),
    /// Code.
    Code(String),
    /// A link.
    Link {
        /// Where it leads.
        url: Url,
        /// What it shows.
        content: Vec<Self>,
    },
}
