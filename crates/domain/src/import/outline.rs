//! Which pieces are headings, which lead to others, and which are rules.

use super::clutter::is_nothing;
use super::cut::{HEADING, Piece, closes, ends_like_heading, is_heading_like};
use super::force::has_force;
use super::lexicon::{SUMMARY_STARTS, ends_clause, ends_sentence};
use super::marker::Style;
use super::text::{Span, Text};
use super::title::split_fused;
use super::wording::{self, Hint};
use super::{Chapter, DraftRule, DropReason, Dropped, Flag, Flaw, Import};
use crate::kinds::Binds;
use crate::limits::RULE_TEXT;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Heading,
    LeadIn,
    Rule,
    Dropped(DropReason),
}

pub(super) fn build(text: &Text, pieces: &[Piece], verdicts: &[Option<DropReason>]) -> Import {
    let roles = roles(text, pieces, verdicts);
    let mut builder = Builder { text, import: Import::default(), frames: Vec::new() };
    for (at, (piece, role)) in pieces.iter().zip(&roles).enumerate() {
        match role {
            Role::Dropped(why) => builder.drop(piece, *why),
            Role::Heading => builder.heading(piece),
            Role::LeadIn => {
                let next = pieces
                    .iter()
                    .zip(&roles)
                    .skip(at + 1)
                    .find(|(_, role)| !matches!(role, Role::Dropped(_)));
                let is_heading = next.is_some_and(|(_, role)| *role == Role::Heading);
                let next = next.map_or(Style::Prose, |(piece, _)| rank(piece, is_heading));
                builder.lead_in(piece, next);
            }
            Role::Rule => builder.rule(piece),
        }
    }
    builder.import
}

fn rank(piece: &Piece, is_heading: bool) -> Style {
    if is_heading && piece.label.is_none() { Style::Bare } else { piece.style() }
}

fn roles(text: &Text, pieces: &[Piece], verdicts: &[Option<DropReason>]) -> Vec<Role> {
    let mut roles = Vec::with_capacity(pieces.len());
    let mut next: Option<&Piece> = None;
    let lists = in_lists(text, pieces);
    // Backwards, so that what follows is known.
    for ((piece, verdict), in_list) in pieces.iter().zip(verdicts).zip(lists).rev() {
        let role = match verdict {
            Some(why) => Role::Dropped(*why),
            None => {
                let role = role(&Look { text, piece, next, in_list });
                next = Some(piece);
                role
            }
        };
        roles.push(role);
    }
    drop_empty_headings(&mut roles);
    roles.reverse();
    roles
}

/// A heading after the last rule has nothing under it. `roles` stand backwards.
fn drop_empty_headings(roles: &mut [Role]) {
    for role in roles.iter_mut().take_while(|role| **role != Role::Rule) {
        if matches!(role, Role::Heading | Role::LeadIn) {
            *role = Role::Dropped(DropReason::EmptyHeading);
        }
    }
}

/// A piece and what follows it.
struct Look<'a> {
    text: &'a Text,
    piece: &'a Piece,
    next: Option<&'a Piece>,
    /// Whether it is a line of a list that has neither numbering nor punctuation.
    in_list: bool,
}

/// Which pieces are lines of lists without numbering and punctuation: three or more short lines
/// in a row. The first may be their heading. Before a chapter such lines are a title page.
fn in_lists(text: &Text, pieces: &[Piece]) -> Vec<bool> {
    let mut lists = vec![false; pieces.len()];
    let is_line = |piece: &Piece| {
        piece.label.is_none()
            && !piece.is_heading
            && text.width(&piece.span) <= HEADING
            && !closes(text, &piece.span)
    };
    let mut start = 0;
    while let Some(first) = pieces.get(start) {
        let rest = pieces.iter().skip(start + 1);
        let more = rest.take_while(|piece| is_line(piece) && !piece.after_gap).count();
        let end = start + 1 + more;
        let before_chapter =
            pieces.get(end).is_some_and(|next| next.label.is_some() && next.style() <= Style::Han);
        if is_line(first) && more >= 2 && !before_chapter {
            let is_named = ends_like_heading(text, &first.span) && is_bare_line(text, first);
            let lines = lists.get_mut(start + usize::from(is_named)..end);
            lines.into_iter().flatten().for_each(|in_list| *in_list = true);
        }
        start = end;
    }
    lists
}

