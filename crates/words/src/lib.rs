//! Every word that the app says, as the enum [`Word`], and one table of texts per language.
//!
//! The texts stand in `locales/<language>/<file>.json`; a key begins with the name of its
//! file and names the meaning, not the English text (`quiz.player.next` → `Word::QuizPlayerNext`). English is the source
//! of the keys; the build fails where another language has other keys, placeholders or plurals.
//!
//! The app carries the keys only. The tables are files of their own ([`TABLES`]), written to
//! `public/words/` by `cargo xtask prebuild`, fetched at start and switched at run time. A table
//! says for which set of keys it was made ([`KEY_SET`]), so that a table of another build is
//! never read by position.

#[cfg(test)]
mod catalog;
#[cfg(test)]
mod generate;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The table of each language: its tag and its JSON text.
pub const TABLES: [(&str, &str); 3] = [
    ("en", include_str!(concat!(env!("OUT_DIR"), "/en.json"))),
    ("zh-Hans", include_str!(concat!(env!("OUT_DIR"), "/zh-Hans.json"))),
    ("zh-Hant", include_str!(concat!(env!("OUT_DIR"), "/zh-Hant.json"))),
];

impl Word {
    /// The place of this word in a table.
    pub fn index(self) -> usize {
        usize::from(self as u16)
    }
}
