//! What belongs to the page around a text: facts, counters, notices, lists of other documents.

use super::DropReason;
use super::cut::{Piece, closes, is_heading_like};
use super::force::has_force;
use super::lexicon::{ANNEXES, PAGE_HEADINGS, PAGE_KEYS, PAGE_LEADS, PAGE_WORDS};
use super::text::{Span, Text};

/// For each piece: why it is the page's, or `None`.
pub(super) fn judge(text: &Text, pieces: &[Piece]) -> Vec<Option<DropReason>> {
    let mut verdicts: Vec<Option<DropReason>> = pieces.iter().map(|piece| alone(text, piece)).collect();
    let headings: Vec<bool> = pieces.iter().map(|piece| is_page_heading(text, piece)).collect();
    let mut at = 0;
    while at < pieces.len() {
        let is_heading = headings.get(at).copied().unwrap_or(false);
        at += 1;
        if !is_heading {
            continue;
        }
        if let Some(verdict) = verdicts.get_mut(at - 1) {
            *verdict = Some(DropReason::Page);
        }
        let block = block_len(text, pieces, &headings, at);
        let found = pieces.get(at..at + block).and_then(|block| of_block(text, block));
        if let (Some(reason), Some(verdicts)) = (found, verdicts.get_mut(at..at + block)) {
            verdicts.iter_mut().for_each(|verdict| *verdict = verdict.or(Some(reason)));
        }
    }
    verdicts
}

/// How many pieces stand under the page's heading before `from`.
fn block_len(text: &Text, pieces: &[Piece], headings: &[bool], from: usize) -> usize {
    let rest = pieces.iter().zip(headings).skip(from);
    rest.take_while(|(piece, is_page)| {
        !*is_page && !piece.is_heading && (piece.label.is_some() || !is_heading_like(text, &piece.span))
    })
    .count()
}

/// A block under a page's heading goes as a whole: most of it speaks of the page, or it is a
/// list of titles.
fn of_block(text: &Text, block: &[Piece]) -> Option<DropReason> {
    let count = |fits: &dyn Fn(&Piece) -> bool| block.iter().filter(|piece| fits(piece)).count();
    if block.is_empty() {
        return None;
    }
    if count(&|piece| page_words(text, &piece.span) > 0) * 2 > block.len() {
        return Some(DropReason::Page);
    }
    let ends = count(&|piece| closes(text, &piece.span));
    let modals = count(&|piece| has_force(&text.fold(&piece.span)));
    let is_list = block.len() >= 2 && ends * 10 <= block.len() && modals * 5 <= block.len();
    is_list.then_some(DropReason::Listing)
}

/// What a piece says of itself.
fn alone(text: &Text, piece: &Piece) -> Option<DropReason> {
    let span = &piece.span;
    let is_page = piece.label.is_none()
        && (is_counter(text, span)
            || is_facts(text, span)
            || leads_elsewhere(text, span)
            || is_imprint(text, span)
            || (page_words(text, span) >= 3 && !text.fold(span).contains("不得")));
    if is_page {
        return Some(DropReason::Page);
    }
    (piece.label.is_none() && names_annex(text, span)).then_some(DropReason::Listing)
}

/// `© 2024 …`.
fn is_imprint(text: &Text, span: &Span) -> bool {
    let words = text.fold(span).to_lowercase();
    ["©", "copyright", "版权所有"].iter().any(|start| words.starts_with(start)) && !has_force(&words)
}

/// `下一篇:食堂管理规定`.
fn leads_elsewhere(text: &Text, span: &Span) -> bool {
    let words = text.fold(span).to_lowercase();
    words.split_once(':').is_some_and(|(key, _)| PAGE_LEADS.contains(&key.trim()))
}

/// `附件1:登记表`.
fn names_annex(text: &Text, span: &Span) -> bool {
    let words = text.fold(span).to_lowercase();
    let Some((key, rest)) = words.split_once(':') else { return false };
    let key = key.trim_end_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || "一二三四五六七八九十".contains(c)
    });
    ANNEXES.contains(&key) && !has_force(rest) && !closes(text, span)
}

/// Whether `span` has no letter and no digit.
pub(super) fn is_nothing(text: &Text, span: &Span) -> bool {
    !text.folded(span).iter().any(|c| c.is_alphanumeric() || is_blank_mark(*c))
}

/// A line to be written on is no decoration.
fn is_blank_mark(c: char) -> bool {
    matches!(c, '_' | '×')
}

/// How many of a page's words stand in `span`.
fn page_words(text: &Text, span: &Span) -> usize {
    let words = text.fold(span).to_lowercase();
    PAGE_WORDS.iter().filter(|word| words.contains(**word)).count()
}

/// `3/500`, `第 1 页 / 共 3 页`, a row of dashes.
fn is_counter(text: &Text, span: &Span) -> bool {
    let words = text.fold(span).to_lowercase();
    if let Some(rest) = words.strip_prefix("page ") {
        return rest.replace(" of ", "/").chars().all(|c| c.is_ascii_digit() || "/ ".contains(c));
    }
    let chars = text.folded(span);
    let fits = |c: &char| c.is_ascii_digit() || c.is_whitespace() || "/|.,:-–—=_*·第页共条次%".contains(*c);
    !chars.is_empty() && chars.iter().all(fits) && !chars.iter().all(char::is_ascii_digit)
}

/// `作者:李四 字数:900`.
fn is_facts(text: &Text, span: &Span) -> bool {
    let words = text.fold(span).to_lowercase();
    if words.chars().count() > 80 || closes(text, span) {
        return false;
    }
    if let Some((key, value)) = words.split_once(':')
        && PAGE_KEYS.contains(&key.trim())
        && value.chars().any(|c| c.is_ascii_digit())
        && value.chars().count() <= 24
        && !has_force(value)
    {
        return true;
    }
    let facts: Vec<(&str, &str)> = words
        .split([' ', '|', '\t'])
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.split_once(':'))
        .collect();
    let parts = words.split([' ', '|', '\t']).filter(|part| !part.is_empty()).count();
    let is_number = |value: &str| {
        value.chars().any(|c| c.is_ascii_digit())
            && value.chars().all(|c| c.is_ascii_digit() || "-/.:万千年月日+".contains(c))
    };
    let keyed = facts.iter().filter(|(key, _)| PAGE_KEYS.contains(key)).count();
    let numbers = facts.iter().filter(|(key, value)| PAGE_KEYS.contains(key) && is_number(value)).count();
    parts > 0 && keyed == parts && (parts >= 2 || numbers == 1)
}

/// Whether a line is made of a page's words alone.
fn is_page_heading(text: &Text, piece: &Piece) -> bool {
    if piece.label.is_some() || piece.is_heading || piece.span.len() > 24 {
        return false;
    }
    let words = text.fold(&piece.span).to_lowercase();
    let mut rest = words
        .trim_end_matches([':', '>', '»', '…', ')', '.'])
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '(');
    let mut count = 0;
    while !rest.is_empty() {
        let word = PAGE_HEADINGS.iter().filter(|word| rest.starts_with(**word)).max_by_key(|word| word.len());
        let Some(after) = word.and_then(|word| rest.strip_prefix(word)) else { return false };
        let is_cut = rest.is_ascii() && after.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_cut {
            return false;
        }
        count += 1;
        rest = after.trim_start();
    }
    count > 0
}
