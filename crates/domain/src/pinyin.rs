//! Names as they are typed in pinyin: `wxm`, `wangxm` and `xiaoming` all find 王小明.

/// A syllable and its characters on each line.
const SYLLABLES: &str = include_str!("../data/pinyin/syllables.txt");

/// A name with the readings of its characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelled(Vec<Vec<String>>);

/// Spells a name. A character that is no Han character, or a rare one, is read as itself.
pub fn spell(name: &str) -> Spelled {
    let read = |c: char| {
        let own = c.to_lowercase().collect::<String>();
        let mut readings = readings_of(c);
        if readings.is_empty() {
            readings.push(own);
        }
        readings
    };
    Spelled(name.chars().filter(|c| !c.is_whitespace()).map(read).collect())
}

fn readings_of(c: char) -> Vec<String> {
    if c.is_ascii() {
        return Vec::new();
    }
    let syllable = |line: &str| line.trim_end_matches(|c: char| !c.is_ascii()).to_owned();
    SYLLABLES.lines().filter(|line| line.contains(c)).map(syllable).collect()
}

impl Spelled {
    /// Whether `typed` is the beginning of the name or of its later part, each character by its whole
    /// reading, the beginning of that, or one letter.
    pub fn fits(&self, typed: &str) -> bool {
        let typed = typed.to_lowercase();
        (0..self.0.len()).any(|from| self.0.get(from..).is_some_and(|rest| begins(rest, &typed)))
    }
}

fn begins(rest: &[Vec<String>], typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((readings, rest)) = rest.split_first() else { return false };
    readings.iter().any(|reading| {
        let shared = reading.chars().zip(typed.chars()).take_while(|(a, b)| a == b);
        let mut lengths = shared.scan(0, |at, (c, _)| {
            *at += c.len_utf8();
            Some(*at)
        });
        lengths.any(|at| typed.get(at..).is_some_and(|typed| begins(rest, typed)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_syllables_its_initials_and_what_lies_between() {
        let name = spell("王小明");
        for typed in ["", "w", "wxm", "wang", "wangxm", "wangxiaoming", "wxiaom", "xiaoming", "xm", "Ming"] {
            assert!(name.fits(typed), "{typed}");
        }
        for typed in ["wm", "wangming", "li", "wxmx", "ang"] {
            assert!(!name.fits(typed), "{typed}");
        }
    }

    #[test]
    fn traditional_characters_and_surnames_are_read_as_in_names() {
        for (name, typed) in [
            ("陳麗華", "chenlihua"),
            ("单国强", "shangq"),
            ("曾雨婷", "zengyt"),
            ("吕梁", "lvl"),
            ("翟煜", "zhaiyu"),
        ] {
            assert!(spell(name).fits(typed), "{name} {typed}");
        }
    }

    #[test]
    fn other_names_are_read_as_they_are_written() {
        assert!(spell("Ann Lee").fits("annl"));
        assert!(spell("阿依古丽·A").fits("aygl"));
        assert!(!spell("Ann").fits("bob"));
    }
}
