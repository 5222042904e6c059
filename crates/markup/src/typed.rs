//! Texts without marks, which most of a chat is: their tree needs no parser of Markdown.

use crate::MAX_CHARS;
use crate::tree::{Block, Document, Inline};

/// What may be a mark wherever it stands.
const MARKS: [char; 8] = ['\\', '`', '*', '_', '[', '<', '&', '~'];

/// What may be a mark at the start of a line.
const LEADS: [char; 6] = [' ', '#', '>', '-', '+', '='];

/// The tree of a text in which nothing can be a mark or an address: what [`crate::parse`] makes of
/// it. `None` where something can.
pub fn unmarked(text: &str) -> Option<Document> {
    let is_mark = |c: char| MARKS.contains(&c) || (c.is_control() && c != '\n');
    let has_marks = text.contains(is_mark) || text.contains("://") || text.split('\n').any(leads_or_trails);
    (!has_marks && text.chars().nth(MAX_CHARS).is_none()).then(|| typed(text))
}

/// The tree of a text as it was typed, marks and all, where nobody can read them yet.
pub fn typed(text: &str) -> Document {
    let (text, is_cut) = match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => (text.get(..end).unwrap_or(text), true),
        None => (text, false),
    };
    let mut blocks = Vec::new();
    let mut inlines = Vec::new();
    for line in text.split('\n') {
        if line.is_empty() {
            end(&mut blocks, &mut inlines);
            continue;
        }
        if !inlines.is_empty() {
            inlines.push(Inline::Break);
        }
        inlines.push(Inline::Text(line.to_owned()));
    }
    end(&mut blocks, &mut inlines);
    Document { blocks, is_cut }
}

fn end(blocks: &mut Vec<Block>, inlines: &mut Vec<Inline>) {
    if !inlines.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(inlines)));
    }
}

/// Whether a line begins like a block of its own, or ends in a space that shows nothing.
fn leads_or_trails(line: &str) -> bool {
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = after.len() < line.len() && after.starts_with(['.', ')']);
    is_numbered || line.starts_with(LEADS) || line.ends_with(' ')
}
