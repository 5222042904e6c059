//! Rule sets: their content hash and their numbering; what changed between two of them, which
//! confirmation counts when, and how drafts are merged and cut.

pub mod difference;
pub mod edit;
pub mod gate;
pub mod proposed;
pub mod secrecy;

use crate::kinds::Rule;
use protocol::digest::sha256_hex;
use protocol::gather;
use serde_json::Value;
use std::collections::BTreeMap;

/// What the hash is taken over first, so that no other text of the product has the same.
const HASH_PREFIX: &str = "qunyue rules 1\n";

/// A version of the rules by number and content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RulesRef {
    /// The version.
    pub version: u32,
    /// [`content_hash`] of its rules.
    pub hash: String,
}

/// The canonical text of `rules`: one JSON array, keys sorted, no space, absent fields left out.
/// Fields of later versions are part of it, so that every version computes the same hash.
pub fn canonical(rules: &[Rule]) -> String {
    let mut text = String::new();
    // A rule holds text and integers alone, so it always has a JSON form.
    write_sorted(&serde_json::to_value(rules).unwrap_or_default(), &mut text);
    text
}

/// Writes JSON with sorted keys, whether or not `serde_json` keeps the order of objects (a
/// feature that any crate of a build may switch on).
fn write_sorted(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                write_sorted(item, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let sorted: BTreeMap<_, _> = gather(fields);
            text.push('{');
            for (index, (name, value)) in sorted.into_iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write_sorted(value, text);
            }
            text.push('}');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

/// SHA-256 of a fixed prefix and the [`canonical`] text, as 64 lower-case hexadecimal digits.
/// This is what a member confirms.
pub fn content_hash(rules: &[Rule]) -> String {
    let mut text = HASH_PREFIX.to_owned();
    text.push_str(&canonical(rules));
    sha256_hex(text.as_bytes())
}

/// Numbers `rules` 1, 2, 3 … in their order.
pub fn renumber(rules: &mut [Rule]) {
    for (rule, no) in rules.iter_mut().zip(1..) {
        rule.no = no;
    }
}

/// Whether `rules` are numbered 1, 2, 3 …
pub fn is_numbered(rules: &[Rule]) -> bool {
    rules.iter().zip(1..).all(|(rule, no)| rule.no == no)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::{Binds, RuleKind, Rules};

    fn rule(no: u32, text: &str) -> Rule {
        Rule {
            no,
            kind: RuleKind::Must,
            text: text.to_owned(),
            chapter: None,
            binds: Binds::All,
            locked: false,
            extra: Default::default(),
        }
    }

    #[test]
    fn the_canonical_text_is_what_the_page_says() {
        let mut first = rule(1, "说\"请\"");
        first.chapter = Some("总则".to_owned());
        assert_eq!(
            canonical(&[first]),
            r#"[{"binds":"all","chapter":"总则","kind":"must","no":1,"text":"说\"请\""}]"#
        );
    }

    #[test]
    fn the_hash_depends_on_every_field() {
        let base = rule(1, "a");
        let mut others = vec![rule(2, "a"), rule(1, "b")];
        others.push(Rule { kind: RuleKind::Should, ..base.clone() });
        others.push(Rule { binds: Binds::Admins, ..base.clone() });
        others.push(Rule { chapter: Some(String::new()), ..base.clone() });
        let mut locked = base.clone();
        locked.locked = true;
        others.push(locked);
        for other in others {
            assert_ne!(content_hash(&[other]), content_hash(std::slice::from_ref(&base)));
        }
    }

    #[test]
    fn a_field_of_a_later_version_keeps_the_hash_over_a_round_trip() {
        let text = r#"{"version":1,"hash":"","rules":[
            {"text":"早","zeta":[1,{"b":1,"a":2}],"no":1,"kind":"vow","binds":"all","alpha":null}]}"#;
        let rules: Rules = serde_json::from_str(text).unwrap();
        let again: Rules = serde_json::from_str(&serde_json::to_string(&rules).unwrap()).unwrap();
        assert_eq!(content_hash(&rules.rules), content_hash(&again.rules));
        assert!(canonical(&rules.rules).contains(r#""alpha":null"#));
    }

    #[test]
    fn renumbering_follows_the_order() {
        let mut rules = vec![rule(7, "a"), rule(7, "b")];
        assert!(!is_numbered(&rules));
        renumber(&mut rules);
        assert!(is_numbered(&rules));
    }
}
