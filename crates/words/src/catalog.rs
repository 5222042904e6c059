//! The texts of all languages, read and compared. Pure; the build script reads the files.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The languages of the app; the first is the source of the keys.
pub const LANGUAGES: [&str; 3] = ["en", "zh-Hans", "zh-Hant"];

/// The plural categories of Unicode CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// One file of one language.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name without `.json`, which is the first part of each of its keys.
    pub stem: String,
    /// What stands in it.
    pub text: String,
}

/// What one key says in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// One sentence.
    Plain(String),
    /// One sentence per plural category.
    Plural(BTreeMap<String, String>),
}

/// All keys, and what each says in each language.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// For each key, in order, the texts by language.
    pub texts: BTreeMap<String, BTreeMap<&'static str, Text>>,
}

/// Why the languages do not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, such as `zh-Hant/rules.json`.
    pub file: String,
    /// The key, or nothing where the whole file is meant.
    pub key: String,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key.as_str() {
            "" => write!(f, "locales/{}: {}", self.file, self.what),
            key => write!(f, "locales/{}: `{key}` {}", self.file, self.what),
        }
    }
}

impl Text {
    /// The names in braces, of all plural forms together.
    pub fn placeholders(&self) -> BTreeSet<String> {
        self.forms().filter_map(|form| placeholders(form).ok()).flatten().collect()
    }

    /// Every sentence of this text.
    pub fn forms(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Plain(text) => Box::new(std::iter::once(text.as_str())),
            Self::Plural(forms) => Box::new(forms.values().map(String::as_str)),
        }
    }
}

impl Catalog {
    /// Reads and compares the sources of every language.
    ///
    /// # Errors
    /// Every fault found, not only the first.
    pub fn build(sources: &[(&'static str, Vec<Source>)]) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut texts = BTreeMap::<String, BTreeMap<&'static str, Text>>::new();
        for (language, files) in sources {
            for source in files {
                for (key, text) in read(language, source, &mut faults) {
                    texts.entry(key).or_default().insert(language, text);
                }
            }
        }
        for (key, by_language) in &texts {
            compare(key, by_language, &mut faults);
        }
        if faults.is_empty() { Ok(Self { texts }) } else { Err(faults) }
    }
}

/// The keys and texts of one file.
fn read(language: &str, source: &Source, faults: &mut Vec<Fault>) -> Vec<(String, Text)> {
    let file = format!("{language}/{}.json", source.stem);
    let mut fault =
        |key: &str, what: String| faults.push(Fault { file: file.clone(), key: key.to_owned(), what });
    let value: Value = match serde_json::from_str(&source.text) {
        Ok(value) => value,
        Err(error) => {
            fault("", format!("is not JSON: {error}"));
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    let mut stack = vec![(String::new(), value)];
    while let Some((key, value)) = stack.pop() {
        match value {
            Value::String(text) => found.push((key, Text::Plain(text))),
            Value::Object(fields) if fields.contains_key("other") => match plural(&fields) {
                Some(forms) => found.push((key, Text::Plural(forms))),
                None => fault(&key, format!("has a plural form that is none of {CATEGORIES:?} or no text")),
            },
            Value::Object(fields) => {
                let under = if key.is_empty() { key } else { format!("{key}.") };
                stack.extend(fields.into_iter().map(|(name, value)| (format!("{under}{name}"), value)));
            }
            _ => fault(&key, "is neither a text nor a group of texts".to_owned()),
        }
    }
    for (key, text) in &found {
        for problem in text.forms().filter_map(|form| placeholders(form).err()) {
            fault(key, problem);
        }
        if key.chars().any(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c))) {
            fault(key, "may hold a–z, 0–9, dots and underscores only".to_owned());
        }
        if key.split('.').next() != Some(&source.stem) {
            fault(key, format!("does not begin with the name of its file, `{}.`", source.stem));
        }
    }
    found
}

fn plural(fields: &serde_json::Map<String, Value>) -> Option<BTreeMap<String, String>> {
    fields
        .iter()
        .map(|(category, value)| {
            let known = CATEGORIES.contains(&category.as_str());
            value.as_str().filter(|_| known).map(|text| (category.clone(), text.to_owned()))
        })
        .collect()
}

/// The names in braces of one sentence.
fn placeholders(text: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if before.contains('}') {
            return Err("closes a brace that was never opened".to_owned());
        }
        let Some((name, after)) = after.split_once('}') else {
            return Err("opens a brace and never closes it".to_owned());
        };
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            return Err(format!("has the odd placeholder {{{name}}}"));
        }
        names.insert(name.to_owned());
        rest = after;
    }
    if rest.contains('}') {
        return Err("closes a brace that was never opened".to_owned());
    }
    Ok(names)
}

/// What each language's plural has to tell apart (CLDR): English one from many, Chinese nothing.
fn categories_of(language: &str) -> &'static [&'static str] {
    if language == "en" { &["one", "other"] } else { &["other"] }
}

