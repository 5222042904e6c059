//! Terms in a text, however they are written.

use super::fold::{Folded, Gap, fold, folded_text};
use crate::kinds::open_enum;

const ADVERTISING: &str = include_str!("../../data/terms/advertising.txt");
const INSULTS: &str = include_str!("../../data/terms/insults.txt");

open_enum! {
    /// A list of terms that comes with the product. `data/terms/README.md` says where from.
    TermList {
        /// Advertising and the trades that live of it.
        Advertising = "advertising",
        /// Insults.
        Insults = "insults",
    }
}

impl TermList {
    /// Its terms; none of a list of a later version.
    pub fn terms(&self) -> impl Iterator<Item = &'static str> {
        let text = match self {
            Self::Advertising => ADVERTISING,
            Self::Insults => INSULTS,
            Self::Other(_) => "",
        };
        text.lines().filter(|line| !line.is_empty())
    }
}

/// A text that is looked through for terms.
pub struct Haystack<'a> {
    text: &'a str,
    folded: Vec<Folded>,
    /// The folded letters alone: most terms are not even there.
    letters: String,
}

impl<'a> Haystack<'a> {
    /// Folds the text.
    pub fn new(text: &'a str) -> Self {
        let folded = fold(text);
        Self { text, letters: folded.iter().map(|folded| folded.letter).collect(), folded }
    }

    /// The first of `terms` that the text holds, as it stands there.
    pub fn find<'t>(&self, terms: impl IntoIterator<Item = &'t str>) -> Option<&'a str> {
        terms.into_iter().find_map(|term| self.place_of(&folded_text(term)))
    }

    /// The first term of a list that comes with the product, as it stands in the text. Those are
    /// folded already.
    pub fn find_listed(&self, lists: &[TermList]) -> Option<&'a str> {
        lists.iter().flat_map(TermList::terms).find_map(|term| self.place_of(term))
    }

    fn place_of(&self, term: &str) -> Option<&'a str> {
        if term.is_empty() || !self.letters.contains(term) {
            return None;
        }
        let term: Vec<char> = term.chars().collect();
        self.folded.windows(term.len()).enumerate().find_map(|(from, window)| {
            let is_it = window.iter().zip(&term).all(|(folded, letter)| folded.letter == *letter)
                && is_one_piece(window)
                && self.stands_alone(from, window);
            if is_it { self.written(window) } else { None }
        })
    }

    /// A term of Latin letters or digits is no part of a longer word: `SM` is not in `prism`.
    fn stands_alone(&self, from: usize, window: &[Folded]) -> bool {
        let before = from.checked_sub(1).and_then(|at| self.folded.get(at));
        let after = self.folded.get(from.saturating_add(window.len()));
        let joins = |left: Option<&Folded>, right: Option<&Folded>| match (left, right) {
            (Some(left), Some(right)) => {
                right.gap == Gap::None
                    && left.letter.is_ascii_alphanumeric()
                    && right.letter.is_ascii_alphanumeric()
            }
            _ => false,
        };
        !joins(before, window.first()) && !joins(window.last(), after)
    }

    fn written(&self, window: &[Folded]) -> Option<&'a str> {
        let (first, last) = (window.first()?, window.last()?);
        let end = self.text.get(last.at..)?.chars().next()?.len_utf8().saturating_add(last.at);
        self.text.get(first.at..end)
    }
}

/// Whether what matches is meant as one term. Signs may stand anywhere in it. A mark at which a
/// clause ends usually ends it; only where every letter of three or more is set apart was it put
/// there to hide the term.
fn is_one_piece(window: &[Folded]) -> bool {
    let gaps = || window.iter().skip(1).map(|folded| folded.gap);
    match gaps().max() {
        Some(Gap::Wide) => false,
        Some(Gap::Clause) => window.len() > 2 && gaps().all(|gap| gap != Gap::None),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(text: &'a str, term: &str) -> Option<&'a str> {
        Haystack::new(text).find([term])
    }

    #[test]
    fn what_is_found_is_told_as_it_was_written() {
        assert_eq!(found("专业 代—開 發票，加我", "代开发票"), Some("代—開 發票"));
        assert_eq!(found("加 ＱＱ 详谈", "qq"), Some("ＱＱ"));
    }

    #[test]
    fn a_clause_is_no_hiding_place_and_no_trap() {
        assert_eq!(found("代，开，发，票", "代开发票"), Some("代，开，发，票"));
        assert_eq!(found("先上网。络绎不绝", "网络"), None);
        assert_eq!(found("由他代，开发票的事下周再说", "代开发票"), None);
    }

    #[test]
    fn latin_terms_are_whole_words() {
        assert_eq!(found("prism", "SM"), None);
        assert_eq!(found("用SM说", "sm"), Some("SM"));
        assert_eq!(found("S M", "sm"), Some("S M"));
        assert_eq!(found("is my", "sm"), None);
    }

    #[test]
    fn the_lists_are_folded_already() {
        for term in TermList::KNOWN.iter().flat_map(TermList::terms) {
            assert_eq!(folded_text(term), term);
        }
    }

    #[test]
    fn the_lists_hold_no_term_twice_and_no_term_within_another() {
        for list in TermList::KNOWN {
            let terms: Vec<_> = list.terms().collect();
            for (at, term) in terms.iter().enumerate() {
                let others = terms.iter().enumerate().filter(|(other, _)| *other != at);
                for (_, other) in others {
                    assert_eq!(found(term, other), None, "{term} holds {other}");
                }
            }
        }
    }

    #[test]
    fn a_term_without_a_letter_is_never_found() {
        assert_eq!(found("。。。", "。"), None);
        assert_eq!(found("", "a"), None);
    }
}
