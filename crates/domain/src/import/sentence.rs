//! Sentences of running text, and headings that are fused with them.

use super::cut::{self, HEADING, Piece, ends_like_heading};
use super::force::has_force;
use super::lexicon::{self, ends_clause};
use super::text::{Span, Text};

/// Running text of this length is cut into sentences.
const LONG: usize = 200;
/// Cuts running text that is long or says several things into sentences, and headings off the sentences that they are fused
/// with.
pub(super) fn cut_sentences(text: &Text, piece: Piece, into: &mut Vec<Piece>) {
    if piece.is_heading || piece.span.len() < 20 {
        return into.push(piece);
    }
    let is_prose = piece.label.is_none();
    let parts = sentences(text, piece.span.clone());
    let speak = || parts.iter().filter(|part| has_force(&text.fold(part))).count();
    let cuts_all = is_prose && (piece.span.len() >= LONG || speak() >= 2);
    let mut start = piece.span.start;
    let mut current = Some(piece);
    for sentence in parts {
        let heading = fused_heading(text, &sentence).filter(|_| is_prose || sentence.start > start);
        let is_first = current.as_ref().is_some_and(|piece| piece.span.start == sentence.start);
        let goes_on = heading.is_none() && (is_first || !cuts_all);
        if let Some(piece) = current.as_mut().filter(|_| goes_on) {
            piece.span.end = sentence.end;
            continue;
        }
        if let Some(done) = current.take().filter(|_| !is_first) {
            into.push(done);
        }
        let body = match heading {
            Some(end) => {
                into.push(Piece { is_heading: true, ..cut::piece(None, text.trim(sentence.start..end)) });
                end..sentence.end
            }
            None => sentence.clone(),
        };
        start = body.start;
        current = Some(cut::piece(None, text.trim(body)));
    }
    into.extend(current);
}

/// The sentences of `span`, each with its closing marks.
fn sentences(text: &Text, span: Span) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = span.start;
    let mut at = span.start;
    while at < span.end {
        at += 1;
        let is_end = match text.at(at - 1) {
            Some('。' | '!' | '?') => true,
            Some('.') => {
                text.at(at).is_some_and(char::is_whitespace)
                    && text.at(at + 1).is_some_and(|c| c.is_uppercase() || c > '\u{2e7f}')
            }
            _ => false,
        };
        if is_end {
            at = skip_closing(text, at, span.end);
            sentences.push(text.trim(start..at));
            start = at;
        }
    }
    sentences.push(text.trim(start..span.end));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Where the heading ends that is fused with the start of a sentence.
fn fused_heading(text: &Text, sentence: &Span) -> Option<usize> {
    let chars = text.folded(sentence);
    for len in 2..=(HEADING / 2).min(chars.len()) {
        if chars.get(len - 1).is_none_or(|c| ends_clause(*c)) {
            return None;
        }
        let rest: String = chars.get(len..)?.iter().take(6).collect();
        let starts = lexicon::SENTENCE_STARTS.iter().any(|start| rest.starts_with(start));
        let head = sentence.start..sentence.start + len;
        if starts && ends_like_heading(text, &head) {
            return Some(head.end);
        }
    }
    None
}

/// Closing quotes and brackets belong to the sentence before them.
pub(super) fn skip_closing(text: &Text, mut at: usize, end: usize) -> usize {
    while at < end
        && text.at(at).is_some_and(|c| matches!(c, '”' | '’' | '"' | '」' | '』' | ')' | '》' | ']'))
    {
        at += 1;
    }
    at
}
