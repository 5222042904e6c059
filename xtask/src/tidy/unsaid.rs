//! Words that no code says: each language carries them to every phone.

use super::finding::Finding;
use super::source::Source;
use std::collections::BTreeSet;

/// Words of the catalog that nothing outside tests names.
pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let names = sources.iter().flat_map(|source| &source.tokens).filter_map(|token| token.name());
    let said: BTreeSet<String> = names.map(str::to_ascii_lowercase).collect();
    let unsaid = words::KEYS.iter().filter(|key| !said.contains(&as_name(key)));
    unsaid.map(|key| Finding::new(&file(key), 1, format!("nothing says “{key}”"))).collect()
}

/// The variant of a key, without its capitals.
fn as_name(key: &str) -> String {
    key.chars().filter(|char| !matches!(char, '.' | '_')).collect::<String>().to_ascii_lowercase()
}

/// Where a key stands: it begins with the name of its file.
fn file(key: &str) -> String {
    format!("locales/en/{}.json", key.split('.').next().unwrap_or(key))
}

#[cfg(test)]
mod tests {
    use super::{Source, as_name, check};

    #[test]
    fn a_word_is_said_by_its_variant_and_not_in_tests() {
        let of = |text: &str| vec![Source::new("src/ui/bar.rs".to_owned(), text.to_owned())];
        let is_unsaid =
            |text: &str| check(&of(text)).iter().any(|found| found.message.contains("“app.back”"));

        assert!(!is_unsaid("fn bar() { say(Word::AppBack); }"));
        assert!(is_unsaid("fn bar() { say(Word::AppBackward); }"));
        assert!(is_unsaid("#[cfg(test)]\nmod tests { fn bar() { say(Word::AppBack); } }"));
        assert_eq!(as_name("rules.panel.not_yet"), "rulespanelnotyet");
    }
}
