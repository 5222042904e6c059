//! No input panics, and no address leaves the allow-list, however it is dressed.

#![cfg(test)]

use markup::{Block, Document, Inline, MAX_DEPTH, parse, plain_text};
use proptest::prelude::*;

/// Every address in the tree.
fn addresses(document: &Document) -> Vec<String> {
    fn of_blocks(blocks: &[Block], depth: usize, into: &mut Vec<String>) {
        assert!(depth <= MAX_DEPTH);
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => of_inlines(inlines, depth, into),
                Block::Quote(inner) => of_blocks(inner, depth + 1, into),
                Block::List { items, .. } => items.iter().for_each(|item| of_blocks(item, depth + 1, into)),
                Block::Code(_) => {}
            }
        }
    }
    fn of_inlines(inlines: &[Inline], depth: usize, into: &mut Vec<String>) {
        assert!(depth <= MAX_DEPTH);
        for inline in inlines {
            match inline {
                Inline::Emphasis(inner) | Inline::Strong(inner) => of_inlines(inner, depth + 1, into),
                Inline::Link { url, content } => {
                    into.push(url.as_str().to_owned());
                    of_inlines(content, depth + 1, into);
                }
                Inline::Text(_) | Inline::Break | Inline::Code(_) => {}
            }
        }
    }
    let mut found = Vec::new();
    of_blocks(&document.blocks, 0, &mut found);
    found
}

/// The scheme as a browser reads it (WHATWG URL, "basic URL parser"): leading C0 controls and
/// spaces dropped, tabs and line ends dropped anywhere, letters folded. Written apart from the
/// crate's own reading, so that the two check each other.
fn scheme_in_a_browser(address: &str) -> Option<String> {
    let kept: String = address
        .trim_start_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let (scheme, _) = kept.split_once(':')?;
    let mut letters = scheme.chars();
    let is_scheme = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn assert_harmless(source: &str) {
    let document = parse(source);
    for address in addresses(&document) {
        let scheme = scheme_in_a_browser(&address);
        assert!(
            matches!(scheme.as_deref(), Some("http" | "https" | "mailto")),
            "{source:?} leads to {address:?}"
        );
    }
    plain_text(&document);
}

/// Places where an address or a mark may stand.
fn dressed(payload: &str) -> Vec<String> {
    vec![
        payload.to_owned(),
        format!("[x]({payload})"),
        format!("[x](<{payload}>)"),
        format!("![x]({payload})"),
        format!("<{payload}>"),
        format!("[x]\n\n[x]: {payload}"),
        format!("[{payload}](https://a.cn)"),
        format!("[x](https://a.cn \"{payload}\")"),
        format!("https://a.cn/{payload}"),
        format!("`{payload}`\n> {payload}\n- {payload}"),
    ]
}

#[test]
fn no_known_payload_leaves_the_allow_list() {
    let payloads = include_str!("samples/injection.jsonl");
    let mut count = 0;
    for line in payloads.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        dressed(row["p"].as_str().unwrap()).iter().for_each(|source| assert_harmless(source));
        count += 1;
    }
    assert!(count > 300, "only {count} payloads");
}

#[test]
fn a_scheme_is_seen_through_its_disguise() {
    for scheme in ["javascript", "JaVaScRiPt", "data", "vbscript", "file", "blob", "view-source"] {
        for split in
            ["", "\t", "\n", "\r\n", "\0", "\u{1}", "&#9;", "&Tab;", "&NewLine;", "&#x0A;", "\\", "&#0;"]
        {
            let (head, tail) = scheme.split_at(scheme.len() / 2);
            for lead in ["", " ", "\u{1}", "&#1;", "&nbsp;", "\u{feff}"] {
                for colon in [":", "&colon;", "&#58;", "&#x3a;", "\\:", "%3A"] {
                    let payload = format!("{lead}{head}{split}{tail}{colon}alert(1)//https://a.cn");
                    dressed(&payload).iter().for_each(|source| assert_harmless(source));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_has_a_harmless_tree(source in any::<String>()) {
        assert_harmless(&source);
    }

    #[test]
    fn any_jumble_of_marks_has_a_harmless_tree(
        parts in prop::collection::vec(prop::sample::select(vec![
            "*", "**", "***", "_", "`", "```", "[", "](", ")", "![", "<", ">", "> ", "- ", "1. ", "\n", "\n\n",
            "    ", "\t", "javascript:", "https://", "a.cn", "mailto:", "&#106;", "&colon;", "\\", "\"", "]: ",
            "<a href=", "<!--", "-->", "<script>", "群", "：", "“", "https://a@b.cn", "#", "---", "~~~", "|",
        ]), 0..60)
    ) {
        assert_harmless(&parts.concat());
    }

    #[test]
    fn ordinary_words_are_never_lost(words in "[a-z群规请看0-9，。？！：]{1,12}( [a-z群规请看，。？！：]{1,12}){0,6}") {
        // A leading digit with a full stop would be a list; the pattern has only full-width ones.
        prop_assert_eq!(plain_text(&parse(&words)), words);
    }
}