fn compare(key: &str, by_language: &BTreeMap<&'static str, Text>, faults: &mut Vec<Fault>) {
    let stem = key.split('.').next().unwrap_or_default();
    let mut fault = |language: &str, what: String| {
        faults.push(Fault { file: format!("{language}/{stem}.json"), key: key.to_owned(), what });
    };
    let Some(source) = by_language.get(LANGUAGES[0]) else {
        for language in by_language.keys() {
            fault(language, "is not in English, which is the source of the keys".to_owned());
        }
        return;
    };
    for language in LANGUAGES {
        let Some(text) = by_language.get(language) else {
            fault(language, "is missing".to_owned());
            continue;
        };
        if text.placeholders() != source.placeholders() {
            let (has, wants) = (text.placeholders(), source.placeholders());
            fault(language, format!("has the placeholders {has:?}, English has {wants:?}"));
        }
        match (source, text) {
            (Text::Plain(_), Text::Plain(_)) => {}
            (Text::Plural(_), Text::Plural(forms)) => {
                let wants = categories_of(language);
                if !forms.keys().map(String::as_str).eq(wants.iter().copied()) {
                    fault(language, format!("needs exactly the plural forms {wants:?}"));
                }
            }
            (Text::Plain(_), Text::Plural(_)) => fault(language, "has plural forms, English none".to_owned()),
            (Text::Plural(_), Text::Plain(_)) => fault(language, "lacks the plural forms".to_owned()),
        }
        if text.forms().any(|form| form.trim().is_empty()) {
            fault(language, "is empty".to_owned());
        }
        // Beside Chinese the typefaces draw these as wide as a character.
        if language == "en" && text.forms().any(|form| form.contains(['‘', '’', '“', '”'])) {
            fault(language, "has curly quotation marks or apostrophes; write ' and \"".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog(en: &str, hans: &str, hant: &str) -> Result<Catalog, Vec<String>> {
        let file = |text: &str| vec![Source { stem: "rules".to_owned(), text: text.to_owned() }];
        let sources = [("en", file(en)), ("zh-Hans", file(hans)), ("zh-Hant", file(hant))];
        Catalog::build(&sources).map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn nested_and_dotted_keys_mean_the_same() {
        let nested = r#"{"rules": {"panel": {"title": "Rules"}}}"#;
        let dotted = r#"{"rules.panel.title": "群规"}"#;
        let keys = catalog(nested, dotted, dotted).unwrap().texts.into_keys().collect::<Vec<_>>();
        assert_eq!(keys, ["rules.panel.title"]);
    }

    #[test]
    fn a_missing_key_names_its_file() {
        let faults = catalog(r#"{"rules.a": "x"}"#, r#"{"rules.a": "x"}"#, "{}").unwrap_err();
        assert_eq!(faults, ["locales/zh-Hant/rules.json: `rules.a` is missing"]);
    }

    #[test]
    fn a_key_that_english_lacks_is_a_fault() {
        let faults = catalog("{}", r#"{"rules.a": "x"}"#, "{}").unwrap_err();
        assert!(faults[0].contains("zh-Hans/rules.json: `rules.a` is not in English"), "{faults:?}");
    }

    #[test]
    fn a_key_stands_in_the_file_that_it_names() {
        let text = r#"{"quiz.a": "x"}"#;
        let faults = catalog(text, text, text).unwrap_err();
        assert!(faults[0].contains("`quiz.a` does not begin with the name of its file, `rules.`"));
    }

    #[test]
    fn other_placeholders_are_a_fault() {
        let faults =
            catalog(r#"{"rules.a": "{n} of {all}"}"#, r#"{"rules.a": "{n}"}"#, r#"{"rules.a": "{all} {n}"}"#);
        let faults = faults.unwrap_err();
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("locales/zh-Hans/rules.json: `rules.a` has the placeholders"));
    }

    #[test]
    fn english_has_straight_apostrophes() {
        let chinese = r#"{"rules.a": "“不同意”"}"#;
        let faults = catalog(r#"{"rules.a": "I don’t agree"}"#, chinese, chinese).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert!(catalog(r#"{"rules.a": "I don't agree"}"#, chinese, chinese).is_ok());
    }

    #[test]
    fn plurals_have_the_forms_that_their_language_tells_apart() {
        let english = r#"{"rules.a": {"one": "{n} rule", "other": "{n} rules"}}"#;
        let chinese = r#"{"rules.a": {"other": "{n} 条"}}"#;
        assert!(catalog(english, chinese, chinese).is_ok());
        assert!(catalog(english, r#"{"rules.a": "{n} 条"}"#, chinese).is_err());
        assert!(catalog(english, english, chinese).is_err());
        assert!(catalog(r#"{"rules.a": {"other": "{n}"}}"#, chinese, chinese).is_err());
    }

    #[test]
    fn broken_braces_empty_texts_and_numbers_are_faults() {
        for bad in [
            r#"{"rules.a": "{n"}"#,
            r#"{"rules.a": "n}"}"#,
            r#"{"rules.a": "{N}"}"#,
            r#"{"rules.a": " "}"#,
            r#"{"rules.a": 3}"#,
        ] {
            assert!(catalog(bad, bad, bad).is_err(), "{bad}");
        }
        assert!(catalog("{", "{}", "{}").unwrap_err()[0].contains("is not JSON"));
    }
}
