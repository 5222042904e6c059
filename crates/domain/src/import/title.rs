//! Headings that stand side by side because the break between them got lost.

use super::lexicon::{HEADING_ENDS, LONE_HEADINGS};
use super::text::{Span, Text};

/// Two headings that stand side by side without a break. The second one often takes up a word of
/// the first (`會議管理會議紀要`); else the first ends with a word that headings end with.
pub(super) fn split_fused(text: &Text, span: &Span) -> Vec<Span> {
    let chars = text.folded(span);
    if chars.iter().any(|c| c.is_whitespace() || c.is_ascii()) {
        return vec![span.clone()];
    }
    let border = lone_border(chars).or_else(|| repeat_border(chars)).or_else(|| word_border(chars));
    let Some(border) = border.map(|border| span.start + border) else { return vec![span.clone()] };
    let mut parts = split_fused(text, &(span.start..border));
    parts.append(&mut split_fused(text, &(border..span.end)));
    parts
}

/// Where the last heading that stands for itself begins or ends.
fn lone_border(chars: &[char]) -> Option<usize> {
    let words: String = chars.iter().collect();
    LONE_HEADINGS.iter().find_map(|lone| {
        let len = lone.chars().count();
        let at = chars.len().checked_sub(len)?;
        if words.starts_with(lone) && at >= 2 {
            Some(len)
        } else {
            (words.ends_with(lone) && at >= 2).then_some(at)
        }
    })
}

/// Where the second of two equal pairs of characters begins.
fn repeat_border(chars: &[char]) -> Option<usize> {
    let pairs: Vec<&[char]> = chars.windows(2).collect();
    (2..pairs.len()).find(|&second| {
        let first = pairs.iter().take(second - 1).position(|pair| Some(pair) == pairs.get(second));
        first.is_some() && second >= 4 && chars.len() - second >= 4
    })
}

/// Where a word ends that headings end with, four characters or more from either end.
fn word_border(chars: &[char]) -> Option<usize> {
    (4..chars.len().saturating_sub(3)).find(|&at| {
        let (head, tail): (String, String) =
            (chars.iter().take(at).collect(), chars.iter().skip(at).collect());
        let ends = HEADING_ENDS;
        ends.iter().any(|end| head.ends_with(end)) && !ends.iter().any(|end| tail.starts_with(end))
    })
}
