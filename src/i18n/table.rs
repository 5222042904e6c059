//! The texts of one language, by the number of the word. Pure.

use crate::state::Language;
use domain::shown::turns;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use std::fmt;
use words::{COUNT, KEY_SET, Word};

/// What a word says: one sentence, or one per plural category.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Text {
    Plain(Box<str>),
    Plural(Vec<(Box<str>, Box<str>)>),
}

/// All texts of one language. The default has none: every word is silent.
#[derive(Clone, Debug, Default)]
pub struct Table {
    language: Option<Language>,
    texts: Vec<Text>,
}

/// Why a text is no table for this build.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It is not in the form that the build writes.
    #[error("the words cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It was made for another set of keys.
    #[error("the words belong to another build")]
    OtherBuild,
}

#[derive(Deserialize)]
struct Written {
    keys: String,
    words: Vec<Text>,
}

impl Table {
    /// Reads a table that the build wrote.
    ///
    /// # Errors
    /// A text that is no table, or one of another build.
    pub fn parse(language: Language, text: &str) -> Result<Self, TableError> {
        let written: Written = serde_json::from_str(text)?;
        if written.keys != KEY_SET || written.words.len() != COUNT {
            return Err(TableError::OtherBuild);
        }
        Ok(Self { language: Some(language), texts: written.words })
    }

    /// Whose words these are.
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// What `word` says for a plural category; words without plural say the same for each.
    pub fn text(&self, word: Word, category: &str) -> &str {
        match self.texts.get(word.index()) {
            None => "",
            Some(Text::Plain(text)) => text,
            Some(Text::Plural(forms)) => {
                let form = |name: &str| forms.iter().find(|(category, _)| &**category == name);
                form(category).or_else(|| form("other")).map_or("", |(_, text)| text)
            }
        }
    }
}

/// Puts the values in the places of `{their names}`. What a value says is never read again, so a
/// name in braces that a person typed stays as typed; and it turns no direction but its own.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        filled.push_str(before);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.extend(value.chars().filter(|c| !turns(*c))),
            None => filled.extend(["{", name, "}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// By hand: an untagged enum would bring serde's whole buffer of unknown values into the module.
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or its plural forms")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text::Plain(text.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let mut forms = Vec::new();
                while let Some((category, text)) = map.next_entry::<String, String>()? {
                    forms.push((category.into(), text.into()));
                }
                Ok(Text::Plural(forms))
            }
        }

        deserializer.deserialize_any(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;
    use words::TABLES;

    fn table(language: Language) -> Table {
        let (_, text) = TABLES.iter().find(|(tag, _)| *tag == language.tag()).unwrap();
        Table::parse(language, text).unwrap()
    }

    #[wasm_bindgen_test]
    fn every_language_says_every_word() {
        for language in Language::ALL {
            assert_eq!(table(language).texts.len(), COUNT);
        }
    }

    #[wasm_bindgen_test]
    fn a_plural_falls_back_to_the_general_form() {
        assert_eq!(table(Language::En).text(Word::RulesCount, "one"), "{count} rule");
        assert_eq!(table(Language::ZhHant).text(Word::RulesCount, "one"), "{count} 條");
    }

    #[wasm_bindgen_test]
    fn a_table_of_another_build_is_refused() {
        let text = r#"{"keys": "0000", "words": []}"#;
        assert!(matches!(Table::parse(Language::En, text), Err(TableError::OtherBuild)));
    }

    #[wasm_bindgen_test]
    fn what_a_person_typed_is_not_filled_again() {
        let filled = fill("{name} wrote {text}!", &[("name", "{text}"), ("text", "{name}")]);
        assert_eq!(filled, "{text} wrote {name}!");
    }

    #[wasm_bindgen_test]
    fn what_a_person_typed_turns_no_words_around_it() {
        let filled = fill("{name} owns this space.", &[("name", "李\u{202e}雷\u{2066}")]);
        assert_eq!(filled, "李雷 owns this space.");
    }

    #[wasm_bindgen_test]
    fn an_unknown_name_stays() {
        assert_eq!(fill("{a} and {b", &[]), "{a} and {b");
    }
}
