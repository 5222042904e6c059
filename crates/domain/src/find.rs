//! Finding words in texts, however either is written: traditional or simplified, full-width or
//! half-width, capitals or small, with signs between the letters or without.

mod grams;

use crate::guard::fold::{Folded, Gap, fold};
use protocol::order_by_key;
use std::ops::Range;

pub use grams::{each_gram, name_gram};

/// The longest query, in characters; what stands behind is not looked for.
const LONGEST: usize = 80;

/// What is looked for: all of these words, anywhere in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle(Vec<Vec<char>>);

impl Needle {
    /// The words of `query`, which white space divides. What has no letter and no digit is no word.
    pub fn new(query: &str) -> Self {
        let query: String = query.chars().take(LONGEST).collect();
        let word = |word: &str| fold(word).into_iter().map(|folded| folded.letter).collect::<Vec<_>>();
        Self(query.split_whitespace().map(word).filter(|word| !word.is_empty()).collect())
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where the words stand in `text`, as ranges of bytes in order, which don't overlap; `None` where
    /// one of them does not.
    pub fn find(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let folded = fold(text);
        let mut ranges = Vec::new();
        for word in &self.0 {
            let before = ranges.len();
            ranges.extend(places(&folded, word).map(|place| bytes(text, &folded, place)));
            if ranges.len() == before {
                return None;
            }
        }
        order_by_key(&mut ranges, |range| (range.start, range.end));
        Some(joined(ranges))
    }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// Whether it is what was looked for.
    pub is_found: bool,
}

/// How many characters stand before the first place in an excerpt, and how many an excerpt has.
const BEFORE: usize = 20;
const EXCERPT: usize = 120;

/// The part of `text` around the first of `ranges`, which [`Needle::find`] gave.
pub fn excerpt(text: &str, ranges: &[Range<usize>]) -> Vec<Piece> {
    let first = ranges.first().map_or(0, |range| range.start);
    let before = text.get(..first).unwrap_or_default();
    let start = before.char_indices().rev().take(BEFORE).last().map_or(first, |(at, _)| at);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(EXCERPT).map_or(text.len(), |(at, _)| start.saturating_add(at));
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize, is_found: bool| {
        let text = text.get(from..to).unwrap_or_default();
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), is_found });
        }
    };
    let mut at = start;
    for range in ranges.iter().filter(|range| range.start < end) {
        push(at, range.start, false);
        push(range.start, range.end.min(end), true);
        at = range.end.min(end);
    }
    push(at, end, false);
    let dots = |pieces: &mut Vec<Piece>, place: usize| {
        pieces.insert(place, Piece { text: "…".to_owned(), is_found: false });
    };
    if end < text.len() {
        let last = pieces.len();
        dots(&mut pieces, last);
    }
    if start > 0 {
        dots(&mut pieces, 0);
    }
    pieces
}

/// Where `word` stands among the letters: within a clause, whatever signs stand between.
fn places<'a>(folded: &'a [Folded], word: &'a [char]) -> impl Iterator<Item = Range<usize>> + 'a {
    let stands = move |start: &usize| {
        let letters = folded.get(*start..start.saturating_add(word.len())).unwrap_or_default();
        let is_near = |letter: &Folded| matches!(letter.gap, Gap::None | Gap::Sign);
        letters.len() == word.len()
            && letters.iter().zip(word).all(|(letter, wanted)| letter.letter == *wanted)
            && letters.iter().skip(1).all(is_near)
    };
    (0..folded.len()).filter(stands).map(move |start| start..start.saturating_add(word.len()))
}

fn bytes(text: &str, folded: &[Folded], place: Range<usize>) -> Range<usize> {
    let start = folded.get(place.start).map_or(0, |letter| letter.at);
    let last = folded.get(place.end.saturating_sub(1)).map_or(start, |letter| letter.at);
    let width = text.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    start..last.saturating_add(width)
}

fn joined(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(query: &str, text: &str) -> Option<Vec<String>> {
        let ranges = Needle::new(query).find(text)?;
        Some(ranges.into_iter().map(|range| text[range].to_owned()).collect())
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        let said = "請於週五前交作業，型號ＤＸ－３ 的見第4頁。";
        for query in ["作业", "作業", "交作", "dx-3", "DX3", "dx－３", "第4页"] {
            assert!(found(query, said).is_some(), "{query}");
        }
        assert_eq!(found("作业 dx3", said), Some(vec!["作業".to_owned(), "ＤＸ－３".to_owned()]));
        assert_eq!(found("作业 报价", said), None);
        assert_eq!(found("作业型号", said), None, "not across the end of a clause");
        assert_eq!(found("aa", "aaaa"), Some(vec!["aaaa".to_owned()]));
        assert!(Needle::new(" — ！").is_empty());
    }

    #[test]
    fn an_excerpt_stands_around_the_first_place() {
        let text = format!("{}作业{}", "前".repeat(50), "后".repeat(300));
        let pieces = excerpt(&text, &Needle::new("作业").find(&text).unwrap());
        let texts: Vec<_> = pieces.iter().map(|piece| (piece.text.chars().count(), piece.is_found)).collect();
        assert_eq!(texts, [(1, false), (20, false), (2, true), (98, false), (1, false)]);
        assert_eq!(excerpt("早", &[]), [Piece { text: "早".to_owned(), is_found: false }]);
    }

    proptest! {
        #[test]
        fn what_is_found_lies_in_the_text_in_order(query in "\\PC{0,12}", text in "\\PC{0,60}") {
            let ranges = Needle::new(&query).find(&text).unwrap_or_default();
            let mut end = 0;
            for range in ranges {
                prop_assert!(range.start >= end && range.start < range.end && text.get(range.clone()).is_some());
                end = range.end;
            }
            let ranges = Needle::new(&query).find(&text).unwrap_or_default();
            let pieces = excerpt(&text, &ranges).into_iter().map(|piece| piece.text);
            let shown: String = pieces.filter(|piece| piece != "…").collect();
            prop_assert!(text.contains(&shown), "{} in {}", shown, text);
        }

        #[test]
        fn every_word_of_a_text_is_found_in_it(text in "[a-z一-龥]{1,6}( [a-z一-龥]{1,6}){0,5}", at in any::<prop::sample::Index>()) {
            let words: Vec<_> = text.split(' ').collect();
            prop_assert!(found(words[at.index(words.len())], &text).is_some());
        }
    }
}
