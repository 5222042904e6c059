//! Folding: a text as it is compared, whatever its writing. Traditional characters become
//! simplified, full-width ones half-width, capitals small; what is neither letter nor digit falls
//! away, but is remembered as a gap.

/// Traditional characters in the order of their code points, and their simplified forms in the
/// same places. `data/variants/README.md` says where they are from.
const TRADITIONAL: &str = include_str!("../../data/variants/traditional.txt");
const SIMPLIFIED: &str = include_str!("../../data/variants/simplified.txt");

/// What stood between a character and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// Up to three spaces or signs, as somebody writes who wants to be read all the same.
    Sign,
    /// As much, with a mark among it at which a clause ends.
    Clause,
    /// More than that.
    Wide,
}

/// A character of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The character.
    pub letter: char,
    /// What stood before it.
    pub gap: Gap,
    /// Where it stands in the text as it was written, in bytes.
    pub at: usize,
}

/// The longest gap across which a term is still read as one, in characters.
const WIDEST: usize = 3;

/// The folded text, letter by letter.
pub fn fold(text: &str) -> Vec<Folded> {
    let mut folded = Vec::with_capacity(text.len() / 2);
    let (mut skipped, mut gap) = (0_usize, Gap::None);
    for (at, c) in text.char_indices() {
        let c = narrowed(c);
        if !is_letter(c) {
            // What has no width is there to deceive: it does not count as distance.
            skipped = skipped.saturating_add(usize::from(!is_invisible(c)));
            let this = if is_clause_end(c) { Gap::Clause } else { Gap::Sign };
            gap = if skipped > WIDEST { Gap::Wide } else { gap.max(this) };
            continue;
        }
        folded.push(Folded { letter: simplified(c.to_ascii_lowercase()), gap, at });
        (skipped, gap) = (0, Gap::None);
    }
    folded
}

/// The folded text as one word, for comparing whole texts.
pub fn folded_text(text: &str) -> String {
    fold(text).into_iter().map(|folded| folded.letter).collect()
}

/// The simplified form of a traditional character; any other as it is.
fn simplified(c: char) -> char {
    let mut bytes = [0; 4];
    let encoded = c.encode_utf8(&mut bytes).as_bytes();
    // Every character of the tables takes three bytes, whose order is that of the code points.
    let Ok(place) =
        TRADITIONAL.as_bytes().as_chunks::<3>().0.binary_search_by(|known| known[..].cmp(encoded))
    else {
        return c;
    };
    let from = place.saturating_mul(3);
    let found = SIMPLIFIED.get(from..from.saturating_add(3)).and_then(|found| found.chars().next());
    found.unwrap_or(c)
}

/// Full-width signs, circled and mathematical letters as what they stand for.
fn narrowed(c: char) -> char {
    let code = u32::from(c);
    let plain = match code {
        0x3000 => 0x20,
        0xff01..=0xff5e => code.saturating_sub(0xfee0),
        0x2460..=0x2468 => code.saturating_sub(0x2460 - 0x31),
        0x24b6..=0x24cf => code.saturating_sub(0x24b6 - 0x61),
        0x24d0..=0x24e9 => code.saturating_sub(0x24d0 - 0x61),
        // Capitals and small letters alternate, 26 each.
        0x1d400..=0x1d6a3 => code.saturating_sub(0x1d400) % 26 + 0x61,
        0x1d7ce..=0x1d7ff => code.saturating_sub(0x1d7ce) % 10 + 0x30,
        _ => return c,
    };
    char::from_u32(plain).unwrap_or(c)
}

/// Whether a character counts when texts are compared. Written out by blocks: the tables that
/// know every alphabet would be larger than all of this.
fn is_letter(c: char) -> bool {
    match u32::from(c) {
        0..=0x7f => c.is_ascii_alphanumeric(),
        0x80..=0xbf
        | 0x300..=0x36f
        | 0x2000..=0x2e7f
        | 0x3000..=0x3004
        | 0x3008..=0x3020
        | 0x3030..=0x303f
        | 0x30fb
        | 0xe000..=0xf8ff
        | 0xfe00..=0xfe6f
        | 0xfeff
        | 0xff00..=0xff65
        | 0xffe0..=0xffff
        | 0x1f000..=0x1faff
        | 0xe0000..=0x10ffff => false,
        _ => true,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xad | 0x300..=0x36f | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff)
}

fn is_clause_end(c: char) -> bool {
    matches!(c, '。' | ',' | '.' | '、' | ';' | ':' | '!' | '?' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_phrase_in_many_hands_is_one_phrase() {
        for text in
            ["代开发票", "代開發票", "代 开 发 票", "代*開*發*票", "代\u{200b}开发票", "【代開】《發票》"]
        {
            assert_eq!(folded_text(text), "代开发票", "{text}");
        }
        assert_eq!(folded_text("ＱＱ：１２３ 加Ⓥ，𝐕𝐗"), "qq123加vvx");
    }

    #[test]
    fn gaps_tell_a_sign_from_the_end_of_a_clause_and_from_distance() {
        let gaps = |text| fold(text).into_iter().map(|folded| folded.gap).collect::<Vec<_>>();
        assert_eq!(gaps("代.开-发票"), [Gap::None, Gap::Clause, Gap::Sign, Gap::None]);
        assert_eq!(gaps("代 …… 开"), [Gap::None, Gap::Wide]);
    }

    #[test]
    fn the_two_tables_fit_and_no_form_is_simplified_twice() {
        let traditional: Vec<char> = TRADITIONAL.chars().collect();
        let simple: Vec<char> = SIMPLIFIED.chars().collect();
        assert_eq!(traditional.len(), simple.len());
        assert!(traditional.is_sorted() && traditional.iter().chain(&simple).all(|c| c.len_utf8() == 3));
        for (from, to) in traditional.iter().zip(&simple) {
            assert_eq!(simplified(*from), *to);
            assert_eq!(simplified(*to), *to, "{to}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = folded_text(&text);
            prop_assert_eq!(folded_text(&once), once);
        }

        #[test]
        fn folding_points_back_into_the_text(text in "[代開 發票a-zＡ-Ｚ，。𝐀-𝐙\u{200b}]{0,40}") {
            let folded = fold(&text);
            prop_assert!(folded.is_sorted_by_key(|folded| folded.at));
            for one in folded {
                prop_assert!(text.get(one.at..).is_some_and(|rest| !rest.is_empty()));
            }
        }
    }
}
