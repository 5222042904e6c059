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

/// Whether a character turns the reading direction of what stands behind it, also beyond the text that it
/// stands in: a name could read as another, and a line of ours backwards.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text that is longer than this is shown by its beginning until somebody asks for the rest: nobody
/// should have to pass a thousand lines of somebody else's to go on reading.
const LONG_LINES: usize = 24;
const LONG_CHARS: usize = 800;

/// How much of a long text shows at first.
const FIRST_LINES: usize = 14;
const FIRST_CHARS: usize = 400;

/// The beginning of a text that is too long to be shown whole at once; nothing where it is not.
pub fn beginning(text: &str) -> Option<&str> {
    let is_long = text.lines().nth(LONG_LINES).is_some() || text.chars().nth(LONG_CHARS).is_some();
    let by_lines = text.match_indices('\n').nth(FIRST_LINES.saturating_sub(1)).map(|(at, _)| at);
    let by_chars = text.char_indices().nth(FIRST_CHARS).map(|(at, _)| at);
    let end = [by_lines, by_chars].into_iter().flatten().min()?;
    is_long.then(|| text.get(..end)).flatten().map(str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_of_a_thousand_lines_begins_with_some() {
        let text = "a\n".repeat(1000);
        assert_eq!(beginning(&text).unwrap().lines().count(), FIRST_LINES);
    }

    #[test]
    fn a_long_line_begins_with_its_first_characters() {
        let text = "长".repeat(2000);
        assert_eq!(beginning(&text).unwrap().chars().count(), FIRST_CHARS);
    }

    #[test]
    fn what_is_a_little_long_is_shown_whole() {
        assert_eq!(beginning("早\n".repeat(LONG_LINES).trim_end()), None);
        assert_eq!(beginning(&"早".repeat(LONG_CHARS)), None);
        assert_eq!(beginning(""), None);
    }

    proptest! {
        #[test]
        fn a_beginning_is_one_and_never_the_whole(text in "[a长🚀\n ]{0,1200}") {
            if let Some(begun) = beginning(&text) {
                prop_assert!(text.starts_with(begun) && begun.len() < text.len());
                prop_assert!(begun.chars().count() <= FIRST_CHARS && begun.lines().count() <= FIRST_LINES);
            }
        }
    }

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
