//! Grams: the short pieces of folded texts by which an index tells what a text can't hold. A text that
//! has a word has all grams of the word; the reverse is for [`Needle::find`] to say.
//!
//! A word of one letter is its own gram; of longer ones every two letters are one, and every three
//! where they are Latin letters or digits, of which two stand next to each other in most texts.

use super::Needle;
use crate::guard::fold::{Folded, Gap, fold};

/// Tells pieces of different lengths apart, and both from names.
const NAME: u32 = 4;

/// The grams of `text`, as often as they stand in it.
pub fn each_gram(text: &str, mut take: impl FnMut(u32)) {
    let folded = fold(text);
    for (at, first) in folded.iter().enumerate() {
        take(gram(&[first.letter]));
        let Some(second) = folded.get(at.saturating_add(1)).filter(|letter| is_near(letter)) else {
            continue;
        };
        take(gram(&[first.letter, second.letter]));
        let third = folded.get(at.saturating_add(2)).filter(|letter| is_near(letter));
        let three = third.map(|third| [first.letter, second.letter, third.letter]);
        if let Some(three) = three.filter(|three| is_plain(three)) {
            take(gram(&three));
        }
    }
}

/// A mark of a whole name, which no piece of a text has.
pub fn name_gram(name: &str) -> u32 {
    mixed(NAME, name.bytes().map(u32::from))
}

impl Needle {
    /// The grams that a text must have to hold all of the words.
    pub fn grams(&self) -> Vec<u32> {
        let mut grams = Vec::new();
        for word in &self.0 {
            if let [letter] = word.as_slice() {
                grams.push(gram(&[*letter]));
            }
            grams.extend(word.windows(2).map(gram));
            grams.extend(word.windows(3).filter(|three| is_plain(three)).map(gram));
        }
        grams.sort_unstable();
        grams.dedup();
        grams
    }
}

/// As [`Needle::find`] reads on: within a clause, whatever signs stand between.
fn is_near(letter: &Folded) -> bool {
    matches!(letter.gap, Gap::None | Gap::Sign)
}

fn is_plain(letters: &[char]) -> bool {
    letters.iter().all(char::is_ascii_alphanumeric)
}

fn gram(letters: &[char]) -> u32 {
    let length = u32::try_from(letters.len()).unwrap_or_default();
    mixed(length, letters.iter().map(|letter| u32::from(*letter)))
}

/// FNV-1a over whole values, with its bits spread at the end. What is kept on devices rests on it.
fn mixed(seed: u32, values: impl Iterator<Item = u32>) -> u32 {
    let step = |sum: u32, value: u32| (sum ^ value).wrapping_mul(0x0100_0193);
    let sum = values.fold(step(0x811c_9dc5, seed), step);
    let sum = (sum ^ (sum >> 16)).wrapping_mul(0x7feb_352d);
    let sum = (sum ^ (sum >> 15)).wrapping_mul(0x846c_a68b);
    sum ^ (sum >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn of(text: &str) -> BTreeSet<u32> {
        let mut grams = BTreeSet::new();
        each_gram(text, |gram| _ = grams.insert(gram));
        grams
    }

    fn may_hold(text: &str, query: &str) -> bool {
        let grams = of(text);
        Needle::new(query).grams().iter().all(|gram| grams.contains(gram))
    }

    #[test]
    fn grams_tell_what_a_text_can_not_hold() {
        let said = "請於週五前交作業，型號ＤＸ－３ 的見第4頁。";
        for query in ["作业", "交作業", "dx3", "dx－３ 第4页", "业", "3"] {
            assert!(may_hold(said, query), "{query}");
        }
        for query in ["作文", "业型", "dx4", "xd3", "报"] {
            assert!(!may_hold(said, query), "{query}");
        }
        assert!(!may_hold("theme, other, hem", "them hers"));
        assert!(!of("林").contains(&name_gram("林")));
    }

    proptest! {
        #[test]
        fn whatever_holds_the_words_has_their_grams(
            text in "[作業业交报 a-cＡ-Ｃ3－，。\u{200b}]{0,40}",
            query in "[作業业交报 a-c3－]{1,6}",
        ) {
            let needle = Needle::new(&query);
            let holds = needle.find(&text).is_some();
            prop_assert!(!holds || may_hold(&text, &query));
        }

        #[test]
        fn a_piece_of_any_text_has_its_grams_there(text in "\\PC{0,40}", from in 0..40_usize, length in 1..8_usize) {
            let piece: String = text.chars().skip(from).take(length).collect();
            let holds = Needle::new(&piece).find(&text).is_some();
            prop_assert!(!holds || may_hold(&text, &piece));
        }
    }
}
