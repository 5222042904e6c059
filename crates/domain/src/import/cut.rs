//! Pieces: a line of the source, or a part of one where line breaks got lost.
//!
//! A fused line is cut before numbering that goes on or starts anew (`…。2.`, `…分工1.`), a
//! heading that stands before such a list is cut off the sentence before it, and running text is
//! cut into sentences. Numbering is believed only in its sequence: `如表1.` cuts nothing.

use super::lexicon::{self, ends_clause, ends_sentence};
use super::marker::{self, Label, Marker, Style};
use super::sentence::{cut_sentences, skip_closing};
use super::text::{Span, Text};
use std::collections::BTreeMap;

/// A line of this width may go on in the next one.
const WRAPPED: usize = 50;
/// The widest heading.
pub(super) const HEADING: usize = 60;

pub(super) struct Piece {
    pub(super) label: Option<Label>,
    /// The words, without label and surrounding space.
    pub(super) span: Span,
    /// Whether an empty line stands before it.
    pub(super) after_gap: bool,
    /// Whether it starts a line of the source.
    pub(super) starts_line: bool,
    /// Whether it was cut off as a heading.
    pub(super) is_heading: bool,
}

impl Piece {
    /// The whole piece with its label.
    pub(super) fn whole(&self) -> Span {
        self.label.as_ref().map_or(self.span.start, |label| label.span.start)..self.span.end
    }

    pub(super) fn style(&self) -> Style {
        self.label.as_ref().map_or(Style::Prose, |label| label.style)
    }
}

/// Where a marker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    /// After a letter.
    Word,
    /// After white space.
    Space,
    /// After the end of a sentence.
    Sentence,
    /// At the start of the line.
    Line,
}

pub(super) fn pieces(text: &Text) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut after_gap = false;
    for line in text.lines() {
        let line = text.trim(line);
        if line.is_empty() {
            after_gap = true;
            continue;
        }
        let first = pieces.len();
        cut_line(text, line, &mut pieces);
        if let Some(piece) = pieces.get_mut(first) {
            piece.starts_line = true;
            piece.after_gap = std::mem::take(&mut after_gap);
        }
    }
    let joined = join_wrapped(text, pieces);
    let mut cut = Vec::with_capacity(joined.len());
    for piece in joined {
        cut_sentences(text, piece, &mut cut);
    }
    cut
}

/// A piece that is no heading.
pub(super) fn piece(label: Option<Label>, span: Span) -> Piece {
    Piece { label, span, after_gap: false, starts_line: false, is_heading: false }
}

/// Cuts a line before its markers, and headings off the text before them.
fn cut_line(text: &Text, line: Span, into: &mut Vec<Piece>) {
    let cuts = markers(text, &line);
    let mut start = line.start;
    let mut label = None;
    for (at, marker) in cuts {
        cut_heading(text, label.take(), start..at, into);
        start = at + marker.len;
        label = Some(Label { style: marker.style, span: at..start });
    }
    if start < line.end || label.is_some() {
        into.push(piece(label, text.trim(start..line.end.max(start))));
    }
}

/// Pushes the text between two cuts; a heading at its end becomes a piece of its own.
fn cut_heading(text: &Text, label: Option<Label>, span: Span, into: &mut Vec<Piece>) {
    let span = text.trim(span);
    if span.is_empty() && label.is_none() {
        return;
    }
    let end = text.folded(&span).iter().rposition(|c| ends_sentence(*c)).map(|at| span.start + at + 1);
    let end = end.map(|end| skip_closing(text, end, span.end));
    match end {
        Some(end) if is_heading_like(text, &text.trim(end..span.end)) => {
            into.push(piece(label, text.trim(span.start..end)));
            into.push(Piece { is_heading: true, ..piece(None, text.trim(end..span.end)) });
        }
        None if label.is_none() && is_heading_like(text, &span) => {
            into.push(Piece { is_heading: true, ..piece(None, span) });
        }
        _ => into.push(piece(label, span)),
    }
}

/// The markers of a line that start a piece.
fn markers(text: &Text, line: &Span) -> Vec<(usize, Marker)> {
    let chars = text.folded(line);
    let mut found: Vec<(usize, Marker, Edge)> = Vec::new();
    if let Some(marker) = marker::at_line(chars) {
        found.push((line.start, marker, Edge::Line));
    }
    let first = found.first().map_or(0, |(_, marker, _)| marker.len).max(1);
    for offset in first..chars.len() {
        let Some(edge) = edge(chars, offset) else { continue };
        if let Some(marker) = chars.get(offset..).and_then(marker::inline) {
            found.push((line.start + offset, marker, edge));
        }
    }
    in_sequence(text, line, found)
}

/// What stands before the character at `offset`; `None` where no marker can start.
fn edge(chars: &[char], offset: usize) -> Option<Edge> {
    let before = chars.get(..offset)?;
    if chars.get(offset)?.is_whitespace() {
        return None;
    }
    let direct = before.last()?;
    let last = before.iter().rev().find(|c| !c.is_whitespace())?;
    let is_quoted_end = matches!(last, '”' | '"' | '」' | ')')
        && before.iter().rev().nth(1).is_some_and(|c| ends_sentence(*c));
    if ends_sentence(*last) || *last == ':' || is_quoted_end {
        Some(Edge::Sentence)
    } else if matches!(last, ',' | '、' | '(' | '第' | '《' | '“') {
        None
    } else if direct.is_whitespace() {
        Some(if *last == '.' { Edge::Sentence } else { Edge::Space })
    } else if *last > '\u{2e7f}' || matches!(last, ')' | ']') {
        Some(Edge::Word)
    } else {
        None
    }
}

