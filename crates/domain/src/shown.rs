//! What of a text shows. A text of which nothing does is empty, whatever it is made of.

/// Whether nothing of the text shows: only white space and characters without a picture.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_hidden(c))
}

/// Whether a character has no picture of its own: those that Unicode lets a font leave out
/// (`Default_Ignorable_Code_Point`), and the blank Braille cell. Within a text they have their use: they
/// join the parts of an emoji and choose its style.
pub fn is_hidden(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f
        | 0x202a..=0x202e | 0x2060..=0x206f | 0x2800 | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0
        | 0xfff0..=0xfff8 | 0x1_bca0..=0x1_bca3 | 0x1_d173..=0x1_d17a | 0xe_0000..=0xe_0fff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_which_nothing_shows_is_blank() {
        for text in [
            "",
            " \n\t　",
            "\u{200b}",
            "\u{2060}\u{feff} \u{ad}",
            "\u{180e}",
            "\u{3164}",
            "\u{200d}\u{fe0f}",
            "\0",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn what_joins_an_emoji_hides_nothing() {
        for text in ["李", "👨\u{200d}👩\u{200d}👧", "☎\u{fe0f}", "\u{200b}a", "。"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