fn role(look: &Look<'_>) -> Role {
    let Look { text, piece, next, .. } = *look;
    if is_nothing(text, &piece.span) {
        return Role::Dropped(DropReason::NoWords);
    }
    if piece.is_heading {
        return Role::Heading;
    }
    let words = text.fold(&piece.span);
    let is_short = text.width(&piece.span) <= HEADING;
    let ends_with_colon = words.ends_with(':');
    let inner = words.trim_end_matches(':');
    let has_inner_end = inner.chars().any(ends_sentence) || closes(text, &piece.span);
    let style = piece.style();
    if style.is_division() {
        return if !has_inner_end && piece.span.len() <= 40 { Role::Heading } else { Role::Rule };
    }
    if piece.label.is_none() {
        return unnumbered(look, &words);
    }
    let Some(next) = next.filter(|next| is_under(piece, next)) else { return Role::Rule };
    let is_plain = !inner.chars().any(|c| ends_clause(c) && !(c == ',' && style <= Style::HanParen));
    let is_name = ends_with_colon || !has_force(&words) || ends_like_heading(text, &piece.span);
    if is_short && is_plain && !has_inner_end && is_name {
        Role::Heading
    } else if ends_with_colon && next.label.is_some() {
        Role::LeadIn
    } else {
        Role::Rule
    }
}

/// Whether `next` belongs under the numbered `piece`.
fn is_under(piece: &Piece, next: &Piece) -> bool {
    match next.label {
        Some(_) => next.style() > piece.style(),
        // Running text after an empty line more likely goes on behind the list than within it.
        None => {
            let style = piece.style();
            !next.is_heading && (style <= Style::HanParen || (style < Style::Closed && !next.after_gap))
        }
    }
}

fn unnumbered(look: &Look<'_>, words: &str) -> Role {
    let Look { text, piece, next, in_list } = *look;
    let lower = words.to_lowercase();
    if SUMMARY_STARTS.iter().any(|start| lower.starts_with(start)) && !words.ends_with(':') {
        return Role::Dropped(DropReason::Summary);
    }
    let inner = words.trim_end_matches(':');
    let is_plain = text.width(&piece.span) <= HEADING && !inner.chars().any(ends_clause);
    if words.ends_with(':') {
        let is_heading = is_plain && text.width(&piece.span) <= 32 && !has_force(words);
        return match next {
            Some(_) if is_heading => Role::Heading,
            Some(_) => Role::LeadIn,
            None => Role::Rule,
        };
    }
    let is_title = !closes(text, &piece.span)
        && text.width(&piece.span) <= HEADING
        && next.is_some_and(|next| next.label.is_some() && next.style() <= Style::Han);
    if is_title && !has_force(words) {
        return Role::Heading;
    }
    if is_bare_line(text, piece) && !in_list { Role::Heading } else { Role::Rule }
}

/// A short line without numbering, punctuation or force.
fn is_bare_line(text: &Text, piece: &Piece) -> bool {
    let words = text.fold(&piece.span);
    let commands = words.starts_with(['不', '勿', '禁', '请', '别', '莫']);
    piece.label.is_none()
        && is_heading_like(text, &piece.span)
        && !closes(text, &piece.span)
        && !commands
        && !has_force(&words)
}

/// A heading or a lead-in that is in force.
struct Frame {
    rank: Style,
    /// The heading; `None` for a lead-in, which has no name but says how its items are meant.
    title: Option<String>,
    hint: Hint,
}

struct Builder<'a> {
    text: &'a Text,
    import: Import,
    frames: Vec<Frame>,
}

