//! The text without its marks: for lists, notices and search.

use crate::tree::{Block, Document, Inline};

/// The words of `document`, a line for each paragraph, list entry and line break. Marks that turn the
/// reading direction are left out: they would turn what the words are put into.
pub fn plain_text(document: &Document) -> String {
    let mut lines = Vec::new();
    blocks(&document.blocks, "", &mut lines);
    lines.join("\n").replace(turns, "")
}

fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn blocks(blocks: &[Block], lead: &str, lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => lines.push(format!("{lead}{}", inline_text(inlines))),
            Block::Code(text) => lines.push(format!("{lead}{text}")),
            Block::Quote(inner) => self::blocks(inner, lead, lines),
            Block::List { start, items } => {
                for (item, index) in items.iter().zip(0_u64..) {
                    let lead = match start {
                        Some(start) => format!("{}. ", start.saturating_add(index)),
                        None => "- ".to_owned(),
                    };
                    self::blocks(item, &lead, lines);
                }
            }
        }
    }
}

pub(crate) fn inline_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(part) | Inline::Code(part) => text.push_str(part),
            Inline::Break => text.push('\n'),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { content: inner, .. } => {
                text.push_str(&inline_text(inner));
            }
        }
    }
    text
}