/// Keeps the markers whose numbers go on or start anew.
fn in_sequence(text: &Text, line: &Span, found: Vec<(usize, Marker, Edge)>) -> Vec<(usize, Marker)> {
    let mut latest: BTreeMap<(Style, u32), usize> = BTreeMap::new();
    for (at, marker, _) in &found {
        if let Some(number) = marker.number {
            latest.insert((marker.style, number), *at);
        }
    }
    let mut last: BTreeMap<Style, u32> = BTreeMap::new();
    let mut kept: Vec<(usize, Marker)> = Vec::new();
    for (at, marker, edge) in found {
        let start = kept.last().map_or(line.start, |(at, marker)| at + marker.len);
        if at < start {
            continue;
        }
        let Some(number) = marker.number else {
            if edge >= Edge::Sentence {
                kept.push((at, marker));
            }
            continue;
        };
        let follower = latest.get(&(marker.style, number + 1)).is_some_and(|&later| later > at);
        let place = Place {
            edge,
            opens: number == 1,
            goes_on: last.get(&marker.style).is_some_and(|&last| last + 1 == number),
            has_follower: follower,
            is_third: number >= 3,
            is_first_of_style: !last.contains_key(&marker.style),
            in_division: kept.last().is_some_and(|(_, marker)| marker.style.is_division()),
            before: tail(text, start..at),
        };
        if place.believes(text, marker.style) {
            last.insert(marker.style, number);
            kept.push((at, marker));
        }
    }
    kept
}

/// What stands between the last end of a sentence and the end of `span`; of more than a heading
/// only so much that it is seen to be none.
fn tail(text: &Text, span: Span) -> Span {
    let span = span.start.max(span.end.saturating_sub(2 * HEADING))..span.end;
    let end = text.folded(&span).iter().rposition(|c| ends_sentence(*c));
    text.trim(end.map_or(span.start, |at| span.start + at + 1)..span.end)
}

/// A marker in its place.
struct Place {
    edge: Edge,
    opens: bool,
    goes_on: bool,
    has_follower: bool,
    is_third: bool,
    is_first_of_style: bool,
    /// Whether the piece before is a chapter or the like.
    in_division: bool,
    /// The unfinished sentence before it.
    before: Span,
}

impl Place {
    fn believes(&self, text: &Text, style: Style) -> bool {
        match self.edge {
            Edge::Line => true,
            Edge::Sentence => self.goes_on || self.opens || (self.is_first_of_style && self.has_follower),
            Edge::Space => {
                self.goes_on
                    || (self.opens && (self.has_follower || style == Style::Article || style.is_division()))
            }
            Edge::Word => self.believes_in_word(text, style),
        }
    }

    fn believes_in_word(&self, text: &Text, style: Style) -> bool {
        let heading = is_heading_like(text, &self.before);
        let named = heading && ends_like_heading(text, &self.before);
        match style {
            Style::Article => {
                heading && ((self.opens && named) || (self.in_division && (self.opens || self.goes_on)))
            }
            Style::Han => self.opens && self.has_follower && named,
            style if style.is_division() => (self.opens || self.goes_on) && named,
            _ => {
                (self.opens && self.has_follower && heading)
                    || (self.goes_on && (self.has_follower || self.is_third))
            }
        }
    }
}

/// Whether `span` could be a heading: short, and without an inner end of a clause.
pub(super) fn is_heading_like(text: &Text, span: &Span) -> bool {
    let chars = text.folded(span);
    (3..=HEADING).contains(&text.width(span)) && !chars.iter().any(|c| ends_clause(*c))
}

/// Whether `span` ends with a word that headings end with.
pub(super) fn ends_like_heading(text: &Text, span: &Span) -> bool {
    let words = text.fold(span);
    lexicon::HEADING_ENDS.iter().any(|end| words.ends_with(end))
        && !words.starts_with(|c| lexicon::NO_HEADING_STARTS.contains(c))
}

/// Joins lines that were broken in the middle of a sentence, and numbers with the words that
/// stand on the next line.
fn join_wrapped(text: &Text, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut last_line = 0;
    for piece in pieces {
        let width = text.width(&piece.span);
        let joins = piece.starts_line && !piece.after_gap && piece.label.is_none() && !piece.is_heading;
        let target = joined.last_mut().filter(|last| {
            let is_open = !closes(text, &last.span) && text.at(last.span.end.wrapping_sub(1)) != Some(':');
            let is_wrapped = last_line >= WRAPPED && (closes(text, &piece.span) || width >= WRAPPED);
            joins && !last.is_heading && (last.span.is_empty() || (is_open && is_wrapped))
        });
        last_line = width;
        match target {
            Some(last) if last.span.is_empty() => last.span = piece.span,
            Some(last) => last.span.end = piece.span.end,
            None => joined.push(piece),
        }
    }
    joined
}

/// Whether `span` ends as a sentence does.
pub(super) fn closes(text: &Text, span: &Span) -> bool {
    let end = text.folded(span).iter().rev().find(|c| !matches!(c, '”' | '’' | '"' | '」' | '』' | ')'));
    end.is_some_and(|c| ends_sentence(*c) || *c == '.')
}