impl Builder<'_> {
    fn drop(&mut self, piece: &Piece, why: DropReason) {
        self.import.dropped.push(Dropped { text: self.text.show(&piece.whole()), why });
    }

    /// Closes what a piece of `rank` does not stand under. A lead-in has the rank of its items.
    fn close(&mut self, rank: Style) {
        while self.frames.pop_if(|top| top.rank > rank || (top.rank == rank && top.title.is_some())).is_some()
        {
        }
    }

    fn heading(&mut self, piece: &Piece) {
        if piece.label.is_some() {
            return self.open(piece, piece.span.clone(), piece.style());
        }
        let parts = split_fused(self.text, &piece.span);
        let has_major = self.frames.iter().any(|frame| frame.rank == Style::Bare && frame.title.is_some());
        let count = parts.len();
        for (index, part) in parts.into_iter().enumerate() {
            let is_minor = if count > 1 { index + 1 == count } else { piece.is_heading && has_major };
            self.open(piece, part, if is_minor { Style::BareMinor } else { Style::Bare });
        }
    }

    fn open(&mut self, piece: &Piece, span: Span, rank: Style) {
        self.close(rank);
        let title = self.text.show(&span);
        let label = piece.label.as_ref().map(|label| self.text.show(&label.span)).unwrap_or_default();
        let above = self.frames.iter().filter(|frame| frame.title.is_some()).count();
        let level = u32::try_from(above).unwrap_or(u32::MAX).saturating_add(1);
        let hint = wording::hint(&self.text.fold(&span), true);
        let name = title.trim_end_matches([':', '：']).trim_end().to_owned();
        let name = if name.is_empty() { label.trim_end().to_owned() } else { name };
        self.import.chapters.push(Chapter { title, label, level });
        self.frames.push(Frame { rank, title: Some(name), hint });
    }

    fn lead_in(&mut self, piece: &Piece, next: Style) {
        self.drop(piece, DropReason::LeadIn);
        if piece.label.is_some() {
            self.close(piece.style());
        }
        self.frames.retain(|frame| frame.title.is_some() || frame.rank < next);
        let hint = wording::hint(&self.text.fold(&piece.span), false);
        self.frames.push(Frame { rank: next, title: None, hint });
    }

    fn rule(&mut self, piece: &Piece) {
        self.close(piece.style());
        let words = self.text.fold(&piece.span);
        let hint = self.hint();
        let (kind, binds) = (wording::kind(&words, &hint), wording::binds(&words, &hint));
        let chapter = self.frames.iter().rev().find_map(|frame| frame.title.clone());
        let mut label = piece.label.as_ref().map(|label| self.text.show(&label.span)).unwrap_or_default();
        let parts = portions(&self.text.show(&piece.span));
        let count = parts.len();
        for (index, text) in parts.into_iter().enumerate() {
            let no = u32::try_from(self.import.rules.len()).unwrap_or(u32::MAX).saturating_add(1);
            if index + 1 < count {
                self.import.flagged.push(Flag { rule: no, why: Flaw::Cut });
            }
            let (kind, binds, chapter) = (kind.clone(), binds.clone(), chapter.clone());
            let label = std::mem::take(&mut label);
            let divider = String::new();
            self.import.rules.push(DraftRule { no, kind, binds, text, chapter, label, divider });
        }
    }

    /// What is said above: the innermost word on each question counts. That a chapter tells a
    /// procedure says nothing of the sections below it.
    fn hint(&self) -> Hint {
        let frames = || self.frames.iter().rev();
        let binds = frames().enumerate().find_map(|(depth, frame)| {
            frame.hint.binds.clone().filter(|binds| depth == 0 || *binds != Binds::Procedure)
        });
        Hint { kind: frames().find_map(|frame| frame.hint.kind.clone()), binds }
    }
}

/// A text in portions that each fit a rule, cut at the last end of a sentence where there is one.
fn portions(text: &str) -> Vec<String> {
    let mut rest: Vec<char> = text.chars().collect();
    let mut portions = Vec::new();
    while rest.len() > RULE_TEXT.max {
        let head = rest.get(..RULE_TEXT.max).unwrap_or_default();
        let end = head.iter().rposition(|c| matches!(c, '。' | '！' | '？' | '；' | ';' | '.'));
        let tail = rest.split_off(end.filter(|end| *end > 0).map_or(RULE_TEXT.max, |end| end + 1));
        portions.push(rest.into_iter().collect());
        rest = tail;
    }
    portions.push(rest.into_iter().collect());
    portions
}
