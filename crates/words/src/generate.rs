//! From the catalog to Rust and to the tables. Pure.

use crate::catalog::{Catalog, Text};
use std::fmt::Write;

/// The enum `Word` and the constants that describe the set of keys.
pub fn code(catalog: &Catalog) -> String {
    let mut code = String::new();
    code.push_str("/// What the app can say. The number of a word is its place in every table.\n");
    code.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n");
    code.push_str("#[repr(u16)]\npub enum Word {\n");
    for (key, texts) in &catalog.texts {
        let english = texts.get("en").map(|text| text.forms().collect::<Vec<_>>().join(" / "));
        let shown = english.unwrap_or_default().replace('\n', " ").replace(['[', ']', '<', '>', '`'], "'");
        _ = writeln!(code, "    /// `{key}`: {shown}\n    {},", variant(key));
    }
    code.push_str("}\n\n");
    _ = writeln!(code, "/// How many words there are.\npub const COUNT: usize = {};\n", catalog.texts.len());
    _ = writeln!(code, "/// The fingerprint of the keys, their placeholders and plurals.");
    _ = writeln!(code, "pub const KEY_SET: &str = \"{}\";\n", fingerprint(catalog));
    code.push_str("/// The key of every word, in order; for tools and tests.\n");
    _ = writeln!(code, "pub static KEYS: [&str; COUNT] = {:?};", catalog.texts.keys().collect::<Vec<_>>());
    code
}

/// One language's texts in the order of the keys, and the fingerprint of the keys.
pub fn table(catalog: &Catalog, language: &str) -> String {
    let words = catalog.texts.values().map(|texts| match texts.get(language) {
        Some(Text::Plain(text)) => serde_json::json!(text),
        Some(Text::Plural(forms)) => serde_json::json!(forms),
        None => serde_json::Value::Null,
    });
    let words = words.collect::<Vec<_>>();
    serde_json::json!({ "keys": fingerprint(catalog), "words": words }).to_string()
}

/// `rules.panel.not_yet` → `RulesPanelNotYet`.
fn variant(key: &str) -> String {
    key.split(['.', '_'])
        .map(|part| {
            let mut chars = part.chars();
            chars
                .next()
                .map(|first| first.to_ascii_uppercase().to_string() + chars.as_str())
                .unwrap_or_default()
        })
        .collect()
}

/// FNV-1a over what a table's reader relies on: keys, placeholders, plural or not.
fn fingerprint(catalog: &Catalog) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for (key, texts) in &catalog.texts {
        eat(key);
        let Some(source) = texts.get("en") else { continue };
        source.placeholders().iter().for_each(|name| eat(name));
        eat(if matches!(source, Text::Plural(_)) { "plural" } else { "plain" });
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Source;

    fn of(text: &str, chinese: &str) -> Catalog {
        let file = |text: &str| vec![Source { stem: "rules".to_owned(), text: text.to_owned() }];
        Catalog::build(&[("en", file(text)), ("zh-Hans", file(chinese)), ("zh-Hant", file(chinese))]).unwrap()
    }

    #[test]
    fn a_variant_is_named_by_its_key() {
        assert_eq!(variant("rules.panel.not_yet"), "RulesPanelNotYet");
    }

    #[test]
    fn a_table_stands_in_the_order_of_the_keys() {
        let catalog = of(
            r#"{"rules.b": "B", "rules.a": {"one": "{n} a", "other": "{n} as"}}"#,
            r#"{"rules.a": {"other": "{n} 甲"}, "rules.b": "乙"}"#,
        );
        let table: serde_json::Value = serde_json::from_str(&table(&catalog, "zh-Hans")).unwrap();
        assert_eq!(table["words"], serde_json::json!([{"other": "{n} 甲"}, "乙"]));
        assert!(code(&catalog).contains(table["keys"].as_str().unwrap()));
    }

    #[test]
    fn the_fingerprint_sees_keys_and_placeholders_but_not_texts() {
        let base = fingerprint(&of(r#"{"rules.a": "x {n}"}"#, r#"{"rules.a": "甲 {n}"}"#));
        assert_eq!(base, fingerprint(&of(r#"{"rules.a": "y {n}"}"#, r#"{"rules.a": "甲 {n}"}"#)));
        assert_ne!(base, fingerprint(&of(r#"{"rules.a": "x {m}"}"#, r#"{"rules.a": "甲 {m}"}"#)));
        assert_ne!(base, fingerprint(&of(r#"{"rules.b": "x {n}"}"#, r#"{"rules.b": "甲 {n}"}"#)));
    }
}
